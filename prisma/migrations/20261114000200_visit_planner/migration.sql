-- The visit planner: how closely each object is watched, where it is, which off-hour visits were drawn, and check-ins.
create table monitor_grade (
    bank_id uuid not null,
    object_type text not null,
    object_id uuid not null,
    computed text not null,
    reasons jsonb not null,
    trace jsonb not null,
    graded_on date not null,
    manual text,
    manual_by uuid,
    manual_reason text,
    confirmed_by uuid,
    effective text not null,
    version integer not null default 1,
    constraint monitor_grade_pkey primary key (bank_id, object_type, object_id)
);
create index monitor_grade_effective_idx on monitor_grade (bank_id, object_type, effective);
alter table monitor_grade add constraint monitor_grade_object_type_check check (object_type in ('MERCHANT', 'MARKET', 'PARTY'));
alter table monitor_grade add constraint monitor_grade_computed_check check (computed in ('KEY', 'GENERAL', 'SERVICE'));
alter table monitor_grade add constraint monitor_grade_effective_check check (effective in ('KEY', 'GENERAL', 'SERVICE'));
alter table monitor_grade add constraint monitor_grade_manual_check check (manual in ('KEY', 'GENERAL', 'SERVICE'));
create table monitor_place (
    bank_id uuid not null,
    object_type text not null,
    object_id uuid not null,
    latitude text not null,
    longitude text not null,
    set_by uuid,
    set_at timestamptz(3) not null,
    constraint monitor_place_pkey primary key (bank_id, object_type, object_id)
);
alter table monitor_place add constraint monitor_place_object_type_check check (object_type in ('MERCHANT', 'MARKET'));
create table visit_draw (
    bank_id uuid not null,
    id uuid not null,
    day date not null,
    assignee_id uuid not null,
    seed text not null,
    take integer not null,
    pool jsonb not null,
    drawn jsonb not null,
    at timestamptz(3) not null,
    constraint visit_draw_pkey primary key (bank_id, id)
);
create unique index visit_draw_day_assignee_key on visit_draw (bank_id, day, assignee_id);
alter table visit add column monitoring_grade text;
alter table visit add column off_hour boolean not null default false;
alter table visit add column time_window text;
alter table visit add column draw_id uuid;
alter table visit add column checked_in_at timestamptz(3);
alter table visit add column check_in_metres integer;
alter table visit add column gap_reason text;
alter table visit add constraint visit_monitoring_grade_check check (monitoring_grade in ('KEY', 'GENERAL', 'SERVICE'));
create index visit_assignee_due_on_idx on visit (bank_id, assignee_id, due_on);
select fangshi_schema.protect('monitor_grade', 'closed', null, false);
select fangshi_schema.protect('monitor_place', 'closed', null, false);
select fangshi_schema.protect('visit_draw', 'closed', null, true);
