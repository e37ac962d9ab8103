-- A loan as its terms and what happened to it; its state as a line in time; double entry by rules that are data; the end of
-- a day as steps that are each done once; the core's statements against the ledger.
-- DropIndex
DROP INDEX "loan_state_loan_id_idx";

-- DropIndex
DROP INDEX "schedule_row_loan_id_idx";

-- DropIndex
DROP INDEX "schedule_row_loan_id_no_key";

-- AlterTable
ALTER TABLE "gl_account" ADD COLUMN     "closed" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "gl_code" TEXT;

-- AlterTable
ALTER TABLE "journal" ADD COLUMN     "value_date" DATE;

-- AlterTable
ALTER TABLE "journal_line" ADD COLUMN     "batch_id" UUID,
ADD COLUMN     "merchant_id" UUID;

-- AlterTable
ALTER TABLE "loan" ADD COLUMN     "non_accrual_on" DATE,
ADD COLUMN     "renewed_from" UUID,
ADD COLUMN     "reprice_on" DATE,
ADD COLUMN     "repricing" TEXT NOT NULL DEFAULT 'FIXED',
ADD COLUMN     "restructured_on" DATE,
ADD COLUMN     "spread_ppm" INTEGER,
ADD COLUMN     "terms" JSONB,
ADD COLUMN     "written_off_on" DATE;

-- AlterTable
ALTER TABLE "loan_state" ADD COLUMN     "accruing" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "batch_id" UUID,
ADD COLUMN     "com_base_fen" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "com_from" DATE,
ADD COLUMN     "com_posted_fen" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "com_step" DECIMAL(38,0) NOT NULL DEFAULT 0,
ADD COLUMN     "costs_fen" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "int_base_fen" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "int_den" BIGINT NOT NULL DEFAULT 1,
ADD COLUMN     "int_from" DATE,
ADD COLUMN     "int_full_fen" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "int_step" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "int_to" DATE,
ADD COLUMN     "interest_ripe_fen" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "late_den" DECIMAL(38,0) NOT NULL DEFAULT 360000000000000,
ADD COLUMN     "late_interest_fen" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "late_principal_fen" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "live" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "market_id" UUID,
ADD COLUMN     "misuse_uplift_ppm" INTEGER NOT NULL DEFAULT 1000000,
ADD COLUMN     "misused_fen" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "next_on" DATE,
ADD COLUMN     "pen_base_fen" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "pen_from" DATE,
ADD COLUMN     "pen_posted_fen" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "pen_step" DECIMAL(38,0) NOT NULL DEFAULT 0,
ADD COLUMN     "provision_fen" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "rate_ppm" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "row_from" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "row_no" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "penalty_compounds" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "settlement_day" SMALLINT NOT NULL DEFAULT 20,
ADD COLUMN     "settlement_months" SMALLINT NOT NULL DEFAULT 1,
ADD COLUMN     "suspense_fen" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "turn_on" DATE,
ADD COLUMN     "uplift_ppm" INTEGER NOT NULL DEFAULT 500000;

-- AlterTable
ALTER TABLE "repayment" ADD COLUMN     "event_id" UUID,
ADD COLUMN     "prepaid_fen" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "schedule_row" DROP CONSTRAINT "schedule_row_pkey",
DROP COLUMN "id",
DROP COLUMN "paid_penalty_fen",
DROP COLUMN "penalty_fen",
DROP COLUMN "penalty_to",
ADD COLUMN     "charge_from" DATE,
ADD COLUMN     "int_den" BIGINT NOT NULL DEFAULT 1,
ADD COLUMN     "int_step" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "interest_from" DATE,
ADD COLUMN     "interest_to" DATE,
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'INSTALMENT',
ADD COLUMN     "moved_fen" BIGINT NOT NULL DEFAULT 0,
ADD CONSTRAINT "schedule_row_pkey" PRIMARY KEY ("bank_id", "loan_id", "no");

-- For the rows of all banks: the owner of the tables, whom row-level security binds only while it is forced.
alter table loan no force row level security;
alter table loan_state no force row level security;
alter table schedule_row no force row level security;

