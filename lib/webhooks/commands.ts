/** Endpoints of the bank's systems: set up, paused, given a new secret, removed; deliveries sent again. */
import { z } from 'zod'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { BANK_ZONE } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { liveMode } from '@/lib/platform/mode'
import { zDate, zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { asksFor, urlFault } from './delivery'
import { secretOf } from './secret'

const ADMIN = { roles: ['TENANT_ADMIN'] } as const
/** topics: '*', 'loan.*', 'loan.changed' */
const zTopics = z
  .array(z.string().regex(/^(\*|[a-z][\w-]*\.(\*|[\w.-]+))$/i, 'E_WEBHOOK_TOPIC'))
  .min(1)
  .max(50)

async function endpointOf({ tx, actor }: CommandContext<unknown>, id: string) {
  const row = await tx.webhookEndpoint.findFirst({ where: { bankId: actor.bankId, id, state: { not: 'REMOVED' } } })
  if (!row) throw refuse('E_NOT_FOUND', { object: 'webhook' })
  return row
}

/** The secret is answered here and when it is renewed, never again. */
export const createWebhook = defineCommand({
  name: 'webhooks.create',
  input: z.strictObject({
    name: z.string().trim().min(2).max(60),
    url: z.string().trim().max(500),
    topics: zTopics.default(['*']),
  }),
  access: ADMIN,
  async run(ctx) {
    const { tx, actor, input } = ctx
    const fault = urlFault(input.url, liveMode())
    if (fault) throw refuse(fault, {}, { fields: [{ path: 'url', code: fault }] })
    const id = newId()
    await tx.webhookEndpoint.create({
      data: {
        bankId: actor.bankId,
        id,
        name: input.name,
        url: input.url,
        topics: input.topics,
        state: 'ACTIVE',
        createdBy: actor.userId,
      },
    })
    ctx.audit({
      objectType: 'webhook',
      objectId: id,
      to: 'ACTIVE',
      detail: { name: input.name, url: input.url, topics: input.topics },
    })
    return { id, secret: secretOf({ id, secretNo: 1 }) }
  },
})

export const setWebhook = defineCommand({
  name: 'webhooks.set',
  input: z.strictObject({ webhookId: zId, state: z.enum(['ACTIVE', 'PAUSED', 'REMOVED']) }),
  access: ADMIN,
  async run(ctx) {
    const { tx, actor, input } = ctx
    const row = await endpointOf(ctx, input.webhookId)
    await tx.webhookEndpoint.updateMany({
      where: { bankId: actor.bankId, id: row.id },
      data: { state: input.state, version: { increment: 1 } },
    })
    ctx.audit({ objectType: 'webhook', objectId: row.id, from: row.state, to: input.state, detail: { name: row.name } })
    return { id: row.id, state: input.state }
  },
})

export const renewSecret = defineCommand({
  name: 'webhooks.renewSecret',
  input: z.strictObject({ webhookId: zId }),
  access: ADMIN,
  async run(ctx) {
    const row = await endpointOf(ctx, ctx.input.webhookId)
    const secretNo = row.secretNo + 1
    await ctx.tx.webhookEndpoint.updateMany({
      where: { bankId: ctx.actor.bankId, id: row.id },
      data: { secretNo, version: { increment: 1 } },
    })
    ctx.audit({ objectType: 'webhook', objectId: row.id, detail: { event: 'renew-secret', no: secretNo } })
    return { id: row.id, secret: secretOf({ id: row.id, secretNo }) }
  },
})

/** One delivery is sent again, whatever came of it. */
export const replayDelivery = defineCommand({
  name: 'webhooks.replay',
  input: z.strictObject({ deliveryId: zId }),
  access: ADMIN,
  async run(ctx) {
    const { tx, actor, now } = ctx
    const row = await tx.webhookDelivery.findFirst({ where: { bankId: actor.bankId, id: ctx.input.deliveryId } })
    if (!row) throw refuse('E_NOT_FOUND', { object: 'delivery' })
    await endpointOf(ctx, row.endpointId)
    const id = newId()
    await tx.webhookDelivery.create({
      data: {
        bankId: actor.bankId,
        id,
        endpointId: row.endpointId,
        eventId: row.eventId,
        topic: row.topic,
        state: 'PENDING',
        nextAt: now,
        replayOf: row.id,
      },
    })
    ctx.audit({
      objectType: 'webhook',
      objectId: row.endpointId,
      detail: { event: 'replay', delivery: row.id, as: id },
    })
    return { id }
  },
})

/** Everything of the outbox between two days that the endpoint asks for is sent again: what a new or restored system needs. */
export const replayOutbox = defineCommand({
  name: 'webhooks.replayOutbox',
  input: z.strictObject({ webhookId: zId, from: zDate, to: zDate }),
  access: ADMIN,
  timeoutMs: 120_000,
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const { bankId } = actor
    const row = await endpointOf(ctx, input.webhookId)
    const at = (d: typeof input.from) => new Date(d.toZonedDateTime({ timeZone: BANK_ZONE }).epochMilliseconds)
    const events = await tx.outboxEvent.findMany({
      where: { bankId, createdAt: { gte: at(input.from), lt: at(input.to.add({ days: 1 })) } },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: { id: true, topic: true },
      take: 10_001,
    })
    if (events.length > 10_000) throw refuse('E_WEBHOOK_TOO_MANY', { max: 10_000 })
    const wanted = events.filter((e) => asksFor(row.topics as string[], e.topic))
    await tx.webhookDelivery.createMany({
      data: wanted.map((e) => ({
        bankId,
        id: newId(),
        endpointId: row.id,
        eventId: e.id,
        topic: e.topic,
        state: 'PENDING',
        nextAt: now,
      })),
    })
    ctx.audit({
      objectType: 'webhook',
      objectId: row.id,
      detail: {
        event: 'replay-outbox',
        from: input.from.toString(),
        to: input.to.toString(),
        deliveries: wanted.length,
      },
    })
    return { deliveries: wanted.length }
  },
})
