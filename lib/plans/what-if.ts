/** The what-if panel: the plan as it stands beside the plan under other terms, computed on the fly, nothing written. */
import { z } from 'zod'
import { routePlan } from '@/lib/approvals/rules/routing'
import { BANK_ROLES } from '@/lib/platform/actor'
import { refuse } from '@/lib/platform/errors'
import type { Ppm } from '@/lib/platform/money'
import { defineQuery } from '@/lib/platform/queries'
import { zId, zPercent, zYuan } from '@/lib/platform/schema'
import { type LimitTraces, PlanBasis } from './basis'
import { editOf, limitInput } from './compute'
import { planFactsOf } from './facts'
import { lineTerms, readPlanItems, readPlanMarket } from './read-batch'
import { MODES, type Mode } from './rules/grades'
import { scenario } from './rules/scenario'
import { SchemeParams } from './scheme'

const zBlank = <S extends z.ZodType>(schema: S) =>
  z
    .union([schema, z.literal('')])
    .optional()
    .transform((v) => (v === '' ? undefined : (v as z.output<S> | undefined)))

/** Every field is optional: what is not asked stays as the plan has it. */
export const WhatIf = z.strictObject({
  planId: zId,
  takeUpRate: zBlank(zPercent),
  averageNeed: zBlank(zYuan),
  /** recommended share, "1/3" */
  share: zBlank(z.string().regex(/^[1-9]\d?\/[1-9]\d?$/, 'E_NUMBER')),
  surveyedDemand: zBlank(zYuan),
  mode: zBlank(z.enum(MODES)),
  marginRatio: zBlank(zPercent),
  singleCap: zBlank(zYuan),
  tenorMax: zBlank(z.coerce.number().int().min(1).max(120)),
  /** basis points on every rate */
  spreadBps: zBlank(z.coerce.number().int().min(-500).max(500)),
  /** multiple of every probability of default */
  stress: zBlank(z.coerce.number().min(0).max(50)),
  /** share of the balance that defaults at once */
  wave: zBlank(zPercent),
})

export const planWhatIf = defineQuery({
  name: 'plans.whatIf',
  input: WhatIf,
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input, today }) {
    const bankId = actor.bankId
    const plan = await tx.creditPlan.findFirst({
      where: { bankId, id: input.planId },
      include: { batch: { select: { id: true, marketId: true, mode: true, rankedCount: true } } },
    })
    if (!plan) throw refuse('E_NOT_FOUND', { object: 'plan' })
    if (!['DRAFT', 'IN_REVIEW', 'COUNTERSIGNING'].includes(plan.state))
      throw refuse('E_STATE', { object: 'plan', state: plan.state, event: 'what-if' })
    const ctx = { tx, actor, today }
    const [market, items] = [await readPlanMarket(ctx, plan.batch), await readPlanItems(ctx, plan.batch.id)]
    const stored = await tx.$queryRaw<{ application_id: string; edits: LimitTraces['edits'] }[]>`
      select application_id, coalesce(limit_trace->'edits', '[]') as edits from plan_line
      where bank_id = ${bankId}::uuid and plan_id = ${plan.id}::uuid and state <> 'DROPPED'`
    const edits = new Map(stored.map((l) => [l.application_id, editOf(l.edits)]))
    const lines = items.flatMap((i) =>
      i.facts && edits.has(i.id) ? [{ id: i.id, facts: i.facts, edit: edits.get(i.id)! }] : [],
    )
    const p = market.parameters
    const scheme = SchemeParams.parse(plan.params)
    const basis = PlanBasis.parse(plan.survey)
    const factsOf = await planFactsOf(ctx, plan.batch, market, items)

    const run = (change: Partial<Omit<z.output<typeof WhatIf>, 'planId'>>) => {
      const mode: Mode = change.mode ?? (plan.batch.mode as Mode)
      const share = change.share?.split('/').map(Number)
      const place = share ? { ...market, share: { num: share[0]!, den: share[1]! } } : market
      // another mode has another partner: its ceiling is not known here
      const asked = mode === plan.batch.mode ? place : { ...place, modeCapacityFen: null, partnerSingleCapFen: null }
      const s = {
        ...scheme,
        ...(change.takeUpRate === undefined ? {} : { takeUpRate: change.takeUpRate }),
        ...(change.averageNeed === undefined ? {} : { averageNeed: change.averageNeed }),
        ...(change.marginRatio === undefined ? {} : { marginRatio: change.marginRatio }),
      }
      const b: PlanBasis = {
        ...basis,
        // a question about the estimate is a question without the survey
        ...(change.takeUpRate !== undefined || change.averageNeed !== undefined || share
          ? { surveyedDemand: undefined }
          : {}),
        ...(change.surveyedDemand === undefined ? {} : { surveyedDemand: change.surveyedDemand }),
        ...(change.singleCap === undefined ? {} : { singleCap: change.singleCap }),
        ...(change.tenorMax === undefined ? {} : { tenorMax: change.tenorMax }),
      }
      const pricing = { ...p.plans.pricing, baseBps: p.plans.pricing.baseBps + (change.spreadBps ?? 0) }
      const result = scenario(
        {
          mode,
          lines,
          terms: lineTerms(mode, asked, s, b, today),
          limit: limitInput(mode, asked, s, b),
          stressPpm: Math.round((change.stress ?? 1) * 1_000_000) as Ppm,
          waveSharePpm: change.wave ?? 350_000,
        },
        {
          line: { ...p.plans, pricing, modeCaps: p.plans.modeCaps },
          planLimit: p.plans.planLimit,
          income: p.plans.income,
        },
      )
      if (!result) throw refuse('E_LPR_MISSING', { on: today.toString() })
      const facts = factsOf({ limitFen: result.limit.limitFen, limitsFen: result.limitsFen })
      const route = routePlan({ ...facts, mode }, p.approvals.authority).value
      const { limitsFen: _, ...shown } = result
      return { ...shown, level: route.level, escalations: route.escalations }
    }
    const { planId: _, ...change } = input
    return { now: run({}), changed: run(change) }
  },
})
export type WhatIfAnswer = Awaited<ReturnType<typeof planWhatIf>>
