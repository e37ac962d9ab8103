/**
 * A scorecard as data (§3.0): ordered indicators with bins and integer points, a grade table and veto rules. Bin edges
 * are exact decimals as text, names are on the card in both languages, because a bank writes cards of its own.
 */
import type { Mode } from '@/lib/plans/rules/grades'
import type { Share } from '@/lib/plans/rules/plan-limit'
import type { Ppm } from '@/lib/platform/money'

export const UNITS = [
  'YI_YUAN',
  'WAN_YUAN',
  'WAN_YUAN_PER_HOUSEHOLD',
  'WAN_SQM',
  'PERCENT',
  'PERCENTAGE_POINT',
  'YEARS',
  'DAYS',
  'COUNT',
  'HOUSEHOLDS',
  'TIMES',
] as const
export type Unit = (typeof UNITS)[number]

export type Dimension = { code: string; nameZh: string; nameEn: string }

/** One interval; a null edge is open to infinity. Edges are decimals as text ("33.33"). */
export type RangeBin = {
  lower: string | null
  lowerInclusive: boolean
  upper: string | null
  upperInclusive: boolean
  points: number
}

/** One option of a closed list. */
export type OptionBin = { value: string; nameZh: string; nameEn: string; points: number }

type IndicatorBase = {
  code: string
  dimension: string
  nameZh: string
  nameEn: string
  maxPoints: number
  /** without evidence the value counts as missing (§3.0-4) */
  required: boolean
  /** kinds of evidence that prove it; codes named in the messages (`evidence.<code>`) */
  evidence: readonly string[]
  /** computed by the system from these indicators; it is evidenced when all of them are */
  derivedFrom: readonly string[]
}

export type RangeIndicator = IndicatorBase & {
  type: 'RANGE'
  unit: Unit
  /** whole numbers only */
  integer: boolean
  /** what can be true at all: a value outside is an error of entry, not a bad score; null: no end */
  min: string | null
  max: string | null
  bins: readonly RangeBin[]
}

export type EnumIndicator = IndicatorBase & { type: 'ENUM'; bins: readonly OptionBin[] }
export type Indicator = RangeIndicator | EnumIndicator

/** A veto that an indicator's own value proves: strictly below or above a line, which may differ by market grade. */
export type VetoTest = {
  indicator: string
  below: string | null
  above: string | null
  aboveByMarketGrade: readonly { marketGrade: string; above: string }[]
}

export type VetoRule = {
  code: string
  nameZh: string
  nameEn: string
  /** the mark (w): CR_HEAD may waive it in writing (§3.0-7) */
  waivable: boolean
  /** null: found by people or registers, never from the inputs alone */
  test: VetoTest | null
}

/** Where a card is used; each list narrows, null narrows nothing. Three nulls: everywhere. */
export type CardScope = {
  /** codes of markets */
  markets: readonly string[] | null
  /** trades of markets, as their files name them */
  trades: readonly string[] | null
  /** cooperation modes; a market card does not read it */
  modes: readonly Mode[] | null
}
export const EVERYWHERE: CardScope = { markets: null, trades: null, modes: null }

type CardBase = {
  code: string
  version: number
  titleZh: string
  titleEn: string
  /** ISO date; null while a draft */
  effectiveFrom: string | null
  /** null: used nowhere by itself, only in the test bench and the lab (a challenger) */
  appliesTo: CardScope | null
  dimensions: readonly Dimension[]
  indicators: readonly Indicator[]
  vetoes: readonly VetoRule[]
  /** more points than this missing: no grade (§3.0-3) */
  missingPointsAllowed: number
}

/** Best grade first; a grade takes scores from minScore up to the grade above it. */
export type MarketGradeRow = {
  grade: string
  minScore: number
  decision: 'ADMIT' | 'CONDITIONAL' | 'REJECT'
  /** limit coefficient, 1.00 = 1,000,000 */
  coefficientPpm: Ppm
  /** score that a merchant of this market needs; null: none is admitted */
  customerThreshold: number | null
  /** how much of the ranked merchants the operator may recommend */
  share: Share | null
  /** cooperation modes that the grade allows; null: all */
  modes: readonly Mode[] | null
  /** the market's limit may not pass this share of the formula; null: no such cap */
  limitSharePpm: Ppm | null
  /** months until the market must be graded again */
  validityMonths: number | null
  /** months before a rejected market may be opened again */
  coolingOffMonths: number | null
}

export type CustomerGradeRow = {
  grade: string
  minScore: number
  decision: 'ADMITTED' | 'NOT_ADMITTED'
  /** admitted in markets of these grades only; null: in all */
  onlyInMarketGrades: readonly string[] | null
  /** amount coefficient, 1.00 = 1,000,000 */
  coefficientPpm: Ppm
  /** added to the price; null where nothing is lent */
  addOnBps: number | null
  /** months before the operator may recommend the merchant again */
  coolingOffMonths: number | null
}

export type MarketCard = CardBase & { kind: 'MARKET'; grades: readonly MarketGradeRow[] }
export type CustomerCard = CardBase & {
  kind: 'CUSTOMER'
  grades: readonly CustomerGradeRow[]
  /** score needed by market grade; a market grade that is not listed admits nobody */
  thresholds: readonly { marketGrade: string; threshold: number }[]
}
export type Card = MarketCard | CustomerCard

export function indicatorOf(card: Card, code: string): Indicator | undefined {
  return card.indicators.find((i) => i.code === code)
}
