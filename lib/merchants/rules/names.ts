import { type Check, check } from './check'

const PERSON = /^[\p{Script=Han}〇][\p{Script=Han}〇·]{0,28}[\p{Script=Han}〇]$/u

/** Dots between the parts of a minority or foreign name come in many shapes; the certificate's is the middle dot. */
export function normalizePersonName(value: string): string {
  return value.replace(/[\s\p{Cf}]/gu, '').replace(/[•・‧∙⋅●.．]/g, '·')
}

/** Name of a natural person: 2–30 Han characters or middle dots (§4.2). */
export function checkPersonName(value: string): Check {
  const normalized = normalizePersonName(value)
  return check(PERSON.test(normalized) ? [] : ['E_NAME_FORMAT'], { normalized })
}

/** Brackets count as full-width ones, the form of the licence; blanks between Han characters go. */
export function normalizeFirmName(value: string): string {
  return value
    .replace(/\p{Cf}/gu, '')
    .replace(/\(/g, '（')
    .replace(/\)/g, '）')
    .replace(/\s+/g, ' ')
    .replace(/(?<=[\p{Script=Han}（）]) | (?=[\p{Script=Han}（）])/gu, '')
    .trim()
}

/** Name of an enterprise, 4–100 characters (§4.2); an individual business may trade under a name of two. */
export function checkFirmName(value: string, kind: 'ENTERPRISE' | 'INDIVIDUAL_BUSINESS' = 'ENTERPRISE'): Check {
  const normalized = normalizeFirmName(value)
  const length = [...normalized].length
  const ok = length >= (kind === 'ENTERPRISE' ? 4 : 2) && length <= 100 && /[\p{L}]/u.test(normalized)
  return check(ok ? [] : ['E_NAME_FORMAT'], { normalized, length })
}

const COMPANY = /(有限公司|有限责任公司|股份公司|集团)(?:（[^）]*）)?$/
const COOPERATIVE = /(专业合作社|农民合作社|合作社|合作联社)$/

/**
 * The borrower type that a firm's name proves by itself: a limited company is an enterprise, a co-operative a co-op.
 * Null when the name leaves it open (经营部, 商行, 厂 … may be registered as either).
 */
export function borrowerTypeOfName(name: string): 'ENTERPRISE' | 'FARM_COOP' | null {
  const normalized = normalizeFirmName(name)
  if (COMPANY.test(normalized)) return 'ENTERPRISE'
  return COOPERATIVE.test(normalized) ? 'FARM_COOP' : null
}
