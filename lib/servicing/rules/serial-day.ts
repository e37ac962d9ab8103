/**
 * Civil dates as whole days since 1970-01-01. The schedule engine counts in these, because a schedule is mostly date
 * arithmetic and whole numbers are some twenty times faster than date objects; dates come back at its edge.
 */
import type { PlainDate } from '@/lib/platform/dates'

/** Whole days since 1970-01-01. */
export type SerialDay = number

const MS_PER_DAY = 86_400_000

export function toSerial(d: PlainDate): SerialDay {
  return Date.UTC(d.year, d.month - 1, d.day) / MS_PER_DAY
}

const known = new Map<SerialDay, PlainDate>()
/** Dates from 1900 to 2200 and no more: the cache cannot grow beyond the days of three centuries. */
const CACHE_FROM = -25_567
const CACHE_TO = 84_006

/** The same date object for the same day: dates are immutable, and schedules share most of theirs. */
export function fromSerial(day: SerialDay): PlainDate {
  const hit = known.get(day)
  if (hit) return hit
  const at = new Date(day * MS_PER_DAY)
  const d = new Temporal.PlainDate(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate())
  if (day >= CACHE_FROM && day <= CACHE_TO) known.set(day, d)
  return d
}

export type Civil = { year: number; month: number; day: number }

export function civilOf(day: SerialDay): Civil {
  const at = new Date(day * MS_PER_DAY)
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() }
}

/** The day of a month, clipped to the month's end. `month` counts from 1 and may run over or under: 14 = next February. */
export function dayInMonth(year: number, month: number, day: number): SerialDay {
  const first = Date.UTC(year, month - 1, 1) / MS_PER_DAY
  const next = Date.UTC(year, month, 1) / MS_PER_DAY
  return first + Math.min(day, next - first) - 1
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
