/**
 * Civil dates are Temporal.PlainDate in the bank's zone (Asia/Shanghai); instants are Temporal.Instant or Date at the
 * database's edge. A browser may lack Temporal, so dates go to the client as ISO strings.
 */

export type PlainDate = Temporal.PlainDate
export const BANK_ZONE = 'Asia/Shanghai'

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/

/** "2026-03-21" → PlainDate; null for anything else, also for 31 February. */
export function parseDate(text: string): PlainDate | null {
  if (!ISO_DATE.test(text)) return null
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' })
  } catch {
    return null
  }
}

/** For literals known to be right; throws on a bad one. */
export function date(text: string): PlainDate {
  const d = parseDate(text)
  if (!d) throw new RangeError(`not a date: ${text}`)
  return d
}

/** Days from a to b; negative when b is earlier. First day counts, last does not: the day count of interest. */
export function daysBetween(a: PlainDate, b: PlainDate): number {
  return a.until(b, { largestUnit: 'days' }).days
}

/** Adds whole months, clipping to the month's end from the given anchor day (31 Jan + 1 = 28 Feb; anchor 31 + 2 = 31 Mar). */
export function addMonths(d: PlainDate, months: number, anchorDay: number = d.day): PlainDate {
  const first = d.with({ day: 1 }).add({ months })
  return first.with({ day: Math.min(anchorDay, first.daysInMonth) })
}

export const isBefore = (a: PlainDate, b: PlainDate): boolean => Temporal.PlainDate.compare(a, b) < 0
export const isAfter = (a: PlainDate, b: PlainDate): boolean => Temporal.PlainDate.compare(a, b) > 0
export const minDate = (a: PlainDate, b: PlainDate): PlainDate => (isAfter(a, b) ? b : a)
export const maxDate = (a: PlainDate, b: PlainDate): PlainDate => (isBefore(a, b) ? b : a)

/** Completed years on a day (age, years in business). */
export function completedYears(from: PlainDate, on: PlainDate): number {
  return from.until(on, { largestUnit: 'years' }).years
}

/** Prisma hands `date` columns over as a JS Date at UTC midnight. */
export function fromDb(d: Date): PlainDate {
  return Temporal.PlainDate.from(d.toISOString().slice(0, 10))
}
export function fromDbOrNull(d: Date | null | undefined): PlainDate | null {
  return d ? fromDb(d) : null
}
export function toDb(d: PlainDate): Date {
  return new Date(`${d.toString()}T00:00:00.000Z`)
}

/** The bank's civil date at an instant. */
export function civilDate(at: Date): PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(BANK_ZONE).toPlainDate()
}

/** Decides whether a civil date is a working day of the bank. */
export type WorkingCalendar = { isWorkingDay(d: PlainDate): boolean }

/** The day that lies n working days after `from` (n = 0: `from` itself). */
export function addWorkingDays(from: PlainDate, n: number, cal: WorkingCalendar): PlainDate {
  let d = from
  for (let left = n; left > 0; ) {
    d = d.add({ days: 1 })
    if (cal.isWorkingDay(d)) left--
  }
  return d
}

/** Working days in (from, to]: 0 when `to` is not after `from`. */
export function workingDaysBetween(from: PlainDate, to: PlainDate, cal: WorkingCalendar): number {
  let n = 0
  for (let d = from.add({ days: 1 }); !isAfter(d, to); d = d.add({ days: 1 })) if (cal.isWorkingDay(d)) n++
  return n
}

/** `d` itself when it is a working day, else the next one. */
export function nextWorkingDay(d: PlainDate, cal: WorkingCalendar): PlainDate {
  let x = d
  while (!cal.isWorkingDay(x)) x = x.add({ days: 1 })
  return x
}

/** Monday to Friday: the calendar of a bank that has loaded no holidays. */
export const WEEKDAYS: WorkingCalendar = { isWorkingDay: (d) => d.dayOfWeek <= 5 }
