/** What the end of day does for other features: warnings, lapsed approvals and replenishments, visits not made. */
import { loadParameters } from '@/lib/admin/parameters'
import { applicationMachine } from '@/lib/batches/workflow'
import { raiseDailyWarnings } from '@/lib/monitoring/daily'
import { replanMissedVisits } from '@/lib/monitoring/missed-visits'
import { evaluateStops } from '@/lib/monitoring/stops'
import type { CommandContext } from '@/lib/platform/commands'
import { type PlainDate, toDb } from '@/lib/platform/dates'
import { transitionMany } from '@/lib/platform/workflow'

type Ctx = CommandContext<unknown>

/** Warnings of the morning's days past due (§8.2). */
export async function warn(ctx: Ctx, on: PlainDate): Promise<Record<string, number>> {
  const { monitoring } = await loadParameters(ctx.tx, ctx.actor.bankId, on)
  return raiseDailyWarnings(ctx, on, monitoring)
}

/** The stops that the figures of the closed day bring (§8.3). */
export async function stop(ctx: Ctx, on: PlainDate): Promise<Record<string, number>> {
  const { monitoring } = await loadParameters(ctx.tx, ctx.actor.bankId, on)
  return evaluateStops(ctx, on, monitoring)
}

/** Approvals not signed within 60 or not drawn within 90 days lapse (§6.4); replenishments past their day are overdue; missed visits are planned again. */
export async function lapse(ctx: Ctx, closing: PlainDate): Promise<Record<string, number>> {
  const { tx, actor } = ctx
  const { bankId } = actor
  const before = { lt: toDb(closing) }
  const items = await tx.application.findMany({
    where: {
      bankId,
      OR: [
        { state: { in: ['APPROVED', 'APPROVED_REDUCED', 'CONTRACTING'] }, signBy: before },
        { state: { in: ['SIGNED', 'CP_PENDING'] }, drawBy: before },
      ],
    },
    select: { id: true },
  })
  const expired = await transitionMany(
    ctx,
    applicationMachine,
    items.map((i) => i.id),
    { event: 'expire', bySystem: true, reason: '§6.4' },
  )
  const overdue = await tx.replenishment.updateMany({
    where: { bankId, state: 'DUE', dueOn: before },
    data: { state: 'OVERDUE', version: { increment: 1 } },
  })
  const visits = await replanMissedVisits(ctx, closing)
  return { expired: expired.moved.length, replenishmentsOverdue: overdue.count, ...visits }
}
