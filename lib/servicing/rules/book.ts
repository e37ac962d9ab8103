/**
 * The book of one loan: from its terms and events to every figure on every day (§5.6, §8.4, LEG-10).
 *
 * Two clocks run in it. The plan (`walk.ts`) counts interest on the principal that is not due, as if every instalment
 * were paid in time. The arrears count what is late: overdue principal leaves the plan and bears penalty, unpaid interest
 * bears compound interest, from the due date (plus days of grace) on. Both are linear in time between the days on which
 * something changes, and those days are all that the end of day has to look at.
 *
 * Order within a day: time runs up to the day; instalments of the day fall due; a settlement date posts; then come the
 * events, as they were booked.
 */

import { nextWorkingDay } from '@/lib/platform/dates'
import type { Fen } from '@/lib/platform/money'
import { type Charge, noCharge, owedOf, restep, settle } from './charge'
import type { BookTerms } from './loan-events'
import { civilOf, dayInMonth, type SerialDay, toSerial } from './serial-day'
import { copyWalk, openWalk, type Running, runningInterest, walkTo } from './walk'
import type { ScheduleLine, Walk } from './walk-state'

/** An instalment that the plan has written, and what became of it. */
export type BookRow = {
  line: ScheduleLine
  due: SerialDay
  chargeFrom: SerialDay
  paidPrincipalFen: Fen
  paidInterestFen: Fen
  /** overdue principal that a restructuring has taken into the new plan */
  movedFen: Fen
  /** what is unpaid of it bears penalty */
  late: boolean
  clearedOn: SerialDay | null
}

export type Book = {
  terms: BookTerms
  on: SerialDay
  walk: Walk
  rows: BookRow[]
  /** rows before this one are paid */
  firstOpen: number
  /** unpaid of the rows that bear penalty */
  latePrincipalFen: Fen
  lateInterestFen: Fen
  penalty: Charge
  compound: Charge
  /** denominator of both charges' steps */
  den: bigint
  costsFen: Fen
  suspenseFen: Fen
  misusedFen: Fen
  /** the day from which unpaid interest bears the penalty rate: the end of the term as it stands */
  turn: SerialDay
  drawnFen: Fen
  paid: Paid
  waived: { penaltyFen: Fen; compoundFen: Fen }
  writtenOff: boolean
}

/** All that was ever paid on the loan, by what it paid. */
export type Paid = { costsFen: Fen; penaltyFen: Fen; compoundFen: Fen; interestFen: Fen; principalFen: Fen }

export function openBook(terms: BookTerms): Book {
  const on = toSerial(terms.startDate)
  const yearDays = terms.dayCount === 'ACT/365' || terms.dayCount === 'ACT/ACT' ? 365n : 360n
  return {
    terms,
    on,
    walk: openWalk(terms),
    rows: [],
    firstOpen: 0,
    latePrincipalFen: 0n,
    lateInterestFen: 0n,
    penalty: noCharge(on),
    compound: noCharge(on),
    den: 1_000_000_000_000n * yearDays,
    costsFen: 0n,
    suspenseFen: 0n,
    misusedFen: 0n,
    turn: turnOf(terms),
    drawnFen: terms.principalFen,
    paid: { costsFen: 0n, penaltyFen: 0n, compoundFen: 0n, interestFen: 0n, principalFen: 0n },
    waived: { penaltyFen: 0n, compoundFen: 0n },
    writtenOff: false,
  }
}

/** The end of the term: the maturity, moved off days off like every due date. */
export function turnOf(t: Pick<BookTerms, 'maturityDate' | 'holidayShift' | 'calendar'>): SerialDay {
  return toSerial(t.holidayShift === 'NEXT' ? nextWorkingDay(t.maturityDate, t.calendar) : t.maturityDate)
}

/** Lets time run up to a day. */
export function advance(book: Book, to: SerialDay): void {
  if (to <= book.on || book.writtenOff) {
    book.on = Math.max(book.on, to)
    return
  }
  walkTo(book.walk, to)
  takeLines(book)
  for (let day = nextMark(book, to); day !== null; day = nextMark(book, to)) {
    book.on = day
    passMark(book, day)
  }
  book.on = to
}

