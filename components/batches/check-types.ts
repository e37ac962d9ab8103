import type { checkList, merchantPapers } from '@/lib/intake/check-queries'
import type { Wire } from '@/lib/platform/wire'

/** One line of the list of merchants. */
export type CheckItem = Awaited<ReturnType<typeof checkList>>['items'][number]
/** One merchant with its papers as the browser gets it: money as yuan text, dates ISO. */
export type Papers = Wire<Awaited<ReturnType<typeof merchantPapers>>>
export type Paper = Papers['documents'][number]

/** The list's fields in its own order; those that a merchant can be returned for carry the name under which they are mended. */
export const LIST_FIELDS = [
  ['name', 'name'],
  ['borrowerType', null],
  ['uscc', 'uscc'],
  ['ownerName', 'ownerName'],
  ['ownerIdNo', 'ownerIdNo'],
  ['phone', 'phone'],
  ['stallNo', 'stallNo'],
  ['stallArea', null],
  ['mainGoods', 'mainGoods'],
  ['marketEntryDate', 'marketEntryDate'],
  ['annualTurnover', 'annualTurnover'],
  ['annualRent', 'annualRent'],
  ['staffCount', 'staffCount'],
  ['requested', 'requestedAmount'],
  ['requestedTermMonths', 'requestedTermMonths'],
  ['purpose', 'purpose'],
  ['feePayment', 'feePayment'],
  ['groupName', 'groupName'],
  ['rank', 'rank'],
] as const satisfies readonly (readonly [keyof Papers, string | null])[]

/** Under which name a field's findings and label stand. */
export const fieldName = (key: string): string => (key === 'requested' ? 'requestedAmount' : key)
export const MONEY_FIELDS: readonly string[] = ['annualTurnover', 'annualRent', 'requested']

/** The paper after this one that nobody has judged yet, going round; null when all are judged. */
export function nextOpen(papers: readonly Paper[], from: number): number | null {
  for (let step = 1; step <= papers.length; step++) {
    const at = (from + step) % papers.length
    if (papers[at]?.state === 'MATCHED') return at
  }
  return null
}

/** What keeps this merchant from being passed: errors on the list, and papers that were judged not good. */
export function findingsOf(papers: Papers): number {
  const judged = /^E_DOC_(EXPIRED|UNREADABLE):|^E_(LICENSE_STATUS|ABNORMAL_LIST|ANNUAL_REPORT_MISSING)$/
  return (
    papers.issues.filter((i) => i.level === 'error' && !judged.test(i.code)).length +
    papers.documents.filter((d) => d.state === 'REJECTED').length
  )
}
