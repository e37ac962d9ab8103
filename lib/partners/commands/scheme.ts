/** Cooperation agreements in versions (§2.1.2): drafted, agreed to where LEG-7 asks it, in force, stopped, over. */
import { z } from 'zod'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { isBefore, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { toPercent, toYuan } from '@/lib/platform/money'
import { nextCode } from '@/lib/platform/numbering'
import { zId } from '@/lib/platform/schema'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { recordCreation, transition } from '@/lib/platform/workflow'
import { endOf, termsOf } from '../read'
import { PARTNER_HOME_ROLES } from '../roles'
import { type LegalForm, MODE_PARTNERS, mayBeLiable, type PartnerKind } from '../rules/kinds'
import { checkScheme, type SchemeChange, schemeChanges } from '../rules/scheme'
import { DraftScheme, type SchemeTermsInput } from '../schema'
import { schemeMachine } from '../workflow'
import { requireParty } from './partner'

type Ctx = CommandContext<unknown>

/** The text form in which an agreement's parameters are stored: what was meant, with every default written out. */
function stored(t: z.output<typeof SchemeTermsInput>): Prisma.InputJsonObject {
  const entries = Object.entries(t).map(([k, v]): [string, unknown] => {
    if (typeof v === 'bigint') return [k, toYuan(v)]
    if (k === 'compensation' || k === 'marginRatio') return [k, toPercent(v as number)]
    return [k, v !== null && typeof v === 'object' ? String(v) : v]
  })
  return Object.fromEntries(entries.filter(([, v]) => v !== undefined)) as Prisma.InputJsonObject
}

async function schemeById(ctx: Ctx, id: string) {
  await ctx.tx
    .$queryRaw`select 1 from cooperation_scheme where bank_id = ${ctx.actor.bankId}::uuid and id = ${id}::uuid for update`
  const scheme = await ctx.tx.cooperationScheme.findFirst({ where: { bankId: ctx.actor.bankId, id } })
  if (!scheme) throw refuse('E_NOT_FOUND', { object: 'scheme' })
  return scheme
}

/** A first version, or the next one. What it changes against the one in force, and which of it the partner must agree to, is written with it. */
export const draftScheme = defineCommand({
  name: 'schemes.draft',
  input: DraftScheme,
  access: { roles: ['POST_PARTNER'] },
  async run(ctx) {
    const { tx, actor, input, today, now } = ctx
    const bankId = actor.bankId
    const party = await requireParty(ctx, input.partyId)
    if (!['ADMITTED', 'WATCH'].includes(party.state)) throw refuse('E_PARTY_STOPPED', { partner: party.name })
    if (!party.partnerProfile) throw refuse('E_PARTNER_PROFILE', { partner: party.name })
    if (!MODE_PARTNERS[input.mode]?.includes(party.kind as PartnerKind))
      throw refuse(
        'E_SCHEME_MODE',
        { mode: input.mode, kinds: [...(MODE_PARTNERS[input.mode] ?? [])] },
        { fields: [{ path: 'mode', code: 'E_SCHEME_MODE', params: { mode: input.mode } }] },
      )
    const liable = mayBeLiable(
      party.partnerProfile.legalForm as LegalForm,
      party.kind as PartnerKind,
      input.terms.liability,
    )
    if (liable) throw refuse(liable, {}, { fields: [{ path: 'terms.liability', code: liable }] })
    const market = await tx.market.findFirst({
      where: { bankId, id: input.marketId },
      select: { id: true, code: true },
    })
    if (!market) throw refuse('E_NOT_FOUND', { object: 'market' })
    const params = stored(input.terms)
    const terms = termsOf(params)
    const wrong = checkScheme(terms)
    if (wrong[0])
      throw refuse(
        wrong[0],
        {},
        {
          fields: wrong.map((code) => ({
            path: `terms.${code.startsWith('E_SCHEME_ORDER') ? code.split(':')[1] : 'marginAccountNo'}`,
            code,
          })),
        },
      )
    const endsOn = endOf(terms)
    if (isBefore(endsOn, today)) throw refuse('E_DATE', {}, { fields: [{ path: 'terms.startsOn', code: 'E_DATE' }] })
    const earlier = await tx.cooperationScheme.findMany({
      where: { bankId, marketId: market.id, mode: input.mode, partyId: party.id },
      orderBy: { versionNo: 'desc' },
    })
    if (earlier.some((s) => s.state === 'DRAFT'))
      throw refuse('E_SCHEME_DRAFT_OPEN', { scheme: earlier.find((s) => s.state === 'DRAFT')!.number ?? '' })
    const inForce = earlier.find((s) => s.state === 'ACTIVE' || s.state === 'STOPPED') ?? null
    const { needConsent } = inForce
      ? schemeChanges(termsOf(inForce.params), terms)
      : { needConsent: [] as SchemeChange[] }
    const id = newId()
    const number = inForce?.number ?? (await nextCode(tx, bankId, 'CO', today.year, 4))
    await tx.cooperationScheme.create({
      data: {
        bankId,
        id,
        marketId: market.id,
        partyId: party.id,
        mode: input.mode,
        versionNo: (earlier[0]?.versionNo ?? 0) + 1,
        number,
        state: schemeMachine.initial,
        params,
        totalCoopLimitFen: terms.totalCoopLimitFen,
        singleClientLimitFen: terms.singleClientLimitFen,
        singleDealLimitFen: terms.singleDealLimitFen,
        marginRatioPpm: terms.marginRatioPpm,
        startsOn: toDb(terms.startsOn),
        endsOn: toDb(endsOn),
        supersedesId: inForce?.id ?? null,
        createdBy: actor.userId,
      },
    })
    await recordCreation(
      ctx,
      schemeMachine,
      { id, partyId: party.id },
      { number, mode: input.mode, market: market.code },
    )
    if (needConsent.length > 0) {
      await tx.schemeConsent.create({
        data: {
          bankId,
          id: newId(),
          schemeId: id,
          partyId: party.id,
          state: 'ASKED',
          changes: needConsent as unknown as Prisma.InputJsonArray,
          askedBy: actor.userId,
          askedAt: now,
        },
      })
      ctx.emit('scheme.consent-asked', { schemeId: id, partyId: party.id })
    }
    return { id, number, versionNo: (earlier[0]?.versionNo ?? 0) + 1, consentNeeded: needConsent }
  },
})

/** The partner's own word, given by its own people on their own desk (LEG-7). */
export const answerSchemeConsent = defineCommand({
  name: 'schemes.consent',
  input: z.strictObject({ schemeId: zId, agree: z.boolean(), note: z.string().trim().max(500).optional() }),
  access: { roles: PARTNER_HOME_ROLES },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const bankId = actor.bankId
    const consent = await tx.schemeConsent.findFirst({
      where: { bankId, schemeId: input.schemeId, partyId: actor.partyId ?? '' },
    })
    if (!consent) throw refuse('E_NOT_FOUND', { object: 'consent' })
    const done = await tx.schemeConsent.updateMany({
      where: { bankId, id: consent.id, state: 'ASKED' },
      data: {
        state: input.agree ? 'CONSENTED' : 'REFUSED',
        answeredBy: actor.userId,
        answeredAt: now,
        note: input.note || null,
        version: { increment: 1 },
      },
    })
    if (done.count === 0) throw refuse('E_STATE', { object: 'consent', state: consent.state, event: 'answer' })
    ctx.audit({
      objectType: 'scheme',
      objectId: input.schemeId,
      from: 'ASKED',
      to: input.agree ? 'CONSENTED' : 'REFUSED',
      reason: input.note,
      detail: { event: 'consent' },
    })
    return { id: consent.id, state: input.agree ? 'CONSENTED' : 'REFUSED' }
  },
})

