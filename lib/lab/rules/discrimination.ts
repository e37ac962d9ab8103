/** How well a score tells the good from the bad. Scores are whole points from 0 to 100, higher is better. */
import { normalTail } from './distributions'

/** Good and bad cases by score: index 0 to 100. Everything here is exact on these counts; no case is needed any more. */
export type ByScore = { good: number[]; bad: number[] }

export const emptyByScore = (): ByScore => ({ good: new Array(101).fill(0), bad: new Array(101).fill(0) })

export type CurvePoint = { score: number; goodShare: number; badShare: number }
export type Separation = {
  goods: number
  bads: number
  /** largest distance between the two cumulative shares, 0 to 1, and the score up to which they are counted */
  ks: number
  ksAt: number
  /** chance that a good case scores above a bad one, ties half; 0.5 is no better than a coin */
  auc: number
  gini: number
  /** cumulative shares up to each score that occurs */
  curve: CurvePoint[]
}

const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0)

/** Null without both good and bad cases: then there is nothing to tell apart. */
export function separation({ good, bad }: ByScore): Separation | null {
  const [goods, bads] = [sum(good), sum(bad)]
  if (goods === 0 || bads === 0) return null
  let [goodBelow, badBelow, wins] = [0, 0, 0]
  let [ks, ksAt] = [0, 0]
  const curve: CurvePoint[] = []
  for (let score = 0; score <= 100; score++) {
    const [g, b] = [good[score] ?? 0, bad[score] ?? 0]
    if (g + b === 0) continue
    // a good case at this score beats every bad one below, and half of those beside it
    wins += g * badBelow + (g * b) / 2
    goodBelow += g
    badBelow += b
    const point = { score, goodShare: goodBelow / goods, badShare: badBelow / bads }
    curve.push(point)
    const distance = Math.abs(point.badShare - point.goodShare)
    if (distance > ks) [ks, ksAt] = [distance, score]
  }
  const auc = wins / (goods * bads)
  return { goods, bads, ks, ksAt, auc, gini: 2 * auc - 1, curve }
}

/** One case under two cards, by pair of scores: `${a},${b}` → good and bad. */
export type PairedScores = ReadonlyMap<string, { good: number; bad: number }>

export type AucComparison = {
  aucA: number
  aucB: number
  /** B minus A, its standard error, and the chance of a difference this large between equal cards (two-sided) */
  difference: number
  standardError: number
  p: number
}

/**
 * DeLong's test for two scores of the same cases (midranks, so ties count half). Null without at least two good and
 * two bad cases.
 */
export function compareAuc(pairs: PairedScores): AucComparison | null {
  const cells = [...pairs].map(([key, n]) => {
    const [a = 0, b = 0] = key.split(',').map(Number)
    return { scores: [a, b] as const, ...n }
  })
  const goods = sum(cells.map((c) => c.good))
  const bads = sum(cells.map((c) => c.bad))
  if (goods < 2 || bads < 2) return null
  const placed = ([0, 1] as const).map((at) => placements(cells, at, goods, bads))
  const auc = placed.map((p) => sum(cells.map((c, i) => c.good * p.ofGood[i]!)) / goods)
  const cov = (x: 0 | 1, y: 0 | 1): number => {
    const of = (kind: 'ofGood' | 'ofBad', weight: 'good' | 'bad', n: number): number =>
      sum(cells.map((c, i) => c[weight] * (placed[x]![kind][i]! - auc[x]!) * (placed[y]![kind][i]! - auc[y]!))) /
      (n - 1)
    return of('ofGood', 'good', goods) / goods + of('ofBad', 'bad', bads) / bads
  }
  const variance = Math.max(0, cov(0, 0) + cov(1, 1) - 2 * cov(0, 1))
  const standardError = Math.sqrt(variance)
  const difference = auc[1]! - auc[0]!
  const p = standardError === 0 ? (difference === 0 ? 1 : 0) : normalTail(Math.abs(difference) / standardError) * 2
  return { aucA: auc[0]!, aucB: auc[1]!, difference, standardError, p }
}

type Cell = { scores: readonly [number, number]; good: number; bad: number }

/** For each cell: share of the bad that a good case of it beats, and share of the good that beat a bad case of it. */
function placements(cells: readonly Cell[], at: 0 | 1, goods: number, bads: number) {
  const good = new Array<number>(101).fill(0)
  const bad = new Array<number>(101).fill(0)
  for (const c of cells) {
    good[c.scores[at]]! += c.good
    bad[c.scores[at]]! += c.bad
  }
  const badBelow = running(bad)
  const goodBelow = running(good)
  return {
    ofGood: cells.map((c) => (badBelow[c.scores[at]]! + bad[c.scores[at]]! / 2) / bads),
    ofBad: cells.map((c) => 1 - (goodBelow[c.scores[at]]! + good[c.scores[at]]! / 2) / goods),
  }
}

/** Σ of what stands before each place. */
function running(list: readonly number[]): number[] {
  let before = 0
  return list.map((n) => {
    const here = before
    before += n
    return here
  })
}
