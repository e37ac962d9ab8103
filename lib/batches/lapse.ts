/** What lapses by itself at the end of a day: approvals not used in time, returned packets that never came back. */
import { lapseConditions } from '@/lib/conditions/items'
import type { CommandContext } from '@/lib/platform/commands'
import { type PlainDate, toDb } from '@/lib/platform/dates'
import { transitionMany } from '@/lib/platform/workflow'
import { deriveBatch, moveBatch, moveItems } from './progress'
import { applicationMachine, batchMachine, ITEM_GONE } from './workflow'

type Ctx = CommandContext<unknown>

/**
 * Items not signed by their `signBy`, or signed and not drawn by their `drawBy`, expire (60 and 90 days, §6.4), with
 * the given items of ended plans. A batch follows its items: with none left it expires too (B18).
 */
export async function lapseApprovals(ctx: Ctx, on: PlainDate, withPlan: string[]): Promise<{ items: number }> {
  const { tx, actor } = ctx
  const late = { lt: toDb(on) }
  const items = await tx.application.findMany({
    where: {
      bankId: actor.bankId,
      OR: [
        { state: { in: ['APPROVED', 'APPROVED_REDUCED', 'CONTRACTING'] }, signBy: late },
        { state: { in: ['SIGNED', 'CP_PENDING'] }, drawBy: late },
        { id: { in: withPlan } },
      ],
    },
    select: { id: true, batchId: true },
  })
  const { moved } = await transitionMany(
    ctx,
    applicationMachine,
    items.map((i) => i.id),
    { event: 'expire', bySystem: true, reason: '§6.4' },
  )
  await lapseConditions(ctx, { applicationIds: moved }, '§6.4')
  const gone = new Set(moved)
  const batches = new Set(items.filter((i) => gone.has(i.id)).map((i) => i.batchId))
  for (const batchId of [...batches].sort()) await deriveBatch(ctx, batchId)
  return { items: moved.length }
}

/** B19: a returned batch that did not come back in its working days is taken as withdrawn, and its merchants with it. */
export async function withdrawUnanswered(ctx: Ctx): Promise<{ batches: number }> {
  const { tx, actor } = ctx
  const { bankId } = actor
  const clocks = await tx.slaClock.findMany({
    where: {
      bankId,
      objectType: batchMachine.objectType,
      kind: 'B19',
      state: 'RUNNING',
      dueAt: { lt: ctx.now },
    },
    select: { objectId: true },
  })
  const returned = await tx.batch.findMany({
    where: { bankId, id: { in: clocks.map((c) => c.objectId) }, state: 'RETURNED' },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  const items = await tx.application.findMany({
    where: { bankId, batchId: { in: returned.map((b) => b.id) }, state: { notIn: [...ITEM_GONE] } },
    select: { id: true },
  })
  const ids = items.map((i) => i.id)
  await moveItems(ctx, ids, 'withdraw', { bySystem: true })
  for (const b of returned) await moveBatch(ctx, b.id, 'resubmit-timeout', { bySystem: true })
  return { batches: returned.length }
}
