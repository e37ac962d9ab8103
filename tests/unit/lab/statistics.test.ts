import { describe, expect, it } from 'vitest'
import { calibration } from '@/lib/lab/rules/calibration'
import { type ByScore, compareAuc, emptyByScore, separation } from '@/lib/lab/rules/discrimination'
import { chiSquareTail, normalTail } from '@/lib/lab/rules/distributions'
import { indicatorValue } from '@/lib/lab/rules/information'
import { stability } from '@/lib/lab/rules/stability'

const scores = (good: number[], bad: number[]): ByScore => {
  const by = emptyByScore()
  for (const s of good) by.good[s]!++
  for (const s of bad) by.bad[s]!++
  return by
}

describe('telling the good from the bad', () => {
  it('is what a person counts: 10.5 of 12 pairs the right way round, farthest apart at 60', () => {
    // 80 and both 70 beat all three bad cases; 50 beats 30 and ties with 50
    const s = separation(scores([80, 70, 70, 50], [60, 50, 30]))!
    expect(s.auc).toBeCloseTo(10.5 / 12, 12)
    expect(s.gini).toBeCloseTo(0.75, 12)
    expect([s.ks, s.ksAt]).toEqual([0.75, 60])
    expect(s.curve.map((p) => [p.score, p.goodShare])).toEqual([
      [30, 0],
      [50, 0.25],
      [60, 0.25],
      [70, 0.75],
      [80, 1],
    ])
  })
  it('is perfect, useless or upside down where it should be', () => {
    expect(separation(scores([90, 95], [10, 20]))).toMatchObject({ auc: 1, ks: 1, gini: 1 })
    expect(separation(scores([50, 50], [50]))).toMatchObject({ auc: 0.5, gini: 0, ks: 0 })
    expect(separation(scores([10], [90]))!.auc).toBe(0)
    expect(separation(scores([10, 20], []))).toBeNull()
  })
  it('compares two cards on the same cases as DeLong does by hand', () => {
    // good (3,1) and (2,3), bad (1,2) and (2,0): AUC 0.875 and 0.75, variance 0.03125 + 0.125 + 2 × 0.0625
    const pairs = new Map([
      ['3,1', { good: 1, bad: 0 }],
      ['2,3', { good: 1, bad: 0 }],
      ['1,2', { good: 0, bad: 1 }],
      ['2,0', { good: 0, bad: 1 }],
    ])
    const c = compareAuc(pairs)!
    expect([c.aucA, c.aucB, c.difference]).toEqual([0.875, 0.75, -0.125])
    expect(c.standardError).toBeCloseTo(Math.sqrt(0.28125), 12)
    expect(c.p).toBeCloseTo(0.8137, 3)
  })
  it('finds no difference between a card and itself', () => {
    const same = new Map([
      ['60,60', { good: 5, bad: 1 }],
      ['40,40', { good: 2, bad: 3 }],
    ])
    expect(compareAuc(same)).toMatchObject({ difference: 0, standardError: 0, p: 1 })
    expect(compareAuc(new Map([['60,60', { good: 5, bad: 1 }]]))).toBeNull()
  })
})

describe('stability', () => {
  it('is Σ (a − e) ln(a ÷ e): fifty-fifty against sixty-forty gives 0.0405', () => {
    const s = stability([50, 50], [60, 40])!
    expect(s.psi).toBeCloseTo(0.1 * Math.log(1.2) - 0.1 * Math.log(0.8), 12)
    expect(s.level).toBe('STABLE')
  })
  it('rises over its lines, and an empty bin does not make it endless', () => {
    expect(stability([90, 10], [75, 25])!.level).toBe('SHIFTED')
    expect(stability([90, 10], [60, 40])!.level).toBe('UNSTABLE')
    expect(stability([100, 0], [50, 50])!.psi).toBeCloseTo(
      -0.5 * Math.log(0.5) + (0.5 - 0.0001) * Math.log(0.5 / 0.0001),
      9,
    )
    expect(stability([0, 0], [1, 2])).toBeNull()
  })
})

