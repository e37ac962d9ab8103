import { type Check, check, compact } from './check'

const WEIGHTS = [1, 3, 5, 7, 11, 2, 13, 1, 1, 17, 19, 97, 23, 29]

/** The last two digits for the first 14 characters: (Σ mod 97) + 1, letters A = 10 … Z = 35 (§4.2). */
export function zhongzhengCheckDigits(body: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + Number.parseInt(body[i]!, 36) * weight, 0)
  return String((sum % 97) + 1).padStart(2, '0')
}

/** 中征码, the former loan card number, 16 characters (§4.2). E_ZZM_FORMAT or E_ZZM_CHECK. */
export function checkZhongzheng(value: string): Check {
  const normalized = compact(value).toUpperCase()
  if (!/^[A-Z0-9]{3}\d{13}$/.test(normalized)) return check(['E_ZZM_FORMAT'], { normalized })
  const ok = zhongzhengCheckDigits(normalized.slice(0, 14)) === normalized.slice(14)
  return check(ok ? [] : ['E_ZZM_CHECK'], { normalized, body: normalized.slice(0, 14), check: normalized.slice(14) })
}
