/** Money of a claim that was asked for by letter: debited where the bank may, received and checked elsewhere, and what never comes (§8.6). */
import { z } from 'zod'
import { performDuty } from '@/lib/approvals/duties'
import { defineCommand } from '@/lib/platform/commands'
import { fromDb, isAfter, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { formatYuan, toYuan } from '@/lib/platform/money'
import { zDate, zId, zYuan } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { transition } from '@/lib/platform/workflow'
import { claimMachine } from '../claim-workflow'
import { readCase } from '../claims/case'
import { computeClaim } from '../claims/compute'
import { applyToLoan, payFromAccounts, recordPayment } from '../claims/pay'
import type { ClaimType } from '../rules/claim-parts'
import { lockClaim } from './claims'

/** What a partner accepted and lies in an account that the bank may debit is taken by the two hands that confirmed (INV-AF1). */
export const debitAccepted = defineCommand({
  name: 'claims.debit',
  input: z.strictObject({ claimId: zId }),
  access: { roles: ['OPS_CHECKER'] },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor } = ctx
    const bankId = actor.bankId
    const claim = await lockClaim(ctx, ctx.input.claimId)
    if (claim.checkerId !== actor.userId)
      await performDuty(ctx, 'CONFIRM_COMPENSATION', { loan: [claim.loanId], merchant: [claim.applicationId] })
    if (!claim.makerId || claim.makerId === actor.userId)
      throw refuse('E_SOD', { act: 'OPS_CHECK', earlierAct: 'OPS_MAKE', earlierAt: '', turn: ['OPS_CHECKER'] })
    if (!['ACCEPTED', 'PAID_PARTIAL'].includes(claim.state))
      throw refuse('E_STATE', { object: 'claim', state: claim.state, event: 'debit' })
    const waiting = await tx.claimLine.count({
      where: { bankId, claimId: claim.id, subLedgerId: { not: null }, state: 'ACCEPTED' },
    })
    if (waiting === 0) throw refuse('E_CLAIM_NOBODY', { claim: claim.number })
    const c = await readCase(ctx, claim.loanId)
    const computed = await computeClaim(ctx, c, claim.type as ClaimType, 0n)
    const paid = await payFromAccounts(ctx, { ...claim, checkerId: actor.userId! }, c, computed)
    return { id: claim.id, ...paid }
  },
})

/** Maker: money of a guarantor, insurer, developer or member that came in, with the core's reference. */
export const requestReceipt = defineCommand({
  name: 'claims.requestReceipt',
  input: z.strictObject({ lineId: zId, amount: zYuan, valueDate: zDate, reference: z.string().trim().min(4).max(60) }),
  access: { roles: ['OPS_MAKER'] },
  async run(ctx) {
    const { tx, actor, input, today, now } = ctx
    const bankId = actor.bankId
    const known = await tx.claimLine.findFirst({ where: { bankId, id: input.lineId }, select: { claimId: true } })
    if (!known) throw refuse('E_NOT_FOUND', { object: 'line' })
    // what waits already is counted under the lock: two makers never promise one payer's line twice
    await lockClaim(ctx, known.claimId)
    const line = await tx.claimLine.findFirstOrThrow({ where: { bankId, id: input.lineId }, include: { claim: true } })
    // before the letters are out the lines may still change: no money is booked on them
    if (!['NOTICE_SENT', 'ACCEPTED', 'DISPUTED', 'PAID_PARTIAL'].includes(line.claim.state))
      throw refuse('E_STATE', { object: 'claim', state: line.claim.state, event: 'receive' })
    if (isAfter(input.valueDate, today)) throw refuse('E_DATE', {}, { fields: [{ path: 'valueDate', code: 'E_DATE' }] })
    const pending = await tx.claimReceipt.aggregate({
      where: { bankId, lineId: line.id, state: 'PENDING' },
      _sum: { amountFen: true },
    })
    const left = line.demandedFen - line.paidFen - (pending._sum.amountFen ?? 0n)
    if (input.amount <= 0n || input.amount > left)
      throw refuse(
        'E_CLAIM_OVER_DUE',
        { left: formatYuan(left) },
        { fields: [{ path: 'amount', code: 'E_CLAIM_OVER_DUE', params: { left: formatYuan(left) } }] },
      )
    if (line.subLedgerId) throw refuse('E_STATE', { object: 'claim', state: line.source, event: 'receive' })
    await performDuty(ctx, 'OPS_MAKE', { movement: [line.id] })
    const booked = await tx.claimReceipt.count({
      where: { bankId, lineId: line.id, reference: input.reference, state: { not: 'REJECTED' } },
    })
    if (booked > 0) throw refuse('E_RECEIPT_TWICE', { reference: input.reference })
    const id = newId()
    await tx.claimReceipt.create({
      data: {
        bankId,
        id,
        claimId: line.claimId,
        lineId: line.id,
        amountFen: input.amount,
        valueDate: toDb(input.valueDate),
        reference: input.reference,
        state: 'PENDING',
        makerId: actor.userId!,
        madeAt: now,
      },
    })
    ctx.audit({
      objectType: 'claim',
      objectId: line.claimId,
      detail: { event: 'receipt', amount: toYuan(input.amount), reference: input.reference },
    })
    return { id, state: 'PENDING' as const }
  },
})

