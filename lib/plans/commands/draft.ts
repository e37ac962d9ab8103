/** Writing a plan: the first draft from data, its parameters, lines and texts (§5.1). */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { performDuty } from '@/lib/approvals/duties'
import { lockBatch, moveItem } from '@/lib/batches/progress'
import { leaveGroups } from '@/lib/guarantees/group-checks'
import { type CommandContext, checkVersion, defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { type Fen, toPercent, toYuan } from '@/lib/platform/money'
import { nextCode } from '@/lib/platform/numbering'
import { zId, zYuan } from '@/lib/platform/schema'
import { shortenGreenClock } from '@/lib/platform/sla'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { recordCreation } from '@/lib/platform/workflow'
import { basePlanFor } from '../add-on'
import {
  type LimitTraces,
  type LineEditRecord,
  PlanBasis,
  type PlanBasisJson,
  type PlanSection,
  REPAYMENT_METHODS,
  SECTION_KEYS,
} from '../basis'
import { computePlan, initialParams } from '../compute'
import { SchemeParams, type SchemeParamsJson } from '../scheme'
import { planMachine } from '../workflow'

type Ctx = CommandContext<unknown>
const AUTHORS = ['EVALUATOR', 'RM'] as const

/** The batch and its plan, locked in this order for the rest of the transaction; 404 when it is another bank's. */
export async function lockPlan(ctx: Pick<Ctx, 'tx' | 'actor'>, planId: string) {
  const { tx, actor } = ctx
  const found = await tx.creditPlan.findFirst({
    where: { bankId: actor.bankId, id: planId },
    select: { batchId: true },
  })
  if (!found) throw refuse('E_NOT_FOUND', { object: 'plan' })
  const batch = await lockBatch(ctx, found.batchId)
  await tx.$queryRaw`select 1 from credit_plan where bank_id = ${actor.bankId}::uuid and id = ${planId}::uuid for update`
  const plan = await tx.creditPlan.findFirstOrThrow({ where: { bankId: actor.bankId, id: planId } })
  return { batch, plan }
}

/** A plan that may still be written, by someone who may write it. */
async function draftOf(ctx: Ctx, planId: string) {
  const { batch, plan } = await lockPlan(ctx, planId)
  checkVersion(plan.version, ctx.ifMatch)
  if (plan.state !== 'DRAFT') throw refuse('E_STATE', { object: 'plan', state: plan.state, event: 'edit' })
  await performDuty(ctx, 'WRITE_PLAN', { batch: [batch.id], plan: [plan.id] })
  return { batch, plan }
}

async function answer(ctx: Ctx, planId: string, totals: { lines: number; sumFen: Fen; limitFen: Fen }) {
  const plan = await ctx.tx.creditPlan.findFirstOrThrow({
    where: { bankId: ctx.actor.bankId, id: planId },
    select: { id: true, code: true, versionNo: true, state: true, version: true },
  })
  return { ...plan, ...totals }
}

/**
 * Drafts the plan of a batch in PLAN_DRAFTING: limits, prices, margins, L and the twelve sections. Run again, it
 * computes the same draft anew from today's data and keeps what people changed.
 */
export const draftPlan = defineCommand({
  name: 'plans.draft',
  input: z.strictObject({
    batchId: zId,
    addOn: z
      .boolean()
      .default(false)
      .meta({ description: 'a later list under the plan in force, not a plan of its own' }),
  }),
  access: { roles: AUTHORS },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const batch = await lockBatch(ctx, input.batchId)
    if (batch.state !== 'PLAN_DRAFTING')
      throw refuse('E_STATE', { object: 'batch', state: batch.state, event: 'draft-plan' })
    const last = await tx.creditPlan.findFirst({
      where: { bankId, batchId: batch.id },
      orderBy: { versionNo: 'desc' },
    })
    let plan = last?.state === 'DRAFT' ? last : null
    if (!plan) {
      const id = newId()
      const base = input.addOn ? await basePlanFor(ctx, batch) : null
      if (input.addOn && !base) throw refuse('E_ADD_ON_PLAN')
      const start = base ?? (last ? { params: last.params, survey: last.survey } : await initialParams(ctx, batch))
      plan = await tx.creditPlan.create({
        data: {
          bankId,
          id,
          batchId: batch.id,
          marketId: batch.marketId,
          code: last?.code ?? (await nextCode(tx, bankId, 'P', today.year)),
          versionNo: (last?.versionNo ?? 0) + 1,
          mode: batch.mode,
          state: 'DRAFT',
          params: start.params as Prisma.InputJsonObject,
          survey: start.survey as Prisma.InputJsonObject,
          sections: [],
          writtenBy: actor.userId,
          supersedesId: last?.id ?? null,
          kind: base ? 'ADD_ON' : 'PLAN',
          basePlanId: base?.id ?? null,
        },
      })
      // §9 row 17: with the resources in place the green channel promises three working days, not seven
      if (base) {
        const { sla } = (await loadParameters(tx, bankId, today)).approvals
        const clock = { objectType: 'batch', objectId: batch.id, kind: 'TOTAL', days: sla.greenAddOnDays }
        await shortenGreenClock(tx, bankId, clock)
      }
      await recordCreation(ctx, planMachine, { id }, { code: plan.code, version: plan.versionNo, batch: batch.code })
    }
    await performDuty(ctx, 'WRITE_PLAN', { batch: [batch.id], plan: [plan.id] })
    const totals = await computePlan(ctx, batch, plan)
    ctx.audit({ objectType: 'plan', objectId: plan.id, detail: { event: 'draft', lines: totals.lines } })
    return answer(ctx, plan.id, totals)
  },
})

