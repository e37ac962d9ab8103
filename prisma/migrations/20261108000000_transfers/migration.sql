-- Instructions to the bank's core and its answers. One drawdown has at most one that may still move money.
create table transfer_message (
    bank_id uuid not null,
    id uuid not null,
    drawdown_id uuid not null,
    message_id text not null,
    channel text not null,
    state text not null,
    amount_fen bigint not null,
    payments integer not null,
    content text not null,
    sha256 text not null,
    sent_at timestamptz(3),
    answered_at timestamptz(3),
    core_reference text,
    value_date date,
    reason_code text,
    reason_text text,
    proposal jsonb,
    proposed_by uuid,
    version integer not null default 1,
    created_at timestamptz(3) not null default current_timestamp,
    constraint transfer_message_pkey primary key (bank_id, id)
);
create unique index transfer_message_message_id_key on transfer_message (bank_id, message_id);
create index transfer_message_drawdown_id_idx on transfer_message (bank_id, drawdown_id);
create index transfer_message_state_idx on transfer_message (bank_id, state);
create unique index transfer_message_live_key on transfer_message (bank_id, drawdown_id) where state <> 'REJECTED';
alter table transfer_message add constraint transfer_message_drawdown_id_fkey
  foreign key (bank_id, drawdown_id) references drawdown (bank_id, id) on delete no action on update no action;
alter table transfer_message add constraint transfer_message_state_check
  check (state in ('PREPARED', 'SENDING', 'SENT', 'UNKNOWN', 'ACCEPTED', 'REJECTED'));
alter table transfer_message add constraint transfer_message_channel_check check (channel in ('SIMULATED', 'DIRECTORY'));
alter table transfer_message add constraint transfer_message_amount_fen_positive check (amount_fen > 0);
select fangshi_schema.protect('transfer_message', 'closed', null, false);
