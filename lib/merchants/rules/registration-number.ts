import { type Check, check, compact } from './check'

/** The 15th digit for the first 14: ISO 7064 MOD 11,10 (§4.2). */
export function registrationNumberCheckDigit(body: string): string {
  let product = 10
  for (const digit of body.slice(0, 14)) {
    const sum = (product + Number(digit)) % 10 || 10
    product = (sum * 2) % 11
  }
  return String((11 - product) % 10)
}

/** The 15-digit business registration number used before the unified code (§4.2). E_REG_NO_FORMAT or E_REG_NO_CHECK. */
export function checkRegistrationNumber(value: string): Check {
  const normalized = compact(value)
  if (!/^\d{15}$/.test(normalized)) return check(['E_REG_NO_FORMAT'], { normalized })
  const ok = registrationNumberCheckDigit(normalized) === normalized[14]
  return check(ok ? [] : ['E_REG_NO_CHECK'], {
    normalized,
    region: normalized.slice(0, 6),
    sequence: normalized.slice(6, 14),
    check: normalized[14]!,
  })
}
