/** What each event does to a loan's book. Expects the book to stand on the event's day; refuses what cannot be. */
import { type Fen, maxFen, sumFen } from '@/lib/platform/money'
import { type Allocation, allocate, type Due, orderFor } from './allocation'
import {
  advance,
  type Book,
  type BookRow,
  isDue,
  makeLate,
  openBook,
  openRows,
  outstanding,
  positionOf,
  restepArrears,
  takeLines,
  turnOf,
  unpaidInterest,
  unpaidPrincipal,
} from './book'
import { owedOf, restep, takeOff } from './charge'
import type { BookTerms, LoanEvent, LoanFact } from './loan-events'
import { fromSerial, type SerialDay } from './serial-day'
import { interestOn } from './walk'
import { change } from './walk-change'

/** Why an event cannot have happened. */
export type BookRefusal = {
  code:
    | 'E_BEFORE_LOAN'
    | 'E_SUSPENSE_TOO_SMALL'
    | 'E_WAIVER_TOO_LARGE'
    | 'E_PLAN_ENDED'
    | 'E_MATURITY_PASSED'
    | 'E_WRITTEN_OFF'
  event: string
  params: { available?: Fen; on?: string }
}

/** How a payment was shared out, beyond the instalments it paid: a prepayment and what went into suspense. */
export type Shared = Allocation & { event: string; prepaidFen: Fen; prepaidInterestFen: Fen }

export type Told = { ok: true; book: Book; shared: Shared[] } | { ok: false; refusal: BookRefusal }

/** Tells a loan's life up to a day: the same events always give the same book. */
export function tell(terms: BookTerms, events: readonly LoanEvent[], upTo: SerialDay): Told {
  const book = openBook(terms)
  const shared: Shared[] = []
  const inOrder = events
    .map((event, place) => ({ event, place }))
    .sort((a, b) => a.event.on - b.event.on || a.place - b.place)
  for (const { event } of inOrder) {
    if (event.on > upTo) break
    if (event.on < book.on) return { ok: false, refusal: { code: 'E_BEFORE_LOAN', event: event.id, params: {} } }
    advance(book, event.on)
    const result = happen(book, event)
    if (result && 'code' in result) return { ok: false, refusal: { ...result, event: event.id } }
    if (result) shared.push({ ...result, event: event.id })
  }
  advance(book, upTo)
  return { ok: true, book, shared }
}

type Refused = Omit<BookRefusal, 'event'>
type SharedNow = Omit<Shared, 'event'>
const refused = (code: BookRefusal['code'], params: BookRefusal['params'] = {}): Refused => ({ code, params })

/** Applies one event on its day. */
export function happen(book: Book, event: LoanEvent): SharedNow | Refused | null {
  if (book.writtenOff && event.kind !== 'PAY' && event.kind !== 'REFUND' && event.kind !== 'COST')
    return refused('E_WRITTEN_OFF')
  const day = event.on
  switch (event.kind) {
    case 'PAY':
      return pay(book, event)
    case 'REFUND':
      if (event.amountFen > book.suspenseFen) return refused('E_SUSPENSE_TOO_SMALL', { available: book.suspenseFen })
      book.suspenseFen -= event.amountFen
      return null
    case 'COST':
      book.costsFen += event.amountFen
      return null
    case 'WAIVE':
      return waive(book, event)
    case 'MISUSE':
      book.misusedFen = event.amountFen
      restepArrears(book, day)
      return null
    case 'WRITE_OFF':
      return writeOff(book)
    default:
      return changePlan(book, event)
  }
}

/** The dues of a day in the form that the allocation takes: penalty and compound interest first, of no instalment. */
export function duesOf(book: Book): Due[] {
  const { on, den } = book
  const owed = {
    penaltyFen: owedOf(book.penalty, on, den),
    compoundFen: owedOf(book.compound, on, den),
  }
  const dues: Due[] = []
  if (owed.penaltyFen + owed.compoundFen > 0n)
    dues.push({ no: 0, dueDate: book.terms.startDate, ...owed, interestFen: 0n, principalFen: 0n })
  for (const row of openRows(book)) {
    if (!isDue(book, row)) continue
    dues.push({
      no: row.line.no,
      dueDate: row.line.dueDate,
      penaltyFen: 0n,
      compoundFen: 0n,
      interestFen: unpaidInterest(row),
      principalFen: unpaidPrincipal(row),
    })
  }
  return dues
}

function pay(book: Book, event: LoanEvent & { kind: 'PAY' }): SharedNow | Refused {
  const { on, terms } = book
  if (event.fromSuspense) {
    if (event.amountFen > book.suspenseFen) return refused('E_SUSPENSE_TOO_SMALL', { available: book.suspenseFen })
    book.suspenseFen -= event.amountFen
  }
  const order = terms.principalFirstAfter90 ? orderFor(terms, positionOf(book).dpd) : terms.allocation
  const a = allocate(event.amountFen, { costsFen: book.costsFen, dues: duesOf(book) }, order)
  book.costsFen -= a.costsFen
  book.paid.costsFen += a.costsFen
  takeOff(book.penalty, on, a.penaltyFen, book.den)
  book.paid.penaltyFen += a.penaltyFen
  takeOff(book.compound, on, a.compoundFen, book.den)
  book.paid.compoundFen += a.compoundFen
  for (const line of a.lines)
    if (line.no > 0) payRow(book, book.rows[line.no - 1]!, line.interestFen, line.principalFen)
  let left = a.surplusFen
  let prepaid = { prepaidFen: 0n, prepaidInterestFen: 0n }
  if (event.prepay && left > 0n && !book.writtenOff) {
    left = payRipe(book, left, a)
    prepaid = prepay(book, event.on, left, event.prepay)
    left -= prepaid.prepaidFen + prepaid.prepaidInterestFen
  }
  book.suspenseFen += left
  if (!book.writtenOff) restepArrears(book, on)
  return { ...a, ...prepaid, surplusFen: left }
}

