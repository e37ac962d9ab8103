/**
 * The audit trail: append-only, one hash chain per bank. Each row's hash covers its own content and the hash before it,
 * so that a changed, removed or inserted row breaks every later one. The head's anchor outside the database shows a cut end.
 */
import { createHash } from 'node:crypto'
import type { Actor } from './actor'
import { newId, type Prisma, type Tx, withTenant } from './tenant'
import { canonicalJson, freeze, type Json } from './wire'

export type AuditEntry = {
  objectType: string
  objectId: string
  objectVersion?: number
  from?: string | null
  to?: string | null
  reason?: string
  detail?: Record<string, unknown>
}

export const GENESIS = '0'.repeat(64)

type HashedFields = {
  seq: bigint
  at: Date
  actorId: string | null
  actorName: string
  actorRoles: string
  partyId: string | null
  command: string
  objectType: string
  objectId: string
  objectVersion: number | null
  stateFrom: string | null
  stateTo: string | null
  reason: string | null
  detail: unknown
  requestId: string | null
}

/** SHA-256 over the previous hash and the row's canonical JSON. */
export function auditHash(prevHash: string, row: HashedFields): string {
  return createHash('sha256').update(prevHash).update('\n').update(canonicalJson(row)).digest('hex')
}

/** Appends the entries to the bank's chain. Locks the head until commit: call it last in a transaction. */
export async function writeAudit(
  tx: Tx,
  actor: Actor,
  command: string,
  entries: AuditEntry[],
  at: Date,
): Promise<void> {
  const head = await tx.$queryRaw<{ seq: bigint; hash: string }[]>`
    insert into audit_head (bank_id, seq, hash) values (${actor.bankId}::uuid, 0, ${GENESIS})
    on conflict (bank_id) do update set seq = audit_head.seq returning seq, hash`
  let { seq, hash } = head[0]!
  const rows: Prisma.AuditEventCreateManyInput[] = entries.map((e) => {
    seq += 1n
    const row: HashedFields = {
      seq,
      at,
      actorId: actor.userId,
      actorName: actor.name,
      actorRoles: actor.roles.join(','),
      partyId: actor.partyId,
      command,
      objectType: e.objectType,
      objectId: e.objectId,
      objectVersion: e.objectVersion ?? null,
      stateFrom: e.from ?? null,
      stateTo: e.to ?? null,
      reason: e.reason ?? null,
      detail: e.detail ? freeze(e.detail) : null,
      requestId: actor.requestId,
    }
    const prevHash = hash
    hash = auditHash(prevHash, row)
    return {
      ...row,
      bankId: actor.bankId,
      id: newId(),
      detail: (row.detail ?? undefined) as Prisma.InputJsonValue,
      prevHash,
      hash,
    }
  })
  await tx.auditEvent.createMany({ data: rows })
  await tx.$executeRaw`update audit_head set seq = ${seq}, hash = ${hash} where bank_id = ${actor.bankId}::uuid`
}

export type AuditVerdict = { ok: boolean; checked: number; brokenAt: string | null; head: string }

/** Walks the bank's chain from its first row and recomputes every hash. */
export async function verifyAudit(actor: Actor): Promise<AuditVerdict> {
  return withTenant(
    actor,
    async (tx) => {
      let prev = GENESIS
      let after = 0n
      let checked = 0
      for (;;) {
        const rows = await tx.auditEvent.findMany({
          where: { bankId: actor.bankId, seq: { gt: after } },
          orderBy: { seq: 'asc' },
          take: 1000,
        })
        for (const r of rows) {
          const ok =
            r.seq === after + 1n &&
            r.prevHash === prev &&
            r.hash ===
              auditHash(prev, {
                seq: r.seq,
                at: r.at,
                actorId: r.actorId,
                actorName: r.actorName,
                actorRoles: r.actorRoles,
                partyId: r.partyId,
                command: r.command,
                objectType: r.objectType,
                objectId: r.objectId,
                objectVersion: r.objectVersion,
                stateFrom: r.stateFrom,
                stateTo: r.stateTo,
                reason: r.reason,
                detail: r.detail as Json,
                requestId: r.requestId,
              })
          if (!ok) return { ok: false, checked, brokenAt: (after + 1n).toString(), head: prev }
          prev = r.hash
          after = r.seq
          checked++
        }
        if (rows.length < 1000) break
      }
      const head = await tx.auditHead.findUnique({ where: { bankId: actor.bankId } })
      const ok = !head ? checked === 0 : head.seq === after && head.hash === prev
      return { ok, checked, brokenAt: ok ? null : (after + 1n).toString(), head: prev }
    },
    { readOnly: true, timeoutMs: 300_000 },
  )
}
