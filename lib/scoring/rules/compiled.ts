/**
 * A card made ready for many merchants: the same answer as `scoreCard`, without its derivation. Edges and values are
 * compared as whole numbers, exactly: twice the value at the card's own number of decimals, and one more (odd) when
 * further decimals follow, so that a value never meets an edge that it only comes near.
 */
import type { Ppm } from '@/lib/platform/money'
import { binIndex, exact } from './bins'
import type { Card, Indicator, RangeIndicator, VetoTest } from './card'
import { coefficientOf, type Decided, decide, gradeRow, type MarketContext, type ScoreDecision } from './decision'
import { readInput } from './input'
import type { ScoreContext, ScoreInput } from './score-result'
import { proves } from './vetoes'

export type QuickScore = {
  total: number
  grade: string | null
  decision: ScoreDecision
  reasons: Decided['reasons']
  coefficientPpm: Ppm | null
  vetoes: readonly string[]
  /** points by indicator, in the card's order */
  points: Uint8Array
  /** bin reached by indicator, as the card numbers them; NO_BIN where nothing was scored */
  bins: Uint8Array
  missingPoints: number
}

export const NO_BIN = 255

export type Inputs = Readonly<Record<string, ScoreInput | undefined>>
export type QuickScorer = (inputs: Inputs, context: ScoreContext) => QuickScore

/** The scorer of a card whose bins cover their axes (see `publishProblems`); keep it as long as the card is used. */
export function compileCard(card: Card): QuickScorer {
  const indicators = card.indicators.map(compileIndicator)
  const size = indicators.length
  const proofs = card.indicators.map((i) => (i.required ? i.derivedFrom : null))
  const vetoRules = card.vetoes.map((v) => ({ ...v, line: v.test ? compileTest(card, v.test) : null }))
  const lines = vetoRules.filter((v) => v.line !== null)
  const grades = Array.from({ length: 101 }, (_, total) => gradeRow(card, total).grade)
  const coefficients = new Map(card.grades.map((g) => [g.grade, coefficientOf(card, g.grade)]))
  const answers = new Map<string, Answers>()
  // a batch is scored in one market: its answers are at hand
  let asked: { market: MarketContext | null; answers: Answers } = {
    market: null,
    answers: { graded: [], ungraded: [] },
  }
  const none: readonly string[] = []
  // what one merchant's values are as keys; NaN: there is a value, but not as a key
  const keys = new Float64Array(size)

  return (inputs, context) => {
    const points = new Uint8Array(size)
    const bins = new Uint8Array(size).fill(NO_BIN)
    let total = 0
    let missingPoints = 0
    for (let n = 0; n < size; n++) {
      const i = indicators[n]!
      const input = inputs[i.code]
      const text = input === undefined ? null : input.value
      if (text === null || text === '') {
        keys[n] = ABSENT
        missingPoints += i.maxPoints
        continue
      }
      const bin = i.bin(text)
      keys[n] = i.key
      const derived = proofs[n]
      if (derived !== null && derived !== undefined && input!.evidenced !== true && !allProven(derived, inputs)) {
        missingPoints += i.maxPoints
        continue
      }
      bins[n] = i.index[bin]!
      const reached = i.points[bin]!
      points[n] = reached
      total += reached
    }
    const grade = missingPoints > card.missingPointsAllowed ? null : (grades[total] ?? gradeRow(card, total).grade)
    let vetoes = none
    if (context.vetoes.length > 0 || lines.some((v) => hits(v.line!, inputs, context.market))) {
      const found: string[] = []
      for (const v of vetoRules) {
        if (v.waivable && context.waivers.includes(v.code)) continue
        if (context.vetoes.includes(v.code) || (v.line !== null && hits(v.line, inputs, context.market)))
          found.push(v.code)
      }
      vetoes = found
    }
    const decided = answer(total, grade, vetoes.length > 0, context.market)
    return {
      total,
      grade,
      decision: decided.decision,
      reasons: decided.reasons,
      coefficientPpm: grade === null ? null : (coefficients.get(grade) ?? null),
      vetoes,
      points,
      bins,
      missingPoints,
    }
  }

  function hits(line: CompiledTest, inputs: Inputs, market: MarketContext | null): boolean {
    const key = keys[line.at]!
    if (key === ABSENT) return false
    if (!Number.isNaN(key) && line.readable) return line.hit(key, market)
    const text = readInput(line.indicator, inputs[line.indicator.code]!.value!)
    return text.ok && proves(line.test, { [line.indicator.code]: text.value }, market)
  }

  function answersOf(market: MarketContext | null): Answers {
    const key = market ? `${market.grade} ${market.threshold === undefined ? '*' : market.threshold}` : ''
    const known = answers.get(key) ?? { graded: [], ungraded: [] }
    answers.set(key, known)
    asked = { market, answers: known }
    return known
  }

  /** The word depends on total, market and whether anything is vetoed: worked out once for each. */
  function answer(total: number, grade: string | null, vetoed: boolean, market: MarketContext | null): Decided {
    const of = market === asked.market ? asked.answers : answersOf(market)
    const list = grade === null ? of.ungraded : of.graded
    const at = grade === null ? (vetoed ? 1 : 0) : total * 2 + (vetoed ? 1 : 0)
    const known = list[at]
    if (known) return known
    const decided = decide(card, total, grade, vetoed ? ['VETO'] : [], market)
    list[at] = decided
    return decided
  }
}

