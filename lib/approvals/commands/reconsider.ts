/** A refused plan is looked at once more: new facts, the next level, all seats anew (§6.2). */
import { z } from 'zod'
import { moveBatch, moveItems } from '@/lib/batches/progress'
import { lockPlan } from '@/lib/plans/commands/draft'
import { planMachine } from '@/lib/plans/workflow'
import { checkVersion, defineCommand } from '@/lib/platform/commands'
import { civilDate, fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { transition } from '@/lib/platform/workflow'
import { performDuty } from '../duties'
import { nextLevel } from '../rules/routing'
import { checkReconsideration } from '../rules/validity'
import { approvalsOf, openCountersign } from '../settle'

/** Refuses E_RECONSIDERATION_USED, _LATE, _FACTS, and _TOP when no level lies above the one that refused. */
export const reconsiderPlan = defineCommand({
  name: 'approvals.reconsider',
  input: z.strictObject({ planId: zId, facts: z.string().trim().max(5000) }),
  access: { roles: ['EVALUATOR', 'RM'] },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input, now, today } = ctx
    const bankId = actor.bankId
    const { batch, plan } = await lockPlan(ctx, input.planId)
    checkVersion(plan.version, ctx.ifMatch)
    if (plan.state !== 'REJECTED') throw refuse('E_STATE', { object: 'plan', state: plan.state, event: 'reconsider' })
    const approvals = await approvalsOf(ctx, plan)
    const problem = checkReconsideration(
      {
        rejectedOn: fromDbOrNull(plan.decidedOn) ?? civilDate(plan.decidedAt ?? now),
        today,
        earlier: plan.reconsideredAt ? 1 : 0,
        newFacts: input.facts,
      },
      approvals.validity,
    )
    if (problem) throw refuse(problem, {}, { fields: [{ path: 'facts', code: problem }] })
    const level = nextLevel(plan.level, approvals.authority)
    if (!level) throw refuse('E_RECONSIDERATION_TOP', { level: plan.level ?? '' })
    await performDuty(ctx, 'WRITE_PLAN', { batch: [batch.id], plan: [plan.id] })
    const clean = { ...ctx, ifMatch: undefined }
    await transition(clean, planMachine, plan, {
      event: 'reconsider',
      reason: input.facts,
      detail: { from: plan.level, level },
      set: { level, result: null, decidedAt: null, decidedOn: null, reconsideredAt: now, reconsiderFacts: input.facts },
    })
    // the whole plan was refused: every line that it refused is open again
    const lines = await tx.planLine.findMany({
      where: { bankId, planId: plan.id, state: 'REJECTED', application: { state: 'REJECTED' } },
      select: { id: true, applicationId: true },
    })
    await tx.planLine.updateMany({
      where: { bankId, id: { in: lines.map((l) => l.id) } },
      data: { state: 'PROPOSED', reason: null, approvedFen: null, version: { increment: 1 } },
    })
    await moveBatch(clean, batch.id, 'reconsider', { reason: input.facts })
    await moveItems(
      ctx,
      lines.map((l) => l.applicationId),
      'reconsider',
      { reason: input.facts },
    )
    const round = await openCountersign(ctx, { ...plan, level }, { reconsideration: true })
    ctx.emit('plan.reconsidered', { planId: plan.id, batchId: batch.id, level })
    return { id: plan.id, state: 'COUNTERSIGNING' as const, level, roundId: round.id, version: plan.version + 1 }
  },
})
