/** A related person takes no step on a case (§6.3): people declare it themselves, administrators and auditors see it. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { BANK_ROLES, hasRole } from '@/lib/platform/actor'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import type { Tx } from '@/lib/platform/tenant'
import { ConflictDetails } from './schema'

/** The names of all that was declared about, by id. */
async function namesOf(
  tx: Tx,
  bankId: string,
  rows: readonly { subjectType: string; subjectId: string | null }[],
): Promise<Map<string, string>> {
  const select = { id: true, name: true } as const
  const where = (type: string) => ({
    bankId,
    id: { in: rows.flatMap((r) => (r.subjectType === type && r.subjectId ? [r.subjectId] : [])) },
  })
  const found = [
    ...(await tx.market.findMany({ where: where('MARKET'), select })),
    ...(await tx.party.findMany({ where: where('PARTY'), select })),
    ...(await tx.merchant.findMany({ where: where('MERCHANT'), select })),
  ]
  return new Map(found.map((f) => [f.id, f.name]))
}

/** Far more than a bank has; a list without pages must end somewhere. */
const MOST = 5000

/** Declares that one is related to a market, its operator or a merchant. Only the person can, and only about oneself. */
export const declareConflict = defineCommand({
  name: 'admin.declareConflict',
  input: ConflictDetails,
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input, now, audit }) {
    const person = input.subjectType === 'PERSON'
    const subjectId = person ? null : input.subjectId
    const known = subjectId ? (await namesOf(tx, actor.bankId, [{ ...input, subjectId }])).get(subjectId) : null
    if (!person && !known) throw refuse('E_NOT_FOUND', {}, { fields: [{ path: 'subjectId', code: 'E_NOT_FOUND' }] })
    const row = await tx.conflictDeclaration.create({
      data: {
        bankId: actor.bankId,
        personKey: actor.personKey,
        userId: actor.userId,
        subjectType: input.subjectType,
        subjectId,
        // a relative's number is only ever compared: it rests as a hash
        idNoHash: person && input.idNo ? createHash('sha256').update(input.idNo.toUpperCase()).digest('hex') : null,
        phone: person ? input.phone : null,
        address: person ? input.address : null,
        relation: input.relation,
        note: input.note || null,
        declaredAt: now,
      },
    })
    const detail = { subjectType: input.subjectType, subjectId, relation: input.relation }
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
      take: MOST,
    })
    const users = await tx.appUser.findMany({
      where: { bankId: actor.bankId, id: { in: rows.map((r) => r.userId).filter((id) => id !== null) } },
      select: { id: true, name: true, login: true },
    })
    const known = new Map(users.map((u) => [u.id, u]))
    const names = await namesOf(tx, actor.bankId, rows)
    return rows.map((r) => ({
      id: r.id,
      person: known.get(r.userId ?? '')?.name ?? null,
      login: known.get(r.userId ?? '')?.login ?? null,
      subjectType: r.subjectType,
      subject: names.get(r.subjectId ?? '') ?? null,
      relation: r.relation,
      note: r.note,
      declaredAt: r.declaredAt,
    }))
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
