/** How long a score may be used (§3.0-9, §10.1). The last day itself still counts. */
import { addMonths, isAfter, isBefore, type PlainDate } from '@/lib/platform/dates'
import type { MarketCard } from './card'

/** Days from scoring to approval within which a customer score may be used. */
export const CUSTOMER_SCORE_DAYS = 90

/** 12 months from grading, 6 for grade B; null for a grade that admits nobody. */
export function marketScoreValidUntil(card: MarketCard, grade: string, gradedOn: PlainDate): PlainDate | null {
  const months = card.grades.find((g) => g.grade === grade)?.validityMonths ?? null
  return months === null ? null : addMonths(gradedOn, months)
}

/** An ORANGE or RED market warning ends the score on its day, whatever was left of its term. */
export function isMarketScoreValid(
  score: { validUntil: PlainDate; invalidSince: PlainDate | null },
  on: PlainDate,
): boolean {
  if (score.invalidSince && !isBefore(on, score.invalidSince)) return false
  return !isAfter(on, score.validUntil)
}

export function customerScoreValidUntil(scoredOn: PlainDate, days: number = CUSTOMER_SCORE_DAYS): PlainDate {
  return scoredOn.add({ days })
}

export function isCustomerScoreValid(scoredOn: PlainDate, on: PlainDate, days: number = CUSTOMER_SCORE_DAYS): boolean {
  return !isBefore(on, scoredOn) && !isAfter(on, customerScoreValidUntil(scoredOn, days))
}
