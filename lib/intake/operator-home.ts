/** The operator's first page: its market, what a new batch may be, and what waits for it. */
import { z } from 'zod'
import { fromDb, fromDbOrNull, isBefore } from '@/lib/platform/dates'
import { defineQuery } from '@/lib/platform/queries'
import { maxRecommended } from './policy'

/** Markets for which this person may start a batch: an operator's own, or for staff all that are admitted. */
export const batchMarkets = defineQuery({
  name: 'packets.markets',
  input: z.strictObject({}),
  access: { roles: ['OPERATOR_ADMIN', 'OPERATOR_CLERK', 'RM'] },
  async run({ tx, actor, today }) {
    const markets = await tx.market.findMany({
      where: {
        bankId: actor.bankId,
        ...(actor.partyId ? { operatorPartyId: actor.partyId } : { state: { in: ['ADMITTED', 'CONDITIONAL'] } }),
      },
      orderBy: { code: 'asc' },
      take: 200,
    })
    return markets.map((m) => {
      const expired = m.expiresOn !== null && isBefore(fromDb(m.expiresOn), today)
      return {
        id: m.id,
        code: m.code,
        name: m.name,
        city: m.city,
        state: m.state,
        merchantCount: m.merchantCount,
        modes: (m.allowedModes as string[] | null) ?? [],
        share: m.shareNum && m.shareDen ? { num: m.shareNum, den: m.shareDen } : null,
        maxItems:
          m.merchantCount && m.shareNum && m.shareDen
            ? maxRecommended(m.merchantCount, { num: m.shareNum, den: m.shareDen })
            : null,
        expiresOn: fromDbOrNull(m.expiresOn),
        open: ['ADMITTED', 'CONDITIONAL'].includes(m.state) && !expired && !m.frozen,
      }
    })
  },
})

/** What of the operator's batches waits for it: rows with errors in drafts, rows sent back, drafts that are ready. */
export const operatorWaiting = defineQuery({
  name: 'packets.waiting',
  input: z.strictObject({}),
  access: { roles: ['OPERATOR_ADMIN', 'OPERATOR_CLERK'] },
  async run({ tx, actor }) {
    const batches = await tx.batch.findMany({
      where: { bankId: actor.bankId, state: { in: ['DRAFT', 'RETURNED'] } },
      orderBy: { id: 'desc' },
      select: { id: true, code: true, state: true, mode: true },
      take: 50,
    })
    const counts = await tx.application.groupBy({
      by: ['batchId', 'state'],
      where: { bankId: actor.bankId, batchId: { in: batches.map((b) => b.id) } },
      _count: { _all: true },
    })
    const n = (batchId: string, ...states: string[]) =>
      counts.filter((c) => c.batchId === batchId && states.includes(c.state)).reduce((s, c) => s + c._count._all, 0)
    return batches.map((b) => ({
      ...b,
      ready: n(b.id, 'READY', 'SUBMITTED'),
      unready: n(b.id, 'DRAFT'),
      returned: n(b.id, 'RETURNED'),
    }))
  },
})
