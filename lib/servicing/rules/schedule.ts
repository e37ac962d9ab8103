/**
 * The repayment schedule of a loan (§5.5, §5.6): who owes what, when, down to days × rate × balance.
 *
 * Conventions, beside those of `due-dates.ts` and `day-count.ts`:
 * - Interest is posted once a due date and rounded half up to the fen there; the last instalment takes what is left.
 * - ANNUITY: the instalment is solved from the real factors of its periods, broken ones by their days, so that all but
 *   the last are equal. EQUAL_PRINCIPAL: principal ÷ number of due dates. BULLET: interest on each due date, principal
 *   at maturity. INTEREST_AT_MATURITY and REVOLVING: interest with the principal.
 * - An event counts from the beginning of its day; on a due date the instalment of that day comes first.
 * - A prepayment is a line of its own: the principal given, and the interest on the whole balance to that day.
 *   A change of rate or a draw makes no line; the next due date posts the interest before and after it together.
 * - KEEP_TERM works the instalment out again over the due dates that remain (the cut period at its real factor).
 *   KEEP_INSTALMENT keeps the instalment (of EQUAL_PRINCIPAL: its principal part) and ends the loan sooner; what that
 *   leaves at maturity falls due with the last instalment, because only a new agreement can move the maturity.
 * - A principal part is never negative: where interest alone exceeds the instalment, the interest is due.
 * - Grace: the first due dates carry interest only. Balloon: principal left to the last due date.
 */
import { nextWorkingDay, type PlainDate } from '@/lib/platform/dates'
import { type Fen, maxFen, minFen, type Ppm, toYuan } from '@/lib/platform/money'
import { roundRatio } from '@/lib/platform/ratio'
import { type Accrual, accrualWithin, type Clock, exactSum, postedInterest } from './accrual'
import { countDays, yearParts, yearUnit } from './day-count'
import { type Period, periodsOf, planUnit } from './due-dates'
import { levelInstalment } from './instalment'
import type { AfterEvent, LoanTerms, ScheduleEvent } from './loan-terms'
import { fromSerial, type SerialDay, toSerial } from './serial-day'

