import { z } from 'zod'
import { performDuty } from '@/lib/approvals/duties'
import { deriveBatch, lockBatch, moveItem } from '@/lib/batches/progress'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { type Trace, words } from '@/lib/platform/trace'
import { cardOfResult } from '../card-in-force'
import { OVERRIDE_ROLES, overriddenScore, overrideProblems } from '../rules/override'
import { marketContext, reasonText, writeOutcomes } from '../score-items'

const Attachments = z.array(zId).min(1, 'E_OVERRIDE_ATTACHMENT').max(20)

/** The item with its present result, while its batch is still being scored or planned. */
async function scoredItem(ctx: CommandContext<unknown>, applicationId: string) {
  const { tx, actor } = ctx
  const item = await tx.application.findFirst({
    where: { bankId: actor.bankId, id: applicationId },
    include: { applicationOutcome: { include: { scoreResult: true } } },
  })
  if (!item) throw refuse('E_NOT_FOUND', { object: 'application' })
  const batch = await lockBatch(ctx, item.batchId)
  const result = item.applicationOutcome?.scoreResult
  const states = ['SCORING', 'ADMITTED', 'NOT_ADMITTED', 'REGROUP_REQUIRED']
  if (!result || !states.includes(item.state) || !['SCORING', 'PLAN_DRAFTING'].includes(batch.state))
    throw refuse('E_STATE', { object: 'application', state: item.state, event: 'override' })
  return { item, batch, result }
}

async function knownFiles(ctx: CommandContext<unknown>, ids: string[]): Promise<void> {
  const n = await ctx.tx.fileObject.count({ where: { bankId: ctx.actor.bankId, id: { in: ids } } })
  if (n !== new Set(ids).size) throw refuse('E_NOT_FOUND', { object: 'file' })
}

/**
 * One step up or down by SB_HEAD or above, who neither scored nor signed, with reason and attachment (§3.0-7). The old
 * result stays; a new row holds the changed grade, and the item follows the new decision. A vetoed score is refused.
 */
export const overrideScore = defineCommand({
  name: 'applications.override',
  input: z.strictObject({
    applicationId: zId,
    grade: z.string().trim().min(1).max(10).meta({ example: 'B1' }),
    reason: z.string().trim().min(10, 'E_OVERRIDE_REASON').max(1000),
    fileIds: Attachments,
  }),
  access: { roles: [...OVERRIDE_ROLES] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const { item, batch, result } = await scoredItem(ctx, input.applicationId)
    await performDuty(ctx, 'OVERRIDE_SCORE', { merchant: [item.id], score: [result.id] })
    await knownFiles(ctx, input.fileIds)
    const card = await cardOfResult(tx, actor.bankId, result.cardCode, result.cardVersion)
    const before = { total: result.total, grade: result.grade, vetoes: result.vetoes as string[] }
    const problem = overrideProblems(card, before, input.grade, {
      actorId: actor.userId ?? '',
      roles: actor.roles,
      scorerIds: [result.scoredBy, result.secondBy].filter((id) => id !== null),
      reason: input.reason,
      attachments: input.fileIds,
    })[0]
    if (problem === 'E_SOD')
      throw refuse('E_SOD', { act: 'OVERRIDE_SCORE', earlierAct: 'SCORE', earlierAt: '', turn: [...OVERRIDE_ROLES] })
    if (problem) throw refuse(problem, { from: before.grade ?? '', to: input.grade })
    const market = await marketContext(ctx, batch.marketId)
    const after = overriddenScore(card, before, input.grade, { grade: market.grade, threshold: market.threshold })
    const earlier = result.trace as unknown as Trace
    const id = newId()
    await tx.scoreResult.create({
      data: {
        ...(result as unknown as Prisma.ScoreResultUncheckedCreateInput),
        id,
        grade: after.grade,
        decision: after.decision,
        coefficientPpm: after.coefficientPpm,
        sources: {
          ...(result.sources as object),
          $override: {
            from: before.grade,
            to: after.grade,
            reason: input.reason,
            fileIds: input.fileIds,
            by: actor.userId,
            byName: actor.name,
            resultId: result.id,
          },
        } as Prisma.InputJsonObject,
        trace: {
          ...earlier,
          steps: [
            ...earlier.steps.map((s) => ({ ...s, binding: false })),
            {
              ...words('override', after.grade),
              rule: '§3.0-7',
              inputs: [
                words('grade', before.grade ?? ''),
                words('reasonText', input.reason),
                words('decision', after.decision),
              ],
              binding: true,
            },
          ],
        } as unknown as Prisma.InputJsonObject,
        scoredBy: actor.userId,
        secondBy: result.scoredBy,
        scoredAt: now,
      },
    })
    await writeOutcomes(tx, actor.bankId, [
      {
        application_id: item.id,
        score_result_id: id,
        score_total: result.total,
        grade: after.grade,
        score_decision: after.decision,
        decision_reason: reasonText({ reasons: after.reasons, vetoes: before.vetoes }),
      },
    ])
    ctx.audit({
      objectType: 'application',
      objectId: item.id,
      from: before.grade,
      to: after.grade,
      reason: input.reason,
      detail: { event: 'override', resultId: id, fileIds: input.fileIds },
    })
    const admitted = after.decision === 'ADMITTED'
    let state = item.state
    if (admitted && item.state === 'NOT_ADMITTED') state = (await moveItem(ctx, item.id, 'override-admit')).state
    else if (!admitted && item.state !== 'NOT_ADMITTED')
      state = (await moveItem(ctx, item.id, 'override-not-admit')).state
    return {
      applicationId: item.id,
      scoreResultId: id,
      grade: after.grade,
      decision: after.decision,
      state,
      batchState: await deriveBatch(ctx, batch.id),
    }
  },
})