type Answers = { graded: Decided[]; ungraded: Decided[] }
/** `bin` finds the bin of a stored value and leaves the value's key in `key`. */
type CompiledIndicator = {
  code: string
  maxPoints: number
  /** by what `bin` answers: the points, and the number of the bin on the card */
  points: readonly number[]
  index: readonly number[]
  key: number
  bin(text: string): number
}

/** No value at all; a key is a whole number far from it. */
const ABSENT = Number.POSITIVE_INFINITY

function allProven(codes: readonly string[], inputs: Inputs): boolean {
  if (codes.length === 0) return false
  for (const code of codes) if (inputs[code]?.evidenced !== true) return false
  return true
}

function compileIndicator(indicator: Indicator): CompiledIndicator {
  const { code, maxPoints } = indicator
  const slow: CompiledIndicator = {
    code,
    maxPoints,
    points: indicator.bins.map((b) => b.points),
    index: indicator.bins.map((_, n) => n),
    key: Number.NaN,
    bin: (text) => exactly(indicator, text),
  }
  if (indicator.type === 'ENUM') {
    const byValue = new Map(indicator.bins.map((b, n): [string, number] => [b.value, n]))
    return { ...slow, bin: (text) => byValue.get(text) ?? exactly(indicator, text) }
  }
  const scale = scaleOf(indicator)
  const rows = scale === null ? [] : steps(indicator, scale)
  if (scale === null || rows.length === 0) return slow
  const { min, max, integer, unit } = indicator
  const low = min === null ? -(2 ** 53) : doubled(min, scale)
  const high = max === null ? 2 ** 53 : doubled(max, scale)
  const places = integer ? 0 : unit === 'PERCENT' ? 2 : LONGEST
  const tops = rows.map((r) => r.top)
  const compiled: CompiledIndicator = {
    ...slow,
    points: [...rows.map((r) => r.points), ...slow.points],
    index: [...rows.map((r) => r.index), ...slow.index],
    bin(text) {
      const key = quick(text, scale, places)
      // what is rounded, too long, out of range or no number takes the exact way, which also says why
      if (!(key >= low && key <= high)) {
        compiled.key = Number.NaN
        return rows.length + exactly(indicator, text)
      }
      compiled.key = key
      let n = 0
      while (key > tops[n]!) n++
      return n
    },
  }
  return compiled
}

/** The way of `scoreCard` itself; throws for what is no value of the indicator. */
function exactly(indicator: Indicator, text: string): number {
  const read = readInput(indicator, text)
  if (!read.ok) throw new RangeError(`${indicator.code}: ${read.problem.code} ${text}`)
  const bin = binIndex(indicator, read.value)
  if (bin < 0) throw new RangeError(`${indicator.code}: no bin holds ${read.value}`)
  return bin
}

