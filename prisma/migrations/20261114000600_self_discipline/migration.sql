-- Self-discipline groups of merchants: members, charter and pact that each signs, elections and meetings. No liability.
create table circle (
    bank_id uuid not null,
    id uuid not null,
    market_id uuid not null,
    name text not null,
    area text not null,
    state text not null,
    leader_id uuid,
    leader_until date,
    charter_no integer not null default 0,
    last_met_on date,
    formed_on date not null,
    version integer not null default 1,
    constraint circle_pkey primary key (bank_id, id)
);
create unique index circle_name_key on circle (bank_id, market_id, name);
create index circle_state_idx on circle (bank_id, state, market_id);
alter table circle add constraint circle_state_check check (state in ('ACTIVE', 'DISSOLVED'));
alter table circle add constraint circle_market_id_fkey
  foreign key (bank_id, market_id) references market (bank_id, id) on delete no action on update no action;
create table circle_member (
    bank_id uuid not null,
    id uuid not null,
    circle_id uuid not null,
    merchant_id uuid not null,
    joined_on date not null,
    left_on date,
    constraint circle_member_pkey primary key (bank_id, id)
);
create unique index circle_member_one_key on circle_member (bank_id, merchant_id) where left_on is null;
create index circle_member_circle_id_idx on circle_member (bank_id, circle_id, left_on);
alter table circle_member add constraint circle_member_circle_id_fkey
  foreign key (bank_id, circle_id) references circle (bank_id, id) on delete no action on update no action;
alter table circle_member add constraint circle_member_merchant_id_fkey
  foreign key (bank_id, merchant_id) references merchant (bank_id, id) on delete no action on update no action;
create table circle_charter (
    bank_id uuid not null,
    circle_id uuid not null,
    no integer not null,
    charter text not null,
    adopted_on date not null,
    adopted_by uuid,
    constraint circle_charter_pkey primary key (bank_id, circle_id, no)
);
create table circle_signature (
    bank_id uuid not null,
    circle_id uuid not null,
    no integer not null,
    merchant_id uuid not null,
    signed_on date not null,
    taken_by uuid,
    constraint circle_signature_pkey primary key (bank_id, circle_id, no, merchant_id)
);
create table circle_meeting (
    bank_id uuid not null,
    id uuid not null,
    circle_id uuid not null,
    held_on date not null,
    present jsonb not null,
    minutes text not null,
    elected_id uuid,
    votes integer,
    written_by uuid,
    constraint circle_meeting_pkey primary key (bank_id, id)
);
create index circle_meeting_circle_id_idx on circle_meeting (bank_id, circle_id, held_on);
select fangshi_schema.protect('circle', 'closed', null, false);
select fangshi_schema.protect('circle_member', 'closed', null, false);
select fangshi_schema.protect('circle_charter', 'closed', null, true);
select fangshi_schema.protect('circle_signature', 'closed', null, true);
select fangshi_schema.protect('circle_meeting', 'closed', null, true);
