/** A round that does not end well: the plan goes back to its author, or is refused with its batch (B9, B10, §6.2). */
import { moveBatch, moveItems } from '@/lib/batches/progress'
import { lockGroups } from '@/lib/guarantees/group-checks'
import { planMachine } from '@/lib/plans/workflow'
import type { CommandContext } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { transition } from '@/lib/platform/workflow'
import { linesOf, type PlanRow } from './results'

type Ctx = CommandContext<unknown>
type BatchRow = { id: string }

/** RETURNED: the plan is a draft again, the batch back at drafting, items admitted, groups open. */
export async function returnPlan(
  ctx: Ctx,
  batch: BatchRow,
  plan: PlanRow,
  event: 'opinion' | 'countersign',
  reason: string,
) {
  const clean = { ...ctx, ifMatch: undefined }
  await transition(clean, planMachine, plan, { event, to: 'DRAFT', reason, bySystem: true })
  await moveBatch(clean, batch.id, event, { to: 'PLAN_DRAFTING', reason, bySystem: true })
  const items = await linesOf(ctx.tx, ctx.actor.bankId, plan.id)
  await moveItems(
    ctx,
    items.map((l) => l.applicationId),
    'plan-returned',
    { bySystem: true, reason },
  )
  await lockGroups(ctx, batch.id, 'unlock')
  await ctx.tx.task.create({
    data: {
      bankId: ctx.actor.bankId,
      kind: 'PLAN_RETURNED',
      objectType: 'plan',
      objectId: plan.id,
      role: 'EVALUATOR',
      state: 'OPEN',
      createdBy: ctx.actor.userId,
      params: { code: plan.code, reason },
    },
  })
  ctx.emit('plan.returned', { planId: plan.id, batchId: batch.id, reason })
}

/** REJECTED: the plan, its batch and every item; the groups dissolve. */
export async function rejectPlan(
  ctx: Ctx,
  batch: BatchRow,
  plan: PlanRow,
  event: 'opinion' | 'countersign',
  reason: string,
) {
  const { tx, actor, now } = ctx
  const clean = { ...ctx, ifMatch: undefined }
  const bankId = actor.bankId
  await transition(clean, planMachine, plan, {
    event,
    to: 'REJECTED',
    reason,
    bySystem: true,
    set: { result: 'REJECTED', decidedAt: now, decidedOn: toDb(ctx.today) },
  })
  await moveBatch(clean, batch.id, event, { to: 'REJECTED', reason, bySystem: true })
  const lines = await linesOf(tx, bankId, plan.id)
  await moveItems(
    ctx,
    lines.map((l) => l.applicationId),
    'reject',
    { bySystem: true, reason },
  )
  await tx.planLine.updateMany({
    where: { bankId, planId: plan.id, state: 'PROPOSED' },
    data: { state: 'REJECTED', reason, version: { increment: 1 } },
  })
  ctx.emit('plan.rejected', { planId: plan.id, batchId: batch.id, reason })
}
