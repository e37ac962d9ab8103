import { z } from 'zod'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'

const READERS = { roles: ['TENANT_ADMIN', 'AUDITOR'] } as const

/** Endpoints with how their last day went. */
export const webhookList = defineQuery({
  name: 'webhooks.list',
  input: z.strictObject({}),
  access: READERS,
  async run({ tx, actor, now }) {
    const rows = await tx.webhookEndpoint.findMany({
      where: { bankId: actor.bankId, state: { not: 'REMOVED' } },
      orderBy: { id: 'asc' },
    })
    const counts = await tx.webhookDelivery.groupBy({
      by: ['endpointId', 'state'],
      where: { bankId: actor.bankId, createdAt: { gt: new Date(now.getTime() - 86_400_000) } },
      _count: { _all: true },
    })
    const n = (id: string, state: string) =>
      counts.find((c) => c.endpointId === id && c.state === state)?._count._all ?? 0
    return {
      items: rows.map((r) => ({
        id: r.id,
        name: r.name,
        url: r.url,
        topics: r.topics as string[],
        state: r.state,
        failures: r.failures,
        createdAt: r.createdAt,
        lastDay: { delivered: n(r.id, 'DELIVERED'), pending: n(r.id, 'PENDING'), dead: n(r.id, 'DEAD') },
      })),
    }
  },
})

/** Deliveries of an endpoint, newest first, with what was sent. */
export const deliveryList = defineQuery({
  name: 'webhooks.deliveries',
  input: z.strictObject({
    webhookId: zId,
    state: z.string().max(40).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: zId.optional(),
  }),
  access: READERS,
  async run({ tx, actor, input }) {
    const bankId = actor.bankId
    const endpoint = await tx.webhookEndpoint.findFirst({ where: { bankId, id: input.webhookId } })
    if (!endpoint) throw refuse('E_NOT_FOUND', { object: 'webhook' })
    const rows = await tx.webhookDelivery.findMany({
      where: {
        bankId,
        endpointId: endpoint.id,
        ...(input.state ? { state: { in: input.state.split(',') } } : {}),
        ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      },
      orderBy: { id: 'desc' },
      take: input.limit + 1,
      include: { event: { select: { createdAt: true, payload: true } } },
    })
    const page = rows.slice(0, input.limit)
    return {
      endpoint: {
        id: endpoint.id,
        name: endpoint.name,
        url: endpoint.url,
        state: endpoint.state,
        topics: endpoint.topics as string[],
      },
      items: page.map((d) => ({
        id: d.id,
        topic: d.topic,
        state: d.state,
        attempts: d.attempts,
        nextAt: d.nextAt,
        status: d.lastStatus,
        error: d.lastError,
        ms: d.lastMs,
        at: d.event.createdAt,
        deliveredAt: d.deliveredAt,
        replayOf: d.replayOf,
        payload: d.event.payload,
      })),
      nextCursor: rows.length > input.limit ? page.at(-1)!.id : null,
    }
  },
})
