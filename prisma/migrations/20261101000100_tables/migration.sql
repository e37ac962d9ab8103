
-- CreateTable
CREATE TABLE "batch" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "market_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "suspended_from" TEXT,
    "origin_batch_id" UUID,
    "submission_no" INTEGER NOT NULL DEFAULT 0,
    "list_date" DATE,
    "ranked_count" INTEGER,
    "rm_id" UUID,
    "evaluator_id" UUID,
    "risk_mgr_id" UUID,
    "sla_profile" TEXT NOT NULL DEFAULT 'NORMAL',
    "submitted_by" UUID,
    "submitted_at" TIMESTAMPTZ(3),
    "accepted_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "frozen" BOOLEAN NOT NULL DEFAULT false,
    "note" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "batch_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "merchant" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "market_id" UUID NOT NULL,
    "borrower_type" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "uscc" TEXT,
    "owner_name" TEXT,
    "owner_id_no" TEXT,
    "spouse_name" TEXT,
    "spouse_id_no" TEXT,
    "phone" TEXT,
    "stall_no" TEXT,
    "address" TEXT,
    "main_goods" TEXT,
    "household_key" TEXT,
    "monitoring_grade" TEXT,
    "py_full" TEXT NOT NULL,
    "py_initials" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "merchant_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "application" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "batch_id" UUID NOT NULL,
    "merchant_id" UUID,
    "party_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "row_no" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT,
    "borrower_type" TEXT NOT NULL,
    "uscc" TEXT,
    "owner_name" TEXT,
    "owner_id_no" TEXT,
    "phone" TEXT,
    "stall_no" TEXT,
    "stall_area_tenths" INTEGER,
    "main_goods" TEXT,
    "market_entry_date" DATE,
    "annual_turnover_fen" BIGINT,
    "annual_rent_fen" BIGINT,
    "staff_count" INTEGER,
    "requested_fen" BIGINT,
    "requested_term_months" INTEGER,
    "purpose" TEXT,
    "fee_payment" TEXT,
    "rank" INTEGER,
    "group_name" TEXT,
    "raw" JSONB,
    "item_version" INTEGER NOT NULL DEFAULT 1,
    "return_rounds" INTEGER NOT NULL DEFAULT 0,
    "returned" JSONB,
    "originals_seen_by" UUID,
    "originals_seen_at" TIMESTAMPTZ(3),
    "frozen" BOOLEAN NOT NULL DEFAULT false,
    "sign_by" DATE,
    "draw_by" DATE,
    "py_full" TEXT,
    "py_initials" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "application_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "application_outcome" (
    "bank_id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "score_result_id" UUID,
    "score_total" INTEGER,
    "grade" TEXT,
    "score_decision" TEXT,
    "decision_reason" TEXT,
    "frozen_reason" TEXT,
    "approved_fen" BIGINT,
    "approved_rate_ppm" INTEGER,
    "approved_tenor_months" INTEGER,
    "approved_on" DATE,
    "merchant_accepted_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "application_outcome_pkey" PRIMARY KEY ("bank_id","application_id")
);

-- CreateTable
CREATE TABLE "packet" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "batch_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "list_file_id" UUID,
    "mapping" JSONB,
    "sheet" TEXT,
    "header_row" INTEGER,
    "encoding" TEXT,
    "unit" TEXT,
    "counts" JSONB,
    "progress" JSONB,
    "error_code" TEXT,
    "error_params" JSONB,
    "job_id" UUID,
    "no" INTEGER NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "packet_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "packet_file" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "packet_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "role" TEXT NOT NULL,

    CONSTRAINT "packet_file_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "packet_issue" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "packet_id" UUID NOT NULL,
    "batch_id" UUID NOT NULL,
    "application_id" UUID,
    "party_id" UUID NOT NULL,
    "row_no" TEXT,
    "merchant_name" TEXT,
    "field" TEXT,
    "code" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "params" JSONB,
    "resolved_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "packet_issue_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "document" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "batch_id" UUID NOT NULL,
    "application_id" UUID,
    "packet_id" UUID,
    "party_id" UUID NOT NULL,
    "slot" TEXT,
    "side" TEXT,
    "file_id" UUID NOT NULL,
    "original_path" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "expires_on" DATE,
    "note" TEXT,
    "checked_by" UUID,
    "checked_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "document_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "consent" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "receiver" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_on" DATE,
    "withdrawn_at" TIMESTAMPTZ(3),
    "document_id" UUID,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "consent_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "submission" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "batch_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "no" INTEGER NOT NULL,
    "snapshot" JSONB NOT NULL,
    "sha256" TEXT NOT NULL,
    "submitted_by" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "submission_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "signing_session" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "batch_id" UUID NOT NULL,
    "group_id" UUID,
    "place" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "rm_id" UUID NOT NULL,
    "contract_officer_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "recording_ref" TEXT,
    "note" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "signing_session_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "contract" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "batch_id" UUID NOT NULL,
    "application_id" UUID,
    "group_id" UUID,
    "session_id" UUID,
    "kind" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "template_version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "file_id" UUID,
    "sha256" TEXT,
    "amount_fen" BIGINT,
    "rate_ppm" INTEGER,
    "tenor_months" INTEGER,
    "guarantee_period_end" DATE,
    "waterfall_version" TEXT,
    "issued_at" TIMESTAMPTZ(3),
    "signed_at" TIMESTAMPTZ(3),
    "signed_rm_id" UUID,
    "signed_officer_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contract_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "contract_signer" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "contract_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "id_no" TEXT,
    "application_id" UUID,
    "identity_checked_by" UUID,
    "identity_checked_at" TIMESTAMPTZ(3),
    "signed_at" TIMESTAMPTZ(3),
    "method" TEXT,
    "signature_file_id" UUID,
    "signed_sha256" TEXT,
    "position" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "contract_signer_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "explanation_record" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "contract_id" UUID NOT NULL,
    "signer_id" UUID NOT NULL,
    "clause_id" TEXT NOT NULL,
    "clause_version" INTEGER NOT NULL,
    "contract_sha256" TEXT NOT NULL,
    "explained_by" UUID NOT NULL,
    "witness_id" UUID NOT NULL,
    "read_aloud" BOOLEAN NOT NULL,
    "question" TEXT,
    "answer" TEXT,
    "confirmed" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "explanation_record_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "margin_account" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "market_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "account_no" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "controlled_by" TEXT NOT NULL,
    "ledger_fen" BIGINT NOT NULL DEFAULT 0,
    "frozen_fen" BIGINT NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "margin_account_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "margin_sub_ledger" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "group_id" UUID,
    "sub_no" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "required_fen" BIGINT NOT NULL,
    "ledger_fen" BIGINT NOT NULL DEFAULT 0,
    "frozen_fen" BIGINT NOT NULL DEFAULT 0,
    "replenish_due_fen" BIGINT NOT NULL DEFAULT 0,
    "replenish_due_on" DATE,
    "funded_on" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "margin_sub_ledger_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "movement_request" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "sub_ledger_id" UUID,
    "claim_id" UUID,
    "kind" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "value_date" DATE NOT NULL,
    "source_account" TEXT,
    "beneficiary_account" TEXT,
    "state" TEXT NOT NULL,
    "maker_id" UUID NOT NULL,
    "checker_id" UUID,
    "reason" TEXT,
    "file_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "movement_request_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "account_movement" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "sub_ledger_id" UUID,
    "request_id" UUID,
    "claim_id" UUID,
    "kind" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "before_fen" BIGINT NOT NULL,
    "after_fen" BIGINT NOT NULL,
    "value_date" DATE NOT NULL,
    "source_account" TEXT,
    "beneficiary_account" TEXT,
    "core_journal_no" TEXT NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "maker_id" UUID NOT NULL,
    "checker_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_movement_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "cp_item" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "condition_id" UUID,
    "state" TEXT NOT NULL,
    "is_automatic" BOOLEAN NOT NULL DEFAULT false,
    "evidence" JSONB,
    "file_id" UUID,
    "submitted_by" UUID,
    "submitted_at" TIMESTAMPTZ(3),
    "closed_by" UUID,
    "closed_at" TIMESTAMPTZ(3),
    "checked_at" TIMESTAMPTZ(3),
    "detail" JSONB,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "cp_item_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "drawdown" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "batch_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "repayment_method" TEXT NOT NULL,
    "start_date" DATE,
    "maturity_date" DATE,
    "tenor_months" INTEGER NOT NULL,
    "repayment_day" INTEGER,
    "payment_method" TEXT NOT NULL,
    "payment_trace" JSONB,
    "settlement_account" TEXT NOT NULL,
    "ticks" JSONB,
    "review_note" TEXT,
    "return_items" JSONB,
    "requested_by" UUID,
    "reviewed_by" UUID,
    "reviewed_at" TIMESTAMPTZ(3),
    "approved_by" UUID,
    "approved_at" TIMESTAMPTZ(3),
    "core_reference" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "drawdown_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "payment_order" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "drawdown_id" UUID NOT NULL,
    "payee_name" TEXT NOT NULL,
    "payee_account" TEXT NOT NULL,
    "payee_bank" TEXT NOT NULL,
    "payee_relation" TEXT,
    "amount_fen" BIGINT NOT NULL,
    "purpose" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "core_reference" TEXT,
    "paid_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "payment_order_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "claim" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "loan_id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "group_id" UUID,
    "type" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "paid_fen" BIGINT NOT NULL DEFAULT 0,
    "shortfall_fen" BIGINT NOT NULL DEFAULT 0,
    "waterfall" JSONB NOT NULL,
    "trace" JSONB NOT NULL,
    "as_of" DATE NOT NULL,
    "created_by" UUID,
    "reviewed_by" UUID,
    "reviewed_at" TIMESTAMPTZ(3),
    "maker_id" UUID,
    "made_at" TIMESTAMPTZ(3),
    "checker_id" UUID,
    "checked_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "claim_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "claim_payment" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "claim_id" UUID NOT NULL,
    "step" INTEGER NOT NULL,
    "source_type" TEXT NOT NULL,
    "sub_ledger_id" UUID,
    "application_id" UUID,
    "amount_fen" BIGINT NOT NULL,
    "movement_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "claim_payment_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "replenishment" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "claim_id" UUID NOT NULL,
    "sub_ledger_id" UUID NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "paid_fen" BIGINT NOT NULL DEFAULT 0,
    "due_on" DATE NOT NULL,
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "replenishment_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "market" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT,
    "city" TEXT NOT NULL,
    "address" TEXT,
    "trade" TEXT NOT NULL,
    "operator_party_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "suspended_from" TEXT,
    "rm_id" UUID,
    "evaluator_id" UUID,
    "risk_mgr_id" UUID,
    "post_mkt_id" UUID,
    "post_mkt_deputy_id" UUID,
    "survey_round" INTEGER NOT NULL DEFAULT 0,
    "share_num" INTEGER,
    "share_den" INTEGER,
    "allowed_modes" JSONB,
    "admitted_on" DATE,
    "expires_on" DATE,
    "rejected_on" DATE,
    "merchant_count" INTEGER,
    "turnover_fen" BIGINT,
    "opened_on" DATE,
    "facts" JSONB,
    "frozen" BOOLEAN NOT NULL DEFAULT false,
    "py_full" TEXT NOT NULL,
    "py_initials" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "market_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "market_grading" (
    "bank_id" UUID NOT NULL,
    "market_id" UUID NOT NULL,
    "grade" TEXT NOT NULL,
    "score_total" INTEGER NOT NULL,
    "score_result_id" UUID NOT NULL,
    "coefficient_ppm" INTEGER NOT NULL,
    "threshold" INTEGER NOT NULL,
    "graded_on" DATE NOT NULL,
    "valid_until" DATE NOT NULL,
    "invalid_since" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "market_grading_pkey" PRIMARY KEY ("bank_id","market_id")
);

