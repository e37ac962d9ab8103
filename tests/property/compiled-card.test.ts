/** The quick scorer and the engine that explains itself never differ, whatever is entered and however it is written. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CSC_DEFAULT } from '@/lib/scoring/cards/csc-default'
import { MSC_DEFAULT } from '@/lib/scoring/cards/msc-default'
import type { Card, Indicator, RangeIndicator } from '@/lib/scoring/rules/card'
import { compileCard, NO_BIN } from '@/lib/scoring/rules/compiled'
import { readInput } from '@/lib/scoring/rules/input'
import { scoreCard } from '@/lib/scoring/rules/score'
import type { ScoreInput } from '@/lib/scoring/rules/score-result'

/** Values on, just beside and far from the edges, with more decimals than the card has, in several spellings. */
function values(i: Indicator): fc.Arbitrary<string | null> {
  if (i.type === 'ENUM') return fc.option(fc.constantFrom(...i.bins.map((b) => b.value)), { nil: null, freq: 8 })
  const edges = [...new Set(i.bins.flatMap((b) => [b.lower, b.upper]).filter((e) => e !== null))]
  const near = fc
    .tuple(
      fc.constantFrom(...edges),
      fc.constantFrom('', '.0', '.00', '0000001', '00001'),
      fc.integer({ min: -2, max: 2 }),
    )
    .map(([edge, tail, by]) => {
      const [whole = '0', rest = ''] = edge.split('.')
      const moved = String(Number(whole) + by)
      if (i.integer) return moved
      if (tail.startsWith('.')) return rest ? `${moved}.${rest}0` : moved + tail
      return tail ? `${moved}.${rest}${tail}` : rest ? `${moved}.${rest}` : moved
    })
  const far = i.integer
    ? fc.integer({ min: 0, max: 5000 }).map(String)
    : fc
        .tuple(fc.integer({ min: -500, max: 99_999 }), fc.integer({ min: 0, max: 9999 }))
        .map(([w, d]) => `${w}.${String(d).padStart(4, '0')}`)
  const long = fc.constantFrom('123456789012.123456', '0000000000000000012', '7.000000000000000001')
  return fc
    .option(
      fc.oneof(
        { weight: 6, arbitrary: near },
        { weight: 4, arbitrary: far },
        { weight: 1, arbitrary: i.integer ? far : long },
      ),
      {
        nil: null,
        freq: 8,
      },
    )
    .filter((v) => v === null || readInput(i, v).ok)
}

const inputsOf = (card: Card): fc.Arbitrary<Record<string, ScoreInput>> =>
  fc.record(
    Object.fromEntries(
      card.indicators.map((i) => [
        i.code,
        fc.record({ value: values(i), evidenced: fc.boolean().map((b) => b || i.code !== 'CA2') }),
      ]),
    ),
  )

const market = fc.option(
  fc.record(
    { grade: fc.constantFrom('AAA', 'AA', 'A', 'B', 'C'), threshold: fc.constantFrom(60, 65, 72, null) },
    { requiredKeys: ['grade'] },
  ),
  { nil: null },
)

const finer: Card = {
  ...CSC_DEFAULT,
  indicators: CSC_DEFAULT.indicators.map((i): Indicator => {
    if (i.code !== 'CE3' || i.type !== 'RANGE') return i
    const edge = (e: string | null) => (e === null ? null : `${e}.12345678`)
    return {
      ...i,
      bins: i.bins.map((b) => ({ ...b, lower: edge(b.lower), upper: edge(b.upper) })),
    } satisfies RangeIndicator
  }),
}

describe.each<[string, Card]>([
  ['the market card', MSC_DEFAULT],
  ['the customer card', CSC_DEFAULT],
  ['a card whose edges are too fine for whole numbers', finer],
])('%s', (_name, card) => {
  const quick = compileCard(card)
  it('gives the same points, grade, vetoes and word as the engine with its derivation', () => {
    fc.assert(
      fc.property(
        inputsOf(card),
        fc.subarray(
          card.vetoes.map((v) => v.code),
          { maxLength: 2 },
        ),
        fc.subarray(card.vetoes.filter((v) => v.waivable).map((v) => v.code)),
        market,
        (inputs, vetoes, waivers, at) => {
          const context = { vetoes, waivers, market: card.kind === 'CUSTOMER' ? at : null }
          const full = scoreCard(card, inputs, context).value
          const fast = quick(inputs, context)
          expect({ ...fast, points: [...fast.points], bins: [...fast.bins] }).toEqual({
            total: full.total,
            grade: full.grade,
            decision: full.decision,
            reasons: full.reasons,
            coefficientPpm: full.coefficientPpm,
            vetoes: full.vetoes,
            points: card.indicators.map((i) => full.points[i.code]),
            bins: full.indicators.map((i) => i.bin ?? NO_BIN),
            missingPoints: full.missingPoints,
          })
        },
      ),
      { numRuns: 400 },
    )
  })
})

it('refuses what the engine refuses: a value out of range, a fraction of a count, an unknown option', () => {
  const quick = compileCard(CSC_DEFAULT)
  const score = (code: string, value: string) => () =>
    quick({ [code]: { value, evidenced: true } }, { vetoes: [], waivers: [], market: null })
  expect(score('CC2', '1.5')).toThrow('E_WHOLE_NUMBER')
  expect(score('CD1', '101')).toThrow('E_VALUE_OUT_OF_RANGE')
  expect(score('CA3', 'RENTED')).toThrow('E_OPTION_UNKNOWN')
  expect(score('CA1', '1e3')).toThrow('E_NUMBER')
})
