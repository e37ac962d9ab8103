/** Computes a plan in preparation: every line, the aggregate limit and the text, stored in a few set-based statements. */
import { recheckGroups } from '@/lib/guarantees/group-checks'
import type { CommandContext } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { type Fen, parseYuan, toYuan } from '@/lib/platform/money'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { type LimitTraces, type LineEditRecord, PlanBasis, type PlanSection, type PriceTraces } from './basis'
import { readDocumentFacts } from './document-facts'
import { draftSections } from './document-text'
import { initialScheme, lineTerms, type PlanItem, type PlanMarket, readPlanItems, readPlanMarket } from './read-batch'
import type { CustomerGrade, Mode } from './rules/grades'
import { incomeEstimate } from './rules/income'
import { type LineEdit, type LineResult, proposeLine } from './rules/line'
import { type PlanLimitInput, type PlanLimitResult, planLimit } from './rules/plan-limit'
import { SchemeParams } from './scheme'

type Ctx = CommandContext<unknown>
type PlanRow = {
  id: string
  mode: string
  code: string
  params: unknown
  survey: unknown
  sections: unknown
  version: number
}
type BatchRow = { id: string; code: string; marketId: string; mode: string; rankedCount: number | null }

/** The net effect of a line's changes: the last word on each field. */
export function editOf(edits: readonly LineEditRecord[]): LineEdit {
  const edit: LineEdit = {}
  for (const e of edits) {
    if (e.limit !== undefined) edit.limitFen = parseYuan(e.limit) ?? undefined
    if (e.tenorMonths !== undefined) edit.tenorMonths = e.tenorMonths
    if (e.repaymentMethod !== undefined) edit.repaymentMethod = e.repaymentMethod
  }
  return edit
}

export type PlanTotals = { lines: number; sumFen: Fen; limitFen: Fen }

/**
 * Recomputes all lines under the plan's scheme, keeping what people changed; then L with its trace (§5.2), the groups'
 * checks and the generated texts. Refuses E_INVESTIGATION_INCOMPLETE with the rows that have no figures or no grade.
 */
export async function computePlan(ctx: Ctx, batch: BatchRow, plan: PlanRow): Promise<PlanTotals> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const mode = batch.mode as Mode
  const market = await readPlanMarket(ctx, batch)
  const items = await readPlanItems(ctx, batch.id)
  const incomplete = items.filter((i) => !i.facts)
  if (incomplete.length > 0) throw refuse('E_INVESTIGATION_INCOMPLETE', { rows: incomplete.map((i) => i.rowNo) })
  const scheme = SchemeParams.parse(plan.params)
  const basis = PlanBasis.parse(plan.survey)
  const p = market.parameters.plans
  const terms = lineTerms(mode, market, scheme, basis, today)
  const stored = await tx.planLine.findMany({
    where: { bankId, planId: plan.id },
    select: { applicationId: true, limitTrace: true },
  })
  const edits = new Map(stored.map((l) => [l.applicationId, (l.limitTrace as unknown as LimitTraces).edits ?? []]))
  const rows = items.map((item) => {
    const done = edits.get(item.id) ?? []
    const line = proposeLine(item.facts!, terms, p, editOf(done))
    if (!line) throw refuse('E_LPR_MISSING', { on: today.toString() })
    return { id: newId(), ...lineRow(item, line, done) }
  })
  await tx.$executeRaw`
    insert into plan_line (bank_id, id, plan_id, application_id, applied_fen, limit_fen, rate_ppm, all_in_ppm, tenor_months,
      repayment_method, margin_fen, limit_trace, price_trace, state)
    select ${bankId}::uuid, r.id, ${plan.id}::uuid, r.application_id, r.applied_fen, r.limit_fen, r.rate_ppm, r.all_in_ppm,
      r.tenor_months, r.repayment_method, r.margin_fen, r.limit_trace, r.price_trace, 'PROPOSED'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, application_id uuid, applied_fen bigint, limit_fen bigint, rate_ppm int,
      all_in_ppm int, tenor_months int, repayment_method text, margin_fen bigint, limit_trace jsonb, price_trace jsonb)
    on conflict (bank_id, plan_id, application_id) do update set applied_fen = excluded.applied_fen, limit_fen = excluded.limit_fen,
      rate_ppm = excluded.rate_ppm, all_in_ppm = excluded.all_in_ppm, tenor_months = excluded.tenor_months,
      repayment_method = excluded.repayment_method, margin_fen = excluded.margin_fen, limit_trace = excluded.limit_trace,
      price_trace = excluded.price_trace, state = 'PROPOSED', reason = null, approved_fen = null, version = plan_line.version + 1`
  await tx.planLine.updateMany({
    where: { bankId, planId: plan.id, applicationId: { notIn: items.map((i) => i.id) }, state: { not: 'DROPPED' } },
    data: { state: 'DROPPED', groupId: null },
  })
  if (mode === 'JG') await recheckGroups(ctx, batch)
  const limit = limitOf(mode, market, scheme, basis)
  const { sections, sumFen } = await writeSections(ctx, batch, plan, { market, scheme, limit: limit.value })
  await tx.creditPlan.updateMany({
    where: { bankId, id: plan.id, state: 'DRAFT' },
    data: {
      aggregateLimitFen: limit.value.limitFen,
      limitTrace: limit.trace as unknown as Prisma.InputJsonObject,
      sections: sections as unknown as Prisma.InputJsonArray,
      version: { increment: 1 },
    },
  })
  return { lines: rows.length, sumFen, limitFen: limit.value.limitFen }
}

