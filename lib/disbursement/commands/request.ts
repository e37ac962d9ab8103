import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { drawsByStages } from '@/lib/parks/gate'
import { drawnOf } from '@/lib/parks/read'
import { SchemeParams } from '@/lib/plans/scheme'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { formatYuan, sumFen } from '@/lib/platform/money'
import { nextNumber } from '@/lib/platform/numbering'
import { zId, zYuan } from '@/lib/platform/schema'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { recordCreation, transition } from '@/lib/platform/workflow'
import { refreshConditions } from '../conditions'
import { checkPayees, Payment } from '../payees'
import { isHolder, type PaymentProduct, paymentMethod } from '../rules'
import { drawdownMachine } from '../workflow'

export const RequestDrawdown = z.strictObject({
  applicationId: zId,
  amount: zYuan,
  settlementAccount: z.string().trim().min(4).max(40),
  /** in whose name the account stands; left out: not looked at yet */
  settlementHolder: z.string().trim().min(2).max(100).optional(),
  payments: z.array(Payment).max(50).default([]),
  lenderRequiresEntrusted: z.boolean().default(false),
})

/** Payment to more than one is judged by the largest single payment. */
const largest = (amounts: bigint[]) => amounts.reduce((m, a) => (a > m ? a : m), 0n)

/**
 * RM asks for the money: amount within contract and approval, entrusted or self payment decided by the rules (§7.4),
 * payees checked, Σ payment orders = amount. One open drawdown an application. It may be prepared while conditions are
 * still being closed, and is submitted for review when none is open.
 */
export const requestDrawdown = defineCommand({
  name: 'drawdowns.request',
  input: RequestDrawdown,
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input, today } = ctx
    const bankId = actor.bankId
    const item = await tx.application.findFirst({
      where: { bankId, id: input.applicationId },
      include: {
        applicationOutcome: true,
        batch: { select: { mode: true } },
      },
    })
    if (!item) throw refuse('E_NOT_FOUND', { object: 'application' })
    const staged = item.batch.mode === 'PK' && (await drawsByStages(ctx, item.id))
    if (!['CP_PENDING', 'READY_TO_DRAW', ...(staged ? ['ACTIVE'] : [])].includes(item.state))
      throw refuse('E_STATE', { object: 'application', state: item.state, event: 'request-drawdown' })
    const open = await tx.drawdown.findFirst({
      where: {
        bankId,
        applicationId: item.id,
        state: { notIn: ['CANCELLED', 'REFUSED', ...(staged ? ['DISBURSED'] : [])] },
      },
      select: { number: true },
    })
    if (open) throw refuse('E_DRAWDOWN_OPEN', { drawdown: open.number })
    const contract = await tx.contract.findFirst({
      where: { bankId, applicationId: item.id, kind: 'LOAN_CONTRACT', state: 'SIGNED' },
    })
    const line = await tx.planLine.findFirst({
      where: { bankId, applicationId: item.id, state: { in: ['APPROVED', 'APPROVED_REDUCED'] } },
      orderBy: { id: 'desc' },
      include: { plan: { select: { params: true } } },
    })
    if (!contract?.amountFen || !line)
      throw refuse('E_STATE', { object: 'contract', state: 'UNSIGNED', event: 'request-drawdown' })
    const drawn = staged ? await drawnOf(ctx, item.id) : 0n
    const whole =
      contract.amountFen < (item.applicationOutcome?.approvedFen ?? 0n)
        ? contract.amountFen
        : (item.applicationOutcome?.approvedFen ?? 0n)
    const cap = whole - drawn
    if (input.amount <= 0n || input.amount > cap)
      throw refuse(
        'E_AMOUNT_OVER_CAP:contract',
        { cap: formatYuan(cap) },
        { fields: [{ path: 'amount', code: 'E_AMOUNT_OVER_CAP:contract' }] },
      )
    if (input.settlementHolder && !isHolder(input.settlementHolder, [item.name, item.ownerName]))
      throw refuse(
        'E_CARD_OWNER',
        { holder: input.settlementHolder, borrower: item.name ?? '' },
        { fields: [{ path: 'settlementHolder', code: 'E_CARD_OWNER' }] },
      )
    const decision = await decidePayment(ctx, item, input)
    if (decision.value.method === 'ENTRUSTED') await checkPayees(ctx, item.id, input)
    const number = `DK${today.toString().replaceAll('-', '')}${(await nextNumber(tx, bankId, 'drawdown')).toString().padStart(6, '0')}`
    const id = newId()
    const scheme = SchemeParams.parse(line.plan.params)
    await tx.drawdown.create({
      data: {
        bankId,
        id,
        applicationId: item.id,
        batchId: item.batchId,
        number,
        amountFen: input.amount,
        state: 'DRAFT',
        repaymentMethod: line.repaymentMethod,
        tenorMonths: contract.tenorMonths ?? line.tenorMonths,
        repaymentDay: scheme.repaymentDay,
        paymentMethod: decision.value.method,
        paymentTrace: decision.trace as unknown as Prisma.InputJsonObject,
        settlementAccount: input.settlementAccount,
        requestedBy: actor.userId,
      },
    })
    if (decision.value.method === 'ENTRUSTED') {
      await tx.paymentOrder.createMany({
        data: input.payments.map((p) => ({
          bankId,
          id: newId(),
          drawdownId: id,
          payeeName: p.payeeName,
          payeeAccount: p.payeeAccount,
          payeeBank: p.payeeBank,
          payeeRelation: p.payeeBusiness,
          amountFen: p.amount,
          purpose: p.purpose,
          state: 'PENDING',
        })),
      })
    }
    await recordCreation(
      ctx,
      drawdownMachine,
      { id },
      {
        number,
        amount: input.amount,
        method: decision.value.method,
        ...(input.settlementHolder ? { settlementHolder: input.settlementHolder } : {}),
      },
    )
    const { open: conditions } = await refreshConditions(ctx, item.id)
    return {
      id,
      number,
      state: 'DRAFT' as const,
      paymentMethod: decision.value.method,
      reasons: decision.value.reasons,
      openConditions: conditions,
    }
  },
})

