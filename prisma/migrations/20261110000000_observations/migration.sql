-- What is known about those who are watched: single observations of an indicator, and the raw feeds of full-line clients.
create table observation (
    bank_id uuid not null,
    id uuid not null,
    code text not null,
    object_type text not null,
    object_id uuid not null,
    market_id uuid,
    source text not null,
    reading text,
    value bigint,
    event text,
    observed_on date not null,
    reference text,
    note text,
    created_by uuid,
    at timestamptz(3) not null,
    constraint observation_pkey primary key (bank_id, id)
);
create unique index observation_source_reference_key on observation (bank_id, source, reference);
create index observation_object_idx on observation (bank_id, object_type, object_id, code);
alter table observation add constraint observation_object_type_check
  check (object_type in ('MARKET', 'PARTY', 'MERCHANT', 'GROUP', 'ACCOUNT'));
alter table observation add constraint observation_source_check
  check (source in ('PERSON', 'RETURN', 'VISIT', 'FEED', 'IMPORT'));
alter table observation add constraint observation_what_check check ((reading is not null and value is not null) <> (event is not null));
select fangshi_schema.protect('observation', 'closed', null, true);

create table feed_entry (
    bank_id uuid not null,
    id uuid not null,
    merchant_id uuid not null,
    feed text not null,
    kind text not null,
    on_date date not null,
    amount_fen bigint not null default 0,
    count integer not null default 0,
    reference text not null,
    at timestamptz(3) not null default current_timestamp,
    constraint feed_entry_pkey primary key (bank_id, id)
);
create unique index feed_entry_reference_key on feed_entry (bank_id, feed, reference);
create index feed_entry_merchant_id_idx on feed_entry (bank_id, merchant_id, feed, on_date);
create index feed_entry_feed_on_date_idx on feed_entry (bank_id, feed, on_date);
alter table feed_entry add constraint feed_entry_merchant_id_fkey
  foreign key (bank_id, merchant_id) references merchant (bank_id, id) on delete no action on update no action;
alter table feed_entry add constraint feed_entry_feed_check check (feed in ('ACCOUNT', 'POS', 'BUREAU', 'LITIGATION'));
select fangshi_schema.protect('feed_entry', 'closed', null, true);

-- How often the same signal came again while it stood, and when last.
alter table warning_signal add column times integer not null default 1;
alter table warning_signal add column last_raised_on date;
create index warning_signal_code_object_idx on warning_signal (bank_id, code, object_id);