-- Loans that were paid out before their terms were kept as a whole: what the contract could say then is what they have.
update loan set terms = jsonb_build_object(
  'principalFen', principal_fen::text, 'annualRatePpm', rate_ppm, 'startDate', start_date, 'maturityDate', maturity_date, 'method', method,
  'dayCount', day_count, 'interestBasis', interest_basis, 'frequency', frequency, 'every', 1, 'repaymentDay', repayment_day, 'firstDueDate', null,
  'gracePeriods', 0, 'balloonFen', '0', 'holidayShift', 'NEXT', 'upliftPpm', penalty_uplift_ppm, 'misuseUpliftPpm', 1000000, 'graceDays', 0,
  'settlementDay', 20, 'settlementMonths', 1, 'compoundOnPenalty', true, 'allocation', 'LEGAL', 'principalFirstAfter90', false);
alter table loan alter column terms set not null;
update loan_state s set batch_id = l.batch_id, market_id = l.market_id, live = l.state not in ('SETTLED', 'WRITTEN_OFF', 'RENEWED', 'DISBURSE_PENDING')
  from loan l where l.bank_id = s.bank_id and l.id = s.loan_id;
alter table loan_state alter column batch_id set not null, alter column market_id set not null;
update schedule_row r set interest_to = r.due_date, charge_from = r.due_date,
  interest_from = coalesce((select max(p.due_date) from schedule_row p where p.bank_id = r.bank_id and p.loan_id = r.loan_id and p.no < r.no),
                           (select start_date from loan l where l.bank_id = r.bank_id and l.id = r.loan_id));
alter table schedule_row alter column interest_to set not null, alter column charge_from set not null, alter column interest_from set not null;
alter table loan force row level security;
alter table loan_state force row level security;
alter table schedule_row force row level security;


-- CreateTable
CREATE TABLE "loan_event" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "loan_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "value_date" DATE NOT NULL,
    "booked_on" DATE NOT NULL,
    "amount_fen" BIGINT NOT NULL DEFAULT 0,
    "fact" JSONB NOT NULL,
    "reverses_id" UUID,
    "source" TEXT,
    "change_id" UUID,
    "posted_by" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "loan_event_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "loan_change" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "loan_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "value_date" DATE NOT NULL,
    "request" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "maker_id" UUID NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "checker_id" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "decision" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "loan_change_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "debit_instruction" (
    "bank_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "loan_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "account" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "paid_fen" BIGINT NOT NULL DEFAULT 0,
    "core_reference" TEXT,
    "failure" TEXT,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "debit_instruction_pkey" PRIMARY KEY ("bank_id","number")
);

-- CreateTable
CREATE TABLE "loan_statement" (
    "bank_id" UUID NOT NULL,
    "loan_id" UUID NOT NULL,
    "month" DATE NOT NULL,
    "principal_fen" BIGINT NOT NULL,
    "due_fen" BIGINT NOT NULL,
    "interest_fen" BIGINT NOT NULL,
    "dpd" INTEGER NOT NULL,
    "class" TEXT NOT NULL,

    CONSTRAINT "loan_statement_pkey" PRIMARY KEY ("bank_id","loan_id","month")
);

-- CreateTable
CREATE TABLE "posting_rule" (
    "bank_id" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "part" TEXT NOT NULL,
    "debit" TEXT NOT NULL,
    "credit" TEXT NOT NULL,

    CONSTRAINT "posting_rule_pkey" PRIMARY KEY ("bank_id","event","part")
);

-- CreateTable
CREATE TABLE "accounting_period" (
    "bank_id" UUID NOT NULL,
    "month" DATE NOT NULL,
    "state" TEXT NOT NULL,
    "closed_by" UUID,
    "closed_at" TIMESTAMPTZ(3),
    "totals" JSONB,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "accounting_period_pkey" PRIMARY KEY ("bank_id","month")
);

-- CreateTable
CREATE TABLE "ledger_balance" (
    "bank_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "account_code" TEXT NOT NULL,
    "market_id" UUID NOT NULL,
    "debit_fen" BIGINT NOT NULL,
    "credit_fen" BIGINT NOT NULL,

    CONSTRAINT "ledger_balance_pkey" PRIMARY KEY ("bank_id","day","account_code","market_id")
);

