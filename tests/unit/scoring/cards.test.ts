import { describe, expect, it } from 'vitest'
import { CSC_DEFAULT } from '@/lib/scoring/cards/csc-default'
import { MSC_DEFAULT } from '@/lib/scoring/cards/msc-default'
import { binIndex } from '@/lib/scoring/rules/bins'
import type { Card, Indicator } from '@/lib/scoring/rules/card'
import { readInput } from '@/lib/scoring/rules/input'
import { publishProblems } from '@/lib/scoring/rules/publish'
import { golden, goldenRows, score, valuesOf } from './golden'
import { CUSTOMER_PAPER, MARKET_PAPER, paperBins } from './paper-table'

const CARDS: [Card, Record<string, string>][] = [
  [MSC_DEFAULT, MARKET_PAPER],
  [CSC_DEFAULT, CUSTOMER_PAPER],
]

describe.each(CARDS)('$code', (card, paper) => {
  it('can be published as it is', () => {
    expect(publishProblems(card)).toEqual([])
  })
  it('has exactly the indicators of the paper, in its order', () => {
    expect(card.indicators.map((i) => i.code)).toEqual(Object.keys(paper))
  })
  it.each(card.indicators.map((i) => [i.code, i] as const))(
    '%s gives the points of the paper below, at and above every edge',
    (code, indicator) => {
      const bins = paperBins(paper[code]!)
      expect(indicator.maxPoints).toBe(Math.max(...bins.map((b) => b.points)))
      expect(indicator.bins.map((b) => b.points).sort()).toEqual(bins.map((b) => b.points).sort())
      for (const value of probes(indicator, bins)) {
        const read = readInput(indicator, value)
        if (!read.ok) {
          expect(read.problem.code, value).toBe('E_VALUE_OUT_OF_RANGE')
          continue
        }
        const wanted = bins.filter((b) => b.holds(indicator.type === 'ENUM' ? value : Number(value)))
        expect(wanted, `the paper's bins for ${value}`).toHaveLength(1)
        expect(indicator.bins[binIndex(indicator, read.value)]?.points, `${code} = ${value}`).toBe(wanted[0]!.points)
      }
    },
  )
})

/** For an option list every option; for intervals one step below, at and above each edge. */
function probes(indicator: Indicator, bins: ReturnType<typeof paperBins>): string[] {
  if (indicator.type === 'ENUM') return indicator.bins.map((b) => b.value)
  const step = indicator.integer ? 1 : 0.01
  const edges = [...new Set(bins.flatMap((b) => b.edges))]
  return edges.flatMap((e) => [e - step, e, e + step].map((v) => v.toFixed(indicator.integer ? 0 : 2)))
}

describe('worked examples', () => {
  const all = [
    ...goldenRows('market').map(([name, row]) => [name, MSC_DEFAULT, row] as const),
    ...goldenRows('customer').map(([name, row]) => [name, CSC_DEFAULT, row] as const),
  ]
  it('are all there: six markets and four merchants', () => {
    expect(all.map(([name]) => name)).toEqual([
      'M1',
      'M2',
      'M3',
      'M2-pre',
      'M4-demo',
      'M5-demo',
      'C1',
      'C2',
      'C3',
      'C4',
    ])
  })
  it.each(all)('%s has the points, total and grade of the hand table', (_name, card, row) => {
    const result = score(card, valuesOf(row))
    expect(result.points).toEqual(
      Object.fromEntries(Object.entries(row.rows).map(([code, [, points]]) => [code, points])),
    )
    expect(result.total).toBe(row.score)
    expect(result.grade).toBe(row.grade)
    expect(result.missing).toEqual([])
  })

  it('M1 and M2 are admitted, M2 before its improvement only with conditions', () => {
    expect(score(MSC_DEFAULT, valuesOf(golden('market', 'M1'))).decision).toBe('ADMIT')
    expect(score(MSC_DEFAULT, valuesOf(golden('market', 'M2'))).decision).toBe('ADMIT')
    const pre = score(MSC_DEFAULT, valuesOf(golden('market', 'M2-pre')))
    expect([pre.decision, pre.reasons]).toEqual(['CONDITIONAL', ['GRADE_CONDITIONAL']])
  })
  it('M3 is refused for two independent reasons: its occupancy vetoes it, and its grade is C', () => {
    const m3 = score(MSC_DEFAULT, valuesOf(golden('market', 'M3')))
    expect([m3.decision, m3.vetoes, m3.reasons]).toEqual(['VETOED', ['MV2'], ['VETO', 'GRADE_REJECTED']])
    expect([m3.total, m3.grade, m3.coefficientPpm]).toEqual([19, 'C', 0])
  })
  it.each([
    ['C1', 'AAA', 'ADMITTED', 1_000_000, []],
    ['C2', 'A', 'ADMITTED', 750_000, []],
    ['C2', 'B', 'ADMITTED', 750_000, []],
    ['C3', 'AAA', 'ADMITTED', 500_000, []],
    ['C3', 'A', 'NOT_ADMITTED', 500_000, ['BELOW_MARKET_THRESHOLD', 'GRADE_NEEDS_BETTER_MARKET']],
    ['C4', 'AAA', 'NOT_ADMITTED', 0, ['GRADE_REJECTED']],
    ['C4', 'A', 'VETOED', 0, ['VETO', 'GRADE_REJECTED']],
    ['C1', 'C', 'NOT_ADMITTED', 1_000_000, ['MARKET_ADMITS_NOBODY']],
  ] as const)('%s in a market graded %s is %s', (name, grade, decision, coefficientPpm, reasons) => {
    const result = score(CSC_DEFAULT, valuesOf(golden('customer', name)), { market: { grade } })
    expect([result.decision, result.coefficientPpm, result.reasons]).toEqual([decision, coefficientPpm, [...reasons]])
  })
  it('C4 stands outside the third that an A or B market may recommend, but inside the half of an AA market', () => {
    const vetoes = (grade: string) =>
      score(CSC_DEFAULT, valuesOf(golden('customer', 'C4')), { market: { grade } }).vetoes
    expect([vetoes('AAA'), vetoes('AA'), vetoes('A'), vetoes('B')]).toEqual([[], [], ['CV10'], ['CV10']])
  })
  it('C1-v: a current overdue vetoes C1, and the score of 93 is stored all the same', () => {
    const result = score(CSC_DEFAULT, valuesOf(golden('customer', 'C1')), { vetoes: ['CV1'], market: { grade: 'AAA' } })
    expect([result.decision, result.vetoes, result.total, result.grade]).toEqual(['VETOED', ['CV1'], 93, 'A1'])
  })
})

