/**
 * Repricing on the anniversary (§5.5): the contract fixes the spread over the LPR of its tenor; once a year, on the
 * anniversary of the first day (clipped to the month's end), the rate becomes the LPR then in force plus that spread.
 */
import { addMonths, isAfter, isBefore, type PlainDate } from '@/lib/platform/dates'
import type { Ppm } from '@/lib/platform/money'
import type { LoanTerms, ScheduleEvent } from './loan-terms'

export const REPRICINGS = ['FIXED', 'ANNUAL_ON_ANNIVERSARY'] as const
export type Repricing = (typeof REPRICINGS)[number]

/** The LPR of one tenor as published; it holds from that day to the next publication. */
export type LprQuote = { publishedOn: PlainDate; ratePpm: Ppm }

/** The LPR in force on a day; null before the first publication known. */
export function lprOn(quotes: readonly LprQuote[], day: PlainDate): Ppm | null {
  let found: LprQuote | null = null
  for (const q of quotes) {
    if (isAfter(q.publishedOn, day)) continue
    if (!found || !isBefore(q.publishedOn, found.publishedOn)) found = q
  }
  return found?.ratePpm ?? null
}

/** The rate after a repricing: LPR + spread, never below zero. */
export function repricedRate(lprPpm: Ppm, spreadPpm: Ppm): Ppm {
  return Math.max(0, lprPpm + spreadPpm)
}

/** The n-th anniversary of the first day. */
export function anniversary(startDate: PlainDate, years: number): PlainDate {
  return addMonths(startDate, 12 * years)
}

/**
 * The changes of rate that published LPR make in a loan's term. The instalment is worked out again over the same term.
 * An anniversary whose LPR gives the same rate changes nothing. Without an LPR for the first day there is no spread to
 * keep: null.
 */
export function repricingEvents(
  t: Pick<LoanTerms, 'startDate' | 'maturityDate' | 'annualRatePpm'>,
  quotes: readonly LprQuote[],
): ScheduleEvent[] | null {
  const first = lprOn(quotes, t.startDate)
  if (first === null) return null
  const spreadPpm = t.annualRatePpm - first
  const events: ScheduleEvent[] = []
  let ratePpm = t.annualRatePpm
  for (let year = 1; isBefore(anniversary(t.startDate, year), t.maturityDate); year++) {
    const date = anniversary(t.startDate, year)
    const next = repricedRate(lprOn(quotes, date) ?? first, spreadPpm)
    if (next !== ratePpm) events.push({ type: 'RATE_CHANGE', date, annualRatePpm: next, after: 'KEEP_TERM' })
    ratePpm = next
  }
  return events
}
