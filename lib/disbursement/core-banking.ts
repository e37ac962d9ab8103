/**
 * The bank's core system behind an interface. The default books into our own ledger inside the same transaction, so a
 * payment can neither be lost nor doubled. A bank's adapter answers PENDING and reports later; the drawdown then waits
 * in DISBURSE_PENDING and is reconciled, never sent again.
 */
import type { CommandContext } from '@/lib/platform/commands'
import type { PlainDate } from '@/lib/platform/dates'
import type { Fen } from '@/lib/platform/money'
import { postJournals } from '@/lib/servicing/ledger/post'

export type DisbursementOrder = {
  /** unique: the core must treat a second order with the same number as the same order */
  drawdownNumber: string
  loanId: string
  marketId: string
  batchId: string
  merchantId: string
  amountFen: Fen
  valueDate: PlainDate
  method: 'ENTRUSTED' | 'SELF'
  settlementAccount: string
  payments: { id: string; payeeName: string; payeeAccount: string; payeeBank: string; amountFen: Fen }[]
}

export type CoreAnswer = { status: 'BOOKED'; reference: string } | { status: 'PENDING'; reference: string }

export type CoreBanking = {
  disburse(ctx: Pick<CommandContext<unknown>, 'tx' | 'actor' | 'now'>, order: DisbursementOrder): Promise<CoreAnswer>
}

/** Books principal against the borrower's account, or through the transit account to each named payee. */
export const ownLedgerCore: CoreBanking = {
  async disburse(ctx, order) {
    const common = {
      businessDate: order.valueDate,
      objectType: 'loan',
      objectId: order.loanId,
      loanId: order.loanId,
      marketId: order.marketId,
      batchId: order.batchId,
      merchantId: order.merchantId,
    }
    const numbers = await postJournals(ctx, [
      {
        ...common,
        event: order.method === 'SELF' ? 'DISBURSE_SELF' : 'DISBURSE_ENTRUSTED',
        amounts: { principal: order.amountFen },
        memo: order.drawdownNumber,
      },
      ...(order.method === 'ENTRUSTED'
        ? order.payments.map((p) => ({
            ...common,
            event: 'PAY_ENTRUSTED' as const,
            amounts: { amount: p.amountFen },
            memo: p.payeeName,
          }))
        : []),
    ])
    return { status: 'BOOKED', reference: numbers[0] ?? order.drawdownNumber }
  },
}

/** The adapter in use. */
export function coreBanking(): CoreBanking {
  return ownLedgerCore
}
