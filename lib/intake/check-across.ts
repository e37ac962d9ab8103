import { checkUscc } from '@/lib/merchants/rules/uscc'
import type { ListedMerchant } from './fields'
import { type Issue, merchantIssue, packetIssue } from './issue'

export type CrossRowOptions = {
  /** credit codes with an active application of this bank in the same mode (§4.3 E_USCC_DUP) */
  activeUsccs?: ReadonlySet<string>
}

/** Above this share a broken organisation part is the registry's habit, not the typist's slip. */
const HABIT_SHARE = 0.2
/** as many other rows as a message can name */
const NAMED = 5

/** What rows have in common and must or should not: credit codes, phones, owners, stalls, ranks. */
export function checkAcross(merchants: readonly ListedMerchant[], { activeUsccs }: CrossRowOptions): Issue[] {
  return [
    ...sameUscc(merchants, activeUsccs ?? new Set()),
    ...shared(merchants, 'phone', 'W_DUP_PHONE'),
    ...shared(merchants, 'ownerIdNo', 'W_DUP_OWNER'),
    ...shared(merchants, 'stallNo', 'W_DUP_ADDR'),
    ...shared(merchants, 'rank', 'W_DUP_RANK'),
    ...organisationParts(merchants),
  ]
}

/**
 * The first row with a credit code stands; each later one is the duplicate, and names it. An application that is
 * already active outside this list makes every row of the list a duplicate.
 */
function sameUscc(merchants: readonly ListedMerchant[], active: ReadonlySet<string>): Issue[] {
  const first = new Map<string, ListedMerchant>()
  return merchants.flatMap((merchant) => {
    const { uscc } = merchant.values
    if (uscc === null) return []
    const earlier = first.get(uscc)
    if (!earlier) first.set(uscc, merchant)
    if (active.has(uscc))
      return [merchantIssue(merchant, 'E_USCC_DUP', 'uscc', { value: uscc, reason: 'active', other: '' })]
    if (!earlier) return []
    return [merchantIssue(merchant, 'E_USCC_DUP', 'uscc', { value: uscc, reason: 'list', other: String(earlier.row) })]
  })
}

/** The same phone, owner, stall or rank on several rows: each of them is told of the others. */
function shared(
  merchants: readonly ListedMerchant[],
  field: 'phone' | 'ownerIdNo' | 'stallNo' | 'rank',
  code: string,
): Issue[] {
  const groups = Map.groupBy(
    merchants.filter((m) => m.values[field] !== null),
    (m) => m.values[field],
  )
  return [...groups.values()].flatMap((group) =>
    group.length < 2
      ? []
      : group.map((merchant) => {
          const others = group.filter((m) => m !== merchant)
          const rows = others.slice(0, NAMED).map((m) => String(m.row))
          return merchantIssue(merchant, code, field, { count: others.length, others: rows })
        }),
  )
}

/**
 * E_ORG_CHECK as a warning: the 18th character of the code is right, its organisation part is not (GB 11714). Where
 * that holds for a good part of the list it is said once for the packet; else on the row.
 */
function organisationParts(merchants: readonly ListedMerchant[]): Issue[] {
  const withCode = merchants.filter((m) => m.values.uscc !== null && checkUscc(m.values.uscc).parts.checkOk === true)
  const broken = withCode.filter((m) => checkUscc(m.values.uscc!).parts.orgOk === false)
  if (broken.length === 0) return []
  if (broken.length > 1 && broken.length > withCode.length * HABIT_SHARE) {
    return [packetIssue('W_ORG_CHECK', 'uscc', { count: broken.length, total: withCode.length })]
  }
  return broken.map((m) => merchantIssue(m, 'W_ORG_CHECK', 'uscc', { count: 1, total: withCode.length }))
}
