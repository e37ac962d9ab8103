/** What a schedule is made from: the terms of a loan and the events that changed it. Data only. */
import { type PlainDate, WEEKDAYS, type WorkingCalendar } from '@/lib/platform/dates'
import type { Fen, Ppm } from '@/lib/platform/money'
import type { DayCount } from './day-count'

/** Repayment codes (§5.5). REVOLVING is repaid at will: interest settles with each repayment and at the end. */
export const METHODS = ['ANNUITY', 'EQUAL_PRINCIPAL', 'BULLET', 'INTEREST_AT_MATURITY', 'REVOLVING'] as const
export type Method = (typeof METHODS)[number]

export const FREQUENCIES = ['WEEKLY', 'MONTHLY', 'QUARTERLY'] as const
export type Frequency = (typeof FREQUENCIES)[number]

/** PERIOD: the annual rate ÷ the periods of a year for a whole period, days for a broken one. DAILY: days always. */
export const INTEREST_BASES = ['PERIOD', 'DAILY'] as const
export type InterestBasis = (typeof INTEREST_BASES)[number]

/** NEXT: a due date on a day off moves to the next working day; the days of interest do not (§5.6.2). */
export const HOLIDAY_SHIFTS = ['NONE', 'NEXT'] as const
export type HolidayShift = (typeof HOLIDAY_SHIFTS)[number]

/** KEEP_TERM: the instalment is worked out again. KEEP_INSTALMENT: it stays, and the loan ends sooner. */
export const AFTER_EVENT = ['KEEP_TERM', 'KEEP_INSTALMENT'] as const
export type AfterEvent = (typeof AFTER_EVENT)[number]

/** What changed the loan on a day. `amountFen` is principal; the interest to the day comes on top of a prepayment. */
export type ScheduleEvent =
  | { type: 'PREPAY' | 'DRAW'; date: PlainDate; amountFen: Fen; after: AfterEvent }
  | { type: 'RATE_CHANGE'; date: PlainDate; annualRatePpm: Ppm; after: AfterEvent }

/** New terms agreed on a day, for the principal not yet due: an extension, a restructuring. */
export type Replan = {
  type: 'REPLAN'
  date: PlainDate
  terms: Partial<
    Pick<
      LoanTerms,
      'maturityDate' | 'annualRatePpm' | 'method' | 'interestBasis' | 'repaymentDay' | 'gracePeriods' | 'balloonFen'
    >
  >
  /** overdue principal that the new plan takes over */
  addFen: Fen
}

/** All that is left falls due on a day: an acceleration. */
type Call = { type: 'CALL'; date: PlainDate }

/** Everything that changes the plan of a loan under way. */
export type PlanEvent = ScheduleEvent | Replan | Call

export type LoanTerms = {
  principalFen: Fen
  annualRatePpm: Ppm
  startDate: PlainDate
  maturityDate: PlainDate
  method: Method
  dayCount: DayCount
  interestBasis: InterestBasis
  frequency: Frequency
  /** every n weeks, months or quarters */
  every: number
  /** day of the month 1–31 (clipped to the month's end), or of the week 1–7 from Monday; null: the start day */
  repaymentDay: number | null
  /** fixes the first due date instead; the others follow from it */
  firstDueDate: PlainDate | null
  /** how many of the first instalments carry interest only */
  gracePeriods: number
  /** principal left for the last instalment on top of its own */
  balloonFen: Fen
  holidayShift: HolidayShift
  calendar: WorkingCalendar
  events: ScheduleEvent[]
}

export type BasicTerms = Pick<LoanTerms, 'principalFen' | 'annualRatePpm' | 'startDate' | 'maturityDate' | 'method'>

/** ANNUITY and EQUAL_PRINCIPAL are level plans by period; the others count days (§5.6.1). */
export function defaultBasis(method: Method): InterestBasis {
  return method === 'ANNUITY' || method === 'EQUAL_PRINCIPAL' ? 'PERIOD' : 'DAILY'
}

/** Terms with what a loan says nothing about filled in: ACT/360, monthly, due on the start day, no shift. */
export function loanTerms(basic: BasicTerms, more: Partial<LoanTerms> = {}): LoanTerms {
  return {
    dayCount: 'ACT/360',
    interestBasis: defaultBasis(basic.method),
    frequency: 'MONTHLY',
    every: 1,
    repaymentDay: null,
    firstDueDate: null,
    gracePeriods: 0,
    balloonFen: 0n,
    holidayShift: 'NONE',
    calendar: WEEKDAYS,
    events: [],
    ...more,
    ...basic,
  }
}
