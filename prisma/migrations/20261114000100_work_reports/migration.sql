-- Daily logs, weekly reviews and monthly summaries: what was done is filled in from the trail, the person adds words.
create table work_report (
    bank_id uuid not null,
    id uuid not null,
    kind text not null,
    user_id uuid not null,
    starts_on date not null,
    ends_on date not null,
    state text not null,
    words jsonb not null default '{}',
    facts jsonb,
    submitted_at timestamptz(3),
    late boolean not null default false,
    reviewed_by uuid,
    reviewed_at timestamptz(3),
    praise text,
    comment text,
    version integer not null default 1,
    created_at timestamptz(3) not null default current_timestamp,
    constraint work_report_pkey primary key (bank_id, id)
);
create unique index work_report_user_period_key on work_report (bank_id, user_id, kind, starts_on);
create index work_report_state_idx on work_report (bank_id, state, kind, starts_on);
alter table work_report add constraint work_report_kind_check check (kind in ('DAILY', 'WEEKLY', 'MONTHLY'));
alter table work_report add constraint work_report_state_check check (state in ('DRAFT', 'SUBMITTED', 'REVIEWED'));
alter table work_report add constraint work_report_period_check check (ends_on >= starts_on);
-- what a person did in a period is asked of these by person and time
create index audit_event_actor_id_at_idx on audit_event (bank_id, actor_id, at);
create index visit_done_by_idx on visit (bank_id, done_by, done_at);
create index collection_act_created_by_idx on collection_act (bank_id, created_by, at);
create index task_done_by_idx on task (bank_id, done_by, done_at);
select fangshi_schema.protect('work_report', 'closed', null, false);
