/**
 * Civil dates as whole days since 1970-01-01. The schedule engine counts in these, because a schedule is mostly date
 * arithmetic and whole numbers are some twenty times faster than date objects; dates come back at its edge.
 */
import type { PlainDate } from '@/lib/platform/dates'

/** Whole days since 1970-01-01. */
export type SerialDay = number

/** Days from 1970-01-01 to a civil date, in whole numbers (the era of 400 years has 146 097 days; years begin in March). */
function serialOf(year: number, month: number, day: number): SerialDay {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

export function toSerial(d: PlainDate): SerialDay {
  return serialOf(d.year, d.month, d.day)
}

/** Dates from 1900 to 2200 and no more: the cache cannot grow beyond the days of three centuries. */
const CACHE_FROM = -25_567
const CACHE_TO = 84_006
const known = new Array<PlainDate | undefined>(CACHE_TO - CACHE_FROM + 1)

/** The same date object for the same day: dates are immutable, and schedules share most of theirs. */
export function fromSerial(day: SerialDay): PlainDate {
  const hit = known[day - CACHE_FROM]
  if (hit) return hit
  const c = civilOf(day)
  const d = new Temporal.PlainDate(c.year, c.month, c.day)
  if (day >= CACHE_FROM && day <= CACHE_TO) known[day - CACHE_FROM] = d
  return d
}

export type Civil = { year: number; month: number; day: number }

export function civilOf(serial: SerialDay): Civil {
  const z = serial + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const m = Math.floor((5 * dayOfYear + 2) / 153)
  const month = m < 10 ? m + 3 : m - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return { year, month, day: dayOfYear - Math.floor((153 * m + 2) / 5) + 1 }
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

export function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

/** The day of a month, clipped to the month's end. `month` counts from 1 and may run over or under: 14 = next February. */
export function dayInMonth(year: number, month: number, day: number): SerialDay {
  const over = Math.floor((month - 1) / 12)
  const y = year + over
  const m = month - over * 12
  const days = m === 2 && isLeap(y) ? 29 : MONTH_DAYS[m - 1]!
  return serialOf(y, m, day < days ? day : days)
}

/** Adds whole months to a day of a month: 31 January + 1 = 28 February (or 29), + 2 = 31 March. */
export function addMonthsTo(day: SerialDay, months: number): SerialDay {
  const c = civilOf(day)
  return dayInMonth(c.year, c.month + months, c.day)
}

/** Monday = 1 … Sunday = 7. */
export function weekdayOf(day: SerialDay): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}