const Ranges = {
  marginRatio: [50_000, 300_000],
  penaltyUplift: [300_000, 500_000],
  misuseUplift: [500_000, 1_000_000],
} as const

/** Changes the scheme, the demand or the plan's own caps inside their ranges, and computes every line again. */
export const setPlanParameters = defineCommand({
  name: 'plans.setParameters',
  input: z.strictObject({
    planId: zId,
    params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
    basis: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).default({}),
  }),
  access: { roles: AUTHORS },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input } = ctx
    const { batch, plan } = await draftOf(ctx, input.planId)
    const params = { ...(plan.params as SchemeParamsJson), ...input.params }
    const scheme = parseInside(SchemeParams, params)
    for (const [key, [min, max]] of Object.entries(Ranges)) {
      const value = scheme[key as keyof typeof Ranges]
      if (value < min || value > max)
        throw refuse(
          'E_PARAMETER_RANGE',
          { path: key, value: toPercent(value), min: toPercent(min), max: toPercent(max) },
          { fields: [{ path: key, code: 'E_RANGE' }] },
        )
    }
    const basis = Object.fromEntries(
      Object.entries({ ...(plan.survey as PlanBasisJson), ...input.basis }).filter(([, v]) => v !== null && v !== ''),
    )
    parseInside(PlanBasis, basis)
    await tx.creditPlan.updateMany({
      where: { bankId: actor.bankId, id: plan.id },
      data: { params: params as Prisma.InputJsonObject, survey: basis as Prisma.InputJsonObject },
    })
    const totals = await computePlan(ctx, batch, { ...plan, params, survey: basis })
    ctx.audit({
      objectType: 'plan',
      objectId: plan.id,
      detail: { event: 'set-parameters', params: input.params, basis: input.basis },
    })
    return answer(ctx, plan.id, totals)
  },
})

function parseInside<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const fields = read.error.issues.map((i) => ({ path: i.path.join('.'), code: 'E_RANGE' }))
  throw refuse('E_PARAMETER_FORMAT', { path: fields[0]?.path ?? '', value: '' }, { fields })
}

