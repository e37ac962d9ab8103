/**
 * Merchants that are dropped or split off leave the plan of their batch too (§10.2 "Partial batches", B13): a line that
 * was proposed is decided no more, an approval that was given lapses, with the conditions that were set for it, and frees what it held.
 */
import { lapseConditions } from '@/lib/conditions/items'
import { releaseHolds } from '@/lib/partners/holds'
import type { CommandContext } from '@/lib/platform/commands'
import { type Fen, sumFen, toYuan } from '@/lib/platform/money'
import type { Prisma } from '@/lib/platform/tenant'
import { contentHash, planContent } from './content'

type Ctx = CommandContext<unknown>

/**
 * Takes the lines out of every plan of theirs that is written, decided or in force. What was approved goes back to the
 * plan's limit, and to that of the plan it came under, and to the agreement. While the plan is reviewed its content is
 * frozen anew as an annex with its own hash; once seats vote nothing of the text changes, only the lines' status.
 */
export async function leavePlans(ctx: Ctx, applicationIds: readonly string[], reason: string): Promise<Fen> {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  const lines = await tx.planLine.findMany({
    where: {
      bankId,
      applicationId: { in: [...applicationIds] },
      state: { in: ['PROPOSED', 'APPROVED', 'APPROVED_REDUCED'] },
      plan: { state: { in: ['DRAFT', 'IN_REVIEW', 'COUNTERSIGNING', 'EFFECTIVE'] } },
    },
    orderBy: [{ planId: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      approvedFen: true,
      plan: { select: { id: true, state: true, basePlanId: true } },
    },
  })
  if (lines.length === 0) return 0n
  const plans = Map.groupBy(lines, (l) => l.plan.id)
  for (const of of plans.values()) {
    const { id, state, basePlanId } = of[0]!.plan
    if (state !== 'EFFECTIVE') continue
    const approved = sumFen(of.map((l) => l.approvedFen ?? 0n))
    // a later list took from the plan that it came under as well
    const held = [id, ...(basePlanId ? [basePlanId] : [])]
    await tx.$executeRaw`
      update credit_plan set approved_sum_fen = greatest(approved_sum_fen - ${approved}, 0), version = version + 1
      where bank_id = ${bankId}::uuid and id = any (${held}::uuid[])`
  }
  await tx.planLine.updateMany({
    where: { bankId, id: { in: lines.map((l) => l.id) } },
    data: { state: 'DROPPED', groupId: null, reason, version: { increment: 1 } },
  })
  await lapseConditions(ctx, { applicationIds, planIds: [...plans.keys()] }, reason)
  const approvedFen = sumFen(lines.map((l) => l.approvedFen ?? 0n))
  if (approvedFen > 0n) {
    await releaseHolds(ctx, applicationIds)
    await tx.applicationOutcome.updateMany({
      where: { bankId, applicationId: { in: [...applicationIds] } },
      data: {
        approvedFen: null,
        approvedRatePpm: null,
        approvedTenorMonths: null,
        approvedOn: null,
        merchantAcceptedAt: null,
        version: { increment: 1 },
      },
    })
  }
  for (const of of plans.values()) if (of[0]!.plan.state === 'IN_REVIEW') await freezeAnnex(ctx, of[0]!.plan.id, reason)
  for (const [planId, of] of plans)
    ctx.audit({
      objectType: 'plan',
      objectId: planId,
      reason,
      detail: { event: 'lines-left', lines: of.length, approved: toYuan(sumFen(of.map((l) => l.approvedFen ?? 0n))) },
    })
  return approvedFen
}

/** The plan as it is reviewed from now on: its minor version (v1.1, v1.2 …). */
async function freezeAnnex(ctx: Ctx, planId: string, reason: string): Promise<void> {
  const { tx, actor, now } = ctx
  const bankId = actor.bankId
  const content = await planContent(tx, bankId, planId)
  const sha256 = contentHash(content)
  const no = (await tx.planSubmission.count({ where: { bankId, planId, kind: 'ANNEX' } })) + 1
  await tx.planSubmission.create({
    data: {
      bankId,
      planId,
      no,
      kind: 'ANNEX',
      sha256,
      content: content as unknown as Prisma.InputJsonObject,
      byId: actor.userId,
      byName: actor.name,
      at: now,
    },
  })
  await tx.creditPlan.updateMany({
    where: { bankId, id: planId, state: 'IN_REVIEW' },
    data: { snapshot: content as unknown as Prisma.InputJsonObject, sha256, version: { increment: 1 } },
  })
  ctx.audit({ objectType: 'plan', objectId: planId, reason, detail: { event: 'annex', no, sha256 } })
}
