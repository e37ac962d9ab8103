/** Exams for permissions, and the rotation of a market's pair (§9 rows 8 and 9). */
import { addMonths, isBefore, type PlainDate } from '@/lib/platform/dates'

export const PERMISSIONS = ['SCORING', 'SIGNING'] as const
export type Permission = (typeof PERMISSIONS)[number]

/** The last day on which an exam passed on `takenOn` still counts. */
export const validUntil = (takenOn: PlainDate, months: number): PlainDate => addMonths(takenOn, months)

/** Holds on its last day, and not the day after; without any exam passed it never holds. */
export function holdsPermission(lastPassed: PlainDate | null, months: number, on: PlainDate): boolean {
  return lastPassed !== null && !isBefore(validUntil(lastPassed, months), on)
}

/** From the day on which the months are full, another pair is due. */
export function rotationDue(since: PlainDate, months: number, on: PlainDate): boolean {
  return !isBefore(on, addMonths(since, months))
}

/** What one pair hands to the next, point by point. */
export const HAND_OVER_POINTS = ['CLIENTS', 'LATE_LOANS', 'SIGNALS', 'VISITS', 'COMPLAINTS', 'RESOLUTIONS'] as const
