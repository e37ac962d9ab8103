/** LI: the insurer pays its cover of principal and interest in scope, a government fund the excess losses (§2.5). */
import { type Fen, maxFen, minFen, mulDiv, mulRate, type Ppm } from '@/lib/platform/money'
import { cny, percent, type Traced, words } from '@/lib/platform/trace'
import { Cascade, type WaterfallTotals } from './lines'

export type InsuredScope = 'PRINCIPAL_AND_INTEREST' | 'PRINCIPAL'

export type InsuranceClaim = {
  mode: 'LI'
  unpaidPrincipalFen: Fen
  /** contract interest to the claim date */
  interestInScopeFen: Fen
  /** penalty, compound interest and costs: outside every policy */
  outOfScopeFen: Fen
  scope: InsuredScope
  deductiblePpm: Ppm
  coveragePpm: Ppm
  /** null: the policy's sum is not known and does not cap */
  sumInsuredFen: Fen | null
  /** state of the programme year for the government's excess-loss share; null: no such fund */
  excess: { claimsBeforeFen: Fen; earnedPremiumFen: Fen; linePpm: Ppm; govSharePpm: Ppm } | null
}

export type InsuranceWaterfall = WaterfallTotals & {
  mode: 'LI'
  claimBaseFen: Fen
  /** what the policy pays, insurer and excess fund together */
  payoutFen: Fen
  insurerFen: Fen
  govExcessFen: Fen
  sumInsuredCapped: boolean
}

/** payout = round2(base × (1 − deductible) × coverage) ≤ sum insured; base = principal + interest in scope (§2.5). */
export function insuranceWaterfall(c: InsuranceClaim): Traced<InsuranceWaterfall> {
  const claimBaseFen = c.unpaidPrincipalFen + (c.scope === 'PRINCIPAL' ? 0n : c.interestInScopeFen)
  const cascade = new Cascade(c.unpaidPrincipalFen + c.interestInScopeFen + c.outOfScopeFen)
  const factor = BigInt(1_000_000 - c.deductiblePpm) * BigInt(c.coveragePpm)
  const computed = mulDiv(claimBaseFen, factor, 1_000_000_000_000n)
  const payoutFen = c.sumInsuredFen === null ? computed : minFen(computed, c.sumInsuredFen)
  cascade.steps.push(
    {
      ...cny('claimBase', claimBaseFen),
      rule: '§2.5',
      formula: c.scope === 'PRINCIPAL' ? 'unpaidPrincipal' : 'unpaidPrincipal + interestInScope',
      inputs: [
        cny('unpaidPrincipal', c.unpaidPrincipalFen),
        cny('interestInScope', c.interestInScopeFen),
        words('insuredScope', c.scope),
      ],
    },
    {
      ...cny('payout', payoutFen),
      rule: '§2.5',
      formula: 'min(claimBase × (1 − deductible) × coverage, sumInsured)',
      inputs: [
        cny('claimBase', claimBaseFen),
        percent('deductible', c.deductiblePpm),
        percent('coverage', c.coveragePpm),
        ...(c.sumInsuredFen === null ? [] : [cny('sumInsured', c.sumInsuredFen)]),
      ],
    },
  )
  const govExcessFen = c.excess === null ? 0n : excessShare(payoutFen, c.excess)
  const insurerFen = cascade.take('insurer', payoutFen - govExcessFen, {
    rule: '§2.5',
    formula: 'payout − govExcessFund',
    inputs: [cny('payout', payoutFen)],
  })
  if (c.excess !== null) {
    cascade.take('govExcessFund', govExcessFen, {
      rule: '§2.5',
      formula: '(claims above excessLine × earnedPremium, at most payout) × govExcessShare',
      inputs: [
        cny('claimsBefore', c.excess.claimsBeforeFen),
        cny('earnedPremium', c.excess.earnedPremiumFen),
        percent('excessLine', c.excess.linePpm),
        percent('govExcessShare', c.excess.govSharePpm),
      ],
    })
  }
  cascade.bankBearsRest('§2.5')
  return {
    value: {
      mode: 'LI',
      ...cascade.totals(),
      claimBaseFen,
      payoutFen,
      insurerFen,
      govExcessFen,
      sumInsuredCapped: payoutFen < computed,
    },
    trace: cascade.trace('guarantees.waterfallInsurance', cny('payout', payoutFen)),
  }
}

/** The government bears its share of the part of this payout that lies above 120 % of earned premium (§2.5). */
function excessShare(payoutFen: Fen, e: NonNullable<InsuranceClaim['excess']>): Fen {
  const lineFen = mulRate(e.earnedPremiumFen, e.linePpm)
  const above = maxFen(e.claimsBeforeFen + payoutFen - lineFen, 0n)
  return mulRate(minFen(above, payoutFen), e.govSharePpm)
}
