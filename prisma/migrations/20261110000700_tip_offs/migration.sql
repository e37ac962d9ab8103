-- What people tell the bank: tip-offs, whose teller is protected, and complaints, whose first contact stays answerable.
create table tip_off (
    bank_id uuid not null,
    id uuid not null,
    number text not null,
    channel text not null,
    content text not null,
    market_id uuid,
    merchant_id uuid,
    named jsonb not null default '[]',
    anonymous boolean not null,
    state text not null,
    received_on date not null,
    due_on date not null,
    investigator_id uuid,
    confirmed boolean,
    conclusion text,
    feedback text,
    version integer not null default 1,
    created_at timestamptz(3) not null default current_timestamp,
    constraint tip_off_pkey primary key (bank_id, id)
);
create unique index tip_off_number_key on tip_off (bank_id, number);
create index tip_off_state_due_on_idx on tip_off (bank_id, state, due_on);
alter table tip_off add constraint tip_off_channel_check check (channel in ('APP', 'PHONE', 'LETTER'));
alter table tip_off add constraint tip_off_state_check
  check (state in ('RECEIVED', 'TRIAGED', 'INVESTIGATING', 'CONCLUDED', 'CLOSED', 'DISMISSED'));
create table tip_off_identity (
    bank_id uuid not null,
    tip_off_id uuid not null,
    sealed text not null,
    constraint tip_off_identity_pkey primary key (bank_id, tip_off_id)
);
alter table tip_off_identity add constraint tip_off_identity_tip_off_id_fkey
  foreign key (bank_id, tip_off_id) references tip_off (bank_id, id) on delete no action on update no action;
create table complaint (
    bank_id uuid not null,
    id uuid not null,
    number text not null,
    complainant text not null,
    contact text,
    content text not null,
    market_id uuid,
    complex boolean not null default false,
    state text not null,
    received_on date not null,
    accept_by date not null,
    reply_by date not null,
    owner_id uuid not null,
    handed_to uuid,
    reply text,
    replied_on date,
    satisfaction smallint,
    reopened smallint not null default 0,
    version integer not null default 1,
    created_at timestamptz(3) not null default current_timestamp,
    constraint complaint_pkey primary key (bank_id, id)
);
create unique index complaint_number_key on complaint (bank_id, number);
create index complaint_state_reply_by_idx on complaint (bank_id, state, reply_by);
alter table complaint add constraint complaint_state_check check (state in ('RECEIVED', 'ACCEPTED', 'REPLIED', 'CLOSED'));
alter table complaint add constraint complaint_satisfaction_check check (satisfaction between 1 and 5);
alter table complaint add constraint complaint_reopened_check check (reopened between 0 and 2);
select fangshi_schema.protect('tip_off', 'closed', null, false);
select fangshi_schema.protect('tip_off_identity', 'closed', null, true);
select fangshi_schema.protect('complaint', 'closed', null, false);
