/** Changes that take two people: one asks, another decides, and only then does the loan's book change. */
import { z } from 'zod'
import { performDuty } from '@/lib/approvals/duties'
import { hasRole } from '@/lib/platform/actor'
import { type CommandContext, checkVersion, defineCommand } from '@/lib/platform/commands'
import { fromDb, type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zDate, zId } from '@/lib/platform/schema'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { freeze, type Json, thaw } from '@/lib/platform/wire'
import { transition } from '@/lib/platform/workflow'
import { applyToLoans, bookOf } from '../book/apply'
import { readLoans, type StoredLoan } from '../book/read'
import { type LoanChangeInput, zChange } from '../change-inputs'
import { CHANGE_CHECKERS, CHANGE_MAKERS, CHANGE_RULES } from '../change-rules'
import { toSerial } from '../rules/serial-day'
import { loanMachine } from '../workflow'
import { bookAfter, checkChange, factsOf, valueDateOf } from './change-effects'
import { renewLoan } from './renew'

type Ctx = CommandContext<unknown>

async function lockedLoan(ctx: Ctx, loanId: string): Promise<StoredLoan> {
  const [loan] = await readLoans(ctx.tx, ctx.actor.bankId, [loanId], { lock: true })
  if (!loan) throw refuse('E_NOT_FOUND', { object: 'loan' })
  return loan
}

/** First hand: says what shall change and why. It is checked at once, so that nothing impossible waits for a decision. */
export const requestLoanChange = defineCommand({
  name: 'loans.requestChange',
  input: z.strictObject({
    loanId: zId,
    valueDate: zDate.optional(),
    reason: z.string().trim().min(2).max(500),
    change: zChange,
  }),
  access: { roles: CHANGE_MAKERS },
  async run(ctx) {
    const { tx, actor, input, now, today } = ctx
    const { bankId } = actor
    const rule = CHANGE_RULES[input.change.kind]
    if (!hasRole(actor, ...rule.makers)) throw refuse('E_FORBIDDEN', { roles: [...rule.makers] })
    const loan = await lockedLoan(ctx, input.loanId)
    const valueDate = valueDateOf(loan, input.change, input.valueDate ?? today)
    const open = await tx.loanChange.findFirst({
      where: { bankId, loanId: loan.id, kind: input.change.kind, state: 'REQUESTED' },
      select: { id: true },
    })
    if (open) throw refuse('E_CHANGE_OPEN', { kind: input.change.kind })
    const book = bookOf(loan, loan.events, toSerial(today))
    await checkChange(ctx, loan, book, input.change, valueDate)
    bookAfter(loan, input.change, book, valueDate, today)
    const id = newId()
    await performDuty(ctx, 'OPS_MAKE', { movement: [id] })
    await tx.loanChange.create({
      data: {
        bankId,
        id,
        loanId: loan.id,
        kind: input.change.kind,
        valueDate: toDb(valueDate),
        request: freeze(input.change) as Prisma.InputJsonValue,
        reason: input.reason,
        state: 'REQUESTED',
        makerId: actor.userId ?? newId(),
        madeAt: now,
      },
    })
    await tx.task.create({
      data: {
        bankId,
        kind: 'DECIDE_LOAN_CHANGE',
        objectType: 'loan',
        objectId: loan.id,
        role: rule.checkers[0]!,
        state: 'OPEN',
        params: { change: id, kind: input.change.kind, loan: loan.number },
        createdBy: actor.userId,
      },
    })
    ctx.audit({
      objectType: 'loan',
      objectId: loan.id,
      reason: input.reason,
      detail: { event: 'request-change', kind: input.change.kind, changeId: id },
    })
    return { id, loanId: loan.id, kind: input.change.kind, state: 'REQUESTED' as const, valueDate, version: 1 }
  },
})

/** Second hand: another person with the right role does it, or rejects it. Everything is checked once more. */
export const decideLoanChange = defineCommand({
  name: 'loans.decideChange',
  input: z.strictObject({
    changeId: zId,
    decision: z.enum(['APPROVE', 'REJECT']),
    note: z.string().trim().max(500).optional(),
  }),
  access: { roles: CHANGE_CHECKERS },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const { bankId } = actor
    await tx.$queryRaw`select 1 from loan_change where bank_id = ${bankId}::uuid and id = ${input.changeId}::uuid for update`
    const row = await tx.loanChange.findFirst({ where: { bankId, id: input.changeId } })
    if (!row) throw refuse('E_NOT_FOUND', { object: 'loanChange' })
    checkVersion(row.version, ctx.ifMatch)
    if (row.state !== 'REQUESTED') throw refuse('E_STATE', { object: 'loanChange', state: row.state, event: 'decide' })
    const change = thaw(row.request as Json) as LoanChangeInput
    const rule = CHANGE_RULES[change.kind]
    if (!hasRole(actor, ...rule.checkers)) throw refuse('E_FORBIDDEN', { roles: [...rule.checkers] })
    await performDuty(ctx, 'OPS_CHECK', { movement: [row.id] })
    const loan = await lockedLoan(ctx, row.loanId)
    const approved = input.decision === 'APPROVE'
    const result = approved
      ? await perform({ ...ctx, ifMatch: undefined }, loan, change, row.id, fromDb(row.valueDate))
      : {}
    const state: 'DONE' | 'REJECTED' = approved ? 'DONE' : 'REJECTED'
    await closeChange(ctx, row, { state, checkerId: actor.userId, decidedAt: now, decision: input.note ?? null })
    ctx.audit({
      objectType: 'loan',
      objectId: loan.id,
      reason: input.note ?? row.reason,
      detail: { event: approved ? 'change' : 'reject-change', kind: change.kind, changeId: row.id, ...result },
    })
    if (approved) ctx.emit('loan.changed', { loanId: loan.id, kind: change.kind })
    return { id: row.id, loanId: loan.id, kind: change.kind, state, ...result }
  },
})

