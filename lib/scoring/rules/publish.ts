/** May this card be published? Points add up to 100, bins leave no gap and no overlap, grades cover 0 to 100 (§3.0-1). */
import { CUSTOMER_GRADES, MARKET_GRADES } from '@/lib/plans/rules/grades'
import { compare, parseRatio } from '@/lib/platform/ratio'
import { stretchesOf, stretchText } from './axis'
import { binText, wholeEdges } from './bins'
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
  | 'E_CARD_GRADE_UNKNOWN'
  | 'E_CARD_CODE'
  | 'E_CARD_TEXT'
  | 'E_CARD_SCOPE_TAKEN'

/** `path` names the part of the card ("indicators.MT1", "grades.AA"); `at` the value or edge concerned. */
export type CardProblem = { code: CardProblemCode; path: string; at?: string }

/** Everything that keeps the card from being published; empty when it may be. */
export function publishProblems(card: Card): CardProblem[] {
  const problems: CardProblem[] = []
  const sum = card.indicators.reduce((s, i) => s + i.maxPoints, 0)
  if (sum !== 100) problems.push({ code: 'E_CARD_NOT_100', path: 'indicators', at: String(sum) })
  problems.push(...wordProblems(card), ...duplicates(card), ...references(card))
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

/** The form of every code on a card: it stands in addresses, traces and files. */
export const CARD_CODE = /^[A-Z][A-Z0-9_-]{0,39}$/

/** Everything has a code of that form, and a name in both languages, because a bank's card is read in both. */
function wordProblems(card: Card): CardProblem[] {
  const problems: CardProblem[] = []
  const code = (path: string, at: string): void => {
    if (!CARD_CODE.test(at)) problems.push({ code: 'E_CARD_CODE', path, at })
  }
  const named = (path: string, item: { nameZh: string; nameEn: string }): void => {
    if (item.nameZh.trim() === '' || item.nameEn.trim() === '') problems.push({ code: 'E_CARD_TEXT', path })
  }
  code('code', card.code)
  named('title', { nameZh: card.titleZh, nameEn: card.titleEn })
  const coded: [string, readonly { code: string; nameZh: string; nameEn: string }[]][] = [
    ['dimensions', card.dimensions],
    ['indicators', card.indicators],
    ['vetoes', card.vetoes],
  ]
  for (const [list, items] of coded)
    for (const item of items) {
      code(`${list}.${item.code}`, item.code)
      named(`${list}.${item.code}`, item)
    }
  for (const i of card.indicators)
    if (i.type === 'ENUM')
      for (const b of i.bins) {
        code(`indicators.${i.code}`, b.value)
        named(`indicators.${i.code}`, b)
      }
  return problems
}

function duplicates(card: Card): CardProblem[] {
  const lists: [string, string[]][] = [
    ['dimensions', card.dimensions.map((d) => d.code)],
    ['indicators', card.indicators.map((i) => i.code)],
    ['vetoes', card.vetoes.map((v) => v.code)],
    ['grades', card.grades.map((g) => g.grade)],
    ['thresholds', card.kind === 'CUSTOMER' ? card.thresholds.map((t) => t.marketGrade) : []],
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

/** Every value that can be true stands in one bin, and every bin holds such a value: what the axis shows as drawn. */
function coverage(indicator: RangeIndicator): BinProblem[] {
  const stretches = stretchesOf(indicator) ?? []
  const idle = indicator.bins.findIndex((_, i) => !stretches.some((s) => s.bins.includes(i)))
  if (idle >= 0) return [{ code: 'E_BIN_EDGE', at: binText(indicator, idle) }]
  return stretches.flatMap((s) =>
    s.problem === null
      ? []
      : [{ code: s.problem === 'GAP' ? 'E_BIN_GAP' : 'E_BIN_OVERLAP', at: stretchText(indicator, s) }],
  )
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
  // limits, prices and monitoring know these grades; a card maps scores to them
  const known: readonly string[] = card.kind === 'MARKET' ? MARKET_GRADES : CUSTOMER_GRADES
  for (const row of rows)
    if (!known.includes(row.grade))
      problems.push({ code: 'E_CARD_GRADE_UNKNOWN', path: `grades.${row.grade}`, at: row.grade })
  if (card.kind === 'CUSTOMER')
    for (const { marketGrade, threshold } of card.thresholds) {
      const path = `thresholds.${marketGrade}`
      if (!(MARKET_GRADES as readonly string[]).includes(marketGrade))
        problems.push({ code: 'E_CARD_GRADE_UNKNOWN', path, at: marketGrade })
      if (threshold > 100) problems.push({ code: 'E_CARD_GRADES', path, at: String(threshold) })
    }
  return problems
}
