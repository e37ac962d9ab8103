/** A loan's book as the rows that the end of day works on: the line in time (`loan_state`) and the schedule. */
import type { Fen } from '@/lib/platform/money'
import { type Book, linesAhead, nextSettlement, openRows, positionOf } from '../rules/book'
import { fromSerial, type SerialDay, toSerial } from '../rules/serial-day'
import { perDay } from '../rules/walk'
import type { ScheduleLine } from '../rules/walk-state'

/** The columns of `loan_state` that follow from the book, as text for one statement over many loans. */
export function stateColumns(book: Book) {
  const p = positionOf(book)
  const r = p.running
  const { penalty, compound } = book
  return {
    principal_fen: text(p.principalFen),
    principal_due_fen: text(p.principalDueFen),
    interest_due_fen: text(p.interestDueFen),
    interest_ripe_fen: text(p.interestRipeFen),
    row_from: waitingFrom(book),
    row_no: book.walk.lines.length + 1,
    int_base_fen: text(r?.baseFen ?? 0n),
    int_full_fen: text(r?.fullFen ?? 0n),
    int_from: r ? iso(r.from) : null,
    int_to: r ? iso(r.to) : null,
    int_step: text(r?.step ?? 0n),
    int_den: text(r?.den ?? 1n),
    late_principal_fen: text(book.latePrincipalFen),
    late_interest_fen: text(book.lateInterestFen),
    misused_fen: text(book.misusedFen),
    pen_posted_fen: text(penalty.postedFen),
    pen_base_fen: text(penalty.baseFen),
    pen_step: text(penalty.step),
    pen_from: iso(penalty.from),
    com_posted_fen: text(compound.postedFen),
    com_base_fen: text(compound.baseFen),
    com_step: text(compound.step),
    com_from: iso(compound.from),
    late_den: text(book.den),
    rate_ppm: p.ratePpm,
    uplift_ppm: book.terms.upliftPpm,
    misuse_uplift_ppm: book.terms.misuseUpliftPpm,
    settlement_day: book.terms.settlementDay,
    settlement_months: book.terms.settlementMonths,
    penalty_compounds: book.terms.compoundOnPenalty,
    turn_on: iso(book.turn),
    next_on: isoOrNull(nextChange(book)),
    costs_fen: text(p.costsFen),
    suspense_fen: text(p.suspenseFen),
    penalty_fen: text(p.penaltyFen),
    compound_fen: text(p.compoundFen),
    dpd: p.dpd,
    oldest_due: isoOrNull(p.oldestDue),
  }
}
export type StateColumns = ReturnType<typeof stateColumns>

/** The first row that is written and still waits to fall due or to bear penalty; else the one under way. */
function waitingFrom(book: Book): number {
  const waiting = book.rows.find((row) => row.clearedOn === null && (row.due > book.on || !row.late))
  return waiting?.line.no ?? book.walk.lines.length + 1
}

/** The next day on which more happens to the loan than that time passes; null when none will. */
export function nextChange(book: Book): SerialDay | null {
  if (book.writtenOff) return null
  const days: number[] = []
  const running = positionOf(book).running
  if (running) days.push(running.to)
  for (const row of openRows(book)) {
    if (row.due > book.on) days.push(row.due)
    if (!row.late) days.push(row.chargeFrom)
  }
  const { penalty, compound } = book
  if (penalty.step > 0n || compound.step > 0n || penalty.baseFen > 0n || compound.baseFen > 0n) {
    days.push(nextSettlement(book.terms, book.on))
    if (book.turn > book.on) days.push(book.turn)
  }
  const ahead = days.filter((day) => day > book.on)
  return ahead.length > 0 ? Math.min(...ahead) : null
}

/** All rows of a schedule: what the plan has written, with what was paid, and what it will write. */
export function scheduleColumns(book: Book) {
  const past = book.rows.map((row) => ({
    ...lineColumns(book, row.line, row.chargeFrom),
    paid_principal_fen: text(row.paidPrincipalFen),
    paid_interest_fen: text(row.paidInterestFen),
    moved_fen: text(row.movedFen),
    cleared_on: isoOrNull(row.clearedOn),
  }))
  const ahead = linesAhead(book).map((line) => ({
    ...lineColumns(book, line, toSerial(line.dueDate) + book.terms.graceDays),
    paid_principal_fen: '0',
    paid_interest_fen: '0',
    moved_fen: '0',
    cleared_on: line.totalFen === 0n ? line.dueDate.toString() : null,
  }))
  return [...past, ...ahead]
}
export type ScheduleColumns = ReturnType<typeof scheduleColumns>[number]

function lineColumns(book: Book, line: ScheduleLine, chargeFrom: SerialDay) {
  const only = line.accruals.length === 1 ? perDay(book.walk, line.accruals[0]!) : null
  const from = line.accruals[0]?.from
  return {
    no: line.no,
    kind: line.kind,
    due_date: line.dueDate.toString(),
    interest_from: from === undefined ? line.interestTo.toString() : iso(from),
    interest_to: line.interestTo.toString(),
    charge_from: iso(chargeFrom),
    days: line.days,
    principal_fen: text(line.principalFen),
    interest_fen: text(line.interestFen),
    balance_fen: text(line.balanceFen),
    int_step: text(only?.step ?? 0n),
    int_den: text(only?.den ?? 1n),
  }
}

const text = (n: Fen): string => n.toString()
const iso = (day: SerialDay): string => fromSerial(day).toString()
const isoOrNull = (day: SerialDay | null): string | null => (day === null ? null : iso(day))
