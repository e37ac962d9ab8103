/** The report that a loan paid to the borrower himself owes, made in the payment's own transaction. */
import type { CommandContext } from '@/lib/platform/commands'
import { type PlainDate, toDb } from '@/lib/platform/dates'
import type { Fen } from '@/lib/platform/money'
import { newId } from '@/lib/platform/tenant'
import { recordCreation } from '@/lib/platform/workflow'
import type { DisbursementParameters } from '../parameters'
import { sampleOf } from './rules'
import { useReportMachine } from './workflow'

export async function openUseReport(
  ctx: CommandContext<unknown>,
  loan: { id: string; number: string; amountFen: Fen; startsOn: PlainDate },
  p: DisbursementParameters,
): Promise<void> {
  const id = newId()
  const reason = sampleOf(loan, { lineFen: p.useSampleLineFen, sharePpm: p.useSamplePpm })
  await ctx.tx.useReport.create({
    data: {
      bankId: ctx.actor.bankId,
      id,
      loanId: loan.id,
      amountFen: loan.amountFen,
      dueOn: toDb(loan.startsOn.add({ days: p.useReportDays })),
      sampled: reason !== null,
      sampleReason: reason,
      state: 'DUE',
    },
  })
  await recordCreation(ctx, useReportMachine, { id }, { loan: loan.number, sample: reason })
}
