import { z } from 'zod'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'

/** What stands around every page: whose bank, which business day, what is unread, and for partners whose party. */
export const frameQuery = defineQuery({
  name: 'admin.frame',
  input: z.strictObject({}),
  access: { roles: 'ANY_SIGNED_IN' },
  async run({ tx, actor, today }) {
    const { bankId, partyId } = actor
    const bank = await tx.bank.findUnique({ where: { id: bankId }, select: { name: true, nameEn: true } })
    const party = partyId ? await tx.party.findFirst({ where: { bankId, id: partyId }, select: { name: true } }) : null
    const unread = actor.userId
      ? await tx.notification.count({
          where: { bankId, userId: actor.userId, readAt: null, goneAt: null, inApp: true },
        })
      : 0
    if (!bank) throw refuse('E_NOT_FOUND', { object: 'bank' })
    return { bank, party: party?.name ?? null, businessDate: today, unread }
  },
})
