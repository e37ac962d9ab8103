import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compare, parseRatio } from '@/lib/platform/ratio'
import { CSC_DEFAULT } from '@/lib/scoring/cards/csc-default'
import { MSC_DEFAULT } from '@/lib/scoring/cards/msc-default'
import { exact, inBin } from '@/lib/scoring/rules/bins'
import type { Card, Indicator, RangeIndicator } from '@/lib/scoring/rules/card'
import { readInput } from '@/lib/scoring/rules/input'
import { publishProblems } from '@/lib/scoring/rules/publish'
import { isInsideShare, percentileInput } from '@/lib/scoring/rules/rank'
import { scoreCard } from '@/lib/scoring/rules/score'
import type { ScoreInput } from '@/lib/scoring/rules/score-result'
import { verifiedTurnover } from '@/lib/scoring/rules/turnover'

const CARDS: Card[] = [MSC_DEFAULT, CSC_DEFAULT]
const RANGES = CARDS.flatMap((c) => c.indicators.filter((i): i is RangeIndicator => i.type === 'RANGE'))

/** A value as it would be stored: whole where the card says so, else up to four decimals, inside what can be true. */
function storedValue(indicator: Indicator): fc.Arbitrary<string> {
  if (indicator.type === 'ENUM') return fc.constantFrom(...indicator.bins.map((b) => b.value))
  const min = Number(indicator.min ?? -1000)
  const max = Number(indicator.max ?? 3000)
  if (indicator.integer) return fc.integer({ min, max: 40 }).map(String)
  const near = indicator.bins.flatMap((b) => [b.lower, b.upper]).filter((e) => e !== null)
  const any = fc.integer({ min: min * 10_000, max: max * 10_000 }).map((n) => (n / 10_000).toFixed(4))
  const atEdge = fc
    .tuple(fc.constantFrom(...near), fc.integer({ min: -200, max: 200 }))
    .map(([e, d]) => Math.min(max, Math.max(min, Number(e) + d / 10_000)).toFixed(4))
  return fc.oneof(any, atEdge)
}

const inputsOf = (card: Card): fc.Arbitrary<Record<string, ScoreInput | undefined>> =>
  fc.record(
    Object.fromEntries(
      card.indicators.map((i) => [
        i.code,
        fc.option(fc.record({ value: storedValue(i), evidenced: fc.boolean() }), { nil: undefined, freq: 8 }),
      ]),
    ),
  )

describe('any score', () => {
  it.each(CARDS)('of $code stays inside the card: no indicator over its maximum, total = Σ points', (card) => {
    fc.assert(
      fc.property(inputsOf(card), fc.subarray(card.vetoes.map((v) => v.code)), (inputs, vetoes) => {
        const { value } = scoreCard(card, inputs, { vetoes, waivers: [], market: null })
        expect(Object.values(value.points).reduce((a, b) => a + b, 0)).toBe(value.total)
        for (const i of value.indicators) {
          expect(Number.isInteger(i.points) && i.points >= 0 && i.points <= i.maxPoints).toBe(true)
          if (i.status !== 'SCORED') expect(i.points).toBe(0)
        }
        expect(value.missingPoints > 20).toBe(value.grade === null)
        for (const veto of vetoes) expect(value.vetoes).toContain(veto)
        expect(value.decision === 'VETOED').toBe(value.vetoes.length > 0)
      }),
      { numRuns: 300 },
    )
  })
  it.each(CARDS)('of $code is the same every time', (card) => {
    fc.assert(
      fc.property(inputsOf(card), (inputs) => {
        const run = () => JSON.stringify(scoreCard(card, inputs, { vetoes: [], waivers: [], market: { grade: 'A' } }))
        expect(run()).toBe(run())
      }),
      { numRuns: 50 },
    )
  })
  it.each(CARDS)('of $code never falls when one more indicator is proven', (card) => {
    fc.assert(
      fc.property(inputsOf(card), fc.constantFrom(...card.indicators.map((i) => i.code)), (inputs, code) => {
        const context = { vetoes: [], waivers: [], market: null }
        const input = inputs[code]
        const proven = input ? { ...inputs, [code]: { ...input, evidenced: true } } : inputs
        expect(scoreCard(card, proven, context).value.total).toBeGreaterThanOrEqual(
          scoreCard(card, inputs, context).value.total,
        )
      }),
      { numRuns: 100 },
    )
  })
})

