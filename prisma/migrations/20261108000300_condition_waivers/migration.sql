-- A condition of an approval let go by people one level above those who set it: who asked, who agreed, who did not.
alter table condition add column reject_reason text;
create table condition_waiver (
    bank_id uuid not null,
    id uuid not null,
    condition_id uuid not null,
    reason text not null,
    level text not null,
    votes_needed integer not null,
    votes jsonb not null default '[]',
    state text not null,
    asked_by uuid,
    asked_at timestamptz(3) not null,
    decided_at timestamptz(3),
    version integer not null default 1,
    constraint condition_waiver_pkey primary key (bank_id, id)
);
create index condition_waiver_condition_id_idx on condition_waiver (bank_id, condition_id);
create unique index condition_waiver_open_key on condition_waiver (bank_id, condition_id) where state = 'ASKED';
alter table condition_waiver add constraint condition_waiver_condition_id_fkey
  foreign key (bank_id, condition_id) references condition (bank_id, id) on delete no action on update no action;
alter table condition_waiver add constraint condition_waiver_state_check check (state in ('ASKED', 'GRANTED', 'REFUSED'));
select fangshi_schema.protect('condition_waiver', 'closed', null, false);
