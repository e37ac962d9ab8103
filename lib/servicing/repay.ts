/** Booking a repayment. Commands, claims and the results of auto-debits call it. */
import type { CommandContext } from '@/lib/platform/commands'
import { type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { type Fen, toYuan } from '@/lib/platform/money'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { type Applied, applyToLoans } from './book/apply'
import { type Position, positionOf } from './rules/book'
import type { Shared } from './rules/book-events'
import type { AfterEvent } from './rules/loan-terms'

export type RepaymentOrder = {
  loanId: string
  amountFen: Fen
  valueDate: PlainDate
  source: string
  /** what is left after all dues repays principal early; without it, it waits in suspense */
  prepay?: AfterEvent | null
  /** paid out of margin by a claim: the money waits in suspense already */
  claimId?: string
}

export type RepaymentResult = {
  loanId: string
  repaymentId: string
  eventId: string
  allocation: Shared
  loanState: string
  position: Position
}

export const CLOSED_TO_REPAYMENTS = ['SETTLED', 'RENEWED', 'DISBURSE_PENDING']

/**
 * Shares payments out over what their loans owe on the value dates (LEG-10), prepays if asked, and keeps the rest in
 * suspense. A value date in the past tells everything after it anew. Many loans in the same few statements as one.
 */
export async function bookRepayments(
  ctx: CommandContext<unknown>,
  orders: readonly RepaymentOrder[],
  /** also on a note that is closed: what pays it now closed it, or the core took money for one that was paid meanwhile */
  closedToo = false,
): Promise<RepaymentResult[]> {
  const { tx, actor, now } = ctx
  for (const order of orders)
    if (order.amountFen <= 0n)
      throw refuse('E_NUMBER:amount', {}, { fields: [{ path: 'amount', code: 'E_NUMBER:amount' }] })
  const applied = await applyToLoans(
    ctx,
    orders.map((o) => ({
      loanId: o.loanId,
      add: [
        {
          fact: {
            kind: 'PAY' as const,
            amountFen: o.amountFen,
            prepay: o.prepay ?? null,
            fromSuspense: o.source === 'SUSPENSE',
          },
          valueDate: o.valueDate,
          source: o.source,
        },
      ],
    })),
  )
  const late = closedToo ? undefined : applied.find((a) => CLOSED_TO_REPAYMENTS.includes(a.loan.state))
  if (late) throw refuse('E_STATE', { object: 'loan', state: late.loan.state, event: 'repay' })
  const results = applied.map((a, i) => resultOf(a, orders[i]!))
  await tx.repayment.createMany({
    data: results.map(({ allocation: s, ...r }, i) => ({
      bankId: actor.bankId,
      id: r.repaymentId,
      loanId: r.loanId,
      eventId: r.eventId,
      amountFen: orders[i]!.amountFen,
      valueDate: toDb(orders[i]!.valueDate),
      source: orders[i]!.source,
      claimId: orders[i]!.claimId ?? null,
      allocation: s.lines.map((l) => ({
        no: l.no,
        dueDate: l.dueDate.toString(),
        penalty: toYuan(l.penaltyFen + l.compoundFen),
        interest: toYuan(l.interestFen),
        principal: toYuan(l.principalFen),
        cleared: l.cleared,
      })) as Prisma.InputJsonValue,
      costsFen: s.costsFen,
      penaltyFen: s.penaltyFen + s.compoundFen,
      interestFen: s.interestFen + s.prepaidInterestFen,
      principalFen: s.principalFen + s.prepaidFen,
      prepaidFen: s.prepaidFen,
      surplusFen: s.surplusFen,
      postedBy: actor.userId,
      at: now,
    })),
  })
  return results
}

function resultOf(a: Applied, order: RepaymentOrder): RepaymentResult {
  return {
    loanId: order.loanId,
    repaymentId: newId(),
    eventId: a.eventIds[0]!,
    allocation: a.shared[0]!,
    loanState: a.state,
    position: positionOf(a.book),
  }
}

/** One repayment, with its line in the audit trail. */
export async function bookRepayment(ctx: CommandContext<unknown>, order: RepaymentOrder): Promise<RepaymentResult> {
  const [result] = await bookRepayments(ctx, [order])
  ctx.audit({
    objectType: 'loan',
    objectId: order.loanId,
    detail: {
      event: 'repayment',
      amount: toYuan(order.amountFen),
      source: order.source,
      repaymentId: result!.repaymentId,
    },
  })
  ctx.emit('loan.repaid', { loanId: order.loanId, amount: toYuan(order.amountFen) })
  return result!
}
