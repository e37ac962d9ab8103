/** A line of the plan whose loan pays rent, or buys in a park (§2.6, §5.3). */
import { describe, expect, it } from 'vitest'
import { PLAN_DEFAULTS } from '@/lib/plans/parameters'
import { type LineFacts, type LineTerms, proposeLine } from '@/lib/plans/rules/line'
import { parkCapacity } from '@/lib/plans/rules/park-capacity'
import { date } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'
import { ratio } from '@/lib/platform/ratio'

const facts: LineFacts = {
  borrowerType: 'INDIVIDUAL_BUSINESS',
  grade: 'A1',
  requestedFen: yuan('500000'),
  requestedTermMonths: 24,
  method: 'SIMPLIFIED',
  salesFen: yuan('8600000'),
  marginPpm: 82_000,
  growthPpm: 60_000,
  costOfSalesFen: null,
  inventoryDays: ratio(60n),
  receivableDays: ratio(30n),
  payableDays: ratio(20n),
  prepaymentDays: null,
  advanceReceiptDays: null,
  ownFundsFen: yuan('100000'),
  existingLoansFen: 0n,
  otherSourcesFen: 0n,
  netAssetsFen: yuan('4200000'),
  otherExposureFen: 0n,
  wholesaleOrRetail: true,
  monthlyNetCashFlowFen: yuan('90000'),
  repaymentMethod: 'BULLET',
}
const terms: LineTerms = {
  mode: 'GC',
  marketGrade: 'AAA',
  singleCapFen: null,
  partnerSingleCapFen: null,
  tenorMaxMonths: 36,
  marginRatioPpm: 0,
  marginInterestRatePpm: 0,
  coveragePpm: null,
  on: date('2026-03-20'),
}
const line = (f: Partial<LineFacts>, t: Partial<LineTerms> = {}) =>
  proposeLine({ ...facts, ...f }, { ...terms, ...t }, PLAN_DEFAULTS)!

describe('a loan for rent', () => {
  it('is at most one year’s rent, three million and twelve months', () => {
    expect(line({})).toMatchObject({ limitFen: yuan('500000'), binding: 'k6', tenorMonths: 24 })
    expect(line({ annualRentFen: yuan('125000') })).toMatchObject({
      limitFen: yuan('120000'),
      binding: 'k4',
      tenorMonths: 12,
    })
    const large = { requestedFen: yuan('9000000'), salesFen: yuan('90000000'), netAssetsFen: yuan('90000000') }
    expect(line({ ...large, annualRentFen: yuan('8000000') }).limitFen).toBe(yuan('3000000'))
  })
})

describe('a loan for a purchase in a park', () => {
  const own = {
    netProfitFen: yuan('900000'),
    depreciationFen: yuan('200000'),
    annualInterestFen: yuan('100000'),
    annualPrincipalFen: yuan('300000'),
    totalDebtFen: yuan('2000000'),
    totalAssetsFen: yuan('6000000'),
  }
  const loan = { amountFen: yuan('3500000'), ratePpm: 40_000, tenorMonths: 120 }
  const can = (over: Partial<typeof own> = {}, more: Partial<typeof loan> = {}) =>
    parkCapacity({ ...own, ...over }, { ...loan, ...more }, PLAN_DEFAULTS.pk).value.affordable

  it('is carried when the year’s means cover its service 1.2 times, the loan counted in', () => {
    // 1,200,000 over 300,000 + 350,000 + 100,000 + 140,000 = 1.348
    expect(can()).toBe(true)
    // 1,068,000 ÷ 890,000 = 1.2 exactly, and one fen less is not enough
    expect(can({ netProfitFen: yuan('768000') })).toBe(true)
    expect(can({ netProfitFen: yuan('767999.99') })).toBe(false)
  })

  it('is not carried when debts, the loan among them, are more than 70 % of assets', () => {
    // (2,000,000 + 3,500,000) ÷ (x + 3,500,000) = 70 % at 4,357,142.86
    expect(can({ totalAssetsFen: yuan('4357142.86') })).toBe(true)
    expect(can({ totalAssetsFen: yuan('4357142.85') })).toBe(false)
  })

  it('is not carried by a firm whose year nobody entered', () => {
    expect(line({}, { mode: 'PK', tenorMaxMonths: 120 }).affordable).toBe(false)
    expect(line({ park: own }, { mode: 'PK', tenorMaxMonths: 120 }).affordable).toBe(true)
  })
})