function payRow(book: Book, row: BookRow, interestFen: Fen, principalFen: Fen): void {
  row.paidInterestFen += interestFen
  row.paidPrincipalFen += principalFen
  book.paid.interestFen += interestFen
  book.paid.principalFen += principalFen
  if (row.late) {
    book.lateInterestFen -= interestFen
    book.latePrincipalFen -= principalFen
  }
  if (unpaidInterest(row) === 0n && unpaidPrincipal(row) === 0n) row.clearedOn = book.on
}

/** Before a prepayment: instalments whose days are over and that only wait for a working day. */
function payRipe(book: Book, amountFen: Fen, a: Allocation): Fen {
  let left = amountFen
  for (const row of openRows(book)) {
    if (row.due <= book.on) continue
    const interestFen = left < unpaidInterest(row) ? left : unpaidInterest(row)
    left -= interestFen
    const principalFen = left < unpaidPrincipal(row) ? left : unpaidPrincipal(row)
    left -= principalFen
    if (interestFen + principalFen === 0n) continue
    payRow(book, row, interestFen, principalFen)
    a.interestFen += interestFen
    a.principalFen += principalFen
    a.lines.push({
      no: row.line.no,
      dueDate: row.line.dueDate,
      penaltyFen: 0n,
      compoundFen: 0n,
      interestFen,
      principalFen,
      cleared: row.clearedOn !== null,
    })
  }
  return left
}

/** As much principal as the money pays together with the interest on the whole balance to the day; nothing if it does not. */
function prepay(book: Book, on: SerialDay, amountFen: Fen, after: 'KEEP_TERM' | 'KEEP_INSTALMENT') {
  const { walk } = book
  const interestFen = interestOn(walk, on)
  const principalFen = amountFen - interestFen < walk.balanceFen ? amountFen - interestFen : walk.balanceFen
  if (principalFen <= 0n) return { prepaidFen: 0n, prepaidInterestFen: 0n }
  change(walk, { type: 'PREPAY', date: fromSerial(on), amountFen: principalFen, after })
  takeLines(book)
  payRow(book, book.rows.at(-1)!, interestFen, principalFen)
  return { prepaidFen: principalFen, prepaidInterestFen: interestFen }
}

function waive(book: Book, event: LoanEvent & { kind: 'WAIVE' }): Refused | null {
  const { on, den } = book
  const over = maxFen(
    event.penaltyFen - owedOf(book.penalty, on, den),
    event.compoundFen - owedOf(book.compound, on, den),
  )
  if (over > 0n) return refused('E_WAIVER_TOO_LARGE', { available: over })
  takeOff(book.penalty, on, event.penaltyFen, den)
  takeOff(book.compound, on, event.compoundFen, den)
  book.waived.penaltyFen += event.penaltyFen
  book.waived.compoundFen += event.compoundFen
  restepArrears(book, on)
  return null
}

/** Nothing runs any more; what was owed stays as a claim, and payments still pay it. */
function writeOff(book: Book): null {
  const { on, den, walk } = book
  change(walk, { type: 'CALL', date: fromSerial(on) })
  takeLines(book)
  restep(book.penalty, on, 0n, den)
  restep(book.compound, on, 0n, den)
  book.writtenOff = true
  return null
}

type PlanFact = Extract<LoanFact, { kind: 'DRAW' | 'RATE' | 'REPLAN' | 'CALL' }>

function changePlan(book: Book, event: { id: string; on: SerialDay } & PlanFact): Refused | null {
  const { walk, on } = book
  const date = fromSerial(on)
  const ended = walk.index >= walk.periods.length
  switch (event.kind) {
    case 'DRAW':
      if (ended) return refused('E_PLAN_ENDED', { on: date.toString() })
      change(walk, { type: 'DRAW', date, amountFen: event.amountFen, after: event.after })
      book.drawnFen += event.amountFen
      break
    case 'RATE':
      if (ended) walk.ratePpm = event.annualRatePpm
      else change(walk, { type: 'RATE_CHANGE', date, annualRatePpm: event.annualRatePpm, after: event.after })
      break
    case 'REPLAN': {
      const addFen = event.takeOverdue ? takeOverdue(book) : 0n
      if (walk.balanceFen + addFen === 0n) return refused('E_PLAN_ENDED', { on: date.toString() })
      const maturityDate = event.terms.maturityDate ?? book.terms.maturityDate
      if (Temporal.PlainDate.compare(maturityDate, date) <= 0)
        return refused('E_MATURITY_PASSED', { on: date.toString() })
      change(walk, { type: 'REPLAN', date, terms: { ...event.terms, maturityDate }, addFen })
      book.terms = { ...book.terms, maturityDate }
      book.turn = turnOf(book.terms)
      break
    }
    case 'CALL':
      if (outstanding(book) === 0n) return refused('E_PLAN_ENDED', { on: date.toString() })
      change(walk, { type: 'CALL', date })
      takeLines(book)
      book.turn = Math.min(book.turn, on)
      makeLate(book)
      break
  }
  restepArrears(book, on)
  return null
}

/** Overdue principal leaves its instalments; they stay open for their interest. */
function takeOverdue(book: Book): Fen {
  const moved: Fen[] = []
  for (const row of openRows(book)) {
    if (row.due > book.on) continue
    const fen = unpaidPrincipal(row)
    row.movedFen += fen
    if (row.late) book.latePrincipalFen -= fen
    if (unpaidInterest(row) === 0n) row.clearedOn = book.on
    moved.push(fen)
  }
  return sumFen(moved)
}
