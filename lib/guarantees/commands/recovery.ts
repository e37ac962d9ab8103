/** What is recovered after a compensation, entered by one, booked by another, and flowing back in the order of the rules. */
import { z } from 'zod'
import { performDuty } from '@/lib/approvals/duties'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { fromDb, isAfter, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { type Fen, toYuan } from '@/lib/platform/money'
import { nextCode } from '@/lib/platform/numbering'
import { zDate, zId, zYuan } from '@/lib/platform/schema'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { freeze } from '@/lib/platform/wire'
import { postJournal } from '@/lib/servicing/ledger/post'
import { loanPositions } from '@/lib/servicing/position'
import { bookRepayment } from '@/lib/servicing/repay'
import { bookMovement } from '../accounts'
import { type MarginAccountType, movementSide } from '../rules/movements'
import { type RecoveryMode, shareRecovery } from '../rules/recovery'

type Ctx = CommandContext<unknown>

/** Maker: money that came from the borrower, its property or a court, with what it cost to get it. */
export const requestRecovery = defineCommand({
  name: 'recoveries.request',
  input: z.strictObject({
    loanId: zId,
    amount: zYuan,
    costs: zYuan.default(0n),
    valueDate: zDate,
    origin: z.enum(['BORROWER', 'COLLATERAL', 'COURT', 'OTHER']),
    reference: z.string().trim().min(4).max(60),
  }),
  access: { roles: ['OPS_MAKER'] },
  async run(ctx) {
    const { tx, actor, input, today, now } = ctx
    const bankId = actor.bankId
    const loan = await tx.loan.findFirst({
      where: { bankId, id: input.loanId },
      select: { id: true, applicationId: true },
    })
    if (!loan) throw refuse('E_NOT_FOUND', { object: 'loan' })
    const open = await tx.recourseCase.count({ where: { bankId, loanId: loan.id, state: 'OPEN' } })
    if (open === 0) throw refuse('E_RECOVERY_NONE')
    if (input.amount <= 0n || input.costs > input.amount)
      throw refuse('E_NUMBER:amount', {}, { fields: [{ path: 'amount', code: 'E_NUMBER:amount' }] })
    if (isAfter(input.valueDate, today)) throw refuse('E_DATE', {}, { fields: [{ path: 'valueDate', code: 'E_DATE' }] })
    const id = newId()
    await performDuty(ctx, 'OPS_MAKE', { movement: [id] })
    const number = await nextCode(tx, bankId, 'RC', today.year, 5)
    await tx.recovery.create({
      data: {
        bankId,
        id,
        loanId: loan.id,
        number,
        amountFen: input.amount,
        costsFen: input.costs,
        valueDate: toDb(input.valueDate),
        origin: input.origin,
        reference: input.reference,
        state: 'PENDING',
        makerId: actor.userId!,
        madeAt: now,
      },
    })
    ctx.audit({
      objectType: 'loan',
      objectId: loan.id,
      detail: { event: 'recovery', number, amount: toYuan(input.amount) },
    })
    return { id, number, state: 'PENDING' as const }
  },
})

/**
 * Checker: net of costs the bank and the payers get theirs by the mode's rule. The bank's part pays the loan; a payer's goes
 * back into the account that it came from, or is paid out to it; what is beyond every loss is the borrower's.
 */
export const decideRecovery = defineCommand({
  name: 'recoveries.decide',
  input: z.strictObject({
    recoveryId: zId,
    decision: z.enum(['POST', 'REJECT']),
    reason: z.string().trim().max(500).optional(),
  }),
  access: { roles: ['OPS_CHECKER'] },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input, now, today } = ctx
    const bankId = actor.bankId
    await tx.$queryRaw`select 1 from recovery where bank_id = ${bankId}::uuid and id = ${input.recoveryId}::uuid for update`
    const r = await tx.recovery.findFirst({
      where: { bankId, id: input.recoveryId },
      include: { loan: { include: { batch: { select: { mode: true } } } } },
    })
    if (!r) throw refuse('E_NOT_FOUND', { object: 'recovery' })
    if (r.state !== 'PENDING') throw refuse('E_STATE', { object: 'recovery', state: r.state, event: 'decide' })
    await performDuty(ctx, 'OPS_CHECK', { movement: [r.id] })
    if (input.decision === 'REJECT' && !input.reason)
      throw refuse('E_REQUIRED:reason', {}, { fields: [{ path: 'reason', code: 'E_REQUIRED' }] })
    await tx.$queryRaw`select 1 from loan where bank_id = ${bankId}::uuid and id = ${r.loanId}::uuid for update`
    const cases = await tx.recourseCase.findMany({
      where: { bankId, loanId: r.loanId, state: 'OPEN' },
      orderBy: { id: 'asc' },
    })
    const valueDate = fromDb(r.valueDate)
    const owed = (await loanPositions(tx, bankId, [r.loanId], valueDate)).get(r.loanId)!
    const shared = shareRecovery(
      r.loan.batch.mode as RecoveryMode,
      r.amountFen - r.costsFen,
      owed.totalDueFen,
      cases.map((c) => ({ id: c.id, source: c.source, openFen: c.amountFen - c.recoveredFen })),
    )
    await tx.recovery.update({
      where: { bankId_id: { bankId, id: r.id } },
      data: {
        state: input.decision === 'POST' ? 'POSTED' : 'REJECTED',
        checkerId: actor.userId,
        decidedAt: now,
        reason: input.reason || null,
        trace: freeze(shared.trace) as Prisma.InputJsonValue,
        version: { increment: 1 },
      },
    })
    ctx.audit({
      objectType: 'loan',
      objectId: r.loanId,
      reason: input.reason,
      detail: { event: 'recovery-decided', number: r.number, decision: input.decision },
    })
    if (input.decision === 'REJECT')
      return { id: r.id, state: 'REJECTED' as string, bankFen: 0n, returnedFen: 0n, borrowerFen: 0n }
    const shares: Prisma.RecoveryShareCreateManyInput[] = []
    const add = (share: Omit<Prisma.RecoveryShareCreateManyInput, 'bankId' | 'id' | 'recoveryId' | 'no'>) =>
      shares.push({ bankId, id: newId(), recoveryId: r.id, no: shares.length + 1, ...share })
    // the bank's own part and what belongs to the borrower pay the loan; what is over waits there as surplus
    const toLoan = shared.value.bankFen + shared.value.borrowerFen
    if (toLoan > 0n) {
      const repaid = await bookRepayment(ctx, { loanId: r.loanId, amountFen: toLoan, valueDate, source: 'TRANSFER' })
      if (shared.value.bankFen > 0n)
        add({ payee: 'BANK', amountFen: shared.value.bankFen, repaymentId: repaid.repaymentId })
      if (shared.value.borrowerFen > 0n)
        add({ payee: 'BORROWER', amountFen: shared.value.borrowerFen, repaymentId: repaid.repaymentId })
    }
    const post = (event: 'RECOVERY_RECEIVED' | 'RECOVERY_PAID_OUT' | 'RECOURSE_TAKEN', fen: Fen) =>
      postJournal(ctx, {
        event,
        amounts: { amount: fen },
        businessDate: today,
        valueDate,
        objectType: 'recovery',
        objectId: r.id,
        loanId: r.loanId,
      })
    let returnedFen = 0n
    for (const share of shared.value.payers.filter((p) => p.amountFen > 0n)) {
      const c = cases.find((x) => x.id === share.id)!
      returnedFen += share.amountFen
      await post('RECOVERY_RECEIVED', share.amountFen)
      add({
        payee: 'PAYER',
        amountFen: share.amountFen,
        recourseId: c.id,
        movementId: await giveBack(ctx, r, c, share.amountFen, () => post('RECOVERY_PAID_OUT', share.amountFen)),
      })
      await post('RECOURSE_TAKEN', -share.amountFen)
      const recovered = c.recoveredFen + share.amountFen
      await tx.recourseCase.update({
        where: { bankId_id: { bankId, id: c.id } },
        data: {
          recoveredFen: recovered,
          state: recovered === c.amountFen ? 'SATISFIED' : 'OPEN',
          version: { increment: 1 },
        },
      })
    }
    if (shares.length > 0) await tx.recoveryShare.createMany({ data: shares })
    ctx.emit('recovery.posted', { recoveryId: r.id, bank: toYuan(shared.value.bankFen), returned: toYuan(returnedFen) })
    return {
      id: r.id,
      state: 'POSTED' as string,
      bankFen: shared.value.bankFen,
      returnedFen,
      borrowerFen: shared.value.borrowerFen,
    }
  },
})

/** Into the account that it came from where that account takes recoveries; otherwise out to the payer. Returns the movement's id. */
async function giveBack(
  ctx: Ctx,
  r: { id: string; makerId: string; reference: string; loanId: string },
  c: { id: string; subLedgerId: string | null },
  fen: Fen,
  payOut: () => Promise<unknown>,
): Promise<string | null> {
  const sub = c.subLedgerId
    ? await ctx.tx.marginSubLedger.findFirst({
        where: { bankId: ctx.actor.bankId, id: c.subLedgerId },
        include: { account: { select: { type: true } } },
      })
    : null
  if (!sub || movementSide(sub.account.type as MarginAccountType, 'RECOVERY_IN') !== 'IN') {
    await payOut()
    return null
  }
  const booked = await bookMovement(ctx, {
    subLedgerId: sub.id,
    kind: 'RECOVERY_IN',
    amountFen: fen,
    valueDate: ctx.today,
    sourceAccount: r.reference,
    makerId: r.makerId,
    checkerId: ctx.actor.userId!,
    idempotencyKey: `recovery:${r.id}:${c.id}`,
    loanId: r.loanId,
  })
  return booked.movementId
}
