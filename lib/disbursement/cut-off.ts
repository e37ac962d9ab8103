/** The hour after which a business day pays nothing more (§7.4). */
import { BANK_ZONE, type PlainDate } from '@/lib/platform/dates'

/**
 * True when the day's payments are closed: from its hour on, and on the days after it. A trial runs at any hour, with
 * business days of its own; its clock says nothing about them.
 */
export function cutOff(businessDay: PlainDate, now: Date, hhmm: number, live: boolean): boolean {
  if (!live) return false
  const clock = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(BANK_ZONE)
  const days = Temporal.PlainDate.compare(clock.toPlainDate(), businessDay)
  return days === 0 ? clock.hour * 100 + clock.minute >= hhmm : days > 0
}

/** 1700 → "17:00" */
export const clockText = (hhmm: number): string => `${Math.floor(hhmm / 100)}:${String(hhmm % 100).padStart(2, '0')}`
