/** AF: the enterprises' fund first, then government fund and bank side by side (§2.3). */
import { type Fen, minFen, mulRate, type Ppm } from '@/lib/platform/money'
import { cny, percent, type Traced } from '@/lib/platform/trace'
import { Cascade, type WaterfallTotals } from './lines'

export type AssistFundClaim = {
  mode: 'AF'
  /** what is left after the borrower's own security (LEG-9) */
  claimFen: Fen
  enterpriseFundFen: Fen
  govFundFen: Fen
  /** the government's share of what the enterprise fund leaves; the bank bears the rest */
  govSharePpm: Ppm
  govLeverage: number
  /** loans outstanding before the claim and the fund ratio, to say where the pool stands afterwards; null: not asked */
  outstandingFen: Fen | null
  assistFundRatioPpm: Ppm
  /** the enterprise fund must keep this part of ratio × outstanding (0.5) */
  poolMinimumPpm: Ppm
}

export type AssistFundWaterfall = WaterfallTotals & {
  mode: 'AF'
  enterpriseFen: Fen
  govFen: Fen
  enterpriseFundAfterFen: Fen
  govFundAfterFen: Fen
  capAfterFen: Fen
  outstandingAfterFen: Fen | null
  /** outstanding above the new cap: no new approval, existing loans run off (INV-AF5) */
  overCap: boolean | null
  /** enterprise fund below half of what it should be: stop new business until topped up (S2) */
  poolDepleted: boolean | null
}

/** e = min(C, enterprise fund), r = C − e, g = min(round2(r × share), government fund), bank = r − g (§2.3). */
export function assistFundWaterfall(c: AssistFundClaim): Traced<AssistFundWaterfall> {
  const cascade = new Cascade(c.claimFen)
  const enterpriseFen = cascade.take('enterpriseFund', c.enterpriseFundFen, {
    rule: '§2.3',
    formula: 'min(claim, enterpriseFundBalance)',
    inputs: [cny('claim', c.claimFen), cny('enterpriseFundBalance', c.enterpriseFundFen)],
  })
  const rest = cascade.left
  const govFen = cascade.take('govFund', minFen(mulRate(rest, c.govSharePpm), c.govFundFen), {
    rule: 'INV-AF1',
    formula: 'min(rest × govShare, govFundBalance)',
    inputs: [cny('rest', rest), percent('govShare', c.govSharePpm), cny('govFundBalance', c.govFundFen)],
  })
  cascade.bankBearsRest('§2.3')

  const enterpriseFundAfterFen = c.enterpriseFundFen - enterpriseFen
  const govFundAfterFen = c.govFundFen - govFen
  const capAfterFen = govFundAfterFen * BigInt(c.govLeverage)
  const outstandingAfterFen =
    c.outstandingFen === null ? null : c.outstandingFen > c.claimFen ? c.outstandingFen - c.claimFen : 0n
  const required =
    outstandingAfterFen === null ? null : mulRate(mulRate(outstandingAfterFen, c.assistFundRatioPpm), c.poolMinimumPpm)
  const totals = cascade.totals()
  return {
    value: {
      mode: 'AF',
      ...totals,
      enterpriseFen,
      govFen,
      enterpriseFundAfterFen,
      govFundAfterFen,
      capAfterFen,
      outstandingAfterFen,
      overCap: outstandingAfterFen === null ? null : outstandingAfterFen > capAfterFen,
      poolDepleted: required === null ? null : enterpriseFundAfterFen < required,
    },
    trace: cascade.trace('guarantees.waterfallAssistFund', cny('bank', totals.bankFen)),
  }
}