const LONGEST = 15

/** Decimals that all edges have at most; null when one is too long for a whole number. */
function scaleOf(i: RangeIndicator): number | null {
  const edges = [i.min, i.max, ...i.bins.flatMap((b) => [b.lower, b.upper])].filter((e) => e !== null)
  const scale = Math.max(0, ...edges.map((e) => e.split('.')[1]?.length ?? 0))
  return scale <= 6 && edges.every((e) => Math.abs(Number(e)) * 10 ** scale < 2 ** 50) ? scale : null
}

/** An edge as twice a whole number; known to be exact. */
function doubled(edge: string, scale: number): number {
  const r = exact(edge)
  return Number((2n * r.num * 10n ** BigInt(scale)) / r.den)
}

/** Bins from low to high by their greatest key; the last reaches to the end of what can be true. */
function steps(i: RangeIndicator, scale: number): { top: number; points: number; index: number }[] {
  const rows = i.bins.map((b, index) => ({
    index,
    top: b.upper === null ? Number.POSITIVE_INFINITY : doubled(b.upper, scale) - (b.upperInclusive ? 0 : 1),
    points: b.points,
  }))
  rows.sort((a, b) => a.top - b.top)
  return rows.map((r, n) => (n === rows.length - 1 ? { ...r, top: Number.POSITIVE_INFINITY } : r))
}

/** "-12.345" at two decimals → −(2 × 1234 + 1). NaN: not to be read this way. */
function quick(text: string, scale: number, places: number): number {
  const end = text.length
  let at = 0
  const negative = text.charCodeAt(0) === 45
  if (negative) at = 1
  if (end - at > LONGEST || at === end) return Number.NaN
  let whole = 0
  let decimals = -1
  let rest = false
  for (; at < end; at++) {
    const c = text.charCodeAt(at)
    if (c === 46) {
      if (decimals >= 0 || at === 0 || at === end - 1 || (negative && at === 1)) return Number.NaN
      decimals = 0
      continue
    }
    const digit = c - 48
    if (digit < 0 || digit > 9) return Number.NaN
    if (decimals >= scale) {
      if (digit !== 0) rest = true
      decimals++
      continue
    }
    whole = whole * 10 + digit
    if (decimals >= 0) decimals++
  }
  if (decimals > places) return Number.NaN
  for (let d = Math.max(decimals, 0); d < scale; d++) whole *= 10
  if (whole > 2 ** 51) return Number.NaN
  const key = whole * 2 + (rest ? 1 : 0)
  return negative ? -key : key
}

type CompiledTest = {
  at: number
  indicator: RangeIndicator
  test: VetoTest
  /** whether `hit` can be asked by key */
  readable: boolean
  hit(key: number, market: MarketContext | null): boolean
}

function compileTest(card: Card, test: VetoTest): CompiledTest {
  const at = card.indicators.findIndex((i) => i.code === test.indicator)
  const indicator = card.indicators[at]
  if (indicator?.type !== 'RANGE') throw new RangeError(`a veto of ${card.code} is tested on ${test.indicator}`)
  const lines = [test.below, test.above, ...test.aboveByMarketGrade.map((l) => l.above)].filter((l) => l !== null)
  const scale = scaleOf(indicator)
  const readable = scale !== null && lines.every((l) => (l.split('.')[1]?.length ?? 0) <= scale)
  if (!readable) return { at, indicator, test, readable, hit: () => false }
  const below = test.below === null ? -(2 ** 53) : doubled(test.below, scale)
  const above = test.above === null ? 2 ** 53 : doubled(test.above, scale)
  const byGrade = new Map(test.aboveByMarketGrade.map((l) => [l.marketGrade, doubled(l.above, scale)]))
  const highest = byGrade.size > 0 ? Math.max(...byGrade.values()) : 2 ** 53
  return {
    at,
    indicator,
    test,
    readable,
    // without a market's grade only what no market would allow is proven
    hit: (key, market) =>
      key < below || key > above || key > (market === null ? highest : (byGrade.get(market.grade) ?? 2 ** 53)),
  }
}
