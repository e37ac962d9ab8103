/** Letters of a claim with their proof and the answers to them (§8.6, LEG-5). */
import { z } from 'zod'
import { PARTNER_HOME_ROLES } from '@/lib/partners/roles'
import { loadCalendar } from '@/lib/platform/calendar'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { addWorkingDays, fromDb, isAfter, isBefore, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { nextCode } from '@/lib/platform/numbering'
import { zDate, zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { transition } from '@/lib/platform/workflow'
import { claimMachine } from '../claim-workflow'
import { readCase } from '../claims/case'
import { computeClaim } from '../claims/compute'
import { handOverPapers } from '../claims/papers'
import type { ClaimType } from '../rules/claim-parts'
import { lockClaim } from './claims'

const CHANNELS = ['REGISTERED_MAIL', 'COURIER', 'NOTARY', 'IN_PERSON', 'PARTNER_DESK'] as const

/** One letter to each who is asked, each inside that guarantor's own period; the proof of posting stands with it. */
export const notifyClaim = defineCommand({
  name: 'claims.notify',
  input: z.strictObject({
    claimId: zId,
    channel: z.enum(CHANNELS),
    sentOn: zDate,
    proofNo: z.string().trim().max(60).optional(),
    lineIds: z.array(zId).max(100).optional(),
  }),
  access: { roles: ['COLLECTOR', 'POST_PARTNER', 'RM'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const claim = await lockClaim(ctx, input.claimId)
    if (input.channel !== 'PARTNER_DESK' && !input.proofNo)
      throw refuse('E_REQUIRED:proofNo', {}, { fields: [{ path: 'proofNo', code: 'E_REQUIRED' }] })
    if (isAfter(input.sentOn, today) || isBefore(input.sentOn, fromDb(claim.asOf)))
      throw refuse('E_DATE', {}, { fields: [{ path: 'sentOn', code: 'E_DATE' }] })
    const lines = await tx.claimLine.findMany({
      where: { bankId, claimId: claim.id, state: 'OPEN', ...(input.lineIds ? { id: { in: input.lineIds } } : {}) },
      orderBy: { no: 'asc' },
    })
    if (lines.length === 0) throw refuse('E_CLAIM_NOBODY', { claim: claim.number })
    const late = lines.find((l) => l.periodEnd && isAfter(input.sentOn, fromDb(l.periodEnd)))
    if (late) throw refuse('E_CLAIM_PERIOD', { until: fromDb(late.periodEnd!).toString() })
    await handOverPapers(ctx, claim, lines[0]!.partyId)
    const moved = await transition(ctx, claimMachine, claim, {
      event: 'notify',
      detail: { letters: lines.length, channel: input.channel },
    })
    const c = await readCase(ctx, claim.loanId)
    const { answerDays, payDays } = await computeClaim(ctx, c, claim.type as ClaimType, 0n)
    const calendar = await loadCalendar(tx, bankId)
    const payBy = toDb(addWorkingDays(input.sentOn, payDays, calendar))
    const borrower = await tx.application.findFirst({
      where: { bankId, id: claim.applicationId },
      select: { name: true },
    })
    const share = (part: bigint, fen: bigint) => (claim.amountFen > 0n ? (part * fen) / claim.amountFen : 0n)
    const letters = []
    for (const l of lines)
      letters.push({
        bankId,
        id: newId(),
        claimId: claim.id,
        lineId: l.id,
        partyId: l.partyId,
        number: await nextCode(tx, bankId, 'LT', today.year, 5),
        claimNumber: claim.number,
        borrower: borrower?.name ?? '',
        loanNumber: c.loan.number,
        amountFen: l.demandedFen,
        principalFen: share(claim.principalFen, l.demandedFen),
        interestFen: share(claim.interestFen, l.demandedFen),
        sentOn: toDb(input.sentOn),
        channel: input.channel,
        proofNo: input.proofNo || null,
        deliveredOn: input.channel === 'PARTNER_DESK' ? toDb(input.sentOn) : null,
        periodEnd: l.periodEnd,
        answerBy: toDb(addWorkingDays(input.sentOn, answerDays, calendar)),
        payBy,
        state: input.channel === 'PARTNER_DESK' ? 'DELIVERED' : 'SENT',
        sentBy: actor.userId,
      })
    await tx.claimNotice.createMany({ data: letters })
    await tx.claimLine.updateMany({
      where: { bankId, id: { in: lines.map((l) => l.id) } },
      data: { state: 'NOTICE_SENT', payBy, version: { increment: 1 } },
    })
    return { id: claim.id, ...moved, letters: letters.map((l) => ({ id: l.id, number: l.number })) }
  },
})

/** The letter arrived: the day that its proof of delivery says. */
export const confirmDelivery = defineCommand({
  name: 'claims.delivered',
  input: z.strictObject({ noticeId: zId, deliveredOn: zDate, proofNo: z.string().trim().min(2).max(60) }),
  access: { roles: ['COLLECTOR', 'POST_PARTNER', 'RM'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const notice = await tx.claimNotice.findFirst({ where: { bankId: actor.bankId, id: input.noticeId } })
    if (!notice) throw refuse('E_NOT_FOUND', { object: 'notice' })
    if (isAfter(input.deliveredOn, today) || isBefore(input.deliveredOn, fromDb(notice.sentOn)))
      throw refuse('E_DATE', {}, { fields: [{ path: 'deliveredOn', code: 'E_DATE' }] })
    const done = await tx.claimNotice.updateMany({
      where: { bankId: actor.bankId, id: notice.id, state: 'SENT' },
      data: {
        state: 'DELIVERED',
        deliveredOn: toDb(input.deliveredOn),
        proofNo: input.proofNo,
        version: { increment: 1 },
      },
    })
    if (done.count === 0) throw refuse('E_STATE', { object: 'notice', state: notice.state, event: 'delivered' })
    ctx.audit({
      objectType: 'claim',
      objectId: notice.claimId,
      detail: { event: 'delivered', letter: notice.number, on: input.deliveredOn.toString() },
    })
    return { id: notice.id, state: 'DELIVERED' as const }
  },
})

const Answer = z.strictObject({ noticeId: zId, agree: z.boolean(), note: z.string().trim().max(500).optional() })

/** Notes an answer on its letter. The claim itself is the bank's: a partner writes on its letter only. */
async function answer(ctx: CommandContext<z.output<typeof Answer>>): Promise<{ claimId: string; agree: boolean }> {
  const { tx, actor, input, today } = ctx
  const notice = await tx.claimNotice.findFirst({
    where: { bankId: actor.bankId, id: input.noticeId, ...(actor.partyId ? { partyId: actor.partyId } : {}) },
  })
  if (!notice) throw refuse('E_NOT_FOUND', { object: 'notice' })
  if (!input.agree && !input.note)
    throw refuse('E_REQUIRED:note', {}, { fields: [{ path: 'note', code: 'E_REQUIRED' }] })
  const done = await tx.claimNotice.updateMany({
    where: {
      bankId: actor.bankId,
      id: notice.id,
      state: { in: input.agree ? ['SENT', 'DELIVERED', 'DISPUTED'] : ['SENT', 'DELIVERED', 'ACCEPTED'] },
    },
    data: {
      state: input.agree ? 'ACCEPTED' : 'DISPUTED',
      answerNote: input.note || null,
      answeredOn: toDb(today),
      answeredBy: actor.userId,
      version: { increment: 1 },
    },
  })
  if (done.count === 0) throw refuse('E_STATE', { object: 'notice', state: notice.state, event: 'answer' })
  ctx.audit({
    objectType: 'claim',
    objectId: notice.claimId,
    reason: input.note,
    detail: { event: input.agree ? 'accept' : 'dispute', letter: notice.number },
  })
  ctx.emit('claim.answered', { claimId: notice.claimId, letter: notice.number, agree: input.agree })
  return { claimId: notice.claimId, agree: input.agree }
}

/** A partner answers its letter on its own desk; the bank takes the answer into the claim. */
export const answerNotice = defineCommand({
  name: 'claims.answer',
  input: Answer,
  access: { roles: PARTNER_HOME_ROLES },
  async run(ctx) {
    const { agree } = await answer(ctx)
    return { id: ctx.input.noticeId, state: agree ? 'ACCEPTED' : 'DISPUTED' }
  },
})

/** The bank takes up what was answered: on paper to it, or by a partner on its desk. */
export const recordAnswer = defineCommand({
  name: 'claims.recordAnswer',
  input: Answer,
  access: { roles: ['COLLECTOR', 'POST_PARTNER', 'LEGAL'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const bankId = actor.bankId
    const notice = await tx.claimNotice.findFirst({ where: { bankId, id: input.noticeId } })
    if (!notice) throw refuse('E_NOT_FOUND', { object: 'notice' })
    const claim = await lockClaim(ctx, notice.claimId)
    // what the partner has said itself stands; the bank cannot say it otherwise
    const said = notice.state === 'ACCEPTED' || notice.state === 'DISPUTED'
    if (!said) await answer(ctx)
    const agree = said ? notice.state === 'ACCEPTED' : input.agree
    await tx.claimLine.updateMany({
      where: { bankId, id: notice.lineId, state: { in: ['NOTICE_SENT', 'ACCEPTED', 'DISPUTED'] } },
      data: { state: agree ? 'ACCEPTED' : 'DISPUTED', version: { increment: 1 } },
    })
    const event = agree ? 'accept' : 'dispute'
    const same = claim.state === (agree ? 'ACCEPTED' : 'DISPUTED') || claim.state === 'PAID_PARTIAL'
    if (same) {
      ctx.audit({ objectType: 'claim', objectId: claim.id, detail: { event, letter: notice.number } })
      return { id: claim.id, state: claim.state, version: claim.version }
    }
    const moved = await transition({ ...ctx, ifMatch: undefined }, claimMachine, claim, {
      event,
      reason: input.note,
      detail: { letter: notice.number },
    })
    return { id: claim.id, ...moved }
  },
})
