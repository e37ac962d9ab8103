/**
 * Instructions to the core, and its answers (§7.4: failure of the core leaves the drawdown in DISBURSE_PENDING with
 * reconciliation, and nothing is ever sent twice).
 */
import { z } from 'zod'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { isAfter } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { transition } from '@/lib/platform/workflow'
import { postJournal } from '@/lib/servicing/ledger/post'
import { automaticChecks, FREEZE } from '../automatic'
import { type BookedEntries, readCoreMessage } from './answers'
import { isOpenToFinding, recordFinding, recordReport } from './outcome'
import { acceptTransfer, keepReturned, lockTransfer, refuseTransfer, takeReport } from './settle'
import { transferMachine } from './workflow'

type Ctx = CommandContext<unknown>

async function messageOf(ctx: Ctx, where: { id?: string; messageId?: string }) {
  const message = await lockTransfer(ctx, where)
  if (!message) throw refuse('E_NOT_FOUND', { object: 'transfer' })
  return message
}

/**
 * The one who gets SEND may hand the message over, once. Everything the system can see is looked at again at this moment;
 * what no longer holds is not paid. Anyone after the first is told to ask the core.
 */
export const claimTransfer = defineCommand({
  name: 'transfers.claim',
  input: z.strictObject({ id: zId }),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    const message = await messageOf(ctx, { id: ctx.input.id })
    const answer = { id: message.id, messageId: message.messageId, content: message.content }
    if (message.state === 'SENDING' || message.state === 'UNKNOWN' || message.state === 'SENT') {
      ctx.audit({ objectType: 'transfer', objectId: message.id, detail: { event: 'ask-core' } })
      return { ...answer, act: 'ASK' as const }
    }
    if (message.state !== 'PREPARED') {
      ctx.audit({ objectType: 'transfer', objectId: message.id, detail: { event: 'done-already' } })
      return { ...answer, act: 'NONE' as const }
    }
    const d = await ctx.tx.drawdown.findFirstOrThrow({
      where: { bankId: ctx.actor.bankId, id: message.drawdownId },
      select: { applicationId: true },
    })
    const asked = await ctx.tx.cpItem.findMany({
      where: { bankId: ctx.actor.bankId, applicationId: d.applicationId, isAutomatic: true, state: { not: 'WAIVED' } },
      select: { code: true },
    })
    const codes = new Set(asked.map((c) => c.code))
    const failed = (await automaticChecks(ctx, d.applicationId))
      // what this loan's checklist asks; money that has left before has met it, and only a freeze still holds it
      .filter((c) => !c.pass && codes.has(c.code) && (message.repaysId === null || c.code === FREEZE))
      .map((c) => c.code)
    if (failed.length > 0) {
      await refuseTransfer(ctx, message, 'hold', 'E_CP_OPEN', failed.join(', '))
      return { ...answer, act: 'NONE' as const }
    }
    await transition({ ...ctx, ifMatch: undefined }, transferMachine, message, {
      event: 'send',
      bySystem: true,
      set: { sentAt: ctx.now },
    })
    return { ...answer, act: 'SEND' as const }
  },
})

/** What the handing over, or the core's word on it, came to. */
export const recordTransfer = defineCommand({
  name: 'transfers.record',
  input: z.strictObject({
    id: zId,
    known: z.enum(['TAKEN', 'UNSEEN', 'ANSWERED']),
    answer: z.string().max(20_000_000).optional(),
  }),
  access: { roles: ['SYSTEM'] },
  timeoutMs: 60_000,
  async run(ctx) {
    const { input } = ctx
    const message = await messageOf(ctx, { id: input.id })
    const clean = { ...ctx, ifMatch: undefined }
    if (input.known === 'ANSWERED') {
      const read = readCoreMessage(input.answer ?? '')
      if (!read.ok) throw refuse('E_CORE_MESSAGE', { problem: read.problem })
      if (read.message.kind !== 'STATUS' || read.message.messageId !== message.messageId)
        throw refuse('E_CORE_MESSAGE', { problem: 'OrgnlMsgId' })
      return { id: message.id, outcome: (await takeReport(ctx, message, read.message)).outcome }
    }
    const event = input.known === 'TAKEN' ? ('handed-over' as const) : ('not-found' as const)
    const moves = event === 'handed-over' ? ['SENDING', 'UNKNOWN'] : ['SENDING', 'SENT']
    if (moves.includes(message.state)) await transition(clean, transferMachine, message, { event, bySystem: true })
    else ctx.audit({ objectType: 'transfer', objectId: message.id, detail: { event: 'asked', known: input.known } })
    return { id: message.id, outcome: 'WAITING' as const }
  },
})

/**
 * A status report or a statement of the core. From the channel it takes effect; brought by a person, by hand or by API, it
 * is that person's finding, which another confirms. Answers to what was never asked are counted, not taken.
 */
