-- Training and exams; the pair of customer manager and named person of each market, with its rotation and hand-over.
create table training_record (
    bank_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    topic text not null,
    held_on date not null,
    half_days integer not null,
    recorded_by uuid,
    constraint training_record_pkey primary key (bank_id, id)
);
create index training_record_user_id_idx on training_record (bank_id, user_id, held_on);
create table exam_result (
    bank_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    permission text not null,
    taken_on date not null,
    score integer not null,
    passed boolean not null,
    examiner_id uuid,
    constraint exam_result_pkey primary key (bank_id, id)
);
create index exam_result_user_id_idx on exam_result (bank_id, user_id, permission, taken_on);
alter table exam_result add constraint exam_result_permission_check check (permission in ('SCORING', 'SIGNING'));
alter table exam_result add constraint exam_result_score_check check (score between 0 and 100);
create table market_pair (
    bank_id uuid not null,
    id uuid not null,
    market_id uuid not null,
    rm_id uuid not null,
    post_mkt_id uuid not null,
    since date not null,
    until date,
    checklist jsonb not null default '[]',
    handed_by uuid,
    handed_on date,
    taken_by uuid,
    taken_on date,
    constraint market_pair_pkey primary key (bank_id, id)
);
create unique index market_pair_open_key on market_pair (bank_id, market_id) where until is null;
create index market_pair_market_id_idx on market_pair (bank_id, market_id, since);
alter table market_pair add constraint market_pair_two_check check (rm_id <> post_mkt_id);
alter table market_pair add constraint market_pair_market_id_fkey
  foreign key (bank_id, market_id) references market (bank_id, id) on delete no action on update no action;
select fangshi_schema.protect('training_record', 'closed', null, true);
select fangshi_schema.protect('exam_result', 'closed', null, true);
select fangshi_schema.protect('market_pair', 'closed', null, false);
