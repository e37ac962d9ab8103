/** For whom a person may speak today: colleagues who are away, or who handed their seats over for a time. */
import { fromDb, type PlainDate } from '@/lib/platform/dates'
import { prepared } from '@/lib/platform/db/prepared'
import type { Tx } from '@/lib/platform/tenant'

export type StandIn = {
  delegationId: string
  /** whose seats they are */
  userId: string
  name: string
  personKey: string
  roles: string[]
  kind: 'ABSENCE' | 'AUTHORITY'
  reason: string
  until: PlainDate
}

/** The delegations to this person that are in force on the day. A delegate hands nothing on: only own roles count. */
export async function standIns(
  tx: Tx,
  actor: { bankId: string; userId: string | null; partyId: string | null },
  on: PlainDate,
): Promise<StandIn[]> {
  if (!actor.userId || actor.partyId) return []
  const rows = await tx.$queryRaw<(Omit<StandIn, 'until'> & { until: Date })[]>`
    ${prepared('approvals.standIns')}select d.id as "delegationId", d.user_id as "userId", u.name, u.person_key as "personKey", d.kind, d.reason, d.until_on as until,
      array(select g.role from role_grant g where g.bank_id = d.bank_id and g.user_id = d.user_id and g.state = 'ACTIVE' order by g.role) as roles
    from delegation d join app_user u on u.bank_id = d.bank_id and u.id = d.user_id and u.state = 'ACTIVE'
    where d.bank_id = ${actor.bankId}::uuid and d.delegate_id = ${actor.userId}::uuid and d.state = 'ACTIVE'
      and d.from_on <= ${on.toString()}::date and d.until_on >= ${on.toString()}::date
    order by d.id`
  return rows.map((r) => ({ ...r, until: fromDb(r.until) }))
}
