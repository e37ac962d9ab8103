import { type Check, check, compact } from './check'

const MOBILE = /^1[3-9]\d{9}$/
const LANDLINE = /^(0\d{2,3})-?(\d{7,8})(-\d{1,6})?$/
const SERVICE = /^(400-?\d{3}-?\d{4}|95\d{3})$/

/** MOBILE and LANDLINE reach a person or a stall; SERVICE (400…, 95xxx) only an organisation. */
export type PhoneKind = 'MOBILE' | 'LANDLINE' | 'SERVICE'

/**
 * Phone number (§4.2). The country code (+86, 0086, 86 before a mobile) is dropped, and the blanks and dashes inside
 * a mobile. `forOrganisation: false` refuses 400 and 95xxx numbers: a merchant's own contact must be reachable.
 */
export function checkPhone(value: string, { forOrganisation = true }: { forOrganisation?: boolean } = {}): Check {
  const bare = compact(value)
    .replace(/[‐-―−]/g, '-')
    .replace(/[()]/g, '-')
    .replace(/^-|-(?=-)/g, '')
    .replace(/^(?:\+|00)86-?/, '')
    .replace(/^86(?=1[3-9]\d{9}$)/, '')
  const joined = bare.replace(/-/g, '')
  if (MOBILE.test(joined)) {
    return check([], { normalized: joined, kind: 'MOBILE', prefix: joined.slice(0, 3), lastFour: joined.slice(-4) })
  }
  const landline = LANDLINE.exec(bare)
  if (landline) {
    const extension = landline[3]?.slice(1) ?? null
    const normalized = `${landline[1]}-${landline[2]}${landline[3] ?? ''}`
    return check([], { normalized, kind: 'LANDLINE', areaCode: landline[1]!, number: landline[2]!, extension })
  }
  if (forOrganisation && SERVICE.test(bare)) return check([], { normalized: joined, kind: 'SERVICE' })
  return check(['E_PHONE'], { normalized: bare })
}