type Basis = { market: PlanMarket; scheme: SchemeParams; limit: PlanLimitResult }

/** The generated texts from today's figures; what people wrote stays in place. */
async function writeSections(ctx: Ctx, batch: BatchRow, plan: PlanRow, basis: Basis) {
  const facts = await readDocumentFacts(ctx, { planId: plan.id, batchId: batch.id, ...basis })
  const before = (plan.sections as PlanSection[] | null) ?? []
  const estimate = incomeEstimate(
    {
      mode: batch.mode as Mode,
      lines: facts.lines.map((l) => ({
        limitFen: l.limitFen,
        ratePpm: l.ratePpm,
        grade: (l.grade === '—' ? 'C' : l.grade) as CustomerGrade,
      })),
      stressPpm: 1_000_000,
    },
    basis.market.parameters.plans.income,
  )
  const sections = draftSections(facts, estimate.value).map((t): PlanSection => {
    const old = before.find((s) => s.key === t.key)
    return { ...t, text: old?.text ?? null, editedBy: old?.editedBy ?? null, editedAt: old?.editedAt ?? null }
  })
  return { sections, sumFen: facts.sumFen }
}

/** What L is computed from (§5.2). */
export function limitInput(mode: Mode, market: PlanMarket, scheme: SchemeParams, basis: PlanBasis): PlanLimitInput {
  return {
    demand:
      basis.surveyedDemand === undefined
        ? {
            kind: 'ESTIMATE',
            rankedCount: market.rankedCount,
            share: market.share,
            takeUpRatePpm: scheme.takeUpRate,
            averageNeedFen: scheme.averageNeed,
          }
        : { kind: 'SURVEY', surveyedDemandFen: basis.surveyedDemand },
    coverageFactorPpm: market.coefficientPpm,
    marketTurnoverFen: market.turnoverFen,
    modeCapacityFen: market.modeCapacityFen,
    bankSingleMarketCapFen: null,
    netCapitalFen: null,
    marginRatioPpm: mode === 'JG' ? scheme.marginRatio : null,
  }
}

/** L with its trace for a plan's scheme and basis (§5.2). */
function limitOf(mode: Mode, market: PlanMarket, scheme: SchemeParams, basis: PlanBasis) {
  return planLimit(limitInput(mode, market, scheme, basis), market.parameters.plans.planLimit)
}

/** Writes the generated texts anew before submission: groups may have been formed after the last computation. */
export async function refreshTexts(ctx: Ctx, batch: BatchRow, plan: PlanRow): Promise<void> {
  const market = await readPlanMarket(ctx, batch)
  const scheme = SchemeParams.parse(plan.params)
  const limit = limitOf(batch.mode as Mode, market, scheme, PlanBasis.parse(plan.survey)).value
  const { sections } = await writeSections(ctx, batch, plan, { market, scheme, limit })
  await ctx.tx.creditPlan.updateMany({
    where: { bankId: ctx.actor.bankId, id: plan.id, state: 'DRAFT' },
    data: { sections: sections as unknown as Prisma.InputJsonArray },
  })
}

function lineRow(item: PlanItem, line: LineResult, edits: readonly LineEditRecord[]) {
  const limitTrace: LimitTraces = {
    workingCapital: line.traces.workingCapital,
    limit: line.traces.limit,
    affordability: line.traces.affordability,
    binding: line.binding,
    computedLimit: toYuan(line.computedLimitFen),
    affordable: line.affordable,
    edits: [...edits],
  }
  const priceTrace: PriceTraces = { price: line.traces.price, allIn: line.traces.allIn }
  return {
    application_id: item.id,
    applied_fen: item.requestedFen.toString(),
    limit_fen: line.limitFen.toString(),
    rate_ppm: line.ratePpm,
    all_in_ppm: line.allInPpm,
    tenor_months: line.tenorMonths,
    repayment_method: line.repaymentMethod,
    margin_fen: line.marginFen.toString(),
    limit_trace: limitTrace,
    price_trace: priceTrace,
  }
}

/** The scheme and basis of a new plan of this batch. */
export async function initialParams(ctx: Ctx, batch: BatchRow) {
  const market = await readPlanMarket(ctx, batch)
  const items = await readPlanItems(ctx, batch.id)
  return { params: initialScheme(market.parameters.plans, items), survey: {} }
}
