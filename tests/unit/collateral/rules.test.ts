import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COLLATERAL_DEFAULTS } from '@/lib/collateral/parameters'
import { type ChargeFacts, certificateKey, ltvOf, securityCap, securityProblem } from '@/lib/collateral/rules'
import { PLAN_DEFAULTS } from '@/lib/plans/parameters'
import { date } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'

const wan = (n: number) => yuan(String(n * 10_000))
const { assets, stepFen } = PLAN_DEFAULTS.pk
const cap = (kind: 'PLANT' | 'OFFICE' | 'EQUIP_USED' | 'RENOVATION', price: number | null, value: number) =>
  securityCap(
    { priceFen: price === null ? null : wan(price), valueFen: wan(value) },
    ltvOf(kind, assets, COLLATERAL_DEFAULTS),
    stepFen,
  ).value

describe('what an asset may secure (§2.6)', () => {
  it('is its ratio of the lower of price and value, in whole ten thousands', () => {
    expect(cap('PLANT', 520, 500)).toBe(wan(350))
    expect(cap('OFFICE', 300, 310)).toBe(wan(150))
    expect(cap('EQUIP_USED', 60, 52)).toBe(wan(20))
    expect(cap('RENOVATION', null, 80)).toBe(wan(48))
  })

  it('is never more than its ratio of what it is worth, and never shrinks when it is worth more', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 12n }), fc.bigInt({ min: 0n, max: 10n ** 10n }), (value, more) => {
        const of = (v: bigint) => securityCap({ priceFen: null, valueFen: v }, 700_000, stepFen).value
        expect(of(value) * 10n).toBeLessThanOrEqual(value * 7n)
        expect(of(value + more)).toBeGreaterThanOrEqual(of(value))
      }),
    )
  })

  it('is one asset however its certificate is written', () => {
    const key = certificateKey('粤(2020)广州市0001号')
    expect(certificateKey('粤（2020） 广州市 0001 号')).toBe(key)
    expect(certificateKey('粤(2020)广州市0002号')).not.toBe(key)
    expect(certificateKey('ｓｎ-1002')).toBe('SN1002')
  })
})

describe('what is charged for a loan', () => {
  const today = date('2026-03-20')
  const plant: ChargeFacts = {
    kind: 'PLANT',
    state: 'REGISTERED',
    appraisedOn: date('2025-03-20'),
    securedFen: wan(100),
    onAssetFen: wan(350),
    capFen: wan(350),
  }
  const problem = (over: Partial<ChargeFacts>, required = wan(100)) =>
    securityProblem([{ ...plant, ...over }], required, today, COLLATERAL_DEFAULTS)

  it('secures it exactly on every line', () => {
    expect(problem({})).toBeNull()
    expect(problem({ state: 'ADVANCE' })).toBeNull()
    expect(securityProblem([], 0n, today, COLLATERAL_DEFAULTS)).toBe('NONE')
  })

  it('does not when one of them fails', () => {
    expect(problem({ state: 'RECORDED' })).toBe('UNREGISTERED')
    expect(problem({ kind: 'EQUIP_NEW', state: 'ADVANCE' })).toBe('UNREGISTERED')
    expect(problem({ appraisedOn: date('2025-03-19') })).toBe('APPRAISAL_OLD')
    expect(problem({ kind: 'EQUIP_USED', appraisedOn: date('2025-09-19') })).toBe('APPRAISAL_OLD')
    expect(problem({ onAssetFen: wan(350) + 1n })).toBe('OVER_LTV')
    expect(problem({}, wan(100) + 1n)).toBe('TOO_LITTLE')
  })
})