/** Who asked may take the question back while nobody has decided it. */
export const withdrawLoanChange = defineCommand({
  name: 'loans.withdrawChange',
  input: z.strictObject({ changeId: zId }),
  access: { roles: CHANGE_MAKERS },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const { bankId } = actor
    await tx.$queryRaw`select 1 from loan_change where bank_id = ${bankId}::uuid and id = ${input.changeId}::uuid for update`
    const row = await tx.loanChange.findFirst({ where: { bankId, id: input.changeId } })
    if (!row) throw refuse('E_NOT_FOUND', { object: 'loanChange' })
    checkVersion(row.version, ctx.ifMatch)
    if (row.state !== 'REQUESTED')
      throw refuse('E_STATE', { object: 'loanChange', state: row.state, event: 'withdraw' })
    if (row.makerId !== actor.userId) throw refuse('E_CHANGE_NOT_YOURS', {})
    await closeChange(ctx, row, { state: 'WITHDRAWN' })
    ctx.audit({
      objectType: 'loan',
      objectId: row.loanId,
      detail: { event: 'withdraw-change', kind: row.kind, changeId: row.id },
    })
    return { id: row.id, loanId: row.loanId, kind: row.kind, state: 'WITHDRAWN' as const }
  },
})

/** A change that waits no longer, and the task that asked for its decision. */
async function closeChange(
  { tx, actor }: Ctx,
  row: { id: string; loanId: string },
  data: Prisma.LoanChangeUncheckedUpdateInput & { state: 'DONE' | 'REJECTED' | 'WITHDRAWN' },
): Promise<void> {
  const { bankId } = actor
  await tx.loanChange.update({
    where: { bankId_id: { bankId, id: row.id } },
    data: { ...data, version: { increment: 1 } },
  })
  await tx.task.updateMany({
    where: { bankId, kind: 'DECIDE_LOAN_CHANGE', objectId: row.loanId, params: { path: ['change'], equals: row.id } },
    data: { state: data.state === 'WITHDRAWN' ? 'CANCELLED' : 'DONE' },
  })
}

/** Carries out what another stage has decided by its own hands (the annual review): checked as every change is. */
export async function carryOutChange(
  ctx: Ctx,
  loanId: string,
  change: LoanChangeInput,
  decisionId: string,
): Promise<{ newLoanId?: string; newNumber?: string }> {
  return perform({ ...ctx, ifMatch: undefined }, await lockedLoan(ctx, loanId), change, decisionId, ctx.today)
}

async function perform(
  ctx: Ctx,
  loan: StoredLoan,
  change: LoanChangeInput,
  changeId: string,
  valueDate: PlainDate,
): Promise<{ newLoanId?: string; newNumber?: string }> {
  const { tx, actor, today } = ctx
  const { bankId } = actor
  const book = bookOf(loan, loan.events, toSerial(today))
  await checkChange(ctx, loan, book, change, valueDate)
  if (change.kind === 'RENEWAL') return renewLoan(ctx, loan, book, change)
  if (change.kind === 'REVERSAL') {
    const [after] = await applyToLoans(ctx, [{ loanId: loan.id, reverse: change.eventId, changeId }])
    const restructured = after!.events.some((e) => e.kind === 'REPLAN' && e.takeOverdue)
    if (!restructured) await tx.loan.updateMany({ where: { bankId, id: loan.id }, data: { restructuredOn: null } })
    return {}
  }
  if (change.kind === 'WRITE_OFF')
    await performDuty(ctx, 'WRITE_OFF', { loan: [loan.id], merchant: [loan.applicationId] })
  const event = ({ ACCELERATE: 'accelerate', WRITE_OFF: 'write-off' } as const)[change.kind as 'ACCELERATE']
  if (event)
    await transition(ctx, loanMachine, loan, {
      event,
      ...(event === 'accelerate' ? {} : { set: { writtenOffOn: toDb(today) } }),
    })
  await applyToLoans(ctx, [
    {
      loanId: loan.id,
      add: factsOf(change, book).map((fact) => ({ fact, valueDate, source: change.kind, changeId })),
    },
  ])
  if (change.kind === 'RESTRUCTURE') {
    await tx.loan.update({ where: { bankId_id: { bankId, id: loan.id } }, data: { restructuredOn: toDb(today) } })
    await tx.loanState.updateMany({
      where: { bankId, loanId: loan.id, class: 'NORMAL' },
      data: { class: 'SPECIAL_MENTION' },
    })
  }
  return {}
}
