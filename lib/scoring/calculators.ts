/** POST /scorecards/{code}/score: a card run on given inputs, without an object, evidence or state. */
import { z } from 'zod'
import { MARKET_GRADES } from '@/lib/plans/rules/grades'
import { type FieldError, refuse } from '@/lib/platform/errors'
import { ratio, toFixed } from '@/lib/platform/ratio'
import type { Trace } from '@/lib/platform/trace'
import type { Card } from './rules/card'
import type { ScoreDecision } from './rules/decision'
import { readInputs } from './rules/input'
import { withDerivedInputs } from './rules/market-derived'
import { scoreCard } from './rules/score'
import type { ScoreInput } from './rules/score-result'

export const ScoreRequest = z.strictObject({
  inputs: z.record(z.string().max(40), z.string().max(60)).meta({
    description: 'indicator code → decimal or option, as text',
    example: { MT1: '86', MC4: 'MARGIN_AND_STALL' },
  }),
  vetoes: z
    .array(z.string().max(40))
    .max(100)
    .default([])
    .meta({ description: 'veto codes found by people or registers; those that an input proves are added' }),
  marketGrade: z
    .string()
    .max(10)
    .optional()
    .meta({ description: 'customer cards: grade of the market; market cards do not read it', example: 'AAA' }),
})
export type ScoreRequest = z.output<typeof ScoreRequest>

export type ScoreAnswer = {
  version: number
  total: number
  /** null when more than 20 points are missing */
  grade: string | null
  decision: ScoreDecision
  /** "0.75": the grade's coefficient, two places; null without a grade */
  coefficient: string | null
  points: Record<string, number>
  vetoes: string[]
  missing: string[]
  trace: Trace
}

/**
 * Scores pure inputs (§3.0): all that is given counts as evidenced, MT3 is computed when MT1 and MS1 are given.
 * Refuses with 422 and the field: E_INDICATOR_UNKNOWN, E_NUMBER, E_WHOLE_NUMBER, E_VALUE_OUT_OF_RANGE,
 * E_OPTION_UNKNOWN, E_VETO_UNKNOWN, E_MARKET_GRADE_UNKNOWN.
 */
export function calculateScore(card: Card, request: ScoreRequest): ScoreAnswer {
  const read = readInputs(card, request.inputs)
  const fields: FieldError[] = read.problems.map((p) => ({
    path: `inputs.${p.indicator}`,
    code: p.code,
    params: p.params,
  }))
  request.vetoes.forEach((veto, i) => {
    if (!card.vetoes.some((v) => v.code === veto))
      fields.push({ path: `vetoes.${i}`, code: 'E_VETO_UNKNOWN', params: { veto, card: card.code } })
  })
  const grade = request.marketGrade
  if (card.kind === 'CUSTOMER' && grade !== undefined && !MARKET_GRADES.some((g) => g === grade))
    fields.push({ path: 'marketGrade', code: 'E_MARKET_GRADE_UNKNOWN', params: { grade, grades: [...MARKET_GRADES] } })
  const first = fields[0]
  if (first) throw refuse(first.code, first.params, { fields })
  const values = card.kind === 'MARKET' ? withDerivedInputs(read.values) : read.values
  const inputs: Record<string, ScoreInput> = {}
  for (const [code, value] of Object.entries(values)) inputs[code] = { value, evidenced: true }
  const market = card.kind === 'CUSTOMER' && grade !== undefined ? { grade } : null
  const { value, trace } = scoreCard(card, inputs, { vetoes: request.vetoes, waivers: [], market })
  return {
    version: value.cardVersion,
    total: value.total,
    grade: value.grade,
    decision: value.decision,
    coefficient: value.coefficientPpm === null ? null : toFixed(ratio(value.coefficientPpm, 1_000_000), 2),
    points: value.points,
    vetoes: value.vetoes,
    missing: value.missing,
    trace,
  }
}
