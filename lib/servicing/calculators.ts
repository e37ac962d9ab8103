/**
 * The servicing calculators of the API: pure, no state, the same rules as the loans themselves. Each takes parsed input
 * (see `calculator-inputs.ts`) and answers in JSON form. What the rules refuse is thrown as a Refusal (422).
 */
import { addMonths, isAfter, isBefore, type PlainDate, WEEKDAYS, type WorkingCalendar } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { toYuan } from '@/lib/platform/money'
import type { Trace } from '@/lib/platform/trace'
import { type Json, toWire } from '@/lib/platform/wire'
import type {
  ClassificationInput,
  OverdueInput,
  ProvisionInput,
  RenewalInput,
  ScheduleInput,
} from './calculator-inputs'
import { classify, mayUpgradeFromNonPerforming } from './rules/classification'
import { daysPastDue } from './rules/dpd'
import { countInstalments, maturityAfterInstalments, maturityAfterMonths } from './rules/due-dates'
import { defaultBasis, type LoanTerms, type ScheduleEvent } from './rules/loan-terms'
import { overdueTotal } from './rules/overdue-total'
import { provision, STANDARD_COEFFICIENTS } from './rules/provision'
import { reviewForRenewal } from './rules/renewal'
import { type LprQuote, repricingEvents } from './rules/repricing'
import { buildSchedule } from './rules/schedule'
import { scheduleTrace } from './rules/schedule-trace'
import { BeyondCounting } from './rules/walk-state'

/** One line of a schedule in JSON: money in yuan with two places. */
export type ScheduleRow = {
  no: number
  dueDate: string
  days: number
  principal: string
  interest: string
  total: string
  balance: string
}
export type ScheduleAnswer = {
  rows: ScheduleRow[]
  totals: { principal: string; interest: string; total: string }
  trace: Trace
}
export type Answer = { value: Json; trace: Trace }

/** More due dates than this are refused: a century of months. */
const MAX_INSTALMENTS = 1200
const LAST_DAY = Temporal.PlainDate.from('2300-12-31')

function countable<T>(build: () => T): T {
  try {
    return build()
  } catch (error) {
    if (!(error instanceof BeyondCounting)) throw error
    throw refuse('E_RANGE', {}, { fields: [{ path: 'principal', code: 'E_RANGE' }] })
  }
}

/**
 * POST /calculators/schedule (§5.5, §5.6). `calendar` decides the working days for holidayShift NEXT: the bank's own
 * where there is one, else Monday to Friday. `bankLpr` is read for a repricing loan that brings no table of its own.
 */
export function calculateSchedule(
  input: ScheduleInput,
  calendar: WorkingCalendar = WEEKDAYS,
  bankLpr: BankLpr = () => [],
): ScheduleAnswer {
  const terms = termsOf(input, calendar, bankLpr)
  const built = countable(() => buildSchedule(terms))
  if (!built.ok) {
    const { code, params, event } = built.violation
    throw refuse(code, params, { fields: [{ path: `events.${event}`, code, params }] })
  }
  const { lines, totals } = built.schedule
  return {
    rows: lines.map((l) => ({
      no: l.no,
      dueDate: l.dueDate.toString(),
      days: l.days,
      principal: toYuan(l.principalFen),
      interest: toYuan(l.interestFen),
      total: toYuan(l.totalFen),
      balance: toYuan(l.balanceFen),
    })),
    totals: {
      principal: toYuan(totals.principalFen),
      interest: toYuan(totals.interestFen),
      total: toYuan(totals.totalFen),
    },
    trace: scheduleTrace(terms, built.schedule),
  }
}

/** The bank's own LPR table for a term in months. */
type BankLpr = (months: number) => readonly LprQuote[]

/** Whole months, the broken one counted: 60 months and a day are 61. */
function monthsBetween(from: PlainDate, to: PlainDate): number {
  const { months, days } = from.until(to, { largestUnit: 'months' })
  return days > 0 ? months + 1 : months
}

/** Amounts whose sum a plan can hold: 90 billion yuan. */
const MAX_PLAN_FEN = 9_000_000_000_000_000n

