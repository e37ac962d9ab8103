/**
 * Cases under a card as counts: everything the statistics ask for, so that a history of any length is walked once,
 * chunk by chunk, in memory that does not grow with it.
 */
import { binText } from '@/lib/scoring/rules/bins'
import type { Card } from '@/lib/scoring/rules/card'
import { type compileCard, type Inputs, NO_BIN, type QuickScore } from '@/lib/scoring/rules/compiled'
import { readInput } from '@/lib/scoring/rules/input'
import { type ByScore, emptyByScore, type PairedScores } from './discrimination'
import type { HistoryCase } from './history'

type Count = { good: number; bad: number }
const count = (): Count => ({ good: 0, bad: 0 })

export type CardTally = {
  card: Card
  cases: number
  byScore: ByScore
  grades: Map<string, Count>
  decisions: Map<string, Count>
  /** by indicator: one count a bin of the card, and one for missing values */
  bins: { code: string; bins: Count[]; missing: Count }[]
  /** cases by score, before and after the baseline ends: for stability */
  early: number[]
  late: number[]
  /** the same by indicator and bin (the last place: missing) */
  binsEarly: number[][]
  binsLate: number[][]
  /** values that the card cannot read, by indicator: they counted as missing */
  unreadable: Record<string, number>
  /** first outcome of a case, to compare two cards */
  admitted: Count
}

export function newTally(card: Card): CardTally {
  return {
    card,
    cases: 0,
    byScore: emptyByScore(),
    grades: new Map(),
    decisions: new Map(),
    bins: card.indicators.map((i) => ({ code: i.code, bins: i.bins.map(count), missing: count() })),
    early: new Array(101).fill(0),
    late: new Array(101).fill(0),
    binsEarly: card.indicators.map((i) => new Array(i.bins.length + 1).fill(0)),
    binsLate: card.indicators.map((i) => new Array(i.bins.length + 1).fill(0)),
    unreadable: {},
    admitted: count(),
  }
}

export type TallySettings = {
  /** grade of the market where a case states none; null: the card is asked without a market */
  marketGrade: string | null
  /** last month of the baseline, "2025-06"; null: nothing to compare */
  baselineUntil: string | null
}

const YES = new Set(['ADMITTED', 'ADMIT', 'CONDITIONAL', 'DEPENDS_ON_MARKET'])

/** Adds cases to a card's tally; answers what became of each, in order. */
export function tallyCases(
  tally: CardTally,
  score: ReturnType<typeof compileCard>,
  cases: readonly HistoryCase[],
  settings: TallySettings,
): { total: number; admitted: boolean }[] {
  const { card } = tally
  const known = new Set(card.vetoes.map((v) => v.code))
  return cases.map((c) => {
    const grade = c.marketGrade ?? settings.marketGrade
    const result = score(inputsOf(tally, c), {
      vetoes: c.vetoes.filter((v) => known.has(v)),
      waivers: [],
      market: card.kind === 'CUSTOMER' && grade !== null ? { grade } : null,
    })
    return add(tally, c, result, settings)
  })
}

/** What stands in the history counts as proven; what the card cannot read counts as missing and is told. */
function inputsOf(tally: CardTally, c: HistoryCase): Inputs {
  const inputs: Record<string, { value: string; evidenced: boolean }> = {}
  for (const i of tally.card.indicators) {
    const text = c.values[i.code]
    if (text === undefined) continue
    const read = readInput(i, text)
    if (read.ok) inputs[i.code] = { value: read.value, evidenced: true }
    else tally.unreadable[i.code] = (tally.unreadable[i.code] ?? 0) + 1
  }
  return inputs
}

function add(tally: CardTally, c: HistoryCase, result: QuickScore, settings: TallySettings) {
  const kind = c.bad ? 'bad' : 'good'
  tally.cases++
  tally.byScore[kind][result.total]!++
  bump(tally.grades, result.grade ?? '', kind)
  bump(tally.decisions, result.decision, kind)
  const admitted = YES.has(result.decision)
  if (admitted) tally.admitted[kind]++
  const period =
    settings.baselineUntil === null || c.month === null ? null : c.month <= settings.baselineUntil ? 'early' : 'late'
  if (period) tally[period][result.total]!++
  tally.bins.forEach((of, n) => {
    const bin = result.bins[n]!
    const cell = bin === NO_BIN ? of.missing : of.bins[bin]!
    cell[kind]++
    if (period) tally[period === 'early' ? 'binsEarly' : 'binsLate'][n]![bin === NO_BIN ? of.bins.length : bin]!++
  })
  return { total: result.total, admitted }
}

function bump(map: Map<string, Count>, key: string, kind: 'good' | 'bad'): void {
  const cell = map.get(key) ?? count()
  cell[kind]++
  map.set(key, cell)
}

/** Two cards on the same cases: their scores in pairs, and who would take whom. */
export type PairTally = { pairs: Map<string, Count>; both: Count; onlyA: Count; onlyB: Count; neither: Count }

export const newPairTally = (): PairTally => ({
  pairs: new Map(),
  both: count(),
  onlyA: count(),
  onlyB: count(),
  neither: count(),
})

type Taken = { total: number; admitted: boolean }

export function tallyPairs(
  tally: PairTally,
  cases: readonly HistoryCase[],
  a: readonly Taken[],
  b: readonly Taken[],
): void {
  cases.forEach((c, n) => {
    const kind = c.bad ? 'bad' : 'good'
    const [x, y] = [a[n]!, b[n]!]
    bump(tally.pairs, `${x.total},${y.total}`, kind)
    const cell = x.admitted ? (y.admitted ? tally.both : tally.onlyA) : y.admitted ? tally.onlyB : tally.neither
    cell[kind]++
  })
}

export const pairedScores = (tally: PairTally): PairedScores => tally.pairs

/** A bin as it is named in a table: the interval, or the option's code. */
export const binName = (card: Card, indicator: number, bin: number): string => binText(card.indicators[indicator]!, bin)
