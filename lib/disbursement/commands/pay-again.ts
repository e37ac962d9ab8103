/**
 * A payment that came back is made again inside its drawdown (§7.4): the customer manager names other accounts or payees
 * for the same money, the approver pays. Σ of the drawdown's payments stays its amount at every moment; one payment that
 * came back has at most one instruction that may move money.
 */
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { performDuty } from '@/lib/approvals/duties'
import { loadCalendar } from '@/lib/platform/calendar'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { addWorkingDays, fromDbOrNull, type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { sumFen } from '@/lib/platform/money'
import { zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { automaticChecks, FREEZE } from '../automatic'
import { checkPayees, Payment } from '../payees'
import { readCoreMessage } from '../transfers/answers'
import { prepareTransfer } from '../transfers/prepare'
import { takeReport } from '../transfers/settle'
import { caseOf, dutySubjects, requireBeforeCutOff } from './pay'

type Ctx = CommandContext<unknown>

/** The drawdown, locked, with the payment that came back. */
async function returnedPayment(ctx: Ctx, orderId: string) {
  const order = await ctx.tx.paymentOrder.findFirst({
    where: { bankId: ctx.actor.bankId, id: orderId },
    select: { drawdownId: true },
  })
  if (!order) throw refuse('E_NOT_FOUND', { object: 'payment' })
  const d = await caseOf(ctx, order.drawdownId)
  const returned = d.paymentOrders.find((o) => o.id === orderId)!
  const proposed = d.paymentOrders.filter((o) => o.replacesId === orderId && o.state === 'PROPOSED')
  return { d, returned, proposed }
}

/** RM says where the returned money goes instead. Refuses E_STATE, E_PAYMENT_SUM and E_PAYEE_FORBIDDEN. */
export const proposePaymentAgain = defineCommand({
  name: 'payments.proposeAgain',
  input: z.strictObject({
    paymentId: zId,
    payments: z.array(Payment).min(1).max(20),
    reason: z.string().trim().min(2).max(500),
  }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, audit } = ctx
    const { d, returned, proposed } = await returnedPayment(ctx, input.paymentId)
    if (returned.state !== 'RETURNED' || proposed.length > 0)
      throw refuse('E_STATE', {
        object: 'payment',
        state: proposed.length > 0 ? 'PROPOSED' : returned.state,
        event: 'propose-again',
      })
    await checkPayees(ctx, d.applicationId, {
      amount: returned.amountFen,
      settlementAccount: d.settlementAccount,
      payments: input.payments,
    })
    const rows = input.payments.map((p) => ({
      bankId: actor.bankId,
      id: newId(),
      drawdownId: d.id,
      payeeName: p.payeeName,
      payeeAccount: p.payeeAccount,
      payeeBank: p.payeeBank,
      payeeRelation: p.payeeBusiness,
      amountFen: p.amount,
      purpose: p.purpose,
      state: 'PROPOSED',
      replacesId: returned.id,
      proposedBy: actor.userId,
    }))
    await tx.paymentOrder.createMany({ data: rows })
    await closeTasks(ctx, d.id, 'PAYMENT_RETURNED')
    await tx.task.create({
      data: {
        bankId: actor.bankId,
        kind: 'PAYMENT_AGAIN',
        objectType: 'drawdown',
        objectId: d.id,
        role: 'DISB_APPROVER',
        dueOn: toDb(await latestDay(ctx, d.startDate)),
        state: 'OPEN',
        createdBy: actor.userId,
        params: { code: d.number },
      },
    })
    audit({
      objectType: 'drawdown',
      objectId: d.id,
      reason: input.reason,
      detail: { event: 'payment-again-proposed', instead: returned.id, payments: rows.map((r) => r.id) },
    })
    return { id: d.id, payments: rows.map((r) => r.id) }
  },
})

/**
 * The approver pays what was proposed, or refuses it. Under the lock of the drawdown: a second click, a second tab and a
 * second approver find nothing proposed any more.
 */
export const decidePaymentAgain = defineCommand({
  name: 'payments.decideAgain',
  input: z
    .strictObject({
      paymentId: zId,
      decision: z.enum(['PAY', 'REFUSE']),
      reason: z.string().trim().min(2).max(500).optional(),
    })
    .refine((v) => v.decision === 'PAY' || v.reason !== undefined, { path: ['reason'], error: 'E_REQUIRED' }),
  access: { roles: ['DISB_APPROVER'] },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input, audit } = ctx
    const bankId = actor.bankId
    const { d, returned, proposed } = await returnedPayment(ctx, input.paymentId)
    if (returned.state !== 'RETURNED' || proposed.length === 0)
      throw refuse('E_STATE', { object: 'payment', state: returned.state, event: 'decide-again' })
    await performDuty(ctx, 'DISBURSEMENT_APPROVE', { ...(await dutySubjects(ctx, d)), loan: [d.id] })
    if (proposed.some((o) => o.proposedBy === actor.userId)) throw refuse('E_FOUR_EYES')
    const ids = proposed.map((o) => o.id)
    const move = (where: string[], state: string) =>
      tx.paymentOrder.updateMany({
        where: { bankId, id: { in: where } },
        data: { state, version: { increment: 1 } },
      })
    const detail = { event: `payment-again-${input.decision === 'PAY' ? 'approved' : 'refused'}`, instead: returned.id }
    audit({ objectType: 'drawdown', objectId: d.id, reason: input.reason, detail: { ...detail, payments: ids } })
    await closeTasks(ctx, d.id, 'PAYMENT_AGAIN')
    if (input.decision === 'REFUSE') {
      await move(ids, 'DROPPED')
      return { id: d.id, transferId: null, outcome: 'REFUSED' as const }
    }
    await requireBeforeCutOff(ctx)
    const frozen = (await automaticChecks(ctx, d.applicationId)).some((c) => c.code === FREEZE && !c.pass)
    if (frozen) throw refuse('E_CP_OPEN', { codes: [FREEZE] })
    await checkPayees(ctx, d.applicationId, {
      amount: returned.amountFen,
      settlementAccount: d.settlementAccount,
      payments: proposed.map((o) => ({
        ...o,
        amount: o.amountFen,
        payeeBusiness: (o.payeeRelation ?? 'TRADE') as 'TRADE',
      })),
    })
    await move([returned.id], 'REPLACED')
    await move(ids, 'PENDING')
    const sent = await prepareTransfer(
      ctx,
      {
        ...d,
        amountFen: sumFen(proposed.map((o) => o.amountFen)),
        paymentOrders: proposed,
        borrower: d.application.name ?? '',
      },
      returned.id,
    )
    if (!sent.channel.execute) {
      await ctx.enqueue('transfers.send', { id: sent.id }, { dedupeKey: `transfers.send:${sent.id}` })
      return { id: d.id, transferId: sent.id, outcome: 'WAITING' as const }
    }
    const read = readCoreMessage(sent.channel.execute(sent.content))
    if (!read.ok || read.message.kind !== 'STATUS')
      throw refuse('E_CORE_MESSAGE', { problem: read.ok ? 'MESSAGE' : read.problem })
    const message = await tx.transferMessage.findFirstOrThrow({ where: { bankId, id: sent.id } })
    const { outcome } = await takeReport(ctx, message, read.message)
    return { id: d.id, transferId: sent.id, outcome }
  },
})

/** A wrong account is the borrower's cause: the money reaches a payee so many working days after it was lent at the latest (§7.4). */
async function latestDay(ctx: Ctx, startDate: Date | null): Promise<PlainDate> {
  const { tx, actor, today } = ctx
  const { entrustedLatestWorkingDays } = (await loadParameters(tx, actor.bankId, today)).disbursement
  const calendar = await loadCalendar(tx, actor.bankId)
  return addWorkingDays(fromDbOrNull(startDate) ?? today, entrustedLatestWorkingDays, calendar)
}

async function closeTasks(ctx: Ctx, drawdownId: string, kind: string): Promise<void> {
  const { tx, actor, now } = ctx
  await tx.task.updateMany({
    where: { bankId: actor.bankId, objectType: 'drawdown', objectId: drawdownId, kind, state: 'OPEN' },
    data: { state: 'DONE', doneBy: actor.userId, doneAt: now },
  })
}
