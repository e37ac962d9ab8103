/** Acts of collecting: calls, promises, letters with their delivery, cases at court. */
import { z } from 'zod'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { fromDb, isAfter, isBefore, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { toYuan } from '@/lib/platform/money'
import { nextCode } from '@/lib/platform/numbering'
import { zDate, zId, zYuan } from '@/lib/platform/schema'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { recordCreation, transition } from '@/lib/platform/workflow'
import { stageOf } from '../rules/stages'
import { legalCaseMachine } from '../workflow'

type Ctx = CommandContext<unknown>
const COLLECTORS = ['RM', 'COLLECTOR', 'POST_MKT', 'RISK_MGR'] as const
const words = z.string().trim().min(1).max(1000)

/** The loan with what it owes today; refuses one that owes nothing late. */
async function lateLoan({ tx, actor }: Ctx, loanId: string) {
  const loan = await tx.loan.findFirst({
    where: { bankId: actor.bankId, id: loanId },
    include: {
      loanState: true,
      merchant: { select: { name: true, ownerName: true, address: true, stallNo: true } },
      market: { select: { name: true } },
    },
  })
  const s = loan?.loanState
  if (!loan || !s) throw refuse('E_NOT_FOUND', { object: 'loan' })
  if (s.dpd <= 0 && loan.state !== 'WRITTEN_OFF') throw refuse('E_NOT_LATE', { loan: loan.number })
  const owedFen = s.principalDueFen + s.interestDueFen + s.penaltyFen + s.compoundFen + s.costsFen
  return { loan, state: s, owedFen }
}

async function write(
  ctx: Ctx,
  loanId: string,
  data: Omit<Prisma.CollectionActUncheckedCreateInput, 'bankId' | 'id' | 'loanId' | 'at' | 'createdBy' | 'onDate'>,
) {
  const { tx, actor, now, today } = ctx
  const id = newId()
  await tx.collectionAct.create({
    data: { bankId: actor.bankId, id, loanId, onDate: toDb(today), createdBy: actor.userId, at: now, ...data },
  })
  ctx.audit({
    objectType: 'loan',
    objectId: loanId,
    detail: { event: `collection-${data.kind.toLowerCase()}`, actId: id },
  })
  await tx.task.updateMany({
    where: { bankId: actor.bankId, kind: 'PROMISE_BROKEN', objectId: loanId, state: 'OPEN' },
    data: { state: 'DONE', doneBy: actor.userId, doneAt: now },
  })
  return id
}

export const recordCall = defineCommand({
  name: 'collection.call',
  input: z.strictObject({
    loanId: zId,
    contact: z.string().trim().min(1).max(60),
    outcome: z.enum(['REACHED', 'NOT_REACHED', 'REFUSED', 'WRONG_NUMBER', 'DISPUTES']),
    note: words,
  }),
  access: { roles: COLLECTORS },
  async run(ctx) {
    const { input } = ctx
    await lateLoan(ctx, input.loanId)
    return {
      id: await write(ctx, input.loanId, {
        kind: 'CALL',
        contact: input.contact,
        outcome: input.outcome,
        note: input.note,
      }),
    }
  },
})

/** A promise to pay an amount by a day. There is one open promise a loan: a new one takes the place of the old. */
export const recordPromise = defineCommand({
  name: 'collection.promise',
  input: z.strictObject({
    loanId: zId,
    contact: z.string().trim().min(1).max(60),
    amount: zYuan,
    promisedOn: zDate,
    note: z.string().trim().max(1000).default(''),
  }),
  access: { roles: COLLECTORS },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    await lateLoan(ctx, input.loanId)
    if (input.amount <= 0n) throw refuse('E_RANGE', {}, { fields: [{ path: 'amount', code: 'E_RANGE' }] })
    if (isBefore(input.promisedOn, today) || isAfter(input.promisedOn, today.add({ days: 30 })))
      throw refuse('E_PROMISE_DAY', {}, { fields: [{ path: 'promisedOn', code: 'E_PROMISE_DAY' }] })
    await tx.collectionAct.updateMany({
      where: { bankId: actor.bankId, loanId: input.loanId, kind: 'PROMISE', state: 'OPEN' },
      data: { state: 'BROKEN', version: { increment: 1 } },
    })
    return {
      id: await write(ctx, input.loanId, {
        kind: 'PROMISE',
        contact: input.contact,
        amountFen: input.amount,
        promisedOn: toDb(input.promisedOn),
        state: 'OPEN',
        note: input.note || null,
      }),
    }
  },
})

/** A demand in writing: its figures are frozen with it, so that the document can be made again word for word. */
export const writeLetter = defineCommand({
  name: 'collection.letter',
  input: z.strictObject({ loanId: zId, payBy: zDate, addressee: z.string().trim().min(1).max(100).optional() }),
  access: { roles: COLLECTORS },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const { loan, state, owedFen } = await lateLoan(ctx, input.loanId)
    if (!isAfter(input.payBy, today))
      throw refuse('E_PROMISE_DAY', {}, { fields: [{ path: 'payBy', code: 'E_PROMISE_DAY' }] })
    const number = await nextCode(tx, actor.bankId, 'CS', today.year)
    const id = await write(ctx, input.loanId, {
      kind: 'LETTER',
      state: 'SENT',
      number,
      amountFen: owedFen,
      promisedOn: toDb(input.payBy),
      content: {
        addressee: input.addressee ?? loan.merchant.ownerName ?? loan.merchant.name,
        merchant: loan.merchant.name,
        place: `${loan.market.name} ${loan.merchant.stallNo ?? ''}`.trim(),
        loan: loan.number,
        stage: stageOf(state.dpd),
        dpd: state.dpd,
        asOf: today.toString(),
        principal: toYuan(state.principalDueFen),
        interest: toYuan(state.interestDueFen),
        penalty: toYuan(state.penaltyFen + state.compoundFen),
        costs: toYuan(state.costsFen),
        total: toYuan(owedFen),
        payBy: input.payBy.toString(),
      },
    })
    return { id, number }
  },
})

