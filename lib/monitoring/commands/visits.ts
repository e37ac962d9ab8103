import { z } from 'zod'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { isBefore, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zDate, zId } from '@/lib/platform/schema'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { recordCreation, transition } from '@/lib/platform/workflow'
import { visitGaps } from '../rules/visit-gaps'
import { followVisit } from '../visit-outcome'
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

export const VisitForm = z.strictObject({
  result: z.enum(['SATISFACTORY', 'ATTENTION']),
  useOfFunds: z.enum(['PROVEN', 'NOT_PROVEN', 'MISUSED', 'NOT_CHECKED']).default('NOT_CHECKED'),
  stall: z.enum(['OPEN', 'CLOSED', 'TRANSFERRED']).optional(),
  stallClosedDays: z.int().min(0).max(3650).optional(),
  stockChangePercent: z.int().min(-100).max(1000).optional(),
  willingToGuarantee: z.boolean().optional(),
  occupancyPercent: z.number().min(0).max(100).optional(),
  note: z.string().trim().max(2000).default(''),
  marketInformation: z.string().trim().max(2000).default(''),
  /** what is to be done after it: each becomes a task of the visitor */
  followUps: z
    .array(z.strictObject({ what: z.string().trim().min(2).max(300), dueOn: zDate }))
    .max(10)
    .default([]),
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
    const { tx, actor, input, now } = ctx
    const visit = await tx.visit.findFirst({
      where: { bankId: actor.bankId, id: input.visitId },
      include: { loan: { select: { groupId: true } } },
    })
    if (!visit) throw refuse('E_NOT_FOUND', { object: 'visit' })
    if (visit.state === 'DONE' && input.clientKey && visit.clientKey === input.clientKey) {
      ctx.audit({ objectType: 'visit', objectId: visit.id, detail: { event: 'complete-again' } })
      return { id: visit.id, state: 'DONE' as const, warnings: [] as string[] }
    }
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
    const { signals } = await takeObservations(
      ctx,
      observedAt(ctx, visit, input.form, await unwillingMembers(ctx, visit.loan?.groupId)),
    )
    return { id: visit.id, state: 'DONE' as const, warnings: signals }
  },
})

const GAP_FIELD = { CHECK_IN: 'latitude', PHOTOS: 'photos', COUNTER_SIGN: 'counterSignedBy', FOLLOW_UP: 'form.followUps' } as const // biome-ignore format: one line

type VisitRow = {
  id: string
  marketId: string | null
  merchantId: string | null
  loan: { groupId: string | null } | null
}

/** What a visit's form says about indicators: use of funds W-C09, stall W-C03, stock W-C10, will to go on W-G02. */
function observedAt(
  { actor, today, now }: CommandContext<unknown>,
  visit: VisitRow,
  f: z.output<typeof VisitForm>,
  unwilling: bigint,
): Prisma.ObservationCreateManyInput[] {
  const saw = (
    code: string,
    objectType: 'MERCHANT' | 'GROUP',
    objectId: string | null | undefined,
    what: { event: string } | { reading: string; value: bigint },
  ): Prisma.ObservationCreateManyInput[] =>
    objectId
      ? [
          {
            bankId: actor.bankId,
            id: newId(),
            code,
            objectType,
            objectId,
            marketId: visit.marketId,
            source: 'VISIT',
            ...what,
            observedOn: toDb(today),
            reference: `${visit.id}:${code}`,
            createdBy: actor.userId,
            at: now,
          },
        ]
      : []
  const merchant = (code: string, what: { event: string } | { reading: string; value: bigint }) =>
    saw(code, 'MERCHANT', visit.merchantId, what)
  return [
    ...(f.useOfFunds === 'MISUSED' ? merchant('W-C09', { event: 'MISUSE_PROVEN' }) : []),
    ...(f.useOfFunds === 'NOT_PROVEN' ? merchant('W-C09', { reading: 'useProofLate', value: 30n }) : []),
    ...(f.stall === 'TRANSFERRED' ? merchant('W-C03', { event: 'STALL_TRANSFERRED' }) : []),
    ...(f.stall === 'CLOSED'
      ? merchant('W-C03', { reading: 'stallClosed', value: BigInt(f.stallClosedDays ?? 4) })
      : []),
    ...(f.stockChangePercent === undefined
      ? []
      : merchant('W-C10', { reading: 'stockChange', value: BigInt(f.stockChangePercent) * 10_000n })),
    ...(f.willingToGuarantee === false
      ? saw('W-G02', 'GROUP', visit.loan?.groupId, { reading: 'unwillingMembers', value: unwilling })
      : []),
  ]
}

/** Members of a group who said on their last visit that they would not go on. */
async function unwillingMembers(
  { tx, actor }: CommandContext<unknown>,
  groupId: string | null | undefined,
): Promise<bigint> {
  if (!groupId) return 0n
  const [row] = await tx.$queryRaw<{ n: bigint }[]>`
    select count(*) as n from (
      select distinct on (v.loan_id) v.form ->> 'willingToGuarantee' as willing from visit v join loan l on l.bank_id = v.bank_id and l.id = v.loan_id
      where v.bank_id = ${actor.bankId}::uuid and l.group_id = ${groupId}::uuid and v.state = 'DONE' and v.form ->> 'willingToGuarantee' is not null
      order by v.loan_id, v.done_at desc) x where x.willing = 'false'`
  return row?.n ?? 0n
}
