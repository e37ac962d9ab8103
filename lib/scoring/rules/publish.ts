/** May this card be published? Points add up to 100, bins leave no gap and no overlap, grades cover 0 to 100 (§3.0-1). */
import { compare, parseRatio, type Ratio } from '@/lib/platform/ratio'
import { wholeEdges } from './bins'
import type { Card, Indicator, RangeBin, RangeIndicator } from './card'

export type CardProblemCode =
  | 'E_CARD_NOT_100'
  | 'E_BIN_GAP'
  | 'E_BIN_OVERLAP'
  | 'E_BIN_EDGE'
  | 'E_BIN_POINTS'
  | 'E_CARD_DUPLICATE'
  | 'E_CARD_REFERENCE'
  | 'E_CARD_GRADES'

/** `path` names the part of the card ("indicators.MT1", "grades.AA"); `at` the value or edge concerned. */
export type CardProblem = { code: CardProblemCode; path: string; at?: string }

/** Everything that keeps the card from being published; empty when it may be. */
export function publishProblems(card: Card): CardProblem[] {
  const problems: CardProblem[] = []
  const sum = card.indicators.reduce((s, i) => s + i.maxPoints, 0)
  if (sum !== 100) problems.push({ code: 'E_CARD_NOT_100', path: 'indicators', at: String(sum) })
  problems.push(...duplicates(card), ...references(card))
  for (const indicator of card.indicators) {
    const path = `indicators.${indicator.code}`
    const points = indicator.bins.map((b) => b.points)
    const whole = [...points, indicator.maxPoints].every((p) => Number.isSafeInteger(p) && p >= 0)
    if (!whole || indicator.maxPoints <= 0 || Math.max(...points) !== indicator.maxPoints)
      problems.push({ code: 'E_BIN_POINTS', path, at: String(indicator.maxPoints) })
    problems.push(...binProblems(indicator).map((p) => ({ ...p, path })))
  }
  problems.push(...gradeProblems(card))
  return problems
}

function duplicates(card: Card): CardProblem[] {
  const lists: [string, string[]][] = [
    ['dimensions', card.dimensions.map((d) => d.code)],
    ['indicators', card.indicators.map((i) => i.code)],
    ['vetoes', card.vetoes.map((v) => v.code)],
    ['grades', card.grades.map((g) => g.grade)],
  ]
  return lists.flatMap(([path, codes]) =>
    repeated(codes).map((at) => ({ code: 'E_CARD_DUPLICATE' as const, path, at })),
  )
}

const repeated = (codes: string[]): string[] => [...new Set(codes.filter((c, i) => codes.indexOf(c) !== i))]

/** A dimension, source indicator or veto line that the card does not have. */
function references(card: Card): CardProblem[] {
  const dimensions = new Set(card.dimensions.map((d) => d.code))
  const indicators = new Map(card.indicators.map((i) => [i.code, i]))
  const problems: CardProblem[] = []
  for (const i of card.indicators) {
    const path = `indicators.${i.code}`
    if (!dimensions.has(i.dimension)) problems.push({ code: 'E_CARD_REFERENCE', path, at: i.dimension })
    for (const from of i.derivedFrom)
      if (!indicators.has(from) || from === i.code) problems.push({ code: 'E_CARD_REFERENCE', path, at: from })
  }
  for (const v of card.vetoes) {
    if (!v.test) continue
    const path = `vetoes.${v.code}`
    if (indicators.get(v.test.indicator)?.type !== 'RANGE')
      problems.push({ code: 'E_CARD_REFERENCE', path, at: v.test.indicator })
    const lines = [v.test.below, v.test.above, ...v.test.aboveByMarketGrade.map((l) => l.above)].filter(
      (l) => l !== null,
    )
    for (const at of lines) if (!parseRatio(at)) problems.push({ code: 'E_BIN_EDGE', path, at })
    if (lines.length === 0) problems.push({ code: 'E_BIN_EDGE', path })
  }
  return problems
}

type BinProblem = { code: CardProblemCode; at?: string }

function binProblems(indicator: Indicator): BinProblem[] {
  if (indicator.type === 'ENUM') {
    const twice = repeated(indicator.bins.map((b) => b.value)).map((at) => ({ code: 'E_BIN_OVERLAP' as const, at }))
    return indicator.bins.length === 0 ? [{ code: 'E_BIN_GAP' }] : twice
  }
  const edges = [indicator.min, indicator.max, ...indicator.bins.flatMap((b) => [b.lower, b.upper])]
  const bad = edges.find((e) => e !== null && !parseRatio(e))
  if (bad) return [{ code: 'E_BIN_EDGE', at: bad }]
  const empty = indicator.bins.find((b) => isEmpty(b, indicator.integer))
  if (empty) return [{ code: 'E_BIN_EDGE', at: empty.lower ?? '' }]
  return coverage(indicator)
}

