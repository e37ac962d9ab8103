/** What ⌘K finds: the first few merchants, batches and markets that a word fits. */
import { z } from 'zod'
import { BATCH_READERS } from '@/lib/batches/access'
import { merchantMatch } from '@/lib/merchants/queries'
import { BANK_ROLES, hasRole } from '@/lib/platform/actor'
import { defineQuery } from '@/lib/platform/queries'

const EACH = 8

/**
 * By Chinese name, pinyin initials, credit code, stall, phone tail (merchants), code or name (markets, batches). Staff
 * see their bank's; partner users have lists of their own.
 */
export const findAnything = defineQuery({
  name: 'search.find',
  input: z.strictObject({ q: z.string().trim().min(1).max(60) }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input }) {
    const { q } = input
    const { bankId } = actor
    const merchants = await tx.merchant.findMany({
      where: { bankId, ...merchantMatch(q) },
      orderBy: { id: 'desc' },
      take: EACH,
      select: { id: true, name: true, uscc: true, stallNo: true, market: { select: { name: true } } },
    })
    const markets = await tx.market.findMany({
      where: {
        bankId,
        OR: [
          { name: { contains: q } },
          { code: { startsWith: q.toUpperCase() } },
          { pyInitials: { contains: q.toLowerCase() } },
        ],
      },
      take: EACH,
      orderBy: { code: 'asc' },
      select: { id: true, code: true, name: true, city: true },
    })
    const batches = !hasRole(actor, ...BATCH_READERS)
      ? []
      : await tx.batch.findMany({
          where: { bankId, OR: [{ code: { contains: q.toUpperCase() } }, { market: { name: { contains: q } } }] },
          take: EACH,
          orderBy: { id: 'desc' },
          select: { id: true, code: true, market: { select: { name: true } } },
        })
    return { merchants, markets, batches }
  },
})
