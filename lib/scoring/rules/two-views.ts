/** RM and evaluator on one merchant: the sheet they share, and what the evaluator judges otherwise (§3.0-8). */
import { type TraceStep, words } from '@/lib/platform/trace'
import type { CustomerCard } from './card'
import { compileCard } from './compiled'
import { reconcile } from './reconciliation'
import type { ScoreInput } from './score-result'

export type TwoViews = {
  /** total of the shared sheet, and with the evaluator's values laid over it */
  sheetTotal: number
  evaluatorTotal: number
  difference: number
  /** more than five points apart: the two must say why */
  noteRequired: boolean
  /** the prudent of the two stands */
  stands: 'SHEET' | 'EVALUATOR'
}

/** The sheet's inputs with the evaluator's values in their place; a value is proven by the same evidence. */
export function evaluatorInputs(
  inputs: Readonly<Record<string, ScoreInput>>,
  own: Readonly<Record<string, string>>,
): Record<string, ScoreInput> {
  const merged: Record<string, ScoreInput> = { ...inputs }
  for (const [code, value] of Object.entries(own)) {
    const before = inputs[code]
    merged[code] = before ? { ...before, value } : { value, evidenced: false }
  }
  return merged
}

/** Null where the evaluator agrees with the sheet. */
export function twoViews(
  card: CustomerCard,
  inputs: Readonly<Record<string, ScoreInput>>,
  own: Readonly<Record<string, string>>,
): TwoViews | null {
  if (Object.keys(own).length === 0) return null
  const score = compileCard(card)
  const context = { vetoes: [], waivers: [], market: null }
  const sheetTotal = score(inputs, context).total
  const evaluatorTotal = score(evaluatorInputs(inputs, own), context).total
  return {
    sheetTotal,
    evaluatorTotal,
    ...reconcile(sheetTotal, evaluatorTotal),
    stands: evaluatorTotal < sheetTotal ? 'EVALUATOR' : 'SHEET',
  }
}

/** Which of the two stood, as a step of the score's derivation. */
export function viewsStep(views: TwoViews): TraceStep {
  const points = (label: string, n: number) => ({ label, value: String(n), unit: 'POINTS' as const })
  return {
    ...points('standingTotal', Math.min(views.sheetTotal, views.evaluatorTotal)),
    rule: '§3.0-8',
    formula: 'min(sheetTotal, evaluatorTotal)',
    inputs: [
      points('sheetTotal', views.sheetTotal),
      points('evaluatorTotal', views.evaluatorTotal),
      points('difference', views.difference),
      words('stands', views.stands),
    ],
  }
}
