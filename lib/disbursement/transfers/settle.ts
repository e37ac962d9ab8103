/**
 * Taking the core's word on an instruction into the books: once, whatever number of times it is said. Called inside the
 * command that received it.
 */
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { addWorkingDays, isAfter, type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import type { Prisma } from '@/lib/platform/tenant'
import { transition } from '@/lib/platform/workflow'
import { postJournals } from '@/lib/servicing/ledger/post'
import { type Booking, bookLoan } from '../book-loan'
import { drawdownMachine } from '../workflow'
import type { StatusReport } from './answers'
import { endToEndId } from './prepare'
import { transferMachine } from './workflow'

type Ctx = CommandContext<unknown>
export type Message = Prisma.TransferMessageGetPayload<object>

/** The message and its drawdown, locked in the order drawdown → message. Null when this bank never sent such a one. */
export async function lockTransfer(ctx: Ctx, where: { id?: string; messageId?: string }): Promise<Message | null> {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  const known = await tx.transferMessage.findFirst({
    where: { bankId, ...where },
    select: { id: true, drawdownId: true },
  })
  if (!known) return null
  await tx.$queryRaw`select 1 from drawdown where bank_id = ${bankId}::uuid and id = ${known.drawdownId}::uuid for update`
  await tx.$queryRaw`select 1 from transfer_message where bank_id = ${bankId}::uuid and id = ${known.id}::uuid for update`
  return tx.transferMessage.findFirstOrThrow({ where: { bankId, id: known.id } })
}

export type Settled =
  | { outcome: 'BOOKED'; loanId: string; coreReference: string; instalments: number }
  | { outcome: 'REFUSED' | 'WAITING' | 'KNOWN' | 'PROPOSED' }

/** What a report comes to for one message, when its parts are laid beside the payments that the message carried. */
export type Judged = { reasonCode: string | null; reasonText: string | null } & (
  | { status: 'SETTLED'; booking: Booking }
  | { status: 'REJECTED' }
  | { status: 'PENDING' }
)
type Report = Omit<StatusReport, 'kind' | 'messageId'>

/**
 * Every payment refused is the whole refused; one that the core is still at work on leaves the whole waiting. A report about
 * a payment that the message did not carry is a fault: it is about something else.
 */
async function judge(ctx: Ctx, message: Message, report: Report): Promise<Judged> {
  const { tx, actor, today } = ctx
  const d = await tx.drawdown.findFirstOrThrow({
    where: { bankId: actor.bankId, id: message.drawdownId },
    select: { number: true, paymentOrders: { select: { id: true, replacesId: true, state: true } } },
  })
  const orders = d.paymentOrders.filter(
    (o) => o.replacesId === message.repaysId && !['DROPPED', 'PROPOSED'].includes(o.state),
  )
  const own = new Map<string, string | null>(orders.map((o) => [endToEndId(o.id), o.id]))
  if (own.size === 0) own.set(d.number, null)
  if (report.payments.some((p) => !own.has(p.endToEndId)))
    throw refuse('E_CORE_MESSAGE', { problem: 'OrgnlEndToEndId' })
  const said = new Map(report.payments.map((p) => [p.endToEndId, p.status]))
  const each = [...own].map(([id, orderId]) => ({ orderId, status: said.get(id) ?? report.status }))
  const reason = { reasonCode: report.reasonCode, reasonText: report.reasonText }
  if (each.every((p) => p.status === 'REJECTED')) return { ...reason, status: 'REJECTED' }
  if (each.some((p) => p.status === 'PENDING')) return { ...reason, status: 'PENDING' }
  return {
    ...reason,
    status: 'SETTLED',
    booking: {
      reference: report.reference ?? message.messageId,
      valueDate: valueDay(report.valueDate, today),
      returned: each.flatMap((p) => (p.status === 'REJECTED' && p.orderId ? [p.orderId] : [])),
    },
  }
}

/**
 * What a status report changes. A second report that says the same changes nothing; one that contradicts is refused.
 * `record`: the report was brought by a person, whose finding it is until another confirms it.
 */
export async function takeReport(
  ctx: Ctx,
  message: Message,
  report: Report,
  record?: (ctx: Ctx, message: Message, judged: Judged) => Promise<boolean>,
): Promise<Settled> {
  const judged = await judge(ctx, message, report)
  const done = message.state === 'ACCEPTED' || message.state === 'REJECTED'
  if (done) {
    const same = judged.status === 'PENDING' || (judged.status === 'SETTLED') === (message.state === 'ACCEPTED')
    if (!same) throw refuse('E_TRANSFER_CONTRADICTED', { message: message.messageId, state: message.state })
    ctx.audit({
      objectType: 'transfer',
      objectId: message.id,
      detail: { event: 'answer-again', status: judged.status },
    })
    return { outcome: 'KNOWN' }
  }
  if (judged.status === 'PENDING') {
    if (message.state !== 'SENT' && !record)
      await transition({ ...ctx, ifMatch: undefined }, transferMachine, message, {
        event: 'handed-over',
        bySystem: true,
        set: { sentAt: message.sentAt ?? ctx.now },
      })
    else ctx.audit({ objectType: 'transfer', objectId: message.id, detail: { event: 'answer', status: judged.status } })
    return { outcome: 'WAITING' }
  }
  if (record) return { outcome: (await record(ctx, message, judged)) ? 'PROPOSED' : 'KNOWN' }
  if (judged.status === 'REJECTED') {
    await refuseTransfer(ctx, message, 'reject', judged.reasonCode, judged.reasonText)
    return { outcome: 'REFUSED' }
  }
  return acceptTransfer(ctx, message, judged.booking)
}

/** Interest runs from the day on which the money moved; a day that has not come yet is the bank's own day. */
const valueDay = (said: PlainDate | null, today: PlainDate): PlainDate => (!said || isAfter(said, today) ? today : said)

/** The money has moved: the note is made, and payments that came back are kept in transit with a task for the manager. */
export async function acceptTransfer(ctx: Ctx, message: Message, booking: Booking): Promise<Settled> {
  await transition({ ...ctx, ifMatch: undefined }, transferMachine, message, {
    event: 'accept',
    bySystem: true,
    set: {
      sentAt: message.sentAt ?? ctx.now,
      answeredAt: ctx.now,
      coreReference: booking.reference,
      valueDate: toDb(booking.valueDate),
    },
  })
  const booked = message.repaysId
    ? await bookPaymentAgain(ctx, message.drawdownId, message.repaysId, booking)
    : await bookLoan(ctx, message.drawdownId, booking)
  for (const id of booking.returned) await keepReturned(ctx, message.drawdownId, id)
  return { outcome: 'BOOKED', ...booked }
}

/** No money has moved: the drawdown goes back to its manager with the reason. */
export async function refuseTransfer(
  ctx: Ctx,
  message: Message,
  event: 'reject' | 'hold',
  code: string | null,
  text: string | null,
): Promise<void> {
  const { tx, actor, now } = ctx
  const clean = { ...ctx, ifMatch: undefined }
  await transition(clean, transferMachine, message, {
    event,
    bySystem: true,
    reason: text ?? code ?? undefined,
    set: { answeredAt: now, reasonCode: code, reasonText: text },
  })
  if (message.repaysId) return dropPaymentAgain(ctx, message.drawdownId, message.repaysId)
  const d = await tx.drawdown.findFirstOrThrow({ where: { bankId: actor.bankId, id: message.drawdownId } })
  await transition(clean, drawdownMachine, d, {
    event: 'not-paid',
    bySystem: true,
    reason: text ?? code ?? undefined,
    set: {
      approvedBy: null,
      approvedAt: null,
      reviewedBy: null,
      reviewedAt: null,
      reviewNote: [code, text].filter(Boolean).join(' '),
    },
  })
  await askManager(ctx, 'PAYMENT_REFUSED', d, d.requestedBy)
}

/** A payment that did not reach its payee: back in the transit account, interest runs, the manager is asked within one working day. */
export async function keepReturned(ctx: Ctx, drawdownId: string, orderId: string): Promise<void> {
  const { tx, actor } = ctx
  await tx.paymentOrder.updateMany({
    where: { bankId: actor.bankId, id: orderId },
    data: { state: 'RETURNED', paidAt: null, version: { increment: 1 } },
  })
  const d = await tx.drawdown.findFirstOrThrow({ where: { bankId: actor.bankId, id: drawdownId } })
  ctx.audit({ objectType: 'drawdown', objectId: drawdownId, detail: { event: 'payment-returned', order: orderId } })
  ctx.emit('payment.returned', { drawdown: d.number, orderId })
  await askManager(ctx, 'PAYMENT_RETURNED', d, d.requestedBy)
}

/** The money in transit has reached those who take the place of the first payee; the loan itself is what it was. */
async function bookPaymentAgain(ctx: Ctx, drawdownId: string, repaysId: string, booking: Booking) {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const orders = await tx.paymentOrder.findMany({ where: { bankId, replacesId: repaysId, state: 'PENDING' } })
  const loan = await tx.loan.findFirstOrThrow({ where: { bankId, drawdownId } })
  const paid = orders.filter((o) => !booking.returned.includes(o.id))
  await postJournals(
    ctx,
    paid.map((o) => ({
      event: 'PAY_ENTRUSTED' as const,
      amounts: { amount: o.amountFen },
      businessDate: today,
      ...(booking.valueDate.equals(today) ? {} : { valueDate: booking.valueDate }),
      objectType: 'loan',
      objectId: loan.id,
      loanId: loan.id,
      marketId: loan.marketId,
      batchId: loan.batchId,
      merchantId: loan.merchantId,
      memo: o.payeeName,
    })),
  )
  await tx.paymentOrder.updateMany({
    where: { bankId, id: { in: paid.map((o) => o.id) } },
    data: { state: 'PAID', paidAt: ctx.now, coreReference: booking.reference, version: { increment: 1 } },
  })
  return { loanId: loan.id, coreReference: booking.reference, instalments: 0 }
}

/** The second payment did not go out either: the first stands as returned again, and may be followed by another. */
async function dropPaymentAgain(ctx: Ctx, drawdownId: string, repaysId: string): Promise<void> {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  await tx.paymentOrder.updateMany({
    where: { bankId, replacesId: repaysId, state: 'PENDING' },
    data: { state: 'DROPPED', version: { increment: 1 } },
  })
  await keepReturned(ctx, drawdownId, repaysId)
}

async function askManager(
  ctx: Ctx,
  kind: string,
  d: { id: string; number: string },
  rmId: string | null,
): Promise<void> {
  await ctx.tx.task.create({
    data: {
      bankId: ctx.actor.bankId,
      kind,
      objectType: 'drawdown',
      objectId: d.id,
      ...(rmId ? { assigneeId: rmId } : { role: 'RM' }),
      dueOn: toDb(addWorkingDays(ctx.today, 1, await loadCalendar(ctx.tx, ctx.actor.bankId))),
      state: 'OPEN',
      createdBy: ctx.actor.userId,
      params: { code: d.number },
    },
  })
}
