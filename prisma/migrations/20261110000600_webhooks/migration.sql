-- Where the bank's systems are told of events, and what came of each telling.
create table webhook_endpoint (
    bank_id uuid not null,
    id uuid not null,
    name text not null,
    url text not null,
    topics jsonb not null,
    secret_no integer not null default 1,
    state text not null,
    failures integer not null default 0,
    created_by uuid,
    created_at timestamptz(3) not null default current_timestamp,
    version integer not null default 1,
    constraint webhook_endpoint_pkey primary key (bank_id, id)
);
alter table webhook_endpoint add constraint webhook_endpoint_state_check check (state in ('ACTIVE', 'PAUSED', 'REMOVED'));
create table webhook_delivery (
    bank_id uuid not null,
    id uuid not null,
    endpoint_id uuid not null,
    event_id uuid not null,
    topic text not null,
    state text not null,
    attempts integer not null default 0,
    next_at timestamptz(3) not null,
    replay_of uuid,
    last_status integer,
    last_error text,
    last_ms integer,
    created_at timestamptz(3) not null default current_timestamp,
    delivered_at timestamptz(3),
    constraint webhook_delivery_pkey primary key (bank_id, id)
);
create index webhook_delivery_endpoint_id_idx on webhook_delivery (bank_id, endpoint_id, id);
create index webhook_delivery_event_id_idx on webhook_delivery (bank_id, event_id);
create index webhook_delivery_due_idx on webhook_delivery (bank_id, state, next_at);
alter table webhook_delivery add constraint webhook_delivery_endpoint_id_fkey
  foreign key (bank_id, endpoint_id) references webhook_endpoint (bank_id, id) on delete no action on update no action;
alter table webhook_delivery add constraint webhook_delivery_event_id_fkey
  foreign key (bank_id, event_id) references outbox_event (bank_id, id) on delete no action on update no action;
alter table webhook_delivery add constraint webhook_delivery_state_check check (state in ('PENDING', 'DELIVERED', 'DEAD'));
select fangshi_schema.protect('webhook_endpoint', 'closed', null, false);
select fangshi_schema.protect('webhook_delivery', 'closed', null, false);
