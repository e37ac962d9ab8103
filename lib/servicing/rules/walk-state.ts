/**
 * The state of a walk through a loan's plan, and what every step of it does: count interest, post it, keep the balance.
 *
 * Amounts inside are whole fen in a `number`, which is exact up to 9·10¹⁵ (90 billion yuan) and several times as fast as
 * bigint; products that leave that range are worked out in bigint. What comes out is bigint.
 */
import type { PlainDate } from '@/lib/platform/dates'
import type { Fen, Ppm } from '@/lib/platform/money'
import { type Accrual, accrualWithin, type Clock, postedInterest, postedWhole } from './accrual'
import { countDays } from './day-count'
import type { Period } from './due-dates'
import type { LoanTerms } from './loan-terms'
import type { SerialDay } from './serial-day'

export type ScheduleLine = {
  no: number
  kind: 'INSTALMENT' | 'PREPAYMENT' | 'CALLED'
  /** the day to pay, moved off days off when the terms say so */
  dueDate: PlainDate
  /** the day up to which interest runs: the due date before any shift */
  interestTo: PlainDate
  /** days of interest by the loan's day count */
  days: number
  principalFen: Fen
  interestFen: Fen
  totalFen: Fen
  /** principal left after this line */
  balanceFen: Fen
  accruals: Accrual[]
}

/** The level amount in force from a line on: the instalment of an ANNUITY, the principal part of EQUAL_PRINCIPAL. */
export type Level = { fromNo: number; amountFen: Fen; ratePpm: Ppm; instalments: number }

export type Walk = {
  terms: LoanTerms
  clock: Clock
  periods: Period[]
  /** principal of the plan that no line has called yet, twice: to reckon with and to hand out */
  balance: number
  balanceFen: Fen
  ratePpm: Ppm
  /** interest counted and not yet posted */
  accruals: Accrual[]
  /** the period we stand in (its length: the plan has ended), and the day in it up to which interest has been counted */
  index: number
  countedTo: SerialDay
  /** the first period with a principal part, and the one whose due date closes the loan */
  firstAmortising: number
  last: number
  level: number | null
  lines: ScheduleLine[]
  levels: Level[]
  /** of all lines so far, in fen */
  principalSum: number
  interestSum: number
}

/** Sums that no bank owes: money times rate times a century. Whoever lets people ask for them says so to them. */
export class BeyondCounting extends RangeError {}

export function whole(fen: Fen): number {
  if (fen > MOST) throw new BeyondCounting('an amount above 90 trillion yuan')
  return Number(fen)
}
const MOST = BigInt(Number.MAX_SAFE_INTEGER)

export function setBalance(w: Walk, balance: number): void {
  if (!Number.isSafeInteger(balance)) throw new BeyondCounting('a balance above 90 trillion yuan')
  w.balance = balance
  w.balanceFen = BigInt(balance)
}

/** Counts interest up to a day of the present period. */
export function count(w: Walk, to: SerialDay): void {
  if (to > w.countedTo && w.balance > 0) w.accruals.push(stretch(w, w.countedTo, to))
  w.countedTo = to
}

export function stretch(w: Walk, from: SerialDay, to: SerialDay): Accrual {
  return accrualWithin(w.periods[w.index]!, from, to, w, w.clock)
}

/** What the counted interest comes to, rounded to the fen. */
export function interestSoFar(w: Walk): number {
  const { accruals } = w
  if (accruals.length === 0) return 0
  const only = accruals.length === 1 && accruals[0]!.balanceFen === w.balanceFen
  const quick = only ? postedWhole(w.balance, accruals[0]!, w.clock.unit) : null
  return quick ?? whole(postedInterest(accruals, w.clock.unit))
}

/** Writes a line for the interest counted so far, and starts counting anew. */
export function post(
  w: Walk,
  { kind, dueDate, interestTo }: Pick<ScheduleLine, 'kind' | 'dueDate' | 'interestTo'>,
  to: SerialDay,
  principal: number,
  interest: number,
): void {
  const from = w.accruals[0]?.from ?? to
  w.principalSum += principal
  w.interestSum += interest
  w.lines.push({
    no: w.lines.length + 1,
    kind,
    dueDate,
    interestTo,
    days: countDays(w.clock.dayCount, from, to),
    principalFen: BigInt(principal),
    interestFen: BigInt(interest),
    totalFen: BigInt(principal + interest),
    balanceFen: w.balanceFen,
    accruals: w.accruals,
  })
  w.accruals = []
}
