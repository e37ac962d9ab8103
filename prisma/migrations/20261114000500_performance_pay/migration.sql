-- Performance pay: a month's statement with its inputs and arithmetic, what is deferred, and what of it is clawed back.
create table pay_statement (
    bank_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    month date not null,
    state text not null,
    inputs jsonb not null,
    terms jsonb not null,
    bonus_fen bigint not null,
    deferred_fen bigint not null,
    pay_fen bigint not null,
    confirm_by date not null,
    objection text,
    objected_on date,
    answer_by date,
    answer text,
    answered_by uuid,
    frozen_on date,
    version integer not null default 1,
    created_at timestamptz(3) not null default current_timestamp,
    constraint pay_statement_pkey primary key (bank_id, id)
);
create unique index pay_statement_user_month_key on pay_statement (bank_id, user_id, month);
create index pay_statement_state_idx on pay_statement (bank_id, state, month);
alter table pay_statement add constraint pay_statement_state_check check (state in ('ISSUED', 'CONFIRMED', 'OBJECTED', 'ANSWERED', 'FROZEN'));
alter table pay_statement add constraint pay_statement_pay_check check (pay_fen >= 0 and deferred_fen >= 0);
create table pay_deferral (
    bank_id uuid not null,
    id uuid not null,
    statement_id uuid not null,
    user_id uuid not null,
    month date not null,
    held_fen bigint not null,
    release_on date not null,
    state text not null,
    clawed_fen bigint not null default 0,
    released_fen bigint not null default 0,
    trace jsonb,
    settled_on date,
    constraint pay_deferral_pkey primary key (bank_id, id)
);
create unique index pay_deferral_statement_id_key on pay_deferral (bank_id, statement_id);
create index pay_deferral_state_release_on_idx on pay_deferral (bank_id, state, release_on);
alter table pay_deferral add constraint pay_deferral_state_check check (state in ('HELD', 'SETTLED'));
alter table pay_deferral add constraint pay_deferral_sum_check check (state = 'HELD' or held_fen = clawed_fen + released_fen);
alter table pay_deferral add constraint pay_deferral_statement_id_fkey
  foreign key (bank_id, statement_id) references pay_statement (bank_id, id) on delete no action on update no action;
select fangshi_schema.protect('pay_statement', 'closed', null, false);
select fangshi_schema.protect('pay_deferral', 'closed', null, false);