/** How a letter reached its addressee, and the proof of it; or that it came back. */
export const recordDelivery = defineCommand({
  name: 'collection.delivery',
  input: z.strictObject({
    actId: zId,
    delivered: z.boolean(),
    method: z.enum(['HANDED', 'REGISTERED_POST', 'NOTARISED', 'ELECTRONIC', 'PUBLISHED']),
    on: zDate,
    /** number of the receipt, name of who signed, or of the notary's deed */
    proof: z.string().trim().min(2).max(200),
    fileId: zId.optional(),
  }),
  access: { roles: COLLECTORS },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const act = await tx.collectionAct.findFirst({ where: { bankId: actor.bankId, id: input.actId, kind: 'LETTER' } })
    if (!act) throw refuse('E_NOT_FOUND', { object: 'letter' })
    if (act.state !== 'SENT')
      throw refuse('E_STATE', { object: 'letter', state: act.state ?? '', event: 'deliver' }, { allowed: [] })
    if (isBefore(input.on, fromDb(act.onDate)) || isAfter(input.on, today))
      throw refuse('E_DATE_FUTURE', {}, { fields: [{ path: 'on', code: 'E_DATE_FUTURE' }] })
    const state = input.delivered ? 'DELIVERED' : 'RETURNED'
    await tx.collectionAct.update({
      where: { bankId_id: { bankId: actor.bankId, id: act.id } },
      data: {
        state,
        deliveredOn: toDb(input.on),
        delivery: input.method,
        deliveryProof: input.proof,
        deliveryFileId: input.fileId ?? null,
        version: { increment: 1 },
      },
    })
    ctx.audit({
      objectType: 'loan',
      objectId: act.loanId,
      detail: { event: 'collection-delivery', letter: act.number, state, method: input.method, proof: input.proof },
    })
    return { id: act.id, state }
  },
})

/** A case at court is opened for a loan in the legal stage, or one that was called or written off. */
export const openLegalCase = defineCommand({
  name: 'collection.openCase',
  input: z.strictObject({ loanId: zId, court: z.string().trim().max(120).optional(), reason: words }),
  access: { roles: ['COLLECTOR', 'LEGAL', 'RISK_MGR'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const { loan, state, owedFen } = await lateLoan(ctx, input.loanId)
    if (stageOf(state.dpd) !== 'LEGAL' && !['ACCELERATED', 'WRITTEN_OFF', 'RECOURSE'].includes(loan.state))
      throw refuse('E_NOT_LEGAL', { dpd: state.dpd })
    const open = await tx.legalCase.count({
      where: { bankId: actor.bankId, loanId: loan.id, state: { notIn: ['CLOSED', 'WITHDRAWN'] } },
    })
    if (open > 0) throw refuse('E_COURT_CASE_OPEN', { loan: loan.number })
    const id = newId()
    const number = await nextCode(tx, actor.bankId, 'LC', today.year)
    await tx.legalCase.create({
      data: {
        bankId: actor.bankId,
        id,
        loanId: loan.id,
        number,
        state: 'PREPARING',
        court: input.court ?? null,
        claimFen: state.principalFen + owedFen - state.principalDueFen,
        openedOn: toDb(today),
        openedBy: actor.userId,
      },
    })
    await recordCreation(ctx, legalCaseMachine, { id }, { loan: loan.number, reason: input.reason })
    return { id, number }
  },
})

/** The case goes on: filed, accepted, judged, enforced, closed, withdrawn. */
export const moveLegalCase = defineCommand({
  name: 'collection.moveCase',
  input: z.strictObject({
    caseId: zId,
    event: z.enum(['file', 'accept', 'judge', 'enforce', 'close', 'withdraw']),
    note: words,
    courtNumber: z.string().trim().max(60).optional(),
    judged: zYuan.optional(),
    recovered: zYuan.optional(),
  }),
  access: { roles: ['COLLECTOR', 'LEGAL', 'RISK_MGR'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const row = await tx.legalCase.findFirst({ where: { bankId: actor.bankId, id: input.caseId } })
    if (!row) throw refuse('E_NOT_FOUND', { object: 'legal-case' })
    if (input.event === 'accept' && !input.courtNumber)
      throw refuse('E_REQUIRED:courtNumber', {}, { fields: [{ path: 'courtNumber', code: 'E_REQUIRED' }] })
    if (input.event === 'judge' && input.judged === undefined)
      throw refuse('E_REQUIRED:judged', {}, { fields: [{ path: 'judged', code: 'E_REQUIRED' }] })
    const ended = input.event === 'close' || input.event === 'withdraw'
    const moved = await transition(ctx, legalCaseMachine, row, {
      event: input.event,
      reason: input.note,
      set: {
        ...(input.courtNumber ? { courtNumber: input.courtNumber } : {}),
        ...(input.judged === undefined ? {} : { judgedFen: input.judged }),
        ...(input.recovered === undefined ? {} : { recoveredFen: input.recovered }),
        ...(ended ? { closedOn: toDb(today) } : {}),
      },
    })
    return { id: row.id, ...moved }
  },
})