/** Enters the lines that the plan has written since into the rows. */
export function takeLines(book: Book): void {
  const { rows, walk, terms } = book
  for (let i = rows.length; i < walk.lines.length; i++) {
    const line = walk.lines[i]!
    const due = toSerial(line.dueDate)
    const chargeFrom = due + (line.kind === 'INSTALMENT' ? terms.graceDays : 0)
    const clearedOn = line.totalFen === 0n ? due : null
    rows.push({
      line,
      due,
      chargeFrom,
      paidPrincipalFen: 0n,
      paidInterestFen: 0n,
      movedFen: 0n,
      late: false,
      clearedOn,
    })
  }
}

/** The next day up to `to` on which the arrears change by themselves. */
function nextMark(book: Book, to: SerialDay): SerialDay | null {
  let next = Number.POSITIVE_INFINITY
  for (const row of openRows(book)) if (!row.late) next = Math.min(next, row.chargeFrom)
  if (isRunning(book)) {
    next = Math.min(next, nextSettlement(book.terms, book.on))
    if (book.turn > book.on) next = Math.min(next, book.turn)
  }
  return next <= to ? next : null
}

/** The rows that are not paid; those before the first of them are never looked at again. */
export function openRows(book: Book): BookRow[] {
  const { rows } = book
  while (rows[book.firstOpen]?.clearedOn != null) book.firstOpen++
  return book.firstOpen === rows.length ? [] : rows.slice(book.firstOpen).filter((r) => r.clearedOn === null)
}

function isRunning({ penalty, compound }: Book): boolean {
  return penalty.step > 0n || compound.step > 0n || penalty.baseFen > 0n || compound.baseFen > 0n
}

/** The first settlement date after a day. */
export function nextSettlement(t: Pick<BookTerms, 'settlementDay' | 'settlementMonths'>, after: SerialDay): SerialDay {
  const c = civilOf(after)
  for (let month = c.month; ; month++) {
    if (t.settlementMonths === 3 && month % 3 !== 0) continue
    const day = dayInMonth(c.year, month, t.settlementDay)
    if (day > after) return day
  }
}

function passMark(book: Book, day: SerialDay): void {
  if (isRunning(book) && nextSettlement(book.terms, day - 1) === day) {
    settle(book.penalty, day, book.den)
    settle(book.compound, day, book.den)
  }
  makeLate(book)
  restepArrears(book, day)
}

/** Rows whose days of grace are over bear penalty from today on. */
export function makeLate(book: Book): void {
  for (const row of openRows(book)) {
    if (row.late || row.chargeFrom > book.on) continue
    row.late = true
    book.latePrincipalFen += unpaidPrincipal(row)
    book.lateInterestFen += unpaidInterest(row)
  }
}

export const unpaidPrincipal = (r: BookRow): Fen => r.line.principalFen - r.paidPrincipalFen - r.movedFen
export const unpaidInterest = (r: BookRow): Fen => r.line.interestFen - r.paidInterestFen

/** Works out anew what a day of being late costs, and cuts the charges where that has changed. */
export function restepArrears(book: Book, day: SerialDay): void {
  restep(book.penalty, day, penaltyStep(book), book.den)
  restep(book.compound, day, compoundStep(book, day), book.den)
}

/**
 * Overdue principal at its uplifted rate; misused money at the higher of the two uplifts where it is overdue, and with
 * its uplift alone on top of the plan's interest where it is not (§5.6.4: never both).
 */
function penaltyStep(book: Book): bigint {
  const { terms, latePrincipalFen: late, misusedFen } = book
  const misusedLate = least(misusedFen, late)
  const misusedElse = least(misusedFen - misusedLate, outstanding(book) - late)
  const higher = Math.max(terms.upliftPpm, terms.misuseUpliftPpm)
  const weighted =
    (late - misusedLate) * BigInt(1_000_000 + terms.upliftPpm) +
    misusedLate * BigInt(1_000_000 + higher) +
    misusedElse * BigInt(terms.misuseUpliftPpm)
  return weighted * BigInt(book.walk.ratePpm)
}

