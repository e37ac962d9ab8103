/** A withdrawn batch takes its plan along (B16): the plan is revoked, its open round void, its groups end. */
import { z } from 'zod'
import { jointGroupMachine } from '@/lib/guarantees/workflow'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { transitionMany } from '@/lib/platform/workflow'
import { planMachine } from '../workflow'

/** Run by the bank's machinery after the batch was withdrawn by either side; an operator cannot see the plan. */
export const withdrawPlan = defineCommand({
  name: 'plans.withdraw',
  input: z.strictObject({ batchId: zId, reason: z.string().max(500) }),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const bankId = actor.bankId
    const batch = await tx.batch.findFirst({ where: { bankId, id: input.batchId }, select: { id: true, state: true } })
    if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
    if (batch.state !== 'WITHDRAWN')
      throw refuse('E_STATE', { object: 'batch', state: batch.state, event: 'withdraw-plan' })
    const plans = await tx.creditPlan.findMany({
      where: { bankId, batchId: batch.id, state: { in: ['DRAFT', 'IN_REVIEW', 'COUNTERSIGNING'] } },
      select: { id: true },
    })
    const ids = plans.map((p) => p.id)
    await transitionMany(ctx, planMachine, ids, { event: 'withdraw', bySystem: true, reason: input.reason })
    await tx.countersignRound.updateMany({
      where: { bankId, planId: { in: ids }, state: 'OPEN' },
      data: { state: 'VOID', closedAt: now },
    })
    await tx.countersignSeat.updateMany({
      where: { bankId, state: 'WAITING', round: { planId: { in: ids } } },
      data: { state: 'VOID' },
    })
    await tx.planLine.updateMany({
      where: { bankId, planId: { in: ids }, state: 'PROPOSED' },
      data: { state: 'DROPPED', version: { increment: 1 } },
    })
    await tx.jointGroupMember.updateMany({
      where: { bankId, group: { batchId: batch.id }, state: 'ACTIVE' },
      data: { state: 'LEFT', leftAt: now, leftReason: 'WITHDRAWN' },
    })
    const groups = await tx.jointGroup.findMany({
      where: { bankId, batchId: batch.id, state: { in: ['FORMING', 'LOCKED'] } },
      select: { id: true },
    })
    await transitionMany(
      ctx,
      jointGroupMachine,
      groups.map((g) => g.id),
      { event: 'dissolve', bySystem: true, reason: input.reason },
    )
    ctx.audit({
      objectType: 'batch',
      objectId: batch.id,
      reason: input.reason,
      detail: { event: 'withdraw-plan', plans: ids.length, groups: groups.length },
    })
    return { batchId: batch.id, plans: ids.length, groups: groups.length }
  },
})