describe('what an indicator is worth', () => {
  const bin = (label: string, points: number | null, good: number, bad: number) => ({ label, points, good, bad })
  it('is the information value of its bins: 0.8/0.2 against 0.2/0.8 gives 2 × 0.6 × ln 4', () => {
    const v = indicatorValue([bin('a', 5, 80, 2), bin('b', 0, 20, 8)])
    expect(v.iv).toBeCloseTo(1.2 * Math.log(4), 12)
    expect(v.bins.map((b) => b.woe)).toEqual([Math.log(4), expect.closeTo(-Math.log(4), 12)])
    expect(v.strength).toBe('SUSPICIOUS')
    expect(v.breaches).toEqual([])
  })
  it('is nothing where good and bad are spread alike, and levels follow the usual lines', () => {
    expect(indicatorValue([bin('a', 1, 50, 5), bin('b', 0, 50, 5)])).toMatchObject({ iv: 0, strength: 'NONE' })
    expect(indicatorValue([bin('a', 1, 600, 50), bin('b', 0, 400, 50)]).strength).toBe('WEAK')
    expect(indicatorValue([bin('a', 1, 650, 45), bin('b', 0, 350, 55)]).strength).toBe('MEDIUM')
    expect(indicatorValue([bin('a', 1, 700, 40), bin('b', 0, 300, 60)]).strength).toBe('STRONG')
  })
  it('names bins whose bad rate falls although the points do, and whether it may be chance', () => {
    const v = indicatorValue([bin('a', 5, 900, 100), bin('b', 3, 980, 20), bin('c', 0, 90, 10)])
    expect(v.breaches).toHaveLength(1)
    expect(v.breaches[0]).toMatchObject({ better: 0, worse: 1 })
    expect(v.breaches[0]!.p).toBeLessThan(0.001)
    const few = indicatorValue([bin('a', 5, 9, 1), bin('b', 3, 10, 0)])
    expect(few.breaches[0]!.p).toBeGreaterThan(0.05)
  })
  it('counts an empty or one-sided bin without breaking', () => {
    const v = indicatorValue([bin('a', 5, 10, 0), bin('b', 3, 0, 0), bin('c', 0, 5, 5)])
    expect(v.bins[1]).toMatchObject({ badRate: null, woe: null, iv: 0 })
    expect(Number.isFinite(v.iv)).toBe(true)
  })
})

describe('calibration', () => {
  it('sets each grade against what the bank expects of it', () => {
    const c = calibration(
      [
        { grade: 'A1', good: 996, bad: 4 },
        { grade: 'B2', good: 184, bad: 16 },
        { grade: 'C', good: 10, bad: 5 },
      ],
      { A1: 0.004, B2: 0.04 },
    )
    expect(c.grades[0]).toMatchObject({ observed: 0.004, z: 0 })
    expect(c.grades[1]!.z).toBeCloseTo((16 - 8) / Math.sqrt(7.68), 12)
    expect(c.grades[2]).toMatchObject({ expected: null, z: null })
    expect([c.degrees, c.inverted]).toEqual([2, []])
    expect(c.chiSquare).toBeCloseTo(64 / 7.68, 12)
    expect(c.p).toBeCloseTo(0.0155, 3)
  })
  it('names a grade that defaults less than the one above it', () => {
    const grades = [
      { grade: 'A1', good: 95, bad: 5 },
      { grade: 'A2', good: 0, bad: 0 },
      { grade: 'B1', good: 99, bad: 1 },
    ]
    expect(calibration(grades, {}).inverted).toEqual(['B1'])
  })
})

it('the chances are those of the printed tables', () => {
  expect(normalTail(1.959963985)).toBeCloseTo(0.025, 8)
  expect(normalTail(-1.644853627)).toBeCloseTo(0.95, 8)
  expect(normalTail(0)).toBeCloseTo(0.5, 12)
  for (const [x, k] of [
    [3.841458821, 1],
    [5.991464547, 2],
    [7.814727903, 3],
    [11.07049769, 5],
    [18.30703805, 10],
  ] as const)
    expect(chiSquareTail(x, k)).toBeCloseTo(0.05, 8)
  expect(chiSquareTail(0.1, 4)).toBeCloseTo(0.99879, 5)
})
