/** The prospects of a market, and how many stand where: the funnel from a name to a customer (§9 row 11). */
import { z } from 'zod'
import { fromDb } from '@/lib/platform/dates'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Prisma } from '@/lib/platform/tenant'
import { allowedEvents } from '@/lib/platform/workflow'
import { PROSPECT_STATES, type ProspectState } from '../rules/prospects'
import { prospectMachine } from './workflow'

/** A manager sees those of his markets; who leads or watches over the bank sees all. */
export const prospectList = defineQuery({
  name: 'prospects.list',
  input: z.strictObject({
    q: z.string().max(100).default(''),
    state: z.string().max(100).optional(),
    market: z.string().max(40).optional(),
    cursor: zId.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  access: { roles: ['RM', 'POST_MKT', 'SB_HEAD', 'RISK_MGR', 'AUDITOR'] },
  async run({ tx, actor, input }) {
    const { bankId } = actor
    const me = actor.userId!
    const all = actor.roles.some((r) => ['SB_HEAD', 'RISK_MGR', 'AUDITOR'].includes(r))
    const q = input.q.trim()
    const sign = q.replace(/[\\%_]/g, '\\$&')
    const seen: Prisma.ProspectWhereInput = {
      bankId,
      ...(all ? {} : { OR: [{ rmId: me }, { market: { OR: [{ rmId: me }, { postMktId: me }] } }] }),
      ...(input.market ? { market: { code: input.market } } : {}),
    }
    const rows = await tx.prospect.findMany({
      where: {
        AND: [
          seen,
          q === '' ? {} : { OR: [{ name: { contains: sign } }, { contact: { contains: sign } }, { pyFull: { startsWith: sign.toLowerCase() } }, { pyInitials: { startsWith: sign.toLowerCase() } }] }, // biome-ignore format: one line
        ],
        ...(input.state ? { state: { in: input.state.split(',') } } : {}),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      include: { market: { select: { code: true, name: true, rmId: true } } },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
    })
    const shown = rows.slice(0, input.limit)
    const counts = await tx.prospect.groupBy({ by: ['state'], where: seen, _count: true })
    const people = await tx.appUser.findMany({
      where: { bankId, id: { in: [...new Set(shown.map((r) => r.rmId).filter((x) => x !== null))] } },
      select: { id: true, name: true },
    })
    return {
      items: shown.map((r) => ({
        id: r.id,
        name: r.name,
        address: r.address,
        contact: r.contact,
        mainPerson: r.mainPerson,
        existing: r.existing,
        need: r.need,
        note: r.note,
        market: r.market.name,
        marketCode: r.market.code,
        rm: people.find((p) => p.id === r.rmId)?.name ?? null,
        state: r.state as ProspectState,
        lostReason: r.lostReason,
        touchedOn: fromDb(r.touchedOn),
        allowedEvents:
          r.rmId === me || r.market.rmId === me ? allowedEvents(prospectMachine, r.state, actor) : ([] as string[]),
      })),
      counts: Object.fromEntries(PROSPECT_STATES.map((s) => [s, counts.find((c) => c.state === s)?._count ?? 0])) as Record<ProspectState, number>, // biome-ignore format: one line
      nextCursor: rows.length > input.limit ? shown.at(-1)!.id : null,
    }
  },
})
