/** The hour after which a business day pays nothing more (§7.4). */
import { BANK_ZONE, type PlainDate } from '@/lib/platform/dates'

/**
 * True when the day's payments are closed. In live use a business day is closed from its hour on, also the days after it.
 * Where the bank's day runs apart from the calendar (a trial, or days that are made up for), the clock of another day
 * says nothing about it.
 */
export function cutOff(businessDay: PlainDate, now: Date, hhmm: number, live: boolean): boolean {
  const clock = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(BANK_ZONE)
  const days = Temporal.PlainDate.compare(clock.toPlainDate(), businessDay)
  if (days !== 0) return live && days > 0
  return clock.hour * 100 + clock.minute >= hhmm
}

/** 1700 → "17:00" */
export const clockText = (hhmm: number): string => `${Math.floor(hhmm / 100)}:${String(hhmm % 100).padStart(2, '0')}`
