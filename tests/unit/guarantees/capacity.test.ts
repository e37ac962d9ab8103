import { describe, expect, it } from 'vitest'
import { assistFundCapacity, checkAssistFund } from '@/lib/guarantees/rules/assist-fund'
import { checkIssuePool, slotMax } from '@/lib/guarantees/rules/direct-financing'
import {
  checkGuarantor,
  guarantorAdmission,
  guarantorBankLine,
  guarantorCapacity,
} from '@/lib/guarantees/rules/guarantor'
import {
  checkPolicy,
  claimTriggerDate,
  claimWindow,
  insurerCapacity,
  insurerSuspended,
  lossRatio,
  premium,
  sumInsured,
} from '@/lib/guarantees/rules/insurer'
import { checkAssetLoans, currentLtv, debtService, parkLoanCap } from '@/lib/guarantees/rules/park'
import { PLAN_DEFAULTS } from '@/lib/plans/parameters'
import { date } from '@/lib/platform/dates'
import { toPercent, yuan } from '@/lib/platform/money'
import golden from '@/tests/fixtures/golden-vectors.json' with { type: 'json' }

const { af, gc, li, pk, df } = PLAN_DEFAULTS

describe('AF capacity (§2.3)', () => {
  const pool = {
    govFundBalanceFen: yuan('10000000'),
    enterpriseFundFen: yuan('2580000'),
    outstandingFen: yuan('86000000'),
    approvedUndrawnFen: 0n,
  }
  it('carries what the worked fund carries', () => {
    const { value } = assistFundCapacity(pool, af)
    expect(value).toMatchObject({
      capFen: yuan(golden.assist.cap),
      headroomFen: yuan(golden.assist.headroom),
      enterpriseFundDueFen: yuan(golden.assist.enterprise_fund),
      poolDepleted: false,
      overCap: false,
      actualLeverage: '8.60',
    })
  })
  it('does not lend past the leverage, past one client’s cap, or from a depleted pool', () => {
    expect(checkAssistFund(yuan('5000000'), pool, af)).toEqual([])
    expect(checkAssistFund(yuan('5000000.01'), pool, af)).toEqual(['E_AMOUNT_OVER_CAP:single_client'])
    const tight = { ...pool, approvedUndrawnFen: yuan('13000000') }
    expect(checkAssistFund(yuan('1000000.01'), tight, af)).toEqual(['E_AMOUNT_OVER_CAP:leverage'])
    expect(checkAssistFund(yuan('1'), { ...pool, enterpriseFundFen: yuan('1289999.99') }, af)).toEqual([
      'E_POOL_DEPLETED',
    ])
  })
})

describe('GC capacity (§2.4)', () => {
  const guarantor = {
    netAssetsFen: yuan('300000000'),
    guarantorInvestmentsFen: yuan('20000000'),
    smallBalanceFen: yuan('1200000000'),
    otherBalanceFen: yuan('900000000'),
    mainlySmallOrAgri: false,
  }
  it('weighs the worked guarantor to 6.43 times its base', () => {
    const { value } = guarantorCapacity(guarantor, gc)
    const g = golden.guarantor
    expect(value).toMatchObject({
      baseFen: yuan('280000000'),
      capFen: yuan(g.cap10),
      singleClientCapFen: yuan(g.single10pct),
      relatedCapFen: yuan(g.related15pct),
      liabilityBalanceFen: yuan(g.liab_balance),
      multiple: g.multiple,
      capacityLeftFen: yuan('1000000000'),
    })
    expect(guarantorBankLine(yuan('600000000'), value.capacityLeftFen, 500_000)).toBe(yuan('500000000'))
  })
  it('does not let one client or its relatives take more than their share of the base', () => {
    const capacity = guarantorCapacity(guarantor, gc).value
    const use = { newFen: yuan('1000000'), newWeightPpm: 750_000, clientBalanceFen: 0n, clientAndRelatedBalanceFen: 0n }
    expect(checkGuarantor(use, capacity)).toBeNull()
    expect(checkGuarantor({ ...use, clientBalanceFen: yuan('27000000.01') }, capacity)).toBe('E_GUARANTOR_CAPACITY')
    expect(checkGuarantor({ ...use, clientAndRelatedBalanceFen: yuan('41000000.01') }, capacity)).toBe(
      'E_GUARANTOR_CAPACITY',
    )
  })
  it('does not admit a guarantor without licence, capital, age, rating or record', () => {
    const good = {
      licenceValid: true,
      paidInCapitalFen: yuan('100000000'),
      yearsInBusiness: 3,
      rating: 'A',
      compensationRatePpm: 50_000,
    }
    expect(guarantorAdmission(good, gc.admission)).toEqual([])
    expect(
      guarantorAdmission(
        { licenceValid: false, paidInCapitalFen: 0n, yearsInBusiness: 2, rating: 'BBB', compensationRatePpm: 50_001 },
        gc.admission,
      ),
    ).toEqual(['LICENCE', 'PAID_IN_CAPITAL', 'YEARS', 'RATING', 'COMPENSATION_RATE'])
  })
  it('has no capacity at all when net assets are gone', () => {
    expect(guarantorCapacity({ ...guarantor, netAssetsFen: 0n }, gc).value).toMatchObject({
      multiple: null,
      capacityLeftFen: 0n,
    })
  })
})

