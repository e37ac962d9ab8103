/** The visits that a new loan calls for (§8.1): the first check of the use of funds, and the first routine visit. */
import type { CustomerGrade } from '@/lib/plans/rules/grades'
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { nextWorkingDay, type PlainDate, toDb } from '@/lib/platform/dates'
import { newId } from '@/lib/platform/tenant'
import type { MonitoringParameters } from './parameters'
import { firstCheckDue, type MonitoringLine, nextOnSiteDue } from './rules/lines'

export type NewlyDisbursed = {
  loanId: string
  loanNumber: string
  marketId: string
  merchantId: string
  rmId: string | null
  line: MonitoringLine
  grade: CustomerGrade
  startDate: PlainDate
}

/** LIGHT loans are first checked by vouchers, a fixed share of them on site: the share is drawn by the loan's own number, so that it can be repeated. */
export function drawnForSite(loanNumber: string, sharePpm: number): boolean {
  let h = 0
  for (const ch of loanNumber) h = (h * 31 + ch.charCodeAt(0)) % 1_000_003
  return h % 1_000_000 < sharePpm
}

/** Plans both visits in the disbursement's own transaction, so that no paid loan is without a check. */
export async function planLoanVisits(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor'>,
  loan: NewlyDisbursed,
  p: MonitoringParameters,
): Promise<void> {
  const { tx, actor } = ctx
  const calendar = await loadCalendar(tx, actor.bankId)
  const first = firstCheckDue(loan.startDate, loan.line, p.routines)
  const routine = nextOnSiteDue(loan.startDate, loan.line, loan.grade, p.routines)
  const common = {
    bankId: actor.bankId,
    marketId: loan.marketId,
    merchantId: loan.merchantId,
    loanId: loan.loanId,
    assigneeId: loan.rmId,
    state: 'PLANNED' as const,
    source: 'DISBURSEMENT',
  }
  await tx.visit.createMany({
    data: [
      {
        ...common,
        id: newId(),
        kind: 'FIRST_CHECK',
        plannedOn: toDb(nextWorkingDay(loan.startDate.add({ days: 7 }), calendar)),
        dueOn: toDb(first),
        isOnsite: drawnForSite(loan.loanNumber, p.routines[loan.line].firstCheckOnSitePpm),
      },
      {
        ...common,
        id: newId(),
        kind: 'ROUTINE',
        plannedOn: toDb(nextWorkingDay(routine.subtract({ days: 14 }), calendar)),
        dueOn: toDb(routine),
        isOnsite: true,
      },
    ],
  })
}
