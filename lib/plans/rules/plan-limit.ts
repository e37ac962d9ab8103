/** The aggregate limit of a credit plan, what each mode can carry, and the sums that must stay inside it (§5.2). */
import { type Fen, floorTo, minFen, mulDiv, mulRate, type Ppm } from '@/lib/platform/money'
import { ratio } from '@/lib/platform/ratio'
import { cny, count, percent, type Traced, type TraceStep, times, words } from '@/lib/platform/trace'

export type Share = { num: number; den: number }

/** Where the demand comes from: people counted in the market, or the sum of what they answered. */
export type Demand =
  | { kind: 'ESTIMATE'; rankedCount: number; share: Share; takeUpRatePpm: Ppm; averageNeedFen: Fen }
  | { kind: 'SURVEY'; surveyedDemandFen: Fen }

export type PlanLimitInput = {
  demand: Demand
  /** limit coefficient of the market grade, 1.00 = 1,000,000 ppm (§3.1) */
  coverageFactorPpm: Ppm
  marketTurnoverFen: Fen
  /** see modeCapacity; null when the mode sets no ceiling yet */
  modeCapacityFen: Fen | null
  /** the bank's cap for one market; null: the default, or 5 % of net capital when that is known and lower */
  bankSingleMarketCapFen: Fen | null
  netCapitalFen: Fen | null
  /** JG: the margin ratio, to say how much margin a fully used plan needs */
  marginRatioPpm: Ppm | null
}

export type PlanLimitParameters = {
  turnoverCapPpm: Ppm
  singleMarketCapFen: Fen
  netCapitalSharePpm: Ppm
  stepFen: Fen
}

export type PlanCapName = 'adjustedDemand' | 'turnoverCap' | 'modeCapacity' | 'bankCap'

export type PlanLimitResult = {
  targets: number | null
  takers: number | null
  demandFen: Fen
  adjustedDemandFen: Fen
  turnoverCapFen: Fen
  modeCapacityFen: Fen | null
  bankCapFen: Fen
  limitFen: Fen
  /** headroom: a later list, inside what is left of its plan */
  binding: PlanCapName | 'headroom'
  marginNeededFen: Fen | null
}

/** targets = floor(ranked × num ÷ den): whole-number arithmetic, so that a third of 600 is 200 (§3.2, §5.2). */
export function targetCount(rankedCount: number, share: Share): number {
  return Number((BigInt(rankedCount) * BigInt(share.num)) / BigInt(share.den))
}

/** L = floor_1m(min(demand × coefficient, turnover × 3 %, mode capacity, bank cap)) (§5.2). */
export function planLimit(input: PlanLimitInput, p: PlanLimitParameters): Traced<PlanLimitResult> {
  const demand = demandOf(input.demand)
  const adjustedDemandFen = mulRate(demand.fen, input.coverageFactorPpm)
  const bankCapFen = bankCap(input, p)
  const caps: [PlanCapName, Fen | null][] = [
    ['adjustedDemand', adjustedDemandFen],
    ['turnoverCap', mulRate(input.marketTurnoverFen, p.turnoverCapPpm)],
    ['modeCapacity', input.modeCapacityFen],
    ['bankCap', bankCapFen],
  ]
  let binding: PlanCapName = 'adjustedDemand'
  let smallest = adjustedDemandFen
  for (const [name, fen] of caps) if (fen !== null && fen < smallest) [binding, smallest] = [name, fen]
  const limitFen = floorTo(smallest, p.stepFen)
  const marginNeededFen = input.marginRatioPpm === null ? null : mulRate(limitFen, input.marginRatioPpm)
  const formulas: Record<PlanCapName, Pick<TraceStep, 'formula' | 'inputs'>> = {
    adjustedDemand: {
      formula: 'demand × coverageFactor',
      inputs: [cny('demand', demand.fen), percent('coverageFactor', input.coverageFactorPpm)],
    },
    turnoverCap: {
      formula: 'marketTurnover × turnoverCapRate',
      inputs: [
        cny('marketTurnover', input.marketTurnoverFen),
        percent('turnoverCapRate', p.turnoverCapPpm, 'parameter'),
      ],
    },
    modeCapacity: { formula: 'modeCapacity', inputs: [] },
    bankCap: {
      formula: 'min(singleMarketCap, netCapital × netCapitalShare)',
      inputs: [
        cny('singleMarketCap', input.bankSingleMarketCapFen ?? p.singleMarketCapFen),
        ...(input.netCapitalFen === null
          ? []
          : [cny('netCapital', input.netCapitalFen), percent('netCapitalShare', p.netCapitalSharePpm, 'parameter')]),
      ],
    },
  }
  const steps: TraceStep[] = [...demand.steps]
  for (const [name, fen] of caps) {
    if (fen === null) continue
    steps.push({ ...cny(name, fen), rule: '§5.2', ...formulas[name], ...(name === binding ? { binding: true } : {}) })
  }
  steps.push({
    ...cny('planLimit', limitFen),
    rule: '§5.2',
    formula: 'floor(min(adjustedDemand, turnoverCap, modeCapacity, bankCap), step)',
    inputs: [cny(binding, smallest), cny('step', p.stepFen, 'parameter')],
  })
  if (marginNeededFen !== null && input.marginRatioPpm !== null) {
    steps.push({
      ...cny('marginNeeded', marginNeededFen),
      rule: '§5.2',
      formula: 'planLimit × marginRatio',
      inputs: [cny('planLimit', limitFen), percent('marginRatio', input.marginRatioPpm)],
    })
  }
  return {
    value: {
      targets: demand.targets,
      takers: demand.takers,
      demandFen: demand.fen,
      adjustedDemandFen,
      turnoverCapFen: caps[1]![1]!,
      modeCapacityFen: input.modeCapacityFen,
      bankCapFen,
      limitFen,
      binding,
      marginNeededFen,
    },
    trace: { rule: 'plans.planLimit', version: 1, result: cny('planLimit', limitFen), steps },
  }
}

