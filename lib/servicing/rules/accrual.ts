/** Interest that has run but is not posted yet, kept exact: rounding happens once, when an item is posted (§5.6.3). */
import type { Fen, Ppm } from '@/lib/platform/money'
import { type Ratio, ratio, roundRatio } from '@/lib/platform/ratio'
import { type DayCount, yearParts, yearUnit } from './day-count'
import type { Period } from './due-dates'
import type { InterestBasis } from './loan-terms'
import type { SerialDay } from './serial-day'

/** One stretch of days on which balance and rate stood still. Its share of a year is parts ÷ (unit × over). */
export type Accrual = {
  from: SerialDay
  to: SerialDay
  balanceFen: Fen
  ratePpm: Ppm
  parts: number
  /** the actual days of the period that an event cut, else 1 */
  over: number
  /** true when a whole period's share (1/12, 1/52 …) is used, false when days are */
  byPeriod: boolean
}

export type Clock = { dayCount: DayCount; interestBasis: InterestBasis; unit: number }

/**
 * Interest of the stretch [from, to) inside a period. Under DAILY it is worth its own days. Under PERIOD the period's
 * interest is shared by actual days: days of the stretch ÷ actual days of the period.
 */
export function accrualWithin(
  period: Period,
  from: SerialDay,
  to: SerialDay,
  at: { balanceFen: Fen; ratePpm: Ppm },
  clock: Clock,
): Accrual {
  const { balanceFen, ratePpm } = at
  const byPeriod = period.whole && clock.interestBasis === 'PERIOD'
  if (from === period.from && to === period.to) {
    return { from, to, balanceFen, ratePpm, parts: period.parts, over: 1, byPeriod }
  }
  if (clock.interestBasis === 'PERIOD') {
    return { from, to, balanceFen, ratePpm, parts: period.parts * (to - from), over: period.to - period.from, byPeriod }
  }
  const parts = yearParts(clock.dayCount, from, to) * (clock.unit / yearUnit(clock.dayCount))
  return { from, to, balanceFen, ratePpm, parts, over: 1, byPeriod }
}

/** balance × rate × share of a year, summed without rounding, in fen. */
export function exactSum(accruals: readonly Accrual[], unit: number): Ratio {
  let plain = 0n
  let shared: Ratio | null = null
  for (const a of accruals) {
    const num = a.balanceFen * BigInt(a.ratePpm) * BigInt(a.parts)
    if (a.over === 1) plain += num
    else {
      const part = ratio(num, a.over)
      shared = shared ? ratio(shared.num * part.den + part.num * shared.den, shared.den * part.den) : part
    }
  }
  const den = 1_000_000n * BigInt(unit)
  return shared ? { num: plain * shared.den + shared.num, den: den * shared.den } : { num: plain, den }
}

/** The posted interest: the exact sum, rounded half up to the fen. */
export function postedInterest(accruals: readonly Accrual[], unit: number): Fen {
  return roundRatio(exactSum(accruals, unit))
}

/**
 * The same for one undivided stretch, which is nearly every instalment there is: in whole numbers that a `number` holds
 * exactly. `balance` is the stretch's balance in fen. Null where the product leaves that range.
 */
export function postedWhole(balance: number, a: Accrual, unit: number): number | null {
  const den = 1_000_000 * unit
  const num = balance * a.ratePpm * a.parts + den / 2
  if (a.over !== 1 || num > Number.MAX_SAFE_INTEGER) return null
  const q = Math.floor(num / den) // the quotient may have been rounded up to the next whole number
  return q * den > num ? q - 1 : q
}
