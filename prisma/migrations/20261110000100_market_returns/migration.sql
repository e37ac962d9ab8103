-- The operator's monthly return: the market's figures, and how its merchants of this bank stand.
create table market_return (
    bank_id uuid not null,
    id uuid not null,
    market_id uuid not null,
    party_id uuid not null,
    month date not null,
    due_on date not null,
    state text not null,
    figures jsonb,
    rows jsonb not null default '[]',
    submitted_by uuid,
    submitted_on date,
    submitted_at timestamptz(3),
    late_days integer not null default 0,
    checked_by uuid,
    checked_at timestamptz(3),
    note text,
    version integer not null default 1,
    constraint market_return_pkey primary key (bank_id, id)
);
create unique index market_return_market_month_key on market_return (bank_id, market_id, month);
create index market_return_state_due_on_idx on market_return (bank_id, state, due_on);
create index market_return_party_id_idx on market_return (bank_id, party_id);
alter table market_return add constraint market_return_market_id_fkey
  foreign key (bank_id, market_id) references market (bank_id, id) on delete no action on update no action;
alter table market_return add constraint market_return_state_check check (state in ('DUE', 'SUBMITTED', 'RETURNED', 'ACCEPTED'));
select fangshi_schema.protect('market_return', 'own', 'party_id', false);
