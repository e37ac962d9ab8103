/** What a bank may configure about scoring (§3.0, §12). */
import type { Ppm } from '@/lib/platform/money'
import type { ParameterRanges } from '@/lib/platform/parameters'

export type ScoringParameters = {
  override: {
    /** grades changed by hand ÷ scores of a calendar month; above it one of the two who change a grade is CR_HEAD */
    monthlyLimitPpm: Ppm
  }
}

export const SCORING_DEFAULTS: ScoringParameters = { override: { monthlyLimitPpm: 50_000 } }
export const SCORING_RANGES: ParameterRanges = { 'override.monthlyLimitPpm': { min: '0', max: '20' } }