function termsOf(input: ScheduleInput, calendar: WorkingCalendar, bankLpr: BankLpr): LoanTerms {
  const { principal, annualRate, balloon, events, maturityDate: _, termMonths: __, instalments: ___, ...more } = input
  const { repricing, lpr, ...same } = more
  if (input.frequency === 'WEEKLY' && (input.repaymentDay ?? 0) > 7) throw badField('repaymentDay', 'E_WEEKDAY')
  if (input.firstDueDate && !isAfter(input.firstDueDate, input.startDate))
    throw badField('firstDueDate', 'E_DATE_ORDER')
  if (balloon > principal) throw badField('balloon', 'E_RANGE')
  const drawn = events.reduce((sum, e) => (e.type === 'DRAW' ? sum + e.amount : sum), principal)
  if (drawn > MAX_PLAN_FEN) throw badField('events', 'E_RANGE')
  const terms: LoanTerms = {
    ...same,
    principalFen: principal,
    annualRatePpm: annualRate,
    maturityDate: maturityOf(input),
    interestBasis: input.interestBasis ?? defaultBasis(input.method),
    repaymentDay: input.repaymentDay ?? null,
    firstDueDate: input.firstDueDate ?? null,
    balloonFen: balloon,
    events: events.map(eventOf),
    calendar,
  }
  if (countInstalments(terms, MAX_INSTALMENTS) > MAX_INSTALMENTS) throw badField('frequency', 'E_RANGE')
  if (repricing === 'FIXED') return terms
  const quotes =
    lpr?.map((q) => ({ publishedOn: q.publishedOn, ratePpm: q.rate })) ??
    bankLpr(monthsBetween(terms.startDate, terms.maturityDate))
  const repriced = repricingEvents(terms, quotes)
  if (!repriced) throw badField('lpr', 'E_LPR_BEFORE_TABLE')
  return { ...terms, events: [...terms.events, ...repriced] }
}

/** The maturity from whichever of the three was given; those given together must agree. */
function maturityOf(input: ScheduleInput): PlainDate {
  const { startDate, maturityDate, termMonths, instalments } = input
  const grid = { ...input, repaymentDay: input.repaymentDay ?? null, firstDueDate: input.firstDueDate ?? null }
  const named = [
    maturityDate,
    termMonths === undefined ? undefined : maturityAfterMonths(startDate, termMonths),
    instalments === undefined ? undefined : maturityAfterInstalments(grid, instalments),
  ].filter((d) => d !== undefined)
  const maturity = named[0]
  if (!maturity) throw badField('maturityDate', 'E_TERM_MISSING')
  if (named.some((d) => !d.equals(maturity))) {
    throw refuse(
      'E_TERM_CONFLICT',
      { maturities: named.map(String) },
      { fields: [field('maturityDate', 'E_TERM_CONFLICT')] },
    )
  }
  if (!isAfter(maturity, startDate)) throw badField('maturityDate', 'E_DATE_ORDER')
  if (isAfter(maturity, LAST_DAY)) throw badField('maturityDate', 'E_RANGE')
  return maturity
}

function eventOf(event: ScheduleInput['events'][number]): ScheduleEvent {
  const { type, date, after } = event
  return type === 'RATE_CHANGE'
    ? { type, date, after, annualRatePpm: event.annualRate }
    : { type, date, after, amountFen: event.amount }
}

/** POST /calculators/overdue: penalty, misuse and compound interest on what is not paid (§5.6.4–5). */
export function calculateOverdue(input: OverdueInput): Answer {
  const { asOf, dueDate, misuseDate } = overdueDates(input)
  const from = misuseDate && isBefore(misuseDate, dueDate) ? misuseDate : dueDate
  const traced = overdueTotal(
    {
      contractRatePpm: input.contractRate,
      upliftPpm: input.uplift,
      misuseUpliftPpm: input.misuseUplift,
      maturityDate: input.maturityDate ?? dueDate,
      dayCount: input.dayCount,
      compoundOnPenalty: input.compoundOnPenalty,
    },
    {
      principal: input.principal > 0n ? [{ dueDate, amountFen: input.principal }] : [],
      interest: input.unpaidInterest > 0n ? [{ dueDate, amountFen: input.unpaidInterest }] : [],
      misuse: misuseDate && input.misuseAmount > 0n ? { from: misuseDate, amountFen: input.misuseAmount } : null,
    },
    { from, to: asOf, settlementDates: settlementDates(input, from, asOf) },
  )
  return { value: toWire(traced.value), trace: traced.trace }
}

/** Any day will do as "now" when time is given in days, because ACT/360 and ACT/365 do not look at the calendar. */
const SOME_DAY = Temporal.PlainDate.from('2026-10-16')