export const importCoreMessage = defineCommand({
  name: 'transfers.import',
  input: z.strictObject({ xml: z.string().min(20).max(20_000_000) }),
  access: { roles: ['OPS_MAKER', 'SYSTEM'] },
  timeoutMs: 120_000,
  async run(ctx) {
    const read = readCoreMessage(ctx.input.xml)
    if (!read.ok)
      throw refuse('E_CORE_MESSAGE', { problem: read.problem }, { fields: [{ path: 'xml', code: 'E_CORE_MESSAGE' }] })
    const counts = { booked: 0, refused: 0, proposed: 0, waiting: 0, known: 0, returned: 0, strange: 0 }
    if (read.message.kind === 'STATUS') {
      const message = await lockTransfer(ctx, { messageId: read.message.messageId })
      if (!message) counts.strange++
      else {
        const { outcome } = await takeReport(ctx, message, read.message, isByHand(ctx) ? recordReport : undefined)
        counts[OUTCOME[outcome]]++
      }
    } else await takeStatement(ctx, read.message, counts)
    ctx.audit({
      objectType: 'transfer',
      objectId: read.message.kind === 'STATUS' ? read.message.messageId : read.message.statementId,
      detail: { event: 'import', kind: read.message.kind, ...counts },
    })
    return { kind: read.message.kind, ...counts }
  },
})

const OUTCOME = {
  BOOKED: 'booked',
  REFUSED: 'refused',
  WAITING: 'waiting',
  KNOWN: 'known',
  PROPOSED: 'proposed',
} as const

/** A file that a person brings proves no more than that person's word. */
const isByHand = (ctx: Ctx): boolean => ctx.actor.userId !== null

type Counts = { booked: number; proposed: number; returned: number; known: number; strange: number }

/** Booked entries prove what a lost answer did not say: all payments of a message debited is the message accepted. */
async function takeStatement(ctx: Ctx, statement: BookedEntries, counts: Counts): Promise<void> {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  const ids = statement.entries.map((e) => e.endToEndId)
  const orderIds = ids
    .filter((id) => /^[0-9a-f]{32}$/.test(id))
    .map((id) => id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'))
  const orders = await tx.paymentOrder.findMany({
    where: { bankId, id: { in: orderIds } },
    include: { drawdown: { select: { batchId: true, loan: { select: { id: true } } } } },
  })
  const drawdowns = await tx.drawdown.findMany({
    where: { bankId, OR: [{ number: { in: ids } }, { id: { in: orders.map((o) => o.drawdownId) } }] },
    include: { paymentOrders: true },
  })
  const orderOf = (id: string) => orders.find((o) => o.id.replaceAll('-', '') === id)
  const live = await tx.transferMessage.findMany({
    where: {
      bankId,
      drawdownId: { in: drawdowns.map((d) => d.id) },
      state: { in: ['PREPARED', 'SENDING', 'SENT', 'UNKNOWN'] },
    },
    select: { id: true, drawdownId: true, repaysId: true },
  })
  for (const d of drawdowns) {
    const open = live.filter((m) => m.drawdownId === d.id)
    // a drawdown's own message covers its first payments, that of a second payment those in the returned one's place
    for (const scope of open.length > 0 ? open : [{ id: null, repaysId: null }]) {
      const orders = d.paymentOrders.filter((o) => o.replacesId === scope.repaysId && o.state !== 'DROPPED')
      const own = new Map(orders.map((o) => [o.id.replaceAll('-', ''), o.amountFen]))
      if (own.size === 0) own.set(d.number, d.amountFen)
      const debits = statement.entries.filter((e) => e.direction === 'DEBIT' && own.get(e.endToEndId) === e.amountFen)
      if (new Set(debits.map((e) => e.endToEndId)).size < own.size) continue
      const message = scope.id && (await lockTransfer(ctx, { id: scope.id }))
      if (!message || message.state === 'ACCEPTED' || message.state === 'REJECTED') {
        counts.known++
        continue
      }
      const day = debits.reduce((m, e) => (isAfter(e.valueDate, m) ? e.valueDate : m), debits[0]!.valueDate)
      const booking = {
        reference: debits[0]!.reference ?? message.messageId,
        valueDate: isAfter(day, ctx.today) ? ctx.today : day,
        returned: [],
      }
      if (!isByHand(ctx)) {
        await acceptTransfer(ctx, message, booking)
        counts.booked++
      } else if (isOpenToFinding(message)) {
        const reason = `camt.053 ${statement.statementId}`
        await recordFinding(ctx, message, { outcome: 'PAID', ...booking, code: null, reason })
        counts.proposed++
      } else counts.known++
    }
  }
  for (const e of statement.entries) {
    const order = orderOf(e.endToEndId)
    if (!order && !drawdowns.some((d) => d.number === e.endToEndId)) counts.strange++
    if (e.direction !== 'CREDIT' || !order) continue
    // read again: the loop above may have paid it a moment ago
    const now = await tx.paymentOrder.findFirstOrThrow({ where: { bankId, id: order.id } })
    if (now.state !== 'PAID' || now.amountFen !== e.amountFen) {
      counts.known++
      continue
    }
    const loan = await tx.loan.findFirstOrThrow({ where: { bankId, drawdownId: order.drawdownId } })
    await postJournal(ctx, {
      event: 'RETURN_ENTRUSTED',
      amounts: { amount: order.amountFen },
      businessDate: ctx.today,
      objectType: 'loan',
      objectId: loan.id,
      loanId: loan.id,
      marketId: loan.marketId,
      batchId: loan.batchId,
      merchantId: loan.merchantId,
      memo: order.payeeName,
    })
    await keepReturned(ctx, order.drawdownId, order.id)
    counts.returned++
  }
}
