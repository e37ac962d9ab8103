/**
 * The walk of a loan's plan through time: it stands on a day, knows what is owed, writes a line for every due date it
 * passes, and takes what changes the plan on the day it happens. `schedule.ts` runs it from end to end; the loan's book
 * (`book.ts`) stops it wherever something was paid.
 *
 * Amounts inside are whole fen in a `number`, which is exact up to 9·10¹⁵ (90 billion yuan) and several times as fast as
 * bigint; products that leave that range are worked out in bigint. What comes out is bigint.
 */
import { nextWorkingDay, type PlainDate, type WorkingCalendar } from '@/lib/platform/dates'
import { type Fen, maxFen, type Ppm } from '@/lib/platform/money'
import { roundRatio } from '@/lib/platform/ratio'
import { type Accrual, accrualWithin, type Clock, exactSum, postedInterest, postedWhole } from './accrual'
import { countDays, yearParts, yearUnit } from './day-count'
import { type Period, periodsAfter, periodsOf, planUnit } from './due-dates'
import { levelInstalment } from './instalment'
import type { AfterEvent, LoanTerms, PlanEvent, Replan, ScheduleEvent } from './loan-terms'
import { fromSerial, type SerialDay, toSerial } from './serial-day'

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

/**
 * Applies a change of the plan on its day. Expects to have walked there (the instalment of that day comes first), the
 * plan not to have ended, and a prepayment not above the balance.
 */
export function change(w: Walk, event: PlanEvent): void {
  const at = toSerial(event.date)
  count(w, at)
  if (event.type === 'CALL') callIn(w, at)
  else if (event.type === 'REPLAN') replaceTerms(w, at, event)
  else adjust(w, at, event)
}

