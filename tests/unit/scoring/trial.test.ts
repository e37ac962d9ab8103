import { describe, expect, it } from 'vitest'
import { CSC_DEFAULT } from '@/lib/scoring/cards/csc-default'
import type { Card, CustomerCard } from '@/lib/scoring/rules/card'
import { scoreCard } from '@/lib/scoring/rules/score'
import { NO_SETTINGS, type PastCase, readRankLine, tryCard } from '@/lib/scoring/rules/trial'
import { golden, proven, valuesOf } from './golden'

/** A worked customer as it would be stored after scoring in this market. */
function past(name: 'C1' | 'C2' | 'C3' | 'C4', grade: 'AAA' | 'A', more: { vetoes?: string[] } = {}): PastCase {
  const inputs = proven(valuesOf(golden('customer', name)))
  const threshold = grade === 'AAA' ? 60 : 65
  const r = scoreCard(CSC_DEFAULT, inputs, {
    vetoes: more.vetoes ?? [],
    waivers: [],
    market: { grade, threshold },
  }).value
  return {
    id: `${name}-${grade}`,
    inputs,
    market: { grade, threshold },
    vetoes: r.vetoes,
    waived: [],
    points: r.points,
    total: r.total,
    grade: r.grade,
    decision: r.decision,
    requestedFen: 40_000_000n,
  }
}
const run = (card: Card, cases: PastCase[], settings = NO_SETTINGS) =>
  tryCard(
    card,
    cases.map((p) => ({ past: p, scoredWith: CSC_DEFAULT })),
    settings,
  )

describe('a card tried on past cases', () => {
  const all = (['C1', 'C2', 'C3', 'C4'] as const).map((c) => past(c, 'AAA'))
  it('the card that scored them moves nobody', () => {
    const { cases, summary } = run(CSC_DEFAULT, all)
    expect(cases.map((c) => [c.move, c.points.length])).toEqual(all.map(() => ['SAME', 0]))
    expect(summary).toMatchObject({ cases: 4, admittedBefore: 3, admittedAfter: 3, totalBefore: 93 + 71 + 63 + 36 })
    expect(summary.totalAfter).toBe(summary.totalBefore)
  })
  it('five points less for a stall of one’s own: C1 falls from A1 93 to 88, the tenants stay', () => {
    const cheaper: CustomerCard = {
      ...CSC_DEFAULT,
      indicators: CSC_DEFAULT.indicators.map((i) =>
        i.code === 'CA3' && i.type === 'ENUM'
          ? { ...i, bins: i.bins.map((b) => (b.value === 'OWNED' ? { ...b, points: 2 } : b)) }
          : i,
      ),
    }
    const { cases } = run(cheaper, all)
    expect(cases[0]).toMatchObject({
      move: 'SAME',
      after: { total: 88, grade: 'A1' },
      points: [{ code: 'CA3', before: 7, after: 2 }],
    })
    expect(cases.slice(1).map((c) => c.move)).toEqual(['SAME', 'SAME', 'SAME'])
  })
  it('a threshold of 72 in AAA markets refuses C2 with 71 and C3 with 63, and their amounts go', () => {
    const { cases, summary } = run(CSC_DEFAULT, all, { thresholds: { AAA: 72 }, rankLines: {} })
    expect(cases.map((c) => c.move)).toEqual(['SAME', 'REFUSED_NOW', 'REFUSED_NOW', 'SAME'])
    expect(summary).toMatchObject({ admittedAfter: 1, admittedFenBefore: 120_000_000n, admittedFenAfter: 40_000_000n })
  })
  it('a share of a half in A markets lifts the veto of rank 47 %, but its 36 points stay too few', () => {
    const c4 = past('C4', 'A')
    expect(c4.vetoes).toEqual(['CV10'])
    const { cases } = run(CSC_DEFAULT, [c4], { thresholds: {}, rankLines: { A: '50' } })
    expect(cases[0]!.after).toMatchObject({ decision: 'NOT_ADMITTED', vetoes: [] })
  })
  it('a veto that people found stays whatever the card says; one that the new card does not have is gone', () => {
    const overdue = past('C1', 'AAA', { vetoes: ['CV1'] })
    expect(run(CSC_DEFAULT, [overdue]).cases[0]!.after!.vetoes).toEqual(['CV1'])
    const lenient = { ...CSC_DEFAULT, vetoes: CSC_DEFAULT.vetoes.filter((v) => v.code !== 'CV1') }
    expect(run(lenient, [overdue]).cases[0]).toMatchObject({ move: 'ADMITTED_NOW', after: { decision: 'ADMITTED' } })
  })
  it('an option that the new card no longer has cannot be scored again, and is said so', () => {
    const without: CustomerCard = {
      ...CSC_DEFAULT,
      indicators: CSC_DEFAULT.indicators.map((i) =>
        i.code === 'CA3' && i.type === 'ENUM' ? { ...i, bins: i.bins.filter((b) => b.value !== 'LEASE_1_2Y') } : i,
      ),
    }
    const { cases, summary } = run(without, all)
    expect(cases.map((c) => c.move)).toEqual(['SAME', 'SAME', 'SAME', 'UNREADABLE'])
    expect(summary.moves.UNREADABLE).toBe(1)
  })
  it('grades before and after are counted as a table', () => {
    const { summary } = run(
      { ...CSC_DEFAULT, grades: CSC_DEFAULT.grades.map((g) => (g.grade === 'A1' ? { ...g, minScore: 95 } : g)) },
      all,
    )
    expect(summary.grades.sort((a, b) => a.from.localeCompare(b.from))).toEqual([
      { from: 'A1', to: 'A2', count: 1 },
      { from: 'B1', to: 'B1', count: 1 },
      { from: 'B2', to: 'B2', count: 1 },
      { from: 'C', to: 'C', count: 1 },
    ])
  })
  it('a rank line is a percentage with two decimals', () => {
    expect(['50', '33.33', '100', '100.01', '-1', '33.333', 'x'].map(readRankLine)).toEqual([
      '50',
      '33.33',
      '100',
      null,
      null,
      null,
      null,
    ])
  })
})
