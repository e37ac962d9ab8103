import { z } from 'zod'
import { defineCommand } from '@/lib/platform/commands'
import { zDate, zId, zYuan } from '@/lib/platform/schema'
import { bookRepayment } from '../repay'

/** A repayment that the core reported or a teller took. The answer is its allocation. */
export const repayLoan = defineCommand({
  name: 'loans.repay',
  input: z.strictObject({
    loanId: zId,
    amount: zYuan,
    valueDate: zDate,
    source: z.enum(['CUSTOMER', 'AUTO_DEBIT', 'TRANSFER', 'CASH', 'GUARANTOR', 'OPERATOR']).default('CUSTOMER'),
  }),
  access: { roles: ['OPS_MAKER', 'OPS_CHECKER', 'RM', 'SYSTEM'] },
  async run(ctx) {
    const { input } = ctx
    const { repaymentId, allocation, loanState, dpd, balance } = await bookRepayment(ctx, {
      loanId: input.loanId,
      amountFen: input.amount,
      valueDate: input.valueDate,
      source: input.source,
    })
    return {
      id: repaymentId,
      loanId: input.loanId,
      amountFen: input.amount,
      valueDate: input.valueDate,
      state: loanState,
      dpd,
      principalBalanceFen: balance.principalFen,
      stillDueFen: balance.dueFen,
      costsFen: allocation.costsFen,
      penaltyFen: allocation.penaltyFen + allocation.compoundFen,
      interestFen: allocation.interestFen,
      principalFen: allocation.principalFen,
      surplusFen: allocation.surplusFen,
      lines: allocation.lines.map((l) => ({
        no: l.no,
        dueDate: l.dueDate,
        penaltyFen: l.penaltyFen + l.compoundFen,
        interestFen: l.interestFen,
        principalFen: l.principalFen,
        cleared: l.cleared,
      })),
    }
  },
})
