/** PK: borrower, phase guarantor's margin, phase guarantor, mortgage, other guarantors — in this order (§2.6). */
import type { Fen } from '@/lib/platform/money'
import { cny, type Traced } from '@/lib/platform/trace'
import { Cascade, type WaterfallSource, type WaterfallTotals } from './lines'

export type ParkClaim = {
  mode: 'PK'
  claimFen: Fen
  borrowerFen: Fen
  /** the phase guarantee ends when the mortgage certificate is in the bank's custody (INV-PK3) */
  phaseGuaranteeActive: boolean
  developerMarginFen: Fen
  /** what the phase guarantor can still pay; null: the whole rest */
  developerGuaranteeFen: Fen | null
  mortgageFen: Fen
  otherGuarantorsFen: Fen
}

export type ParkWaterfall = WaterfallTotals & { mode: 'PK' }

/** Each source pays at most what it has of what is still open; the bank bears the rest (§2.6). */
export function parkWaterfall(c: ParkClaim): Traced<ParkWaterfall> {
  const cascade = new Cascade(c.claimFen)
  const order: [WaterfallSource, Fen | null][] = [
    ['borrower', c.borrowerFen],
    ...(c.phaseGuaranteeActive
      ? ([
          ['developerMargin', c.developerMarginFen],
          ['developerGuarantee', c.developerGuaranteeFen],
        ] satisfies [WaterfallSource, Fen | null][])
      : []),
    ['mortgage', c.mortgageFen],
    ['otherGuarantors', c.otherGuarantorsFen],
  ]
  for (const [source, available] of order) {
    cascade.take(source, available, {
      rule: '§2.6',
      formula: 'min(rest, available)',
      inputs: [cny('rest', cascade.left), ...(available === null ? [] : [cny('available', available)])],
    })
  }
  cascade.bankBearsRest('§2.6')
  const totals = cascade.totals()
  return {
    value: { mode: 'PK', ...totals },
    trace: cascade.trace('guarantees.waterfallPark', cny('bank', totals.bankFen)),
  }
}
