/** Tip-offs: taken in, triaged, investigated by one person, concluded, answered; the teller opened only by two and on the trail (§9 row 5). */
import { z } from 'zod'
import { takeObservations } from '@/lib/monitoring/commands/observe'
import { BANK_ROLES } from '@/lib/platform/actor'
import { loadCalendar } from '@/lib/platform/calendar'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { nextCode } from '@/lib/platform/numbering'
import { zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { recordCreation, transition } from '@/lib/platform/workflow'
import { maySeeTipOff, type OpenTipOffState, tipOffDue } from '../rules/deadlines'
import { openTeller, sealTeller } from '../seal'
import { tipOffMachine } from '../workflow'

type Ctx = CommandContext<unknown>
const words = z.string().trim().min(2).max(2000)
const due = async ({ tx, actor, today }: Ctx, state: OpenTipOffState) =>
  toDb(tipOffDue(state, today, await loadCalendar(tx, actor.bankId)))

/** Everyone of the bank may take one in: what was told, about whom, and the teller only if he gave his name. */
export const receiveTipOff = defineCommand({
  name: 'tipOffs.receive',
  input: z.strictObject({
    channel: z.enum(['APP', 'PHONE', 'LETTER']),
    content: z.string().trim().min(5).max(4000),
    market: z.string().max(40).optional(),
    /** logins of the bank's people whom it names: they will never see it */
    named: z.array(z.string().trim().max(80)).max(10).default([]),
    teller: z.string().trim().max(200).optional(),
  }),
  access: { roles: BANK_ROLES },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const { bankId } = actor
    const people = await tx.appUser.findMany({
      where: { bankId, login: { in: input.named } },
      select: { login: true, personKey: true },
    })
    const unknown = input.named.find((n) => !people.some((p) => p.login === n))
    if (unknown) throw refuse('E_TIP_NAMED', { login: unknown }, { fields: [{ path: 'named', code: 'E_TIP_NAMED' }] })
    const market = input.market
      ? await tx.market.findFirst({ where: { bankId, code: input.market }, select: { id: true } })
      : null
    if (input.market && !market)
      throw refuse('E_NOT_FOUND', { object: 'market' }, { fields: [{ path: 'market', code: 'E_NOT_FOUND' }] })
    const id = newId()
    const number = await nextCode(tx, bankId, 'JB', today.year)
    await tx.tipOff.create({
      data: {
        bankId,
        id,
        number,
        channel: input.channel,
        content: input.content,
        marketId: market?.id ?? null,
        named: [...new Set(people.map((p) => p.personKey))],
        anonymous: !input.teller,
        state: 'RECEIVED',
        receivedOn: toDb(today),
        dueOn: await due(ctx, 'RECEIVED'),
      },
    })
    if (input.teller)
      await tx.tipOffIdentity.create({ data: { bankId, tipOffId: id, sealed: sealTeller(input.teller, id) } })
    await recordCreation(ctx, tipOffMachine, { id }, { number, channel: input.channel })
    return { id, number }
  },
})

/** A tip-off as somebody may touch it; whom it names is told that there is none. */
async function tipOffOf({ tx, actor }: Ctx, id: string) {
  const row = await tx.tipOff.findFirst({ where: { bankId: actor.bankId, id } })
  if (!row || !maySeeTipOff(row.named as string[], actor.personKey)) throw refuse('E_NOT_FOUND', { object: 'tip-off' })
  return row
}

export const triageTipOff = defineCommand({
  name: 'tipOffs.triage',
  input: z.strictObject({ tipOffId: zId, pursue: z.boolean(), reason: words }),
  access: { roles: ['AUDITOR', 'RISK_MGR'] },
  async run(ctx) {
    const row = await tipOffOf(ctx, ctx.input.tipOffId)
    const moved = await transition(ctx, tipOffMachine, row, {
      event: 'triage',
      to: ctx.input.pursue ? 'TRIAGED' : 'DISMISSED',
      reason: ctx.input.reason,
      set: ctx.input.pursue ? { dueOn: await due(ctx, 'TRIAGED') } : {},
    })
    return { id: row.id, ...moved }
  },
})

