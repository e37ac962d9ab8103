/**
 * A card tried on cases that were scored before: who would get another grade or another word, and why. Nothing is
 * stored and nobody's score changes; it is what a second person looks at before publishing (§3.0-6).
 */
import type { Fen } from '@/lib/platform/money'
import { exact } from './bins'
import type { Card } from './card'
import { compileCard, type Inputs } from './compiled'
import type { MarketContext, ScoreDecision } from './decision'
import { readInput } from './input'
import { proves } from './vetoes'

/** A case as it was scored: what went in, and what came out. */
export type PastCase = {
  id: string
  inputs: Inputs
  market: MarketContext | null
  /** vetoes that stood, and those that a waiver lifted */
  vetoes: readonly string[]
  waived: readonly string[]
  points: Readonly<Record<string, number>>
  total: number
  grade: string | null
  decision: string
  requestedFen: Fen
}

/** What-if beside the card itself: other thresholds and other shares of the ranked, by grade of the market. */
export type TrialSettings = {
  thresholds: Readonly<Record<string, number>>
  /** percentile of rank that is still allowed, in percent ("33.33") */
  rankLines: Readonly<Record<string, string>>
}
export const NO_SETTINGS: TrialSettings = { thresholds: {}, rankLines: {} }

export const MOVES = ['ADMITTED_NOW', 'REFUSED_NOW', 'BETTER', 'WORSE', 'SAME', 'UNREADABLE'] as const
export type Move = (typeof MOVES)[number]

export type TrialCase = {
  id: string
  move: Move
  before: { total: number; grade: string | null; decision: string }
  /** null when the new card cannot read the stored values */
  after: {
    total: number
    grade: string | null
    decision: ScoreDecision
    vetoes: readonly string[]
    missingPoints: number
  } | null
  /** indicators whose points differ */
  points: { code: string; before: number; after: number }[]
  requestedFen: Fen
}

export type TrialSummary = {
  cases: number
  moves: Record<Move, number>
  /** from grade ('' none) to grade, how many */
  grades: { from: string; to: string; count: number }[]
  admittedBefore: number
  admittedAfter: number
  admittedFenBefore: Fen
  admittedFenAfter: Fen
  /** Σ of the totals, for means */
  totalBefore: number
  totalAfter: number
}

const YES = new Set(['ADMITTED', 'ADMIT', 'CONDITIONAL'])

/** The card with the settings laid over it. */
export function withSettings(card: Card, settings: TrialSettings): Card {
  const vetoes = card.vetoes.map((v) =>
    v.test && v.test.aboveByMarketGrade.length > 0
      ? {
          ...v,
          test: {
            ...v.test,
            aboveByMarketGrade: v.test.aboveByMarketGrade.map((l) => ({
              ...l,
              above: settings.rankLines[l.marketGrade] ?? l.above,
            })),
          },
        }
      : v,
  )
  return { ...card, vetoes }
}

/**
 * Tries the card on every case. `scoredWith` is the card version that the case was scored with: a veto which its own
 * test had proven is asked anew, one that people or registers found stays.
 */
export function tryCard(
  card: Card,
  cases: readonly { past: PastCase; scoredWith: Card }[],
  settings: TrialSettings = NO_SETTINGS,
): { cases: TrialCase[]; summary: TrialSummary } {
  const tried = withSettings(card, settings)
  const score = compileCard(tried)
  const known = new Set(card.vetoes.map((v) => v.code))
  const results = cases.map(({ past, scoredWith }): TrialCase => {
    const before = { total: past.total, grade: past.grade, decision: past.decision }
    const market = past.market && withThreshold(past.market, settings)
    const found = foundByPeople(past, scoredWith).filter((code) => known.has(code))
    const base = { id: past.id, before, requestedFen: past.requestedFen }
    if (!readable(tried, past.inputs)) return { ...base, move: 'UNREADABLE', after: null, points: [] }
    const now = score(past.inputs, { vetoes: found, waivers: past.waived, market })
    const points = card.indicators.flatMap((i, n) => {
      const was = past.points[i.code] ?? 0
      const is = now.points[n] ?? 0
      return was === is ? [] : [{ code: i.code, before: was, after: is }]
    })
    const after = {
      total: now.total,
      grade: now.grade,
      decision: now.decision,
      vetoes: now.vetoes,
      missingPoints: now.missingPoints,
    }
    return { ...base, move: moveOf(card, before, after), after, points }
  })
  return { cases: results, summary: summarise(results) }
}

function withThreshold(market: MarketContext, settings: TrialSettings): MarketContext {
  const threshold = settings.thresholds[market.grade]
  return threshold === undefined ? market : { ...market, threshold }
}

/** Vetoes that the case's own card did not prove from its inputs: they hold whatever card is tried. */
function foundByPeople(past: PastCase, card: Card): string[] {
  const values: Record<string, string> = {}
  for (const [code, input] of Object.entries(past.inputs)) if (input?.value) values[code] = input.value
  return [...past.vetoes, ...past.waived].filter((code) => {
    const test = card.vetoes.find((v) => v.code === code)?.test
    return !test || !proves(test, values, past.market)
  })
}

/** A value that the new card has no bin or option for cannot be scored again. */
function readable(card: Card, inputs: Inputs): boolean {
  return card.indicators.every((i) => {
    const value = inputs[i.code]?.value
    return !value || readInput(i, value).ok
  })
}

function moveOf(card: Card, before: TrialCase['before'], after: NonNullable<TrialCase['after']>): Move {
  const [was, is] = [YES.has(before.decision), YES.has(after.decision)]
  if (!was && is) return 'ADMITTED_NOW'
  if (was && !is) return 'REFUSED_NOW'
  const place = (grade: string | null): number => {
    const at = card.grades.findIndex((g) => g.grade === grade)
    return at < 0 ? card.grades.length : at
  }
  const steps = place(after.grade) - place(before.grade)
  return steps === 0 ? 'SAME' : steps < 0 ? 'BETTER' : 'WORSE'
}

function summarise(cases: readonly TrialCase[]): TrialSummary {
  const moves = Object.fromEntries(MOVES.map((m) => [m, 0])) as Record<Move, number>
  const grades = new Map<string, { from: string; to: string; count: number }>()
  const sum: TrialSummary = {
    cases: cases.length,
    moves,
    grades: [],
    admittedBefore: 0,
    admittedAfter: 0,
    admittedFenBefore: 0n,
    admittedFenAfter: 0n,
    totalBefore: 0,
    totalAfter: 0,
  }
  for (const c of cases) {
    moves[c.move]++
    sum.totalBefore += c.before.total
    if (YES.has(c.before.decision)) {
      sum.admittedBefore++
      sum.admittedFenBefore += c.requestedFen
    }
    if (!c.after) continue
    sum.totalAfter += c.after.total
    if (YES.has(c.after.decision)) {
      sum.admittedAfter++
      sum.admittedFenAfter += c.requestedFen
    }
    const [from, to] = [c.before.grade ?? '', c.after.grade ?? '']
    const cell = grades.get(`${from} ${to}`) ?? { from, to, count: 0 }
    cell.count++
    grades.set(`${from} ${to}`, cell)
  }
  return { ...sum, grades: [...grades.values()] }
}

/** A percentile line as a person types it: 0 to 100 with at most two decimals; null for anything else. */
export function readRankLine(text: string): string | null {
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(text)) return null
  const value = exact(text)
  return value.num > value.den * 100n ? null : text
}
