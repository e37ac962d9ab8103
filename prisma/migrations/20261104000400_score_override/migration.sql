-- A grade changed by hand: asked for by one head, applied or refused by another when it gives more credit.
create table score_override (
    bank_id uuid not null,
    id uuid not null,
    application_id uuid not null,
    score_result_id uuid not null,
    from_grade text not null,
    to_grade text not null,
    reason text not null,
    file_ids jsonb not null,
    asked_on date not null,
    raises boolean not null,
    over_limit boolean not null,
    state text not null,
    requested_by uuid,
    requested_role text not null,
    requested_at timestamptz(3) not null,
    decided_by uuid,
    decided_at timestamptz(3),
    decision text,
    result_id uuid,
    version integer not null default 1,
    constraint score_override_pkey primary key (bank_id, id)
);
create index score_override_application_id_idx on score_override (bank_id, application_id);
create index score_override_score_result_id_idx on score_override (bank_id, score_result_id);
create index score_override_asked_on_idx on score_override (bank_id, asked_on);
create unique index score_override_pending_key on score_override (bank_id, application_id) where state = 'PENDING';
alter table score_override add constraint score_override_application_id_fkey
  foreign key (bank_id, application_id) references application (bank_id, id) on delete no action on update no action;
alter table score_override add constraint score_override_score_result_id_fkey
  foreign key (bank_id, score_result_id) references score_result (bank_id, id) on delete no action on update no action;
alter table score_override add constraint score_override_state_check
  check (state in ('PENDING', 'APPLIED', 'REFUSED', 'WITHDRAWN'));
select fangshi_schema.protect('score_override', 'closed', null, false);
