/** The instruction of one approved drawdown, written down before anything leaves (§7.4). */
import { createHash } from 'node:crypto'
import type { CommandContext } from '@/lib/platform/commands'
import type { Fen } from '@/lib/platform/money'
import { newId } from '@/lib/platform/tenant'
import { recordCreation } from '@/lib/platform/workflow'
import { transferChannel } from './channel'
import { creditTransfer } from './messages'
import { transferMachine } from './workflow'

type Ctx = CommandContext<unknown>

/** The account of the bank from which loans are paid out, as the core knows it. */
const PAYING_ACCOUNT = '2411'

export type PaymentCase = {
  id: string
  number: string
  amountFen: Fen
  paymentMethod: string
  settlementAccount: string
  borrower: string
  paymentOrders: {
    id: string
    payeeName: string
    payeeAccount: string
    payeeBank: string
    purpose: string
    amountFen: Fen
  }[]
}

/** A payment order's id in messages: at most 35 characters. */
export const endToEndId = (orderId: string): string => orderId.replaceAll('-', '')

/**
 * Writes the message of a drawdown, or with `repaysId` that of the payments which take the place of one that came back. A
 * message that was refused may be followed by another with its own number; one that may still move money stands alone,
 * which the database sees to (`transfer_message_live_key`).
 */
export async function prepareTransfer(ctx: Ctx, d: PaymentCase, repaysId: string | null = null) {
  const { tx, actor, now, today } = ctx
  const { bankId } = actor
  const channel = transferChannel(actor.bankCode)
  const bank = await tx.bank.findUniqueOrThrow({ where: { id: bankId }, select: { name: true } })
  const earlier = await tx.transferMessage.count({ where: { bankId, drawdownId: d.id } })
  const messageId = `${d.number}-${earlier + 1}`
  const payments =
    d.paymentMethod === 'SELF'
      ? [
          {
            endToEndId: d.number,
            amountFen: d.amountFen,
            creditor: d.borrower,
            account: d.settlementAccount,
            agent: bank.name,
            remittance: d.number,
          },
        ]
      : d.paymentOrders.map((o) => ({
          endToEndId: endToEndId(o.id),
          amountFen: o.amountFen,
          creditor: o.payeeName,
          account: o.payeeAccount,
          agent: o.payeeBank,
          remittance: o.purpose,
        }))
  const content = creditTransfer({
    messageId,
    createdAt: now,
    executionDate: today,
    debtor: { name: bank.name, account: PAYING_ACCOUNT },
    payments,
  })
  const id = newId()
  await tx.transferMessage.create({
    data: {
      bankId,
      id,
      drawdownId: d.id,
      repaysId,
      messageId,
      channel: channel.name,
      state: 'PREPARED',
      amountFen: d.amountFen,
      payments: payments.length,
      content,
      sha256: createHash('sha256').update(content).digest('hex'),
    },
  })
  await recordCreation(ctx, transferMachine, { id }, { messageId, drawdown: d.number })
  return { id, messageId, content, channel }
}
