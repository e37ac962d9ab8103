/** The derivation of a score: for each indicator input, bin and points; then total, missing points, vetoes, decision. */
import { ratio, toFixed } from '@/lib/platform/ratio'
import { type Trace, type TraceStep, type TraceUnit, type TraceValue, words } from '@/lib/platform/trace'
import { binText } from './bins'
import type { Card, Indicator, Unit } from './card'
import type { MarketContext } from './decision'
import type { IndicatorScore, ScoreResult } from './score-result'

/** The section of the domain rules that holds the card's bins. */
const SECTION: Record<Card['kind'], string> = { MARKET: '§3.1', CUSTOMER: '§3.2' }

export function scoreTrace(
  card: Card,
  result: ScoreResult,
  proven: readonly string[],
  market: MarketContext | null,
): Trace {
  const section = SECTION[card.kind]
  const steps: TraceStep[] = card.indicators.map((indicator, i) =>
    indicatorStep(indicator, result.indicators[i]!, section),
  )
  steps.push(totalStep(card, result), missingStep(card, result))
  if (result.grade !== null) steps.push(gradeStep(card, result, section))
  if (result.vetoes.length > 0 || result.waived.length > 0) steps.push(vetoStep(result, proven, section))
  steps.push(decisionStep(card, result, market, section))
  return { rule: 'scoring.score', version: 1, result: points('total', result.total), steps }
}

/** How a card's bins are written, worked out once for a card that scores many. */
const texts = new WeakMap<Indicator, string[]>()

function textOf(indicator: Indicator, bin: number): string {
  const known = texts.get(indicator) ?? []
  texts.set(indicator, known)
  known[bin] ??= binText(indicator, bin)
  return known[bin]
}

/** A whole number of points, as text. */
export function points(label: string, n: number): TraceValue {
  return { label, value: String(n), unit: 'POINTS' }
}

function indicatorStep(indicator: Indicator, score: IndicatorScore, section: string): TraceStep {
  const inputs: TraceValue[] = []
  if (score.value !== null) inputs.push(inputFigure(indicator, score))
  if (score.bin !== null) inputs.push(words('bin', textOf(indicator, score.bin)))
  else inputs.push(words('status', score.status))
  inputs.push(points('maxPoints', score.maxPoints))
  return {
    ...points(score.code, score.points),
    rule: score.bin === null ? (score.status === 'MISSING' ? '§3.0-3' : '§3.0-4') : `${section} ${indicator.code}`,
    formula:
      score.bin === null
        ? `${score.status} → 0`
        : indicator.type === 'ENUM'
          ? `${score.value} → ${score.points}`
          : `${score.value} ∈ ${textOf(indicator, score.bin)} → ${score.points}`,
    inputs,
  }
}

/** Units that a trace has of its own; the others are named by the label (`input_YI_YUAN`). */
const TRACE_UNIT: Partial<Record<Unit, TraceUnit>> = {
  PERCENT: 'PERCENT',
  DAYS: 'DAYS',
  COUNT: 'COUNT',
  TIMES: 'TIMES',
}

function inputFigure(indicator: Indicator, score: IndicatorScore): TraceValue {
  const own = indicator.type === 'RANGE' ? TRACE_UNIT[indicator.unit] : undefined
  const label = indicator.type === 'ENUM' || own ? 'input' : `input_${indicator.unit}`
  const figure: TraceValue = { label, value: score.value!, unit: own ?? 'TEXT' }
  return score.source === null ? figure : { ...figure, source: score.source }
}

function totalStep(card: Card, result: ScoreResult): TraceStep {
  return {
    ...points('total', result.total),
    rule: '§3.0-5',
    formula: 'Σ points',
    inputs: card.dimensions.map((d) =>
      points(
        d.code,
        card.indicators.filter((i) => i.dimension === d.code).reduce((sum, i) => sum + (result.points[i.code] ?? 0), 0),
      ),
    ),
  }
}

function missingStep(card: Card, result: ScoreResult): TraceStep {
  const binding = result.decision === 'INSUFFICIENT_DATA'
  return {
    ...points('missingPoints', result.missingPoints),
    rule: '§3.0-3',
    formula: 'Σ maxPoints of missing ≤ missingPointsAllowed',
    inputs: [
      points('missingPointsAllowed', card.missingPointsAllowed),
      ...result.missing.map((code) => words('missing', code)),
    ],
    ...(binding ? { binding } : {}),
  }
}

function gradeStep(card: Card, result: ScoreResult, section: string): TraceStep {
  const row = card.grades.find((g) => g.grade === result.grade)!
  return {
    ...words('grade', row.grade),
    rule: section,
    formula: 'total ≥ minScore',
    inputs: [
      points('total', result.total),
      points('minScore', row.minScore),
      { label: 'coefficient', value: toFixed(ratio(row.coefficientPpm, 1_000_000), 2), unit: 'TIMES' },
    ],
  }
}

function vetoStep(result: ScoreResult, proven: readonly string[], section: string): TraceStep {
  const inputs = [...result.vetoes, ...result.waived].map((code) =>
    words(code, result.waived.includes(code) ? 'WAIVED' : proven.includes(code) ? 'PROVEN_BY_INPUT' : 'MARKED'),
  )
  return {
    ...words('vetoes', result.vetoes.join(', ')),
    rule: section,
    inputs,
    ...(result.vetoes.length > 0 ? { binding: true } : {}),
  }
}

function decisionStep(card: Card, result: ScoreResult, market: MarketContext | null, section: string): TraceStep {
  const inputs: TraceValue[] = []
  if (card.kind === 'CUSTOMER') {
    if (market) inputs.push(words('marketGrade', market.grade))
    if (result.threshold !== null) inputs.push(points('threshold', result.threshold))
  }
  for (const reason of result.reasons) inputs.push(words('reason', reason))
  return {
    ...words('decision', result.decision),
    rule: result.vetoes.length > 0 ? '§3.0-5' : section,
    inputs,
    ...(result.vetoes.length === 0 && result.decision !== 'INSUFFICIENT_DATA' ? { binding: true } : {}),
  }
}