function bankCap(input: PlanLimitInput, p: PlanLimitParameters): Fen {
  const cap = input.bankSingleMarketCapFen ?? p.singleMarketCapFen
  return input.netCapitalFen === null ? cap : minFen(cap, mulRate(input.netCapitalFen, p.netCapitalSharePpm, 'FLOOR'))
}

function demandOf(d: Demand): { targets: number | null; takers: number | null; fen: Fen; steps: TraceStep[] } {
  if (d.kind === 'SURVEY') {
    const step: TraceStep = {
      ...cny('demand', d.surveyedDemandFen),
      rule: '§5.2',
      formula: 'surveyedDemand',
      inputs: [],
    }
    return { targets: null, takers: null, fen: d.surveyedDemandFen, steps: [step] }
  }
  const targets = targetCount(d.rankedCount, d.share)
  const takers = Number((BigInt(targets) * BigInt(d.takeUpRatePpm)) / 1_000_000n)
  const fen = BigInt(takers) * d.averageNeedFen
  const share = words('share', `${d.share.num}/${d.share.den}`)
  return {
    targets,
    takers,
    fen,
    steps: [
      {
        ...count('targets', targets),
        rule: '§5.2',
        formula: 'floor(rankedCount × share)',
        inputs: [count('rankedCount', d.rankedCount), share],
      },
      {
        ...count('takers', takers),
        rule: '§5.2',
        formula: 'floor(targets × takeUpRate)',
        inputs: [count('targets', targets), percent('takeUpRate', d.takeUpRatePpm)],
      },
      {
        ...cny('demand', fen),
        rule: '§5.2',
        formula: 'takers × averageNeed',
        inputs: [count('takers', takers), cny('averageNeed', d.averageNeedFen)],
      },
    ],
  }
}

/** What a mode can carry (§5.2): each partner's own ceiling. */
export type ModeCapacityInput =
  | { mode: 'JG'; marginCommittedFen: Fen; marginRatioPpm: Ppm }
  | { mode: 'AF'; govFundBalanceFen: Fen; govLeverage: number }
  | { mode: 'GC' | 'LI'; headroomFen: Fen }
  | { mode: 'PK'; quotaFen: Fen }

/** JG: Σ margin committed ÷ ratio (floor to the fen); AF: government fund × leverage; GC, LI: headroom; PK: quota (§5.2). */
export function modeCapacity(input: ModeCapacityInput): Traced<Fen | null> {
  let fen: Fen | null
  let step: Pick<TraceStep, 'formula' | 'inputs'>
  switch (input.mode) {
    case 'JG':
      // A ratio of zero asks for no margin, so margin sets no ceiling.
      fen =
        input.marginRatioPpm === 0
          ? null
          : mulDiv(input.marginCommittedFen, 1_000_000n, BigInt(input.marginRatioPpm), 'FLOOR')
      step = {
        formula: 'marginCommitted ÷ marginRatio',
        inputs: [cny('marginCommitted', input.marginCommittedFen), percent('marginRatio', input.marginRatioPpm)],
      }
      break
    case 'AF':
      fen = input.govFundBalanceFen * BigInt(input.govLeverage)
      step = {
        formula: 'govFundBalance × govLeverage',
        inputs: [cny('govFundBalance', input.govFundBalanceFen), times('govLeverage', ratio(input.govLeverage), 0)],
      }
      break
    case 'GC':
    case 'LI':
      fen = input.headroomFen
      step = { formula: 'headroom', inputs: [] }
      break
    case 'PK':
      fen = input.quotaFen
      step = { formula: 'quota', inputs: [] }
      break
  }
  const result = fen === null ? words('modeCapacity', '—') : cny('modeCapacity', fen)
  return {
    value: fen,
    trace: { rule: 'plans.modeCapacity', version: 1, result, steps: [{ ...result, rule: '§5.2', ...step }] },
  }
}

export type PlanSums = {
  limitFen: Fen
  /** Σ approved merchant limits, with the new ones */
  approvedFen: Fen
  /** Σ outstanding + Σ approved and undrawn */
  usedFen: Fen
}

export type PlanSumViolation = { code: 'E_AMOUNT_OVER_CAP:plan'; sumFen: Fen; capFen: Fen; over: 'APPROVED' | 'USED' }

/** MUST at every moment: Σ approved merchant limits ≤ L, and Σ outstanding + undrawn ≤ L (§5.2). */
export function checkPlanSums(s: PlanSums): PlanSumViolation[] {
  const sums = [
    ['APPROVED', s.approvedFen],
    ['USED', s.usedFen],
  ] as const
  return sums
    .filter(([, fen]) => fen > s.limitFen)
    .map(([over, sumFen]) => ({ code: 'E_AMOUNT_OVER_CAP:plan', sumFen, capFen: s.limitFen, over }))
}
