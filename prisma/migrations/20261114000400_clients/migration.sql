-- Lost customers and winning them back, requests with the first contact answerable, and the library of cases.
create table lost_customer (
    bank_id uuid not null,
    id uuid not null,
    merchant_id uuid not null,
    market_id uuid not null,
    rm_id uuid,
    evidence text not null,
    detail text not null,
    noticed_on date not null,
    recover_by date not null,
    reason text,
    note text,
    state text not null,
    decided_by uuid,
    decided_on date,
    version integer not null default 1,
    created_at timestamptz(3) not null default current_timestamp,
    constraint lost_customer_pkey primary key (bank_id, id)
);
create index lost_customer_rm_id_idx on lost_customer (bank_id, rm_id, decided_on);
create index lost_customer_state_idx on lost_customer (bank_id, state, recover_by);
create index lost_customer_merchant_id_idx on lost_customer (bank_id, merchant_id);
alter table lost_customer add constraint lost_customer_state_check check (state in ('RECOVERING', 'EXIT_ASKED', 'RECOVERED', 'LOST', 'QUALITY_EXIT'));
alter table lost_customer add constraint lost_customer_evidence_check check (evidence in ('OTHER_BANK_LOAN', 'SETTLEMENT_MOVED'));
alter table lost_customer add constraint lost_customer_reason_check check (reason in ('PRICE', 'SPEED', 'AMOUNT', 'SERVICE', 'CLOSED_BUSINESS', 'QUALITY_EXIT'));
alter table lost_customer add constraint lost_customer_merchant_id_fkey
  foreign key (bank_id, merchant_id) references merchant (bank_id, id) on delete no action on update no action;
create table contact_request (
    bank_id uuid not null,
    id uuid not null,
    number text not null,
    asker text not null,
    contact text,
    content text not null,
    market_id uuid,
    first_owner_id uuid not null,
    owner_id uuid not null,
    handed_to uuid,
    state text not null,
    result text,
    received_on date not null,
    closed_on date,
    version integer not null default 1,
    created_at timestamptz(3) not null default current_timestamp,
    constraint contact_request_pkey primary key (bank_id, id)
);
create unique index contact_request_number_key on contact_request (bank_id, number);
create index contact_request_state_idx on contact_request (bank_id, state, received_on);
create index contact_request_owner_id_idx on contact_request (bank_id, owner_id, state);
alter table contact_request add constraint contact_request_state_check check (state in ('OPEN', 'CLOSED'));
create table case_story (
    bank_id uuid not null,
    id uuid not null,
    kind text not null,
    title text not null,
    story text not null,
    lesson text not null,
    market_id uuid,
    mode text,
    tags jsonb not null default '[]',
    author_id uuid,
    written_on date not null,
    words text not null,
    created_at timestamptz(3) not null default current_timestamp,
    constraint case_story_pkey primary key (bank_id, id)
);
create index case_story_kind_idx on case_story (bank_id, kind, id);
create index case_story_author_id_idx on case_story (bank_id, author_id, written_on);
alter table case_story add constraint case_story_kind_check check (kind in ('WIN', 'LOSS', 'RISK'));
select fangshi_schema.protect('lost_customer', 'closed', null, false);
select fangshi_schema.protect('contact_request', 'closed', null, false);
select fangshi_schema.protect('case_story', 'closed', null, true);
