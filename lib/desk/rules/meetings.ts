/** When a market's joint meeting is due, who must be there, and when an overdue resolution goes up (§9 row 7). */
import { addMonths, addWorkingDays, isBefore, type PlainDate, type WorkingCalendar } from '@/lib/platform/dates'

export const MEETING_ROLES = ['RM', 'POST_MKT', 'RISK_MGR', 'OPERATOR'] as const
export type MeetingRole = (typeof MEETING_ROLES)[number]
export const QUORUM = 3
const ESCALATE_WORKING_DAYS = 3

/** Monthly; weekly while the market has an open red signal. A market without any meeting has one due now. */
export function nextMeeting(last: PlainDate | null, red: boolean, on: PlainDate): PlainDate {
  if (!last) return on
  return red ? last.add({ days: 7 }) : addMonths(last, 1)
}

/** Three of the four roles make a meeting; two people of one role are one. */
export function hasQuorum(attendance: readonly { role: MeetingRole }[]): boolean {
  return new Set(attendance.map((a) => a.role)).size >= QUORUM
}

/** An open resolution goes up when it is three working days over its day. */
export function goesUp(dueOn: PlainDate, on: PlainDate, calendar: WorkingCalendar): boolean {
  return !isBefore(on, addWorkingDays(dueOn, ESCALATE_WORKING_DAYS, calendar))
}
