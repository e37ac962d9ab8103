import { describe, expect, it } from 'vitest'
import { shareByWeight, takeProRata } from '@/lib/guarantees/rules/pro-rata'
import { assistFundWaterfall } from '@/lib/guarantees/rules/waterfall/assist-fund'
import { directFinancingWaterfall, trancheSizes } from '@/lib/guarantees/rules/waterfall/direct-financing'
import { guaranteeCompanyWaterfall } from '@/lib/guarantees/rules/waterfall/guarantee-company'
import { insuranceWaterfall } from '@/lib/guarantees/rules/waterfall/insurance'
import { type JointGuaranteeClaim, jointGuaranteeWaterfall } from '@/lib/guarantees/rules/waterfall/joint-guarantee'
import { parkWaterfall } from '@/lib/guarantees/rules/waterfall/park'
import { sumFen, yuan } from '@/lib/platform/money'
import golden from '@/tests/fixtures/golden-vectors.json' with { type: 'json' }

const member = (id: string, loan: string, margin: string) => ({ id, loanFen: yuan(loan), marginFen: yuan(margin) })
const group: JointGuaranteeClaim = {
  mode: 'JG',
  claimFen: yuan('356832.50'),
  defaulterId: '戊',
  members: [
    member('甲', '500000', '50000'),
    member('乙', '400000', '40000'),
    member('丙', '300000', '30000'),
    member('丁', '300000', '30000'),
    member('戊', '500000', '50000'),
  ],
  mutualised: true,
  settlementFen: 0n,
  jointLiabilityPaidFen: null,
  operatorGuaranteeFen: 0n,
  collateralFen: 0n,
}
const asMap = (list: { id: string; amountFen: bigint }[]) => Object.fromEntries(list.map((m) => [m.id, m.amountFen]))
const inFen = (map: Record<string, string>) => Object.fromEntries(Object.entries(map).map(([k, v]) => [k, yuan(v)]))

describe('JG: who pays when 戊 defaults (§2.2)', () => {
  it('takes from each member and asks of each member what the agreement says', () => {
    const { value } = jointGuaranteeWaterfall(group)
    expect(value.ownMarginFen).toBe(yuan(golden.comp.own))
    expect(asMap(value.otherMargins)).toEqual(inFen(golden.comp.others))
    expect(value.shortfallFen).toBe(yuan(golden.comp.shortfall))
    expect(asMap(value.jointLiability)).toEqual(inFen(golden.comp.joint_liability_internal_share))
    expect(asMap(value.replenishments)).toEqual(inFen(golden.replenish))
    expect(value).toMatchObject({ poolAfterFen: 0n, bankFen: 0n, coveredFen: group.claimFen })
  })

  it('takes a small need from the others by their balances, the last one absorbing the fen', () => {
    const { value } = jointGuaranteeWaterfall({ ...group, claimFen: yuan('150000.01') })
    expect(asMap(value.otherMargins)).toEqual({
      甲: yuan('33333.34'),
      乙: yuan('26666.67'),
      丙: yuan('20000.00'),
      丁: yuan('20000.00'),
    })
    expect(value.shortfallFen).toBe(0n)
    expect(value.poolAfterFen).toBe(yuan('49999.99'))
  })

  it('never touches the others’ margin when it was not agreed to', () => {
    const { value } = jointGuaranteeWaterfall({ ...group, mutualised: false })
    expect(value.otherMargins).toEqual([])
    expect(value.shortfallFen).toBe(yuan('306832.50'))
  })

  it('sweeps the borrower’s own account before any margin', () => {
    const { value } = jointGuaranteeWaterfall({ ...group, claimFen: yuan('60000'), settlementFen: yuan('20000') })
    expect(value.lines.map((l) => [l.source, l.amountFen])).toEqual([
      ['settlementAccount', yuan('20000')],
      ['ownMargin', yuan('40000')],
      ['bank', 0n],
    ])
  })

  it('goes on to operator and stall only for what the members really did not pay', () => {
    const { value } = jointGuaranteeWaterfall({
      ...group,
      jointLiabilityPaidFen: yuan('100000'),
      operatorGuaranteeFen: yuan('30000'),
      collateralFen: yuan('20000'),
    })
    expect(value.bankFen).toBe(yuan('6832.50'))
    expect(sumFen(value.lines.map((l) => l.amountFen))).toBe(group.claimFen)
  })
})

describe('pro rata', () => {
  it('never takes more than a balance, also when the others’ fens pile up on the last one', () => {
    expect(takeProRata(8n, [3n, 3n, 3n, 1n])).toEqual([2n, 2n, 3n, 1n])
  })
  it('never gives a negative share when everyone rounds up', () => {
    expect(shareByWeight(2n, [1n, 1n, 1n, 1n])).toEqual([1n, 1n, 0n, 0n])
  })
})

describe('AF: enterprise fund, then government and bank (§2.3)', () => {
  const claim = {
    mode: 'AF' as const,
    claimFen: yuan('3200000'),
    enterpriseFundFen: yuan('2580000'),
    govFundFen: yuan('10000000'),
    govSharePpm: 500_000,
    govLeverage: 10,
    outstandingFen: yuan('86000000'),
    assistFundRatioPpm: 30_000,
    poolMinimumPpm: 500_000,
  }
  it('splits the worked loss between enterprises, government and bank', () => {
    const { value } = assistFundWaterfall(claim)
    const g = golden.assist_loss
    const after = golden.assist_after
    expect([value.enterpriseFen, value.govFen, value.bankFen]).toEqual([yuan(g.ent), yuan(g.gov), yuan(g.bank)])
    expect(value).toMatchObject({
      govFundAfterFen: yuan(after.gov_left),
      capAfterFen: yuan(after.cap),
      enterpriseFundAfterFen: yuan(after.ent_left),
      overCap: after.stop_new,
      poolDepleted: true,
    })
  })
  it('never lets the government lose more than its fund holds', () => {
    const { value } = assistFundWaterfall({ ...claim, govFundFen: yuan('100000') })
    expect([value.govFen, value.bankFen]).toEqual([yuan('100000'), yuan('520000')])
  })
})

