import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { performDuty } from '@/lib/approvals/duties'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { civilDate, fromDb, isAfter, toDb } from '@/lib/platform/dates'
import { type AppError, Refusal, refuse } from '@/lib/platform/errors'
import { toYuan } from '@/lib/platform/money'
import { zDate, zId, zYuan } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { bookMovement, lockSubLedger, type MovementKind } from '../accounts'
import { releaseFacts, requireCovered } from '../release'
import { checkMarginSource } from '../rules/margin'
import { checkRelease, type MarginAccountType, movementSide } from '../rules/movements'

/** The bank's transit accounts of entrusted payments and of renewals: money there is the loan's. */
const TRANSIT = ['2411', '2412']

async function subLedgerWithCase(ctx: CommandContext<unknown>, subLedgerId: string) {
  const sub = await ctx.tx.marginSubLedger.findFirst({
    where: { bankId: ctx.actor.bankId, id: subLedgerId },
    include: { application: { select: { id: true, batchId: true, merchantId: true } }, account: true },
  })
  if (!sub) throw refuse('E_NOT_FOUND', { object: 'subLedger' })
  return sub
}

/** Whose case a movement touches; a pool's touches nobody's alone. */
const dutyOf = (sub: { application: { id: string; batchId: string } | null }) =>
  sub.application ? { batch: [sub.application.batchId], merchant: [sub.application.id] } : {}

const Deposit = {
  kind: z.enum(['MARGIN_IN', 'REPLENISH_IN', 'DEPOSIT_INTEREST', 'SEED_IN', 'TOPUP_IN']),
  valueDate: zDate,
  sourceAccount: z.string().trim().min(4).max(40).optional(),
}
type DepositOrder = z.output<z.ZodObject<typeof Deposit>> & { subLedgerId: string; amount: bigint }

/** Maker: OPS_MAKER enters a deposit (margin, replenishment, interest, seed, top-up) that the core system reported. Nothing moves yet. */
export const requestMovement = defineCommand({
  name: 'margin.request',
  input: z.strictObject({ subLedgerId: zId, amount: zYuan, ...Deposit }),
  access: { roles: ['OPS_MAKER'] },
  run: (ctx) => enterDeposit(ctx, ctx.input),
})

/** Maker: the deposits of many sub-ledgers in one act. One that is refused is reported and the others go on to the checker. */
export const requestMovements = defineCommand({
  name: 'margin.requestMany',
  input: z.strictObject({
    deposits: z
      .array(z.strictObject({ subLedgerId: zId, amount: zYuan, ...Deposit }))
      .min(1)
      .max(500),
  }),
  access: { roles: ['OPS_MAKER'] },
  timeoutMs: 60_000,
  async run(ctx) {
    const requested: string[] = []
    const refused: { id: string; code: string; params: AppError['params'] }[] = []
    for (const deposit of ctx.input.deposits) {
      try {
        requested.push((await enterDeposit(ctx, deposit)).id)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        refused.push({ id: deposit.subLedgerId, code: error.error.code, params: error.error.params })
      }
    }
    if (requested.length === 0 && refused[0]) throw refuse(refused[0].code, refused[0].params)
    return { done: requested.length, requested, refused }
  },
})

