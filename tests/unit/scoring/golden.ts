/** The worked examples of the domain rules, as the engine takes them. */
import type { Card } from '@/lib/scoring/rules/card'
import { scoreCard } from '@/lib/scoring/rules/score'
import type { ScoreContext, ScoreInput, ScoreResult } from '@/lib/scoring/rules/score-result'
import vectors from '../../fixtures/golden-vectors.json' with { type: 'json' }

export type GoldenRow = { rows: Record<string, [number | string, number]>; score: number; grade: string }

export function goldenRows(prefix: 'market' | 'customer'): [string, GoldenRow][] {
  return Object.entries(vectors as Record<string, unknown>).flatMap(([key, value]) =>
    key.startsWith(`${prefix} `) ? [[key.slice(prefix.length + 1), value as GoldenRow] as [string, GoldenRow]] : [],
  )
}

export function golden(prefix: 'market' | 'customer', name: string): GoldenRow {
  return goldenRows(prefix).find(([key]) => key === name)![1]
}

export function valuesOf(row: GoldenRow): Record<string, string> {
  return Object.fromEntries(Object.entries(row.rows).map(([code, [value]]) => [code, String(value)]))
}

export function proven(values: Record<string, string>): Record<string, ScoreInput> {
  return Object.fromEntries(Object.entries(values).map(([code, value]) => [code, { value, evidenced: true }]))
}

export const NOTHING: ScoreContext = { vetoes: [], waivers: [], market: null }

export function score(card: Card, values: Record<string, string>, context: Partial<ScoreContext> = {}): ScoreResult {
  return scoreCard(card, proven(values), { ...NOTHING, ...context }).value
}
