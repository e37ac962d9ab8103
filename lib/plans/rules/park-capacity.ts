/** Whether a firm that buys or builds in a park can carry the loan: debt service and debt ratio with it (§2.6). */
import { debtService } from '@/lib/guarantees/rules/park'
import { type Fen, mulRate, type Ppm } from '@/lib/platform/money'
import { ratio, roundRatio } from '@/lib/platform/ratio'
import { cny, flag, percent, type Traced, type TraceStep } from '@/lib/platform/trace'

/** A year of the firm's own books, without the loan that is asked for. */
export type ParkFigures = {
  netProfitFen: Fen
  depreciationFen: Fen
  annualInterestFen: Fen
  annualPrincipalFen: Fen
  totalDebtFen: Fen
  totalAssetsFen: Fen
}
export type ParkCapacityParameters = { dscrMinPpm: Ppm; debtRatioMaxPpm: Ppm }

const WHOLE: Ppm = 1_000_000

/** (net profit + depreciation + interest) ÷ (a year's principal + interest) ≥ 1.2, and debt ÷ assets ≤ 70 %, the loan counted in both. */
export function parkCapacity(
  own: ParkFigures | null,
  loan: { amountFen: Fen; ratePpm: Ppm; tenorMonths: number },
  p: ParkCapacityParameters,
): Traced<{ affordable: boolean }> {
  if (!own) {
    const result = flag('affordable', false)
    const step: TraceStep = { ...result, rule: '§2.6', inputs: [flag('figuresMissing', true)] }
    return { value: { affordable: false }, trace: { rule: 'plans.parkCapacity', version: 1, result, steps: [step] } }
  }
  const principalFen = roundRatio(ratio(loan.amountFen * 12n, Math.max(12, loan.tenorMonths)), 'CEIL')
  const service = debtService(
    {
      netProfitFen: own.netProfitFen,
      depreciationFen: own.depreciationFen,
      interestFen: own.annualInterestFen,
      annualPrincipalFen: own.annualPrincipalFen + principalFen,
      annualInterestFen: own.annualInterestFen + mulRate(loan.amountFen, loan.ratePpm),
    },
    p.dscrMinPpm,
  )
  const [debt, assets] = [own.totalDebtFen + loan.amountFen, own.totalAssetsFen + loan.amountFen]
  const debtPpm = assets > 0n ? Number(roundRatio(ratio(debt * BigInt(WHOLE), assets), 'CEIL')) : WHOLE
  const affordable = service.value.sufficient && debtPpm <= p.debtRatioMaxPpm
  const debtStep: TraceStep = {
    ...percent('debtRatio', debtPpm),
    rule: '§2.6',
    formula: 'totalDebt ÷ totalAssets ≤ maxDebtRatio',
    inputs: [
      cny('totalDebt', debt),
      cny('totalAssets', assets),
      percent('maxDebtRatio', p.debtRatioMaxPpm, 'parameter'),
    ],
  }
  return {
    value: { affordable },
    trace: {
      rule: 'plans.parkCapacity',
      version: 1,
      result: flag('affordable', affordable),
      steps: [...service.trace.steps, debtStep],
    },
  }
}
