/** What an approval leaves behind: the decision as it is in force, and the versions that it ends (§6.2, B20). */
import { contentHash, planContent } from '@/lib/plans/content'
import { planMachine } from '@/lib/plans/workflow'
import type { CommandContext } from '@/lib/platform/commands'
import type { Prisma } from '@/lib/platform/tenant'
import { transitionMany } from '@/lib/platform/workflow'

type Ctx = CommandContext<unknown>
type PlanRow = { id: string; batchId: string; code: string; versionNo: number }

/** What was decided, beside what was submitted: amounts, terms and margin as they are in force from now on. */
export async function keepDecision(ctx: Ctx, planId: string): Promise<void> {
  const { tx, actor, now } = ctx
  const content = await planContent(tx, actor.bankId, planId, 'APPROVED')
  const no = (await tx.planSubmission.count({ where: { bankId: actor.bankId, planId, kind: 'DECIDED' } })) + 1
  const sha256 = contentHash(content)
  await tx.planSubmission.create({
    data: {
      bankId: actor.bankId,
      planId,
      no,
      kind: 'DECIDED',
      sha256,
      content: content as unknown as Prisma.InputJsonObject,
      byId: actor.userId,
      byName: actor.name,
      at: now,
    },
  })
  ctx.audit({ objectType: 'plan', objectId: planId, detail: { event: 'decision-kept', sha256 } })
}

/** Earlier versions of the plan of this batch end when a later one is in force (B20). */
export async function supersedeOlder(ctx: Ctx, plan: PlanRow): Promise<void> {
  const older = await ctx.tx.creditPlan.findMany({
    where: { bankId: ctx.actor.bankId, batchId: plan.batchId, id: { not: plan.id }, state: 'EFFECTIVE' },
    select: { id: true },
  })
  await transitionMany(
    ctx,
    planMachine,
    older.map((o) => o.id),
    { event: 'supersede', bySystem: true, detail: { by: plan.code, versionNo: plan.versionNo } },
  )
}
