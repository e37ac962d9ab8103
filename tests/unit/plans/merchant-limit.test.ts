import { describe, expect, it } from 'vitest'
import { PLAN_DEFAULTS } from '@/lib/plans/parameters'
import { type MerchantLimitInput, merchantLimit, modeSingleCap, turnoverShare } from '@/lib/plans/rules/merchant-limit'
import { yuan } from '@/lib/platform/money'
import golden from '@/tests/fixtures/golden-vectors.json' with { type: 'json' }

const p = PLAN_DEFAULTS.merchantLimit
const coefficient = PLAN_DEFAULTS.customerCoefficientPpm

const c1: MerchantLimitInput = {
  newLoanFen: yuan('985548'),
  verifiedTurnoverFen: yuan('8600000'),
  coefficientPpm: coefficient.A1,
  householdNetAssetsFen: yuan('4200000'),
  modeSingleCapFen: yuan('2000000'),
  partnerSingleCapFen: null,
  amountAppliedFen: yuan('1000000'),
  otherExposureFen: 0n,
  wholesaleOrRetail: true,
}

describe('merchant limit (§5.3)', () => {
  it('C1 is bound by the working-capital need and floored to ten thousand', () => {
    const { value, trace } = merchantLimit(c1, p)
    const g = golden['limit C1']
    expect(value.limitFen).toBe(yuan(g.limit))
    expect([value.k1Fen, value.k2Fen, value.k3Fen]).toEqual([yuan(g.wc), yuan(g.turnover), yuan(g.netasset)])
    expect(value.binding).toBe('k1')
    expect(trace.steps.filter((s) => s.binding).map((s) => s.label)).toEqual(['k1'])
    expect(trace.result.value).toBe('980000.00')
  })

  it('C2 gets what was applied for, not what net assets would carry', () => {
    const { value } = merchantLimit(
      {
        ...c1,
        newLoanFen: yuan('523308.90'),
        verifiedTurnoverFen: yuan('2600000'),
        coefficientPpm: coefficient.B1,
        householdNetAssetsFen: yuan('960000'),
        amountAppliedFen: yuan('400000'),
      },
      p,
    )
    const g = golden['limit C2']
    expect(value).toMatchObject({
      limitFen: yuan(g.limit),
      binding: 'k6',
      k2Fen: yuan('585000.00'),
      k3Fen: yuan(g.netasset),
    })
  })

  it('cuts the turnover share above 3,000,000, and only in wholesale and retail', () => {
    expect(turnoverShare(yuan('3000000'), true, p)).toBe(300_000)
    expect(turnoverShare(yuan('3000000.01'), true, p)).toBe(200_000)
    expect(turnoverShare(yuan('9000000'), false, p)).toBe(300_000)
    const big = { ...c1, newLoanFen: yuan('9000000'), householdNetAssetsFen: yuan('90000000'), modeSingleCapFen: null }
    const { value } = merchantLimit({ ...big, amountAppliedFen: yuan('5000000') }, p)
    expect(value).toMatchObject({ binding: 'k2', limitFen: yuan('1720000'), turnoverSharePpm: 200_000 })
  })

  it('counts the credit a client has elsewhere in the bank (k7)', () => {
    const { value } = merchantLimit({ ...c1, otherExposureFen: yuan('9500000') }, p)
    expect(value).toMatchObject({ binding: 'k7', limitFen: yuan('500000') })
    expect(merchantLimit({ ...c1, otherExposureFen: yuan('12000000') }, p).value.limitFen).toBe(0n)
  })

  it('keeps to the partner’s cap when one stands (k5)', () => {
    const { value } = merchantLimit({ ...c1, partnerSingleCapFen: yuan('305000') }, p)
    expect(value).toMatchObject({ binding: 'k5', limitFen: yuan('300000') })
  })

  it('lends nothing to a C merchant, nor against negative net assets', () => {
    expect(merchantLimit({ ...c1, coefficientPpm: coefficient.C }, p).value.limitFen).toBe(0n)
    expect(merchantLimit({ ...c1, householdNetAssetsFen: yuan('-1') }, p).value.limitFen).toBe(0n)
  })

  it('lends more in a joint guarantee only in an AAA market, and less to an insured individual business', () => {
    const caps = PLAN_DEFAULTS.modeCaps
    expect(modeSingleCap('JG', 'AAA', 'ENTERPRISE', caps)).toBe(yuan('3000000'))
    expect(modeSingleCap('JG', 'AA', 'ENTERPRISE', caps)).toBe(yuan('2000000'))
    expect(modeSingleCap('LI', 'AA', 'INDIVIDUAL_BUSINESS', caps)).toBe(yuan('500000'))
    expect(modeSingleCap('LI', 'AA', 'ENTERPRISE', caps)).toBe(yuan('3000000'))
  })
})
