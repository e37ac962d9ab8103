/** Agreements as people watch them: one version whole, those in force with their bars of headroom, what each case holds. */
import { z } from 'zod'
import { BANK_ROLES } from '@/lib/platform/actor'
import { fromDbOrNull, type PlainDate } from '@/lib/platform/dates'
import type { Fen } from '@/lib/platform/money'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { allowedEvents } from '@/lib/platform/workflow'
import { endOf, termsOf } from './read'
import { PARTNER_READERS } from './roles'
import { schemeHeadroom } from './rules/scheme'
import { schemeMachine } from './workflow'

type SchemeRow = {
  id: string
  number: string | null
  mode: string
  versionNo: number
  state: string
  version: number
  params: unknown
  totalCoopLimitFen: Fen | null
  singleClientLimitFen: Fen | null
  singleDealLimitFen: Fen | null
  marginRatioPpm: number | null
  usedFen: Fen
  startsOn: Date | null
  endsOn: Date | null
  market: { code: string; name: string }
}

/** Agreements that were made before their parameters were kept whole say what their columns say. */
export function schemeView(s: SchemeRow, consent: string | null, actor: Parameters<typeof allowedEvents>[2]) {
  const whole = typeof s.params === 'object' && s.params !== null && 'totalCoopLimit' in s.params
  const terms = whole ? termsOf(s.params) : null
  const total = s.totalCoopLimitFen ?? 0n
  const limits = {
    totalCoopLimitFen: total,
    singleClientLimitFen: s.singleClientLimitFen ?? total,
    singleDealLimitFen: s.singleDealLimitFen ?? total,
  }
  const headroom = schemeHeadroom(limits, { usedFen: s.usedFen, clientUsedFen: 0n })
  return {
    id: s.id,
    number: s.number,
    mode: s.mode,
    versionNo: s.versionNo,
    state: s.state,
    market: s.market,
    ...limits,
    usedFen: s.usedFen,
    leftFen: headroom.value.totalLeftFen,
    headroomTrace: headroom.trace,
    marginRatioPpm: s.marginRatioPpm,
    compensationPpm: terms?.compensationPpm ?? null,
    compensationGraceDays: terms?.compensationGraceDays ?? null,
    leverageMultiple: terms?.leverageMultiple ?? null,
    marginMethod: terms?.marginMethod ?? null,
    liability: terms?.liability ?? null,
    startsOn: fromDbOrNull(s.startsOn),
    endsOn: terms ? (endOf(terms) as PlainDate) : fromDbOrNull(s.endsOn),
    consent,
    allowedEvents: allowedEvents(schemeMachine, s.state, actor),
  }
}

/** Agreements in force with what is used of each: the bars of headroom. */
export const schemeList = defineQuery({
  name: 'schemes.list',
  input: z.strictObject({
    mode: z.enum(['JG', 'AF', 'GC', 'LI', 'PK', 'DF']).optional(),
    all: z.coerce.boolean().default(false),
  }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input }) {
    const rows = await tx.cooperationScheme.findMany({
      where: {
        bankId: actor.bankId,
        ...(input.mode ? { mode: input.mode } : {}),
        ...(input.all ? {} : { state: { in: ['ACTIVE', 'STOPPED'] } }),
      },
      orderBy: [{ mode: 'asc' }, { number: 'asc' }],
      include: { market: { select: { code: true, name: true } } },
      take: 500,
    })
    const parties = await tx.party.findMany({
      where: { bankId: actor.bankId, id: { in: rows.map((r) => r.partyId) } },
      select: { id: true, name: true, state: true },
    })
    const consents = await tx.schemeConsent.findMany({
      where: { bankId: actor.bankId, schemeId: { in: rows.map((r) => r.id) } },
    })
    return rows.map((r) => ({
      ...schemeView(r, consents.find((c) => c.schemeId === r.id)?.state ?? null, actor),
      party: parties.find((p) => p.id === r.partyId) ?? null,
    }))
  },
})

/** The cases that hold something of an agreement. */
export const schemeHolds = defineQuery({
  name: 'schemes.holds',
  input: z.strictObject({ schemeId: zId }),
  access: { roles: PARTNER_READERS },
  async run({ tx, actor, input }) {
    const rows = await tx.schemeHold.findMany({
      where: { bankId: actor.bankId, schemeId: input.schemeId, state: { not: 'RELEASED' } },
      orderBy: { createdAt: 'asc' },
      include: { application: { select: { name: true, stallNo: true, state: true } } },
      take: 1000,
    })
    return rows.map((h) => ({
      applicationId: h.applicationId,
      name: h.application.name,
      stallNo: h.application.stallNo,
      itemState: h.application.state,
      amountFen: h.amountFen,
      usedFen: h.usedFen,
      state: h.state,
    }))
  },
})

/** The choices of the form of an agreement: markets by name. */
export const schemeMarkets = defineQuery({
  name: 'schemes.markets',
  input: z.strictObject({}),
  access: { roles: PARTNER_READERS },
  async run({ tx, actor }) {
    return tx.market.findMany({
      where: { bankId: actor.bankId },
      orderBy: { code: 'asc' },
      select: { id: true, code: true, name: true },
      take: 1000,
    })
  },
})
