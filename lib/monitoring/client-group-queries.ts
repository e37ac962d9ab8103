/** Clients that are one household or controller group, what they owe together, and which line that puts them on (§8.1). */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { merchantMatch } from '@/lib/merchants/queries'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { Prisma } from '@/lib/platform/tenant'
import { exposureOf, groupIsContagious, marketIsRed } from './exposure'
import { READERS } from './queries'
import { monitoringLine } from './rules/lines'

type Row = {
  group_id: string
  id: string
  name: string
  uscc: string | null
  market: string
  notes: bigint
  undrawn: bigint
  full: boolean
  red: boolean
  contagious: boolean
}

/** Without `search`: groups of two and more, a page at a time, by their first member. With it: the clients found, alone or not. */
export const clientGroupList = defineQuery({
  name: 'clientGroups.list',
  input: z.strictObject({
    search: z.string().trim().min(1).max(60).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(20),
    cursor: zId.optional(),
  }),
  access: { roles: READERS },
  async run({ tx, actor, input, today }) {
    const bank = Prisma.sql`${actor.bankId}::uuid`
    const { monitoring: p } = await loadParameters(tx, actor.bankId, today)
    const found = input.search
      ? await tx.merchant.findMany({
          where: { bankId: actor.bankId, ...merchantMatch(input.search) },
          select: { id: true },
          orderBy: { id: 'desc' },
          take: 200,
        })
      : null
    const which = found
      ? Prisma.sql`having bool_or(m.id = any(${found.map((m) => m.id)}::uuid[]))`
      : Prisma.sql`having count(*) > 1`
    const rows = await tx.$queryRaw<Row[]>(Prisma.sql`
      with clients as (
        select max(m.id::text)::uuid as group_id, array_agg(m.id) as ids from merchant m where m.bank_id = ${bank}
        group by coalesce(m.household_key, m.id::text) ${which}
        ${input.cursor ? Prisma.sql`and max(m.id::text) < ${input.cursor}` : Prisma.empty}
        order by 1 desc limit ${input.limit + 1})
      select c.group_id, m.id, m.name, m.uscc, k.name as market,
        coalesce(sum(x.fen) filter (where x.part = 'NOTES'), 0)::bigint as notes, coalesce(sum(x.fen) filter (where x.part = 'UNDRAWN'), 0)::bigint as undrawn,
        exists (select from loan l where l.bank_id = ${bank} and l.merchant_id = m.id and l.monitoring_line = 'FULL' and l.state not in ('SETTLED', 'WRITTEN_OFF', 'RENEWED')) as full,
        exists (select from loan l where l.bank_id = ${bank} and l.merchant_id = m.id and l.state not in ('SETTLED', 'WRITTEN_OFF', 'RENEWED') and ${marketIsRed}) as red,
        exists (select from loan l where l.bank_id = ${bank} and l.merchant_id = m.id and l.state not in ('SETTLED', 'WRITTEN_OFF', 'RENEWED') and ${groupIsContagious(p)}) as contagious
      from clients c join merchant m on m.bank_id = ${bank} and m.id = any(c.ids) join market k on k.bank_id = m.bank_id and k.id = m.market_id
      cross join lateral (${exposureOf(bank, Prisma.sql`m.id`)}) x
      group by c.group_id, m.id, m.name, m.uscc, k.name order by c.group_id desc, notes desc, m.id`)
    const groups = [...Map.groupBy(rows, (r) => r.group_id)]
    return {
      items: groups.slice(0, input.limit).map(([id, members]) => {
        const line = monitoringLine(
          {
            exposuresFen: members.flatMap((m) => [m.notes, m.undrawn]),
            marketRed: members.some((m) => m.red),
            groupContagion: members.some((m) => m.contagious),
          },
          p.lineFen,
        )
        return {
          id,
          members: members.map((m) => ({
            id: m.id,
            name: m.name,
            uscc: m.uscc,
            market: m.market,
            notesFen: m.notes,
            undrawnFen: m.undrawn,
            full: m.full,
          })),
          exposureFen: members.reduce((sum, m) => sum + m.notes + m.undrawn, 0n),
          line: line.value,
          trace: line.trace,
        }
      }),
      nextCursor: groups.length > input.limit ? groups[input.limit - 1]![0] : null,
    }
  },
})

/** Changes that wait for a second person, and the last that were decided. */
export const clientGroupChanges = defineQuery({
  name: 'clientGroups.changes',
  input: z.strictObject({}),
  access: { roles: READERS },
  async run({ tx, actor }) {
    const rows = await tx.clientGroupChange.findMany({
      where: { bankId: actor.bankId },
      orderBy: [{ state: 'desc' }, { id: 'desc' }],
      take: 50,
      include: { merchant: { select: { name: true } }, other: { select: { name: true } } },
    })
    const people = await tx.appUser.findMany({
      where: { bankId: actor.bankId, id: { in: rows.flatMap((r) => [r.proposedBy ?? [], r.decidedBy ?? []].flat()) } },
      select: { id: true, name: true },
    })
    const nameOf = (id: string | null) => people.find((u) => u.id === id)?.name ?? null
    return {
      items: rows.map((r) => ({
        id: r.id,
        merchant: { id: r.merchantId, name: r.merchant.name },
        other: r.other && { id: r.otherId!, name: r.other.name },
        reason: r.reason,
        state: r.state,
        proposedBy: nameOf(r.proposedBy),
        proposedAt: r.proposedAt,
        decidedBy: nameOf(r.decidedBy),
        decidedAt: r.decidedAt,
        note: r.decisionNote,
        mayDecide: r.state === 'PROPOSED' && r.proposedBy !== actor.userId && actor.roles.includes('RISK_MGR'),
      })),
    }
  },
})
