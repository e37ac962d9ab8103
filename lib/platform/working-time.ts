/** Working time as people of a bank count it: 9 to 12 and 13 to 18 in the bank's zone, on its working days. */
import { BANK_ZONE, type PlainDate, type WorkingCalendar } from './dates'

/** Minutes of one working day. */
export const DAY_MINUTES = 480
const SPANS = [
  [9 * 60, 12 * 60],
  [13 * 60, 18 * 60],
] as const
/** A clock this far away is shown as so much: nobody counts further. */
const MAX_DAYS = 400

/** Working minutes from `from` to `to`; negative when `to` lies before. */
export function workingMinutesBetween(from: Date, to: Date, calendar: WorkingCalendar): number {
  if (to < from) return -workingMinutesBetween(to, from, calendar)
  const [a, b] = [local(from), local(to)]
  if (a.day.equals(b.day)) return calendar.isWorkingDay(a.day) ? within(a.minute, b.minute) : 0
  let sum = calendar.isWorkingDay(a.day) ? within(a.minute, 24 * 60) : 0
  let day: PlainDate = a.day.add({ days: 1 })
  for (let n = 0; !day.equals(b.day) && n < MAX_DAYS; n++, day = day.add({ days: 1 }))
    if (calendar.isWorkingDay(day)) sum += DAY_MINUTES
  return sum + (calendar.isWorkingDay(b.day) ? within(0, b.minute) : 0)
}

/** The instant that lies so many working minutes after `from`; `from` itself for none or fewer. */
export function afterWorkingMinutes(from: Date, minutes: number, calendar: WorkingCalendar): Date {
  let left = minutes
  let { day, minute } = local(from)
  if (left <= 0) return from
  for (let n = 0; n < MAX_DAYS; n++, day = day.add({ days: 1 }), minute = 0) {
    if (!calendar.isWorkingDay(day)) continue
    for (const [start, end] of SPANS) {
      const open = Math.max(start, minute)
      if (open >= end) continue
      if (left <= end - open) return at(day, open + left)
      left -= end - open
    }
  }
  return at(day, SPANS[0][0])
}

function at(day: PlainDate, minute: number): Date {
  const start = day.toZonedDateTime({ timeZone: BANK_ZONE }).epochMilliseconds
  return new Date(start + minute * 60_000)
}

function local(at: Date): { day: PlainDate; minute: number } {
  const z = at.toTemporalInstant().toZonedDateTimeISO(BANK_ZONE)
  return { day: z.toPlainDate(), minute: z.hour * 60 + z.minute }
}

function within(from: number, to: number): number {
  return SPANS.reduce((sum, [start, end]) => sum + Math.max(0, Math.min(to, end) - Math.max(from, start)), 0)
}
