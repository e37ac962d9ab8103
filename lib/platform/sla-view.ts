/** An SLA clock as a page shows it: how much working time is left, as the server counts it now. */

import { loadCalendar } from './calendar'
import type { WorkingCalendar } from './dates'
import type { Tx } from './tenant'
import { DAY_MINUTES, workingMinutesBetween } from './working-time'

export type SlaView = {
  kind: string
  state: 'RUN' | 'PAUSED' | 'DUE' | 'OVERDUE'
  /** working minutes; negative when over */
  leftMinutes: number
  dueAt: Date
  startedAt: Date
  pauseReason: string | null
}

type ClockRow = {
  kind: string
  state: string
  dueAt: Date
  startedAt: Date
  pausedAt: Date | null
  pauseReason: string | null
}

/** A paused clock stands at the instant of its pause; one with less than a working day left is due. */
export function slaView(clock: ClockRow, now: Date, calendar: WorkingCalendar): SlaView {
  const at = clock.state === 'PAUSED' && clock.pausedAt ? clock.pausedAt : now
  const leftMinutes = workingMinutesBetween(at, clock.dueAt, calendar)
  return {
    kind: clock.kind,
    state:
      clock.state === 'PAUSED' ? 'PAUSED' : clock.dueAt < now ? 'OVERDUE' : leftMinutes < DAY_MINUTES ? 'DUE' : 'RUN',
    leftMinutes: clock.state !== 'PAUSED' && clock.dueAt < now ? Math.min(leftMinutes, -1) : leftMinutes,
    dueAt: clock.dueAt,
    startedAt: clock.startedAt,
    pauseReason: clock.pauseReason,
  }
}

/** The running and paused clocks of some objects of one type, by object, the earliest due first. */
export async function slaViews(
  tx: Tx,
  bankId: string,
  objectType: string,
  objectIds: string[],
  now: Date,
): Promise<Map<string, SlaView[]>> {
  const byObject = new Map<string, SlaView[]>()
  if (objectIds.length === 0) return byObject
  const clocks = await tx.slaClock.findMany({
    where: { bankId, objectType, objectId: { in: objectIds }, state: { not: 'STOPPED' } },
    orderBy: { dueAt: 'asc' },
  })
  if (clocks.length === 0) return byObject
  const calendar = await loadCalendar(tx, bankId)
  for (const clock of clocks) {
    const views = byObject.get(clock.objectId) ?? []
    views.push(slaView(clock, now, calendar))
    byObject.set(clock.objectId, views)
  }
  return byObject
}
