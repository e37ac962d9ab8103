/** Bins that people type: the picture, the publication check and the engine never disagree about what is covered. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compare, parseRatio, ratio, toFixed } from '@/lib/platform/ratio'
import { cardFromDraft, cardFromJson, cardToJson } from '@/lib/scoring/card-json'
import { CSC_DEFAULT } from '@/lib/scoring/cards/csc-default'
import { MSC_DEFAULT } from '@/lib/scoring/cards/msc-default'
import { type Stretch, stretchesOf } from '@/lib/scoring/rules/axis'
import { inBin } from '@/lib/scoring/rules/bins'
import type { Card, RangeBin, RangeIndicator } from '@/lib/scoring/rules/card'
import { cardChanges } from '@/lib/scoring/rules/card-diff'
import { publishProblems } from '@/lib/scoring/rules/publish'
import { chooseCard, scopeRivals } from '@/lib/scoring/rules/scope'

/** Halves from −3 to 3: small enough that edges meet, cross and coincide. */
const edge = fc.option(
  fc.integer({ min: -6, max: 6 }).map((n) => toFixed(ratio(n, 2), 1)),
  { nil: null, freq: 4 },
)
const bin: fc.Arbitrary<RangeBin> = fc.record({
  lower: edge,
  lowerInclusive: fc.boolean(),
  upper: edge,
  upperInclusive: fc.boolean(),
  points: fc.constant(0),
})
const base = MSC_DEFAULT.indicators[0] as RangeIndicator
const indicators = fc
  .record({ bins: fc.array(bin, { minLength: 1, maxLength: 5 }), integer: fc.boolean(), min: edge })
  .map(({ bins, integer, min }): RangeIndicator => ({ ...base, bins, integer, min, max: null }))

const codesOf = (i: RangeIndicator) =>
  publishProblems({ ...MSC_DEFAULT, indicators: [i] })
    .filter((p) => p.path === `indicators.${i.code}`)
    .map((p) => p.code)

/** With edges on halves, quarters between −4 and 4 meet every point and every open stretch between two edges. */
const QUARTERS = Array.from({ length: 33 }, (_, n) => ratio(n - 16, 4))
const samples = (i: RangeIndicator) =>
  QUARTERS.filter((v) => (!i.integer || v.den === 1n) && (i.min === null || compare(v, parseRatio(i.min)!) >= 0))

const holds = (s: Stretch, value: string): boolean =>
  inBin(
    { lower: s.from, lowerInclusive: s.fromInclusive, upper: s.to, upperInclusive: s.toInclusive, points: 0 },
    parseRatio(value)!,
  )

describe('bins as they are typed', () => {
  it('publishing is refused for a gap or an overlap exactly when some value has no bin, or several', () => {
    fc.assert(
      fc.property(indicators, (i) => {
        const refused = codesOf(i)
        // an empty bin, or one that holds nothing that can be true, is refused by itself
        fc.pre(!refused.includes('E_BIN_EDGE'))
        const counts = samples(i).map((v) => i.bins.filter((b) => inBin(b, v)).length)
        expect(refused.includes('E_BIN_GAP')).toBe(counts.includes(0))
        expect(refused.includes('E_BIN_OVERLAP')).toBe(counts.some((n) => n > 1))
      }),
      { numRuns: 1500 },
    )
  })
  it('every value that can be true stands in one stretch, covered by just the bins that hold it', () => {
    const halves = fc.integer({ min: -8, max: 8 })
    fc.assert(
      fc.property(indicators, halves, (i, n) => {
        const value = i.integer ? String(n) : toFixed(ratio(n, 2), 1)
        fc.pre(
          i.min === null ||
            parseRatio(value)!.num * parseRatio(i.min)!.den >= parseRatio(i.min)!.num * parseRatio(value)!.den,
        )
        const inside = stretchesOf(i)!.filter((s) => holds(s, value))
        expect(inside).toHaveLength(1)
        expect(inside[0]!.bins).toEqual(i.bins.flatMap((b, k) => (inBin(b, parseRatio(value)!) ? [k] : [])))
      }),
      { numRuns: 3000 },
    )
  })
})

describe('files and differences', () => {
  const changed = fc
    .tuple(fc.constantFrom<Card>(MSC_DEFAULT, CSC_DEFAULT), fc.nat(), fc.integer({ min: 1, max: 30 }))
    .map(
      ([card, n, maxPoints]): Card => ({
        ...card,
        indicators: card.indicators.map((i, k) => (k === n % card.indicators.length ? { ...i, maxPoints } : i)),
      }),
    )
  it('a card that is exported and imported is the same card: nothing differs', () => {
    fc.assert(
      fc.property(changed, (card) => {
        const file = JSON.parse(JSON.stringify(cardToJson(card)))
        expect(cardChanges(card, cardFromDraft(file))).toEqual([])
        expect(cardFromJson(file)).toEqual(card)
      }),
    )
  })
})

describe('scopes', () => {
  const list = <T extends string>(...all: T[]) => fc.option(fc.subarray(all, { minLength: 1 }), { nil: null })
  const scope = fc.record({ markets: list('M1', 'M2'), trades: list('T1', 'T2'), modes: list('JG', 'AF') })
  const at = fc.record({
    market: fc.constantFrom('M1', 'M2'),
    trade: fc.constantFrom('T1', 'T2'),
    mode: fc.constantFrom('JG' as const, 'AF' as const),
  })
  it('cards that may be published beside each other never leave it to chance which one scores a case', () => {
    fc.assert(
      fc.property(fc.array(fc.option(scope, { nil: null }), { maxLength: 5 }), at, (scopes, where) => {
        const cards: Card[] = []
        scopes.forEach((appliesTo, n) => {
          const card: Card = { ...CSC_DEFAULT, code: `C${n}`, appliesTo }
          if (scopeRivals(card, cards, 'CSC-DEFAULT').length === 0) cards.push(card)
        })
        const all = [CSC_DEFAULT, ...cards]
        expect(chooseCard(all, 'CSC-DEFAULT', where)?.code).toBe(
          chooseCard([...all].reverse(), 'CSC-DEFAULT', where)?.code,
        )
      }),
      { numRuns: 2000 },
    )
  })
})
