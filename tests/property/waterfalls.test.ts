import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shareByWeight, takeProRata } from '@/lib/guarantees/rules/pro-rata'
import { type WaterfallClaim, waterfall } from '@/lib/guarantees/rules/waterfall'
import { sumFen } from '@/lib/platform/money'

const fen = fc.bigInt({ min: 0n, max: 10_000_000_000n })
const small = fc.bigInt({ min: 0n, max: 50n })
const amount = fc.oneof(fen, small)
const ppm = fc.integer({ min: 0, max: 1_000_000 })

const joint = fc
  .record({
    loans: fc.array(fc.tuple(amount, amount), { minLength: 1, maxLength: 12 }),
    who: fc.nat(),
    claimFen: amount,
    mutualised: fc.boolean(),
    settlementFen: amount,
    jointLiabilityPaidFen: fc.option(amount, { nil: null }),
    operatorGuaranteeFen: amount,
    collateralFen: amount,
  })
  .map(({ loans, who, ...rest }): WaterfallClaim => {
    const members = loans.map(([loanFen, marginFen], i) => ({ id: `m${i}`, loanFen, marginFen }))
    return { mode: 'JG', ...rest, members, defaulterId: members[who % members.length]!.id }
  })

const claims: fc.Arbitrary<WaterfallClaim> = fc.oneof(
  joint,
  fc.record({
    mode: fc.constant('AF' as const),
    claimFen: amount,
    enterpriseFundFen: amount,
    govFundFen: amount,
    govSharePpm: ppm,
    govLeverage: fc.integer({ min: 1, max: 15 }),
    outstandingFen: fc.option(amount, { nil: null }),
    assistFundRatioPpm: ppm,
    poolMinimumPpm: ppm,
  }),
  fc.record({
    mode: fc.constant('GC' as const),
    unpaidPrincipalFen: amount,
    unpaidInterestFen: amount,
    penaltyFen: amount,
    costsFen: amount,
    coveragePpm: ppm,
    programmeCapLeftFen: fc.option(amount, { nil: null }),
    guarantorMarginFen: fc.option(amount, { nil: null }),
  }),
  fc.record({
    mode: fc.constant('LI' as const),
    unpaidPrincipalFen: amount,
    interestInScopeFen: amount,
    outOfScopeFen: amount,
    scope: fc.constantFrom('PRINCIPAL' as const, 'PRINCIPAL_AND_INTEREST' as const),
    deductiblePpm: ppm,
    coveragePpm: ppm,
    sumInsuredFen: fc.option(amount, { nil: null }),
    excess: fc.option(
      fc.record({ claimsBeforeFen: amount, earnedPremiumFen: amount, linePpm: ppm, govSharePpm: ppm }),
      { nil: null },
    ),
  }),
  fc.record({
    mode: fc.constant('PK' as const),
    claimFen: amount,
    borrowerFen: amount,
    phaseGuaranteeActive: fc.boolean(),
    developerMarginFen: amount,
    developerGuaranteeFen: fc.option(amount, { nil: null }),
    mortgageFen: amount,
    otherGuarantorsFen: amount,
  }),
  fc.record({
    mode: fc.constant('DF' as const),
    claimFen: amount,
    reserveFen: amount,
    enhancerFen: amount,
    tranches: fc.record({ seniorFen: amount, mezzFen: amount, juniorFen: amount }),
  }),
)

test('in every mode the lines add up to the claim, nobody pays below zero, and cover never exceeds what is due', () => {
  fc.assert(
    fc.property(claims, (claim) => {
      const { value } = waterfall(claim)
      expect(sumFen(value.lines.map((l) => l.amountFen))).toBe(value.claimFen)
      expect(value.lines.every((l) => l.amountFen >= 0n)).toBe(true)
      expect(value.coveredFen + value.bankFen).toBe(value.claimFen)
      expect(value.coveredFen <= value.claimFen).toBe(true)
    }),
    { numRuns: 600 },
  )
})

test('no member’s sub-ledger is ever overdrawn, and no fen is lost between members', () => {
  fc.assert(
    fc.property(joint, (claim) => {
      if (claim.mode !== 'JG') return
      const { value } = waterfall(claim)
      if (value.mode !== 'JG') throw new Error('mode')
      const balance = new Map(claim.members.map((m) => [m.id, m.marginFen]))
      for (const t of value.otherMargins) expect(t.amountFen <= balance.get(t.id)!).toBe(true)
      expect(value.poolAfterFen >= 0n).toBe(true)
      const shares = sumFen(value.jointLiability.map((l) => l.amountFen))
      const someoneOwes = claim.members.some((m) => m.id !== claim.defaulterId && m.loanFen > 0n)
      expect(shares).toBe(someoneOwes ? value.shortfallFen : 0n)
    }),
    { numRuns: 600 },
  )
})

test('shares always sum to the whole and never leave [0, balance]', () => {
  fc.assert(
    fc.property(fc.array(amount, { maxLength: 12 }), amount, (balances, need) => {
      const taken = takeProRata(need, balances)
      const total = sumFen(balances)
      expect(sumFen(taken)).toBe(need < total ? need : total)
      expect(taken.every((t, i) => t >= 0n && t <= balances[i]!)).toBe(true)
      const shares = shareByWeight(need, balances)
      expect(sumFen(shares)).toBe(total > 0n ? need : 0n)
      expect(shares.every((s, i) => s >= 0n && (balances[i]! > 0n || s === 0n))).toBe(true)
    }),
    { numRuns: 1000 },
  )
})
