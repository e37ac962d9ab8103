-- Collecting what is late: every act, promises with what came of them, letters with their proof of delivery, legal cases.
create table collection_act (
    bank_id uuid not null,
    id uuid not null,
    loan_id uuid not null,
    kind text not null,
    on_date date not null,
    contact text,
    outcome text,
    amount_fen bigint,
    promised_on date,
    state text,
    paid_fen bigint,
    number text,
    content jsonb,
    delivered_on date,
    delivery text,
    delivery_proof text,
    delivery_file_id uuid,
    note text,
    created_by uuid,
    at timestamptz(3) not null,
    version integer not null default 1,
    constraint collection_act_pkey primary key (bank_id, id)
);
create index collection_act_loan_id_idx on collection_act (bank_id, loan_id, at);
create index collection_act_state_promised_on_idx on collection_act (bank_id, state, promised_on);
create unique index collection_act_number_key on collection_act (bank_id, number);
alter table collection_act add constraint collection_act_loan_id_fkey
  foreign key (bank_id, loan_id) references loan (bank_id, id) on delete no action on update no action;
alter table collection_act add constraint collection_act_kind_check check (kind in ('CALL', 'PROMISE', 'LETTER', 'NOTE'));
alter table collection_act add constraint collection_act_state_check check (state in ('OPEN', 'KEPT', 'PARTLY', 'BROKEN', 'SENT', 'DELIVERED', 'RETURNED'));
alter table collection_act add constraint collection_act_delivery_check check (delivery in ('HANDED', 'REGISTERED_POST', 'NOTARISED', 'ELECTRONIC', 'PUBLISHED'));

create table legal_case (
    bank_id uuid not null,
    id uuid not null,
    loan_id uuid not null,
    number text not null,
    state text not null,
    court text,
    court_number text,
    claim_fen bigint not null,
    judged_fen bigint,
    recovered_fen bigint not null default 0,
    opened_on date not null,
    closed_on date,
    opened_by uuid,
    version integer not null default 1,
    constraint legal_case_pkey primary key (bank_id, id)
);
create index legal_case_loan_id_idx on legal_case (bank_id, loan_id);
create unique index legal_case_number_key on legal_case (bank_id, number);
create unique index legal_case_open_key on legal_case (bank_id, loan_id) where state not in ('CLOSED', 'WITHDRAWN');
alter table legal_case add constraint legal_case_loan_id_fkey
  foreign key (bank_id, loan_id) references loan (bank_id, id) on delete no action on update no action;
alter table legal_case add constraint legal_case_state_check
  check (state in ('PREPARING', 'FILED', 'ACCEPTED', 'JUDGED', 'ENFORCING', 'CLOSED', 'WITHDRAWN'));
select fangshi_schema.protect('collection_act', 'closed', null, false);
select fangshi_schema.protect('legal_case', 'closed', null, false);