-- CreateTable
CREATE TABLE "market_survey" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "market_id" UUID NOT NULL,
    "round" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "evaluator_id" UUID NOT NULL,
    "risk_mgr_id" UUID NOT NULL,
    "card_code" TEXT NOT NULL,
    "card_version" INTEGER NOT NULL,
    "reconciliation_note" TEXT,
    "return_items" JSONB,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "market_survey_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "survey_entry" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "survey_id" UUID NOT NULL,
    "surveyor_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "inputs" JSONB NOT NULL,
    "sources" JSONB NOT NULL,
    "vetoes" JSONB NOT NULL,
    "total" INTEGER,
    "result" JSONB,
    "signed_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "survey_entry_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "market_decision" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "market_id" UUID NOT NULL,
    "survey_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "decision" TEXT NOT NULL,
    "opinion" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "market_decision_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "evidence" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "object_type" TEXT NOT NULL,
    "object_id" UUID NOT NULL,
    "item_code" TEXT NOT NULL,
    "file_id" UUID,
    "source" TEXT NOT NULL,
    "note" TEXT,
    "observed_at" TIMESTAMPTZ(3),
    "latitude" TEXT,
    "longitude" TEXT,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "scorecard" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "version_no" INTEGER NOT NULL,
    "title_zh" TEXT NOT NULL,
    "title_en" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "effective_from" DATE,
    "drafted_by" UUID,
    "published_by" UUID,
    "published_at" TIMESTAMPTZ(3),

    CONSTRAINT "scorecard_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "score_result" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "card_code" TEXT NOT NULL,
    "card_version" INTEGER NOT NULL,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "market_grade" TEXT,
    "inputs" JSONB NOT NULL,
    "sources" JSONB NOT NULL,
    "points" JSONB NOT NULL,
    "total" INTEGER NOT NULL,
    "grade" TEXT,
    "decision" TEXT NOT NULL,
    "coefficient_ppm" INTEGER,
    "vetoes" JSONB NOT NULL,
    "missing" JSONB NOT NULL,
    "trace" JSONB NOT NULL,
    "input_hash" TEXT NOT NULL,
    "scored_by" UUID,
    "second_by" UUID,
    "scored_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "score_result_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "cooperation_scheme" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "market_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "version_no" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "total_coop_limit_fen" BIGINT,
    "single_client_limit_fen" BIGINT,
    "margin_ratio_ppm" INTEGER,
    "starts_on" DATE,
    "ends_on" DATE,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "cooperation_scheme_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "monitor_assignment" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "object_type" TEXT NOT NULL,
    "object_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "deputy_id" UUID,
    "starts_on" DATE NOT NULL,
    "ends_on" DATE,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "monitor_assignment_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "visit" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "market_id" UUID,
    "merchant_id" UUID,
    "loan_id" UUID,
    "assignee_id" UUID,
    "planned_on" DATE NOT NULL,
    "due_on" DATE NOT NULL,
    "is_onsite" BOOLEAN NOT NULL DEFAULT true,
    "state" TEXT NOT NULL,
    "form" JSONB,
    "done_by" UUID,
    "done_at" TIMESTAMPTZ(3),
    "latitude" TEXT,
    "longitude" TEXT,
    "counter_signed_by" TEXT,
    "client_key" TEXT,
    "source" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "visit_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "warning_signal" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "object_type" TEXT NOT NULL,
    "object_id" UUID NOT NULL,
    "market_id" UUID,
    "loan_id" UUID,
    "level" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "detail" JSONB,
    "raised_on" DATE NOT NULL,
    "verify_by" DATE,
    "assigned_to" UUID,
    "verified_by" UUID,
    "verified_at" TIMESTAMPTZ(3),
    "handling_note" TEXT,
    "released_by" UUID,
    "closed_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "warning_signal_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "stop_trigger" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "scope_type" TEXT NOT NULL,
    "scope_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "reason" TEXT,
    "since" DATE NOT NULL,
    "lifted_on" DATE,
    "lifted_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stop_trigger_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "classification_record" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "loan_id" UUID NOT NULL,
    "proposed" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "dpd" INTEGER NOT NULL,
    "reason" TEXT,
    "user_id" UUID,
    "as_of" DATE NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "classification_record_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "credit_plan" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "batch_id" UUID NOT NULL,
    "market_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "version_no" INTEGER NOT NULL,
    "mode" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "survey" JSONB NOT NULL,
    "aggregate_limit_fen" BIGINT,
    "limit_trace" JSONB,
    "approved_sum_fen" BIGINT NOT NULL DEFAULT 0,
    "sections" JSONB NOT NULL,
    "level" TEXT,
    "routing_trace" JSONB,
    "snapshot" JSONB,
    "sha256" TEXT,
    "result" TEXT,
    "valid_from" DATE,
    "valid_until" DATE,
    "first_contract_by" DATE,
    "written_by" UUID,
    "submitted_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "supersedes_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "credit_plan_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "plan_line" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "group_id" UUID,
    "applied_fen" BIGINT NOT NULL,
    "limit_fen" BIGINT NOT NULL,
    "approved_fen" BIGINT,
    "rate_ppm" INTEGER NOT NULL,
    "all_in_ppm" INTEGER NOT NULL,
    "tenor_months" INTEGER NOT NULL,
    "repayment_method" TEXT NOT NULL,
    "margin_fen" BIGINT NOT NULL DEFAULT 0,
    "limit_trace" JSONB NOT NULL,
    "price_trace" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "plan_line_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "joint_group" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "batch_id" UUID NOT NULL,
    "plan_id" UUID,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "limit_fen" BIGINT NOT NULL DEFAULT 0,
    "expires_on" DATE,
    "agreement_version" INTEGER NOT NULL DEFAULT 1,
    "check_result" JSONB,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "joint_group_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "joint_group_member" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "group_id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL DEFAULT 0,
    "joined_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "left_at" TIMESTAMPTZ(3),
    "left_reason" TEXT,

    CONSTRAINT "joint_group_member_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "countersign_round" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "no" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "result" JSONB,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "countersign_round_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "countersign_seat" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "round_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "department" TEXT NOT NULL,
    "user_id" UUID,
    "state" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "is_chair" BOOLEAN NOT NULL DEFAULT false,
    "answered_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "countersign_seat_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "opinion" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "round_id" UUID NOT NULL,
    "seat_id" UUID NOT NULL,
    "plan_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "conditions" JSONB NOT NULL,
    "return_items" JSONB NOT NULL,
    "line_votes" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "opinion_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "condition" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "object_type" TEXT NOT NULL,
    "object_id" UUID NOT NULL,
    "plan_id" UUID,
    "text" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "owner_role" TEXT,
    "owner_id" UUID,
    "due_on" DATE,
    "state" TEXT NOT NULL,
    "evidence_note" TEXT,
    "file_id" UUID,
    "submitted_by" UUID,
    "submitted_at" TIMESTAMPTZ(3),
    "verified_by" UUID,
    "verified_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "condition_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "bank" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bank_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "branch" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "parent_id" UUID,

    CONSTRAINT "branch_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "party" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT,
    "uscc" TEXT,
    "state" TEXT NOT NULL,
    "contact" JSONB,
    "account_no" TEXT,
    "py_full" TEXT NOT NULL,
    "py_initials" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "party_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "app_user" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "login" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT,
    "party_id" UUID,
    "branch_id" UUID,
    "person_key" TEXT NOT NULL,
    "phone" TEXT,
    "email" TEXT,
    "password_hash" TEXT,
    "must_change_password" BOOLEAN NOT NULL DEFAULT false,
    "failed_attempts" INTEGER NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),
    "totp_secret" TEXT,
    "totp_enabled_at" TIMESTAMPTZ(3),
    "totp_last_step" BIGINT,
    "recovery_codes" JSONB,
    "oidc_subject" TEXT,
    "locale" TEXT NOT NULL DEFAULT 'zh-CN',
    "state" TEXT NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_sign_in_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "role_grant" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "party_id" UUID,
    "role" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "requested_by" UUID,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "revoked_by" UUID,
    "revoked_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "role_grant_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "user_session" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "party_id" UUID,
    "token_hash" TEXT NOT NULL,
    "mfa" TEXT NOT NULL,
    "ip" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "user_session_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "party_id" UUID,
    "name" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "parameter" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "version_no" INTEGER NOT NULL,
    "value" JSONB NOT NULL,
    "effective_from" DATE NOT NULL,
    "open_to_partners" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "proposed_by" UUID,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "parameter_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "bank_setting" (
    "bank_id" UUID NOT NULL,
    "business_date" DATE NOT NULL,
    "config" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "bank_setting_pkey" PRIMARY KEY ("bank_id")
);

