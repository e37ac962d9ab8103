/** What goes into a score and what comes out of it (§3.0). */
import type { Ppm } from '@/lib/platform/money'
import type { MarketContext, Reason, ScoreDecision } from './decision'

/** One value as stored. `source` says where it comes from (evidence file, register, survey). */
export type ScoreInput = { value: string | null; evidenced: boolean; source?: string }

export type ScoreContext = {
  /** vetoes that people or registers found */
  vetoes: readonly string[]
  /** vetoes with a written waiver of CR_HEAD */
  waivers: readonly string[]
  /** customer card: the market that the merchant applies in; null when not known (what-if) */
  market: MarketContext | null
}

/** SCORED: a bin was reached. MISSING: no value. NO_EVIDENCE: a value that nothing proves, counted as missing. */
export type IndicatorStatus = 'SCORED' | 'MISSING' | 'NO_EVIDENCE'

export type IndicatorScore = {
  code: string
  value: string | null
  source: string | null
  status: IndicatorStatus
  /** index of the bin on the card; null when nothing was scored */
  bin: number | null
  points: number
  maxPoints: number
}

export type ScoreResult = {
  cardCode: string
  cardVersion: number
  /** Σ points, also when vetoed or incomplete (§3.0-5) */
  total: number
  /** null when too much is missing (§3.0-3) */
  grade: string | null
  decision: ScoreDecision
  reasons: Reason[]
  /** score that was needed; null on a market card or without a market */
  threshold: number | null
  /** the grade's coefficient, 1.00 = 1,000,000; null without a grade */
  coefficientPpm: Ppm | null
  points: Record<string, number>
  indicators: IndicatorScore[]
  vetoes: string[]
  waived: string[]
  missing: string[]
  /** Σ max points of what is missing */
  missingPoints: number
}
