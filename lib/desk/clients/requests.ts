/** Requests of anybody: who was first spoken to owns them, hands them over only to who accepts, and is accountable to the end (§9 row 18). */
import { z } from 'zod'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { fromDb, fromDbOrNull, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { nextCode } from '@/lib/platform/numbering'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { recordCreation, transition } from '@/lib/platform/workflow'
import { contactRequestMachine, STAFF } from './workflow'

const words = z.string().trim().min(2).max(2000)

export const receiveRequest = defineCommand({
  name: 'requests.receive',
  input: z.strictObject({
    asker: z.string().trim().min(1).max(100),
    contact: z.string().trim().max(60).optional(),
    content: words,
    market: z.string().trim().max(40).optional(),
  }),
  access: { roles: STAFF },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const { bankId } = actor
    const market = input.market ? await tx.market.findFirst({ where: { bankId, code: input.market }, select: { id: true } }) : null // biome-ignore format: one line
    if (input.market && !market)
      throw refuse('E_NOT_FOUND', { object: 'market' }, { fields: [{ path: 'market', code: 'E_NOT_FOUND' }] })
    const id = newId()
    const number = await nextCode(tx, bankId, 'SW', today.year)
    await tx.contactRequest.create({
      data: {
        bankId,
        id,
        number,
        asker: input.asker,
        contact: input.contact ?? null,
        content: input.content,
        marketId: market?.id ?? null,
        firstOwnerId: actor.userId!,
        ownerId: actor.userId!,
        state: 'OPEN',
        receivedOn: toDb(today),
      },
    })
    await recordCreation(ctx, contactRequestMachine, { id }, { number })
    return { id, number }
  },
})

async function requestOf({ tx, actor }: CommandContext<unknown>, id: string) {
  const row = await tx.contactRequest.findFirst({ where: { bankId: actor.bankId, id } })
  if (!row) throw refuse('E_NOT_FOUND', { object: 'contact-request' })
  return row
}

export const handOverRequest = defineCommand({
  name: 'requests.handOver',
  input: z.strictObject({ requestId: zId, to: z.string().trim().min(1).max(80), reason: words }),
  access: { roles: STAFF },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const row = await requestOf(ctx, input.requestId)
    if (row.ownerId !== actor.userId || row.state !== 'OPEN') throw refuse('E_REQUEST_OWNER')
    const person = await tx.appUser.findFirst({
      where: { bankId: actor.bankId, login: input.to, state: 'ACTIVE', partyId: null },
      select: { id: true },
    })
    if (!person || person.id === actor.userId) throw refuse('E_COLLEAGUE', { login: input.to }, { fields: [{ path: 'to', code: 'E_COLLEAGUE' }] }) // biome-ignore format: one line
    await tx.contactRequest.updateMany({
      where: { bankId: actor.bankId, id: row.id, version: row.version },
      data: { handedTo: person.id, version: { increment: 1 } },
    })
    ctx.audit({ objectType: 'contact-request', objectId: row.id, reason: input.reason, detail: { event: 'hand-over', to: input.to } }) // biome-ignore format: one line
    return { id: row.id }
  },
})

export const takeRequest = defineCommand({
  name: 'requests.take',
  input: z.strictObject({ requestId: zId, accept: z.boolean() }),
  access: { roles: STAFF },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const row = await requestOf(ctx, input.requestId)
    if (row.handedTo !== actor.userId || row.state !== 'OPEN') throw refuse('E_REQUEST_OWNER')
    await tx.contactRequest.updateMany({
      where: { bankId: actor.bankId, id: row.id, version: row.version },
      data: { handedTo: null, ...(input.accept ? { ownerId: actor.userId! } : {}), version: { increment: 1 } },
    })
    ctx.audit({ objectType: 'contact-request', objectId: row.id, detail: { event: input.accept ? 'take' : 'decline' } })
    return { id: row.id, taken: input.accept }
  },
})

export const closeRequest = defineCommand({
  name: 'requests.close',
  input: z.strictObject({ requestId: zId, result: words }),
  access: { roles: STAFF },
  async run(ctx) {
    const { input, today, actor } = ctx
    const row = await requestOf(ctx, input.requestId)
    if (row.ownerId !== actor.userId) throw refuse('E_REQUEST_OWNER')
    const moved = await transition(ctx, contactRequestMachine, row, {
      event: 'close',
      reason: input.result,
      set: { result: input.result, closedOn: toDb(today), handedTo: null },
    })
    return { id: row.id, ...moved }
  },
})

/** Those that one owns, is asked to take, or answers for as first contact; heads and the auditor see all. */
export const requestList = defineQuery({
  name: 'requests.list',
  input: z.strictObject({ state: z.string().max(40).optional(), cursor: zId.optional(), limit: z.coerce.number().int().min(1).max(200).default(100) }), // biome-ignore format: one line
  access: { roles: [...STAFF, 'AUDITOR'] },
  async run({ tx, actor, input }) {
    const all = actor.roles.some((r) => ['SB_HEAD', 'CR_HEAD', 'RISK_MGR', 'AUDITOR'].includes(r))
    const me = actor.userId!
    const rows = await tx.contactRequest.findMany({
      where: {
        bankId: actor.bankId,
        ...(all ? {} : { OR: [{ ownerId: me }, { handedTo: me }, { firstOwnerId: me }] }),
        ...(input.state ? { state: { in: input.state.split(',') } } : {}),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
    })
    const shown = rows.slice(0, input.limit)
    const people = await tx.appUser.findMany({
      where: { bankId: actor.bankId, id: { in: shown.flatMap((r) => [r.ownerId, r.firstOwnerId, r.handedTo]).filter((x) => x !== null) } }, // biome-ignore format: one line
      select: { id: true, name: true },
    })
    const who = (id: string | null) => people.find((p) => p.id === id)?.name ?? null
    return {
      items: shown.map((r) => ({
        id: r.id,
        number: r.number,
        asker: r.asker,
        content: r.content,
        first: who(r.firstOwnerId),
        owner: who(r.ownerId),
        handedTo: who(r.handedTo),
        state: r.state,
        result: r.result,
        receivedOn: fromDb(r.receivedOn),
        closedOn: fromDbOrNull(r.closedOn),
        mine: r.state === 'OPEN' && r.ownerId === me,
        asksMe: r.state === 'OPEN' && r.handedTo === me,
      })),
      nextCursor: rows.length > input.limit ? shown.at(-1)!.id : null,
    }
  },
})