function overdueDates(input: OverdueInput): { asOf: PlainDate; dueDate: PlainDate; misuseDate: PlainDate | null } {
  const byDays = input.days !== undefined || input.misuseDays !== undefined
  const byDates = input.dueDate !== undefined || input.asOf !== undefined || input.misuseDate !== undefined
  if (byDays === byDates) throw badField('days', 'E_DAYS_OR_DATES')
  if (byDays) {
    const needsDates = input.settlementDay !== undefined || input.maturityDate !== undefined
    if (needsDates || input.dayCount === 'ACT/ACT' || input.dayCount === '30/360')
      throw badField('dueDate', 'E_DAYS_OR_DATES')
    const { misuseDays } = input
    return {
      asOf: SOME_DAY,
      dueDate: SOME_DAY.subtract({ days: input.days ?? 0 }),
      misuseDate: misuseDays === undefined ? null : SOME_DAY.subtract({ days: misuseDays }),
    }
  }
  const { asOf } = input
  if (!asOf) throw badField('asOf', 'E_REQUIRED')
  const dueDate = input.dueDate ?? asOf
  if (isAfter(dueDate, asOf)) throw badField('asOf', 'E_DATE_ORDER')
  if (input.misuseDate && isAfter(input.misuseDate, asOf)) throw badField('misuseDate', 'E_DATE_ORDER')
  return { asOf, dueDate, misuseDate: input.misuseDate ?? null }
}

/** The settlement days inside the span: monthly, or the quarters' last months. */
function settlementDates(input: OverdueInput, from: PlainDate, to: PlainDate): PlainDate[] {
  const day = input.settlementDay
  if (day === undefined) return []
  const dates: PlainDate[] = []
  const first = from.with({ day: 1 })
  for (let k = 0; ; k++) {
    const d = addMonths(first, k, day)
    if (!isBefore(d, to)) return dates
    if (isAfter(d, from) && (input.settlementFrequency === 'MONTHLY' || d.month % 3 === 0)) dates.push(d)
  }
}

/** POST /calculators/provision (§8.8). Coefficients that are not given are the standard ones. */
export function calculateProvision(input: ProvisionInput): Answer {
  const given = Object.fromEntries(Object.entries(input.coefficients).filter(([, ppm]) => ppm !== undefined))
  const { value, trace } = provision(input.balances, { ...STANDARD_COEFFICIENTS, ...given })
  return { value: toWire(value), trace }
}

/** POST /calculators/classification (§8.4). */
export function calculateClassification(input: ClassificationInput): Answer {
  const {
    dpd: _,
    dueDate,
    asOf,
    presentClass,
    upgrade,
    overdue90Share,
    nonPerformingShare,
    expectedLoss,
    ...facts
  } = input
  const dpd = dpdOf(input)
  const shares = {
    ...(overdue90Share === undefined ? {} : { overdue90SharePpm: overdue90Share }),
    ...(nonPerformingShare === undefined ? {} : { nonPerformingSharePpm: nonPerformingShare }),
    ...(expectedLoss === undefined ? {} : { expectedLossPpm: expectedLoss }),
  }
  const { value, trace } = classify({ ...facts, ...shares, dpd }, presentClass)
  const mayUpgrade = upgrade && value.upgradeOpen ? mayUpgradeFromNonPerforming(upgrade) : null
  return { value: toWire({ dpd, ...value, mayUpgrade }), trace }
}

function dpdOf({ dpd, dueDate, asOf }: ClassificationInput): number {
  if (dpd !== undefined && !dueDate && !asOf) return dpd
  if (dpd !== undefined || !dueDate || !asOf) throw badField('dpd', 'E_DAYS_OR_DATES')
  return daysPastDue([{ dueDate, unpaidFen: 1n }], asOf).dpd
}

/** POST /calculators/renewal: the annual review and its 36 months (§8.7). */
export function calculateRenewal(input: RenewalInput): Answer {
  const { verifiedTurnover, lastTurnover, requested, currentLimit, principalOutstanding, marginBalance, ...rest } =
    input
  const { marginRatio, ltv, ltvCap, rentOnTime, ...facts } = rest
  const current = input.currentMaturityDate
  if (current && isBefore(current, input.firstDisbursementDate)) throw badField('currentMaturityDate', 'E_DATE_ORDER')
  const { value, trace } = reviewForRenewal({
    ...facts,
    verifiedTurnoverFen: verifiedTurnover,
    lastTurnoverFen: lastTurnover,
    requestedFen: requested,
    currentLimitFen: currentLimit,
    principalFen: principalOutstanding,
    marginBalanceFen: marginBalance,
    marginRatioPpm: marginRatio,
    ltvPpm: ltv,
    ltvCapPpm: ltvCap,
    rentOnTimePpm: rentOnTime,
  })
  return { value: toWire(value), trace }
}

function field(path: string, code: string) {
  return { path, code }
}

function badField(path: string, code: string) {
  return refuse(code, { field: path }, { fields: [field(path, code)] })
}
