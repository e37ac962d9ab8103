/** Ends a plan in force before its time (§6.2): signed merchants go on, what is not signed lapses with it. */
import { z } from 'zod'
import { performDuty } from '@/lib/approvals/duties'
import { deriveBatch, moveItems } from '@/lib/batches/progress'
import { lapseConditions } from '@/lib/conditions/items'
import { checkVersion, defineCommand } from '@/lib/platform/commands'
import { zId } from '@/lib/platform/schema'
import { transition } from '@/lib/platform/workflow'
import { planMachine } from '../workflow'
import { lockPlan } from './draft'

export const cancelPlan = defineCommand({
  name: 'plans.cancel',
  input: z.strictObject({ planId: zId, reason: z.string().trim().min(2).max(500) }),
  access: { roles: ['RISK_MGR', 'CR_HEAD'] },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input } = ctx
    const bankId = actor.bankId
    const { batch, plan } = await lockPlan(ctx, input.planId)
    checkVersion(plan.version, ctx.ifMatch)
    await performDuty(ctx, 'CANCEL_PLAN', { batch: [batch.id], plan: [plan.id] })
    const clean = { ...ctx, ifMatch: undefined }
    const moved = await transition(clean, planMachine, plan, { event: 'cancel', reason: input.reason })
    const lines = await tx.planLine.findMany({
      where: {
        bankId,
        planId: plan.id,
        application: { state: { in: ['APPROVED', 'APPROVED_REDUCED', 'CONTRACTING'] } },
      },
      select: { applicationId: true },
    })
    const { moved: lapsed } = await moveItems(
      ctx,
      lines.map((l) => l.applicationId),
      'expire',
      { bySystem: true, reason: input.reason },
    )
    await lapseConditions(ctx, { applicationIds: lapsed, planIds: [plan.id] }, input.reason)
    await deriveBatch(ctx, batch.id)
    ctx.emit('plan.cancelled', { planId: plan.id, batchId: batch.id, reason: input.reason, lapsed: lapsed.length })
    return { id: plan.id, ...moved, lapsed: lapsed.length }
  },
})
