/**
 * The walk of a loan's plan through time: it stands on a day, knows what is owed, writes a line for every due date it
 * passes, and takes what changes the plan on the day it happens. `schedule.ts` runs it from end to end; the loan's book
 * (`book.ts`) stops it wherever something was paid.
 */
import { nextWorkingDay, type PlainDate, type WorkingCalendar } from '@/lib/platform/dates'
import type { Fen } from '@/lib/platform/money'
import { type Accrual, postedInterest } from './accrual'
import { periodsOf, planUnit } from './due-dates'
import type { LoanTerms } from './loan-terms'
import { amortises, settlesAtEnd, wholeTerm } from './plan-periods'
import { fromSerial, type SerialDay } from './serial-day'
import { principalPart, setLevel } from './walk-level'
import { count, interestSoFar, post, setBalance, stretch, type Walk, whole } from './walk-state'

export function openWalk(terms: LoanTerms): Walk {
  const { dayCount, interestBasis, frequency } = terms
  const unit = planUnit(dayCount, frequency)
  // interest that is paid at the end and counted by days needs no due dates in between
  const periods = settlesAtEnd(terms) && interestBasis === 'DAILY' ? [wholeTerm(terms, unit)] : periodsOf(terms)
  const walk: Walk = {
    terms,
    clock: { dayCount, interestBasis, unit },
    periods,
    balance: 0,
    balanceFen: 0n,
    ratePpm: terms.annualRatePpm,
    accruals: [],
    index: 0,
    countedTo: periods[0]!.from,
    firstAmortising: amortises(terms) ? terms.gracePeriods : Number.POSITIVE_INFINITY,
    last: periods.length - 1,
    level: null,
    lines: [],
    levels: [],
    principalSum: 0,
    interestSum: 0,
  }
  setBalance(walk, whole(terms.principalFen))
  if (walk.firstAmortising === 0 && walk.balance > 0) setLevel(walk)
  return walk
}

/** A copy that walks on by itself: to see what lies ahead without going there. */
export function copyWalk(w: Walk): Walk {
  return { ...w, periods: w.periods, accruals: [...w.accruals], lines: [...w.lines], levels: [...w.levels] }
}

/** Walks to a day: every due date up to and including it writes its line. */
export function walkTo(w: Walk, day: SerialDay): void {
  for (let period = w.periods[w.index]; period && period.to <= day; period = w.periods[w.index]) {
    count(w, period.to)
    if (w.balance > 0 && isPosted(w)) postInstalment(w)
    w.index++
    w.countedTo = period.to
    if (w.index === w.firstAmortising && w.balance > 0 && w.index < w.periods.length) setLevel(w)
  }
}

/** Interest counted up to a day of the present period and not yet posted, as it would be posted on that day. */
export function interestOn(w: Walk, day: SerialDay): Fen {
  if (day <= w.countedTo || w.balance === 0 || w.index >= w.periods.length)
    return postedInterest(w.accruals, w.clock.unit)
  return postedInterest([...w.accruals, stretch(w, w.countedTo, day)], w.clock.unit)
}

/** Interest runs evenly from a day on until the present period ends, or until something changes the plan. */
export type Running = {
  /** counted up to `from`, in fen */
  baseFen: Fen
  from: SerialDay
  /** the day on which the whole is posted, and how much that is */
  to: SerialDay
  fullFen: Fen
  /** a day's interest is step ÷ den fen */
  step: bigint
  den: bigint
}

/**
 * How interest runs now; null when none does. Expects to have walked to the present day, and a plan whose every period
 * ends with a line (interest at maturity is counted by days).
 */
export function runningInterest(w: Walk): Running | null {
  const period = w.periods[w.index]
  if (!period || w.balance === 0) return null
  const from = w.countedTo
  const { to } = period
  const baseFen = postedInterest(w.accruals, w.clock.unit)
  const ahead = stretch(w, from, to)
  return { baseFen, from, to, fullFen: postedInterest([...w.accruals, ahead], w.clock.unit), ...perDay(w, ahead) }
}

/** The daily part of a stretch, evenly by actual days, in lowest terms. */
export function perDay(w: Pick<Walk, 'clock'>, a: Accrual): { step: bigint; den: bigint } {
  const num = BigInt(a.ratePpm) * BigInt(a.parts)
  const den = 1_000_000n * BigInt(w.clock.unit) * BigInt(a.over) * BigInt(a.to - a.from)
  const g = gcd(num, den)
  return { step: (a.balanceFen * num) / g, den: den / g }
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b]
  while (y) [x, y] = [y, x % y]
  return x === 0n ? 1n : x
}

function isPosted(w: Walk): boolean {
  return !settlesAtEnd(w.terms) || w.index === w.last
}

function postInstalment(w: Walk): void {
  const interest = interestSoFar(w)
  const principal = w.index >= w.last ? w.balance : principalPart(w, w.balance, interest)
  setBalance(w, w.balance - principal)
  const { to } = w.periods[w.index]!
  const { holidayShift, calendar } = w.terms
  const day = fromSerial(to)
  const dueDate = holidayShift === 'NEXT' ? workingDayFrom(to, calendar) : day
  post(w, { kind: 'INSTALMENT', dueDate, interestTo: day }, to, principal, interest)
}

/** Schedules of one bank share most of their due dates: each is looked up once a calendar. */
const shifted = new WeakMap<WorkingCalendar, Map<SerialDay, PlainDate>>()

function workingDayFrom(day: SerialDay, calendar: WorkingCalendar): PlainDate {
  let known = shifted.get(calendar)
  if (!known) {
    known = new Map()
    shifted.set(calendar, known)
  }
  let found = known.get(day)
  if (!found) {
    found = nextWorkingDay(fromSerial(day), calendar)
    known.set(day, found)
  }
  return found
}
