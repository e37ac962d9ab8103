/** Stored findings in the reader's own language. */
import type { Actor } from '@/lib/platform/actor'
import { errorText } from '@/lib/platform/i18n/error-text'
import { translatorFor } from '@/lib/platform/i18n/translator'
import type { Prisma } from '@/lib/platform/tenant'

/** Items that are the operator's to mend; what is found on the others belongs to the bank's own check. */
export const OPERATOR_ITEMS = ['DRAFT', 'READY', 'RETURNED']

/** A partner is told an error only on what is in its hands: what the bank finds while it checks is told by the return (§10.2 B4). */
export function tellable(actor: Pick<Actor, 'partyId'>): Prisma.PacketIssueWhereInput {
  if (!actor.partyId) return {}
  return {
    OR: [{ applicationId: null }, { level: 'WARNING' }, { application: { state: { in: OPERATOR_ITEMS } } }],
  }
}

type StoredIssue = Prisma.PacketIssueGetPayload<object>

export type SpokenIssue = {
  id: string
  row: number | string | null
  merchant: string | null
  field: string | null
  code: string
  level: 'error' | 'warning'
  /** what it is, in a few words */
  title: string
  /** what happened and what to do */
  message: string
  applicationId: string | null
}

export async function spokenIssues(actor: Actor, issues: StoredIssue[]): Promise<SpokenIssue[]> {
  const t = await translatorFor(actor.locale, actor.bankId)
  return issues.map((i) => {
    const text = errorText(t, { code: i.code, params: (i.params as Record<string, string | number> | null) ?? {} })
    return {
      id: i.id,
      row: rowNumber(i.rowNo),
      merchant: i.merchantName,
      field: i.field,
      code: i.code,
      level: i.level === 'ERROR' ? 'error' : 'warning',
      title: text.title,
      message: text.detail,
      applicationId: i.applicationId,
    }
  })
}

/** The operator's own number as a number where it is one. */
export function rowNumber(rowNo: string): number | string
export function rowNumber(rowNo: string | null): number | string | null
export function rowNumber(rowNo: string | null): number | string | null {
  return rowNo !== null && /^\d{1,9}$/.test(rowNo) ? Number(rowNo) : rowNo
}
