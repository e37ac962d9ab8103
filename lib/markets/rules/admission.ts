/** What an admission gives a market, and when it ends (§3.1, §10.1). */
import type { Mode } from '@/lib/plans/rules/grades'
import type { Share } from '@/lib/plans/rules/plan-limit'
import { addMonths, isBefore, type PlainDate } from '@/lib/platform/dates'
import type { Fen, Ppm } from '@/lib/platform/money'
import { mul, parseRatio, ratio, roundRatio } from '@/lib/platform/ratio'
import type { MarketCard } from '@/lib/scoring/rules/card'
import { marketScoreValidUntil } from '@/lib/scoring/rules/validity'

export const ALL_MODES: readonly Mode[] = ['JG', 'AF', 'GC', 'LI', 'PK', 'DF']

/** What suspends an admitted market (§10.1): a RED warning, or a stop of new business S1, S7 or S8 (§8.3). */
export const SUSPEND_TRIGGERS = ['RED', 'S1', 'S7', 'S8'] as const

export type AdmissionTerms = {
  grade: string
  /** limit coefficient, 1.00 = 1,000,000 */
  coefficientPpm: Ppm
  /** least score of a merchant of this market */
  threshold: number
  /** how much of the ranked merchants the operator may recommend */
  share: Share
  modes: readonly Mode[]
  /** share of the formula that the market's limit may not pass; null: none */
  limitSharePpm: Ppm | null
  validUntil: PlainDate
}

/** The terms of the grade on the card that it was scored with; null for a grade that admits nobody. */
export function admissionTerms(card: MarketCard, grade: string, on: PlainDate): AdmissionTerms | null {
  const row = card.grades.find((g) => g.grade === grade)
  const validUntil = marketScoreValidUntil(card, grade, on)
  if (!row || !validUntil || row.customerThreshold === null || row.share === null) return null
  return {
    grade,
    coefficientPpm: row.coefficientPpm,
    threshold: row.customerThreshold,
    share: row.share,
    modes: row.modes ?? ALL_MODES,
    limitSharePpm: row.limitSharePpm,
    validUntil,
  }
}

/** How many merchants the operator may recommend: the share of those ranked, cut (§3.1: top 1/3 of 600 = 200). */
export function recommendable(merchants: number, share: Share): number {
  return Math.floor((merchants * share.num) / share.den)
}

const COOLING_OFF_MONTHS = 6

/** First day on which a rejected market may be opened again; an expired one may at once. */
export function reopenFrom(card: MarketCard, rejectedOn: PlainDate): PlainDate {
  const months = card.grades.find((g) => g.decision === 'REJECT')?.coolingOffMonths ?? COOLING_OFF_MONTHS
  return addMonths(rejectedOn, months)
}

/** The last day itself still counts. */
export function hasExpired(expiresOn: PlainDate | null, today: PlainDate): boolean {
  return expiresOn !== null && isBefore(expiresOn, today)
}

/** Merchants counted (MS1) and turnover (MT1, 亿元 → fen, half up) as facts of the market; what was not found stays. */
export function surveyedFacts(inputs: Readonly<Record<string, { value: string | null } | undefined>>): {
  merchantCount?: number
  turnoverFen?: Fen
} {
  const merchants = within(inputs.MS1?.value, 10_000_000n)
  const turnover = within(inputs.MT1?.value, 10_000_000n)
  return {
    ...(merchants ? { merchantCount: Number(roundRatio(merchants, 'FLOOR')) } : {}),
    ...(turnover ? { turnoverFen: roundRatio(mul(turnover, ratio(10_000_000_000n))) } : {}),
  }
}

/** A figure of entry that a column can hold; one beyond it is no fact of any market. */
function within(text: string | null | undefined, most: bigint) {
  const value = parseRatio(text ?? '')
  return value && value.num >= 0n && value.num <= most * value.den ? value : null
}
