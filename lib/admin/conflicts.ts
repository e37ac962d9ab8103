/** A related person takes no step on a case (§6.3): people declare it themselves, administrators and auditors see it. */
import { z } from 'zod'
import { BANK_ROLES, hasRole } from '@/lib/platform/actor'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import type { Tx } from '@/lib/platform/tenant'
import { ConflictDetails } from './schema'

async function nameOf(tx: Tx, bankId: string, type: string, id: string): Promise<string | null> {
  const where = { bankId, id }
  const select = { name: true } as const
  if (type === 'MARKET') return (await tx.market.findFirst({ where, select }))?.name ?? null
  if (type === 'PARTY') return (await tx.party.findFirst({ where, select }))?.name ?? null
  return (await tx.merchant.findFirst({ where, select }))?.name ?? null
}

/** Declares that one is related to a market, its operator or a merchant. Only the person can, and only about oneself. */
export const declareConflict = defineCommand({
  name: 'admin.declareConflict',
  input: ConflictDetails,
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input, now, audit }) {
    const name = await nameOf(tx, actor.bankId, input.subjectType, input.subjectId)
    if (!name) throw refuse('E_NOT_FOUND', {}, { fields: [{ path: 'subjectId', code: 'E_NOT_FOUND' }] })
    const row = await tx.conflictDeclaration.create({
      data: {
        bankId: actor.bankId,
        personKey: actor.personKey,
        userId: actor.userId,
        subjectType: input.subjectType,
        subjectId: input.subjectId,
        relation: input.relation,
        note: input.note || null,
        declaredAt: now,
      },
    })
    const detail = { subjectType: input.subjectType, subjectId: input.subjectId, relation: input.relation }
    audit({ objectType: 'conflict', objectId: row.id, to: 'DECLARED', detail })
    return { id: row.id }
  },
})

/** The declarations: an administrator's and auditor's whole list, everybody else's own. */
export const conflictList = defineQuery({
  name: 'admin.conflicts',
  input: z.strictObject({ mine: z.boolean().default(false) }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input }) {
    const all = !input.mine && hasRole(actor, 'TENANT_ADMIN', 'AUDITOR')
    const rows = await tx.conflictDeclaration.findMany({
      where: { bankId: actor.bankId, ...(all ? {} : { personKey: actor.personKey }) },
      orderBy: { declaredAt: 'desc' },
      take: 500,
    })
    const users = await tx.appUser.findMany({
      where: { bankId: actor.bankId, id: { in: rows.map((r) => r.userId).filter((id) => id !== null) } },
      select: { id: true, name: true, login: true },
    })
    const declared = []
    for (const r of rows) {
      declared.push({
        id: r.id,
        person: users.find((u) => u.id === r.userId)?.name ?? null,
        login: users.find((u) => u.id === r.userId)?.login ?? null,
        subjectType: r.subjectType,
        subject: r.subjectId ? await nameOf(tx, actor.bankId, r.subjectType, r.subjectId) : null,
        relation: r.relation,
        note: r.note,
        declaredAt: r.declaredAt,
      })
    }
    return declared
  },
})

/** What may be declared: markets and parties to choose from (merchants are found by their page). */
export const conflictSubjects = defineQuery({
  name: 'admin.conflictSubjects',
  input: z.strictObject({}),
  access: { roles: BANK_ROLES },
  async run({ tx, actor }) {
    const take = 1000
    const where = { bankId: actor.bankId }
    const markets = await tx.market.findMany({
      where,
      select: { id: true, name: true },
      orderBy: { code: 'asc' },
      take,
    })
    const parties = await tx.party.findMany({ where, select: { id: true, name: true }, orderBy: { code: 'asc' }, take })
    return { MARKET: markets, PARTY: parties }
  },
})
