/** Visits whose last day has passed: each is missed, and planned again within three working days (§9 row 2). */
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { addWorkingDays, type PlainDate, toDb } from '@/lib/platform/dates'
import { newId } from '@/lib/platform/tenant'
import { transitionMany } from '@/lib/platform/workflow'
import { visitMachine } from './workflow'

const REPLAN_WORKING_DAYS = 3

/** Run at the close of `day`: what was due before it and not made. The new visit remembers the one it replaces. */
export async function replanMissedVisits(
  ctx: CommandContext<unknown>,
  day: PlainDate,
): Promise<{ visitsMissed: number }> {
  const { tx, actor } = ctx
  const missed = await tx.visit.findMany({
    where: { bankId: actor.bankId, state: 'PLANNED', dueOn: { lt: toDb(day) } },
  })
  if (missed.length === 0) return { visitsMissed: 0 }
  const ids = missed.map((v) => v.id)
  await transitionMany(ctx, visitMachine, ids, { event: 'miss' })
  const due = addWorkingDays(day, REPLAN_WORKING_DAYS, await loadCalendar(tx, actor.bankId))
  await tx.visit.createMany({
    data: missed.map((v) => ({
      bankId: actor.bankId,
      id: newId(),
      kind: v.kind,
      marketId: v.marketId,
      merchantId: v.merchantId,
      partyId: v.partyId,
      loanId: v.loanId,
      assigneeId: v.assigneeId,
      plannedOn: toDb(day.add({ days: 1 })),
      dueOn: toDb(due),
      isOnsite: v.isOnsite,
      monitoringGrade: v.monitoringGrade,
      state: 'PLANNED',
      source: `MISSED:${v.id}`,
    })),
  })
  await transitionMany(ctx, visitMachine, ids, { event: 'replan' })
  return { visitsMissed: missed.length }
}