describe('grade tables', () => {
  const scoresOf = (card: Card, total: number) => card.grades.find((g) => total >= g.minScore)!.grade
  it.each([
    [100, 'AAA'],
    [85, 'AAA'],
    [84, 'AA'],
    [75, 'AA'],
    [74, 'A'],
    [65, 'A'],
    [64, 'B'],
    [55, 'B'],
    [54, 'C'],
    [0, 'C'],
  ])('a market with %i points is %s', (total, grade) => {
    expect(scoresOf(MSC_DEFAULT, total)).toBe(grade)
  })
  it.each([
    [100, 'A1'],
    [85, 'A1'],
    [84, 'A2'],
    [75, 'A2'],
    [74, 'B1'],
    [65, 'B1'],
    [64, 'B2'],
    [60, 'B2'],
    [59, 'C'],
    [0, 'C'],
  ])('a merchant with %i points is %s', (total, grade) => {
    expect(scoresOf(CSC_DEFAULT, total)).toBe(grade)
  })
  it('both cards name the same threshold for a market grade', () => {
    for (const { marketGrade, threshold } of CSC_DEFAULT.thresholds)
      expect(MSC_DEFAULT.grades.find((g) => g.grade === marketGrade)?.customerThreshold).toBe(threshold)
    expect(CSC_DEFAULT.thresholds.map((t) => t.marketGrade)).toEqual(['AAA', 'AA', 'A', 'B'])
  })
  it('the line of CV10 is the share that the market card allows', () => {
    const lines = CSC_DEFAULT.vetoes.find((v) => v.code === 'CV10')!.test!.aboveByMarketGrade
    for (const { marketGrade, above } of lines) {
      const share = MSC_DEFAULT.grades.find((g) => g.grade === marketGrade)!.share!
      expect(((share.num / share.den) * 100).toFixed(2)).toBe(Number(above).toFixed(2))
    }
  })
  it('a B market may not use joint guarantees and holds its grade for half a year', () => {
    const b = MSC_DEFAULT.grades.find((g) => g.grade === 'B')!
    expect([b.modes, b.validityMonths, b.limitSharePpm]).toEqual([['GC', 'LI', 'AF', 'PK'], 6, 500_000])
  })
  it('price add-ons are 0, 20, 50 and 90 basis points', () => {
    expect(CSC_DEFAULT.grades.map((g) => g.addOnBps)).toEqual([0, 20, 50, 90, null])
  })
  it('only MV10, CV8 and CV15 carry the mark (w)', () => {
    const marked = [MSC_DEFAULT, CSC_DEFAULT].flatMap((c) => c.vetoes.filter((v) => v.waivable).map((v) => v.code))
    expect(marked).toEqual(['MV10', 'CV8', 'CV15'])
    expect(MSC_DEFAULT.vetoes).toHaveLength(10)
    expect(CSC_DEFAULT.vetoes).toHaveLength(15)
  })
})
