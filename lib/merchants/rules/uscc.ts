import { type Check, check, compact } from './check'
import { orgCodeCheckChar } from './org-code'

/** GB 32100-2015: no I, O, S, V, Z, which are mistaken for digits and letters. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const FORMAT = /^[1-9ANY][0-9A-HJ-NP-RT-UW-Y]\d{6}[0-9A-HJ-NP-RT-UW-Y]{10}$/

/** Borrower types of §4.1. A USCC tells three of them; MSE_OWNER is a natural person behind a firm. */
export type BorrowerType = 'ENTERPRISE' | 'INDIVIDUAL_BUSINESS' | 'MSE_OWNER' | 'FARM_COOP'

const BORROWER_BY_TYPE: Record<string, BorrowerType> = {
  '91': 'ENTERPRISE',
  '92': 'INDIVIDUAL_BUSINESS',
  '93': 'FARM_COOP',
}

/** The 18th character for the first 17 (§4.2). The body must be of the code's alphabet. */
export function usccCheckChar(body: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + ALPHABET.indexOf(body[i]!) * weight, 0)
  return ALPHABET[(31 - (sum % 31)) % 31]!
}

/** Which kind of borrower the first two characters name; null for establishments, civil bodies and the like. */
export function borrowerTypeOfUscc(uscc: string): BorrowerType | null {
  return BORROWER_BY_TYPE[uscc.slice(0, 2)] ?? null
}

/**
 * Unified social credit code, GB 32100-2015 (§4.2). Lower case is raised to upper case.
 * E_USCC_FORMAT excludes the others; E_USCC_CHECK (18th character) and E_ORG_CHECK (characters 9–17, GB 11714) may
 * stand together. `parts.checkOk` and `parts.orgOk` tell them apart: codes of the pilot years break the first, and some
 * issuers' codes break the second, so a bank may confirm them by hand (USCC_MANUAL_CONFIRMED).
 */
export function checkUscc(value: string): Check {
  const normalized = compact(value).toUpperCase()
  if (!FORMAT.test(normalized)) return check(['E_USCC_FORMAT'], { normalized })
  const orgCode = normalized.slice(8, 17)
  const checkOk = usccCheckChar(normalized.slice(0, 17)) === normalized[17]
  const orgOk = orgCodeCheckChar(orgCode.slice(0, 8)) === orgCode[8]
  const codes: string[] = []
  if (!checkOk) codes.push('E_USCC_CHECK')
  if (!orgOk) codes.push('E_ORG_CHECK')
  return check(codes, {
    normalized,
    registrar: normalized[0]!,
    type: normalized.slice(0, 2),
    borrowerType: borrowerTypeOfUscc(normalized),
    region: normalized.slice(2, 8),
    orgCode,
    check: normalized[17]!,
    checkOk,
    orgOk,
  })
}
