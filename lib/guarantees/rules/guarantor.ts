/** What a guarantee company can carry: the legal multiples over its own net assets (§2.4). */
import { type Fen, maxFen, minFen, mulRate, type Ppm } from '@/lib/platform/money'
import { add, mul, type Ratio, ratio, roundRatio, toFixed } from '@/lib/platform/ratio'
import { cny, percent, type Traced, type TraceStep, times, words } from '@/lib/platform/trace'

export type Guarantor = {
  netAssetsFen: Fen
  /** its stakes in other guarantee companies do not count */
  guarantorInvestmentsFen: Fen
  /** loans of small enterprises up to 5,000,000 */
  smallBalanceFen: Fen
  otherBalanceFen: Fen
  mainlySmallOrAgri: boolean
}

export type GuarantorParameters = {
  leverageCap: number
  leverageCapSmallOrAgri: number
  singleClientPpm: Ppm
  clientAndRelatedPpm: Ppm
  smallWeightPpm: Ppm
  otherWeightPpm: Ppm
}

export type GuarantorCapacity = {
  baseFen: Fen
  capFen: Fen
  singleClientCapFen: Fen
  relatedCapFen: Fen
  liabilityBalanceFen: Fen
  /** two places; null when the base is zero or below: no capacity at all */
  multiple: string | null
  capacityLeftFen: Fen
}

/** liability_balance = Σ balance × weight; multiple = liability ÷ base; left = cap × base − liability (§2.4). */
export function guarantorCapacity(g: Guarantor, p: GuarantorParameters): Traced<GuarantorCapacity> {
  const baseFen = maxFen(g.netAssetsFen - g.guarantorInvestmentsFen, 0n)
  const leverage = g.mainlySmallOrAgri ? p.leverageCapSmallOrAgri : p.leverageCap
  const capFen = baseFen * BigInt(leverage)
  const weighted = add(
    mul(ratio(g.smallBalanceFen), ratio(p.smallWeightPpm, 1_000_000n)),
    mul(ratio(g.otherBalanceFen), ratio(p.otherWeightPpm, 1_000_000n)),
  )
  const liabilityBalanceFen = roundRatio(weighted)
  const multiple: Ratio | null = baseFen > 0n ? ratio(liabilityBalanceFen, baseFen) : null
  const capacityLeftFen = maxFen(capFen - liabilityBalanceFen, 0n)
  const steps: TraceStep[] = [
    {
      ...cny('netAssetBase', baseFen),
      rule: '§2.4',
      formula: 'netAssets − guarantorInvestments',
      inputs: [cny('netAssets', g.netAssetsFen), cny('guarantorInvestments', g.guarantorInvestmentsFen)],
    },
    {
      ...cny('leverageCap', capFen),
      rule: 'FGR-15',
      formula: 'netAssetBase × leverageMultiple',
      inputs: [cny('netAssetBase', baseFen), times('leverageMultiple', ratio(leverage), 0)],
    },
    {
      ...cny('liabilityBalance', liabilityBalanceFen),
      rule: '§2.4',
      formula: 'smallBalance × smallWeight + otherBalance × otherWeight',
      inputs: [
        cny('smallBalance', g.smallBalanceFen),
        percent('smallWeight', p.smallWeightPpm, 'parameter'),
        cny('otherBalance', g.otherBalanceFen),
        percent('otherWeight', p.otherWeightPpm, 'parameter'),
      ],
    },
    {
      ...(multiple ? times('liabilityMultiple', multiple, 2) : words('liabilityMultiple', '—')),
      rule: 'FGR-15',
      formula: 'liabilityBalance ÷ netAssetBase',
      inputs: [cny('liabilityBalance', liabilityBalanceFen), cny('netAssetBase', baseFen)],
    },
    {
      ...cny('capacityLeft', capacityLeftFen),
      rule: '§2.4',
      formula: 'max(leverageCap − liabilityBalance, 0)',
      inputs: [cny('leverageCap', capFen), cny('liabilityBalance', liabilityBalanceFen)],
    },
  ]
  return {
    value: {
      baseFen,
      capFen,
      singleClientCapFen: mulRate(baseFen, p.singleClientPpm, 'FLOOR'),
      relatedCapFen: mulRate(baseFen, p.clientAndRelatedPpm, 'FLOOR'),
      liabilityBalanceFen,
      multiple: multiple && toFixed(multiple, 2),
      capacityLeftFen,
    },
    trace: { rule: 'guarantees.guarantorCapacity', version: 1, result: cny('capacityLeft', capacityLeftFen), steps },
  }
}

/** The bank's own line with a guarantor = min(bank limit, capacity left × bank quota) (§2.4). */
export function guarantorBankLine(bankLimitFen: Fen, capacityLeftFen: Fen, bankQuotaPpm: Ppm): Fen {
  return minFen(bankLimitFen, mulRate(capacityLeftFen, bankQuotaPpm, 'FLOOR'))
}

export type GuarantorUse = {
  newFen: Fen
  /** weight of the new guarantee, small or other */
  newWeightPpm: Ppm
  clientBalanceFen: Fen
  clientAndRelatedBalanceFen: Fen
}

/** INV-GC1: the new guarantee inside multiple, single-client and related caps; the first that fails, or null. */
export function checkGuarantor(u: GuarantorUse, capacity: GuarantorCapacity): 'E_GUARANTOR_CAPACITY' | null {
  const fits =
    mulRate(u.newFen, u.newWeightPpm, 'CEIL') <= capacity.capacityLeftFen &&
    u.clientBalanceFen + u.newFen <= capacity.singleClientCapFen &&
    u.clientAndRelatedBalanceFen + u.newFen <= capacity.relatedCapFen
  return fits ? null : 'E_GUARANTOR_CAPACITY'
}

export type GuarantorAdmission = {
  licenceValid: boolean
  paidInCapitalFen: Fen
  yearsInBusiness: number
  /** internal rating: AAA, AA, A pass */
  rating: string
  compensationRatePpm: Ppm
}

export type GuarantorAdmissionParameters = {
  minPaidInCapitalFen: Fen
  minYears: number
  ratings: readonly string[]
  maxCompensationRatePpm: Ppm
}

export type GuarantorAdmissionFailure = 'LICENCE' | 'PAID_IN_CAPITAL' | 'YEARS' | 'RATING' | 'COMPENSATION_RATE'

/** Admission of a guarantor (§2.4): everything it fails, empty when it may be admitted. */
export function guarantorAdmission(
  g: GuarantorAdmission,
  p: GuarantorAdmissionParameters,
): GuarantorAdmissionFailure[] {
  const found: GuarantorAdmissionFailure[] = []
  if (!g.licenceValid) found.push('LICENCE')
  if (g.paidInCapitalFen < p.minPaidInCapitalFen) found.push('PAID_IN_CAPITAL')
  if (g.yearsInBusiness < p.minYears) found.push('YEARS')
  if (!p.ratings.includes(g.rating)) found.push('RATING')
  if (g.compensationRatePpm > p.maxCompensationRatePpm) found.push('COMPENSATION_RATE')
  return found
}