describe.each(RANGES.map((i) => [i.code, i] as const))('%s', (_code, indicator) => {
  it('puts any value in exactly one bin', () => {
    fc.assert(
      fc.property(storedValue(indicator), (text) => {
        const read = readInput(indicator, text)
        if (!read.ok) throw new Error(read.problem.code)
        expect(indicator.bins.filter((b) => inBin(b, exact(read.value)))).toHaveLength(1)
      }),
      { numRuns: 200 },
    )
  })
  it('moves in one direction only: a better figure never gives fewer points', () => {
    const points = (text: string) => {
      const read = readInput(indicator, text)
      return read.ok ? indicator.bins.find((b) => inBin(b, exact(read.value)))!.points : Number.NaN
    }
    const top = indicator.bins.find((b) => b.points === indicator.maxPoints)!
    const moreIsBetter = top.upper === null
    fc.assert(
      fc.property(storedValue(indicator), storedValue(indicator), (a, b) => {
        const [low, high] = compare(parseRatio(a)!, parseRatio(b)!) <= 0 ? [a, b] : [b, a]
        const rise = points(high) - points(low)
        expect(moreIsBetter ? rise >= 0 : rise <= 0).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})

describe('publishing', () => {
  it('accepts any set of bins cut from one line, and no set with a bin taken out or an edge moved', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: -500, max: 500 }), { minLength: 2, maxLength: 6 })
    const base = MSC_DEFAULT.indicators[0] as RangeIndicator
    const codes = (bins: RangeIndicator['bins']) => {
      const indicators = [{ ...base, min: null, bins }, ...MSC_DEFAULT.indicators.slice(1)]
      return publishProblems({ ...MSC_DEFAULT, indicators }).map((p) => p.code)
    }
    fc.assert(
      fc.property(cuts, fc.boolean(), fc.nat(), (edges, closedAbove, pick) => {
        const sorted = edges.sort((a, b) => a - b)
        const bins = [...sorted, null].map((upper, i) => ({
          lower: i === 0 ? null : String(sorted[i - 1]),
          lowerInclusive: !closedAbove,
          upper: upper === null ? null : String(upper),
          upperInclusive: closedAbove,
          points: i === 0 ? 8 : 0,
        }))
        expect(codes(bins)).toEqual([])
        expect(codes(bins.filter((_, i) => i !== 1 + (pick % (bins.length - 1))))).toContain('E_BIN_GAP')
        const stretched = bins.map((b, i) => (i === 0 ? { ...b, upper: String(sorted[0]! + 1) } : b))
        expect(codes(stretched)).toContain('E_BIN_OVERLAP')
      }),
    )
  })
})

describe('rank', () => {
  it('the whole-number test and the two-decimal percentile agree in any market up to 10,000 merchants', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 10_000 }), fc.nat(), (count, n) => {
        const rank = 1 + (n % count)
        const percentile = parseRatio(percentileInput(rank, count)!)!
        for (const [share, line] of [
          [{ num: 1, den: 2 }, '50'],
          [{ num: 1, den: 3 }, '33.33'],
        ] as const)
          expect(isInsideShare(rank, count, share)).toBe(compare(percentile, parseRatio(line)!) <= 0)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('verified turnover', () => {
  const amount = fc.option(fc.bigInt({ min: 0n, max: 10n ** 13n }), { nil: null })
  it('is never above the highest source nor above 1.2 times the lowest', () => {
    fc.assert(
      fc.property(amount, amount, amount, (settlementFen, creditsFen, reconstructedFen) => {
        const r = verifiedTurnover({ settlementFen, creditsFen, reconstructedFen })
        const grossed = creditsFen === null ? null : (creditsFen * 10n + 8n) / 9n
        const all = [settlementFen, grossed, reconstructedFen].filter((f) => f !== null)
        if (all.length === 0) {
          expect(r).toBeNull()
          return
        }
        const lowest = all.reduce((a, b) => (a < b ? a : b))
        const highest = all.reduce((a, b) => (a > b ? a : b))
        expect(r!.value.turnoverFen <= highest).toBe(true)
        expect(r!.value.turnoverFen * 10n <= lowest * 12n + 10n).toBe(true)
      }),
    )
  })
})
