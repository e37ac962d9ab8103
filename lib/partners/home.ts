/** A partner's first page: its own entry with the bank, the agreements that bind it, and its own people. Nothing else is open to it. */
import { z } from 'zod'
import { fromDbOrNull } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { PARTNER_HOME_ROLES } from './roles'

export const partnerHome = defineQuery({
  name: 'partners.home',
  input: z.strictObject({}),
  access: { roles: PARTNER_HOME_ROLES },
  async run({ tx, actor }) {
    const bankId = actor.bankId
    const partyId = actor.partyId
    if (!partyId) throw refuse('E_NOT_FOUND', { object: 'party' })
    const [party, bank, schemes, people] = await Promise.all([
      tx.party.findFirst({
        where: { bankId, id: partyId },
        select: { code: true, kind: true, name: true, nameEn: true, uscc: true, state: true, createdAt: true },
      }),
      tx.bank.findUnique({ where: { id: bankId }, select: { name: true, nameEn: true } }),
      tx.cooperationScheme.findMany({
        where: { bankId, partyId, state: { not: 'DRAFT' } },
        orderBy: [{ mode: 'asc' }, { versionNo: 'desc' }],
        take: 100,
      }),
      tx.appUser.findMany({
        where: { bankId, partyId, state: 'ACTIVE' },
        orderBy: { login: 'asc' },
        select: { id: true, name: true, login: true, lastSignInAt: true },
        take: 100,
      }),
    ])
    if (!party || !bank) throw refuse('E_NOT_FOUND', { object: 'party' })
    return {
      party,
      bank,
      schemes: schemes.map((s) => ({
        id: s.id,
        mode: s.mode,
        versionNo: s.versionNo,
        state: s.state,
        totalCoopLimitFen: s.totalCoopLimitFen,
        singleClientLimitFen: s.singleClientLimitFen,
        marginRatioPpm: s.marginRatioPpm,
        startsOn: fromDbOrNull(s.startsOn),
        endsOn: fromDbOrNull(s.endsOn),
      })),
      people,
    }
  },
})
