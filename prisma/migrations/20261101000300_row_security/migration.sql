-- Row-level security: one bank sees its own rows; a partner user sees its own party's, or none.
select fangshi_schema.protect('branch', 'closed', null, false);
select fangshi_schema.protect('party', 'own', 'id', false);
select fangshi_schema.protect('app_user', 'own', 'party_id', false);
select fangshi_schema.protect('role_grant', 'own', 'party_id', false);
select fangshi_schema.protect('user_session', 'own', 'party_id', false);
select fangshi_schema.protect('api_token', 'own', 'party_id', false);
select fangshi_schema.protect('parameter', 'flag', 'open_to_partners', false);
select fangshi_schema.protect('bank_setting', 'open', null, false);
select fangshi_schema.protect('calendar_day', 'open', null, false);
select fangshi_schema.protect('counter', 'open', null, false);
select fangshi_schema.protect('audit_head', 'open', null, false);
select fangshi_schema.protect('audit_event', 'own', 'party_id', true);
select fangshi_schema.protect('outbox_event', 'own', 'party_id', false);
select fangshi_schema.protect('job', 'own', 'party_id', false);
select fangshi_schema.protect('idempotency_record', 'own', 'party_id', false);
select fangshi_schema.protect('file_object', 'own', 'party_id', true);
select fangshi_schema.protect('state_history', 'own', 'party_id', true);
select fangshi_schema.protect('sla_clock', 'own', 'party_id', false);
select fangshi_schema.protect('task', 'own', 'party_id', false);
select fangshi_schema.protect('notification', 'own', 'party_id', false);
select fangshi_schema.protect('saved_view', 'own', 'party_id', false);
select fangshi_schema.protect('conflict_declaration', 'closed', null, false);
select fangshi_schema.protect('act_record', 'own', 'party_id', true);
select fangshi_schema.protect('market', 'own', 'operator_party_id', false);
select fangshi_schema.protect('market_grading', 'closed', null, false);
select fangshi_schema.protect('market_survey', 'closed', null, false);
select fangshi_schema.protect('survey_entry', 'closed', null, false);
select fangshi_schema.protect('market_decision', 'closed', null, true);
select fangshi_schema.protect('evidence', 'closed', null, false);
select fangshi_schema.protect('scorecard', 'closed', null, false);
select fangshi_schema.protect('score_result', 'closed', null, true);
select fangshi_schema.protect('cooperation_scheme', 'own', 'party_id', false);
select fangshi_schema.protect('batch', 'own', 'party_id', false);
select fangshi_schema.protect('merchant', 'closed', null, false);
select fangshi_schema.protect('application', 'own', 'party_id', false);
select fangshi_schema.protect('application_outcome', 'closed', null, false);
select fangshi_schema.protect('packet', 'own', 'party_id', false);
select fangshi_schema.protect('packet_file', 'own', 'party_id', false);
select fangshi_schema.protect('packet_issue', 'own', 'party_id', false);
select fangshi_schema.protect('document', 'own', 'party_id', false);
select fangshi_schema.protect('consent', 'own', 'party_id', false);
select fangshi_schema.protect('submission', 'own', 'party_id', true);
select fangshi_schema.protect('investigation', 'closed', null, false);
select fangshi_schema.protect('public_check', 'closed', null, false);
select fangshi_schema.protect('credit_plan', 'closed', null, false);
select fangshi_schema.protect('plan_line', 'closed', null, false);
select fangshi_schema.protect('joint_group', 'closed', null, false);
select fangshi_schema.protect('joint_group_member', 'closed', null, false);
select fangshi_schema.protect('countersign_round', 'closed', null, false);
select fangshi_schema.protect('countersign_seat', 'closed', null, false);
select fangshi_schema.protect('opinion', 'closed', null, true);
select fangshi_schema.protect('condition', 'closed', null, false);
select fangshi_schema.protect('signing_session', 'closed', null, false);
select fangshi_schema.protect('contract', 'closed', null, false);
select fangshi_schema.protect('contract_signer', 'closed', null, false);
select fangshi_schema.protect('explanation_record', 'closed', null, true);
select fangshi_schema.protect('margin_account', 'closed', null, false);
select fangshi_schema.protect('margin_sub_ledger', 'closed', null, false);
select fangshi_schema.protect('movement_request', 'closed', null, false);
select fangshi_schema.protect('account_movement', 'closed', null, true);
select fangshi_schema.protect('cp_item', 'closed', null, false);
select fangshi_schema.protect('drawdown', 'closed', null, false);
select fangshi_schema.protect('payment_order', 'closed', null, false);
select fangshi_schema.protect('loan', 'closed', null, false);
select fangshi_schema.protect('loan_state', 'closed', null, false);
select fangshi_schema.protect('schedule_row', 'closed', null, false);
select fangshi_schema.protect('repayment', 'closed', null, true);
select fangshi_schema.protect('gl_account', 'closed', null, false);
select fangshi_schema.protect('journal', 'closed', null, true);
select fangshi_schema.protect('journal_line', 'closed', null, true);
select fangshi_schema.protect('business_day_run', 'closed', null, false);
select fangshi_schema.protect('claim', 'closed', null, false);
select fangshi_schema.protect('claim_payment', 'closed', null, true);
select fangshi_schema.protect('replenishment', 'closed', null, false);
select fangshi_schema.protect('monitor_assignment', 'closed', null, false);
select fangshi_schema.protect('visit', 'closed', null, false);
select fangshi_schema.protect('warning_signal', 'closed', null, false);
select fangshi_schema.protect('stop_trigger', 'closed', null, false);
select fangshi_schema.protect('classification_record', 'closed', null, true);

-- The register of banks and the list of migrations belong to no bank: the application only reads them.
grant select on bank to fangshi_app;

-- Found by any part of a Chinese name or its pinyin initials.
create index merchant_name_trgm on merchant using gin (name gin_trgm_ops);
create index merchant_initials_trgm on merchant using gin (py_initials gin_trgm_ops);
create index application_name_trgm on application using gin (name gin_trgm_ops);

-- A merchant stands in at most one active joint-guarantee group at a time, however often it applied (INV of domain §2.2).
create unique index joint_group_member_one_active on joint_group_member (bank_id, application_id) where state = 'ACTIVE';

-- The end-of-day update touches every row of this narrow table: room on the page keeps it heap-only.
alter table loan_state set (fillfactor = 45);
