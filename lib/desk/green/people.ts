/** Who stands for a role on the green channel's board: a clock that ran over has a person's name and unit. */
import type { Role } from '@/lib/platform/actor'
import type { Tx } from '@/lib/platform/tenant'

/** Of each role the person who has been in the bank longest. */
export async function firstOfRoles(tx: Tx, bankId: string, roles: readonly Role[]): Promise<Map<Role, string>> {
  const people = await tx.appUser.findMany({
    where: { bankId, state: 'ACTIVE', partyId: null, roleGrants: { some: { state: 'ACTIVE', role: { in: [...roles] } } } }, // biome-ignore format: one line
    select: { id: true, roleGrants: { where: { state: 'ACTIVE' }, select: { role: true } } },
    orderBy: { createdAt: 'asc' },
  })
  const first = new Map<Role, string>()
  for (const role of roles) {
    const person = people.find((p) => p.roleGrants.some((g) => g.role === role))
    if (person) first.set(role, person.id)
  }
  return first
}

export async function namesOf(tx: Tx, bankId: string, ids: readonly (string | null | undefined)[]) {
  const people = await tx.appUser.findMany({
    where: { bankId, id: { in: [...new Set(ids.filter((x) => x !== null && x !== undefined))] } },
    select: { id: true, name: true, branch: { select: { name: true, nameEn: true } } },
  })
  return new Map(people.map((p) => [p.id, p]))
}

/** When a clock ended or stands still, else now: the instant at which it is in time or over. */
export function clockAt(c: { state: string; stoppedAt: Date | null; pausedAt: Date | null }, now: Date): Date {
  return (c.state === 'STOPPED' ? c.stoppedAt : c.state === 'PAUSED' ? c.pausedAt : null) ?? now
}
