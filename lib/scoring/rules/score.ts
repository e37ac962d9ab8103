/** The scoring engine of both cards (§3.0): pure, exact, and every point can be traced to an input and a bin. */
import type { Traced } from '@/lib/platform/trace'
import { binIndex } from './bins'
import type { Card, Indicator } from './card'
import { coefficientOf, decide, gradeRow } from './decision'
import { readInput } from './input'
import type { IndicatorScore, ScoreContext, ScoreInput, ScoreResult } from './score-result'
import { scoreTrace } from './score-trace'
import { findVetoes } from './vetoes'

/**
 * Scores one subject (§3.0). Inputs must have been read (`readInputs`); an unreadable value or a veto that the card
 * does not have is a bug of the caller and throws.
 */
export function scoreCard(
  card: Card,
  inputs: Readonly<Record<string, ScoreInput | undefined>>,
  context: ScoreContext,
): Traced<ScoreResult> {
  const unknown = [...context.vetoes, ...context.waivers].find((code) => !card.vetoes.some((v) => v.code === code))
  if (unknown) throw new RangeError(`card ${card.code} has no veto ${unknown}`)
  const indicators = card.indicators.map((indicator) => scoreIndicator(indicator, inputs))
  const total = indicators.reduce((sum, i) => sum + i.points, 0)
  const missing = indicators.filter((i) => i.status !== 'SCORED')
  const missingPoints = missing.reduce((sum, i) => sum + i.maxPoints, 0)
  const grade = missingPoints > card.missingPointsAllowed ? null : gradeRow(card, total).grade
  const values: Record<string, string> = {}
  for (const i of indicators) if (i.value !== null) values[i.code] = i.value
  const found = findVetoes(card, values, context.vetoes, context.waivers, context.market)
  const decided = decide(card, total, grade, found.hits, context.market)
  const value: ScoreResult = {
    cardCode: card.code,
    cardVersion: card.version,
    total,
    grade,
    ...decided,
    coefficientPpm: grade === null ? null : coefficientOf(card, grade),
    points: Object.fromEntries(indicators.map((i) => [i.code, i.points])),
    indicators,
    vetoes: found.hits,
    waived: found.waived,
    missing: missing.map((i) => i.code),
    missingPoints,
  }
  return { value, trace: scoreTrace(card, value, found.proven, context.market) }
}

function scoreIndicator(
  indicator: Indicator,
  inputs: Readonly<Record<string, ScoreInput | undefined>>,
): IndicatorScore {
  const input = inputs[indicator.code]
  const base = {
    code: indicator.code,
    value: null,
    source: input?.source ?? null,
    bin: null,
    points: 0,
    maxPoints: indicator.maxPoints,
  }
  if (!input || input.value === null || input.value === '') return { ...base, status: 'MISSING' }
  const read = readInput(indicator, input.value)
  if (!read.ok) throw new RangeError(`${indicator.code}: ${read.problem.code} ${input.value}`)
  if (indicator.required && !isEvidenced(indicator, inputs))
    return { ...base, value: read.value, status: 'NO_EVIDENCE' }
  const bin = binIndex(indicator, read.value)
  const reached = indicator.bins[bin]
  if (!reached) throw new RangeError(`${indicator.code}: no bin holds ${read.value}`)
  return { ...base, value: read.value, status: 'SCORED', bin, points: reached.points }
}

/** Proven by evidence of its own or, where the system computes it, by that of what it is computed from (§3.1, MT3). */
function isEvidenced(indicator: Indicator, inputs: Readonly<Record<string, ScoreInput | undefined>>): boolean {
  const proven = (code: string): boolean => inputs[code]?.evidenced === true
  return proven(indicator.code) || (indicator.derivedFrom.length > 0 && indicator.derivedFrom.every(proven))
}
