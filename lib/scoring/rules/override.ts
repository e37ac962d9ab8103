/** Changing a grade by hand, and lifting a veto in writing (§3.0-7). */
import type { Ppm } from '@/lib/platform/money'
import { ratio, roundRatio } from '@/lib/platform/ratio'
import { count, percent, type Trace } from '@/lib/platform/trace'
import type { Card } from './card'
import { coefficientOf, type Decided, decide, type MarketContext } from './decision'
import { gradesFallen } from './grade-steps'

/** SB_HEAD or above may override; only CR_HEAD may waive. */
export const OVERRIDE_ROLES = ['SB_HEAD', 'CR_HEAD'] as const
export const WAIVER_ROLES = ['CR_HEAD'] as const

export type OverrideProblem =
  | 'E_FORBIDDEN'
  | 'E_SOD'
  | 'E_OVERRIDE_REASON'
  | 'E_OVERRIDE_ATTACHMENT'
  | 'E_OVERRIDE_VETOED'
  | 'E_OVERRIDE_NO_GRADE'
  | 'E_OVERRIDE_STEP'

/** Who acts on a stored score, and what they bring. */
export type HandAct = {
  actorId: string
  roles: readonly string[]
  /** the people who scored or signed; none of them may touch the result */
  scorerIds: readonly string[]
  reason: string
  /** files that prove the reason */
  attachments: readonly string[]
}

export type GradedScore = { total: number; grade: string | null; vetoes: readonly string[] }

/** Everything that forbids this override; empty when it may be made. A vetoed or ungraded score has nothing to change. */
export function overrideProblems(card: Card, score: GradedScore, toGrade: string, act: HandAct): OverrideProblem[] {
  const problems: OverrideProblem[] = handProblems(act, OVERRIDE_ROLES)
  if (score.vetoes.length > 0) problems.push('E_OVERRIDE_VETOED')
  if (score.grade === null) return [...problems, 'E_OVERRIDE_NO_GRADE']
  const steps = gradesFallen(card, score.grade, toGrade)
  if (steps !== 1 && steps !== -1) problems.push('E_OVERRIDE_STEP')
  return problems
}

export type OverriddenScore = Decided & {
  grade: string
  coefficientPpm: Ppm
  /** the total that the decision is made with: the nearest one that the new grade covers; the stored total stays */
  effectiveTotal: number
}

/**
 * The decision after an allowed override. The threshold is met with the nearest total of the new grade (raised from 63
 * to B1: 65; lowered from 71 to B2: 64), because a grade that could not decide anything would be no override.
 */
export function overriddenScore(
  card: Card,
  score: GradedScore,
  toGrade: string,
  market: MarketContext | null,
): OverriddenScore {
  const index = card.grades.findIndex((g) => g.grade === toGrade)
  const coefficientPpm = coefficientOf(card, toGrade)
  if (index < 0 || coefficientPpm === null) throw new RangeError(`card ${card.code} has no grade ${toGrade}`)
  const lowest = card.grades[index]!.minScore
  const above = card.grades[index - 1]
  const highest = above ? above.minScore - 1 : 100
  const effectiveTotal = Math.min(Math.max(score.total, lowest), highest)
  return {
    ...decide(card, effectiveTotal, toGrade, score.vetoes, market),
    grade: toGrade,
    coefficientPpm,
    effectiveTotal,
  }
}

export type WaiverProblem =
  | 'E_FORBIDDEN'
  | 'E_SOD'
  | 'E_OVERRIDE_REASON'
  | 'E_OVERRIDE_ATTACHMENT'
  | 'E_VETO_UNKNOWN'
  | 'E_VETO_NOT_WAIVABLE'

/** Everything that forbids this written waiver of a veto; only rules with the mark (w) can be waived. */
export function waiverProblems(card: Card, vetoCode: string, act: HandAct): WaiverProblem[] {
  const problems: WaiverProblem[] = handProblems(act, WAIVER_ROLES)
  const rule = card.vetoes.find((v) => v.code === vetoCode)
  if (!rule) problems.push('E_VETO_UNKNOWN')
  else if (!rule.waivable) problems.push('E_VETO_NOT_WAIVABLE')
  return problems
}

type HandProblem = 'E_FORBIDDEN' | 'E_SOD' | 'E_OVERRIDE_REASON' | 'E_OVERRIDE_ATTACHMENT'

function handProblems(act: HandAct, allowed: readonly string[]): HandProblem[] {
  const problems: HandProblem[] = []
  if (!act.roles.some((r) => allowed.includes(r))) problems.push('E_FORBIDDEN')
  if (act.scorerIds.includes(act.actorId)) problems.push('E_SOD')
  if (act.reason.trim() === '') problems.push('E_OVERRIDE_REASON')
  if (act.attachments.length === 0) problems.push('E_OVERRIDE_ATTACHMENT')
  return problems
}

/** Share of a month's scores that were overridden, in ppm half up; `over` is decided on the exact fraction (DEFAULT 5 %). */
export function overrideRate(
  overridden: number,
  scored: number,
  limitPpm: Ppm = 50_000,
): { ratePpm: Ppm; over: boolean } {
  if (scored === 0) return { ratePpm: 0, over: false }
  return {
    ratePpm: Number(roundRatio(ratio(BigInt(overridden) * 1_000_000n, BigInt(scored)))),
    over: BigInt(overridden) * 1_000_000n > BigInt(scored) * BigInt(limitPpm),
  }
}

/** The same share with its derivation, for the month's report. */
export function overrideRateTrace(overridden: number, scored: number, limitPpm: Ppm): Trace {
  const { ratePpm } = overrideRate(overridden, scored, limitPpm)
  const rate = percent('overrideRate', ratePpm)
  return {
    rule: 'scoring.overrideRate',
    version: 1,
    result: rate,
    steps: [
      {
        ...rate,
        rule: '§3.0-7',
        formula: 'overridden ÷ scored',
        inputs: [
          count('overridden', overridden),
          count('scored', scored),
          percent('monthlyLimit', limitPpm, 'parameter'),
        ],
        binding: true,
      },
    ],
  }
}
