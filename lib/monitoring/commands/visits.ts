import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { defineCommand } from '@/lib/platform/commands'
import { isBefore, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zDate, zId } from '@/lib/platform/schema'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { recordCreation, transition } from '@/lib/platform/workflow'
import { faultsOf, saysAnswers, templateOf } from '../rules/templates'
import { visitGaps } from '../rules/visit-gaps'
import { VisitForm } from '../visit-form'
import { followVisit } from '../visit-outcome'
import { answersOf, askAboutIntegrity, inspected, observedAt, unwillingMembers } from '../visit-says'
import { visitMachine } from '../workflow'
import { takeObservations } from './observe'

export const VISIT_KINDS = [
  'FIRST_CHECK',
  'ROUTINE',
  'MARKET_INSPECTION',
  'PARTNER_CHECK',
  'COLLECTION',
  'WARNING',
  'USE_OF_FUNDS',
] as const

const REVIEWED: readonly string[] = ['MARKET_INSPECTION', 'PARTNER_CHECK']

/** The superior's word on a check of a market or partner; sent back, it is planned again for the same person. */
export const reviewVisit = defineCommand({
  name: 'visits.review',
  input: z.strictObject({ visitId: zId, pass: z.boolean(), note: z.string().trim().min(2).max(1000) }),
  access: { roles: ['RISK_MGR', 'SB_HEAD'] },
  async run(ctx) {
    const { tx, actor, input, now, today } = ctx
    const visit = await tx.visit.findFirst({ where: { bankId: actor.bankId, id: input.visitId } })
    if (!visit) throw refuse('E_NOT_FOUND', { object: 'visit' })
    if (visit.reviewState !== 'WAITING')
      throw refuse('E_STATE', { object: 'visit', state: visit.reviewState, event: 'review' }, { allowed: [] })
    if (visit.doneBy === actor.userId)
      throw refuse('E_SOD', { act: 'REVIEW', earlierAct: 'MONITOR_MARKET', earlierAt: '', turn: ['SB_HEAD'] })
    await tx.visit.update({
      where: { bankId_id: { bankId: actor.bankId, id: visit.id } },
      data: {
        reviewState: input.pass ? 'PASSED' : 'RETURNED',
        reviewedBy: actor.userId,
        reviewedAt: now,
        reviewNote: input.note,
        version: { increment: 1 },
      },
    })
    let again: string | null = null
    if (!input.pass) {
      again = newId()
      await tx.visit.create({
        data: {
          bankId: actor.bankId,
          id: again,
          kind: visit.kind,
          marketId: visit.marketId,
          merchantId: visit.merchantId,
          loanId: visit.loanId,
          partyId: visit.partyId,
          assigneeId: visit.assigneeId,
          plannedOn: toDb(today),
          dueOn: toDb(today.add({ days: 7 })),
          isOnsite: visit.isOnsite,
          state: 'PLANNED',
          source: `RETURNED:${visit.id}`,
        },
      })
      await recordCreation(ctx, visitMachine, { id: again }, { kind: visit.kind, returned: visit.id })
    }
    ctx.audit({
      objectType: 'visit',
      objectId: visit.id,
      reason: input.note,
      detail: { event: input.pass ? 'pass' : 'return', again },
    })
    return { id: visit.id, state: input.pass ? ('PASSED' as const) : ('RETURNED' as const), again }
  },
})

