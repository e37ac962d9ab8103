/** The level instalment of an ANNUITY, solved exactly from the real factors of its periods. */
import type { Fen, Ppm } from '@/lib/platform/money'
import { type Ratio, roundRatio } from '@/lib/platform/ratio'

export type LevelPlan = {
  /** balance + interest of the first remaining period, exact: what is owed on its due date before the instalment */
  owed: Ratio
  /** what each later period is worth, in parts of `unit` of a year */
  laterParts: number[]
  unit: number
  ratePpm: Ppm
  /** left for the last due date on top of the instalment */
  balloonFen: Fen
}

/** Π(1+fᵢ), 1 + Σⱼ Πᵢ₍ᵢ≥ⱼ₎(1+fᵢ) and the denominator of the first, all as whole numbers. */
type Growth = { growth: bigint; annuity: bigint; power: bigint }

/**
 * The instalment that, paid on every due date, leaves the balloon (or nothing) after the last one, in fen:
 *
 *   A = (owed × Π(1+fᵢ) − balloon) ÷ (1 + Σⱼ Πᵢ₍ᵢ≥ⱼ₎(1+fᵢ)),  fᵢ = rate × parts ÷ unit over the later periods.
 *
 * With equal periods this is the ordinary annuity formula. Worked in whole numbers over one denominator and rounded
 * half up to the fen once, at the end. Never negative.
 */
export function levelInstalment(plan: LevelPlan): Fen {
  const { owed, laterParts, unit, ratePpm, balloonFen } = plan
  if (ratePpm === 0) {
    return atLeastZero(roundRatio(minusFen(owed, balloonFen, BigInt(laterParts.length + 1))))
  }
  const { growth, annuity, power } = growthOf(laterParts, unit, ratePpm)
  const num = owed.num * growth - balloonFen * owed.den * power
  return atLeastZero(roundRatio({ num, den: owed.den * annuity }))
}

function growthOf(laterParts: readonly number[], unit: number, ratePpm: Ppm): Growth {
  // 1 + f = (one + step × parts) ÷ one, reduced as far as all the periods allow: it keeps the powers short
  const perParts = laterParts.reduce((g, p) => gcd(g, p), unit) || 1
  const perRate = gcd(ratePpm, 1_000_000)
  const one = BigInt(1_000_000 / perRate) * BigInt(unit / perParts)
  const step = BigInt(ratePpm / perRate)
  let growth = 1n
  let annuity = 1n
  let power = 1n
  for (let i = 0; i < laterParts.length; ) {
    // equal periods in a row: a geometric series, which divides without a rest
    const parts = laterParts[i]!
    let n = 1
    while (laterParts[i + n] === parts) n++
    i += n
    const rise = step * BigInt(parts / perParts)
    if (n === 1) {
      // a broken period, or one that is worth its days: no powers and no division
      growth *= one + rise
      power *= one
      annuity = annuity * (one + rise) + power
      continue
    }
    const [grown, ones] = [(one + rise) ** BigInt(n), one ** BigInt(n)]
    const series = rise === 0n ? BigInt(n) * ones : (one * (grown - ones)) / rise
    annuity = annuity * grown + power * series
    growth *= grown
    power *= ones
  }
  return { growth, annuity, power }
}

function minusFen(owed: Ratio, fen: Fen, parts: bigint): Ratio {
  return { num: owed.num - fen * owed.den, den: owed.den * parts }
}

const atLeastZero = (fen: Fen): Fen => (fen < 0n ? 0n : fen)

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}
