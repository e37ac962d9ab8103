-- A classification by three people: proposed, judged first, recognised, approved.
create table classification_case (
    bank_id uuid not null,
    id uuid not null,
    loan_id uuid not null,
    kind text not null,
    as_of date not null,
    due_on date not null,
    state text not null,
    present text not null,
    floor text not null,
    facts jsonb not null default '{}',
    trace jsonb,
    initial_class text,
    initial_by uuid,
    initial_at timestamptz(3),
    initial_reason text,
    recognised_class text,
    recognised_by uuid,
    recognised_at timestamptz(3),
    recognised_reason text,
    approved_by uuid,
    approved_at timestamptz(3),
    approved_reason text,
    created_by uuid,
    created_at timestamptz(3) not null default current_timestamp,
    version integer not null default 1,
    constraint classification_case_pkey primary key (bank_id, id)
);
create index classification_case_loan_id_idx on classification_case (bank_id, loan_id);
create index classification_case_state_due_on_idx on classification_case (bank_id, state, due_on);
create unique index classification_case_open_key on classification_case (bank_id, loan_id) where state in ('PROPOSED', 'INITIAL', 'RECOGNISED');
alter table classification_case add constraint classification_case_loan_id_fkey
  foreign key (bank_id, loan_id) references loan (bank_id, id) on delete no action on update no action;
alter table classification_case add constraint classification_case_state_check
  check (state in ('PROPOSED', 'INITIAL', 'RECOGNISED', 'APPROVED', 'CANCELLED'));
alter table classification_case add constraint classification_case_kind_check check (kind in ('QUARTERLY', 'EVENT', 'UPGRADE'));
select fangshi_schema.protect('classification_case', 'closed', null, false);
