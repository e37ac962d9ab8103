import { describe, expect, it } from 'vitest'
import { PLAN_DEFAULTS } from '@/lib/plans/parameters'
import { affordability, checkRentLoan } from '@/lib/plans/rules/affordability'
import { allInCost, lookupLpr, lprTenor, type PriceInput, price, spreads } from '@/lib/plans/rules/pricing'
import { date } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'
import golden from '@/tests/fixtures/golden-vectors.json' with { type: 'json' }

const p = PLAN_DEFAULTS.pricing
const base: PriceInput = { marketGrade: 'AAA', customerGrade: 'A1', mode: 'JG', tenorMonths: 12, coveragePpm: null }
const rate = (input: PriceInput, lprPpm = 30_000) => price({ lprPpm, ...spreads(input, p) }, p).value.ratePpm
const free = {
  guaranteeFeeRatePpm: 0,
  premiumRatePpm: 0,
  otherFeeRatePpm: 0,
  marginRatioPpm: 0,
  marginInterestRatePpm: 0,
}

describe('price (§5.5)', () => {
  it('prices the three worked merchants as promised', () => {
    expect(rate(base)).toBe(38_000)
    expect(rate({ ...base, marketGrade: 'A', customerGrade: 'B1' })).toBe(47_000)
    expect(rate({ ...base, customerGrade: 'B2' })).toBe(47_000)
  })

  it('keeps the cover discount from a guarantor that covers less than 80 %', () => {
    const gc = { ...base, mode: 'GC' as const }
    expect(rate({ ...gc, coveragePpm: 800_000 })).toBe(36_000)
    expect(rate({ ...gc, coveragePpm: 799_999 })).toBe(38_000)
    expect(rate({ ...base, mode: 'AF' })).toBe(37_000)
    expect(rate({ ...base, mode: 'PK' })).toBe(39_000)
  })

  it('does not charge the long-tenor spread at exactly twelve months', () => {
    expect(rate({ ...base, tenorMonths: 12 })).toBe(38_000)
    expect(rate({ ...base, tenorMonths: 13 })).toBe(39_000)
  })

  it('never takes an LPR that was not yet published on the contract date', () => {
    const at = (d: string) => lookupLpr(PLAN_DEFAULTS.lpr, date(d), 'ONE_YEAR')
    expect(at('2025-05-19')).toBe(31_000)
    expect(at('2025-05-20')).toBe(30_000)
    expect(at('2020-01-01')).toBeNull()
    expect(lookupLpr(PLAN_DEFAULTS.lpr, date('2026-01-01'), 'FIVE_YEAR')).toBe(35_000)
    const shuffled = [...PLAN_DEFAULTS.lpr].reverse()
    expect(lookupLpr(shuffled, date('2024-08-01'), 'ONE_YEAR')).toBe(33_500)
  })

  it('prices up to five years, included, by the one-year LPR', () => {
    expect(lprTenor(60, p)).toBe('ONE_YEAR')
    expect(lprTenor(61, p)).toBe('FIVE_YEAR')
  })

  it('keeps a rate inside the floor and ceiling of the bank', () => {
    const parts = { lprPpm: 30_000, ...spreads(base, p) }
    expect(price(parts, { floorPpm: 40_000, ceilingPpm: null }).value).toEqual({ ratePpm: 40_000, bound: 'FLOOR' })
    expect(price(parts, { floorPpm: null, ceilingPpm: 35_000 }).value).toEqual({ ratePpm: 35_000, bound: 'CEILING' })
  })

  it('shows the borrower what the guarantee fee and the locked margin cost', () => {
    const withFee = allInCost({ ...free, ratePpm: 43_500, guaranteeFeeRatePpm: 10_000 }).value
    expect(`${withFee.allInSimplePpm / 10_000}%`).toBe(golden['all_in simple'].sum)
    const locked = allInCost({ ...free, ratePpm: 43_500, marginRatioPpm: 100_000, marginInterestRatePpm: 500 }).value
    expect((locked.allInEffectivePpm / 10_000).toFixed(2)).toBe(golden['margin effective'])
    expect(locked.allInSimplePpm).toBe(43_500)
  })
})

describe('affordability (§5.3)', () => {
  it('refuses a cash flow that covers the payment less than one and a half times', () => {
    const at = (flow: string) =>
      affordability({ monthlyNetCashFlowFen: yuan(flow), monthlyPaymentFen: yuan('40000') }, 1_500_000).value
    expect(at('60000')).toEqual({ affordable: true, ratio: '1.5000' })
    expect(at('59999.99').affordable).toBe(false)
  })

  it('never lends more than a year’s rent for rent', () => {
    const loan = { amountFen: yuan('120000'), tenorMonths: 12, annualRentFen: yuan('120000') }
    expect(checkRentLoan(loan, PLAN_DEFAULTS.rentLoan)).toEqual([])
    expect(checkRentLoan({ ...loan, amountFen: yuan('120000.01'), tenorMonths: 13 }, PLAN_DEFAULTS.rentLoan)).toEqual([
      'E_AMOUNT_OVER_CAP:rent',
      'E_TENOR_OVER_CAP',
    ])
  })
})
