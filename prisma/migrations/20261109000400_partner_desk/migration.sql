-- What waits for a partner on its own desk: a case that it is asked to cover or to file, and the return that it owes each month.
create table partner_case (
    bank_id uuid not null,
    id uuid not null,
    party_id uuid not null,
    scheme_id uuid not null,
    application_id uuid not null,
    kind text not null,
    number text not null,
    borrower text not null,
    purpose text,
    amount_fen bigint not null,
    tenor_months integer,
    joint_diligence boolean not null default false,
    state text not null,
    asked_on date not null,
    answer_by date not null,
    asked_by uuid,
    reference_no text,
    cover_fen bigint,
    premium_fen bigint,
    valid_from date,
    valid_until date,
    counter_guarantee text,
    answer_note text,
    answered_on date,
    answered_by uuid,
    version integer not null default 1,
    constraint partner_case_pkey primary key (bank_id, id)
);
create unique index partner_case_number_key on partner_case (bank_id, number);
create index partner_case_party_id_idx on partner_case (bank_id, party_id);
create index partner_case_scheme_id_idx on partner_case (bank_id, scheme_id);
create index partner_case_application_id_idx on partner_case (bank_id, application_id);
create unique index partner_case_open_key on partner_case (bank_id, application_id, kind) where state = 'ASKED';
alter table partner_case add constraint partner_case_party_id_fkey foreign key (bank_id, party_id) references party (bank_id, id) on delete no action on update no action;
alter table partner_case add constraint partner_case_scheme_id_fkey foreign key (bank_id, scheme_id) references cooperation_scheme (bank_id, id) on delete no action on update no action;
alter table partner_case add constraint partner_case_application_id_fkey foreign key (bank_id, application_id) references application (bank_id, id) on delete no action on update no action;
alter table partner_case add constraint partner_case_kind_check check (kind in ('GUARANTEE', 'DRAWDOWN_FILING', 'POLICY', 'POOL_LIST'));
alter table partner_case add constraint partner_case_state_check check (state in ('ASKED', 'GIVEN', 'REFUSED', 'AUTO'));
alter table partner_case add constraint partner_case_amount_fen_not_negative check (amount_fen > 0);
alter table partner_case add constraint partner_case_cover_fen_not_negative check (cover_fen >= 0);
alter table partner_case add constraint partner_case_premium_fen_not_negative check (premium_fen >= 0);
alter table partner_case add constraint partner_case_valid_check check (valid_until is null or valid_from is null or valid_until >= valid_from);
select fangshi_schema.protect('partner_case', 'own', 'party_id', false);

create table partner_return (
    bank_id uuid not null,
    id uuid not null,
    party_id uuid not null,
    month date not null,
    figures jsonb not null,
    note text,
    submitted_by uuid,
    at timestamptz(3) not null,
    constraint partner_return_pkey primary key (bank_id, id)
);
create unique index partner_return_party_id_month_key on partner_return (bank_id, party_id, month);
alter table partner_return add constraint partner_return_party_id_fkey foreign key (bank_id, party_id) references party (bank_id, id) on delete no action on update no action;
alter table partner_return add constraint partner_return_month_check check (extract(day from month) = 1);
select fangshi_schema.protect('partner_return', 'own', 'party_id', true);
