-- What waits for a person, told in the app and by e-mail, each once; and a person's calendar, by a secret address.
alter table notification add column cause text;
alter table notification add column in_app boolean not null default true;
alter table notification add column gone_at timestamptz(3);
alter table notification add column mail_id uuid;
create unique index notification_user_id_cause_key on notification (bank_id, user_id, cause);
create index notification_mail_id_idx on notification (bank_id, mail_id);

create table notice_preference (
    bank_id uuid not null,
    user_id uuid not null,
    kind text not null,
    in_app boolean not null,
    mail text not null,
    constraint notice_preference_pkey primary key (bank_id, user_id, kind)
);
alter table notice_preference add constraint notice_preference_mail_check check (mail in ('NONE', 'DIGEST', 'AT_ONCE'));
alter table notice_preference add constraint notice_preference_user_id_fkey
  foreign key (bank_id, user_id) references app_user (bank_id, id) on delete no action on update no action;

-- Minutes of the day in the bank's zone; quiet hours may run over midnight.
create table notice_setting (
    bank_id uuid not null,
    user_id uuid not null,
    mail boolean not null,
    digest_minute integer not null,
    quiet_from integer not null,
    quiet_to integer not null,
    working_days_only boolean not null,
    constraint notice_setting_pkey primary key (bank_id, user_id)
);
alter table notice_setting add constraint notice_setting_minute_check
  check (digest_minute between 0 and 1439 and quiet_from between 0 and 1439 and quiet_to between 0 and 1439);
alter table notice_setting add constraint notice_setting_user_id_fkey
  foreign key (bank_id, user_id) references app_user (bank_id, id) on delete no action on update no action;

create table mail_server (
    bank_id uuid not null,
    host text not null,
    port integer not null,
    security text not null,
    username text,
    password_sealed text,
    sender text not null,
    link text not null,
    state text not null,
    updated_by uuid,
    updated_at timestamptz(3) not null default current_timestamp,
    version integer not null default 1,
    constraint mail_server_pkey primary key (bank_id)
);
alter table mail_server add constraint mail_server_security_check check (security in ('TLS', 'STARTTLS', 'NONE'));
alter table mail_server add constraint mail_server_state_check check (state in ('ACTIVE', 'PAUSED'));
alter table mail_server add constraint mail_server_port_check check (port between 1 and 65535);

-- A message holds no text: it is written from what is open when it goes out.
create table mail_message (
    bank_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    kind text not null,
    dedupe_key text not null,
    params jsonb,
    state text not null,
    attempts integer not null default 0,
    next_at timestamptz(3) not null,
    last_error text,
    created_at timestamptz(3) not null default current_timestamp,
    sent_at timestamptz(3),
    constraint mail_message_pkey primary key (bank_id, id)
);
create unique index mail_message_user_id_dedupe_key_key on mail_message (bank_id, user_id, dedupe_key);
create index mail_message_due_idx on mail_message (bank_id, state, next_at);
alter table mail_message add constraint mail_message_kind_check check (kind in ('AT_ONCE', 'DIGEST', 'REPORT', 'TEST'));
alter table mail_message add constraint mail_message_state_check
  check (state in ('PENDING', 'SENDING', 'SENT', 'DEAD', 'UNKNOWN', 'CANCELLED'));
alter table mail_message add constraint mail_message_user_id_fkey
  foreign key (bank_id, user_id) references app_user (bank_id, id) on delete no action on update no action;
alter table notification add constraint notification_mail_id_fkey
  foreign key (bank_id, mail_id) references mail_message (bank_id, id) on delete no action on update no action;

create table calendar_feed (
    bank_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    token_hash text not null,
    created_at timestamptz(3) not null default current_timestamp,
    last_read_at timestamptz(3),
    revoked_at timestamptz(3),
    constraint calendar_feed_pkey primary key (bank_id, id)
);
create unique index calendar_feed_token_hash_key on calendar_feed (bank_id, token_hash);
create index calendar_feed_user_id_idx on calendar_feed (bank_id, user_id);
-- one address a person at a time
create unique index calendar_feed_open_key on calendar_feed (bank_id, user_id) where revoked_at is null;
alter table calendar_feed add constraint calendar_feed_user_id_fkey
  foreign key (bank_id, user_id) references app_user (bank_id, id) on delete no action on update no action;

select fangshi_schema.protect('notice_preference', 'closed', null, false);
select fangshi_schema.protect('notice_setting', 'closed', null, false);
select fangshi_schema.protect('mail_server', 'closed', null, false);
select fangshi_schema.protect('mail_message', 'closed', null, false);
select fangshi_schema.protect('calendar_feed', 'closed', null, false);