function isEmpty(bin: RangeBin, integer: boolean): boolean {
  if (bin.lower === null || bin.upper === null) return false
  if (integer) {
    const { first, last } = wholeEdges(bin)
    return first! > last!
  }
  const c = compare(parseRatio(bin.lower)!, parseRatio(bin.upper)!)
  return c > 0 || (c === 0 && !(bin.lowerInclusive && bin.upperInclusive))
}

/** Bins in rising order must meet edge to edge and reach both ends of what can be true. */
function coverage(indicator: RangeIndicator): BinProblem[] {
  const bins = [...indicator.bins].sort(byLower)
  const first = bins[0]
  const last = bins.at(-1)
  if (!first || !last) return [{ code: 'E_BIN_GAP' }]
  const problems: BinProblem[] = []
  const { min, max, integer } = indicator
  if (first.lower !== null && (min === null || outside(first.lower, min, first.lowerInclusive, 1)))
    problems.push({ code: 'E_BIN_GAP', at: `< ${first.lower}` })
  for (let i = 1; i < bins.length; i++) {
    const problem = joint(bins[i - 1]!, bins[i]!, integer)
    if (problem) problems.push(problem)
  }
  if (last.upper !== null && (max === null || outside(last.upper, max, last.upperInclusive, -1)))
    problems.push({ code: 'E_BIN_GAP', at: `> ${last.upper}` })
  return problems
}

/** Does the end bin stop short of the domain's end? */
function outside(edge: string, end: string, inclusive: boolean, side: 1 | -1): boolean {
  const c = compare(parseRatio(edge)!, parseRatio(end)!)
  return c === side || (c === 0 && !inclusive)
}

/** How two neighbouring bins meet. Whole-number bins [0,3] and [4,6] touch: nothing lies between. */
function joint(a: RangeBin, b: RangeBin, integer: boolean): BinProblem | null {
  if (a.upper === null || b.lower === null) return { code: 'E_BIN_OVERLAP', at: b.lower ?? a.upper ?? '' }
  if (integer) {
    const gap = wholeEdges(b).first! - wholeEdges(a).last!
    return gap === 1n ? null : { code: gap > 1n ? 'E_BIN_GAP' : 'E_BIN_OVERLAP', at: b.lower }
  }
  const c = compare(parseRatio(a.upper)!, parseRatio(b.lower)!)
  if (c !== 0) return { code: c < 0 ? 'E_BIN_GAP' : 'E_BIN_OVERLAP', at: b.lower }
  if (a.upperInclusive && b.lowerInclusive) return { code: 'E_BIN_OVERLAP', at: b.lower }
  return a.upperInclusive || b.lowerInclusive ? null : { code: 'E_BIN_GAP', at: b.lower }
}

function byLower(a: RangeBin, b: RangeBin): number {
  if (a.lower === null || b.lower === null) return a.lower === b.lower ? byUpper(a, b) : a.lower === null ? -1 : 1
  const c = compare(parseRatio(a.lower) as Ratio, parseRatio(b.lower) as Ratio)
  if (c !== 0) return c
  return a.lowerInclusive === b.lowerInclusive ? byUpper(a, b) : a.lowerInclusive ? -1 : 1
}

function byUpper(a: RangeBin, b: RangeBin): number {
  if (a.upper === null || b.upper === null) return a.upper === b.upper ? 0 : a.upper === null ? 1 : -1
  return compare(parseRatio(a.upper) as Ratio, parseRatio(b.upper) as Ratio)
}

/** Grades stand from the best down, the last from 0, so that every total has one. */
function gradeProblems(card: Card): CardProblem[] {
  const rows: readonly { grade: string; minScore: number }[] = card.grades
  const problems: CardProblem[] = []
  rows.forEach((row, i) => {
    const falling = i === 0 ? row.minScore <= 100 : row.minScore < rows[i - 1]!.minScore
    if (!Number.isSafeInteger(row.minScore) || row.minScore < 0 || !falling)
      problems.push({ code: 'E_CARD_GRADES', path: `grades.${row.grade}`, at: String(row.minScore) })
  })
  if (rows.at(-1)?.minScore !== 0) problems.push({ code: 'E_CARD_GRADES', path: 'grades', at: '0' })
  return problems
}
