/**
 * Annual review (§8.7): the four conditions as tests, and how long a renewed loan may run.
 * All tests must pass. A test whose figure is missing is not passed: a review cannot be concluded on half a file.
 */

import { addMonths, isAfter, maxDate, minDate, type PlainDate } from '@/lib/platform/dates'
import { count, onDate, type Traced, type TraceStep, words } from '@/lib/platform/trace'
import type { RenewalFacts } from './renewal-facts'
import { type Condition, renewalTests, type TestOutcome } from './renewal-tests'

/** Nothing renewed runs beyond this many months after the first disbursement, and no more often than this. */
export const MAX_MONTHS = 36
export const MAX_RENEWALS = 2

export type RenewalOutcome = 'RENEWED' | 'RENEWED_REDUCED' | 'NOT_RENEWED_REPAY'

export type Renewal = {
  eligible: boolean
  outcome: RenewalOutcome
  conditions: { condition: Condition; passed: boolean }[]
  tests: TestOutcome[]
  /** the first and the second review */
  reviewDates: PlainDate[]
  /** first disbursement + 36 months; a maturity on this day is allowed */
  absoluteEndDate: PlainDate
  /** the latest maturity that the cap, and the method, allow now */
  latestMaturityDate: PlainDate
  newMaturityDate: PlainDate
  withinCap: boolean
  renewalsLeft: number
}

/** Dates of the reviews and the absolute end: first disbursement + 12, + 24, + 36 months, clipped to the month's end. */
export function reviewCalendar(first: PlainDate): { reviewDates: PlainDate[]; absoluteEndDate: PlainDate } {
  return { reviewDates: [addMonths(first, 12), addMonths(first, 24)], absoluteEndDate: addMonths(first, MAX_MONTHS) }
}

/**
 * The latest maturity of a renewal made now: never beyond 36 months after the first disbursement; notes of a facility
 * at most 12 months each; an EXTENSION in all at most the original term when that is up to a year, half of it when
 * longer (General Rules for Loans art. 12).
 */
export function latestMaturity(
  f: Pick<RenewalFacts, 'method' | 'firstDisbursementDate' | 'originalTermMonths'>,
  currentMaturityDate: PlainDate,
): PlainDate {
  const end = addMonths(f.firstDisbursementDate, MAX_MONTHS)
  const day = f.firstDisbursementDate.day
  if (f.method === 'FACILITY_36M') return minDate(end, addMonths(currentMaturityDate, 12, day))
  if (f.method === 'ROLLOVER_NEW_LOAN') return end
  const extension = f.originalTermMonths <= 12 ? f.originalTermMonths : Math.floor(f.originalTermMonths / 2)
  return minDate(end, addMonths(f.firstDisbursementDate, f.originalTermMonths + extension))
}

/** Runs all tests and sets the new maturity. */
export function reviewForRenewal(f: RenewalFacts): Traced<Renewal> {
  const { reviewDates, absoluteEndDate } = reviewCalendar(f.firstDisbursementDate)
  const current = f.currentMaturityDate ?? addMonths(f.firstDisbursementDate, f.originalTermMonths)
  const latest = latestMaturity(f, current)
  const wanted = f.newMaturityDate ?? minDate(latest, addMonths(current, f.termMonths, f.firstDisbursementDate.day))
  const withinCap = !isAfter(wanted, latest) && isAfter(wanted, current) && f.renewalsSoFar < MAX_RENEWALS
  const tests = renewalTests(f)
  const conditions = ([1, 2, 3, 4] as const).map((condition) => ({
    condition,
    passed: tests.every((t) => t.condition !== condition || t.result === 'PASSED'),
  }))
  const eligible = withinCap && conditions.every((c) => c.passed)
  const value: Renewal = {
    eligible,
    outcome: eligible ? grantedOutcome(f) : 'NOT_RENEWED_REPAY',
    conditions,
    tests: tests.map(({ step: _, ...t }) => t),
    reviewDates,
    absoluteEndDate,
    latestMaturityDate: maxDate(latest, current),
    newMaturityDate: eligible ? wanted : current,
    withinCap,
    renewalsLeft: Math.max(0, MAX_RENEWALS - f.renewalsSoFar - (eligible ? 1 : 0)),
  }
  const steps = [...tests.map((t) => t.step), capStep(f, current, wanted, value)]
  const result = words('outcome', value.outcome)
  return { value, trace: { rule: 'servicing.renewal', version: 1, result, steps } }
}

/** Less than before is RENEWED_REDUCED: below the limit of a revolving loan, below the principal of the others. */
function grantedOutcome(f: RenewalFacts): RenewalOutcome {
  const before = f.revolving ? f.currentLimitFen : f.principalFen
  return f.requestedFen !== undefined && before !== undefined && f.requestedFen < before ? 'RENEWED_REDUCED' : 'RENEWED'
}

function capStep(f: RenewalFacts, current: PlainDate, wanted: PlainDate, value: Renewal): TraceStep {
  return {
    ...onDate('newMaturity', wanted),
    rule: '§8.7',
    formula: 'currentMaturity < newMaturity ≤ latestMaturity ≤ firstDisbursement + 36 months; renewalsSoFar < 2',
    inputs: [
      onDate('firstDisbursement', f.firstDisbursementDate),
      onDate('absoluteEnd', value.absoluteEndDate),
      onDate('currentMaturity', current),
      onDate('latestMaturity', value.latestMaturityDate),
      count('renewalsSoFar', f.renewalsSoFar),
      words('method', f.method),
    ],
    binding: !value.withinCap,
  }
}
