import { type Check, check, compact } from './check'

/** Sum of the Luhn rule over all digits, the check digit included; a good number gives a multiple of ten. */
function luhnSum(digits: string): number {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const d = Number(digits[digits.length - 1 - i])
    sum += i % 2 === 0 ? d : d * 2 > 9 ? d * 2 - 9 : d * 2
  }
  return sum
}

/** The last digit for all the others (Luhn, §4.2). */
export function luhnCheckDigit(body: string): string {
  return String((10 - (luhnSum(`${body}0`) % 10)) % 10)
}

/**
 * Bank card number, 12–19 digits with a Luhn digit (§4.2); blanks and dashes between groups are dropped.
 * Luhn is necessary, not sufficient: the holder is checked elsewhere. Corporate account numbers are not cards.
 */
export function checkBankCard(value: string): Check {
  const normalized = compact(value).replace(/-/g, '')
  if (!/^\d{12,19}$/.test(normalized)) return check(['E_CARD_FORMAT'], { normalized })
  const ok = luhnSum(normalized) % 10 === 0
  return check(ok ? [] : ['E_LUHN'], {
    normalized,
    issuer: normalized.slice(0, 6),
    lastFour: normalized.slice(-4),
    length: normalized.length,
  })
}
