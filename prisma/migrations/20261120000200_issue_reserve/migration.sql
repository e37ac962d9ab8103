-- The debt-service reserve of a joint issue stands on an account of its own, a sub-ledger for each issuer: what the trustee
-- reports goes onto it by two hands, and leaves it on a payment date only.
alter table issue_pool add column reserve_account_id uuid;
alter table issue_pool add constraint issue_pool_reserve_account_id_fkey foreign key (bank_id, reserve_account_id) references margin_account (bank_id, id) on delete no action on update no action;
create index issue_pool_reserve_account_id_idx on issue_pool (bank_id, reserve_account_id);

alter table issuer_slot add column sub_ledger_id uuid;
alter table issuer_slot add constraint issuer_slot_sub_ledger_id_fkey foreign key (bank_id, sub_ledger_id) references margin_sub_ledger (bank_id, id) on delete no action on update no action;
create index issuer_slot_sub_ledger_id_idx on issuer_slot (bank_id, sub_ledger_id);

-- what the second person books: a deposit, or what the reserve paid on its date
alter table issue_deposit add column request_id uuid;
alter table issue_deposit add constraint issue_deposit_request_id_fkey foreign key (bank_id, request_id) references movement_request (bank_id, id) on delete no action on update no action;
create index issue_deposit_request_id_idx on issue_deposit (bank_id, request_id);
alter table issue_payment add column request_id uuid;
alter table issue_payment add constraint issue_payment_request_id_fkey foreign key (bank_id, request_id) references movement_request (bank_id, id) on delete no action on update no action;
create index issue_payment_request_id_idx on issue_payment (bank_id, request_id);
