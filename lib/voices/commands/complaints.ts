/** Complaints: who was first spoken to owns them, hands them over only to who accepts, and is answerable to the end (§9 rows 6 and 18). */
import { z } from 'zod'
import { BANK_ROLES } from '@/lib/platform/actor'
import { loadCalendar } from '@/lib/platform/calendar'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { nextCode } from '@/lib/platform/numbering'
import { zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { recordCreation, transition } from '@/lib/platform/workflow'
import { complaintDue, MAX_REOPENED } from '../rules/deadlines'
import { complaintMachine } from '../workflow'

type Ctx = CommandContext<unknown>
const STAFF = BANK_ROLES.filter((r) => r !== 'AUDITOR' && r !== 'TENANT_ADMIN')
const words = z.string().trim().min(2).max(2000)

export const receiveComplaint = defineCommand({
  name: 'complaints.receive',
  input: z.strictObject({
    complainant: z.string().trim().min(1).max(100),
    contact: z.string().trim().max(60).optional(),
    content: z.string().trim().min(5).max(4000),
    market: z.string().max(40).optional(),
    complex: z.boolean().default(false),
  }),
  access: { roles: STAFF },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const { bankId } = actor
    const market = input.market
      ? await tx.market.findFirst({ where: { bankId, code: input.market }, select: { id: true } })
      : null
    if (input.market && !market)
      throw refuse('E_NOT_FOUND', { object: 'market' }, { fields: [{ path: 'market', code: 'E_NOT_FOUND' }] })
    const { acceptBy, replyBy } = complaintDue(today, input.complex, await loadCalendar(tx, bankId))
    const id = newId()
    const number = await nextCode(tx, bankId, 'TS', today.year)
    await tx.complaint.create({
      data: {
        bankId,
        id,
        number,
        complainant: input.complainant,
        contact: input.contact ?? null,
        content: input.content,
        marketId: market?.id ?? null,
        complex: input.complex,
        state: 'RECEIVED',
        receivedOn: toDb(today),
        acceptBy: toDb(acceptBy),
        replyBy: toDb(replyBy),
        ownerId: actor.userId!,
      },
    })
    await recordCreation(ctx, complaintMachine, { id }, { number })
    return { id, number }
  },
})

async function complaintOf({ tx, actor }: Ctx, id: string) {
  const row = await tx.complaint.findFirst({ where: { bankId: actor.bankId, id } })
  if (!row) throw refuse('E_NOT_FOUND', { object: 'complaint' })
  return row
}

/** Accepting, answering, opening again, closing. Only the owner accepts and answers; it is opened again twice at most. */
export const moveComplaint = defineCommand({
  name: 'complaints.move',
  input: z.strictObject({
    complaintId: zId,
    event: z.enum(['accept', 'reply', 're-open', 'close']),
    text: z.string().trim().max(2000).default(''),
    satisfaction: z.int().min(1).max(5).optional(),
  }),
  access: { roles: STAFF },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const row = await complaintOf(ctx, input.complaintId)
    const owner = row.ownerId === actor.userId
    if (!owner && input.event !== 're-open') throw refuse('E_COMPLAINT_OWNER')
    if (input.event === 'reply' && input.text.length < 2)
      throw refuse('E_REQUIRED:text', {}, { fields: [{ path: 'text', code: 'E_REQUIRED' }] })
    if (input.event === 'close' && input.satisfaction === undefined)
      throw refuse('E_REQUIRED:satisfaction', {}, { fields: [{ path: 'satisfaction', code: 'E_REQUIRED' }] })
    if (input.event === 're-open' && row.state === 'REPLIED' && row.reopened >= MAX_REOPENED)
      throw refuse('E_COMPLAINT_REOPENED', { max: MAX_REOPENED })
    const again = input.event === 're-open'
    const moved = await transition(ctx, complaintMachine, row, {
      event: input.event,
      reason: input.text || undefined,
      set: {
        ...(input.event === 'reply' ? { reply: input.text, repliedOn: toDb(today) } : {}),
        ...(input.event === 'close' ? { satisfaction: input.satisfaction } : {}),
        ...(again
          ? {
              reopened: row.reopened + 1,
              replyBy: toDb(complaintDue(today, row.complex, await loadCalendar(tx, actor.bankId)).replyBy),
            }
          : {}),
      },
    })
    return { id: row.id, ...moved }
  },
})

/** The owner asks somebody to take it; until that person accepts, the owner stays answerable. */
export const handOverComplaint = defineCommand({
  name: 'complaints.handOver',
  input: z.strictObject({ complaintId: zId, to: z.string().trim().max(80), reason: words }),
  access: { roles: STAFF },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const row = await complaintOf(ctx, input.complaintId)
    if (row.ownerId !== actor.userId) throw refuse('E_COMPLAINT_OWNER')
    if (row.state === 'CLOSED')
      throw refuse('E_STATE', { object: 'complaint', state: row.state, event: 'hand-over' }, { allowed: [] })
    const person = await tx.appUser.findFirst({
      where: { bankId: actor.bankId, login: input.to, state: 'ACTIVE', partyId: null },
      select: { id: true },
    })
    if (!person || person.id === actor.userId)
      throw refuse('E_COMPLAINT_TO', {}, { fields: [{ path: 'to', code: 'E_COMPLAINT_TO' }] })
    await tx.complaint.updateMany({
      where: { bankId: actor.bankId, id: row.id },
      data: { handedTo: person.id, version: { increment: 1 } },
    })
    ctx.audit({
      objectType: 'complaint',
      objectId: row.id,
      reason: input.reason,
      detail: { event: 'hand-over', to: input.to },
    })
    return { id: row.id }
  },
})

export const takeComplaint = defineCommand({
  name: 'complaints.take',
  input: z.strictObject({ complaintId: zId, accept: z.boolean() }),
  access: { roles: STAFF },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const row = await complaintOf(ctx, input.complaintId)
    if (row.handedTo !== actor.userId) throw refuse('E_COMPLAINT_OWNER')
    await tx.complaint.updateMany({
      where: { bankId: actor.bankId, id: row.id },
      data: { handedTo: null, ...(input.accept ? { ownerId: actor.userId! } : {}), version: { increment: 1 } },
    })
    ctx.audit({ objectType: 'complaint', objectId: row.id, detail: { event: input.accept ? 'take' : 'decline' } })
    return { id: row.id, taken: input.accept }
  },
})
