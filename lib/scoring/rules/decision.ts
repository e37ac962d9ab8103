/** From a total to a grade, and from grade, market and vetoes to the word that the card says (§3.0-5, §3.1, §3.2). */
import type { Ppm } from '@/lib/platform/money'
import type { Card, CustomerCard, CustomerGradeRow, MarketCard, MarketGradeRow } from './card'

/** What a market card can say. The people of §10.1 decide; the card proposes. */
export const MARKET_DECISIONS = ['ADMIT', 'CONDITIONAL', 'REJECT', 'VETOED', 'INSUFFICIENT_DATA'] as const
/** What a customer card can say. DEPENDS_ON_MARKET only when it was scored without a market's grade. */
export const CUSTOMER_DECISIONS = [
  'ADMITTED',
  'NOT_ADMITTED',
  'DEPENDS_ON_MARKET',
  'VETOED',
  'INSUFFICIENT_DATA',
] as const
export type MarketScoreDecision = (typeof MARKET_DECISIONS)[number]
export type CustomerScoreDecision = (typeof CUSTOMER_DECISIONS)[number]
export type ScoreDecision = MarketScoreDecision | CustomerScoreDecision

/** Why the word is not plainly yes. Independent reasons stand side by side (§3.1, M3). */
export const REASONS = [
  'VETO',
  'DATA_MISSING',
  'GRADE_REJECTED',
  'GRADE_CONDITIONAL',
  'BELOW_MARKET_THRESHOLD',
  'GRADE_NEEDS_BETTER_MARKET',
  'MARKET_ADMITS_NOBODY',
  'MARKET_GRADE_UNKNOWN',
] as const
export type Reason = (typeof REASONS)[number]

/** The market that a merchant applies in; `threshold` as stored with its grading goes before the card's own table. */
export type MarketContext = { grade: string; threshold?: number | null }

export type Decided = { decision: ScoreDecision; reasons: Reason[]; threshold: number | null }

/** The best grade whose lower edge the total reaches; a published card has one for every total. */
export function gradeRow(card: MarketCard, total: number): MarketGradeRow
export function gradeRow(card: CustomerCard, total: number): CustomerGradeRow
export function gradeRow(card: Card, total: number): MarketGradeRow | CustomerGradeRow
export function gradeRow(card: Card, total: number): MarketGradeRow | CustomerGradeRow {
  const rows: readonly (MarketGradeRow | CustomerGradeRow)[] = card.grades
  const row = rows.find((r) => total >= r.minScore)
  if (!row) throw new RangeError(`card ${card.code} has no grade for ${total}`)
  return row
}

/** The grade's coefficient in ppm; null for a grade that the card does not have. */
export function coefficientOf(card: Card, grade: string): Ppm | null {
  return card.grades.find((g) => g.grade === grade)?.coefficientPpm ?? null
}

/**
 * The word and its reasons. A veto decides whatever the score; after it missing data; then grade and, for a merchant,
 * the market (§3.0-3, §3.0-5, §3.2). `grade` is null when too much is missing.
 */
export function decide(
  card: Card,
  total: number,
  grade: string | null,
  vetoes: readonly string[],
  market: MarketContext | null,
): Decided {
  const own =
    grade === null
      ? {
          decision: 'INSUFFICIENT_DATA' as const,
          reasons: ['DATA_MISSING' as const],
          threshold: thresholdOf(card, market),
        }
      : card.kind === 'MARKET'
        ? decideMarket(card, grade)
        : decideCustomer(card, total, grade, market)
  return vetoes.length > 0 ? { ...own, decision: 'VETOED', reasons: ['VETO', ...own.reasons] } : own
}

function decideMarket(card: MarketCard, grade: string): Decided {
  const { decision } = rowOf(card.grades, grade)
  const reasons: Reason[] =
    decision === 'REJECT' ? ['GRADE_REJECTED'] : decision === 'CONDITIONAL' ? ['GRADE_CONDITIONAL'] : []
  return { decision, reasons, threshold: null }
}

function decideCustomer(card: CustomerCard, total: number, grade: string, market: MarketContext | null): Decided {
  const row = rowOf(card.grades, grade)
  if (row.decision === 'NOT_ADMITTED')
    return { decision: 'NOT_ADMITTED', reasons: ['GRADE_REJECTED'], threshold: thresholdOf(card, market) }
  if (market) return inMarket(card, row, total, market)
  const everywhere = card.thresholds.map((t) => inMarket(card, row, total, { grade: t.marketGrade }).decision)
  if (everywhere.every((d) => d === 'ADMITTED')) return { decision: 'ADMITTED', reasons: [], threshold: null }
  return { decision: 'DEPENDS_ON_MARKET', reasons: ['MARKET_GRADE_UNKNOWN'], threshold: null }
}

function inMarket(card: CustomerCard, row: CustomerGradeRow, total: number, market: MarketContext): Decided {
  const threshold = thresholdOf(card, market)
  if (threshold === null) return { decision: 'NOT_ADMITTED', reasons: ['MARKET_ADMITS_NOBODY'], threshold }
  const reasons: Reason[] = []
  if (total < threshold) reasons.push('BELOW_MARKET_THRESHOLD')
  if (row.onlyInMarketGrades && !row.onlyInMarketGrades.includes(market.grade))
    reasons.push('GRADE_NEEDS_BETTER_MARKET')
  return { decision: reasons.length === 0 ? 'ADMITTED' : 'NOT_ADMITTED', reasons, threshold }
}

function thresholdOf(card: Card, market: MarketContext | null): number | null {
  if (card.kind === 'MARKET' || !market) return null
  const ofGrade = card.thresholds.find((t) => t.marketGrade === market.grade)?.threshold ?? null
  return market.threshold === undefined ? ofGrade : market.threshold
}

function rowOf<R extends { grade: string }>(rows: readonly R[], grade: string): R {
  const row = rows.find((r) => r.grade === grade)
  if (!row) throw new RangeError(`the card has no grade ${grade}`)
  return row
}
