/**
 * What a plan earns in a year and what capital it binds (§5.1 section 11): interest, funding, cost of running it, expected
 * loss by grade and mode (§11), risk-weighted assets and capital. An estimate for the decision, not a booking.
 */
import { type Fen, mulRate, type Ppm, sumFen } from '@/lib/platform/money'
import { ratio } from '@/lib/platform/ratio'
import { cny, percent, type Traced, type TraceStep, times } from '@/lib/platform/trace'
import type { CustomerGrade, Mode } from './grades'

export type IncomeParameters = {
  /** share of the limits that is drawn on average */
  utilisationPpm: Ppm
  /** price at which the bank funds a one-year loan */
  fundingRatePpm: Ppm
  operatingCostPpm: Ppm
  /** probability of default within a year */
  pdPpm: Record<CustomerGrade, Ppm>
  /** loss given default, after the mode's own security */
  lgdPpm: Record<Mode, Ppm>
  riskWeightPpm: Ppm
  capitalRatioPpm: Ppm
}

export type IncomeLine = { limitFen: Fen; ratePpm: Ppm; grade: CustomerGrade }
export type IncomeInput = {
  mode: Mode
  lines: readonly IncomeLine[]
  /** multiple of every probability of default, 1.00 = 1,000,000 ppm */
  stressPpm: Ppm
}

export type IncomeResult = {
  drawnFen: Fen
  interestFen: Fen
  fundingFen: Fen
  operatingFen: Fen
  expectedLossFen: Fen
  netFen: Fen
  riskAssetsFen: Fen
  capitalFen: Fen
  /** net income ÷ capital; null without capital */
  returnPpm: Ppm | null
  averageRatePpm: Ppm | null
}

const ONE = 1_000_000

/** One probability of default under stress: never above certainty. */
const stressed = (pd: Ppm, stress: Ppm): Ppm => Math.min(ONE, Math.round((pd * stress) / ONE))

export function incomeEstimate(input: IncomeInput, p: IncomeParameters): Traced<IncomeResult> {
  const lgd = p.lgdPpm[input.mode]
  const rows = input.lines.map((l) => {
    const drawn = mulRate(l.limitFen, p.utilisationPpm)
    return {
      drawn,
      interest: mulRate(drawn, l.ratePpm),
      loss: mulRate(mulRate(drawn, stressed(p.pdPpm[l.grade], input.stressPpm)), lgd),
    }
  })
  const drawnFen = sumFen(rows.map((r) => r.drawn))
  const interestFen = sumFen(rows.map((r) => r.interest))
  const expectedLossFen = sumFen(rows.map((r) => r.loss))
  const fundingFen = mulRate(drawnFen, p.fundingRatePpm)
  const operatingFen = mulRate(drawnFen, p.operatingCostPpm)
  const netFen = interestFen - fundingFen - operatingFen - expectedLossFen
  const riskAssetsFen = mulRate(drawnFen, p.riskWeightPpm)
  const capitalFen = mulRate(riskAssetsFen, p.capitalRatioPpm)
  const share = (part: Fen, whole: Fen) => (whole > 0n ? Number((part * BigInt(ONE)) / whole) : null)
  const value: IncomeResult = {
    drawnFen,
    interestFen,
    fundingFen,
    operatingFen,
    expectedLossFen,
    netFen,
    riskAssetsFen,
    capitalFen,
    returnPpm: share(netFen, capitalFen),
    averageRatePpm: share(interestFen, drawnFen),
  }
  const limits = sumFen(input.lines.map((l) => l.limitFen))
  const steps: TraceStep[] = [
    {
      ...cny('drawn', drawnFen),
      rule: '§5.1-11',
      formula: 'limits × utilisation',
      inputs: [cny('limits', limits), percent('utilisation', p.utilisationPpm, 'parameter')],
    },
    {
      ...cny('interestIncome', interestFen),
      rule: '§5.1-11',
      formula: 'Σ drawn × rate',
      inputs: [cny('drawn', drawnFen), percent('averageRate', value.averageRatePpm ?? 0)],
    },
    {
      ...cny('fundingCost', fundingFen),
      rule: '§5.1-11',
      formula: 'drawn × fundingRate',
      inputs: [cny('drawn', drawnFen), percent('fundingRate', p.fundingRatePpm, 'parameter')],
    },
    {
      ...cny('operatingCost', operatingFen),
      rule: '§5.1-11',
      formula: 'drawn × operatingRate',
      inputs: [cny('drawn', drawnFen), percent('operatingRate', p.operatingCostPpm, 'parameter')],
    },
    {
      ...cny('expectedLoss', expectedLossFen),
      rule: '§11',
      formula: 'Σ drawn × min(pd × stress, 1) × lgd',
      inputs: [
        ...[...new Set(input.lines.map((l) => l.grade))].sort().map((g) => percent(`pd${g}`, p.pdPpm[g], 'parameter')),
        times('stress', ratio(input.stressPpm, ONE), 2),
        percent('lgd', lgd, 'parameter'),
      ],
    },
    {
      ...cny('netIncome', netFen),
      rule: '§5.1-11',
      formula: 'interestIncome − fundingCost − operatingCost − expectedLoss',
      inputs: [
        cny('interestIncome', interestFen),
        cny('fundingCost', fundingFen),
        cny('operatingCost', operatingFen),
        cny('expectedLoss', expectedLossFen),
      ],
    },
    {
      ...cny('capital', capitalFen),
      rule: '§5.1-11',
      formula: 'drawn × riskWeight × capitalRatio',
      inputs: [
        cny('drawn', drawnFen),
        percent('riskWeight', p.riskWeightPpm, 'parameter'),
        percent('capitalRatio', p.capitalRatioPpm, 'parameter'),
      ],
    },
    ...(value.returnPpm === null
      ? []
      : [
          {
            ...percent('returnOnCapital', value.returnPpm),
            rule: '§5.1-11',
            formula: 'netIncome ÷ capital',
            inputs: [cny('netIncome', netFen), cny('capital', capitalFen)],
          },
        ]),
  ]
  return { value, trace: { rule: 'plans.income', version: 1, result: cny('netIncome', netFen), steps } }
}