/** Checks one deposit and its source (INV-A6) before it writes anything; a refusal leaves nothing behind. */
async function enterDeposit(ctx: CommandContext<unknown>, input: DepositOrder) {
  const { tx, actor, today } = ctx
  const sub = await subLedgerWithCase(ctx, input.subLedgerId)
  if (input.amount <= 0n) throw refuse('E_NUMBER:amount', {}, { fields: [{ path: 'amount', code: 'E_NUMBER:amount' }] })
  if (isAfter(input.valueDate, today))
    throw refuse('E_DATE:valueDate', {}, { fields: [{ path: 'valueDate', code: 'E_DATE:valueDate' }] })
  // an issue's reserve is filled by its deposits, each for one payment of one issuer
  const reserved = sub.account.type === 'DEBT_SERVICE_RESERVE'
  if (reserved || movementSide(sub.account.type as MarginAccountType, input.kind) !== 'IN')
    throw refuse('E_MOVEMENT_NOT_PERMITTED', { kind: input.kind, account: sub.account.type })
  if (['MARGIN_IN', 'REPLENISH_IN'].includes(input.kind)) {
    if (!input.sourceAccount)
      throw refuse(
        'E_REQUIRED:sourceAccount',
        {},
        { fields: [{ path: 'sourceAccount', code: 'E_REQUIRED:sourceAccount' }] },
      )
    const loans = sub.applicationId
      ? await tx.loan.findMany({
          where: { bankId: actor.bankId, applicationId: sub.applicationId },
          select: {
            number: true,
            principalFen: true,
            startDate: true,
            drawdown: { select: { paymentOrders: { select: { amountFen: true, payeeAccount: true, paidAt: true } } } },
          },
        })
      : []
    // margin that equals a disbursement of the same borrower a few days before is taken to come out of the loan (INV-A6)
    const { marginSourceWindowDays } = (await loadParameters(tx, actor.bankId, today)).plans.jg
    const paid = loans.flatMap((l) => l.drawdown.paymentOrders).filter((o) => o.paidAt !== null)
    const found = checkMarginSource(
      {
        sourceAccountNo: input.sourceAccount,
        amountFen: input.amount,
        valueDate: input.valueDate,
        forbiddenAccountNos: [...loans.map((l) => l.number), ...TRANSIT],
        // the whole loan as it was paid out, and each payment of it
        loanOutflows: [
          ...loans.map((l) => ({ amountFen: l.principalFen, date: fromDb(l.startDate) })),
          ...paid.map((o) => ({ amountFen: o.amountFen, date: civilDate(o.paidAt!) })),
        ],
      },
      marginSourceWindowDays,
    )
    if (found) throw refuse(found, { account: input.sourceAccount })
  }
  const id = newId()
  await performDuty(ctx, 'MARGIN_MAKE', {
    ...dutyOf(sub),
    movement: [id],
  })
  await tx.movementRequest.create({
    data: {
      bankId: actor.bankId,
      id,
      accountId: sub.accountId,
      subLedgerId: sub.id,
      kind: input.kind,
      amountFen: input.amount,
      valueDate: toDb(input.valueDate),
      sourceAccount: input.sourceAccount ?? null,
      state: 'PENDING',
      makerId: actor.userId!,
    },
  })
  ctx.audit({
    objectType: 'movementRequest',
    objectId: id,
    to: 'PENDING',
    detail: { kind: input.kind, amount: toYuan(input.amount), subLedgerId: sub.id },
  })
  return { id, state: 'PENDING' as const }
}

