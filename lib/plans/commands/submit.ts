/** Submitting a plan: everything is checked, the level found, the content frozen, the small-business desk asked (B8). */
import { z } from 'zod'
import { performDuty } from '@/lib/approvals/duties'
import { openRound } from '@/lib/approvals/rounds'
import {
  type AddOnFacts,
  type AuthorityParameters,
  type Route,
  routeAddOn,
  routePlan,
} from '@/lib/approvals/rules/routing'
import { isFresh } from '@/lib/approvals/rules/validity'
import { moveBatch, moveItems } from '@/lib/batches/progress'
import { dissolveEmptyGroups, lockGroups, recheckGroups } from '@/lib/guarantees/group-checks'
import { checkMembers, readGroupMembers, readGroups } from '@/lib/guarantees/group-members'
import { requireNoIncrease } from '@/lib/guarantees/no-increase'
import { refuseOffList } from '@/lib/partners/whitelist'
import { type CommandContext, checkVersion, defineCommand } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { type FieldError, refuse } from '@/lib/platform/errors'
import { sumFen, toYuan } from '@/lib/platform/money'
import { zId } from '@/lib/platform/schema'
import type { Prisma } from '@/lib/platform/tenant'
import type { Traced } from '@/lib/platform/trace'
import { transition } from '@/lib/platform/workflow'
import { lockBase } from '../add-on'
import { type PlanSection, SECTION_KEYS, sectionText } from '../basis'
import { refreshTexts } from '../compute'
import { contentHash, planContent } from '../content'
import { planFactsOf } from '../facts'
import { type PlanItem, readPlanItems, readPlanMarket } from '../read-batch'
import { checkPlanSums } from '../rules/plan-limit'
import { planMachine } from '../workflow'
import { lockPlan } from './draft'

type Ctx = CommandContext<unknown>

/**
 * B8: complete sections, Σ limits ≤ L, caps, group rules, fresh scores; then the authority level (§6.1). Freezes the
 * content with its SHA-256, locks groups and items, and opens the preliminary round. `confirmSmall`: the author goes on
 * although fewer merchants are left than the bank's least number.
 */
export const submitPlan = defineCommand({
  name: 'plans.submit',
  input: z.strictObject({ planId: zId, confirmSmall: z.boolean().default(false) }),
  access: { roles: ['EVALUATOR', 'RM'] },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const bankId = actor.bankId
    const { batch, plan } = await lockPlan(ctx, input.planId)
    checkVersion(plan.version, ctx.ifMatch)
    if (plan.state !== 'DRAFT') throw refuse('E_STATE', { object: 'plan', state: plan.state, event: 'submit-plan' })
    await performDuty(ctx, 'WRITE_PLAN', { batch: [batch.id], plan: [plan.id] })
    if (batch.mode === 'JG') {
      await dissolveEmptyGroups(ctx, batch.id)
      await recheckGroups(ctx, batch)
    }
    await refreshTexts(ctx, batch, plan)
    const market = await readPlanMarket(ctx, batch)
    const p = market.parameters
    const items = await readPlanItems(ctx, batch.id)
    const lines = await tx.planLine.findMany({ where: { bankId, planId: plan.id, state: 'PROPOSED' } })
    const limitsFen = lines.map((l) => l.limitFen)
    const base = plan.basePlanId ? await lockBase(ctx, plan.basePlanId) : null
    if (plan.kind === 'ADD_ON' && !base) throw refuse('E_ADD_ON_PLAN')
    const limitFen = base?.headroomFen ?? plan.aggregateLimitFen ?? 0n

    requireComplete(plan.sections as unknown as PlanSection[])
    requireLines(ctx, items, lines, p.approvals.validity.scoreDays)
    await refuseOffList(ctx, batch, await rankedItems(ctx, lines))
    await requireNoIncrease(
      ctx,
      lines.map((l) => ({ applicationId: l.applicationId, amountFen: l.limitFen })),
    )
    const small = lines.length < Math.max(p.plans.minBatchItems, batch.mode === 'JG' ? p.plans.jg.sizeMin : 0)
    if (small && !input.confirmSmall) throw refuse('E_BATCH_SMALL', { count: lines.length, min: p.plans.minBatchItems })
    const over = checkPlanSums({ limitFen, approvedFen: sumFen(limitsFen), usedFen: sumFen(limitsFen) })[0]
    if (over) throw refuse(over.code, { amount: toYuan(over.sumFen), cap: toYuan(over.capFen) })
    if (batch.mode === 'JG') await requireGroups(ctx, batch, lines)

    const factsOf = await planFactsOf(ctx, batch, market, items)
    const facts = factsOf({ limitFen, limitsFen })
    const route = base
      ? addOnRoute(
          {
            ...facts,
            planEffective: true,
            headroomFen: base.headroomFen,
            allScoresAtThreshold: items.every((i) => (i.scoreTotal ?? 0) >= market.threshold),
          },
          p.approvals.authority,
        )
      : routePlan(facts, p.approvals.authority)

    const content = await planContent(tx, bankId, plan.id)
    const sha256 = contentHash(content)
    await transition({ ...ctx, ifMatch: undefined }, planMachine, plan, {
      event: 'submit-plan',
      detail: { level: route.value.level, sha256, lines: lines.length },
      set: {
        level: route.value.level,
        routingTrace: { ...route.trace, escalations: route.value.escalations } as unknown as Prisma.InputJsonObject,
        snapshot: content as unknown as Prisma.InputJsonObject,
        sha256,
        submittedAt: now,
        parametersOn: toDb(ctx.today),
        ...(base ? { aggregateLimitFen: base.headroomFen } : {}),
      },
    })
    const round = await openRound(ctx, {
      planId: plan.id,
      kind: 'PRELIMINARY',
      mode: 'PARALLEL',
      seats: [{ role: 'SB_REVIEWER', department: 'SB', chair: true }],
      clock: p.approvals.countersign,
    })
    await tx.planSubmission.create({
      data: {
        bankId,
        planId: plan.id,
        no: round.no,
        kind: 'SUBMITTED',
        sha256,
        content: content as unknown as Prisma.InputJsonObject,
        document: plan.sections as Prisma.InputJsonArray,
        byId: actor.userId,
        byName: actor.name,
        at: now,
      },
    })
    await tx.task.updateMany({
      where: { bankId, kind: 'PLAN_RETURNED', objectType: 'plan', objectId: plan.id, state: 'OPEN' },
      data: { state: 'DONE', doneBy: actor.userId, doneAt: now },
    })
    await moveItems(
      ctx,
      lines.map((l) => l.applicationId),
      'submit-plan',
    )
    await lockGroups(ctx, batch.id, 'lock')
    await moveBatch({ ...ctx, ifMatch: undefined }, batch.id, 'submit-plan')
    ctx.emit('plan.submitted', { planId: plan.id, batchId: batch.id, level: route.value.level, sha256 })
    return {
      id: plan.id,
      code: plan.code,
      state: 'IN_REVIEW' as const,
      level: route.value.level,
      escalations: route.value.escalations,
      sha256,
      submissionNo: round.no,
      roundId: round.id,
      version: plan.version + 1,
    }
  },
})