describe('GC, LI, PK, DF', () => {
  const gc = {
    mode: 'GC' as const,
    unpaidPrincipalFen: yuan('2000000'),
    unpaidInterestFen: yuan('30000'),
    penaltyFen: yuan('500'),
    costsFen: 0n,
    coveragePpm: 800_000,
    programmeCapLeftFen: null,
    guarantorMarginFen: null,
  }
  it('covers principal only: the guarantor pays 80 %, the bank keeps the rest and the interest', () => {
    const { value } = guaranteeCompanyWaterfall(gc)
    expect(value.guarantorFen).toBe(yuan('1600000'))
    expect(value.bankPrincipalFen).toBe(yuan('400000'))
    expect(Number(golden.guarantor_comp.covered_principal)).toBe(1_600_000)
    expect(value.bankFen).toBe(yuan('430500'))
  })
  it('stops at the programme’s cap and at the margin of a guarantor that does not pay', () => {
    const capped = guaranteeCompanyWaterfall({ ...gc, programmeCapLeftFen: yuan('1000000') }).value
    expect(capped).toMatchObject({ guarantorFen: yuan('1000000'), capReached: true })
    const unpaid = guaranteeCompanyWaterfall({ ...gc, guarantorMarginFen: yuan('200000') }).value
    expect(unpaid).toMatchObject({ guarantorFen: yuan('200000'), bankPrincipalFen: yuan('1800000') })
    expect(unpaid.lines[0]!.source).toBe('guarantorMargin')
  })

  const li = {
    mode: 'LI' as const,
    unpaidPrincipalFen: yuan('1000000'),
    interestInScopeFen: yuan('10875'),
    outOfScopeFen: 0n,
    scope: 'PRINCIPAL_AND_INTEREST' as const,
    deductiblePpm: 0,
    coveragePpm: 800_000,
    sumInsuredFen: null,
    excess: null,
  }
  it('pays the worked insurance claim with and without deductible', () => {
    const g = golden.insurer
    const { value } = insuranceWaterfall(li)
    expect([value.claimBaseFen, value.payoutFen, value.bankFen]).toEqual([
      yuan(g.claim_base),
      yuan(g.pay_cov80),
      yuan(g.bank),
    ])
    expect(insuranceWaterfall({ ...li, deductiblePpm: 100_000 }).value.payoutFen).toBe(yuan(g.pay_cov80_ded10))
  })
  it('never makes the insurer pay penalty, or more than the sum insured', () => {
    const penalty = insuranceWaterfall({ ...li, outOfScopeFen: yuan('5000') }).value
    expect([penalty.payoutFen, penalty.bankFen]).toEqual([yuan('808700'), yuan('207175')])
    const capped = insuranceWaterfall({ ...li, sumInsuredFen: yuan('800000') }).value
    expect(capped).toMatchObject({ payoutFen: yuan('800000'), sumInsuredCapped: true })
    expect(insuranceWaterfall({ ...li, scope: 'PRINCIPAL' }).value.payoutFen).toBe(yuan('800000'))
  })
  it('lets the government share only the losses above 120 % of premium', () => {
    const excess = {
      claimsBeforeFen: yuan('2800000'),
      earnedPremiumFen: yuan('2500000'),
      linePpm: 1_200_000,
      govSharePpm: 800_000,
    }
    // line 3,000,000; claims with this one 3,608,700; excess 608,700 × 80 %
    const { value } = insuranceWaterfall({ ...li, excess })
    expect(value.govExcessFen).toBe(yuan('486960'))
    expect(value.insurerFen + value.govExcessFen).toBe(value.payoutFen)
  })

  it('asks the park’s sources in order and leaves the phase guarantor out once the certificate is there', () => {
    const claim = {
      mode: 'PK' as const,
      claimFen: yuan('900000'),
      borrowerFen: yuan('100000'),
      phaseGuaranteeActive: true,
      developerMarginFen: yuan('50000'),
      developerGuaranteeFen: yuan('300000'),
      mortgageFen: yuan('400000'),
      otherGuarantorsFen: yuan('500000'),
    }
    expect(parkWaterfall(claim).value.lines.map((l) => [l.source, l.amountFen / 100n])).toEqual([
      ['borrower', 100000n],
      ['developerMargin', 50000n],
      ['developerGuarantee', 300000n],
      ['mortgage', 400000n],
      ['otherGuarantors', 50000n],
      ['bank', 0n],
    ])
    const ended = parkWaterfall({ ...claim, phaseGuaranteeActive: false }).value
    expect(ended.lines.map((l) => l.source)).not.toContain('developerGuarantee')
  })

  it('hurts the senior tranche only when junior and mezzanine are gone', () => {
    const tranches = trancheSizes(yuan('100000000'), { seniorPpm: 700_000, mezzPpm: 200_000, juniorPpm: 100_000 })
    const loss = (claim: string, reserve = '0') =>
      directFinancingWaterfall({
        mode: 'DF',
        claimFen: yuan(claim),
        reserveFen: yuan(reserve),
        enhancerFen: 0n,
        tranches,
      }).value
    expect(loss('25000000')).toMatchObject({
      juniorLossFen: yuan('10000000'),
      mezzLossFen: yuan('15000000'),
      seniorLossFen: 0n,
      bankFen: 0n,
    })
    expect(loss('35000000', '1000000').seniorLossFen).toBe(yuan('4000000'))
  })
})
