/** Lost customers and cases (§9 rows 16, 18, 19). */
import { daysBetween, type PlainDate } from '@/lib/platform/dates'

export const LOST_AFTER_DAYS = 90
export const RECOVER_DAYS = 30
export const LOST_REASONS = ['PRICE', 'SPEED', 'AMOUNT', 'SERVICE', 'CLOSED_BUSINESS', 'QUALITY_EXIT'] as const
export type LostReason = (typeof LOST_REASONS)[number]

/** No drawdown and nothing owed for ninety days: the ninetieth day counts. */
export function isDormant(lastMovement: PlainDate, balanceFen: bigint, on: PlainDate): boolean {
  return balanceFen === 0n && daysBetween(lastMovement, on) >= LOST_AFTER_DAYS
}

/** What a lost customer costs: an exit for quality that the named person confirmed, and one won back, cost nothing. */
export function costsDeduction(state: string): boolean {
  return state === 'LOST'
}

/** §9 row 19: each team tells at least three good and three bad cases a month. */
export const CASES_A_MONTH = 3
/** Day of the month from which a team that has told too few is asked for the rest. */
export const CASES_ASKED_FROM = 25
export function casesMissing(good: number, bad: number): { good: number; bad: number } {
  return { good: Math.max(CASES_A_MONTH - good, 0), bad: Math.max(CASES_A_MONTH - bad, 0) }
}

/** What in a story would tell whom it is about: a number of eleven digits and more, or one of the names given. */
export function tellsWho(text: string, names: readonly string[]): string | null {
  const digits = /\d{11,}/.exec(text.replace(/[\s-]/g, ''))
  if (digits) return digits[0]
  return names.find((n) => n.length >= 2 && text.includes(n)) ?? null
}

/** The words of a search, each of which must be found. */
export function searchWords(q: string): string[] {
  return [
    ...new Set(
      q
        .normalize('NFKC')
        .toLowerCase()
        .split(/\s+/)
        .filter((w) => w !== ''),
    ),
  ].slice(0, 8)
}
