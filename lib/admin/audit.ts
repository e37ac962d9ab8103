/** The audit trail as its readers see it: filtered, newest first, with a proof that nobody changed it. */
import { z } from 'zod'
import type { Actor } from '@/lib/platform/actor'
import { type AuditVerdict, verifyAudit } from '@/lib/platform/audit'
import { compareAnchors } from '@/lib/platform/audit-anchor'
import { authorise, defineCommand } from '@/lib/platform/commands'
import { BANK_ZONE } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zDate } from '@/lib/platform/schema'
import type { Prisma } from '@/lib/platform/tenant'
import { withoutTipOffs } from '@/lib/voices/queries'

const READERS = ['AUDITOR', 'TENANT_ADMIN'] as const

export const AuditFilter = z.strictObject({
  /** type, or type:id */
  object: z.string().max(120).optional(),
  command: z.string().max(80).optional(),
  /** a part of the actor's name */
  actor: z.string().max(80).optional(),
  from: zDate.optional(),
  to: zDate.optional(),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/, 'E_CURSOR')
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const auditTrail = defineQuery({
  name: 'admin.auditTrail',
  input: AuditFilter,
  access: { roles: READERS },
  async run({ tx, actor, input }) {
    const [objectType, objectId] = (input.object ?? '').split(':')
    const midnight = (d: NonNullable<typeof input.from>) =>
      new Date(d.toZonedDateTime({ timeZone: BANK_ZONE }).epochMilliseconds)
    const where: Prisma.AuditEventWhereInput = {
      bankId: actor.bankId,
      ...(await withoutTipOffs(tx, actor)),
      ...(objectType ? { objectType } : {}),
      ...(objectId ? { objectId } : {}),
      ...(input.command ? { command: { startsWith: input.command } } : {}),
      ...(input.actor ? { actorName: { contains: input.actor } } : {}),
      ...(input.from || input.to
        ? {
            at: {
              ...(input.from ? { gte: midnight(input.from) } : {}),
              ...(input.to ? { lt: midnight(input.to.add({ days: 1 })) } : {}),
            },
          }
        : {}),
      ...(input.cursor ? { seq: { lt: BigInt(input.cursor) } } : {}),
    }
    const rows = await tx.auditEvent.findMany({ where, orderBy: { seq: 'desc' }, take: input.limit + 1 })
    const items = rows.slice(0, input.limit).map(({ bankId: _, prevHash: __, ...row }) => row)
    return { items, nextCursor: rows.length > input.limit ? items.at(-1)!.seq.toString() : null }
  },
})

export type VerifiedAudit = AuditVerdict & { at: Date; anchors: number; wrongAnchor: string | null }

const recordVerification = defineCommand({
  name: 'admin.verifyAudit',
  input: z.strictObject({
    ok: z.boolean(),
    checked: z.int(),
    brokenAt: z.string().nullable(),
    head: z.string(),
    anchors: z.int(),
    wrongAnchor: z.string().nullable(),
  }),
  access: { roles: [...READERS, 'SYSTEM'] },
  async run({ input, audit, actor }) {
    audit({ objectType: 'audit', objectId: actor.bankId, to: input.ok ? 'PROVED' : 'BROKEN', detail: { ...input } })
    return {}
  },
})

/** Recomputes the bank's whole chain, compares it with the heads kept outside, and records that it was done and what was found. */
export async function proveAudit(actor: Actor): Promise<VerifiedAudit> {
  authorise(actor, [...READERS, 'SYSTEM'])
  const chain = await verifyAudit(actor)
  const anchored = await compareAnchors(actor)
  const verdict = {
    ...chain,
    ok: chain.ok && anchored.wrongDay === null,
    anchors: anchored.compared,
    wrongAnchor: anchored.wrongDay,
  }
  if (actor.scope === 'FULL') {
    const recorded = await recordVerification(actor, verdict)
    if (!recorded.ok) throw refuse(recorded.error.code, recorded.error.params)
  }
  return { ...verdict, at: new Date() }
}