type Item = {
  merchantId: string | null
  borrowerType: string
  batch: { mode: string }
}

async function decidePayment(ctx: CommandContext<unknown>, item: Item, input: z.output<typeof RequestDrawdown>) {
  const { tx, actor, today } = ctx
  const parameters = (await loadParameters(tx, actor.bankId, today)).disbursement.payment
  const earlier = item.merchantId
    ? await tx.loan.count({ where: { bankId: actor.bankId, merchantId: item.merchantId } })
    : 0
  const misuse = item.merchantId
    ? await tx.warningSignal.count({
        where: {
          bankId: actor.bankId,
          objectType: 'MERCHANT',
          objectId: item.merchantId,
          code: 'W-C09',
          state: { notIn: ['CLOSED', 'FALSE_ALARM'] },
        },
      })
    : 0
  const product: PaymentProduct =
    item.borrowerType === 'ENTERPRISE' || item.borrowerType === 'FARM_COOP' ? 'WORKING_CAPITAL' : 'PERSONAL_OPERATING'
  return paymentMethod(
    {
      product,
      mode: item.batch.mode as 'JG',
      paymentFen: largest(input.payments.map((p) => p.amount)) || input.amount,
      drawdownFen: input.amount,
      loanFen: input.amount,
      firstLoan: earlier === 0,
      newBorrowerOrdinaryCredit: false,
      payeeClear: input.payments.length > 0,
      onMisuseWatchList: misuse > 0,
      lenderRequires: input.lenderRequiresEntrusted,
      counterpartyKnown: input.payments.length > 0,
      counterpartyTakesTransfers: true,
      operationPurpose: true,
    },
    parameters,
  )
}

/** RM hands the drawdown to the disbursement desk; every condition precedent must be closed. Σ of orders is checked again. */
export const submitDrawdown = defineCommand({
  name: 'drawdowns.submit',
  input: z.strictObject({ drawdownId: zId }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const drawdown = await tx.drawdown.findFirst({
      where: { bankId: actor.bankId, id: input.drawdownId },
      include: { paymentOrders: true, batch: { select: { slaProfile: true } } },
    })
    if (!drawdown) throw refuse('E_NOT_FOUND', { object: 'drawdown' })
    if (
      drawdown.paymentMethod === 'ENTRUSTED' &&
      sumFen(drawdown.paymentOrders.map((o) => o.amountFen)) !== drawdown.amountFen
    )
      throw refuse('E_PAYMENT_SUM')
    const { open } = await refreshConditions(ctx, drawdown.applicationId)
    if (open.length > 0) throw refuse('E_CP_OPEN', { codes: open })
    const moved = await transition(ctx, drawdownMachine, drawdown, {
      event: 'submit',
      slaProfile: drawdown.batch.slaProfile,
    })
    return { id: drawdown.id, ...moved }
  },
})

/** RM takes a drawdown back before it is approved. */
export const cancelDrawdown = defineCommand({
  name: 'drawdowns.cancel',
  input: z.strictObject({ drawdownId: zId, reason: z.string().trim().min(2).max(500) }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const drawdown = await ctx.tx.drawdown.findFirst({ where: { bankId: ctx.actor.bankId, id: ctx.input.drawdownId } })
    if (!drawdown) throw refuse('E_NOT_FOUND', { object: 'drawdown' })
    const moved = await transition(ctx, drawdownMachine, drawdown, { event: 'cancel', reason: ctx.input.reason })
    return { id: drawdown.id, ...moved }
  },
})