-- CreateTable
CREATE TABLE "ledger_export" (
    "bank_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "number" TEXT NOT NULL,
    "journals" INTEGER NOT NULL,
    "lines" INTEGER NOT NULL,
    "debit_fen" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "taken_by" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_export_pkey" PRIMARY KEY ("bank_id","day")
);

-- CreateTable
CREATE TABLE "business_day_step" (
    "bank_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "step" TEXT NOT NULL,
    "counts" JSONB NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "business_day_step_pkey" PRIMARY KEY ("bank_id","day","step")
);

-- CreateTable
CREATE TABLE "core_statement" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_no" TEXT NOT NULL,
    "account_kind" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "opening_fen" BIGINT NOT NULL,
    "closing_fen" BIGINT NOT NULL,
    "book_fen" BIGINT NOT NULL,
    "difference_fen" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "imported_by" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "core_statement_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateTable
CREATE TABLE "core_statement_line" (
    "bank_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "statement_id" UUID NOT NULL,
    "side" TEXT NOT NULL,
    "value_date" DATE NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "reference" TEXT,
    "memo" TEXT,
    "matched_with" TEXT,
    "resolution" TEXT,
    "position" INTEGER NOT NULL,

    CONSTRAINT "core_statement_line_pkey" PRIMARY KEY ("bank_id","id")
);

-- CreateIndex
CREATE INDEX "loan_event_booked_on_idx" ON "loan_event"("bank_id", "booked_on");

-- CreateIndex
CREATE UNIQUE INDEX "loan_event_seq_key" ON "loan_event"("bank_id", "loan_id", "seq");

-- CreateIndex
CREATE INDEX "loan_change_loan_id_idx" ON "loan_change"("bank_id", "loan_id");

-- CreateIndex
CREATE INDEX "loan_change_state_idx" ON "loan_change"("bank_id", "state");

-- CreateIndex
CREATE INDEX "debit_instruction_loan_id_idx" ON "debit_instruction"("bank_id", "loan_id");

-- CreateIndex
CREATE UNIQUE INDEX "debit_instruction_day_loan_key" ON "debit_instruction"("bank_id", "day", "loan_id");

-- CreateIndex
CREATE UNIQUE INDEX "core_statement_account_day_key" ON "core_statement"("bank_id", "account_no", "day");

-- CreateIndex
CREATE INDEX "core_statement_line_statement_id_idx" ON "core_statement_line"("bank_id", "statement_id");

-- CreateIndex
CREATE INDEX "journal_line_batch_id_idx" ON "journal_line"("bank_id", "batch_id");

-- CreateIndex
CREATE INDEX "loan_reprice_on_idx" ON "loan"("bank_id", "reprice_on");

-- CreateIndex
CREATE INDEX "loan_state_next_on_idx" ON "loan_state"("bank_id", "next_on");

-- CreateIndex
CREATE INDEX "schedule_row_due_date_idx" ON "schedule_row"("bank_id", "due_date");

