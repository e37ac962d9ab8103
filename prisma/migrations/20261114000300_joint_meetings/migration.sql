-- Joint meetings of a market with their agenda and resolutions; reasons for green-channel clocks that ran over.
create table joint_meeting (
    bank_id uuid not null,
    id uuid not null,
    number text not null,
    market_id uuid not null,
    meets_on date not null,
    weekly boolean not null default false,
    state text not null,
    agenda jsonb,
    attendance jsonb not null default '[]',
    minutes text,
    held_by uuid,
    held_on date,
    version integer not null default 1,
    created_at timestamptz(3) not null default current_timestamp,
    constraint joint_meeting_pkey primary key (bank_id, id)
);
create unique index joint_meeting_number_key on joint_meeting (bank_id, number);
create index joint_meeting_market_id_idx on joint_meeting (bank_id, market_id, meets_on);
create index joint_meeting_state_idx on joint_meeting (bank_id, state, meets_on);
alter table joint_meeting add constraint joint_meeting_state_check check (state in ('CALLED', 'HELD', 'CLOSED', 'CANCELLED'));
alter table joint_meeting add constraint joint_meeting_market_id_fkey
  foreign key (bank_id, market_id) references market (bank_id, id) on delete no action on update no action;
create table meeting_resolution (
    bank_id uuid not null,
    id uuid not null,
    meeting_id uuid not null,
    no integer not null,
    content text not null,
    owner_id uuid not null,
    due_on date not null,
    proposes_limit boolean not null default false,
    state text not null,
    evidence text,
    done_on date,
    escalated_on date,
    constraint meeting_resolution_pkey primary key (bank_id, id)
);
create unique index meeting_resolution_no_key on meeting_resolution (bank_id, meeting_id, no);
create index meeting_resolution_state_due_on_idx on meeting_resolution (bank_id, state, due_on);
alter table meeting_resolution add constraint meeting_resolution_state_check check (state in ('OPEN', 'DONE'));
alter table meeting_resolution add constraint meeting_resolution_meeting_id_fkey
  foreign key (bank_id, meeting_id) references joint_meeting (bank_id, id) on delete no action on update no action;
create table green_breach (
    bank_id uuid not null,
    clock_id uuid not null,
    batch_id uuid not null,
    reason text not null,
    reason_by uuid,
    reason_at timestamptz(3) not null,
    late boolean not null,
    constraint green_breach_pkey primary key (bank_id, clock_id)
);
create index green_breach_batch_id_idx on green_breach (bank_id, batch_id);
create index sla_clock_profile_kind_idx on sla_clock (bank_id, profile, kind, started_at);
select fangshi_schema.protect('joint_meeting', 'closed', null, false);
select fangshi_schema.protect('meeting_resolution', 'closed', null, false);
select fangshi_schema.protect('green_breach', 'closed', null, true);
