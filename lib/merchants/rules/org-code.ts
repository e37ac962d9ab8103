import { type Check, check, compact } from './check'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

/** The check character of eight characters 0–9A–Z (GB 11714, §4.2): 11 − Σ mod 11, with 10 → X and 11 → 0. */
export function orgCodeCheckChar(body: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + ALPHABET.indexOf(body[i]!) * weight, 0)
  const c = 11 - (sum % 11)
  return c === 10 ? 'X' : c === 11 ? '0' : String(c)
}

/** Organisation code, GB 11714 (§4.2). The dash before the check character ("12345678-8") is accepted. */
export function checkOrgCode(value: string): Check {
  const normalized = compact(value).toUpperCase().replace(/-/g, '')
  if (!/^[0-9A-Z]{8}[0-9X]$/.test(normalized)) return check(['E_ORG_FORMAT'], { normalized })
  const body = normalized.slice(0, 8)
  const ok = orgCodeCheckChar(body) === normalized[8]
  return check(ok ? [] : ['E_ORG_CHECK'], { normalized, body, check: normalized[8]! })
}