/** Unpaid interest, and posted penalty where the bank compounds it: the contract rate in the term, then the uplifted one. */
function compoundStep(book: Book, day: SerialDay): bigint {
  const { terms, penalty, compound } = book
  const base = book.lateInterestFen + (terms.compoundOnPenalty ? penalty.postedFen + compound.postedFen : 0n)
  return base * BigInt(book.walk.ratePpm) * BigInt(day >= book.turn ? 1_000_000 + terms.upliftPpm : 1_000_000)
}

const least = (a: Fen, b: Fen): Fen => (a < b ? a : b)

/** Principal lent and not repaid. */
export function outstanding(book: Book): Fen {
  return book.drawnFen - book.paid.principalFen
}

/** What a loan comes to on the day its book stands on. */
export type Position = {
  on: SerialDay
  principalFen: Fen
  /** fallen due and unpaid */
  principalDueFen: Fen
  interestDueFen: Fen
  /** interest of instalments whose days are over but whose due date moved off a day off */
  interestRipeFen: Fen
  /** interest run in the present period */
  interestRunningFen: Fen
  penaltyFen: Fen
  compoundFen: Fen
  costsFen: Fen
  suspenseFen: Fen
  /** principal, interest, penalty, compound interest and costs to be paid today */
  totalDueFen: Fen
  oldestDue: SerialDay | null
  dpd: number
  ratePpm: number
  running: Running | null
}

/** Fallen due; of a loan that was written off all is claimed, also what was waiting for a working day. */
export function isDue(book: Book, row: BookRow): boolean {
  return book.writtenOff || row.due <= book.on
}

export function positionOf(book: Book): Position {
  const { on, den } = book
  let [principalDueFen, interestDueFen, interestRipeFen] = [0n, 0n, 0n]
  let oldestDue: SerialDay | null = null
  for (const row of openRows(book)) {
    const [p, i] = [unpaidPrincipal(row), unpaidInterest(row)]
    if (!isDue(book, row)) interestRipeFen += i
    else {
      principalDueFen += p
      interestDueFen += i
      const since = Math.min(row.due, on)
      if (p + i > 0n && (oldestDue === null || since < oldestDue)) oldestDue = since
    }
  }
  const running = book.writtenOff ? null : runningInterest(book.walk)
  const penaltyFen = owedOf(book.penalty, on, den)
  const compoundFen = owedOf(book.compound, on, den)
  return {
    on,
    principalFen: outstanding(book),
    principalDueFen,
    interestDueFen,
    interestRipeFen,
    interestRunningFen: running ? runningOn(running, on) : 0n,
    penaltyFen,
    compoundFen,
    costsFen: book.costsFen,
    suspenseFen: book.suspenseFen,
    totalDueFen: principalDueFen + interestDueFen + penaltyFen + compoundFen + book.costsFen,
    oldestDue,
    dpd: oldestDue === null ? 0 : on - oldestDue,
    ratePpm: book.walk.ratePpm,
    running,
  }
}

/** Interest run up to a day: evenly by actual days, and exactly what will be posted on the last of them. */
export function runningOn(r: Running, on: SerialDay): Fen {
  if (on >= r.to) return r.fullFen
  if (on <= r.from) return r.baseFen
  return r.baseFen + (2n * r.step * BigInt(on - r.from) + r.den) / (2n * r.den)
}

/** All interest that the loan has borne up to the day: posted lines and what runs. */
export function interestCharged(book: Book): Fen {
  let sum = 0n
  for (const row of book.rows) sum += row.line.interestFen
  const running = book.writtenOff ? null : runningInterest(book.walk)
  return running ? sum + runningOn(running, book.on) : sum
}

/** The instalments still to come, as the plan stands. */
export function linesAhead(book: Book): ScheduleLine[] {
  if (book.writtenOff) return []
  const ahead = copyWalk(book.walk)
  walkTo(ahead, Number.POSITIVE_INFINITY)
  return ahead.lines.slice(book.walk.lines.length)
}
