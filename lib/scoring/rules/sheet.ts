/** A stored result as a person reads it: for each indicator its value, its bin and its points (§3.0-6). */
import { binIndex } from './bins'
import type { Card } from './card'
import type { IndicatorScore, ScoreInput } from './score-result'

/**
 * The lines of a stored result. Points are those that were stored, never computed again; the bin is found on the same
 * card version, which cannot have changed.
 */
export function indicatorLines(
  card: Card,
  stored: {
    inputs: Readonly<Record<string, ScoreInput | undefined>>
    points: Readonly<Record<string, number>>
    missing: readonly string[]
  },
): IndicatorScore[] {
  return card.indicators.map((indicator) => {
    const input = stored.inputs[indicator.code]
    const value = input?.value ? input.value : null
    const scored = !stored.missing.includes(indicator.code) && value !== null
    return {
      code: indicator.code,
      value,
      source: input?.source ?? null,
      status: scored ? 'SCORED' : value === null ? 'MISSING' : 'NO_EVIDENCE',
      bin: scored ? binIndex(indicator, value) : null,
      points: stored.points[indicator.code] ?? 0,
      maxPoints: indicator.maxPoints,
    }
  })
}

export type DimensionScore = { code: string; nameZh: string; nameEn: string; points: number; maxPoints: number }

/** Points and maximum by dimension, in the card's order. */
export function dimensionScores(card: Card, lines: readonly IndicatorScore[]): DimensionScore[] {
  const byCode = new Map(lines.map((l) => [l.code, l]))
  return card.dimensions.map((d) => {
    const inside = card.indicators.filter((i) => i.dimension === d.code)
    return {
      ...d,
      points: inside.reduce((sum, i) => sum + (byCode.get(i.code)?.points ?? 0), 0),
      maxPoints: inside.reduce((sum, i) => sum + i.maxPoints, 0),
    }
  })
}
