/** For whom a person may speak today: colleagues who are away, or who handed their seats over for a time. */
import { fromDb, type PlainDate, toDb } from '@/lib/platform/dates'
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
  const rows = await tx.delegation.findMany({
    where: {
      bankId: actor.bankId,
      delegateId: actor.userId,
      state: 'ACTIVE',
      fromOn: { lte: toDb(on) },
      untilOn: { gte: toDb(on) },
      user: { state: 'ACTIVE' },
    },
    include: { user: { include: { roleGrants: { where: { state: 'ACTIVE' }, select: { role: true } } } } },
    orderBy: { id: 'asc' },
  })
  return rows.map((r) => ({
    delegationId: r.id,
    userId: r.userId,
    name: r.user.name,
    personKey: r.user.personKey,
    roles: r.user.roleGrants.map((g) => g.role),
    kind: r.kind as StandIn['kind'],
    reason: r.reason,
    until: fromDb(r.untilOn),
  }))
}
