-- The chart of accounts and the posting rules change by two people: what one proposes, another decides.
create table ledger_change (
  bank_id uuid not null,
  id uuid not null,
  kind text not null,
  object text not null,
  value jsonb not null,
  before jsonb,
  state text not null,
  reason text not null,
  proposed_by uuid not null,
  proposed_at timestamptz(3) not null default now(),
  decided_by uuid,
  decided_at timestamptz(3),
  decision_note text,
  primary key (bank_id, id)
);
alter table ledger_change add constraint ledger_change_kind_check check (kind in ('ACCOUNT', 'RULE'));
alter table ledger_change add constraint ledger_change_state_check check (state in ('PENDING', 'APPLIED', 'REJECTED'));
-- one proposal at a time for an account or a rule
create unique index ledger_change_pending on ledger_change (bank_id, kind, object) where state = 'PENDING';
create index ledger_change_proposed_at_idx on ledger_change (bank_id, proposed_at);
select fangshi_schema.protect('ledger_change', 'closed', null, false);
