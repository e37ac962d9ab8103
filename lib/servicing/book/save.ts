/** Writing books back as rows, one loan or thousands in two statements. */
import { type PlainDate, toDb } from '@/lib/platform/dates'
import type { Tx } from '@/lib/platform/tenant'
import type { Book } from '../rules/book'
import { scheduleColumns, stateColumns } from './state'

export type BookToSave = {
  loanId: string
  batchId: string
  marketId: string
  class: string
  accruing: boolean
  provisionFen: bigint
  live: boolean
  book: Book
}

/** `loan_state` and `schedule_row` become what the books say; rows that say it already are not touched. */
export async function saveBooks(tx: Tx, bankId: string, on: PlainDate, loans: readonly BookToSave[]): Promise<void> {
  if (loans.length === 0) return
  const states = loans.map(({ book, loanId, batchId, marketId, ...l }) => ({
    loan_id: loanId,
    batch_id: batchId,
    market_id: marketId,
    class: l.class,
    accruing: l.accruing,
    provision_fen: String(l.provisionFen),
    live: l.live,
    ...stateColumns(book),
  }))
  await tx.$executeRaw`
    insert into loan_state (bank_id, as_of, loan_id, batch_id, market_id, class, accruing, provision_fen, live, principal_fen, principal_due_fen,
      interest_due_fen, interest_ripe_fen, row_from, row_no, int_base_fen, int_full_fen, int_from, int_to, int_step, int_den, late_principal_fen,
      late_interest_fen, misused_fen, pen_posted_fen, pen_base_fen, pen_step, pen_from, com_posted_fen, com_base_fen, com_step, com_from, late_den,
      rate_ppm, uplift_ppm, misuse_uplift_ppm, settlement_day, settlement_months, penalty_compounds, turn_on, next_on, costs_fen, suspense_fen, penalty_fen, compound_fen, dpd, oldest_due)
    select ${bankId}::uuid, ${toDb(on)}::date, j.* from json_to_recordset(${JSON.stringify(states)}::json) as j(
      loan_id uuid, batch_id uuid, market_id uuid, class text, accruing boolean, provision_fen bigint, live boolean, principal_fen bigint,
      principal_due_fen bigint, interest_due_fen bigint, interest_ripe_fen bigint, row_from int, row_no int, int_base_fen bigint, int_full_fen bigint,
      int_from date, int_to date, int_step bigint, int_den bigint, late_principal_fen bigint, late_interest_fen bigint, misused_fen bigint,
      pen_posted_fen bigint, pen_base_fen bigint, pen_step numeric, pen_from date, com_posted_fen bigint, com_base_fen bigint, com_step numeric,
      com_from date, late_den numeric, rate_ppm int, uplift_ppm int, misuse_uplift_ppm int, settlement_day smallint, settlement_months smallint,
      penalty_compounds boolean, turn_on date, next_on date, costs_fen bigint, suspense_fen bigint, penalty_fen bigint,
      compound_fen bigint, dpd int, oldest_due date)
    on conflict (bank_id, loan_id) do update set as_of = excluded.as_of, class = excluded.class, accruing = excluded.accruing,
      provision_fen = excluded.provision_fen, live = excluded.live, principal_fen = excluded.principal_fen, principal_due_fen = excluded.principal_due_fen,
      interest_due_fen = excluded.interest_due_fen, interest_ripe_fen = excluded.interest_ripe_fen, row_from = excluded.row_from, row_no = excluded.row_no,
      int_base_fen = excluded.int_base_fen, int_full_fen = excluded.int_full_fen, int_from = excluded.int_from, int_to = excluded.int_to,
      int_step = excluded.int_step, int_den = excluded.int_den, late_principal_fen = excluded.late_principal_fen, late_interest_fen = excluded.late_interest_fen,
      misused_fen = excluded.misused_fen, pen_posted_fen = excluded.pen_posted_fen, pen_base_fen = excluded.pen_base_fen, pen_step = excluded.pen_step,
      pen_from = excluded.pen_from, com_posted_fen = excluded.com_posted_fen, com_base_fen = excluded.com_base_fen, com_step = excluded.com_step,
      com_from = excluded.com_from, late_den = excluded.late_den, rate_ppm = excluded.rate_ppm, uplift_ppm = excluded.uplift_ppm, misuse_uplift_ppm = excluded.misuse_uplift_ppm,
      settlement_day = excluded.settlement_day, settlement_months = excluded.settlement_months, penalty_compounds = excluded.penalty_compounds, turn_on = excluded.turn_on, next_on = excluded.next_on,
      costs_fen = excluded.costs_fen, suspense_fen = excluded.suspense_fen, penalty_fen = excluded.penalty_fen, compound_fen = excluded.compound_fen,
      dpd = excluded.dpd, oldest_due = excluded.oldest_due`
  const rows = loans.flatMap(({ loanId, book }) => scheduleColumns(book).map((row) => ({ loan_id: loanId, ...row })))
  const ends = loans.map(({ loanId }) => ({
    loan_id: loanId,
    last: rows.findLast((r) => r.loan_id === loanId)?.no ?? 0,
  }))
  await tx.$executeRaw`
    with gone as (
      delete from schedule_row r using json_to_recordset(${JSON.stringify(ends)}::json) as e(loan_id uuid, last int)
      where r.bank_id = ${bankId}::uuid and r.loan_id = e.loan_id and r.no > e.last)
    insert into schedule_row as r (bank_id, loan_id, no, kind, due_date, interest_from, interest_to, charge_from, days, principal_fen, interest_fen,
      balance_fen, int_step, int_den, paid_principal_fen, paid_interest_fen, moved_fen, cleared_on)
    select ${bankId}::uuid, j.* from json_to_recordset(${JSON.stringify(rows)}::json) as j(loan_id uuid, no int, kind text, due_date date,
      interest_from date, interest_to date, charge_from date, days int, principal_fen bigint, interest_fen bigint, balance_fen bigint, int_step bigint,
      int_den bigint, paid_principal_fen bigint, paid_interest_fen bigint, moved_fen bigint, cleared_on date)
    on conflict (bank_id, loan_id, no) do update set kind = excluded.kind, due_date = excluded.due_date, interest_from = excluded.interest_from,
      interest_to = excluded.interest_to, charge_from = excluded.charge_from, days = excluded.days, principal_fen = excluded.principal_fen,
      interest_fen = excluded.interest_fen, balance_fen = excluded.balance_fen, int_step = excluded.int_step, int_den = excluded.int_den,
      paid_principal_fen = excluded.paid_principal_fen, paid_interest_fen = excluded.paid_interest_fen, moved_fen = excluded.moved_fen,
      cleared_on = excluded.cleared_on
    where (r.kind, r.due_date, r.interest_from, r.interest_to, r.charge_from, r.days, r.principal_fen, r.interest_fen, r.balance_fen, r.int_step,
      r.int_den, r.paid_principal_fen, r.paid_interest_fen, r.moved_fen, r.cleared_on) is distinct from (excluded.kind, excluded.due_date,
      excluded.interest_from, excluded.interest_to, excluded.charge_from, excluded.days, excluded.principal_fen, excluded.interest_fen,
      excluded.balance_fen, excluded.int_step, excluded.int_den, excluded.paid_principal_fen, excluded.paid_interest_fen, excluded.moved_fen,
      excluded.cleared_on)`
}
