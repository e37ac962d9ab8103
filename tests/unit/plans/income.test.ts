import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PLAN_DEFAULTS } from '@/lib/plans/parameters'
import { incomeEstimate } from '@/lib/plans/rules/income'
import { yuan } from '@/lib/platform/money'

const p = PLAN_DEFAULTS.income
const line = (limit: string, ratePpm: number, grade: 'A1' | 'B1') => ({ limitFen: yuan(limit), ratePpm, grade })

describe('income and capital of a plan (§5.1 section 11)', () => {
  it('is what a banker works out by hand from the same figures', () => {
    const { value } = incomeEstimate(
      { mode: 'JG', lines: [line('1000000', 38_000, 'A1'), line('1000000', 47_000, 'B1')], stressPpm: 1_000_000 },
      p,
    )
    // drawn 700,000 each; 26,600 + 32,900 interest; 1.80 % funding and 0.60 % cost on 1,400,000
    expect(value.drawnFen).toBe(yuan('1400000'))
    expect(value.interestFen).toBe(yuan('59500'))
    expect(value.fundingFen).toBe(yuan('25200'))
    expect(value.operatingFen).toBe(yuan('8400'))
    // 700,000 × 0.40 % × 35 % + 700,000 × 1.90 % × 35 %
    expect(value.expectedLossFen).toBe(yuan('980') + yuan('4655'))
    expect(value.netFen).toBe(yuan('20265'))
    expect(value.riskAssetsFen).toBe(yuan('1050000'))
    expect(value.capitalFen).toBe(yuan('110250'))
    expect(value.returnPpm).toBe(183_809)
  })

  it('never loses more than everything, however hard the stress, and more stress never pays', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 50_000_000 }), fc.integer({ min: 0, max: 50_000_000 }), (a, b) => {
        const of = (stressPpm: number) =>
          incomeEstimate({ mode: 'JG', lines: [line('500000', 40_000, 'B1')], stressPpm }, p).value
        const [mild, hard] = [of(Math.min(a, b)), of(Math.max(a, b))]
        expect(hard.expectedLossFen >= mild.expectedLossFen).toBe(true)
        expect(hard.expectedLossFen <= hard.drawnFen).toBe(true)
        expect(hard.netFen <= mild.netFen).toBe(true)
      }),
    )
  })

  it('says nothing of a return where nothing is lent', () => {
    expect(incomeEstimate({ mode: 'JG', lines: [], stressPpm: 1_000_000 }, p).value).toMatchObject({
      netFen: 0n,
      returnPpm: null,
      averageRatePpm: null,
    })
  })
})
