/** Who may be paid with a loan's money, looked at with the case itself (§7.4). */
import { z } from 'zod'
import type { CommandContext } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { type Fen, formatYuan } from '@/lib/platform/money'
import { zYuan } from '@/lib/platform/schema'
import { Financials } from '@/lib/scoring/financials'
import { checkOrders, forbiddenPayee } from './rules'

export const Payment = z.strictObject({
  payeeName: z.string().trim().min(2).max(100),
  payeeAccount: z.string().trim().min(4).max(40),
  payeeBank: z.string().trim().min(2).max(100),
  payeeBusiness: z.enum(['TRADE', 'SECURITIES', 'REAL_ESTATE', 'OTHER']).default('TRADE'),
  amount: zYuan,
  purpose: z.string().trim().min(2).max(200),
})

/** Σ of the payments is the amount to the fen, and none of them goes to whom the rules forbid (E_PAYMENT_SUM, E_PAYEE_FORBIDDEN). */
export async function checkPayees(
  ctx: CommandContext<unknown>,
  applicationId: string,
  input: { amount: Fen; settlementAccount: string; payments: readonly z.output<typeof Payment>[] },
): Promise<void> {
  const mismatch = checkOrders(
    input.amount,
    input.payments.map((p) => p.amount),
  )
  if (mismatch)
    throw refuse(
      mismatch.code,
      { orders: formatYuan(mismatch.ordersFen), drawdown: formatYuan(mismatch.drawdownFen) },
      { fields: [{ path: 'payments', code: mismatch.code }] },
    )
  const item = await ctx.tx.application.findFirstOrThrow({
    where: { bankId: ctx.actor.bankId, id: applicationId },
    include: {
      batch: { select: { mode: true } },
      investigations: { where: { state: 'SIGNED' }, orderBy: { createdAt: 'desc' }, take: 1 },
    },
  })
  const members = await ctx.tx.application.findMany({
    where: {
      bankId: ctx.actor.bankId,
      id: { not: item.id },
      jointGroupMembers: {
        some: { state: 'ACTIVE', group: { jointGroupMembers: { some: { applicationId: item.id, state: 'ACTIVE' } } } },
      },
    },
    select: { id: true, name: true, ownerName: true },
  })
  const financials = Financials.safeParse(item.investigations[0]?.financials)
  const spouse = financials.success ? financials.data.spouse : undefined
  const names = (...n: (string | null | undefined)[]) => n.filter((x): x is string => Boolean(x))
  for (const [i, p] of input.payments.entries()) {
    const why = forbiddenPayee(
      { name: p.payeeName, accountNo: p.payeeAccount, partyId: null, business: p.payeeBusiness },
      {
        mode: item.batch.mode as 'JG',
        borrower: { partyId: item.id, names: names(item.name, item.ownerName), accountNos: [input.settlementAccount] },
        spouse: spouse ? { partyId: null, names: [spouse.name], accountNos: [] } : null,
        groupMembers: members.map((m) => ({ partyId: m.id, names: names(m.name, m.ownerName), accountNos: [] })),
        tradeProven: false,
      },
    )
    if (why)
      throw refuse(
        'E_PAYEE_FORBIDDEN',
        { payee: p.payeeName, reason: `PAYEE_${why}` },
        { fields: [{ path: `payments.${i}.payeeName`, code: 'E_PAYEE_FORBIDDEN' }] },
      )
  }
}
