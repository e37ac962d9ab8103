-- Approvals as people live them: who sits for an absent colleague, a seat's clock with its pauses, reminders and
-- escalation, opinions that are signed and say how the person proved to be there, comments on a plan, later lists under
-- a plan in force.
create table delegation (
    bank_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    delegate_id uuid not null,
    kind text not null,
    from_on date not null,
    until_on date not null,
    reason text not null,
    state text not null,
    created_by uuid,
    created_at timestamptz(3) not null default now(),
    revoked_by uuid,
    revoked_at timestamptz(3),
    version integer not null default 1,
    constraint delegation_pkey primary key (bank_id, id)
);
create index delegation_user_id_idx on delegation (bank_id, user_id);
create index delegation_delegate_id_idx on delegation (bank_id, delegate_id);
alter table delegation add constraint delegation_user_id_fkey
  foreign key (bank_id, user_id) references app_user (bank_id, id) on delete no action on update no action;
alter table delegation add constraint delegation_delegate_id_fkey
  foreign key (bank_id, delegate_id) references app_user (bank_id, id) on delete no action on update no action;
alter table delegation add constraint delegation_kind_check check (kind in ('ABSENCE', 'AUTHORITY'));
alter table delegation add constraint delegation_state_check check (state in ('ACTIVE', 'REVOKED'));
select fangshi_schema.protect('delegation', 'closed', null, false);

create table plan_comment (
    bank_id uuid not null,
    id uuid not null,
    plan_id uuid not null,
    section_key text,
    reply_to uuid,
    text text not null,
    user_id uuid,
    user_name text not null,
    role text not null,
    at timestamptz(3) not null,
    state text not null,
    resolved_by uuid,
    resolved_at timestamptz(3),
    version integer not null default 1,
    constraint plan_comment_pkey primary key (bank_id, id)
);
create index plan_comment_plan_id_idx on plan_comment (bank_id, plan_id);
create index plan_comment_reply_to_idx on plan_comment (bank_id, reply_to);
alter table plan_comment add constraint plan_comment_plan_id_fkey
  foreign key (bank_id, plan_id) references credit_plan (bank_id, id) on delete no action on update no action;
alter table plan_comment add constraint plan_comment_reply_to_fkey
  foreign key (bank_id, reply_to) references plan_comment (bank_id, id) on delete no action on update no action;
alter table plan_comment add constraint plan_comment_state_check check (state in ('OPEN', 'RESOLVED'));
select fangshi_schema.protect('plan_comment', 'closed', null, false);

alter table credit_plan add column kind text not null default 'PLAN';
alter table credit_plan add constraint credit_plan_kind_check check (kind in ('PLAN', 'ADD_ON'));
alter table credit_plan add column base_plan_id uuid;
alter table credit_plan add column parameters_on date;
alter table credit_plan add column decided_on date;
alter table credit_plan add column reconsidered_at timestamptz(3);
alter table credit_plan add column reconsider_facts text;
create index credit_plan_base_plan_id_idx on credit_plan (bank_id, base_plan_id);
alter table credit_plan add constraint credit_plan_base_plan_id_fkey
  foreign key (bank_id, base_plan_id) references credit_plan (bank_id, id) on delete no action on update no action;

alter table countersign_seat add column on_behalf_of uuid;
alter table countersign_seat add column remind_at timestamptz(3);
alter table countersign_seat add column reminded_at timestamptz(3);
alter table countersign_seat add column escalated_at timestamptz(3);
alter table countersign_seat add column paused_at timestamptz(3);
create index countersign_seat_waiting_idx on countersign_seat (bank_id, role, user_id, due_at, id) where state = 'WAITING';
create index countersign_seat_named_idx on countersign_seat (bank_id, user_id, due_at, id) where state = 'WAITING';
alter table countersign_seat drop constraint countersign_seat_state_check;
alter table countersign_seat add constraint countersign_seat_state_check
  check (state in ('WAITING', 'ANSWERED', 'REASSIGNED', 'VOID'));
update countersign_seat s set state = 'VOID' from countersign_round r
where r.bank_id = s.bank_id and r.id = s.round_id and r.state <> 'OPEN' and s.state = 'WAITING';
create index countersign_round_open_idx on countersign_round (bank_id, id) where state = 'OPEN';

alter table opinion add column on_behalf_of uuid;
alter table opinion add column factor text;
alter table opinion add column plan_sha256 text;
alter table opinion add column signature text;
alter table opinion add constraint opinion_factor_check
  check (factor in ('SESSION', 'PASSWORD', 'TOTP', 'RECOVERY', 'TOKEN', 'KEPT'));
create index opinion_user_id_idx on opinion (bank_id, user_id, at);
create index credit_plan_written_by_idx on credit_plan (bank_id, written_by);

-- What was submitted, and what was decided, is written once: content, texts, tables and lines as people read them.
create table plan_submission (
    bank_id uuid not null,
    id uuid not null,
    plan_id uuid not null,
    no integer not null,
    kind text not null,
    sha256 text not null,
    content jsonb not null,
    document jsonb,
    by_id uuid,
    by_name text not null,
    at timestamptz(3) not null,
    constraint plan_submission_pkey primary key (bank_id, id)
);
create unique index plan_submission_plan_id_kind_no_key on plan_submission (bank_id, plan_id, kind, no);
alter table plan_submission add constraint plan_submission_plan_id_fkey
  foreign key (bank_id, plan_id) references credit_plan (bank_id, id) on delete no action on update no action;
alter table plan_submission add constraint plan_submission_kind_check check (kind in ('SUBMITTED', 'DECIDED'));
insert into plan_submission (bank_id, id, plan_id, no, kind, sha256, content, by_name, at)
select r.bank_id, r.id, r.plan_id, r.no, 'SUBMITTED', r.result->'submission'->>'sha256', r.result->'submission'->'content', '', r.opened_at
from countersign_round r where r.kind = 'PRELIMINARY' and r.result ? 'submission';
select fangshi_schema.protect('plan_submission', 'closed', null, true);

-- Where a person lives tells a relation as well as a number does (§6.3).
alter table app_user add column address text;