/** One investigator, who is not named in it. */
export const assignTipOff = defineCommand({
  name: 'tipOffs.assign',
  input: z.strictObject({ tipOffId: zId, investigator: z.string().trim().max(80) }),
  access: { roles: ['AUDITOR', 'RISK_MGR'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const row = await tipOffOf(ctx, input.tipOffId)
    const person = await tx.appUser.findFirst({
      where: { bankId: actor.bankId, login: input.investigator, state: 'ACTIVE', partyId: null },
      select: { id: true, personKey: true },
    })
    if (!person || !maySeeTipOff(row.named as string[], person.personKey))
      throw refuse('E_TIP_INVESTIGATOR', {}, { fields: [{ path: 'investigator', code: 'E_TIP_INVESTIGATOR' }] })
    const moved = await transition(ctx, tipOffMachine, row, {
      event: 'assign',
      set: { investigatorId: person.id, dueOn: await due(ctx, 'INVESTIGATING') },
    })
    return { id: row.id, ...moved }
  },
})

/** The investigator's result. A confirmed one about a market is a reading of W-M11 at once (§9: confirmed → signal). */
export const concludeTipOff = defineCommand({
  name: 'tipOffs.conclude',
  input: z.strictObject({ tipOffId: zId, confirmed: z.boolean(), conclusion: words }),
  access: { roles: ['RM', 'POST_MKT', 'POST_PARTNER', 'RISK_MGR', 'LEGAL', 'AUDITOR'] },
  async run(ctx) {
    const { actor, input, now, today } = ctx
    const row = await tipOffOf(ctx, input.tipOffId)
    if (row.investigatorId !== actor.userId) throw refuse('E_TIP_NOT_YOURS')
    const moved = await transition(ctx, tipOffMachine, row, {
      event: 'conclude',
      reason: input.conclusion,
      detail: { confirmed: input.confirmed },
      set: { confirmed: input.confirmed, conclusion: input.conclusion, dueOn: await due(ctx, 'CONCLUDED') },
    })
    const made =
      input.confirmed && row.marketId
        ? await takeObservations(ctx, [
            {
              bankId: actor.bankId,
              id: newId(),
              code: 'W-M11',
              objectType: 'MARKET',
              objectId: row.marketId,
              marketId: row.marketId,
              source: 'PERSON',
              reading: 'complaints',
              value: 1n,
              observedOn: toDb(today),
              reference: row.number,
              note: row.number,
              createdBy: actor.userId,
              at: now,
            },
          ])
        : { signals: [] as string[] }
    return { id: row.id, signals: made.signals, ...moved }
  },
})

/** What was answered to the teller; for an anonymous one, that there was nobody to answer. */
export const answerTipOff = defineCommand({
  name: 'tipOffs.answer',
  input: z.strictObject({ tipOffId: zId, feedback: words }),
  access: { roles: ['RM', 'POST_MKT', 'POST_PARTNER', 'RISK_MGR', 'LEGAL', 'AUDITOR'] },
  async run(ctx) {
    const row = await tipOffOf(ctx, ctx.input.tipOffId)
    if (row.investigatorId !== ctx.actor.userId) throw refuse('E_TIP_NOT_YOURS')
    const moved = await transition(ctx, tipOffMachine, row, {
      event: 'feed-back',
      reason: ctx.input.feedback,
      set: { feedback: ctx.input.feedback },
    })
    return { id: row.id, ...moved }
  },
})

/** The teller's name: for the auditor and the one investigator, with a reason, each time on the trail. */
export const revealTeller = defineCommand({
  name: 'tipOffs.reveal',
  input: z.strictObject({ tipOffId: zId, reason: words }),
  secretAnswer: true,
  access: { roles: ['RM', 'POST_MKT', 'POST_PARTNER', 'RISK_MGR', 'LEGAL', 'AUDITOR'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const row = await tipOffOf(ctx, input.tipOffId)
    if (!actor.roles.includes('AUDITOR') && row.investigatorId !== actor.userId) throw refuse('E_TIP_NOT_YOURS')
    const identity = await tx.tipOffIdentity.findFirst({ where: { bankId: actor.bankId, tipOffId: row.id } })
    if (!identity) throw refuse('E_TIP_ANONYMOUS')
    ctx.audit({ objectType: 'tip-off', objectId: row.id, reason: input.reason, detail: { event: 'reveal' } })
    return { teller: openTeller(identity.sealed, row.id) }
  },
})
