/** An item whose score may still be changed by hand, and the new result that such a change writes (§3.0-6, §3.0-7). */
import { lockBatch, moveItem } from '@/lib/batches/progress'
import { leaveGroups } from '@/lib/guarantees/group-checks'
import type { CommandContext } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { type Trace, words } from '@/lib/platform/trace'
import { cardOfResult } from './card-in-force'
import { OVERRIDE_ROLES, overriddenScore } from './rules/override'
import { marketContext, reasonText, writeOutcomes } from './score-items'

type Ctx = CommandContext<unknown>

const CHANGEABLE = ['SCORING', 'ADMITTED', 'NOT_ADMITTED', 'REGROUP_REQUIRED']

/** The item with its present result, while its batch is still being scored or planned. Throws E_NOT_FOUND, E_STATE. */
export async function decidedItem(ctx: Ctx, applicationId: string, event: string) {
  const { tx, actor } = ctx
  const item = await tx.application.findFirst({
    where: { bankId: actor.bankId, id: applicationId },
    include: { applicationOutcome: { include: { scoreResult: true } } },
  })
  if (!item) throw refuse('E_NOT_FOUND', { object: 'application' })
  const batch = await lockBatch(ctx, item.batchId)
  const result = item.applicationOutcome?.scoreResult
  if (!result || !CHANGEABLE.includes(item.state) || !['SCORING', 'PLAN_DRAFTING'].includes(batch.state))
    throw refuse('E_STATE', { object: 'application', state: item.state, event })
  return { item, batch, result }
}
export type DecidedItem = Awaited<ReturnType<typeof decidedItem>>

/** E_NOT_FOUND for a file that this bank does not hold. */
export async function knownFiles(ctx: Pick<Ctx, 'tx' | 'actor'>, ids: readonly string[]): Promise<void> {
  const n = await ctx.tx.fileObject.count({ where: { bankId: ctx.actor.bankId, id: { in: [...ids] } } })
  if (n !== new Set(ids).size) throw refuse('E_NOT_FOUND', { object: 'file' })
}

/** Whoever scored, signed or asked does not take the other part. */
export function refuseScorer(earlierAct: 'SCORE' | 'OVERRIDE_SCORE' = 'SCORE'): never {
  throw refuse('E_SOD', { act: 'OVERRIDE_SCORE', earlierAct, earlierAt: '', turn: [...OVERRIDE_ROLES] })
}

/** The changed grade as a new result, the outcome and the item's move. */
export async function applyOverride(
  ctx: Ctx,
  { item, batch, result }: DecidedItem,
  change: { toGrade: string; reason: string; fileIds: string[]; requestedBy: string | null },
) {
  const { tx, actor, now, today } = ctx
  const card = await cardOfResult(tx, actor.bankId, result.cardCode, result.cardVersion)
  const before = { total: result.total, grade: result.grade, vetoes: result.vetoes as string[] }
  const market = await marketContext(ctx, batch.marketId)
  const after = overriddenScore(card, before, change.toGrade, { grade: market.grade, threshold: market.threshold })
  const asked =
    change.requestedBy === actor.userId
      ? null
      : await tx.appUser.findFirst({
          where: { bankId: actor.bankId, id: change.requestedBy ?? '' },
          select: { name: true },
        })
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
          reason: change.reason,
          fileIds: change.fileIds,
          by: change.requestedBy,
          byName: asked?.name ?? actor.name,
          ...(asked ? { second: actor.userId, secondName: actor.name } : {}),
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
              words('reasonText', change.reason),
              words('decision', after.decision),
            ],
            binding: true,
          },
        ],
      } as unknown as Prisma.InputJsonObject,
      scoredBy: actor.userId,
      secondBy: asked ? change.requestedBy : result.scoredBy,
      scoredAt: now,
      scoredOn: toDb(today),
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
  const admitted = after.decision === 'ADMITTED'
  let state = item.state
  if (admitted && item.state === 'NOT_ADMITTED') state = (await moveItem(ctx, item.id, 'override-admit')).state
  else if (!admitted && item.state !== 'NOT_ADMITTED') {
    state = (await moveItem(ctx, item.id, 'override-not-admit')).state
    if (batch.mode === 'JG') await leaveGroups(ctx, batch, [item.id], 'NOT_ADMITTED')
  }
  return { applicationId: item.id, scoreResultId: id, grade: after.grade, decision: after.decision, state }
}