function adjust(w: Walk, at: SerialDay, event: ScheduleEvent): void {
  const wasEmpty = w.balance === 0
  const { ratePpm } = w
  if (event.type === 'RATE_CHANGE') w.ratePpm = event.annualRatePpm
  if (event.type === 'DRAW') setBalance(w, w.balance + whole(event.amountFen))
  if (event.type === 'PREPAY') {
    const interest = interestSoFar(w)
    setBalance(w, w.balance - whole(event.amountFen))
    const day = { kind: 'PREPAYMENT' as const, dueDate: event.date, interestTo: event.date }
    post(w, day, at, whole(event.amountFen), interest)
  }
  // a level of equal principal parts does not depend on the rate, and no level on a rate that stays the same
  const levelHolds = event.type === 'RATE_CHANGE' && (ratePpm === w.ratePpm || w.terms.method === 'EQUAL_PRINCIPAL')
  if (!levelHolds && w.balance > 0 && w.index >= w.firstAmortising) replan(w, event.after, wasEmpty)
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

/** Sums that no bank owes: money times rate times a century. Whoever lets people ask for them says so to them. */
export class BeyondCounting extends RangeError {}

function whole(fen: Fen): number {
  if (fen > MOST) throw new BeyondCounting('an amount above 90 trillion yuan')
  return Number(fen)
}
const MOST = BigInt(Number.MAX_SAFE_INTEGER)

function setBalance(w: Walk, balance: number): void {
  if (!Number.isSafeInteger(balance)) throw new BeyondCounting('a balance above 90 trillion yuan')
  w.balance = balance
  w.balanceFen = BigInt(balance)
}

function wholeTerm(t: LoanTerms, unit: number): Period {
  const from = toSerial(t.startDate)
  const to = toSerial(t.maturityDate)
  return { from, to, whole: false, parts: yearParts(t.dayCount, from, to) * (unit / yearUnit(t.dayCount)) }
}

function settlesAtEnd(t: LoanTerms): boolean {
  return t.method === 'INTEREST_AT_MATURITY' || t.method === 'REVOLVING'
}

function amortises(t: LoanTerms): boolean {
  return t.method === 'ANNUITY' || t.method === 'EQUAL_PRINCIPAL'
}

function isPosted(w: Walk): boolean {
  return !settlesAtEnd(w.terms) || w.index === w.last
}

/** Counts interest up to a day of the present period. */
function count(w: Walk, to: SerialDay): void {
  if (to > w.countedTo && w.balance > 0) w.accruals.push(stretch(w, w.countedTo, to))
  w.countedTo = to
}

function stretch(w: Walk, from: SerialDay, to: SerialDay): Accrual {
  return accrualWithin(w.periods[w.index]!, from, to, w, w.clock)
}

/** What the counted interest comes to, rounded to the fen. */
function interestSoFar(w: Walk): number {
  const { accruals } = w
  if (accruals.length === 0) return 0
  const only = accruals.length === 1 && accruals[0]!.balanceFen === w.balanceFen
  const quick = only ? postedWhole(w.balance, accruals[0]!, w.clock.unit) : null
  return quick ?? whole(postedInterest(accruals, w.clock.unit))
}

/** After an event: a new level over the due dates that remain, or the same level and the end it now leads to. */
function replan(w: Walk, after: AfterEvent, wasEmpty: boolean): void {
  if (wasEmpty || w.level === null) {
    w.last = w.periods.length - 1
    setLevel(w)
  } else if (after === 'KEEP_TERM') setLevel(w)
  else w.last = runOut(w)
}

function setLevel(w: Walk): void {
  const instalments = w.last - w.index + 1
  const { balloonFen } = w.terms
  let amountFen: Fen
  if (w.terms.method === 'EQUAL_PRINCIPAL') {
    const toShare = maxFen(0n, w.balanceFen - balloonFen)
    amountFen = roundRatio({ num: toShare, den: BigInt(instalments) })
  } else {
    const interest = exactSum(toDueDate(w), w.clock.unit)
    amountFen = levelInstalment({
      owed: { num: w.balanceFen * interest.den + interest.num, den: interest.den },
      laterParts: w.periods.slice(w.index + 1, w.last + 1).map((p) => p.parts),
      unit: w.clock.unit,
      ratePpm: w.ratePpm,
      balloonFen,
    })
  }
  w.level = whole(amountFen)
  const level = { fromNo: w.lines.length + 1, amountFen, ratePpm: w.ratePpm, instalments }
  if (w.levels.at(-1)?.fromNo === level.fromNo) w.levels.pop()
  w.levels.push(level)
}

/** Interest not posted yet, and what will run to the next due date if nothing else happens. */
function toDueDate(w: Walk): Accrual[] {
  const { to } = w.periods[w.index]!
  return to > w.countedTo ? [...w.accruals, stretch(w, w.countedTo, to)] : w.accruals
}

/** The period in which the present level pays the balance off, at the latest the one of maturity. */
function runOut(w: Walk): number {
  const end = w.periods.length - 1
  if (w.terms.balloonFen > 0n) return end
  let { balance } = w
  let interest = whole(postedInterest(toDueDate(w), w.clock.unit))
  for (let i = w.index; i < end; i++) {
    if (i > w.index) {
      const period = w.periods[i]!
      const at = { balanceFen: BigInt(balance), ratePpm: w.ratePpm }
      const accrual = accrualWithin(period, period.from, period.to, at, w.clock)
      interest = postedWhole(balance, accrual, w.clock.unit) ?? whole(postedInterest([accrual], w.clock.unit))
    }
    balance -= principalPart(w, balance, interest)
    if (balance === 0) return i
  }
  return end
}

/** The principal of a due date before the last: what the level leaves after interest, within what is owed. */
function principalPart(w: Walk, balance: number, interest: number): number {
  if (w.level === null) return 0
  const wanted = w.terms.method === 'ANNUITY' ? w.level - interest : w.level
  return Math.max(0, Math.min(wanted, balance - whole(w.terms.balloonFen)))
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

/** All that is left falls due on the day, and the plan ends with it. */
function callIn(w: Walk, at: SerialDay): void {
  const interest = interestSoFar(w)
  const { balance } = w
  setBalance(w, 0)
  const day = fromSerial(at)
  if (balance > 0 || interest > 0) post(w, { kind: 'CALLED', dueDate: day, interestTo: day }, at, balance, interest)
  w.index = w.periods.length
}

/** New terms from a day on: the line under way keeps what it has counted, the due dates after it are set anew. */
function replaceTerms(w: Walk, at: SerialDay, { terms: changed, addFen }: Replan): void {
  const from = w.periods[w.index]?.from ?? at
  const { startDate } = w.terms
  const ownDay = w.terms.frequency === 'WEEKLY' ? startDate.dayOfWeek : startDate.day
  const repaymentDay = w.terms.repaymentDay ?? ownDay
  w.terms = { ...w.terms, repaymentDay, firstDueDate: null, ...changed }
  const { dayCount, interestBasis, frequency } = w.terms
  w.clock = { dayCount, interestBasis, unit: w.clock.unit }
  if (planUnit(dayCount, frequency) !== w.clock.unit) throw new RangeError('a plan keeps its weeks or its months')
  const ahead = { ...w.terms, startDate: fromSerial(from) }
  const atEnd = settlesAtEnd(ahead) && interestBasis === 'DAILY'
  w.periods = [...w.periods.slice(0, w.index), ...(atEnd ? [wholeTerm(ahead, w.clock.unit)] : periodsAfter(ahead, at))]
  w.last = w.periods.length - 1
  w.firstAmortising = amortises(w.terms) ? w.index + w.terms.gracePeriods : Number.POSITIVE_INFINITY
  w.level = null
  if (changed.annualRatePpm !== undefined) w.ratePpm = changed.annualRatePpm
  setBalance(w, w.balance + whole(addFen))
  if (w.index === w.firstAmortising && w.balance > 0) setLevel(w)
}

/** Writes a line for the interest counted so far, and starts counting anew. */
function post(
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
