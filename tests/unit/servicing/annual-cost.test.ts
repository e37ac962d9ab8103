import { expect, test } from 'vitest'
import { compareMethods, zCompareInput } from '@/lib/servicing/compare'
import { annualCost } from '@/lib/servicing/rules/annual-cost'

test('a year at 10 % costs 10 %, and a fee at the beginning makes it dearer', () => {
  expect(
    annualCost([
      { day: 0, fen: 10_000n },
      { day: 365, fen: -11_000n },
    ]),
  ).toEqual({ compoundPpm: 100_000, simplePpm: 95_700 })
  expect(
    annualCost([
      { day: 0, fen: 9_900n },
      { day: 365, fen: -11_000n },
    ])!.compoundPpm,
  ).toBe(111_100)
  expect(
    annualCost([
      { day: 0, fen: 10_000n },
      { day: 365, fen: -9_000n },
    ]),
  ).toBeNull()
})

const BODY = { principal: '500000.00', annualRate: '4.35', startDate: '2025-09-01', termMonths: 12 }

test('the worked all-in costs of the rules hold: 5.35 % with a fee, 4.83 % with money locked as margin', () => {
  expect(compareMethods(zCompareInput.parse({ ...BODY, guaranteeFee: '1.00' })).allInSimplePpm).toBe(53_500)
  expect(
    compareMethods(zCompareInput.parse({ ...BODY, marginRatio: '10.00', marginRate: '0.05' })).allInEffectivePpm,
  ).toBe(48_300)
})

test('ways of repaying are told apart by what they take and when, not by a rate alone', () => {
  const { items } = compareMethods(zCompareInput.parse(BODY))
  const by = new Map(items.map((i) => [i.method, i]))
  expect(items.map((i) => i.method)).toEqual(['ANNUITY', 'EQUAL_PRINCIPAL', 'BULLET', 'INTEREST_AT_MATURITY'])
  expect(by.get('ANNUITY')!.interestFen).toBe(1_185_941n)
  expect(by.get('EQUAL_PRINCIPAL')!.interestFen).toBe(1_178_124n)
  expect(by.get('BULLET')!.interestFen).toBeGreaterThan(2_000_000n)
  // who pays interest during the year pays a little more a year than who pays it at the end
  expect(by.get('ANNUITY')!.annualCost!.compoundPpm).toBeGreaterThan(
    by.get('INTEREST_AT_MATURITY')!.annualCost!.compoundPpm - 1,
  )
  const dear = compareMethods(zCompareInput.parse({ ...BODY, guaranteeFee: '1.00', marginRatio: '10.00' })).items
  for (const [i, item] of dear.entries())
    expect(item.annualCost!.compoundPpm).toBeGreaterThan(items[i]!.annualCost!.compoundPpm + 10_000)
})