/** Lowers a line, shortens its tenor or changes its repayment, with the reason: never above what the rules allow. */
export const editLine = defineCommand({
  name: 'plans.editLine',
  input: z.strictObject({
    planId: zId,
    lineId: zId,
    limit: zYuan.optional(),
    tenorMonths: z.int().min(1).max(120).optional(),
    repaymentMethod: z.enum(REPAYMENT_METHODS).optional(),
    reason: z.string().trim().min(2).max(300),
  }),
  access: { roles: AUTHORS },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const bankId = actor.bankId
    const { batch, plan } = await draftOf(ctx, input.planId)
    const line = await tx.planLine.findFirst({
      where: { bankId, planId: plan.id, id: input.lineId, state: 'PROPOSED' },
    })
    if (!line) throw refuse('E_NOT_FOUND', { object: 'line' })
    const trace = line.limitTrace as unknown as LimitTraces
    if (
      input.limit !== undefined &&
      toYuan(input.limit) !== trace.computedLimit &&
      input.limit > BigInt(trace.computedLimit.replace('.', ''))
    )
      throw refuse(
        'E_LINE_ABOVE_RULES',
        { limit: toYuan(input.limit), max: trace.computedLimit },
        { fields: [{ path: 'limit', code: 'E_RANGE' }] },
      )
    const record: LineEditRecord = {
      ...(input.limit === undefined ? {} : { limit: toYuan(input.limit) }),
      ...(input.tenorMonths === undefined ? {} : { tenorMonths: input.tenorMonths }),
      ...(input.repaymentMethod === undefined ? {} : { repaymentMethod: input.repaymentMethod }),
      reason: input.reason,
      by: actor.name,
      at: now.toISOString(),
    }
    await tx.planLine.updateMany({
      where: { bankId, id: line.id },
      data: { limitTrace: { ...trace, edits: [...trace.edits, record] } as unknown as Prisma.InputJsonObject },
    })
    const totals = await computePlan(ctx, batch, plan)
    ctx.audit({
      objectType: 'plan',
      objectId: plan.id,
      reason: input.reason,
      detail: { event: 'edit-line', lineId: line.id, ...record },
    })
    return answer(ctx, plan.id, totals)
  },
})

/** Puts an own text in the place of a generated section, or takes it back (text: null). */
export const editSection = defineCommand({
  name: 'plans.editSection',
  input: z.strictObject({
    planId: zId,
    key: z.enum(SECTION_KEYS),
    text: z.string().trim().max(20_000).nullable(),
  }),
  access: { roles: AUTHORS },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const { plan } = await draftOf(ctx, input.planId)
    const sections = (plan.sections as unknown as PlanSection[]).map((s) =>
      s.key === input.key ? { ...s, text: input.text || null, editedBy: actor.name, editedAt: now.toISOString() } : s,
    )
    await tx.creditPlan.updateMany({
      where: { bankId: actor.bankId, id: plan.id },
      data: { sections: sections as unknown as Prisma.InputJsonArray, version: { increment: 1 } },
    })
    ctx.audit({ objectType: 'plan', objectId: plan.id, detail: { event: 'edit-section', key: input.key } })
    return { id: plan.id, version: plan.version + 1 }
  },
})

/** Drops a merchant while the plan is written: its group is checked again, nobody else's state changes but to regroup. */
export const dropLine = defineCommand({
  name: 'plans.dropLine',
  input: z.strictObject({ planId: zId, lineId: zId, reason: z.string().trim().min(2).max(300) }),
  access: { roles: AUTHORS },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input } = ctx
    const bankId = actor.bankId
    const { batch, plan } = await draftOf(ctx, input.planId)
    const line = await tx.planLine.findFirst({
      where: { bankId, planId: plan.id, id: input.lineId, state: 'PROPOSED' },
    })
    if (!line) throw refuse('E_NOT_FOUND', { object: 'line' })
    await moveItem(ctx, line.applicationId, 'drop', { reason: input.reason, bySystem: true })
    const { regroup } = await leaveGroups(ctx, batch, [line.applicationId], input.reason)
    const totals = await computePlan(ctx, batch, plan)
    return { ...(await answer(ctx, plan.id, totals)), regroup }
  },
})