describe('LI (§2.5)', () => {
  it('charges the worked premium and counts the worked loss ratio', () => {
    expect(premium(yuan('1000000'), 25_000, 12).value).toBe(yuan(golden.premium))
    expect(premium(yuan('1000000'), 25_000, 6).value).toBe(yuan('12500'))
    const ratio = lossRatio(yuan('3100000'), yuan('2500000'))!
    expect(toPercent(ratio)).toBe(golden.loss_ratio)
    expect(insurerSuspended(ratio, 0, li)).toBe(true)
    expect(insurerSuspended(1_199_900, 99_999, li)).toBe(false)
    expect(lossRatio(1n, 0n)).toBeNull()
    expect(sumInsured(yuan('1000000'), yuan('43500'))).toBe(yuan('1043500'))
  })
  it('does not let one obligor weigh more than 5 % of the insurer', () => {
    expect(insurerCapacity(yuan('100000000'), yuan('990000000'), li)).toEqual({
      retainedCapFen: yuan('1000000000'),
      headroomFen: yuan('10000000'),
      singleObligorCapFen: yuan('5000000'),
    })
  })
  it('keeps the claim window of the worked overdue loan', () => {
    const { opensOn, closesOn } = claimWindow(date('2026-03-20'), li.claimWaitingDays, li.claimFileWindowDays)
    expect([opensOn.toString(), closesOn.toString()]).toEqual(golden.claim_window)
  })
  it('triggers at three months of unpaid interest or one month after an unpaid maturity, whichever is first', () => {
    const at = (since: string | null, unpaid: boolean) =>
      claimTriggerDate(
        { interestUnpaidSince: since ? date(since) : null, maturity: date('2026-09-01'), principalUnpaid: unpaid },
        3,
        1,
      )?.toString()
    expect(at('2026-04-20', false)).toBe('2026-07-20')
    expect(at('2026-08-20', true)).toBe('2026-10-01')
    expect(at(null, false)).toBeUndefined()
  })
  it('does not draw under a policy that is not in force, too small, too short or for another purpose', () => {
    const policy = {
      state: 'IN_FORCE',
      beneficiary: 'BANK' as const,
      sumInsuredFen: yuan('1000000'),
      validFrom: date('2026-01-01'),
      validUntil: date('2027-03-31'),
      purpose: '进货',
    }
    const need = {
      drawdownFen: yuan('1000000'),
      drawdownDate: date('2026-01-01'),
      maturity: date('2026-12-31'),
      purpose: '进货',
      claimWaitingDays: 60,
      claimFileWindowDays: 30,
    }
    expect(checkPolicy(policy, need)).toEqual([])
    expect(
      checkPolicy(
        {
          ...policy,
          state: 'DRAFT',
          beneficiary: 'OTHER',
          sumInsuredFen: 1n,
          validUntil: date('2027-03-30'),
          purpose: '装修',
        },
        need,
      ),
    ).toEqual(['STATE', 'BENEFICIARY', 'SUM', 'PERIOD', 'PURPOSE'])
  })
})

describe('PK and DF (§2.6, §2.7)', () => {
  it.each([
    ['PLANT', '5200000', '5000000', golden['ltv plant']],
    ['OFFICE', '3000000', '3100000', golden['ltv office']],
    ['EQUIP_NEW', '1800000', null, golden['ltv equip_new']],
    ['EQUIP_USED', '600000', '520000', golden['ltv equip_used']],
    ['RENOVATION', '800000', null, golden['ltv reno']],
  ] as const)('lends on %s no more than the worked cap', (asset, price, appraised, cap) => {
    const input = { asset, priceFen: yuan(price), appraisedValueFen: appraised === null ? null : yuan(appraised) }
    expect(parkLoanCap(input, pk.assets, pk.stepFen).value).toBe(yuan(cap))
  })
  it('asks for a top-up only above cap + 10 points, and refuses a second loan on a full asset', () => {
    expect(currentLtv(yuan('800'), yuan('1000'), 700_000, 100_000)).toEqual({ ltvPpm: 800_000, topUpDue: false })
    expect(currentLtv(yuan('800.01'), yuan('1000'), 700_000, 100_000).topUpDue).toBe(true)
    expect(currentLtv(1n, 0n, 700_000, 100_000)).toEqual({ ltvPpm: null, topUpDue: true })
    expect(checkAssetLoans(60n, 41n, 100n)).toBe('E_AMOUNT_OVER_CAP:ltv')
    expect(checkAssetLoans(60n, 40n, 100n)).toBeNull()
  })
  it('does not call a debt service of 1.19 sufficient', () => {
    const d = {
      netProfitFen: 100n,
      depreciationFen: 10n,
      interestFen: 10n,
      annualPrincipalFen: 90n,
      annualInterestFen: 10n,
    }
    expect(debtService(d, 1_200_000).value).toEqual({ sufficient: true, dscr: '1.20' })
    expect(debtService({ ...d, netProfitFen: 99n }, 1_200_000).value.sufficient).toBe(false)
  })
  it('does not let an issuer owe notes above 40 % of its net assets, or a pool of one be issued', () => {
    expect(slotMax(yuan('100000000'), yuan('10000000'), df).value).toBe(yuan('30000000'))
    expect(slotMax(yuan('9000000000'), 0n, df).value).toBe(yuan('200000000'))
    const slot = {
      id: 'a',
      netAssetsFen: yuan('100000000'),
      existingNotesFen: 0n,
      amountFen: yuan('40000000.01'),
      legalPerson: false,
    }
    expect(checkIssuePool([slot], df).map((r) => r.code)).toEqual([
      'E_POOL_SIZE',
      'E_ISSUER_NOT_LEGAL_PERSON',
      'E_AMOUNT_OVER_CAP:issuer',
    ])
  })
})
