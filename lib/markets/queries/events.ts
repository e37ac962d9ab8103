import { z } from 'zod'
import { BANK_ROLES } from '@/lib/platform/actor'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import type { Tx } from '@/lib/platform/tenant'
import { findMarket } from '../survey'

/** Who did what to the market, when and why, newest first: every audited act, the moves with their states. */
export const marketEvents = defineQuery({
  name: 'markets.events',
  input: z.strictObject({
    marketId: zId,
    limit: z.coerce.number().int().min(1).max(200).default(100),
    cursor: z.coerce.number().int().min(1).optional(),
  }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input }) {
    await findMarket(tx, actor.bankId, input.marketId)
    return timeline(tx, actor.bankId, input.marketId, input.limit, input.cursor)
  },
})

export async function timeline(tx: Tx, bankId: string, marketId: string, limit: number, cursor?: number) {
  const rows = await tx.auditEvent.findMany({
    where: {
      bankId,
      objectType: 'market',
      objectId: marketId,
      ...(cursor ? { seq: { lt: BigInt(cursor) } } : {}),
    },
    orderBy: { seq: 'desc' },
    take: limit + 1,
  })
  const page = rows.slice(0, limit)
  return {
    items: page.map((r) => ({
      id: r.id,
      seq: Number(r.seq),
      at: r.at,
      actor: r.actorName,
      roles: r.actorRoles.split(',').filter(Boolean),
      event: (r.detail as { event?: string } | null)?.event ?? r.command,
      from: r.stateFrom,
      to: r.stateTo,
      reason: r.reason,
      detail: r.detail as Record<string, unknown> | null,
    })),
    nextCursor: rows.length > limit ? Number(page.at(-1)!.seq) : null,
  }
}
