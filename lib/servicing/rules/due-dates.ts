/**
 * Due dates and the periods between them (§5.6.1–2).
 *
 * Due dates lie on a grid: every n weeks, months or quarters, on the start day or on the repayment day of the start's
 * own month (or week), clipped to the month's end (31 Jan, 28 Feb, 31 Mar). The first due date is the first point of
 * the grid after the start, so a loan of 1 September with repayment day 20 pays on 20 September, and one that starts
 * on its repayment day pays a whole period later. The last due date is the maturity. A period between two
 * neighbouring points of the grid is whole; the first and the last may be broken.
 */
import type { PlainDate } from '@/lib/platform/dates'
import type { DayCount } from './day-count'
import { yearParts, yearUnit } from './day-count'
import type { Frequency, LoanTerms } from './loan-terms'
import { addMonthsTo, civilOf, dayInMonth, fromSerial, type SerialDay, toSerial, weekdayOf } from './serial-day'

export type Period = {
  from: SerialDay
  to: SerialDay
  whole: boolean
  /** fraction of a year that the period's interest is for, in parts of the plan's unit */
  parts: number
}

export type GridTerms = Pick<LoanTerms, 'startDate' | 'frequency' | 'every' | 'repaymentDay' | 'firstDueDate'>

/** The k-th point of the grid; point 0 is the last one at or before the start, or the only one after it in its month. */
function gridOf(t: GridTerms, start: SerialDay): (k: number) => SerialDay {
  const anchor = t.firstDueDate ? toSerial(t.firstDueDate) : start
  if (t.frequency === 'WEEKLY') {
    const zero = t.repaymentDay === null ? anchor : anchor - weekdayOf(anchor) + t.repaymentDay
    return (k) => zero + 7 * t.every * k
  }
  const c = civilOf(anchor)
  const day = t.repaymentDay ?? c.day
  const step = monthsPerPeriod(t.frequency, t.every)
  return (k) => dayInMonth(c.year, c.month + k * step, day)
}

function monthsPerPeriod(frequency: Frequency, every: number): number {
  return frequency === 'QUARTERLY' ? 3 * every : every
}

/** The first point of the grid after the start (with a fixed first due date: that one). */
function firstPoint(t: GridTerms, start: SerialDay, point: (k: number) => SerialDay): number {
  return t.firstDueDate !== null || point(0) > start ? 0 : 1
}

/** Start + whole months, clipped: the maturity of a loan whose term is given in months. */
export function maturityAfterMonths(startDate: PlainDate, months: number): PlainDate {
  return fromSerial(addMonthsTo(toSerial(startDate), months))
}

/** The n-th due date: the maturity of a loan whose term is given as a count of instalments. */
export function maturityAfterInstalments(t: GridTerms, instalments: number): PlainDate {
  const start = toSerial(t.startDate)
  const point = gridOf(t, start)
  return fromSerial(point(firstPoint(t, start, point) + instalments - 1))
}

/** The common denominator in which whole periods and days are both whole numbers. */
export function planUnit(dayCount: DayCount, frequency: Frequency): number {
  const days = yearUnit(dayCount)
  const periods = frequency === 'WEEKLY' ? 52 : 12
  return (days / gcd(days, periods)) * periods
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

/**
 * The periods of a loan from start to maturity. Under PERIOD a whole one is worth `every` of the 52 weeks or 12 months
 * of a year, a broken one its days; under DAILY every one is worth its days.
 */
export function periodsOf(t: LoanTerms): Period[] {
  const start = toSerial(t.startDate)
  const maturity = toSerial(t.maturityDate)
  const unit = planUnit(t.dayCount, t.frequency)
  const perDayPart = unit / yearUnit(t.dayCount)
  const wholeParts =
    t.frequency === 'WEEKLY' ? (unit / 52) * t.every : (unit / 12) * monthsPerPeriod(t.frequency, t.every)
  const point = gridOf(t, start)
  const periods: Period[] = []
  let k = firstPoint(t, start, point)
  let before = point(k - 1)
  for (let from = start; from < maturity; k++) {
    const next = point(k)
    const to = Math.min(next, maturity)
    const whole = from === before && to === next
    const byPeriod = whole && t.interestBasis === 'PERIOD'
    periods.push({ from, to, whole, parts: byPeriod ? wholeParts : yearParts(t.dayCount, from, to) * perDayPart })
    from = to
    before = next
  }
  return periods
}

/** The same periods, but the first one runs beyond `day`: terms that change inside a period which is under way. */
export function periodsAfter(t: LoanTerms, day: SerialDay): Period[] {
  const all = periodsOf(t)
  const first = all.findIndex((p) => p.to > day)
  if (first <= 0) return all
  const from = all[0]!.from
  const { to } = all[first]!
  const parts = yearParts(t.dayCount, from, to) * (planUnit(t.dayCount, t.frequency) / yearUnit(t.dayCount))
  return [{ from, to, whole: false, parts }, ...all.slice(first + 1)]
}

/** How many due dates the terms make, without making them; counting stops above `most`. */
export function countInstalments(t: GridTerms & { maturityDate: PlainDate }, most: number): number {
  const start = toSerial(t.startDate)
  const point = gridOf(t, start)
  const maturity = toSerial(t.maturityDate)
  const first = firstPoint(t, start, point)
  let n = 1
  while (n <= most && point(first + n - 1) < maturity) n++
  return n
}
