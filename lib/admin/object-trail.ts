/**
 * Who did what on one object, for an auditor: the acts of separation of duties by person and what each person may no
 * longer do, the way through the states, and every command on the trail, oldest first.
 */
import { z } from 'zod'
import { type Act, SOD_PAIRS, type Subject } from '@/lib/approvals/rules/separation-of-duties'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Tx } from '@/lib/platform/tenant'
import { withoutTipOffs } from '@/lib/voices/queries'

const READERS = ['AUDITOR', 'TENANT_ADMIN'] as const
export const TRAIL_TYPES = ['batch', 'plan', 'application', 'market', 'loan', 'contract', 'drawdown', 'user'] as const
export type TrailType = (typeof TRAIL_TYPES)[number]
/** More than this of one kind is read page by page in the trail itself. */
const MOST = 1000

type Found = { type: TrailType; id: string; label: string }

/** Objects by a part of their number or name, a few of each kind. */
export const findObjects = defineQuery({
  name: 'admin.findObjects',
  input: z.strictObject({ q: z.string().trim().min(1).max(60) }),
  access: { roles: READERS },
  async run({ tx, actor, input }) {
    const rows = await tx.$queryRaw<Found[]>`
      (select 'batch' as type, b.id, b.code || ' ' || m.name as label from batch b join market m on m.bank_id = b.bank_id and m.id = b.market_id
        where b.bank_id = ${actor.bankId}::uuid and strpos(lower(b.code), lower(${input.q})) > 0 order by b.code limit 8)
      union all (select 'plan', p.id, p.code || ' v' || p.version_no from credit_plan p
        where p.bank_id = ${actor.bankId}::uuid and strpos(lower(p.code), lower(${input.q})) > 0 order by p.code, p.version_no limit 8)
      union all (select 'market', m.id, m.code || ' ' || m.name from market m
        where m.bank_id = ${actor.bankId}::uuid and strpos(lower(m.code || ' ' || m.name), lower(${input.q})) > 0 order by m.code limit 8)
      union all (select 'application', a.id, a.name || ' ' || b.code from application a join batch b on b.bank_id = a.bank_id and b.id = a.batch_id
        where a.bank_id = ${actor.bankId}::uuid and strpos(a.name, ${input.q}) > 0 order by a.id limit 8)
      union all (select 'loan', l.id, l.number from loan l
        where l.bank_id = ${actor.bankId}::uuid and strpos(lower(l.number), lower(${input.q})) > 0 order by l.number limit 8)
      union all (select 'contract', c.id, c.number from contract c
        where c.bank_id = ${actor.bankId}::uuid and strpos(lower(c.number), lower(${input.q})) > 0 order by c.number limit 8)
      union all (select 'drawdown', d.id, d.number from drawdown d
        where d.bank_id = ${actor.bankId}::uuid and strpos(lower(d.number), lower(${input.q})) > 0 order by d.number limit 8)
      union all (select 'user', u.id, u.name || ' ' || u.login from app_user u
        where u.bank_id = ${actor.bankId}::uuid and strpos(lower(u.name || ' ' || u.login), lower(${input.q})) > 0 order by u.login limit 8)`
    return rows
  },
})

/** Acts stand on the object itself and on those it belongs to: a merchant's on its batch and plan, a plan's on its batch. */
async function subjectsOf(
  tx: Tx,
  bankId: string,
  type: TrailType,
  id: string,
): Promise<{ kind: Subject; id: string }[]> {
  const rows = await tx.$queryRaw<{ kind: Subject; id: string }[]>`
    select 'batch' as kind, b.id from batch b where b.bank_id = ${bankId}::uuid and (b.id = ${id}::uuid
      or b.id in (select p.batch_id from credit_plan p where p.bank_id = ${bankId}::uuid and p.id = ${id}::uuid)
      or b.id in (select a.batch_id from application a where a.bank_id = ${bankId}::uuid and a.id = ${id}::uuid))
    union select 'plan', p.id from credit_plan p where p.bank_id = ${bankId}::uuid and (p.id = ${id}::uuid or p.batch_id = ${id}::uuid
      or p.batch_id in (select a.batch_id from application a where a.bank_id = ${bankId}::uuid and a.id = ${id}::uuid))
    union select 'merchant', a.id from application a where a.bank_id = ${bankId}::uuid and a.id = ${id}::uuid
    union select 'merchant', l.application_id from loan l where l.bank_id = ${bankId}::uuid and l.id = ${id}::uuid`
  const own: Partial<Record<TrailType, Subject>> = { market: 'market', loan: 'loan', drawdown: 'movement' }
  const kind = own[type]
  return kind ? [...rows, { kind, id }] : rows
}

