-- People of a market who are no customers yet: what the daily report asks of each, and how far the bank has come with them.
create table prospect (
    bank_id uuid not null,
    id uuid not null,
    market_id uuid not null,
    rm_id uuid,
    name text not null,
    address text not null default '',
    contact text not null default '',
    main_person text not null default '',
    existing text not null default '',
    need text not null default '',
    state text not null,
    lost_reason text,
    note text,
    py_full text not null,
    py_initials text not null,
    touched_on date not null,
    created_by uuid,
    created_at timestamptz(3) not null default current_timestamp,
    version integer not null default 1,
    constraint prospect_pkey primary key (bank_id, id)
);
create unique index prospect_name_key on prospect (bank_id, market_id, name);
create index prospect_state_idx on prospect (bank_id, state, id);
create index prospect_rm_id_idx on prospect (bank_id, rm_id, id);
alter table prospect add constraint prospect_state_check check (state in ('LEAD', 'CONTACTED', 'NEED_FOUND', 'RECOMMENDED', 'APPLIED', 'FUNDED', 'LOST'));
alter table prospect add constraint prospect_lost_reason_check check (lost_reason in ('NO_NEED', 'OTHER_BANK', 'PRICE', 'NOT_ELIGIBLE', 'CLOSED_BUSINESS', 'UNREACHABLE'));
alter table prospect add constraint prospect_market_id_fkey
  foreign key (bank_id, market_id) references market (bank_id, id) on delete no action on update no action;
select fangshi_schema.protect('prospect', 'closed', null, false);
