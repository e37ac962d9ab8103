/** Vetoes that the system finds by itself for a chunk of applications: registers, age, consent, other groups (§3.2). */

import { checkCitizenId } from '@/lib/merchants/rules/citizen-id'
import { type PlainDate, parseDate } from '@/lib/platform/dates'
import { Prisma, type Tx } from '@/lib/platform/tenant'
import { ageVeto } from './rules/derive'
import type { CheckResult, CheckRow } from './sheets'

/** What a hit means when the answer names no veto of its own. */
const VETO_OF_CHECK: Record<string, string> = {
  CREDIT_BUREAU: 'CV1',
  ENTERPRISE_REGISTRY: 'CV4',
  ENFORCEMENT: 'CV3',
  TAX: 'CV5',
}

type Item = { id: string; ownerIdNo: string | null; requestedTermMonths: number | null }

/** Veto codes by application. CV11 and CV14 look at the same owner's other applications in this bank. */
export async function findSystemVetoes(
  tx: Tx,
  bankId: string,
  items: readonly Item[],
  checks: ReadonlyMap<string, readonly CheckRow[]>,
  today: PlainDate,
): Promise<Map<string, string[]>> {
  const ids = items.map((i) => i.id)
  const consents = await tx.consent.findMany({
    where: { bankId, applicationId: { in: ids }, kind: 'CREDIT_QUERY', state: 'GIVEN', withdrawnAt: null },
    select: { applicationId: true },
  })
  const consented = new Set(consents.map((c) => c.applicationId))
  const related = ids.length
    ? await tx.$queryRaw<{ id: string; veto: string }[]>`
      select a.id, 'CV11' as veto from application a
        join application b on b.bank_id = a.bank_id and b.owner_id_no = a.owner_id_no and b.id <> a.id
        join joint_group_member m on m.bank_id = b.bank_id and m.application_id = b.id and m.state = 'ACTIVE'
        join joint_group g on g.bank_id = m.bank_id and g.id = m.group_id and g.state in ('SIGNED', 'ACTIVE', 'FROZEN', 'IMPAIRED')
      where a.bank_id = ${bankId}::uuid and a.id in (${Prisma.join(ids.map((id) => Prisma.sql`${id}::uuid`))})
      union
      select a.id, 'CV14' from application a
        join application b on b.bank_id = a.bank_id and b.owner_id_no = a.owner_id_no and b.id <> a.id
        join claim c on c.bank_id = b.bank_id and c.application_id = b.id and c.paid_fen > 0 and c.state <> 'CLOSED'
      where a.bank_id = ${bankId}::uuid and a.id in (${Prisma.join(ids.map((id) => Prisma.sql`${id}::uuid`))})`
    : []
  return new Map(
    items.map((item) => {
      const found: string[] = related.filter((r) => r.id === item.id).map((r) => r.veto)
      for (const c of checks.get(item.id) ?? []) {
        const own = (c.result as CheckResult | null)?.vetoes ?? []
        if (own.length > 0) found.push(...own)
        else if (c.state === 'HIT') found.push(VETO_OF_CHECK[c.kind] ?? 'CV12')
      }
      if (!consented.has(item.id)) found.push('CV12')
      if (ageVeto(birthOf(item.ownerIdNo, today), today, item.requestedTermMonths)) found.push('CV7')
      return [item.id, [...new Set(found)]]
    }),
  )
}

function birthOf(idNo: string | null, today: PlainDate): PlainDate | null {
  const birth = idNo ? checkCitizenId(idNo, today).parts.birthDate : null
  return typeof birth === 'string' ? parseDate(birth) : null
}
