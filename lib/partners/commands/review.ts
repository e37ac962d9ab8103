/** Admission, yearly review, watch and stop: one proposes with the tests of the day, another decides (§2.1.4, §10.5). */
import { z } from 'zod'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { freeze } from '@/lib/platform/wire'
import { transition } from '@/lib/platform/workflow'
import { admissionParameters, readPartnerFacts } from '../read'
import { partnerAdmission } from '../rules/admission'
import { DecideReview, ProposeReview, type RECOMMENDATIONS } from '../schema'
import { partnerMachine, schemeMachine } from '../workflow'
import { requireParty } from './partner'

type Recommendation = (typeof RECOMMENDATIONS)[number]
type PartnerEvent = (typeof partnerMachine)['transitions'][number]['event']

/** What may be recommended about a partner in each state. */
const FITTING: Record<string, readonly Recommendation[]> = {
  APPLYING: ['ADMIT', 'DECLINE'],
  ADMITTED: ['KEEP', 'WATCH', 'STOP'],
  WATCH: ['KEEP', 'WATCH', 'STOP'],
  STOPPED: ['KEEP', 'STOP'],
}

/** The reviewer runs the tests and proposes. Who fails a test is not proposed for admission or for staying as it is. */
export const proposeReview = defineCommand({
  name: 'partners.propose',
  input: ProposeReview,
  access: { roles: ['POST_PARTNER'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const party = await requireParty(ctx, input.partyId)
    if (!FITTING[party.state]?.includes(input.recommendation))
      throw refuse(
        'E_STATE',
        { object: 'party', state: party.state, event: input.recommendation.toLowerCase() },
        { allowed: [...(FITTING[party.state] ?? [])] },
      )
    const open = await tx.partnerReview.findFirst({
      where: { bankId: actor.bankId, partyId: party.id, state: 'PROPOSED' },
      select: { id: true },
    })
    if (open) throw refuse('E_REVIEW_OPEN', { partner: party.name })
    const tested = partnerAdmission(await readPartnerFacts(ctx, party.id, input.rating), await admissionParameters(ctx))
    if (!tested.value.admissible && ['ADMIT', 'KEEP'].includes(input.recommendation))
      throw refuse('E_PARTNER_NOT_ADMISSIBLE', { tests: tested.value.failed })
    const id = newId()
    await tx.partnerReview.create({
      data: {
        bankId: actor.bankId,
        id,
        partyId: party.id,
        kind: party.state === 'APPLYING' ? 'ADMISSION' : input.recommendation === 'KEEP' ? 'YEARLY' : 'EVENT',
        state: 'PROPOSED',
        tests: freeze(tested.value.tests) as Prisma.InputJsonValue,
        trace: freeze(tested.trace) as Prisma.InputJsonValue,
        recommendation: input.recommendation,
        rating: input.rating ?? party.partnerProfile?.rating ?? null,
        opinion: input.opinion,
        proposedBy: actor.userId,
        proposerKey: actor.personKey,
        proposedAt: now,
      },
    })
    ctx.audit({
      objectType: 'party',
      objectId: party.id,
      reason: input.opinion,
      detail: { event: 'propose', recommendation: input.recommendation, failed: tested.value.failed },
    })
    return { id, tests: tested.value.tests, trace: tested.trace }
  },
})

const EVENT: Record<Recommendation, (state: string) => PartnerEvent | null> = {
  ADMIT: () => 'admit',
  DECLINE: () => 'decline',
  KEEP: (state) => (state === 'ADMITTED' ? null : 'restore'),
  WATCH: (state) => (state === 'WATCH' ? null : 'watch'),
  STOP: (state) => (state === 'STOPPED' ? null : 'stop'),
}

/** Another person agrees, and it takes effect: the standing, the rating, the day of the next review. */
export const decideReview = defineCommand({
  name: 'partners.decide',
  input: DecideReview,
  access: { roles: ['RISK_MGR'] },
  async run(ctx) {
    const { tx, actor, input, now, today } = ctx
    const bankId = actor.bankId
    await tx.$queryRaw`select 1 from partner_review where bank_id = ${bankId}::uuid and id = ${input.reviewId}::uuid for update`
    const review = await tx.partnerReview.findFirst({ where: { bankId, id: input.reviewId } })
    if (!review) throw refuse('E_NOT_FOUND', { object: 'review' })
    if (review.state !== 'PROPOSED') throw refuse('E_STATE', { object: 'review', state: review.state, event: 'decide' })
    if (review.proposerKey === actor.personKey)
      throw refuse('E_SOD', { act: 'PARTNER_DECIDE', earlierAct: 'PARTNER_PROPOSE', earlierAt: '', turn: ['RISK_MGR'] })
    const party = await requireParty(ctx, review.partyId)
    await tx.partnerReview.update({
      where: { bankId_id: { bankId, id: review.id } },
      data: {
        state: input.agree ? 'AGREED' : 'REFUSED',
        decidedBy: actor.userId,
        decidedAt: now,
        decision: input.decision,
        version: { increment: 1 },
      },
    })
    ctx.audit({
      objectType: 'party',
      objectId: party.id,
      reason: input.decision,
      detail: { event: 'decide', agree: input.agree, recommendation: review.recommendation },
    })
    if (!input.agree) return { id: review.id, state: party.state, version: party.version }
    const recommendation = review.recommendation as Recommendation
    const event = EVENT[recommendation](party.state)
    const moved = event
      ? await transition(
          { ...ctx, ifMatch: undefined },
          partnerMachine,
          { ...party, partyId: null },
          { event, reason: input.decision },
        )
      : { state: party.state, version: party.version }
    const months = (await admissionParameters(ctx)).partners.reviewMonths
    await tx.partnerProfile.updateMany({
      where: { bankId, partyId: party.id },
      data: {
        rating: review.rating,
        version: { increment: 1 },
        ...(['ADMIT', 'KEEP'].includes(recommendation) ? { reviewDueOn: toDb(today.add({ months })) } : {}),
      },
    })
    await tx.task.updateMany({
      where: { bankId, kind: 'PARTNER_REVIEW', objectType: 'party', objectId: party.id, state: 'OPEN' },
      data: { state: 'DONE' },
    })
    if (recommendation === 'STOP') await stopSchemes(ctx, party.id, input.decision)
    return { id: review.id, ...moved }
  },
})

/** New business with a stopped partner ends at once; what is drawn runs on (§8.3). */
async function stopSchemes(ctx: CommandContext<unknown>, partyId: string, reason: string): Promise<void> {
  const active = await ctx.tx.cooperationScheme.findMany({
    where: { bankId: ctx.actor.bankId, partyId, state: 'ACTIVE' },
  })
  for (const s of active)
    await transition({ ...ctx, ifMatch: undefined }, schemeMachine, s, { event: 'stop', reason, bySystem: true })
}

/** The stop that cannot wait for a review: a claim unpaid, a licence lost. It takes effect at once. */
export const stopPartner = defineCommand({
  name: 'partners.stop',
  input: z.strictObject({ partyId: zId, reason: z.string().trim().min(2).max(500) }),
  access: { roles: ['RISK_MGR', 'SB_HEAD'] },
  async run(ctx) {
    const party = await requireParty(ctx, ctx.input.partyId)
    const moved = await transition(
      ctx,
      partnerMachine,
      { ...party, partyId: null },
      { event: 'stop', reason: ctx.input.reason },
    )
    await stopSchemes(ctx, party.id, ctx.input.reason)
    return { id: party.id, ...moved }
  },
})
