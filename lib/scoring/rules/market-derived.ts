/** Market indicators that the system computes (§3.1: MT3, MY1). */
import { isBefore, type PlainDate } from '@/lib/platform/dates'
import { parseRatio, type Ratio, ratio } from '@/lib/platform/ratio'

/**
 * MT3 = MT1 (亿元) × 10,000 ÷ MS1 (households), in 万元 a household. Cut, not rounded, after 4 decimals: the bins are
 * [a,b), so a cut value meets the same edges as the exact one. Null without both inputs or without households.
 */
export function turnoverPerMerchant(turnoverYi: string, households: string): string | null {
  const turnover = parseRatio(turnoverYi)
  const merchants = parseRatio(households)
  if (!turnover || !merchants || merchants.num <= 0n || turnover.num < 0n) return null
  return cut(ratio(turnover.num * 10_000n * merchants.den, turnover.den * merchants.num), 4)
}

/** MY1: completed months ÷ 12, one decimal, cut. Null when the day lies before the opening. */
export function yearsInOperation(openedOn: PlainDate, on: PlainDate): string | null {
  if (isBefore(on, openedOn)) return null
  const months = openedOn.until(on, { largestUnit: 'months' }).months
  return cut(ratio(months, 12), 1)
}

/** The inputs with MT3 filled in where MT1 and MS1 allow; a value that is given stays. */
export function withDerivedInputs(values: Readonly<Record<string, string>>): Record<string, string> {
  const { MT1, MS1, MT3 } = values
  if (MT3 !== undefined || MT1 === undefined || MS1 === undefined) return { ...values }
  const derived = turnoverPerMerchant(MT1, MS1)
  return derived === null ? { ...values } : { ...values, MT3: derived }
}

/** Decimal text cut after `places`, without closing zeros; for what is not negative. */
function cut(value: Ratio, places: number): string {
  const scaled = ((value.num * 10n ** BigInt(places)) / value.den).toString().padStart(places + 1, '0')
  return `${scaled.slice(0, -places)}.${scaled.slice(-places)}`.replace(/\.?0+$/, '')
}