export type ScheduleLine = {
  no: number
  kind: 'INSTALMENT' | 'PREPAYMENT'
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

export type Schedule = {
  lines: ScheduleLine[]
  levels: Level[]
  totals: { principalFen: Fen; interestFen: Fen; totalFen: Fen }
  /** denominator of the accruals' parts */
  unit: number
}

export type ScheduleViolation = {
  code: 'E_EVENT_OUTSIDE_TERM' | 'E_PREPAY_OVER_BALANCE'
  /** place of the event in the terms */
  event: number
  params: { date: string; amount?: string; balance?: string }
}

export type ScheduleResult = { ok: true; schedule: Schedule } | { ok: false; violation: ScheduleViolation }

type Dated = { at: SerialDay; place: number; event: ScheduleEvent }

/** The walk through the periods: what is owed now, and what has been written down so far. */
type Walk = {
  terms: LoanTerms
  clock: Clock
  periods: Period[]
  balanceFen: Fen
  ratePpm: Ppm
  accruals: Accrual[]
  /** the period we stand in, and the day inside it up to which interest has been counted */
  index: number
  countedTo: SerialDay
  /** the period whose due date closes the loan */
  last: number
  levelFen: Fen | null
  lines: ScheduleLine[]
  levels: Level[]
}

/**
 * Builds the schedule. Expects terms with maturity after start and amounts ≥ 0; refuses events outside the term
 * (start ≤ date < maturity) and prepayments above the balance.
 */
export function buildSchedule(terms: LoanTerms): ScheduleResult {
  const events = inOrder(terms.events)
  const start = toSerial(terms.startDate)
  const maturity = toSerial(terms.maturityDate)
  const stray = events.find((e) => e.at < start || e.at >= maturity)
  if (stray) return refusal('E_EVENT_OUTSIDE_TERM', stray)
  const walk = begin(terms)
  let next = 0
  for (const [index, period] of walk.periods.entries()) {
    walk.index = index
    walk.countedTo = period.from
    if (index === firstAmortising(walk) && walk.balanceFen > 0n) setLevel(walk)
    for (let e = events[next]; e && e.at < period.to; e = events[++next]) {
      if (e.event.type === 'PREPAY' && e.event.amountFen > walk.balanceFen) {
        return refusal('E_PREPAY_OVER_BALANCE', e, walk.balanceFen)
      }
      count(walk, e.at)
      apply(walk, e)
    }
    count(walk, period.to)
    if (walk.balanceFen > 0n && isPosted(walk)) postInstalment(walk)
  }
  return { ok: true, schedule: close(walk) }
}

/** By day; on one day a new rate, then draws, then prepayments, so that the order given does not matter. */
function inOrder(events: readonly ScheduleEvent[]): Dated[] {
  const rank = { RATE_CHANGE: 0, DRAW: 1, PREPAY: 2 }
  return events
    .map((event, place) => ({ at: toSerial(event.date), place, event }))
    .sort((a, b) => a.at - b.at || rank[a.event.type] - rank[b.event.type] || a.place - b.place)
}

function refusal(code: ScheduleViolation['code'], e: Dated, balanceFen?: Fen): ScheduleResult {
  const params: ScheduleViolation['params'] = { date: e.event.date.toString() }
  if (e.event.type !== 'RATE_CHANGE' && balanceFen !== undefined) {
    params.amount = toYuan(e.event.amountFen)
    params.balance = toYuan(balanceFen)
  }
  return { ok: false, violation: { code, event: e.place, params } }
}

function begin(terms: LoanTerms): Walk {
  const { dayCount, interestBasis, frequency } = terms
  const unit = planUnit(dayCount, frequency)
  // interest that is paid at the end and counted by days needs no due dates in between
  const periods = settlesAtEnd(terms) && interestBasis === 'DAILY' ? [wholeTerm(terms, unit)] : periodsOf(terms)
  return {
    terms,
    clock: { dayCount, interestBasis, unit },
    periods,
    balanceFen: terms.principalFen,
    ratePpm: terms.annualRatePpm,
    accruals: [],
    index: 0,
    countedTo: toSerial(terms.startDate),
    last: periods.length - 1,
    levelFen: null,
    lines: [],
    levels: [],
  }
}

function wholeTerm(t: LoanTerms, unit: number): Period {
  const from = toSerial(t.startDate)
  const to = toSerial(t.maturityDate)
  return { from, to, whole: false, parts: yearParts(t.dayCount, from, to) * (unit / yearUnit(t.dayCount)) }
}

function settlesAtEnd(t: LoanTerms): boolean {
  return t.method === 'INTEREST_AT_MATURITY' || t.method === 'REVOLVING'
}

function isPosted(w: Walk): boolean {
  return !settlesAtEnd(w.terms) || w.index === w.last
}

/** Counts interest up to a day of the present period. */
function count(w: Walk, to: SerialDay): void {
  if (to > w.countedTo && w.balanceFen > 0n) w.accruals.push(stretch(w, w.countedTo, to))
  w.countedTo = to
}

function stretch(w: Walk, from: SerialDay, to: SerialDay): Accrual {
  return accrualWithin(w.periods[w.index]!, from, to, w, w.clock)
}

function apply(w: Walk, { at, event }: Dated): void {
  const wasEmpty = w.balanceFen === 0n
  const ratePpm = w.ratePpm
  if (event.type === 'RATE_CHANGE') w.ratePpm = event.annualRatePpm
  if (event.type === 'DRAW') w.balanceFen += event.amountFen
  if (event.type === 'PREPAY') {
    w.balanceFen -= event.amountFen
    post(w, 'PREPAYMENT', fromSerial(at), at, event.amountFen, postedInterest(w.accruals, w.clock.unit))
  }
  // a level of equal principal parts does not depend on the rate, and no level on a rate that stays the same
  const levelHolds = event.type === 'RATE_CHANGE' && (ratePpm === w.ratePpm || w.terms.method === 'EQUAL_PRINCIPAL')
  if (!levelHolds && w.balanceFen > 0n && w.index >= firstAmortising(w)) replan(w, event.after, wasEmpty)
}

/** After an event: a new level over the due dates that remain, or the same level and the end it now leads to. */
function replan(w: Walk, after: AfterEvent, wasEmpty: boolean): void {
  if (wasEmpty || w.levelFen === null) {
    w.last = w.periods.length - 1
    setLevel(w)
  } else if (after === 'KEEP_TERM') setLevel(w)
  else w.last = runOut(w)
}

/** The first due date with a principal part; none for loans that repay at maturity. */
function firstAmortising(w: Walk): number {
  const { method, gracePeriods } = w.terms
  return method === 'ANNUITY' || method === 'EQUAL_PRINCIPAL' ? gracePeriods : Number.POSITIVE_INFINITY
}

function setLevel(w: Walk): void {
  const instalments = w.last - w.index + 1
  const { balloonFen } = w.terms
  if (w.terms.method === 'EQUAL_PRINCIPAL') {
    const toShare = maxFen(0n, w.balanceFen - balloonFen)
    w.levelFen = roundRatio({ num: toShare, den: BigInt(instalments) })
  } else {
    const interest = exactSum(toDueDate(w), w.clock.unit)
    w.levelFen = levelInstalment({
      owed: { num: w.balanceFen * interest.den + interest.num, den: interest.den },
      laterParts: w.periods.slice(w.index + 1, w.last + 1).map((p) => p.parts),
      unit: w.clock.unit,
      ratePpm: w.ratePpm,
      balloonFen,
    })
  }
  const level = { fromNo: w.lines.length + 1, amountFen: w.levelFen, ratePpm: w.ratePpm, instalments }
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
  let balanceFen = w.balanceFen
  let interestFen = postedInterest(toDueDate(w), w.clock.unit)
  for (let i = w.index; i < end; i++) {
    if (i > w.index) {
      const period = w.periods[i]!
      const at = { balanceFen, ratePpm: w.ratePpm }
      interestFen = postedInterest([accrualWithin(period, period.from, period.to, at, w.clock)], w.clock.unit)
    }
    balanceFen -= principalPart(w, balanceFen, interestFen)
    if (balanceFen === 0n) return i
  }
  return end
}

/** The principal of a due date before the last: what the level leaves after interest, within what is owed. */
function principalPart(w: Walk, balanceFen: Fen, interestFen: Fen): Fen {
  if (w.levelFen === null) return 0n
  const wanted = w.terms.method === 'ANNUITY' ? w.levelFen - interestFen : w.levelFen
  return maxFen(0n, minFen(wanted, balanceFen - w.terms.balloonFen))
}

function postInstalment(w: Walk): void {
  const { terms, balanceFen } = w
  const interestFen = postedInterest(w.accruals, w.clock.unit)
  const principalFen = w.index >= w.last ? balanceFen : principalPart(w, balanceFen, interestFen)
  w.balanceFen -= principalFen
  const { to } = w.periods[w.index]!
  const day = fromSerial(to)
  const dueDate = terms.holidayShift === 'NEXT' ? nextWorkingDay(day, terms.calendar) : day
  post(w, 'INSTALMENT', dueDate, to, principalFen, interestFen)
}

/** Writes a line for the interest counted so far, and starts counting anew. */
function post(
  w: Walk,
  kind: ScheduleLine['kind'],
  dueDate: PlainDate,
  to: SerialDay,
  principalFen: Fen,
  interestFen: Fen,
): void {
  const from = w.accruals[0]?.from ?? to
  w.lines.push({
    no: w.lines.length + 1,
    kind,
    dueDate,
    interestTo: fromSerial(to),
    days: countDays(w.terms.dayCount, from, to),
    principalFen,
    interestFen,
    totalFen: principalFen + interestFen,
    balanceFen: w.balanceFen,
    accruals: w.accruals,
  })
  w.accruals = []
}

function close(w: Walk): Schedule {
  let principalFen = 0n
  let interestFen = 0n
  for (const line of w.lines) {
    principalFen += line.principalFen
    interestFen += line.interestFen
  }
  const totals = { principalFen, interestFen, totalFen: principalFen + interestFen }
  return { lines: w.lines, levels: w.levels, totals, unit: w.clock.unit }
}