-- CreateTable
CREATE TABLE "calendar_day" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "is_working" BOOLEAN NOT NULL,
    "name" TEXT,

    CONSTRAINT "calendar_day_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "counter" (
    "bank_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "value" BIGINT NOT NULL,

    CONSTRAINT "counter_pkey" PRIMARY KEY ("bank_id","name")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "bank_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("bank_id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "actor_roles" TEXT NOT NULL,
    "party_id" UUID,
    "command" TEXT NOT NULL,
    "object_type" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "object_version" INTEGER,
    "state_from" TEXT,
    "state_to" TEXT,
    "reason" TEXT,
    "detail" JSONB,
    "request_id" TEXT,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "outbox_event" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "party_id" UUID,
    "topic" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_event_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "job" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "party_id" UUID,
    "name" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "progress" JSONB,
    "result" JSONB,
    "error_code" TEXT,
    "error_detail" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "max_attempts" INTEGER NOT NULL DEFAULT 5,
    "run_after" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "locked_until" TIMESTAMPTZ(3),
    "locked_by" TEXT,
    "cancel_requested" BOOLEAN NOT NULL DEFAULT false,
    "dedupe_key" TEXT,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "job_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "idempotency_record" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "party_id" UUID,
    "user_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "command" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "response" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_record_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "file_object" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "party_id" UUID,
    "sha256" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "media_type" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "file_object_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "state_history" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "party_id" UUID,
    "object_type" TEXT NOT NULL,
    "object_id" UUID NOT NULL,
    "machine" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "state_from" TEXT,
    "state_to" TEXT NOT NULL,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "reason" TEXT,
    "detail" JSONB,
    "object_version" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "state_history_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "sla_clock" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "party_id" UUID,
    "object_type" TEXT NOT NULL,
    "object_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "profile" TEXT NOT NULL,
    "working_days_tenths" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "paused_at" TIMESTAMPTZ(3),
    "pause_reason" TEXT,
    "pause_count" INTEGER NOT NULL DEFAULT 0,
    "paused_seconds" BIGINT NOT NULL DEFAULT 0,
    "stopped_at" TIMESTAMPTZ(3),
    "owner_id" UUID,
    "owner_role" TEXT,

    CONSTRAINT "sla_clock_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "task" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "party_id" UUID,
    "kind" TEXT NOT NULL,
    "params" JSONB,
    "object_type" TEXT NOT NULL,
    "object_id" UUID NOT NULL,
    "role" TEXT,
    "assignee_id" UUID,
    "due_on" DATE,
    "state" TEXT NOT NULL,
    "result" JSONB,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "done_by" UUID,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "task_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "notification" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "party_id" UUID,
    "user_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "params" JSONB,
    "object_type" TEXT,
    "object_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "notification_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "saved_view" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "party_id" UUID,
    "user_id" UUID NOT NULL,
    "list" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "columns" JSONB,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "conflict_declaration" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "person_key" TEXT NOT NULL,
    "user_id" UUID,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID,
    "id_no_hash" TEXT,
    "phone" TEXT,
    "address" TEXT,
    "relation" TEXT NOT NULL,
    "note" TEXT,
    "declared_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "conflict_declaration_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "act_record" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "party_id" UUID,
    "subject_type" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "act" TEXT NOT NULL,
    "person_key" TEXT NOT NULL,
    "user_id" UUID,
    "role" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "act_record_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "investigation" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "rm_id" UUID,
    "evaluator_id" UUID,
    "visited_on" DATE,
    "place" TEXT,
    "inputs" JSONB NOT NULL,
    "sources" JSONB NOT NULL,
    "financials" JSONB NOT NULL,
    "checks" JSONB NOT NULL,
    "vetoes" JSONB NOT NULL,
    "note" TEXT,
    "rm_signed_at" TIMESTAMPTZ(3),
    "evaluator_signed_at" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "investigation_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "public_check" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "result" JSONB NOT NULL,
    "file_id" UUID,
    "checked_by" UUID,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "public_check_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "loan" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "application_id" UUID NOT NULL,
    "drawdown_id" UUID NOT NULL,
    "batch_id" UUID NOT NULL,
    "market_id" UUID NOT NULL,
    "merchant_id" UUID NOT NULL,
    "group_id" UUID,
    "plan_line_id" UUID,
    "principal_fen" BIGINT NOT NULL,
    "rate_ppm" INTEGER NOT NULL,
    "penalty_uplift_ppm" INTEGER NOT NULL,
    "method" TEXT NOT NULL,
    "frequency" TEXT NOT NULL,
    "day_count" TEXT NOT NULL,
    "interest_basis" TEXT NOT NULL,
    "repayment_day" INTEGER,
    "start_date" DATE NOT NULL,
    "maturity_date" DATE NOT NULL,
    "first_disbursement_date" DATE NOT NULL,
    "settlement_account" TEXT NOT NULL,
    "monitoring_line" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "settled_on" DATE,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "loan_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "loan_state" (
    "bank_id" UUID NOT NULL,
    "loan_id" UUID NOT NULL,
    "principal_fen" BIGINT NOT NULL,
    "interest_due_fen" BIGINT NOT NULL DEFAULT 0,
    "principal_due_fen" BIGINT NOT NULL DEFAULT 0,
    "penalty_fen" BIGINT NOT NULL DEFAULT 0,
    "compound_fen" BIGINT NOT NULL DEFAULT 0,
    "dpd" INTEGER NOT NULL DEFAULT 0,
    "oldest_due" DATE,
    "class" TEXT NOT NULL,
    "as_of" DATE NOT NULL,

    CONSTRAINT "loan_state_pkey" PRIMARY KEY ("bank_id","loan_id")
);

