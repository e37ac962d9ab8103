/**
 * Day counts (§5.6.1): how much of a year lies between two dates. The first day counts, the last does not.
 *
 * | Code    | Variant                                   | Fraction of a year                                        |
 * |---------|-------------------------------------------|-----------------------------------------------------------|
 * | ACT/360 | Actual/360                                | days ÷ 360                                                |
 * | ACT/365 | Actual/365 Fixed                          | days ÷ 365, also in leap years                            |
 * | ACT/ACT | Actual/Actual ISDA                        | days in leap years ÷ 366 + days in other years ÷ 365      |
 * | 30/360  | 30E/360 (Eurobond basis, ISDA 2006 4.16 g) | a 31st counts as the 30th at both ends; months have 30 days |
 *
 * 30E/360 is taken among the variants of 30/360 because it is the one that adds up: a period split at any date gives
 * the same days, so early repayment neither gains nor loses a day.
 */
import type { PlainDate } from '@/lib/platform/dates'
import type { Fen, Ppm } from '@/lib/platform/money'
import { type Ratio, ratio, roundRatio } from '@/lib/platform/ratio'
import { civilOf, dayInMonth, isLeap, type SerialDay, toSerial } from './serial-day'

export const DAY_COUNTS = ['ACT/360', 'ACT/365', 'ACT/ACT', '30/360'] as const
export type DayCount = (typeof DAY_COUNTS)[number]

/** The denominator of `yearParts`: 360, 365, or 365 × 366 for ACT/ACT. */
export function yearUnit(dayCount: DayCount): number {
  return dayCount === 'ACT/365' ? 365 : dayCount === 'ACT/ACT' ? 365 * 366 : 360
}

/** The fraction of a year from one day to another, in parts of `yearUnit`. Adds up over a split at any day. */
export function yearParts(dayCount: DayCount, from: SerialDay, to: SerialDay): number {
  if (dayCount !== 'ACT/ACT') return countDays(dayCount, from, to)
  const leap = leapDays(from, to)
  return leap * 365 + (to - from - leap) * 366
}

/** Days of interest between two days: actual ones, or those of a year of twelve months of 30 days. */
export function countDays(dayCount: DayCount, from: SerialDay, to: SerialDay): number {
  return dayCount === '30/360' ? thirties(to) - thirties(from) : to - from
}

function thirties(day: SerialDay): number {
  const c = civilOf(day)
  return c.year * 360 + c.month * 30 + Math.min(c.day, 30)
}

/** How many of the days [from, to) lie in a leap year. */
function leapDays(from: SerialDay, to: SerialDay): number {
  if (from > to) return -leapDays(to, from)
  let days = 0
  for (let at = from; at < to; ) {
    const { year } = civilOf(at)
    const newYear = dayInMonth(year + 1, 1, 1)
    const end = Math.min(to, newYear)
    if (isLeap(year)) days += end - at
    at = end
  }
  return days
}

/** The fraction of a year between two dates, exact. */
export function yearFraction(dayCount: DayCount, from: PlainDate, to: PlainDate): Ratio {
  return ratio(yearParts(dayCount, toSerial(from), toSerial(to)), yearUnit(dayCount))
}

/** balance × rate × fraction of a year, exact and in fen: for sums that are rounded once, when they are posted. */
function exactInterest(balanceFen: Fen, ratePpm: Ppm, years: Ratio): Ratio {
  return ratio(balanceFen * BigInt(ratePpm) * years.num, 1_000_000n * years.den)
}

/** Interest of one posted item: balance × rate × days ÷ year, rounded half up to the fen (§5.6.1, §5.6.3). */
export function simpleInterest(balanceFen: Fen, ratePpm: Ppm, dayCount: DayCount, from: PlainDate, to: PlainDate): Fen {
  return roundRatio(exactInterest(balanceFen, ratePpm, yearFraction(dayCount, from, to)))
}

/** The fraction as a banker writes it: "31/360", or "10/365 + 21/366" over a change of year under ACT/ACT. */
export function fractionText(dayCount: DayCount, from: SerialDay, to: SerialDay): string {
  const days = countDays(dayCount, from, to)
  if (dayCount !== 'ACT/ACT') return `${days}/${yearUnit(dayCount)}`
  const leap = leapDays(from, to)
  const parts = [days - leap > 0 ? `${days - leap}/365` : '', leap > 0 ? `${leap}/366` : '']
  return parts.filter(Boolean).join(' + ') || '0/365'
}