export type PersonTrail = {
  key: string
  names: string[]
  acts: { act: Act; role: string; at: Date; on: string }[]
  /** acts that the matrix forbids this person on the same objects from now on */
  excluded: Act[]
}

export const objectTrail = defineQuery({
  name: 'admin.objectTrail',
  input: z.strictObject({ type: z.enum(TRAIL_TYPES), id: zId }),
  access: { roles: READERS },
  async run({ tx, actor, input }) {
    const { bankId } = actor
    const label = await labelOf(tx, bankId, input)
    const subjects = await subjectsOf(tx, bankId, input.type, input.id)
    const ids = [...new Set([input.id, ...subjects.map((s) => s.id)])]
    const acts = await tx.actRecord.findMany({
      where: input.type === 'user' ? { bankId, userId: input.id } : { bankId, subjectId: { in: ids } },
      orderBy: { at: 'asc' },
      take: MOST,
    })
    const users = await tx.appUser.findMany({
      where: { bankId, id: { in: [...new Set(acts.flatMap((a) => a.userId ?? []))] } },
      select: { id: true, name: true },
    })
    const [history, events] = [
      await tx.stateHistory.findMany({
        where: { bankId, objectType: input.type, objectId: input.id },
        orderBy: [{ at: 'asc' }, { id: 'asc' }],
        take: MOST,
      }),
      await tx.auditEvent.findMany({
        where:
          input.type === 'user'
            ? {
                bankId,
                OR: [{ objectType: 'user', objectId: input.id }, { actorId: input.id }],
                ...(await withoutTipOffs(tx, actor)),
              }
            : { bankId, objectId: input.id },
        orderBy: { seq: 'asc' },
        take: MOST + 1,
      }),
    ]
    const persons = [...Map.groupBy(acts, (a) => a.personKey).values()].map((own): PersonTrail => {
      const done = [...new Set(own.map((a) => a.act as Act))]
      const excluded = SOD_PAIRS.filter((p) => p.withinHours === undefined && done.includes(p.did)).map((p) => p.mayNot)
      return {
        // the key itself may be an identity number: it stays inside
        key: own[0]!.id,
        names: [...new Set(own.map((a) => users.find((u) => u.id === a.userId)?.name ?? '—'))],
        acts: own.map((a) => ({ act: a.act as Act, role: a.role ?? '', at: a.at, on: a.subjectType })),
        excluded: [...new Set(excluded)],
      }
    })
    return {
      ...input,
      label,
      persons,
      history: history.map((h) => ({
        id: h.id,
        event: h.event,
        from: h.stateFrom,
        to: h.stateTo,
        by: h.actorName,
        reason: h.reason,
        at: h.at,
      })),
      events: events.slice(0, MOST).map((e) => ({
        id: e.id,
        seq: e.seq.toString(),
        at: e.at,
        by: e.actorName,
        roles: e.actorRoles,
        command: e.command,
        object: `${e.objectType}:${e.objectId}`,
        from: e.stateFrom,
        to: e.stateTo,
        reason: e.reason,
        detail: e.detail,
      })),
      cut: events.length > MOST,
    }
  },
})

async function labelOf(tx: Tx, bankId: string, { type, id }: { type: TrailType; id: string }): Promise<string> {
  const where = { bankId, id }
  const found = await {
    batch: () => tx.batch.findFirst({ where, select: { code: true } }).then((b) => b?.code),
    plan: () =>
      tx.creditPlan
        .findFirst({ where, select: { code: true, versionNo: true } })
        .then((p) => p && `${p.code} v${p.versionNo}`),
    application: () => tx.application.findFirst({ where, select: { name: true } }).then((a) => a && (a.name ?? '—')),
    market: () => tx.market.findFirst({ where, select: { name: true } }).then((m) => m?.name),
    loan: () => tx.loan.findFirst({ where, select: { number: true } }).then((l) => l?.number),
    contract: () => tx.contract.findFirst({ where, select: { number: true } }).then((c) => c?.number),
    drawdown: () => tx.drawdown.findFirst({ where, select: { number: true } }).then((d) => d?.number),
    user: () => tx.appUser.findFirst({ where, select: { name: true } }).then((u) => u?.name),
  }[type]()
  if (!found) throw refuse('E_NOT_FOUND', { object: type })
  return found
}
