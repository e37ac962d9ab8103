import { z } from 'zod'
import { defineCommand } from '@/lib/platform/commands'
import { zDate, zId, zYuan } from '@/lib/platform/schema'
import { bookRepayment } from '../repay'
import { AFTER_EVENT } from '../rules/loan-terms'
import { isReservedSource, sourceCode } from '../rules/payment-source'

/** 90 billion yuan: what whole numbers of fen hold exactly. */
const MOST = 9_000_000_000_000_000n

/** Letters, digits and simple signs of any language, 40 at most. */
const zSource = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._:/-]{0,39}$/u, 'E_SOURCE')
  .transform(sourceCode)
  .refine((code) => !isReservedSource(code), 'E_SOURCE_RESERVED')

/** A repayment that the core reported or a teller took. The answer is its allocation. */
export const repayLoan = defineCommand({
  name: 'loans.repay',
  input: z.strictObject({
    loanId: zId,
    amount: zYuan.refine((fen) => fen <= MOST, 'E_RANGE'),
    valueDate: zDate,
    /** CUSTOMER, AUTO_DEBIT, TRANSFER, CASH, GUARANTOR, OPERATOR, or a word of the bank's own */
    source: zSource.default('CUSTOMER'),
    prepay: z.enum(AFTER_EVENT).optional(),
  }),
  access: { roles: ['OPS_MAKER', 'OPS_CHECKER', 'RM', 'SYSTEM'] },
  async run(ctx) {
    const { input } = ctx
    const { repaymentId, eventId, allocation, loanState, position } = await bookRepayment(ctx, {
      loanId: input.loanId,
      amountFen: input.amount,
      valueDate: input.valueDate,
      source: input.source,
      prepay: input.prepay ?? null,
    })
    return {
      id: repaymentId,
      eventId,
      loanId: input.loanId,
      amountFen: input.amount,
      valueDate: input.valueDate,
      state: loanState,
      dpd: position.dpd,
      principalBalanceFen: position.principalFen,
      stillDueFen: position.totalDueFen,
      costsFen: allocation.costsFen,
      penaltyFen: allocation.penaltyFen + allocation.compoundFen,
      interestFen: allocation.interestFen,
      principalFen: allocation.principalFen,
      prepaidFen: allocation.prepaidFen,
      prepaidInterestFen: allocation.prepaidInterestFen,
      surplusFen: allocation.surplusFen,
      lines: allocation.lines
        .filter((l) => l.no > 0)
        .map((l) => ({
          no: l.no,
          dueDate: l.dueDate,
          interestFen: l.interestFen,
          principalFen: l.principalFen,
          cleared: l.cleared,
        })),
    }
  },
})
