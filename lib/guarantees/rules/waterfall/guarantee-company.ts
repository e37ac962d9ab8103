/** GC: the guarantor covers a part of unpaid principal, the bank keeps the rest and all interest (§2.4). */
import { type Fen, maxFen, minFen, mulRate, type Ppm, sumFen } from '@/lib/platform/money'
import { cny, percent, type Traced } from '@/lib/platform/trace'
import { Cascade, type WaterfallTotals } from './lines'

export type GuaranteeCompanyClaim = {
  mode: 'GC'
  unpaidPrincipalFen: Fen
  unpaidInterestFen: Fen
  penaltyFen: Fen
  costsFen: Fen
  coveragePpm: Ppm
  /** what the programme year still allows the guarantor to compensate (INV-GC5); null: no cap */
  programmeCapLeftFen: Fen | null
  /** the guarantor did not pay in time: its margin at the bank answers, up to this balance; null: it pays */
  guarantorMarginFen: Fen | null
}

export type GuaranteeCompanyWaterfall = WaterfallTotals & {
  mode: 'GC'
  /** coverage × unpaid principal, before the programme's cap (INV-GC4) */
  coveredPrincipalFen: Fen
  guarantorFen: Fen
  bankPrincipalFen: Fen
  bankInterestFen: Fen
  capReached: boolean
}

/** guarantor = round2(coverage × unpaid principal), at most what the programme cap leaves (§2.4). */
export function guaranteeCompanyWaterfall(c: GuaranteeCompanyClaim): Traced<GuaranteeCompanyWaterfall> {
  const interestFen = sumFen([c.unpaidInterestFen, c.penaltyFen, c.costsFen])
  const cascade = new Cascade(c.unpaidPrincipalFen + interestFen)
  const coveredPrincipalFen = mulRate(c.unpaidPrincipalFen, c.coveragePpm)
  const capLeft = c.programmeCapLeftFen === null ? coveredPrincipalFen : maxFen(c.programmeCapLeftFen, 0n)
  const owedFen = minFen(coveredPrincipalFen, capLeft)
  const inDefault = c.guarantorMarginFen !== null
  const guarantorFen = cascade.take(
    inDefault ? 'guarantorMargin' : 'guarantor',
    inDefault ? minFen(owedFen, c.guarantorMarginFen!) : owedFen,
    {
      rule: 'INV-GC4',
      formula: inDefault
        ? 'min(unpaidPrincipal × coverage, programmeCapLeft, marginBalance)'
        : 'min(unpaidPrincipal × coverage, programmeCapLeft)',
      inputs: [
        cny('unpaidPrincipal', c.unpaidPrincipalFen),
        percent('coverage', c.coveragePpm),
        ...(c.programmeCapLeftFen === null ? [] : [cny('programmeCapLeft', c.programmeCapLeftFen)]),
        ...(inDefault ? [cny('marginBalance', c.guarantorMarginFen!)] : []),
      ],
    },
  )
  cascade.bankBearsRest('§2.4')
  return {
    value: {
      mode: 'GC',
      ...cascade.totals(),
      coveredPrincipalFen,
      guarantorFen,
      bankPrincipalFen: c.unpaidPrincipalFen - guarantorFen,
      bankInterestFen: interestFen,
      capReached: owedFen < coveredPrincipalFen,
    },
    trace: cascade.trace('guarantees.waterfallGuaranteeCompany', cny('guarantor', guarantorFen)),
  }
}
