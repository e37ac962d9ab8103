/** Loans for plant, office, equipment and works in a park: loan to value and debt service (§2.6). */
import { type Fen, floorTo, minFen, mulRate, type Ppm } from '@/lib/platform/money'
import { compare, ratio, roundRatio, toFixed } from '@/lib/platform/ratio'
import { cny, flag, percent, type Traced, type TraceStep, times } from '@/lib/platform/trace'

export type ParkAsset = 'PLANT' | 'OFFICE' | 'EQUIP_NEW' | 'EQUIP_USED' | 'RENOVATION' | 'CONSTRUCTION'

export type ParkAssetParameters = Record<ParkAsset, { ltvPpm: Ppm; tenorMaxMonths: number }>

export type ParkLoanInput = {
  asset: ParkAsset
  /** purchase or works contract */
  priceFen: Fen
  /** null: not appraised (works under contract) */
  appraisedValueFen: Fen | null
}

/** loan ≤ floor_10k(ltv × min(price, appraised value)) (§2.6). */
export function parkLoanCap(input: ParkLoanInput, assets: ParkAssetParameters, stepFen: Fen): Traced<Fen> {
  const { ltvPpm } = assets[input.asset]
  const baseFen = input.appraisedValueFen === null ? input.priceFen : minFen(input.priceFen, input.appraisedValueFen)
  const fen = floorTo(mulRate(baseFen, ltvPpm, 'FLOOR'), stepFen)
  const step: TraceStep = {
    ...cny('parkLoanCap', fen),
    rule: '§2.6',
    formula: 'floor(ltv × min(price, appraisedValue), step)',
    inputs: [
      percent('ltv', ltvPpm, 'parameter'),
      cny('price', input.priceFen),
      ...(input.appraisedValueFen === null ? [] : [cny('appraisedValue', input.appraisedValueFen)]),
      cny('step', stepFen, 'parameter'),
    ],
  }
  return {
    value: fen,
    trace: { rule: 'guarantees.parkLoanCap', version: 1, result: cny('parkLoanCap', fen), steps: [step] },
  }
}

export type CurrentLtv = { ltvPpm: Ppm | null; topUpDue: boolean }

/** ltv_current = balance ÷ latest value, two decimals up; more than cap + 10 points asks for a top-up (INV-PK2). */
export function currentLtv(balanceFen: Fen, latestValueFen: Fen, capPpm: Ppm, tolerancePpm: Ppm): CurrentLtv {
  if (latestValueFen <= 0n) return { ltvPpm: null, topUpDue: balanceFen > 0n }
  const ltvPpm = Number(roundRatio(ratio(balanceFen * 10_000n, latestValueFen), 'CEIL')) * 100
  const line = mulRate(latestValueFen, capPpm + tolerancePpm, 'FLOOR')
  return { ltvPpm, topUpDue: balanceFen > line }
}

/** INV-PK4: the sum of all loans on one asset stays inside its cap. */
export function checkAssetLoans(loansFen: Fen, newFen: Fen, capFen: Fen): 'E_AMOUNT_OVER_CAP:ltv' | null {
  return loansFen + newFen > capFen ? 'E_AMOUNT_OVER_CAP:ltv' : null
}

export type DebtService = {
  netProfitFen: Fen
  depreciationFen: Fen
  interestFen: Fen
  annualPrincipalFen: Fen
  annualInterestFen: Fen
}

/** DSCR = (net profit + depreciation + interest) ÷ (annual principal + interest) ≥ 1.2 (§2.6). */
export function debtService(d: DebtService, minPpm: Ppm): Traced<{ sufficient: boolean; dscr: string }> {
  const min = ratio(minPpm, 1_000_000n)
  const due = d.annualPrincipalFen + d.annualInterestFen
  const cover = due > 0n ? ratio(d.netProfitFen + d.depreciationFen + d.interestFen, due) : min
  const sufficient = compare(cover, min) >= 0
  const step: TraceStep = {
    ...times('dscr', cover, 2),
    rule: '§2.6',
    formula: '(netProfit + depreciation + interest) ÷ (annualPrincipal + annualInterest)',
    inputs: [
      cny('netProfit', d.netProfitFen),
      cny('depreciation', d.depreciationFen),
      cny('interest', d.interestFen),
      cny('annualPrincipal', d.annualPrincipalFen),
      cny('annualInterest', d.annualInterestFen),
      times('minCover', min, 2),
    ],
  }
  return {
    value: { sufficient, dscr: toFixed(cover, 2) },
    trace: { rule: 'guarantees.debtService', version: 1, result: flag('sufficient', sufficient), steps: [step] },
  }
}
