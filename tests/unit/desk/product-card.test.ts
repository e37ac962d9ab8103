/** A client is told what speaks against a product and what it costs all in, or there is no card (§9 row 20). */
import { expect, test } from 'vitest'
import { CARD_MODES, CARD_POINTS, type CardTerms, cardCosts } from '@/lib/desk/rules/product-card'
import { PLAN_DEFAULTS } from '@/lib/plans/parameters'
import { date } from '@/lib/platform/dates'
import en from '@/messages/en/manager.json'
import zh from '@/messages/zh-CN/manager.json'

const terms = (more: Partial<CardTerms>): CardTerms => ({ mode: 'JG', marketGrade: 'A', tenorMonths: 12, feePpm: null, marginRatioPpm: 0, marginInterestRatePpm: 0, on: date('2026-04-01'), ...more }) // biome-ignore format: one line

test('no product is shown without three disadvantages, in both languages', () => {
  for (const texts of [en, zh])
    for (const mode of CARD_MODES)
      for (const n of CARD_POINTS) expect([mode, n, texts.product.bads[mode][n].length > 5]).toEqual([mode, n, true])
})

test('a guarantor’s fee or a premium that nobody knows yet leaves no cost to show, not a lower one', () => {
  expect(cardCosts(terms({ mode: 'GC' }), PLAN_DEFAULTS)).toBeNull()
  expect(cardCosts(terms({ mode: 'LI' }), PLAN_DEFAULTS)).toBeNull()
  const [best] = cardCosts(terms({ mode: 'GC', feePpm: 12_000 }), PLAN_DEFAULTS)!
  expect(best!.allIn.value.allInSimplePpm).toBe(best!.rate.value.ratePpm + 12_000)
  const [insured] = cardCosts(terms({ mode: 'LI', feePpm: 20_000 }), PLAN_DEFAULTS)!
  expect(insured!.allIn.value.allInSimplePpm).toBe(insured!.rate.value.ratePpm + 20_000)
})

test('money that stays locked makes a loan dearer than its rate says, and a weaker grade never pays less', () => {
  const costs = cardCosts(terms({ marginRatioPpm: 100_000, marginInterestRatePpm: 500 }), PLAN_DEFAULTS)!
  expect(costs.every((c) => c.allIn.value.allInEffectivePpm > c.rate.value.ratePpm)).toBe(true)
  expect(costs.every((c, i) => i === 0 || costs[i - 1]!.rate.value.ratePpm <= c.rate.value.ratePpm)).toBe(true)
})