-- AddForeignKey
ALTER TABLE "loan_event" ADD CONSTRAINT "loan_event_loan_id_fkey" FOREIGN KEY ("bank_id", "loan_id") REFERENCES "loan"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "loan_change" ADD CONSTRAINT "loan_change_loan_id_fkey" FOREIGN KEY ("bank_id", "loan_id") REFERENCES "loan"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "debit_instruction" ADD CONSTRAINT "debit_instruction_loan_id_fkey" FOREIGN KEY ("bank_id", "loan_id") REFERENCES "loan"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "loan_statement" ADD CONSTRAINT "loan_statement_loan_id_fkey" FOREIGN KEY ("bank_id", "loan_id") REFERENCES "loan"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "core_statement_line" ADD CONSTRAINT "core_statement_line_statement_id_fkey" FOREIGN KEY ("bank_id", "statement_id") REFERENCES "core_statement"("bank_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Closed word lists.
alter table gl_account drop constraint gl_account_kind_check;
alter table gl_account add constraint gl_account_kind_check check (kind in ('ASSET', 'LIABILITY', 'EQUITY', 'INCOME', 'EXPENSE', 'OFF_BALANCE'));
alter table loan add constraint loan_repricing_check check (repricing in ('FIXED', 'ANNUAL_ON_ANNIVERSARY'));
alter table schedule_row add constraint schedule_row_kind_check check (kind in ('INSTALMENT', 'PREPAYMENT', 'CALLED'));
alter table loan_event add constraint loan_event_kind_check check (kind in ('PAY', 'REFUND', 'COST', 'WAIVE', 'DRAW', 'RATE', 'REPLAN', 'CALL', 'MISUSE', 'WRITE_OFF', 'REVERSE'));
alter table loan_change add constraint loan_change_kind_check check (kind in ('REVERSAL', 'WAIVER', 'REFUND', 'COST', 'EXTENSION', 'RESTRUCTURE', 'ACCELERATE', 'WRITE_OFF', 'MISUSE', 'RATE', 'RENEWAL', 'ACCRUAL'));
alter table loan_change add constraint loan_change_state_check check (state in ('REQUESTED', 'DONE', 'REJECTED', 'WITHDRAWN'));
alter table debit_instruction add constraint debit_instruction_state_check check (state in ('ORDERED', 'PAID', 'PARTIAL', 'FAILED'));
alter table loan_statement add constraint loan_statement_class_check check (class in ('NORMAL', 'SPECIAL_MENTION', 'SUBSTANDARD', 'DOUBTFUL', 'LOSS'));
alter table accounting_period add constraint accounting_period_state_check check (state in ('OPEN', 'CLOSED'));
alter table core_statement add constraint core_statement_state_check check (state in ('MATCHED', 'DIFFERENT', 'RESOLVED'));
alter table core_statement_line add constraint core_statement_line_side_check check (side in ('CORE', 'BOOK'));

-- No balance below zero.
alter table loan_state add constraint loan_state_interest_ripe_fen_not_negative check (interest_ripe_fen >= 0);
alter table loan_state add constraint loan_state_int_base_fen_not_negative check (int_base_fen >= 0);
alter table loan_state add constraint loan_state_int_full_fen_not_negative check (int_full_fen >= 0);
alter table loan_state add constraint loan_state_late_principal_fen_not_negative check (late_principal_fen >= 0);
alter table loan_state add constraint loan_state_late_interest_fen_not_negative check (late_interest_fen >= 0);
alter table loan_state add constraint loan_state_misused_fen_not_negative check (misused_fen >= 0);
alter table loan_state add constraint loan_state_pen_posted_fen_not_negative check (pen_posted_fen >= 0);
alter table loan_state add constraint loan_state_pen_base_fen_not_negative check (pen_base_fen >= 0);
alter table loan_state add constraint loan_state_com_posted_fen_not_negative check (com_posted_fen >= 0);
alter table loan_state add constraint loan_state_com_base_fen_not_negative check (com_base_fen >= 0);
alter table loan_state add constraint loan_state_costs_fen_not_negative check (costs_fen >= 0);
alter table loan_state add constraint loan_state_suspense_fen_not_negative check (suspense_fen >= 0);
alter table loan_state add constraint loan_state_provision_fen_not_negative check (provision_fen >= 0);
alter table schedule_row add constraint schedule_row_moved_fen_not_negative check (moved_fen >= 0);
alter table repayment add constraint repayment_prepaid_fen_not_negative check (prepaid_fen >= 0);
alter table loan_event add constraint loan_event_amount_fen_not_negative check (amount_fen >= 0);
alter table debit_instruction add constraint debit_instruction_amount_fen_not_negative check (amount_fen >= 0);
alter table debit_instruction add constraint debit_instruction_paid_fen_not_negative check (paid_fen >= 0);
alter table loan_statement add constraint loan_statement_principal_fen_not_negative check (principal_fen >= 0);
alter table loan_statement add constraint loan_statement_due_fen_not_negative check (due_fen >= 0);
alter table loan_statement add constraint loan_statement_interest_fen_not_negative check (interest_fen >= 0);
alter table ledger_balance add constraint ledger_balance_debit_fen_not_negative check (debit_fen >= 0);
alter table ledger_balance add constraint ledger_balance_credit_fen_not_negative check (credit_fen >= 0);
alter table ledger_export add constraint ledger_export_debit_fen_not_negative check (debit_fen >= 0);

-- A closed table is tested once a statement, not once a row, and the planner no longer takes it for a rare case.
create or replace function fangshi_schema.protect(tbl text, party_mode text, party_column text, append_only boolean)
returns void language plpgsql set search_path = pg_catalog, public as $$
declare
  tenant constant text := 'bank_id = (select nullif(current_setting(''app.bank_id'', true), '''')::uuid)';
  party  constant text := '(select nullif(current_setting(''app.party_id'', true), ''''))';
  test   text;
begin
  execute format('alter table public.%I enable row level security', tbl);
  execute format('alter table public.%I force row level security', tbl);
  execute format('drop policy if exists tenant on public.%I', tbl);
  execute format('drop policy if exists party on public.%I', tbl);
  execute format('create policy tenant on public.%I using (%s) with check (%s)', tbl, tenant, tenant);
  test := case party_mode
    when 'own'    then format('%s = ''staff'' or %I::text = %s', party, party_column, party)
    when 'flag'   then format('%s = ''staff'' or (%I and %s is not null)', party, party_column, party)
    when 'closed' then '((select nullif(current_setting(''app.party_id'', true), '''') = ''staff''))'
    when 'open'   then format('%s is not null', party)
  end;
  if test is null then
    raise exception 'unknown party mode %', party_mode;
  end if;
  execute format('create policy party on public.%I as restrictive using (%s) with check (%s)', tbl, test, test);
  if append_only then
    execute format('grant select, insert on public.%I to fangshi_app', tbl);
  else
    execute format('grant select, insert, update, delete on public.%I to fangshi_app', tbl);
  end if;
end $$;
select fangshi_schema.protect('loan', 'closed', null, false);
select fangshi_schema.protect('loan_state', 'closed', null, false);
select fangshi_schema.protect('schedule_row', 'closed', null, false);
select fangshi_schema.protect('journal', 'closed', null, true);
select fangshi_schema.protect('journal_line', 'closed', null, true);

-- Who sees them, and which are never changed.
select fangshi_schema.protect('loan_event', 'closed', null, true);
select fangshi_schema.protect('loan_change', 'closed', null, false);
select fangshi_schema.protect('debit_instruction', 'closed', null, false);
select fangshi_schema.protect('loan_statement', 'closed', null, true);
select fangshi_schema.protect('posting_rule', 'closed', null, false);
select fangshi_schema.protect('accounting_period', 'closed', null, false);
select fangshi_schema.protect('ledger_balance', 'closed', null, true);
select fangshi_schema.protect('ledger_export', 'closed', null, true);
select fangshi_schema.protect('business_day_step', 'closed', null, true);
select fangshi_schema.protect('core_statement', 'closed', null, false);
select fangshi_schema.protect('core_statement_line', 'closed', null, false);

-- The end of day looks at late loans every day, at the others only when something falls due.
create index loan_state_late on loan_state (bank_id, oldest_due) where oldest_due is not null;
create index loan_state_accrual_stop on loan_state (bank_id) where accruing = (class in ('SUBSTANDARD', 'DOUBTFUL', 'LOSS'));
create index loan_state_suspense on loan_state (bank_id) where suspense_fen > 0;
-- What the end of day asks of late loans, without going to their rows.
create index loan_daily on loan (bank_id, id) include (state, settlement_account, merchant_id, group_id, market_id);
create index loan_state_non_performing on loan_state (bank_id, market_id) where class in ('SUBSTANDARD', 'DOUBTFUL', 'LOSS');
create index warning_signal_standing on warning_signal (bank_id, code, object_id) where state not in ('CLOSED', 'FALSE_ALARM');
alter table loan_state set (fillfactor = 80);