/** Somebody plans a visit beyond those that the system plans by itself. */
export const planVisit = defineCommand({
  name: 'visits.plan',
  input: z.strictObject({
    kind: z.enum(VISIT_KINDS),
    marketId: zId.optional(),
    loanId: zId.optional(),
    assigneeId: zId.optional(),
    plannedOn: zDate,
    dueOn: zDate.optional(),
    isOnsite: z.boolean().default(true),
  }),
  access: { roles: ['RM', 'POST_MKT', 'POST_PARTNER', 'RISK_MGR', 'COLLECTOR'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    if (!input.marketId && !input.loanId)
      throw refuse('E_REQUIRED:marketId', {}, { fields: [{ path: 'marketId', code: 'E_REQUIRED' }] })
    if (isBefore(input.plannedOn, today))
      throw refuse('E_DATE:plannedOn', {}, { fields: [{ path: 'plannedOn', code: 'E_DATE:plannedOn' }] })
    const loan = input.loanId
      ? await tx.loan.findFirst({
          where: { bankId: actor.bankId, id: input.loanId },
          select: { id: true, marketId: true, merchantId: true },
        })
      : null
    if (input.loanId && !loan) throw refuse('E_NOT_FOUND', { object: 'loan' })
    const marketId = loan?.marketId ?? input.marketId!
    if (!(await tx.market.findFirst({ where: { bankId: actor.bankId, id: marketId }, select: { id: true } })))
      throw refuse('E_NOT_FOUND', { object: 'market' })
    const id = newId()
    await tx.visit.create({
      data: {
        bankId: actor.bankId,
        id,
        kind: input.kind,
        marketId,
        loanId: loan?.id ?? null,
        merchantId: loan?.merchantId ?? null,
        assigneeId: input.assigneeId ?? actor.userId,
        plannedOn: toDb(input.plannedOn),
        dueOn: toDb(input.dueOn ?? input.plannedOn),
        isOnsite: input.isOnsite,
        state: 'PLANNED',
        source: 'PERSON',
      },
    })
    await recordCreation(ctx, visitMachine, { id }, { kind: input.kind, plannedOn: input.plannedOn.toString() })
    return { id, state: 'PLANNED' as const }
  },
})

/**
 * The visit as it was made: form, place, who countersigned. `clientKey` comes from the phone: sent twice after a lost
 * line, it is one visit. What the form shows raises its warning at once (use of funds W-C09, stall W-C03, group W-G02).
 */
export const completeVisit = defineCommand({
  name: 'visits.complete',
  input: z.strictObject({
    visitId: zId,
    clientKey: z.string().min(8).max(80).optional(),
    form: VisitForm,
    latitude: z
      .string()
      .regex(/^-?\d{1,3}(\.\d{1,8})?$/)
      .optional(),
    longitude: z
      .string()
      .regex(/^-?\d{1,3}(\.\d{1,8})?$/)
      .optional(),
    counterSignedBy: z.string().trim().max(60).optional(),
    /** why a visit of the plan is closed without check-in, photos, counter-sign or follow-up: it then goes to a superior */
    gapReason: z.string().trim().max(500).optional(),
  }),
  access: { roles: ['RM', 'POST_MKT', 'POST_PARTNER', 'COLLECTOR', 'RISK_MGR'] },
  async run(ctx) {
    const { tx, actor, input, now, today } = ctx
    const visit = await tx.visit.findFirst({
      where: { bankId: actor.bankId, id: input.visitId },
      include: { loan: { select: { groupId: true } } },
    })
    if (!visit) throw refuse('E_NOT_FOUND', { object: 'visit' })
    const template = templateOf({ ...visit, ...(await inspected(ctx, visit)) })
    if (visit.state === 'DONE' && input.clientKey && visit.clientKey === input.clientKey) {
      ctx.audit({ objectType: 'visit', objectId: visit.id, detail: { event: 'complete-again' } })
      return { id: visit.id, state: 'DONE' as const, warnings: [] as string[] }
    }
    const faults = faultsOf(template, input.form.answers)
    if (faults.length > 0)
      throw refuse('E_ANSWERS', {}, { fields: faults.map((f) => ({ path: `form.answers.${f.key}`, code: f.code })) })
    const gaps = visitGaps({
      planned: visit.source === 'PLAN',
      onSite: visit.isOnsite,
      checkedIn: visit.checkedInAt !== null,
      photos: await tx.evidence.count({
        where: { bankId: actor.bankId, objectType: 'visit', objectId: visit.id, fileId: { not: null } },
      }),
      counterSigned: Boolean(input.counterSignedBy),
      result: input.form.result,
      followUps: input.form.followUps.length,
    })
    if (gaps.length > 0 && !input.gapReason)
      throw refuse(`E_VISIT_GAPS:${gaps[0]}`, {}, { fields: gaps.map((g) => ({ path: GAP_FIELD[g], code: `E_VISIT_GAPS:${g}` })) }) // biome-ignore format: one line
    if (gaps.length === 0 && visit.isOnsite && visit.loanId && !input.counterSignedBy)
      throw refuse(
        'E_REQUIRED:counterSignedBy',
        {},
        { fields: [{ path: 'counterSignedBy', code: 'E_REQUIRED:counterSignedBy' }] },
      )
    await transition(ctx, visitMachine, visit, {
      event: 'complete',
      detail: { result: input.form.result },
      set: {
        form: {
          ...input.form,
          followUps: input.form.followUps.map((f) => ({ ...f, dueOn: f.dueOn.toString() })),
        } as Prisma.InputJsonObject,
        doneBy: actor.userId,
        doneAt: now,
        latitude: input.latitude ?? null,
        longitude: input.longitude ?? null,
        counterSignedBy: input.counterSignedBy ?? null,
        clientKey: input.clientKey ?? null,
        gapReason: gaps.length > 0 ? input.gapReason : null,
        // §8.1: checks of a market and of a partner go to a superior; so does a visit that shows less than it must
        ...(REVIEWED.includes(visit.kind) || gaps.length > 0 ? { reviewState: 'WAITING' } : {}),
      },
    })
    await followVisit(ctx, {
      visit,
      followUps: input.form.followUps,
      marketInformation: input.form.marketInformation,
    })
    const { monitoring } = await loadParameters(tx, actor.bankId, today)
    const { signals } = await takeObservations(ctx, [
      ...observedAt(ctx, visit, input.form, await unwillingMembers(ctx, visit.loan?.groupId)),
      ...answersOf(ctx, visit, saysAnswers(template, input.form.answers, monitoring.warnings)),
    ])
    if (input.form.answers.integrity === 'no') await askAboutIntegrity(ctx, visit.id)
    return { id: visit.id, state: 'DONE' as const, warnings: signals }
  },
})

const GAP_FIELD = { CHECK_IN: 'latitude', PHOTOS: 'photos', COUNTER_SIGN: 'counterSignedBy', FOLLOW_UP: 'form.followUps' } as const // biome-ignore format: one line
