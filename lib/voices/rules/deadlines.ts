/** Working days for tip-offs and complaints, and who may see a tip-off (§9 rows 5 and 6). */
import { addWorkingDays, type PlainDate, type WorkingCalendar } from '@/lib/platform/dates'

const TIP_OFF_DAYS = { RECEIVED: 2, TRIAGED: 2, INVESTIGATING: 15, CONCLUDED: 3 } as const
export type OpenTipOffState = keyof typeof TIP_OFF_DAYS

/** The last day of the state that is entered on `on`: triage in 2, investigation in 15, feedback in 3 working days. */
export function tipOffDue(state: OpenTipOffState, on: PlainDate, calendar: WorkingCalendar): PlainDate {
  return addWorkingDays(on, TIP_OFF_DAYS[state], calendar)
}

/** Accepted within one working day, answered within five, or fifteen when it is complex. */
export function complaintDue(
  on: PlainDate,
  complex: boolean,
  calendar: WorkingCalendar,
): { acceptBy: PlainDate; replyBy: PlainDate } {
  return { acceptBy: addWorkingDays(on, 1, calendar), replyBy: addWorkingDays(on, complex ? 15 : 5, calendar) }
}

export const MAX_REOPENED = 2

/** Whom a tip-off names never sees it, whatever roles he holds; the natural person counts, not the account. */
export function maySeeTipOff(named: readonly string[], personKey: string): boolean {
  return !named.includes(personKey)
}
