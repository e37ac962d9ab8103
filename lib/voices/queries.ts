/** Tip-offs and complaints as their people see them (§9 rows 5 and 6). */
import { z } from 'zod'
import { type Actor, BANK_ROLES } from '@/lib/platform/actor'
import { fromDb, fromDbOrNull, isBefore } from '@/lib/platform/dates'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Prisma, Tx } from '@/lib/platform/tenant'
import { allowedEvents } from '@/lib/platform/workflow'
import { maySeeTipOff } from './rules/deadlines'
import { complaintMachine, tipOffMachine } from './workflow'

const page = { limit: z.coerce.number().int().min(1).max(200).default(100), cursor: zId.optional() }

/**
 * What the trail hides of tip-offs: from who is named in one everything about it, from who is no auditor all of them.
 * Who took one in may be its teller, and its reasons say what was told.
 */
export async function withoutTipOffs(tx: Tx, actor: Actor): Promise<Prisma.AuditEventWhereInput> {
  if (!actor.roles.includes('AUDITOR')) return { NOT: { objectType: 'tip-off' } }
  const named = await tx.tipOff.findMany({
    where: { bankId: actor.bankId, named: { array_contains: [actor.personKey] } },
    select: { id: true },
  })
  return named.length === 0 ? {} : { NOT: { objectType: 'tip-off', objectId: { in: named.map((t) => t.id) } } }
}

/** All of them for auditor and risk manager, to others those that they investigate; to nobody one that names him. */
export const tipOffList = defineQuery({
  name: 'tipOffs.list',
  input: z.strictObject({ state: z.string().max(100).optional(), ...page }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input, today }) {
    const all = actor.roles.some((r) => r === 'AUDITOR' || r === 'RISK_MGR')
    const rows = await tx.tipOff.findMany({
      where: {
        bankId: actor.bankId,
        ...(all ? {} : { investigatorId: actor.userId }),
        NOT: { named: { array_contains: [actor.personKey] } },
        ...(input.state ? { state: { in: input.state.split(',') } } : {}),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
    })
    const shown = rows.slice(0, input.limit)
    const markets = await tx.market.findMany({
      where: { bankId: actor.bankId, id: { in: shown.map((r) => r.marketId).filter((x) => x !== null) } },
      select: { id: true, code: true, name: true },
    })
    const people = await tx.appUser.findMany({
      where: { bankId: actor.bankId, id: { in: shown.map((r) => r.investigatorId).filter((x) => x !== null) } },
      select: { id: true, name: true },
    })
    return {
      items: shown
        .filter((r) => maySeeTipOff(r.named as string[], actor.personKey))
        .map((r) => {
          const mine = r.investigatorId === actor.userId
          const open = !['CLOSED', 'DISMISSED'].includes(r.state)
          return {
            id: r.id,
            number: r.number,
            channel: r.channel,
            content: r.content,
            market: markets.find((m) => m.id === r.marketId) ?? null,
            anonymous: r.anonymous,
            state: r.state,
            receivedOn: fromDb(r.receivedOn),
            dueOn: fromDb(r.dueOn),
            late: open && isBefore(fromDb(r.dueOn), today),
            investigator: people.find((p) => p.id === r.investigatorId)?.name ?? null,
            confirmed: r.confirmed,
            conclusion: r.conclusion,
            mayReveal: !r.anonymous && (mine || actor.roles.includes('AUDITOR')),
            allowedEvents: allowedEvents(tipOffMachine, r.state, actor).filter(
              (e) => mine || !['conclude', 'feed-back'].includes(e),
            ),
          }
        }),
      nextCursor: rows.length > input.limit ? shown.at(-1)!.id : null,
    }
  },
})

export const complaintList = defineQuery({
  name: 'complaints.list',
  input: z.strictObject({ state: z.string().max(100).optional(), ...page }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input, today }) {
    const rows = await tx.complaint.findMany({
      where: {
        bankId: actor.bankId,
        ...(input.state ? { state: { in: input.state.split(',') } } : {}),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
    })
    const shown = rows.slice(0, input.limit)
    const people = await tx.appUser.findMany({
      where: {
        bankId: actor.bankId,
        id: { in: shown.flatMap((r) => [r.ownerId, r.handedTo]).filter((x) => x !== null) },
      },
      select: { id: true, name: true },
    })
    const who = (id: string | null) => people.find((p) => p.id === id)?.name ?? null
    return {
      items: shown.map((r) => {
        const due = r.state === 'RECEIVED' ? fromDb(r.acceptBy) : fromDb(r.replyBy)
        return {
          id: r.id,
          number: r.number,
          complainant: r.complainant,
          content: r.content,
          state: r.state,
          complex: r.complex,
          receivedOn: fromDb(r.receivedOn),
          dueOn: due,
          late: ['RECEIVED', 'ACCEPTED'].includes(r.state) && isBefore(due, today),
          owner: who(r.ownerId),
          handedTo: who(r.handedTo),
          reply: r.reply,
          repliedOn: fromDbOrNull(r.repliedOn),
          satisfaction: r.satisfaction,
          reopened: r.reopened,
          mine: r.ownerId === actor.userId,
          asksMe: r.handedTo === actor.userId,
          allowedEvents: allowedEvents(complaintMachine, r.state, actor).filter(
            (e) => e === 're-open' || r.ownerId === actor.userId,
          ),
        }
      }),
      nextCursor: rows.length > input.limit ? shown.at(-1)!.id : null,
    }
  },
})
