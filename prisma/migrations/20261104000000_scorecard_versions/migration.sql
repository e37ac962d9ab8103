-- Published versions of a card are added and never changed; what people work on stands in a table of its own.
alter table scorecard add column kind text not null default 'CUSTOMER';
alter table scorecard alter column kind drop default;
alter table scorecard add column note text not null default '';
alter table scorecard alter column note drop default;
alter table scorecard drop column state;
alter table scorecard alter column effective_from set not null;
alter table scorecard alter column published_at set not null;
alter table scorecard add constraint scorecard_kind_check check (kind in ('MARKET', 'CUSTOMER'));
revoke update, delete on scorecard from fangshi_app;
select fangshi_schema.protect('scorecard', 'closed', null, true);

create table scorecard_draft (
    bank_id uuid not null,
    id uuid not null,
    code text not null,
    kind text not null,
    base_version integer,
    definition jsonb not null,
    effective_from date,
    note text,
    state text not null,
    drafted_by uuid,
    drafted_at timestamptz(3) not null,
    saved_by uuid,
    saved_at timestamptz(3) not null,
    submitted_by uuid,
    submitted_at timestamptz(3),
    decided_by uuid,
    decided_at timestamptz(3),
    decision text,
    version integer not null default 1,
    constraint scorecard_draft_pkey primary key (bank_id, id)
);
create index scorecard_draft_code_state_idx on scorecard_draft (bank_id, code, state);
alter table scorecard_draft add constraint scorecard_draft_kind_check check (kind in ('MARKET', 'CUSTOMER'));
alter table scorecard_draft add constraint scorecard_draft_state_check
  check (state in ('DRAFT', 'SUBMITTED', 'RETURNED', 'PUBLISHED', 'WITHDRAWN'));
-- One draft of a card is open at a time: two would each lose the other's changes.
create unique index scorecard_draft_one_open on scorecard_draft (bank_id, code)
  where state in ('DRAFT', 'SUBMITTED', 'RETURNED');
select fangshi_schema.protect('scorecard_draft', 'closed', null, false);

-- The version that a batch was started with. A score is the bank's own, so its operator does not read this.
create table batch_scorecard (
    bank_id uuid not null,
    batch_id uuid not null,
    card_code text not null,
    card_version integer not null,
    fixed_at timestamptz(3) not null,
    constraint batch_scorecard_pkey primary key (bank_id, batch_id)
);
alter table batch_scorecard add constraint batch_scorecard_batch_id_fkey
  foreign key (bank_id, batch_id) references batch (bank_id, id) on delete no action on update no action;
select fangshi_schema.protect('batch_scorecard', 'closed', null, true);