/**
 * Another person puts a version in force. The one before ends, and what was held of it is held of this one; a version
 * that makes the partner answer for more waits for its consent, and a total below what is used is refused.
 */
export const activateScheme = defineCommand({
  name: 'schemes.activate',
  input: z.strictObject({ schemeId: zId, reason: z.string().trim().max(500).optional() }),
  access: { roles: ['RISK_MGR'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const bankId = actor.bankId
    const scheme = await schemeById(ctx, input.schemeId)
    if (scheme.createdBy === actor.userId)
      throw refuse('E_SOD', { act: 'SCHEME_ACTIVATE', earlierAct: 'SCHEME_DRAFT', earlierAt: '', turn: ['RISK_MGR'] })
    const party = await requireParty(ctx, scheme.partyId)
    if (!['ADMITTED', 'WATCH'].includes(party.state)) throw refuse('E_PARTY_STOPPED', { partner: party.name })
    const consent = await tx.schemeConsent.findFirst({ where: { bankId, schemeId: scheme.id } })
    if (consent && consent.state !== 'CONSENTED')
      throw refuse('E_SCHEME_CONSENT', { partner: party.name, scheme: scheme.number ?? '' })
    const before = scheme.supersedesId ? await schemeById(ctx, scheme.supersedesId) : null
    let usedFen = 0n
    if (before && before.state !== 'ENDED') {
      usedFen = before.usedFen
      if (usedFen > (scheme.totalCoopLimitFen ?? 0n)) throw refuse('E_SCHEME_BELOW_USE', { used: toYuan(usedFen) })
      await transition({ ...ctx, ifMatch: undefined }, schemeMachine, before, {
        event: 'end',
        bySystem: true,
        set: { usedFen: 0n },
      })
      await tx.$executeRaw`update scheme_hold set scheme_id = ${scheme.id}::uuid where bank_id = ${bankId}::uuid and scheme_id = ${before.id}::uuid`
    }
    const moved = await transition(ctx, schemeMachine, scheme, {
      event: 'activate',
      reason: input.reason,
      set: { usedFen, activatedBy: actor.userId, activatedAt: now },
    })
    return { id: scheme.id, ...moved, usedFen }
  },
})

/** Stopped: no new approval; resumed or ended by the same office. */
export const moveScheme = defineCommand({
  name: 'schemes.move',
  input: z.strictObject({
    schemeId: zId,
    event: z.enum(['discard', 'stop', 'resume', 'end']),
    reason: z.string().trim().min(2).max(500),
  }),
  access: { roles: ['POST_PARTNER', 'RISK_MGR', 'SB_HEAD'] },
  async run(ctx) {
    const scheme = await schemeById(ctx, ctx.input.schemeId)
    if (ctx.input.event === 'resume') {
      const party = await requireParty(ctx, scheme.partyId)
      if (!['ADMITTED', 'WATCH'].includes(party.state)) throw refuse('E_PARTY_STOPPED', { partner: party.name })
    }
    if (ctx.input.event === 'end' && scheme.usedFen > 0n)
      throw refuse('E_PARTNER_OUTSTANDING', { used: toYuan(scheme.usedFen) })
    const moved = await transition(ctx, schemeMachine, scheme, { event: ctx.input.event, reason: ctx.input.reason })
    return { id: scheme.id, ...moved }
  },
})
