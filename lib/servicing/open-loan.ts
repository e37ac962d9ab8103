/** The loan note and its schedule, made when money is paid out (§5.6, §10.4). Called inside the disbursement's transaction. */

import { monitoringLine } from '@/lib/monitoring/rules/lines'
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import type { Fen } from '@/lib/platform/money'
import { newId } from '@/lib/platform/tenant'
import { recordCreation } from '@/lib/platform/workflow'
import { defaultBasis, type LoanTerms, loanTerms, type Method } from './rules/loan-terms'
import { buildSchedule, type Schedule } from './rules/schedule'
import { loanMachine } from './workflow'

export type NewLoan = {
  number: string
  applicationId: string
  drawdownId: string
  batchId: string
  marketId: string
  merchantId: string
  groupId: string | null
  planLineId: string | null
  principalFen: Fen
  ratePpm: number
  penaltyUpliftPpm: number
  method: Method
  repaymentDay: number | null
  startDate: PlainDate
  maturityDate: PlainDate
  settlementAccount: string
  /** all other exposure of the client in this bank, for the monitoring line */
  otherExposureFen: Fen
  monitoringLineFen: Fen
}

/** Creates loan, narrow state row and schedule rows. The schedule's due dates move off days off; its interest days do not. */
export async function openLoan(
  ctx: CommandContext<unknown>,
  n: NewLoan,
): Promise<{ loanId: string; schedule: Schedule; line: 'LIGHT' | 'FULL' }> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const calendar = await loadCalendar(tx, bankId)
  const terms: LoanTerms = loanTerms(
    {
      principalFen: n.principalFen,
      annualRatePpm: n.ratePpm,
      startDate: n.startDate,
      maturityDate: n.maturityDate,
      method: n.method,
    },
    { repaymentDay: n.repaymentDay, holidayShift: 'NEXT', calendar },
  )
  const built = buildSchedule(terms)
  if (!built.ok) throw refuse(built.violation.code, built.violation.params as Record<string, string>)
  const loanId = newId()
  const line = monitoringLine(
    { exposuresFen: [n.principalFen, n.otherExposureFen], marketRed: false, groupContagion: false },
    n.monitoringLineFen,
  )
  await tx.loan.create({
    data: {
      bankId,
      id: loanId,
      number: n.number,
      applicationId: n.applicationId,
      drawdownId: n.drawdownId,
      batchId: n.batchId,
      marketId: n.marketId,
      merchantId: n.merchantId,
      groupId: n.groupId,
      planLineId: n.planLineId,
      principalFen: n.principalFen,
      ratePpm: n.ratePpm,
      penaltyUpliftPpm: n.penaltyUpliftPpm,
      method: n.method,
      frequency: 'MONTHLY',
      dayCount: 'ACT/360',
      interestBasis: defaultBasis(n.method),
      repaymentDay: n.repaymentDay,
      startDate: toDb(n.startDate),
      maturityDate: toDb(n.maturityDate),
      firstDisbursementDate: toDb(n.startDate),
      settlementAccount: n.settlementAccount,
      monitoringLine: line.value,
      state: 'DISBURSE_PENDING',
    },
  })
  await tx.loanState.create({
    data: { bankId, loanId, principalFen: n.principalFen, class: 'NORMAL', asOf: toDb(today) },
  })
  await tx.scheduleRow.createMany({
    data: built.schedule.lines.map((l) => ({
      bankId,
      id: newId(),
      loanId,
      no: l.no,
      dueDate: toDb(l.dueDate),
      days: l.days,
      principalFen: l.principalFen,
      interestFen: l.interestFen,
      balanceFen: l.balanceFen,
    })),
  })
  await recordCreation(ctx, loanMachine, { id: loanId }, { number: n.number, principal: n.principalFen })
  return { loanId, schedule: built.schedule, line: line.value }
}