-- CreateTable
CREATE TABLE "schedule_row" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "loan_id" UUID NOT NULL,
    "no" INTEGER NOT NULL,
    "due_date" DATE NOT NULL,
    "days" INTEGER NOT NULL,
    "principal_fen" BIGINT NOT NULL,
    "interest_fen" BIGINT NOT NULL,
    "balance_fen" BIGINT NOT NULL,
    "paid_principal_fen" BIGINT NOT NULL DEFAULT 0,
    "paid_interest_fen" BIGINT NOT NULL DEFAULT 0,
    "penalty_fen" BIGINT NOT NULL DEFAULT 0,
    "paid_penalty_fen" BIGINT NOT NULL DEFAULT 0,
    "penalty_to" DATE,
    "cleared_on" DATE,

    CONSTRAINT "schedule_row_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "repayment" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "loan_id" UUID NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "value_date" DATE NOT NULL,
    "source" TEXT NOT NULL,
    "claim_id" UUID,
    "allocation" JSONB NOT NULL,
    "costs_fen" BIGINT NOT NULL DEFAULT 0,
    "penalty_fen" BIGINT NOT NULL DEFAULT 0,
    "interest_fen" BIGINT NOT NULL DEFAULT 0,
    "principal_fen" BIGINT NOT NULL DEFAULT 0,
    "surplus_fen" BIGINT NOT NULL DEFAULT 0,
    "posted_by" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "repayment_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "gl_account" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name_zh" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "kind" TEXT NOT NULL,

    CONSTRAINT "gl_account_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "journal" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "business_date" DATE NOT NULL,
    "event" TEXT NOT NULL,
    "object_type" TEXT NOT NULL,
    "object_id" UUID NOT NULL,
    "memo" TEXT,
    "posted_by" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "journal_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "journal_line" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "journal_id" UUID NOT NULL,
    "account_code" TEXT NOT NULL,
    "debit_fen" BIGINT NOT NULL DEFAULT 0,
    "credit_fen" BIGINT NOT NULL DEFAULT 0,
    "loan_id" UUID,
    "sub_ledger_id" UUID,
    "market_id" UUID,
    "position" INTEGER NOT NULL,

    CONSTRAINT "journal_line_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "business_day_run" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "state" TEXT NOT NULL,
    "job_id" UUID,
    "counts" JSONB,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "business_day_run_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateIndex
CREATE INDEX "batch_state_idx" ON "batch"("bank_id", "state");

-- CreateIndex
CREATE INDEX "batch_market_id_idx" ON "batch"("bank_id", "market_id");

-- CreateIndex
CREATE INDEX "batch_party_id_idx" ON "batch"("bank_id", "party_id");

-- CreateIndex
CREATE INDEX "batch_origin_batch_id_idx" ON "batch"("bank_id", "origin_batch_id");

-- CreateIndex
CREATE UNIQUE INDEX "batch_code_key" ON "batch"("bank_id", "code");

-- CreateIndex
CREATE INDEX "merchant_owner_id_no_idx" ON "merchant"("bank_id", "owner_id_no");

-- CreateIndex
CREATE INDEX "merchant_market_id_idx" ON "merchant"("bank_id", "market_id");

-- CreateIndex
CREATE UNIQUE INDEX "merchant_uscc_key" ON "merchant"("bank_id", "uscc");

-- CreateIndex
CREATE INDEX "application_state_idx" ON "application"("bank_id", "state");

-- CreateIndex
CREATE INDEX "application_uscc_idx" ON "application"("bank_id", "uscc");

-- CreateIndex
CREATE INDEX "application_batch_id_idx" ON "application"("bank_id", "batch_id");

-- CreateIndex
CREATE INDEX "application_merchant_id_idx" ON "application"("bank_id", "merchant_id");

-- CreateIndex
CREATE INDEX "application_party_id_idx" ON "application"("bank_id", "party_id");

-- CreateIndex
CREATE UNIQUE INDEX "application_batch_id_position_key" ON "application"("bank_id", "batch_id", "position");

-- CreateIndex
CREATE INDEX "application_outcome_application_id_idx" ON "application_outcome"("bank_id", "application_id");

-- CreateIndex
CREATE INDEX "application_outcome_score_result_id_idx" ON "application_outcome"("bank_id", "score_result_id");

-- CreateIndex
CREATE INDEX "packet_batch_id_idx" ON "packet"("bank_id", "batch_id");

-- CreateIndex
CREATE INDEX "packet_party_id_idx" ON "packet"("bank_id", "party_id");

-- CreateIndex
CREATE INDEX "packet_list_file_id_idx" ON "packet"("bank_id", "list_file_id");

-- CreateIndex
CREATE INDEX "packet_file_packet_id_idx" ON "packet_file"("bank_id", "packet_id");

-- CreateIndex
CREATE INDEX "packet_file_file_id_idx" ON "packet_file"("bank_id", "file_id");

-- CreateIndex
CREATE INDEX "packet_issue_packet_id_idx" ON "packet_issue"("bank_id", "packet_id");

-- CreateIndex
CREATE INDEX "packet_issue_batch_id_idx" ON "packet_issue"("bank_id", "batch_id");

-- CreateIndex
CREATE INDEX "packet_issue_application_id_idx" ON "packet_issue"("bank_id", "application_id");

-- CreateIndex
CREATE INDEX "document_sha256_idx" ON "document"("bank_id", "sha256");

-- CreateIndex
CREATE INDEX "document_batch_id_idx" ON "document"("bank_id", "batch_id");

-- CreateIndex
CREATE INDEX "document_application_id_idx" ON "document"("bank_id", "application_id");

-- CreateIndex
CREATE INDEX "document_packet_id_idx" ON "document"("bank_id", "packet_id");

-- CreateIndex
CREATE INDEX "document_file_id_idx" ON "document"("bank_id", "file_id");

-- CreateIndex
CREATE INDEX "consent_application_id_idx" ON "consent"("bank_id", "application_id");

-- CreateIndex
CREATE INDEX "submission_batch_id_idx" ON "submission"("bank_id", "batch_id");

-- CreateIndex
CREATE UNIQUE INDEX "submission_batch_id_no_key" ON "submission"("bank_id", "batch_id", "no");

-- CreateIndex
CREATE INDEX "signing_session_batch_id_idx" ON "signing_session"("bank_id", "batch_id");

-- CreateIndex
CREATE INDEX "signing_session_group_id_idx" ON "signing_session"("bank_id", "group_id");

-- CreateIndex
CREATE INDEX "contract_state_idx" ON "contract"("bank_id", "state");

-- CreateIndex
CREATE INDEX "contract_batch_id_idx" ON "contract"("bank_id", "batch_id");

-- CreateIndex
CREATE INDEX "contract_application_id_idx" ON "contract"("bank_id", "application_id");

-- CreateIndex
CREATE INDEX "contract_group_id_idx" ON "contract"("bank_id", "group_id");

-- CreateIndex
CREATE INDEX "contract_session_id_idx" ON "contract"("bank_id", "session_id");

-- CreateIndex
CREATE INDEX "contract_file_id_idx" ON "contract"("bank_id", "file_id");

-- CreateIndex
CREATE UNIQUE INDEX "contract_number_key" ON "contract"("bank_id", "number");

-- CreateIndex
CREATE INDEX "contract_signer_contract_id_idx" ON "contract_signer"("bank_id", "contract_id");

-- CreateIndex
CREATE INDEX "explanation_record_contract_id_idx" ON "explanation_record"("bank_id", "contract_id");

-- CreateIndex
CREATE INDEX "explanation_record_signer_id_idx" ON "explanation_record"("bank_id", "signer_id");

-- CreateIndex
CREATE INDEX "margin_account_market_id_idx" ON "margin_account"("bank_id", "market_id");

-- CreateIndex
CREATE UNIQUE INDEX "margin_account_account_no_key" ON "margin_account"("bank_id", "account_no");

-- CreateIndex
CREATE INDEX "margin_sub_ledger_account_id_idx" ON "margin_sub_ledger"("bank_id", "account_id");

-- CreateIndex
CREATE INDEX "margin_sub_ledger_group_id_idx" ON "margin_sub_ledger"("bank_id", "group_id");

-- CreateIndex
CREATE UNIQUE INDEX "margin_sub_ledger_application_id_key" ON "margin_sub_ledger"("bank_id", "application_id");

