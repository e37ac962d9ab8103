/** Exact fractions of bigints, for formulas that must round only once, at the end (days, turns, shares). */

export type Ratio = { readonly num: bigint; readonly den: bigint }

/** num ÷ den with the sign in the numerator. Throws on a zero denominator: a caller must rule it out first. */
export function ratio(num: bigint | number, den: bigint | number = 1n): Ratio {
  let n = BigInt(num)
  let d = BigInt(den)
  if (d === 0n) throw new RangeError('ratio with a zero denominator')
  if (d < 0n) {
    n = -n
    d = -d
  }
  const g = gcd(n < 0n ? -n : n, d)
  return g > 1n ? { num: n / g, den: d / g } : { num: n, den: d }
}

function gcd(a: bigint, b: bigint): bigint {
  while (b) [a, b] = [b, a % b]
  return a
}

export const add = (a: Ratio, b: Ratio): Ratio => ratio(a.num * b.den + b.num * a.den, a.den * b.den)
export const sub = (a: Ratio, b: Ratio): Ratio => ratio(a.num * b.den - b.num * a.den, a.den * b.den)
export const mul = (a: Ratio, b: Ratio): Ratio => ratio(a.num * b.num, a.den * b.den)
export const div = (a: Ratio, b: Ratio): Ratio => ratio(a.num * b.den, a.den * b.num)
export const compare = (a: Ratio, b: Ratio): -1 | 0 | 1 => {
  const d = a.num * b.den - b.num * a.den
  return d < 0n ? -1 : d > 0n ? 1 : 0
}

const DECIMAL_RE = /^(-?)(\d+)(?:\.(\d+))?$/

/** "6.5" → 13/2. Null when the text is not a plain decimal number. */
export function parseRatio(text: string): Ratio | null {
  const m = DECIMAL_RE.exec(text)
  if (!m || text.length > 40) return null
  const frac = m[3] ?? ''
  const r = frac === '' ? { num: BigInt(m[2]!), den: 1n } : ratio(BigInt(m[2]! + frac), 10n ** BigInt(frac.length))
  return m[1] ? { num: -r.num, den: r.den } : r
}

/** Rounds to a whole number; HALF_UP rounds a half away from zero. */
export function roundRatio(r: Ratio, rounding: 'HALF_UP' | 'FLOOR' | 'CEIL' = 'HALF_UP'): bigint {
  const neg = r.num < 0n
  const abs = neg ? -r.num : r.num
  if (rounding === 'HALF_UP') {
    const v = (abs * 2n + r.den) / (r.den * 2n)
    return neg ? -v : v
  }
  const q = abs / r.den
  const rest = abs % r.den
  const up = rounding === 'CEIL' ? !neg : neg
  const v = rest > 0n && up ? q + 1n : q
  return neg ? -v : v
}

/** Fixed-point text with `places` decimals, half up: ratio(1,3) with 4 → "0.3333". */
export function toFixed(r: Ratio, places: number): string {
  const scaled = roundRatio(ratio(r.num * 10n ** BigInt(places), r.den))
  const abs = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0')
  const text = places === 0 ? abs : `${abs.slice(0, -places)}.${abs.slice(-places)}`
  return scaled < 0n ? `-${text}` : text
}
