import { z } from 'zod'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'

/** What stands around every page: whose bank, which business day, what is unread, and for partners whose party. */
export const frameQuery = defineQuery({
  name: 'admin.frame',
  input: z.strictObject({}),
  access: { roles: 'ANY_SIGNED_IN' },
  async run({ tx, actor, today }) {
    const [bank, party, unread] = await Promise.all([
      tx.bank.findUnique({ where: { id: actor.bankId }, select: { name: true, nameEn: true } }),
      actor.partyId
        ? tx.party.findFirst({ where: { bankId: actor.bankId, id: actor.partyId }, select: { name: true } })
        : null,
      tx.notification.count({ where: { bankId: actor.bankId, userId: actor.userId ?? undefined, readAt: null } }),
    ])
    if (!bank) throw refuse('E_NOT_FOUND', { object: 'bank' })
    return { bank, party: party?.name ?? null, businessDate: today, unread }
  },
})