/** Two reviewers where nothing is unusual, else the level of the largest merchant (§6.1). */
function addOnRoute(facts: AddOnFacts, authority: AuthorityParameters): Traced<Route> {
  const found = routeAddOn(facts, authority)
  if (found.kind === 'NEW_PLAN') throw refuse(found.reason === 'PLAN' ? 'E_ADD_ON_PLAN' : 'E_ADD_ON_HEADROOM')
  return found.route
}

/** The merchants of the lines with their ranks on the operator's list. */
const rankedItems = (ctx: Ctx, lines: readonly { applicationId: string }[]) =>
  ctx.tx.application.findMany({
    where: { bankId: ctx.actor.bankId, id: { in: lines.map((l) => l.applicationId) } },
    orderBy: { position: 'asc' },
    select: { rowNo: true, rank: true },
  })

function requireComplete(sections: readonly PlanSection[]): void {
  const empty = SECTION_KEYS.filter((key) => {
    const section = sections.find((s) => s.key === key)
    return !section || sectionText(section).trim() === ''
  })
  if (empty.length > 0)
    throw refuse(
      'E_PLAN_INCOMPLETE',
      { sections: empty },
      { fields: empty.map((key) => ({ path: `sections.${key}`, code: 'E_REQUIRED' })) },
    )
}

type LineRow = { applicationId: string; limitFen: bigint; groupId: string | null }

function requireLines(ctx: Ctx, items: readonly PlanItem[], lines: readonly LineRow[], scoreDays: number): void {
  const byId = new Map(items.map((i) => [i.id, i]))
  const rowsOf = (wrong: (line: LineRow, item: PlanItem | undefined) => boolean) =>
    lines.filter((l) => wrong(l, byId.get(l.applicationId))).map((l) => byId.get(l.applicationId)?.rowNo ?? '—')
  const missing = items.filter((i) => !lines.some((l) => l.applicationId === i.id)).map((i) => i.rowNo)
  const stale = rowsOf((_, item) => item === undefined)
  if (lines.length === 0 || missing.length > 0 || stale.length > 0)
    throw refuse('E_PLAN_STALE', { rows: [...missing, ...stale] })
  const regroup = rowsOf((_, item) => item?.state === 'REGROUP_REQUIRED')
  if (regroup.length > 0) throw refuse('E_REGROUP_REQUIRED', { rows: regroup })
  const zero = rowsOf((line) => line.limitFen <= 0n)
  if (zero.length > 0) throw refuse('E_LINE_ZERO', { rows: zero })
  const old = rowsOf((_, item) => item?.scoredOn != null && !isFresh(item.scoredOn, ctx.today, scoreDays))
  if (old.length > 0) throw refuse('E_SCORE_EXPIRED', { rows: old, days: scoreDays })
}

async function requireGroups(
  ctx: Ctx,
  batch: { id: string; marketId: string; mode: string; rankedCount: number | null },
  lines: readonly LineRow[],
): Promise<void> {
  const alone = lines.filter((l) => l.groupId === null).length
  if (alone > 0) throw refuse('E_GROUP_MISSING', { count: alone })
  const known = await readGroupMembers(ctx, batch)
  const broken = (await readGroups(ctx, batch.id)).flatMap((g) => {
    const check = checkMembers(
      known,
      g.jointGroupMembers.map((m) => m.applicationId),
    )
    return check.valid ? [] : [{ group: g, violations: check.violations }]
  })
  if (broken.length === 0) return
  const fields = broken.flatMap((b): FieldError[] =>
    b.violations.map((v) => ({ path: `groups.${b.group.id}`, code: v.code, params: v.params })),
  )
  throw refuse('E_GROUP_INVALID', { groups: broken.map((b) => b.group.name) }, { fields })
}
