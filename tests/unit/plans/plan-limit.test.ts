import { describe, expect, it } from 'vitest'
import { PLAN_DEFAULTS } from '@/lib/plans/parameters'
import { checkPlanSums, modeCapacity, type PlanLimitInput, planLimit, targetCount } from '@/lib/plans/rules/plan-limit'
import { yuan } from '@/lib/platform/money'
import golden from '@/tests/fixtures/golden-vectors.json' with { type: 'json' }

const p = PLAN_DEFAULTS.planLimit
const m1: PlanLimitInput = {
  demand: {
    kind: 'ESTIMATE',
    rankedCount: 2000,
    share: { num: 1, den: 2 },
    takeUpRatePpm: 400_000,
    averageNeedFen: yuan('480000'),
  },
  coverageFactorPpm: 1_000_000,
  marketTurnoverFen: yuan('8600000000'),
  modeCapacityFen: null,
  bankSingleMarketCapFen: null,
  netCapitalFen: null,
  marginRatioPpm: 100_000,
}

describe('aggregate limit (§5.2)', () => {
  it('market M1 gets the aggregate limit of the worked example', () => {
    const { value } = planLimit(m1, p)
    const g = golden.agg
    expect(value).toMatchObject({
      targets: Number(g.targets),
      takers: Number(g.takers),
      demandFen: yuan(g.demand),
      adjustedDemandFen: yuan(g['x_coef1.00']),
      turnoverCapFen: yuan(g.turnover_cap),
      bankCapFen: yuan(g.bank_cap),
      limitFen: yuan(g.limit),
      marginNeededFen: yuan(g.margin_needed10pct),
      binding: 'adjustedDemand',
    })
  })

  it('counts a third of 600 as 200: whole numbers, no decimals', () => {
    expect(targetCount(600, { num: 1, den: 3 })).toBe(200)
    expect(targetCount(599, { num: 1, den: 3 })).toBe(199)
  })

  it('never lets the plan outgrow partner, bank or market', () => {
    const capped = planLimit({ ...m1, modeCapacityFen: yuan('50500000') }, p).value
    expect(capped).toMatchObject({ limitFen: yuan('50000000'), binding: 'modeCapacity' })
    const small = planLimit({ ...m1, netCapitalFen: yuan('1000000000') }, p).value
    expect(small).toMatchObject({ bankCapFen: yuan('50000000'), limitFen: yuan('50000000'), binding: 'bankCap' })
    const village = planLimit({ ...m1, marketTurnoverFen: yuan('100000000') }, p).value
    expect(village).toMatchObject({ limitFen: yuan('3000000'), binding: 'turnoverCap' })
  })

  it('takes the answers of a survey as they are', () => {
    const { value } = planLimit({ ...m1, demand: { kind: 'SURVEY', surveyedDemandFen: yuan('31999999.99') } }, p)
    expect(value).toMatchObject({ limitFen: yuan('31000000'), targets: null, takers: null })
  })

  it('reads each mode’s capacity from its own partner', () => {
    expect(modeCapacity({ mode: 'JG', marginCommittedFen: yuan('20000'), marginRatioPpm: 100_000 }).value).toBe(
      yuan('200000'),
    )
    expect(modeCapacity({ mode: 'AF', govFundBalanceFen: yuan('10000000'), govLeverage: 10 }).value).toBe(
      yuan('100000000'),
    )
    expect(modeCapacity({ mode: 'JG', marginCommittedFen: 0n, marginRatioPpm: 0 }).value).toBeNull()
  })

  it('sees when approved limits, or drawn and undrawn together, pass the plan by a fen', () => {
    const limitFen = yuan('100')
    expect(checkPlanSums({ limitFen, approvedFen: limitFen, usedFen: limitFen })).toEqual([])
    const over = checkPlanSums({ limitFen, approvedFen: limitFen + 1n, usedFen: limitFen + 2n })
    expect(over.map((v) => [v.over, v.sumFen - v.capFen])).toEqual([
      ['APPROVED', 1n],
      ['USED', 2n],
    ])
  })
})
