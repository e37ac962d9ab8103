/** A batch's clocks as a screen shows them: working minutes left, counted by the server. */
import { loadCalendar } from '@/lib/platform/calendar'
import type { Tx } from '@/lib/platform/tenant'
import { DAY_MINUTES, workingMinutesBetween } from '@/lib/platform/working-time'

export type ClockView = {
  batchId: string
  kind: string
  state: 'RUN' | 'PAUSED' | 'DUE' | 'OVERDUE'
  leftMinutes: number
  dueAt: Date
}

/** Open clocks of these batches, the most urgent first. A paused clock stands where it was paused. */
export async function clocksOf(tx: Tx, bankId: string, batchIds: string[], now: Date): Promise<ClockView[]> {
  if (batchIds.length === 0) return []
  const [calendar, clocks] = await Promise.all([
    loadCalendar(tx, bankId),
    tx.slaClock.findMany({
      where: { bankId, objectType: 'batch', objectId: { in: batchIds }, state: { not: 'STOPPED' } },
      orderBy: { dueAt: 'asc' },
    }),
  ])
  return clocks.map((c) => {
    const paused = c.state === 'PAUSED'
    const leftMinutes = workingMinutesBetween(paused ? (c.pausedAt ?? now) : now, c.dueAt, calendar)
    const state = paused ? 'PAUSED' : leftMinutes < 0 ? 'OVERDUE' : leftMinutes < DAY_MINUTES / 2 ? 'DUE' : 'RUN'
    return { batchId: c.objectId, kind: c.kind, state, leftMinutes, dueAt: c.dueAt }
  })
}