/** Checker: another person (OPS_CHECKER) books it or sends it away with a reason. */
export const decideMovement = defineCommand({
  name: 'margin.decide',
  input: z.strictObject({
    requestId: zId,
    decision: z.enum(['POST', 'REJECT']),
    reason: z.string().trim().max(500).optional(),
  }),
  access: { roles: ['OPS_CHECKER'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    await tx.$queryRaw`select 1 from movement_request where bank_id = ${actor.bankId}::uuid and id = ${input.requestId}::uuid for update`
    const request = await tx.movementRequest.findFirst({ where: { bankId: actor.bankId, id: input.requestId } })
    if (!request?.subLedgerId) throw refuse('E_NOT_FOUND', { object: 'movementRequest' })
    if (request.state !== 'PENDING')
      throw refuse('E_STATE', { object: 'movementRequest', state: request.state, event: 'decide' })
    const sub = await subLedgerWithCase(ctx, request.subLedgerId)
    await performDuty(ctx, 'MARGIN_CHECK', {
      ...dutyOf(sub),
      movement: [request.id],
    })
    if (request.makerId === actor.userId)
      throw refuse('E_SOD', { act: 'OPS_CHECK', earlierAct: 'OPS_MAKE', earlierAt: '', turn: ['OPS_CHECKER'] })
    // investors were paid on that day: the account follows, it does not decide
    if (input.decision === 'REJECT' && request.kind === 'BOND_PAYMENT_OUT')
      throw refuse('E_STATE', { object: 'movementRequest', state: request.kind, event: 'reject' }, { allowed: [] })
    if (input.decision === 'REJECT' && !input.reason)
      throw refuse('E_REQUIRED:reason', {}, { fields: [{ path: 'reason', code: 'E_REQUIRED:reason' }] })
    await tx.movementRequest.update({
      where: { bankId_id: { bankId: actor.bankId, id: request.id } },
      data: {
        state: input.decision === 'POST' ? 'POSTED' : 'REJECTED',
        checkerId: actor.userId,
        decidedAt: now,
        reason: input.reason ?? null,
        version: { increment: 1 },
      },
    })
    ctx.audit({
      objectType: 'movementRequest',
      objectId: request.id,
      from: 'PENDING',
      to: input.decision === 'POST' ? 'POSTED' : 'REJECTED',
      reason: input.reason,
    })
    if (input.decision === 'REJECT')
      return { id: request.id, state: 'REJECTED' as const, movementId: null, balanceFen: sub.ledgerFen }
    const out = ['RELEASE_OUT', 'PROGRAM_END_OUT'].includes(request.kind)
    if (out) await recheckRelease(ctx, sub.id, request.amountFen, request.beneficiaryAccount)
    if (request.reversesId) {
      const held = await lockSubLedger(ctx, sub.id)
      const taken = await tx.accountMovement.findFirst({
        where: { bankId: actor.bankId, id: request.reversesId },
        select: { effectFen: true },
      })
      await requireCovered(ctx, held.account, held.sub, taken?.effectFen ?? 0n)
    }
    const booked = await bookMovement(ctx, {
      subLedgerId: sub.id,
      kind: request.kind as MovementKind,
      amountFen: request.amountFen,
      valueDate: fromDb(request.valueDate),
      sourceAccount: request.sourceAccount,
      beneficiaryAccount: request.beneficiaryAccount,
      ...(request.reversesId ? { reversesId: request.reversesId } : {}),
      makerId: request.makerId,
      checkerId: actor.userId!,
      idempotencyKey: `request:${request.id}`,
      requestId: request.id,
    })
    if (request.kind === 'REPLENISH_IN') await settleReplenishments(ctx, sub.id, request.amountFen)
    return { id: request.id, state: 'POSTED' as const, movementId: booked.movementId, balanceFen: booked.afterFen }
  },
})

/** What was true when it was asked for is looked at again before the money leaves (INV-A2). */
async function recheckRelease(
  ctx: CommandContext<unknown>,
  subLedgerId: string,
  amountFen: bigint,
  beneficiary: string | null,
): Promise<void> {
  const { account, sub } = await lockSubLedger(ctx, subLedgerId)
  const facts = await releaseFacts(ctx, account, sub)
  const [found] = checkRelease({ ...facts, amountFen, beneficiaryAccountNo: beneficiary ?? '' })
  if (found)
    throw refuse(found, {
      account: account.accountNo,
      available: toYuan(facts.amountFen),
      claim: '',
      days: facts.releaseDelayDays,
    })
}

/** A replenishment pays the oldest calls first. */
async function settleReplenishments(
  ctx: CommandContext<unknown>,
  subLedgerId: string,
  amountFen: bigint,
): Promise<void> {
  const { tx, actor } = ctx
  const open = await tx.replenishment.findMany({
    where: { bankId: actor.bankId, subLedgerId, state: { in: ['DUE', 'OVERDUE'] } },
    orderBy: { dueOn: 'asc' },
  })
  let left = amountFen
  for (const call of open) {
    const pay = left < call.amountFen - call.paidFen ? left : call.amountFen - call.paidFen
    if (pay <= 0n) break
    left -= pay
    const paidFen = call.paidFen + pay
    await tx.replenishment.update({
      where: { bankId_id: { bankId: actor.bankId, id: call.id } },
      data: { paidFen, state: paidFen === call.amountFen ? 'PAID' : call.state, version: { increment: 1 } },
    })
  }
}
