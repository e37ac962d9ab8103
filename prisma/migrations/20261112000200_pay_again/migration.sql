-- A payment that came back is paid again to another account or payee, inside the same drawdown. What takes its place is
-- proposed by one person and approved by another; each payment that came back has at most one instruction that may move money.
alter table payment_order add column replaces_id uuid;
alter table payment_order add column proposed_by uuid;
alter table payment_order add constraint payment_order_replaces_id_fkey
  foreign key (bank_id, replaces_id) references payment_order (bank_id, id) on delete no action on update no action;
create index payment_order_replaces_id_idx on payment_order (bank_id, replaces_id);
alter table payment_order drop constraint payment_order_state_check;
alter table payment_order add constraint payment_order_state_check
  check (state in ('PROPOSED', 'PENDING', 'PAID', 'RETURNED', 'REPLACED', 'DROPPED'));
alter table transfer_message add column repays_id uuid;
alter table transfer_message add constraint transfer_message_repays_id_fkey
  foreign key (bank_id, repays_id) references payment_order (bank_id, id) on delete no action on update no action;
create index transfer_message_repays_id_idx on transfer_message (bank_id, repays_id);
drop index transfer_message_live_key;
create unique index transfer_message_live_key on transfer_message (bank_id, drawdown_id, repays_id) nulls not distinct
  where state <> 'REJECTED';
