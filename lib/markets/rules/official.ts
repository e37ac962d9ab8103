/** One official result out of two signed entries (§3.0-8), and what the deciders may say about it (§10.1). */
import type { Traced, TraceStep } from '@/lib/platform/trace'
import type { MarketCard } from '@/lib/scoring/rules/card'
import { reconcile } from '@/lib/scoring/rules/reconciliation'
import { scoreCard } from '@/lib/scoring/rules/score'
import type { ScoreInput, ScoreResult } from '@/lib/scoring/rules/score-result'

export const SURVEYOR_ROLES = ['EVALUATOR', 'RISK_MGR'] as const
export type SurveyorRole = (typeof SURVEYOR_ROLES)[number]

export type SignedEntry = {
  role: SurveyorRole
  inputs: Readonly<Record<string, ScoreInput>>
  /** vetoes that the surveyor marked */
  vetoes: readonly string[]
  result: ScoreResult
}

export type OfficialScore = Traced<ScoreResult> & {
  /** whose entry stands */
  stands: SurveyorRole
  inputs: Readonly<Record<string, ScoreInput>>
  /** all vetoes that either of the two found */
  vetoes: string[]
  difference: number
  noteRequired: boolean
}

/**
 * The prudent of the two stands: the entry with the lower total; at equal totals the risk manager's, who is not of the
 * business line. A veto that either of them found counts, because a second pair of eyes that is overruled by not
 * looking would be none. The difference of the totals is kept, and over five points it must be explained (§3.0-8).
 */
export function officialScore(card: MarketCard, entries: Readonly<Record<SurveyorRole, SignedEntry>>): OfficialScore {
  const { EVALUATOR: evaluator, RISK_MGR: riskManager } = entries
  const entry = evaluator.result.total < riskManager.result.total ? evaluator : riskManager
  const found = new Set([
    ...evaluator.vetoes,
    ...riskManager.vetoes,
    ...evaluator.result.vetoes,
    ...riskManager.result.vetoes,
  ])
  const vetoes = card.vetoes.map((v) => v.code).filter((code) => found.has(code))
  const scored = scoreCard(card, entry.inputs, { vetoes, waivers: [], market: null })
  const { difference, noteRequired } = reconcile(evaluator.result.total, riskManager.result.total)
  const step: TraceStep = {
    label: 'markets.officialTotal',
    value: String(entry.result.total),
    unit: 'POINTS',
    rule: '§3.0-8',
    formula: 'min(markets.evaluatorTotal, markets.riskMgrTotal)',
    inputs: [
      { label: 'markets.evaluatorTotal', value: String(evaluator.result.total), unit: 'POINTS' },
      { label: 'markets.riskMgrTotal', value: String(riskManager.result.total), unit: 'POINTS' },
      { label: 'markets.difference', value: String(difference), unit: 'POINTS' },
    ],
  }
  return {
    value: scored.value,
    trace: { ...scored.trace, steps: [...scored.trace.steps, step] },
    stands: entry.role,
    inputs: entry.inputs,
    vetoes,
    difference,
    noteRequired,
  }
}

/** Indicators that the two valued or scored differently, in the card's order. */
export function differences(card: MarketCard, a: ScoreResult, b: ScoreResult): string[] {
  const valueIn = (r: ScoreResult, code: string) => r.indicators.find((i) => i.code === code)?.value ?? null
  return card.indicators
    .map((i) => i.code)
    .filter((code) => valueIn(a, code) !== valueIn(b, code) || a.points[code] !== b.points[code])
}

export const DECISIONS = ['ADMIT', 'CONDITIONAL', 'REJECT'] as const
export type Decision = (typeof DECISIONS)[number]

/**
 * What may be decided on a score (§10.1): after a veto only a rejection; without a grade only a rejection; grade B only
 * with conditions; grade C only a rejection. A rejection is always open to the deciders.
 */
export function allowedDecisions(
  card: MarketCard,
  score: { grade: string | null; vetoes: readonly string[] },
): Decision[] {
  if (score.vetoes.length > 0 || score.grade === null) return ['REJECT']
  const row = card.grades.find((g) => g.grade === score.grade)
  if (!row || row.decision === 'REJECT') return ['REJECT']
  return [row.decision, 'REJECT']
}

/** Both deciders must agree to admit; one rejection rejects (§6.2-1). */
export function joinDecisions(first: Decision, second: Decision): Decision {
  if (first === 'REJECT' || second === 'REJECT') return 'REJECT'
  return first === 'CONDITIONAL' || second === 'CONDITIONAL' ? 'CONDITIONAL' : 'ADMIT'
}

/** The grades one step up and down that a head may set by hand; none after a veto, without a grade, or a second time. */
export function gradesBeside(
  card: MarketCard,
  score: { grade: string | null; vetoes: readonly string[]; override: unknown },
): string[] {
  if (score.grade === null || score.vetoes.length > 0 || score.override) return []
  const at = card.grades.findIndex((g) => g.grade === score.grade)
  return [card.grades[at - 1], card.grades[at + 1]].flatMap((g) => (g ? [g.grade] : []))
}
