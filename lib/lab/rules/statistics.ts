/** What a tally says of a card: everything of one report, as plain figures that can be kept and shown. */
import type { Card } from '@/lib/scoring/rules/card'
import { type Calibration, calibration } from './calibration'
import { type AucComparison, compareAuc, type Separation, separation } from './discrimination'
import { type IndicatorValue, indicatorValue } from './information'
import { type Stability, stability } from './stability'
import { binName, type CardTally, type PairTally, pairedScores } from './tally'

export type Band = { from: number; to: number; good: number; bad: number }
export type CardStatistics = {
  cases: number
  bads: number
  separation: Separation | null
  bands: Band[]
  calibration: Calibration
  /** by word of the card */
  decisions: { decision: string; good: number; bad: number }[]
  rejectRate: number | null
  badRate: number | null
  badRateAdmitted: number | null
  badRateRejected: number | null
  stability: (Stability & { bands: { from: number; to: number; early: number; late: number }[] }) | null
  indicators: (IndicatorValue & { code: string; stability: Stability | null; unreadable: number })[]
}

/** Ten bands of ten points; 100 stands in the last. */
const BANDS = Array.from({ length: 10 }, (_, i) => ({ from: i * 10, to: i === 9 ? 100 : i * 10 + 9 }))
const inBand = (counts: readonly number[], b: { from: number; to: number }): number =>
  counts.slice(b.from, b.to + 1).reduce((s, n) => s + n, 0)
const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

/** `expected`: the bank's probabilities of default by grade, 0 to 1. */
export function statisticsOf(tally: CardTally, expected: Readonly<Record<string, number>>): CardStatistics {
  const { card, byScore, admitted } = tally
  const bads = byScore.bad.reduce((s, n) => s + n, 0)
  const taken = admitted.good + admitted.bad
  const [early, late] = [BANDS.map((b) => inBand(tally.early, b)), BANDS.map((b) => inBand(tally.late, b))]
  const shift = stability(early, late)
  return {
    cases: tally.cases,
    bads,
    separation: separation(byScore),
    bands: BANDS.map((b) => ({ ...b, good: inBand(byScore.good, b), bad: inBand(byScore.bad, b) })),
    calibration: calibration(
      card.grades.map((g) => ({ grade: g.grade, ...(tally.grades.get(g.grade) ?? { good: 0, bad: 0 }) })),
      expected,
    ),
    decisions: [...tally.decisions].map(([decision, n]) => ({ decision, ...n })),
    rejectRate: share(tally.cases - taken, tally.cases),
    badRate: share(bads, tally.cases),
    badRateAdmitted: share(admitted.bad, taken),
    badRateRejected: share(bads - admitted.bad, tally.cases - taken),
    stability: shift && { ...shift, bands: BANDS.map((b, n) => ({ ...b, early: early[n]!, late: late[n]! })) },
    indicators: tally.bins.map((of, n) => ({
      code: of.code,
      ...indicatorValue([
        ...of.bins.map((b, bin) => ({ ...b, label: binName(card, n, bin), points: pointsOf(card, n, bin) })),
        { ...of.missing, label: '', points: null },
      ]),
      stability: stability(tally.binsEarly[n]!, tally.binsLate[n]!),
      unreadable: tally.unreadable[of.code] ?? 0,
    })),
  }
}

const pointsOf = (card: Card, indicator: number, bin: number): number => card.indicators[indicator]!.bins[bin]!.points

export type Swap = {
  set: 'both' | 'onlyChampion' | 'onlyChallenger' | 'neither'
  good: number
  bad: number
  badRate: number | null
}
export type CardComparison = { auc: AucComparison | null; swaps: Swap[] }

/** Champion (A) and challenger (B): whether the difference of their AUC is more than chance, and who changes sides. */
export function comparisonOf(tally: PairTally): CardComparison {
  const swap = (set: Swap['set'], n: { good: number; bad: number }): Swap => ({
    set,
    ...n,
    badRate: share(n.bad, n.good + n.bad),
  })
  return {
    auc: compareAuc(pairedScores(tally)),
    swaps: [
      swap('both', tally.both),
      swap('onlyChampion', tally.onlyA),
      swap('onlyChallenger', tally.onlyB),
      swap('neither', tally.neither),
    ],
  }
}
