import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CSC_DEFAULT } from '@/lib/scoring/cards/csc-default'
import { apartCounts, batchSpread, fiveNumbers, rangeSpread } from '@/lib/scoring/rules/spread'

const items = (values: (string | null)[], code = 'CA1') =>
  values.map((v, i) => ({ id: `m${i}`, values: v === null ? {} : { [code]: v } }))

describe('how the values of a batch lie', () => {
  it('has the quartiles of a spreadsheet', () => {
    expect(fiveNumbers([7, 15, 36, 39, 40, 41])).toEqual({ low: 7, q1: 20.25, median: 37.5, q3: 39.75, high: 41 })
    expect(fiveNumbers([3])).toEqual({ low: 3, q1: 3, median: 3, q3: 3, high: 3 })
    expect(fiveNumbers([])).toBeNull()
  })
  it('finds who stands apart on either side, by hand: quartiles 4.75 and 8.25, fences −0.5 and 13.5', () => {
    const s = rangeSpread('CA1', items(['5', '4', '6', '8', '9', '7', '0.4', '30', null]))
    expect(s.numbers).toMatchObject({ q1: 4.75, q3: 8.25 })
    expect(s.fences).toEqual({ low: -0.5, high: 13.5 })
    expect(s.outliers).toEqual([{ id: 'm7', value: '30', side: 'HIGH' }])
    expect([s.known, s.missing]).toEqual([8, 1])
  })
  it('says nothing of four merchants, nor where the middle half is one value', () => {
    expect(rangeSpread('CA1', items(['1', '1', '1', '99'])).fences).toBeNull()
    expect(rangeSpread('CA1', items(['1', '1', '1', '1', '1', '99'])).outliers).toEqual([])
  })
  it('counts the options of an indicator that has some, and who stands apart most', () => {
    const spreads = batchSpread(CSC_DEFAULT, items(['CLEAN', 'CLEAN', 'M2_ONCE', null], 'CC1'))
    const cc1 = spreads.find((s) => s.code === 'CC1')!
    expect(cc1).toMatchObject({ type: 'ENUM', known: 3, missing: 1 })
    expect(cc1.type === 'ENUM' && cc1.options.find((o) => o.value === 'CLEAN')!.count).toBe(2)
    const far = (code: string) => rangeSpread(code, items(['1', '2', '3', '4', '5', '900'], code))
    expect(apartCounts([far('CA1'), far('CA2')])).toEqual([{ id: 'm5', codes: ['CA1', 'CA2'] }])
  })
  it('never calls a merchant of the middle half an outlier', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 5, maxLength: 60 }), (values) => {
        const s = rangeSpread('CA1', items(values.map(String)))
        const out = new Set(s.outliers.map((o) => o.id))
        values.forEach((v, i) => {
          if (v >= s.numbers!.q1 && v <= s.numbers!.q3) expect(out.has(`m${i}`)).toBe(false)
        })
        expect(s.outliers.length).toBeLessThanOrEqual(values.length / 2)
      }),
    )
  })
})