-- CreateIndex
CREATE UNIQUE INDEX "margin_sub_ledger_account_id_sub_no_key" ON "margin_sub_ledger"("bank_id", "account_id", "sub_no");

-- CreateIndex
CREATE INDEX "movement_request_account_id_idx" ON "movement_request"("bank_id", "account_id");

-- CreateIndex
CREATE INDEX "movement_request_sub_ledger_id_idx" ON "movement_request"("bank_id", "sub_ledger_id");

-- CreateIndex
CREATE INDEX "movement_request_file_id_idx" ON "movement_request"("bank_id", "file_id");

-- CreateIndex
CREATE INDEX "account_movement_account_id_idx" ON "account_movement"("bank_id", "account_id");

-- CreateIndex
CREATE INDEX "account_movement_sub_ledger_id_idx" ON "account_movement"("bank_id", "sub_ledger_id");

-- CreateIndex
CREATE INDEX "account_movement_request_id_idx" ON "account_movement"("bank_id", "request_id");

-- CreateIndex
CREATE UNIQUE INDEX "account_movement_idempotency_key_key" ON "account_movement"("bank_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "cp_item_application_id_code_idx" ON "cp_item"("bank_id", "application_id", "code");

-- CreateIndex
CREATE INDEX "cp_item_application_id_idx" ON "cp_item"("bank_id", "application_id");

-- CreateIndex
CREATE INDEX "cp_item_condition_id_idx" ON "cp_item"("bank_id", "condition_id");

-- CreateIndex
CREATE INDEX "cp_item_file_id_idx" ON "cp_item"("bank_id", "file_id");

-- CreateIndex
CREATE INDEX "drawdown_state_idx" ON "drawdown"("bank_id", "state");

-- CreateIndex
CREATE INDEX "drawdown_application_id_idx" ON "drawdown"("bank_id", "application_id");

-- CreateIndex
CREATE INDEX "drawdown_batch_id_idx" ON "drawdown"("bank_id", "batch_id");

-- CreateIndex
CREATE UNIQUE INDEX "drawdown_number_key" ON "drawdown"("bank_id", "number");

-- CreateIndex
CREATE INDEX "payment_order_drawdown_id_idx" ON "payment_order"("bank_id", "drawdown_id");

-- CreateIndex
CREATE INDEX "claim_loan_id_idx" ON "claim"("bank_id", "loan_id");

-- CreateIndex
CREATE INDEX "claim_application_id_idx" ON "claim"("bank_id", "application_id");

-- CreateIndex
CREATE INDEX "claim_group_id_idx" ON "claim"("bank_id", "group_id");

-- CreateIndex
CREATE UNIQUE INDEX "claim_number_key" ON "claim"("bank_id", "number");

-- CreateIndex
CREATE INDEX "claim_payment_claim_id_idx" ON "claim_payment"("bank_id", "claim_id");

-- CreateIndex
CREATE INDEX "claim_payment_sub_ledger_id_idx" ON "claim_payment"("bank_id", "sub_ledger_id");

-- CreateIndex
CREATE INDEX "replenishment_claim_id_idx" ON "replenishment"("bank_id", "claim_id");

-- CreateIndex
CREATE INDEX "replenishment_sub_ledger_id_idx" ON "replenishment"("bank_id", "sub_ledger_id");

-- CreateIndex
CREATE INDEX "market_state_idx" ON "market"("bank_id", "state");

-- CreateIndex
CREATE INDEX "market_operator_party_id_idx" ON "market"("bank_id", "operator_party_id");

-- CreateIndex
CREATE UNIQUE INDEX "market_code_key" ON "market"("bank_id", "code");

-- CreateIndex
CREATE INDEX "market_grading_market_id_idx" ON "market_grading"("bank_id", "market_id");

-- CreateIndex
CREATE INDEX "market_grading_score_result_id_idx" ON "market_grading"("bank_id", "score_result_id");

-- CreateIndex
CREATE INDEX "market_survey_market_id_idx" ON "market_survey"("bank_id", "market_id");

-- CreateIndex
CREATE UNIQUE INDEX "market_survey_market_id_round_key" ON "market_survey"("bank_id", "market_id", "round");

-- CreateIndex
CREATE INDEX "survey_entry_survey_id_idx" ON "survey_entry"("bank_id", "survey_id");

-- CreateIndex
CREATE UNIQUE INDEX "survey_entry_survey_id_role_key" ON "survey_entry"("bank_id", "survey_id", "role");

-- CreateIndex
CREATE INDEX "market_decision_market_id_idx" ON "market_decision"("bank_id", "market_id");

-- CreateIndex
CREATE INDEX "market_decision_survey_id_idx" ON "market_decision"("bank_id", "survey_id");

-- CreateIndex
CREATE INDEX "evidence_object_type_object_id_idx" ON "evidence"("bank_id", "object_type", "object_id");

-- CreateIndex
CREATE INDEX "evidence_file_id_idx" ON "evidence"("bank_id", "file_id");

-- CreateIndex
CREATE UNIQUE INDEX "scorecard_code_version_no_key" ON "scorecard"("bank_id", "code", "version_no");

-- CreateIndex
CREATE INDEX "score_result_subject_type_subject_id_idx" ON "score_result"("bank_id", "subject_type", "subject_id");

-- CreateIndex
CREATE INDEX "cooperation_scheme_market_id_idx" ON "cooperation_scheme"("bank_id", "market_id");

-- CreateIndex
CREATE UNIQUE INDEX "cooperation_scheme_market_id_mode_version_no_key" ON "cooperation_scheme"("bank_id", "market_id", "mode", "version_no");

-- CreateIndex
CREATE INDEX "monitor_assignment_object_type_object_id_idx" ON "monitor_assignment"("bank_id", "object_type", "object_id");

-- CreateIndex
CREATE INDEX "visit_state_due_on_idx" ON "visit"("bank_id", "state", "due_on");

-- CreateIndex
CREATE INDEX "visit_market_id_idx" ON "visit"("bank_id", "market_id");

-- CreateIndex
CREATE INDEX "visit_merchant_id_idx" ON "visit"("bank_id", "merchant_id");

-- CreateIndex
CREATE INDEX "visit_loan_id_idx" ON "visit"("bank_id", "loan_id");

-- CreateIndex
CREATE UNIQUE INDEX "visit_client_key_key" ON "visit"("bank_id", "client_key");

-- CreateIndex
CREATE INDEX "warning_signal_object_type_object_id_idx" ON "warning_signal"("bank_id", "object_type", "object_id");

-- CreateIndex
CREATE INDEX "warning_signal_state_level_idx" ON "warning_signal"("bank_id", "state", "level");

-- CreateIndex
CREATE INDEX "warning_signal_market_id_idx" ON "warning_signal"("bank_id", "market_id");

-- CreateIndex
CREATE INDEX "warning_signal_loan_id_idx" ON "warning_signal"("bank_id", "loan_id");

-- CreateIndex
CREATE INDEX "stop_trigger_scope_type_scope_id_idx" ON "stop_trigger"("bank_id", "scope_type", "scope_id");

-- CreateIndex
CREATE INDEX "classification_record_loan_id_idx" ON "classification_record"("bank_id", "loan_id");

-- CreateIndex
CREATE INDEX "credit_plan_state_idx" ON "credit_plan"("bank_id", "state");

-- CreateIndex
CREATE INDEX "credit_plan_batch_id_idx" ON "credit_plan"("bank_id", "batch_id");

-- CreateIndex
CREATE INDEX "credit_plan_market_id_idx" ON "credit_plan"("bank_id", "market_id");

-- CreateIndex
CREATE INDEX "credit_plan_supersedes_id_idx" ON "credit_plan"("bank_id", "supersedes_id");

-- CreateIndex
CREATE UNIQUE INDEX "credit_plan_code_version_no_key" ON "credit_plan"("bank_id", "code", "version_no");

-- CreateIndex
CREATE INDEX "plan_line_plan_id_idx" ON "plan_line"("bank_id", "plan_id");

-- CreateIndex
CREATE INDEX "plan_line_application_id_idx" ON "plan_line"("bank_id", "application_id");

-- CreateIndex
CREATE INDEX "plan_line_group_id_idx" ON "plan_line"("bank_id", "group_id");

-- CreateIndex
CREATE UNIQUE INDEX "plan_line_plan_id_application_id_key" ON "plan_line"("bank_id", "plan_id", "application_id");

-- CreateIndex
CREATE INDEX "joint_group_batch_id_idx" ON "joint_group"("bank_id", "batch_id");

-- CreateIndex
CREATE INDEX "joint_group_plan_id_idx" ON "joint_group"("bank_id", "plan_id");

-- CreateIndex
CREATE UNIQUE INDEX "joint_group_code_key" ON "joint_group"("bank_id", "code");

-- CreateIndex
CREATE INDEX "joint_group_member_group_id_idx" ON "joint_group_member"("bank_id", "group_id");

-- CreateIndex
CREATE INDEX "joint_group_member_application_id_idx" ON "joint_group_member"("bank_id", "application_id");

-- CreateIndex
CREATE UNIQUE INDEX "joint_group_member_group_id_application_id_key" ON "joint_group_member"("bank_id", "group_id", "application_id");

-- CreateIndex
CREATE INDEX "countersign_round_plan_id_idx" ON "countersign_round"("bank_id", "plan_id");

-- CreateIndex
CREATE UNIQUE INDEX "countersign_round_plan_id_kind_no_key" ON "countersign_round"("bank_id", "plan_id", "kind", "no");

-- CreateIndex
CREATE INDEX "countersign_seat_round_id_idx" ON "countersign_seat"("bank_id", "round_id");

-- CreateIndex
CREATE INDEX "opinion_round_id_idx" ON "opinion"("bank_id", "round_id");

-- CreateIndex
CREATE INDEX "opinion_seat_id_idx" ON "opinion"("bank_id", "seat_id");

-- CreateIndex
CREATE INDEX "opinion_plan_id_idx" ON "opinion"("bank_id", "plan_id");

-- CreateIndex
CREATE INDEX "condition_object_type_object_id_idx" ON "condition"("bank_id", "object_type", "object_id");

-- CreateIndex
CREATE INDEX "condition_plan_id_idx" ON "condition"("bank_id", "plan_id");

-- CreateIndex
CREATE INDEX "condition_file_id_idx" ON "condition"("bank_id", "file_id");

-- CreateIndex
CREATE UNIQUE INDEX "bank_code_key" ON "bank"("code");

-- CreateIndex
CREATE INDEX "branch_parent_id_idx" ON "branch"("bank_id", "parent_id");

-- CreateIndex
CREATE UNIQUE INDEX "branch_code_key" ON "branch"("bank_id", "code");

-- CreateIndex
CREATE UNIQUE INDEX "party_code_key" ON "party"("bank_id", "code");

-- CreateIndex
CREATE INDEX "app_user_party_id_idx" ON "app_user"("bank_id", "party_id");

-- CreateIndex
CREATE INDEX "app_user_branch_id_idx" ON "app_user"("bank_id", "branch_id");

-- CreateIndex
CREATE UNIQUE INDEX "app_user_login_key" ON "app_user"("bank_id", "login");

-- CreateIndex
CREATE UNIQUE INDEX "app_user_oidc_subject_key" ON "app_user"("bank_id", "oidc_subject");

-- CreateIndex
CREATE INDEX "role_grant_user_id_idx" ON "role_grant"("bank_id", "user_id");

-- CreateIndex
CREATE INDEX "user_session_user_id_idx" ON "user_session"("bank_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "user_session_token_hash_key" ON "user_session"("bank_id", "token_hash");

-- CreateIndex
CREATE INDEX "api_token_user_id_idx" ON "api_token"("bank_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_token_hash_key" ON "api_token"("bank_id", "token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "parameter_key_version_no_key" ON "parameter"("bank_id", "key", "version_no");

-- CreateIndex
CREATE UNIQUE INDEX "calendar_day_day_key" ON "calendar_day"("bank_id", "day");

-- CreateIndex
CREATE INDEX "audit_event_object_type_object_id_idx" ON "audit_event"("bank_id", "object_type", "object_id");

-- CreateIndex
CREATE UNIQUE INDEX "audit_event_seq_key" ON "audit_event"("bank_id", "seq");

-- CreateIndex
CREATE INDEX "outbox_event_published_at_created_at_idx" ON "outbox_event"("bank_id", "published_at", "created_at");

-- CreateIndex
CREATE INDEX "job_state_run_after_idx" ON "job"("bank_id", "state", "run_after");

-- CreateIndex
CREATE UNIQUE INDEX "job_dedupe_key_key" ON "job"("bank_id", "dedupe_key");

-- CreateIndex
CREATE UNIQUE INDEX "idempotency_record_user_id_key_key" ON "idempotency_record"("bank_id", "user_id", "key");

-- CreateIndex
CREATE INDEX "file_object_sha256_idx" ON "file_object"("bank_id", "sha256");

-- CreateIndex
CREATE INDEX "state_history_object_type_object_id_idx" ON "state_history"("bank_id", "object_type", "object_id");

-- CreateIndex
CREATE INDEX "sla_clock_object_type_object_id_idx" ON "sla_clock"("bank_id", "object_type", "object_id");

-- CreateIndex
CREATE INDEX "sla_clock_state_due_at_idx" ON "sla_clock"("bank_id", "state", "due_at");

-- CreateIndex
CREATE INDEX "task_state_assignee_id_idx" ON "task"("bank_id", "state", "assignee_id");

-- CreateIndex
CREATE INDEX "task_object_type_object_id_idx" ON "task"("bank_id", "object_type", "object_id");

-- CreateIndex
CREATE INDEX "notification_user_id_idx" ON "notification"("bank_id", "user_id");

-- CreateIndex
CREATE INDEX "saved_view_user_id_idx" ON "saved_view"("bank_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "saved_view_user_id_list_name_key" ON "saved_view"("bank_id", "user_id", "list", "name");

-- CreateIndex
CREATE INDEX "conflict_declaration_person_key_idx" ON "conflict_declaration"("bank_id", "person_key");

-- CreateIndex
CREATE INDEX "act_record_subject_type_subject_id_idx" ON "act_record"("bank_id", "subject_type", "subject_id");

-- CreateIndex
CREATE INDEX "act_record_person_key_idx" ON "act_record"("bank_id", "person_key");

-- CreateIndex
CREATE INDEX "investigation_state_idx" ON "investigation"("bank_id", "state");

-- CreateIndex
CREATE INDEX "investigation_application_id_idx" ON "investigation"("bank_id", "application_id");

-- CreateIndex
CREATE INDEX "public_check_application_id_idx" ON "public_check"("bank_id", "application_id");

-- CreateIndex
CREATE INDEX "public_check_file_id_idx" ON "public_check"("bank_id", "file_id");

-- CreateIndex
CREATE INDEX "loan_state_idx" ON "loan"("bank_id", "state");

-- CreateIndex
CREATE INDEX "loan_application_id_idx" ON "loan"("bank_id", "application_id");

-- CreateIndex
CREATE INDEX "loan_batch_id_idx" ON "loan"("bank_id", "batch_id");

-- CreateIndex
CREATE INDEX "loan_market_id_idx" ON "loan"("bank_id", "market_id");

-- CreateIndex
CREATE INDEX "loan_merchant_id_idx" ON "loan"("bank_id", "merchant_id");

-- CreateIndex
CREATE INDEX "loan_group_id_idx" ON "loan"("bank_id", "group_id");

-- CreateIndex
CREATE INDEX "loan_plan_line_id_idx" ON "loan"("bank_id", "plan_line_id");

-- CreateIndex
CREATE UNIQUE INDEX "loan_number_key" ON "loan"("bank_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "loan_drawdown_id_key" ON "loan"("bank_id", "drawdown_id");

-- CreateIndex
CREATE INDEX "loan_state_loan_id_idx" ON "loan_state"("bank_id", "loan_id");

-- CreateIndex
CREATE INDEX "schedule_row_loan_id_idx" ON "schedule_row"("bank_id", "loan_id");

-- CreateIndex
CREATE UNIQUE INDEX "schedule_row_loan_id_no_key" ON "schedule_row"("bank_id", "loan_id", "no");

-- CreateIndex
CREATE INDEX "repayment_loan_id_idx" ON "repayment"("bank_id", "loan_id");

-- CreateIndex
CREATE UNIQUE INDEX "gl_account_code_key" ON "gl_account"("bank_id", "code");

-- CreateIndex
CREATE INDEX "journal_business_date_idx" ON "journal"("bank_id", "business_date");

-- CreateIndex
CREATE INDEX "journal_object_type_object_id_idx" ON "journal"("bank_id", "object_type", "object_id");

-- CreateIndex
CREATE UNIQUE INDEX "journal_number_key" ON "journal"("bank_id", "number");

-- CreateIndex
CREATE INDEX "journal_line_account_code_idx" ON "journal_line"("bank_id", "account_code");

-- CreateIndex
CREATE INDEX "journal_line_loan_id_idx" ON "journal_line"("bank_id", "loan_id");

-- CreateIndex
CREATE INDEX "journal_line_journal_id_idx" ON "journal_line"("bank_id", "journal_id");

-- CreateIndex
CREATE UNIQUE INDEX "business_day_run_day_key" ON "business_day_run"("bank_id", "day");

-- AddForeignKey
ALTER TABLE "batch" ADD CONSTRAINT "batch_market_id_fkey" FOREIGN KEY ("bank_id", "market_id") REFERENCES "market"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "batch" ADD CONSTRAINT "batch_party_id_fkey" FOREIGN KEY ("bank_id", "party_id") REFERENCES "party"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "batch" ADD CONSTRAINT "batch_origin_batch_id_fkey" FOREIGN KEY ("bank_id", "origin_batch_id") REFERENCES "batch"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "merchant" ADD CONSTRAINT "merchant_market_id_fkey" FOREIGN KEY ("bank_id", "market_id") REFERENCES "market"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "application" ADD CONSTRAINT "application_batch_id_fkey" FOREIGN KEY ("bank_id", "batch_id") REFERENCES "batch"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "application" ADD CONSTRAINT "application_merchant_id_fkey" FOREIGN KEY ("bank_id", "merchant_id") REFERENCES "merchant"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "application" ADD CONSTRAINT "application_party_id_fkey" FOREIGN KEY ("bank_id", "party_id") REFERENCES "party"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "application_outcome" ADD CONSTRAINT "application_outcome_application_id_fkey" FOREIGN KEY ("bank_id", "application_id") REFERENCES "application"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "application_outcome" ADD CONSTRAINT "application_outcome_score_result_id_fkey" FOREIGN KEY ("bank_id", "score_result_id") REFERENCES "score_result"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "packet" ADD CONSTRAINT "packet_batch_id_fkey" FOREIGN KEY ("bank_id", "batch_id") REFERENCES "batch"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "packet" ADD CONSTRAINT "packet_party_id_fkey" FOREIGN KEY ("bank_id", "party_id") REFERENCES "party"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "packet" ADD CONSTRAINT "packet_list_file_id_fkey" FOREIGN KEY ("bank_id", "list_file_id") REFERENCES "file_object"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "packet_file" ADD CONSTRAINT "packet_file_packet_id_fkey" FOREIGN KEY ("bank_id", "packet_id") REFERENCES "packet"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "packet_file" ADD CONSTRAINT "packet_file_file_id_fkey" FOREIGN KEY ("bank_id", "file_id") REFERENCES "file_object"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "packet_issue" ADD CONSTRAINT "packet_issue_packet_id_fkey" FOREIGN KEY ("bank_id", "packet_id") REFERENCES "packet"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "packet_issue" ADD CONSTRAINT "packet_issue_batch_id_fkey" FOREIGN KEY ("bank_id", "batch_id") REFERENCES "batch"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "packet_issue" ADD CONSTRAINT "packet_issue_application_id_fkey" FOREIGN KEY ("bank_id", "application_id") REFERENCES "application"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "document" ADD CONSTRAINT "document_batch_id_fkey" FOREIGN KEY ("bank_id", "batch_id") REFERENCES "batch"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "document" ADD CONSTRAINT "document_application_id_fkey" FOREIGN KEY ("bank_id", "application_id") REFERENCES "application"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "document" ADD CONSTRAINT "document_packet_id_fkey" FOREIGN KEY ("bank_id", "packet_id") REFERENCES "packet"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "document" ADD CONSTRAINT "document_file_id_fkey" FOREIGN KEY ("bank_id", "file_id") REFERENCES "file_object"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "consent" ADD CONSTRAINT "consent_application_id_fkey" FOREIGN KEY ("bank_id", "application_id") REFERENCES "application"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "submission" ADD CONSTRAINT "submission_batch_id_fkey" FOREIGN KEY ("bank_id", "batch_id") REFERENCES "batch"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "signing_session" ADD CONSTRAINT "signing_session_batch_id_fkey" FOREIGN KEY ("bank_id", "batch_id") REFERENCES "batch"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "signing_session" ADD CONSTRAINT "signing_session_group_id_fkey" FOREIGN KEY ("bank_id", "group_id") REFERENCES "joint_group"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "contract" ADD CONSTRAINT "contract_batch_id_fkey" FOREIGN KEY ("bank_id", "batch_id") REFERENCES "batch"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "contract" ADD CONSTRAINT "contract_application_id_fkey" FOREIGN KEY ("bank_id", "application_id") REFERENCES "application"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "contract" ADD CONSTRAINT "contract_group_id_fkey" FOREIGN KEY ("bank_id", "group_id") REFERENCES "joint_group"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "contract" ADD CONSTRAINT "contract_session_id_fkey" FOREIGN KEY ("bank_id", "session_id") REFERENCES "signing_session"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "contract" ADD CONSTRAINT "contract_file_id_fkey" FOREIGN KEY ("bank_id", "file_id") REFERENCES "file_object"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "contract_signer" ADD CONSTRAINT "contract_signer_contract_id_fkey" FOREIGN KEY ("bank_id", "contract_id") REFERENCES "contract"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "explanation_record" ADD CONSTRAINT "explanation_record_contract_id_fkey" FOREIGN KEY ("bank_id", "contract_id") REFERENCES "contract"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "explanation_record" ADD CONSTRAINT "explanation_record_signer_id_fkey" FOREIGN KEY ("bank_id", "signer_id") REFERENCES "contract_signer"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "margin_account" ADD CONSTRAINT "margin_account_market_id_fkey" FOREIGN KEY ("bank_id", "market_id") REFERENCES "market"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "margin_sub_ledger" ADD CONSTRAINT "margin_sub_ledger_account_id_fkey" FOREIGN KEY ("bank_id", "account_id") REFERENCES "margin_account"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "margin_sub_ledger" ADD CONSTRAINT "margin_sub_ledger_application_id_fkey" FOREIGN KEY ("bank_id", "application_id") REFERENCES "application"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "margin_sub_ledger" ADD CONSTRAINT "margin_sub_ledger_group_id_fkey" FOREIGN KEY ("bank_id", "group_id") REFERENCES "joint_group"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "movement_request" ADD CONSTRAINT "movement_request_account_id_fkey" FOREIGN KEY ("bank_id", "account_id") REFERENCES "margin_account"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "movement_request" ADD CONSTRAINT "movement_request_sub_ledger_id_fkey" FOREIGN KEY ("bank_id", "sub_ledger_id") REFERENCES "margin_sub_ledger"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "movement_request" ADD CONSTRAINT "movement_request_file_id_fkey" FOREIGN KEY ("bank_id", "file_id") REFERENCES "file_object"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "account_movement" ADD CONSTRAINT "account_movement_account_id_fkey" FOREIGN KEY ("bank_id", "account_id") REFERENCES "margin_account"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "account_movement" ADD CONSTRAINT "account_movement_sub_ledger_id_fkey" FOREIGN KEY ("bank_id", "sub_ledger_id") REFERENCES "margin_sub_ledger"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "account_movement" ADD CONSTRAINT "account_movement_request_id_fkey" FOREIGN KEY ("bank_id", "request_id") REFERENCES "movement_request"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "cp_item" ADD CONSTRAINT "cp_item_application_id_fkey" FOREIGN KEY ("bank_id", "application_id") REFERENCES "application"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "cp_item" ADD CONSTRAINT "cp_item_condition_id_fkey" FOREIGN KEY ("bank_id", "condition_id") REFERENCES "condition"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "cp_item" ADD CONSTRAINT "cp_item_file_id_fkey" FOREIGN KEY ("bank_id", "file_id") REFERENCES "file_object"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "drawdown" ADD CONSTRAINT "drawdown_application_id_fkey" FOREIGN KEY ("bank_id", "application_id") REFERENCES "application"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "drawdown" ADD CONSTRAINT "drawdown_batch_id_fkey" FOREIGN KEY ("bank_id", "batch_id") REFERENCES "batch"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "payment_order" ADD CONSTRAINT "payment_order_drawdown_id_fkey" FOREIGN KEY ("bank_id", "drawdown_id") REFERENCES "drawdown"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_loan_id_fkey" FOREIGN KEY ("bank_id", "loan_id") REFERENCES "loan"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_application_id_fkey" FOREIGN KEY ("bank_id", "application_id") REFERENCES "application"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_group_id_fkey" FOREIGN KEY ("bank_id", "group_id") REFERENCES "joint_group"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "claim_payment" ADD CONSTRAINT "claim_payment_claim_id_fkey" FOREIGN KEY ("bank_id", "claim_id") REFERENCES "claim"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "claim_payment" ADD CONSTRAINT "claim_payment_sub_ledger_id_fkey" FOREIGN KEY ("bank_id", "sub_ledger_id") REFERENCES "margin_sub_ledger"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "replenishment" ADD CONSTRAINT "replenishment_claim_id_fkey" FOREIGN KEY ("bank_id", "claim_id") REFERENCES "claim"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "replenishment" ADD CONSTRAINT "replenishment_sub_ledger_id_fkey" FOREIGN KEY ("bank_id", "sub_ledger_id") REFERENCES "margin_sub_ledger"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "market" ADD CONSTRAINT "market_operator_party_id_fkey" FOREIGN KEY ("bank_id", "operator_party_id") REFERENCES "party"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "market_grading" ADD CONSTRAINT "market_grading_market_id_fkey" FOREIGN KEY ("bank_id", "market_id") REFERENCES "market"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "market_grading" ADD CONSTRAINT "market_grading_score_result_id_fkey" FOREIGN KEY ("bank_id", "score_result_id") REFERENCES "score_result"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "market_survey" ADD CONSTRAINT "market_survey_market_id_fkey" FOREIGN KEY ("bank_id", "market_id") REFERENCES "market"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "survey_entry" ADD CONSTRAINT "survey_entry_survey_id_fkey" FOREIGN KEY ("bank_id", "survey_id") REFERENCES "market_survey"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "market_decision" ADD CONSTRAINT "market_decision_market_id_fkey" FOREIGN KEY ("bank_id", "market_id") REFERENCES "market"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "market_decision" ADD CONSTRAINT "market_decision_survey_id_fkey" FOREIGN KEY ("bank_id", "survey_id") REFERENCES "market_survey"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_file_id_fkey" FOREIGN KEY ("bank_id", "file_id") REFERENCES "file_object"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "cooperation_scheme" ADD CONSTRAINT "cooperation_scheme_market_id_fkey" FOREIGN KEY ("bank_id", "market_id") REFERENCES "market"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "visit" ADD CONSTRAINT "visit_market_id_fkey" FOREIGN KEY ("bank_id", "market_id") REFERENCES "market"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "visit" ADD CONSTRAINT "visit_merchant_id_fkey" FOREIGN KEY ("bank_id", "merchant_id") REFERENCES "merchant"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "visit" ADD CONSTRAINT "visit_loan_id_fkey" FOREIGN KEY ("bank_id", "loan_id") REFERENCES "loan"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "warning_signal" ADD CONSTRAINT "warning_signal_market_id_fkey" FOREIGN KEY ("bank_id", "market_id") REFERENCES "market"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "warning_signal" ADD CONSTRAINT "warning_signal_loan_id_fkey" FOREIGN KEY ("bank_id", "loan_id") REFERENCES "loan"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "classification_record" ADD CONSTRAINT "classification_record_loan_id_fkey" FOREIGN KEY ("bank_id", "loan_id") REFERENCES "loan"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "credit_plan" ADD CONSTRAINT "credit_plan_batch_id_fkey" FOREIGN KEY ("bank_id", "batch_id") REFERENCES "batch"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "credit_plan" ADD CONSTRAINT "credit_plan_market_id_fkey" FOREIGN KEY ("bank_id", "market_id") REFERENCES "market"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "credit_plan" ADD CONSTRAINT "credit_plan_supersedes_id_fkey" FOREIGN KEY ("bank_id", "supersedes_id") REFERENCES "credit_plan"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "plan_line" ADD CONSTRAINT "plan_line_plan_id_fkey" FOREIGN KEY ("bank_id", "plan_id") REFERENCES "credit_plan"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "plan_line" ADD CONSTRAINT "plan_line_application_id_fkey" FOREIGN KEY ("bank_id", "application_id") REFERENCES "application"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "plan_line" ADD CONSTRAINT "plan_line_group_id_fkey" FOREIGN KEY ("bank_id", "group_id") REFERENCES "joint_group"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "joint_group" ADD CONSTRAINT "joint_group_batch_id_fkey" FOREIGN KEY ("bank_id", "batch_id") REFERENCES "batch"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "joint_group" ADD CONSTRAINT "joint_group_plan_id_fkey" FOREIGN KEY ("bank_id", "plan_id") REFERENCES "credit_plan"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "joint_group_member" ADD CONSTRAINT "joint_group_member_group_id_fkey" FOREIGN KEY ("bank_id", "group_id") REFERENCES "joint_group"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "joint_group_member" ADD CONSTRAINT "joint_group_member_application_id_fkey" FOREIGN KEY ("bank_id", "application_id") REFERENCES "application"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "countersign_round" ADD CONSTRAINT "countersign_round_plan_id_fkey" FOREIGN KEY ("bank_id", "plan_id") REFERENCES "credit_plan"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "countersign_seat" ADD CONSTRAINT "countersign_seat_round_id_fkey" FOREIGN KEY ("bank_id", "round_id") REFERENCES "countersign_round"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opinion" ADD CONSTRAINT "opinion_round_id_fkey" FOREIGN KEY ("bank_id", "round_id") REFERENCES "countersign_round"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opinion" ADD CONSTRAINT "opinion_seat_id_fkey" FOREIGN KEY ("bank_id", "seat_id") REFERENCES "countersign_seat"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "opinion" ADD CONSTRAINT "opinion_plan_id_fkey" FOREIGN KEY ("bank_id", "plan_id") REFERENCES "credit_plan"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "condition" ADD CONSTRAINT "condition_plan_id_fkey" FOREIGN KEY ("bank_id", "plan_id") REFERENCES "credit_plan"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "condition" ADD CONSTRAINT "condition_file_id_fkey" FOREIGN KEY ("bank_id", "file_id") REFERENCES "file_object"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "branch" ADD CONSTRAINT "branch_parent_id_fkey" FOREIGN KEY ("bank_id", "parent_id") REFERENCES "branch"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "app_user" ADD CONSTRAINT "app_user_party_id_fkey" FOREIGN KEY ("bank_id", "party_id") REFERENCES "party"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "app_user" ADD CONSTRAINT "app_user_branch_id_fkey" FOREIGN KEY ("bank_id", "branch_id") REFERENCES "branch"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_user_id_fkey" FOREIGN KEY ("bank_id", "user_id") REFERENCES "app_user"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "user_session" ADD CONSTRAINT "user_session_user_id_fkey" FOREIGN KEY ("bank_id", "user_id") REFERENCES "app_user"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_user_id_fkey" FOREIGN KEY ("bank_id", "user_id") REFERENCES "app_user"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "notification" ADD CONSTRAINT "notification_user_id_fkey" FOREIGN KEY ("bank_id", "user_id") REFERENCES "app_user"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_user_id_fkey" FOREIGN KEY ("bank_id", "user_id") REFERENCES "app_user"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "investigation" ADD CONSTRAINT "investigation_application_id_fkey" FOREIGN KEY ("bank_id", "application_id") REFERENCES "application"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "public_check" ADD CONSTRAINT "public_check_application_id_fkey" FOREIGN KEY ("bank_id", "application_id") REFERENCES "application"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "public_check" ADD CONSTRAINT "public_check_file_id_fkey" FOREIGN KEY ("bank_id", "file_id") REFERENCES "file_object"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "loan" ADD CONSTRAINT "loan_application_id_fkey" FOREIGN KEY ("bank_id", "application_id") REFERENCES "application"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "loan" ADD CONSTRAINT "loan_drawdown_id_fkey" FOREIGN KEY ("bank_id", "drawdown_id") REFERENCES "drawdown"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "loan" ADD CONSTRAINT "loan_batch_id_fkey" FOREIGN KEY ("bank_id", "batch_id") REFERENCES "batch"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "loan" ADD CONSTRAINT "loan_market_id_fkey" FOREIGN KEY ("bank_id", "market_id") REFERENCES "market"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "loan" ADD CONSTRAINT "loan_merchant_id_fkey" FOREIGN KEY ("bank_id", "merchant_id") REFERENCES "merchant"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "loan" ADD CONSTRAINT "loan_group_id_fkey" FOREIGN KEY ("bank_id", "group_id") REFERENCES "joint_group"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "loan" ADD CONSTRAINT "loan_plan_line_id_fkey" FOREIGN KEY ("bank_id", "plan_line_id") REFERENCES "plan_line"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "loan_state" ADD CONSTRAINT "loan_state_loan_id_fkey" FOREIGN KEY ("bank_id", "loan_id") REFERENCES "loan"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "schedule_row" ADD CONSTRAINT "schedule_row_loan_id_fkey" FOREIGN KEY ("bank_id", "loan_id") REFERENCES "loan"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "repayment" ADD CONSTRAINT "repayment_loan_id_fkey" FOREIGN KEY ("bank_id", "loan_id") REFERENCES "loan"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "journal_line" ADD CONSTRAINT "journal_line_journal_id_fkey" FOREIGN KEY ("bank_id", "journal_id") REFERENCES "journal"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

