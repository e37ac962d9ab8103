-- A stop that people set or lift: who asked, who decided, and why.
alter table stop_trigger add column set_by uuid;
alter table stop_trigger add column lift_reason text;
alter table stop_trigger add column lift_asked_by uuid;
alter table stop_trigger add column lift_asked_at timestamptz(3);
alter table stop_trigger add column version integer not null default 1;
create index stop_trigger_state_code_idx on stop_trigger (bank_id, state, code);
