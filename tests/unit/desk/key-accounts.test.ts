/** What a key account brings in a year (§9 row 14). */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accountProfit } from '@/lib/desk/rules/key-accounts'
import { toYuan, yuan } from '@/lib/platform/money'

const costs = { fundingRatePpm: 18_000, operatingCostPpm: 6_000 }

test('a million at 4.5 %, PD 0.9 %, LGD 35 %: 45,000 − 18,000 − 6,000 − 3,150 = 17,850.00', () => {
  const { value, trace } = accountProfit([{ balanceFen: yuan('1000000'), ratePpm: 45_000, pdPpm: 9_000, lgdPpm: 350_000 }], costs) // biome-ignore format: one line
  expect(toYuan(value)).toBe('17850.00')
  expect(trace.steps.map((s) => [s.label, s.value])).toEqual([
    ['interest', '45000.00'],
    ['funding', '18000.00'],
    ['operating', '6000.00'],
    ['expectedLoss', '3150.00'],
    ['accountProfit', '17850.00'],
  ])
})

test('a cheap loan of a weak client loses money and is shown so; an account that owes nothing brings nothing', () => {
  const weak = { balanceFen: yuan('500000'), ratePpm: 36_000, pdPpm: 100_000, lgdPpm: 450_000 }
  expect(toYuan(accountProfit([weak], costs).value)).toBe('-16500.00')
  expect(accountProfit([], costs).value).toBe(0n)
})

test('the shown steps always add up to the shown result, to the fen', () => {
  const loan = fc.record({ balanceFen: fc.bigInt(0n, 10n ** 12n), ratePpm: fc.nat(240_000), pdPpm: fc.nat(1_000_000), lgdPpm: fc.nat(1_000_000) }) // biome-ignore format: one line
  fc.assert(
    fc.property(fc.array(loan, { maxLength: 6 }), (loans) => {
      const { value, trace } = accountProfit(loans, costs)
      const [interest, ...less] = trace.steps.slice(0, 4).map((s) => yuanOf(s.value))
      expect(interest! - less.reduce((a, b) => a + b, 0n)).toBe(value)
    }),
  )
})

const yuanOf = (text: string) => BigInt(text.replace('.', ''))