/** Checker: the money pays the loan in the order of LEG-10, and its payer stands in the bank's place for it (CC-700). */
export const decideReceipt = defineCommand({
  name: 'claims.decideReceipt',
  input: z.strictObject({
    receiptId: zId,
    decision: z.enum(['POST', 'REJECT']),
    reason: z.string().trim().max(500).optional(),
  }),
  access: { roles: ['OPS_CHECKER'] },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const bankId = actor.bankId
    const receipt = await tx.claimReceipt.findFirst({ where: { bankId, id: input.receiptId } })
    if (!receipt) throw refuse('E_NOT_FOUND', { object: 'receipt' })
    const claim = await lockClaim(ctx, receipt.claimId)
    await performDuty(ctx, 'OPS_CHECK', { movement: [receipt.lineId] })
    if (receipt.makerId === actor.userId)
      throw refuse('E_SOD', { act: 'OPS_CHECK', earlierAct: 'OPS_MAKE', earlierAt: '', turn: ['OPS_CHECKER'] })
    if (input.decision === 'REJECT' && !input.reason)
      throw refuse('E_REQUIRED:reason', {}, { fields: [{ path: 'reason', code: 'E_REQUIRED' }] })
    const done = await tx.claimReceipt.updateMany({
      where: { bankId, id: receipt.id, state: 'PENDING' },
      data: {
        state: input.decision === 'POST' ? 'POSTED' : 'REJECTED',
        checkerId: actor.userId,
        decidedAt: now,
        reason: input.reason || null,
        version: { increment: 1 },
      },
    })
    if (done.count === 0) throw refuse('E_STATE', { object: 'receipt', state: receipt.state, event: 'decide' })
    ctx.audit({
      objectType: 'claim',
      objectId: claim.id,
      reason: input.reason,
      detail: { event: 'receipt-decided', decision: input.decision, amount: toYuan(receipt.amountFen) },
    })
    if (input.decision === 'REJECT') return { id: receipt.id, state: claim.state, paidFen: claim.paidFen }
    const line = await tx.claimLine.findFirstOrThrow({ where: { bankId, id: receipt.lineId } })
    const row = { ...claim, checkerId: actor.userId! }
    await recordPayment(ctx, row, line, { amountFen: receipt.amountFen, receiptId: receipt.id })
    const paidFen = claim.paidFen + receipt.amountFen
    const lines = await tx.claimLine.findMany({ where: { bankId, claimId: claim.id }, select: { state: true } })
    const all = lines.every((l) => ['PAID', 'WAIVED', 'EXHAUSTED'].includes(l.state))
    const moved = await transition({ ...ctx, ifMatch: undefined }, claimMachine, claim, {
      event: 'receive',
      to: all ? 'PAID' : 'PAID_PARTIAL',
      bySystem: true,
      detail: { amount: toYuan(receipt.amountFen) },
      set: { paidFen, shortfallFen: claim.amountFen - paidFen },
    })
    await applyToLoan(ctx, row, receipt.amountFen, 'GUARANTOR', fromDb(receipt.valueDate))
    ctx.emit('claim.paid', {
      claimId: claim.id,
      paid: toYuan(receipt.amountFen),
      shortfall: toYuan(claim.amountFen - paidFen),
    })
    return { id: receipt.id, state: moved.state as string, paidFen }
  },
})

/** Nothing more will come from these payers: what they left open is the shortfall, and the next source may be asked. */
export const endClaim = defineCommand({
  name: 'claims.end',
  input: z.strictObject({
    claimId: zId,
    event: z.enum(['fall-short', 'close']),
    reason: z.string().trim().min(2).max(500),
  }),
  access: { roles: ['RISK_MGR', 'LEGAL'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const claim = await lockClaim(ctx, input.claimId)
    const moved = await transition(ctx, claimMachine, claim, {
      event: input.event,
      reason: input.reason,
      set: { shortfallFen: claim.amountFen - claim.paidFen },
    })
    if (input.event === 'fall-short')
      await tx.claimLine.updateMany({
        where: { bankId: actor.bankId, claimId: claim.id, state: { notIn: ['PAID', 'WAIVED'] } },
        data: { state: 'EXHAUSTED', version: { increment: 1 } },
      })
    return { id: claim.id, ...moved }
  },
})
