/** The loan note and its schedule, made when money is paid out (§5.6, §10.4). Called inside the disbursement's transaction. */
import { loadParameters } from '@/lib/admin/parameters'
import { monitoringLine } from '@/lib/monitoring/rules/lines'
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { isAfter, type PlainDate, toDb } from '@/lib/platform/dates'
import type { Fen } from '@/lib/platform/money'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { recordCreation } from '@/lib/platform/workflow'
import { enterDay } from './book/gate'
import { saveBooks } from './book/save'
import { storedTerms } from './book/terms'
import { lprOfTenor } from './lpr'
import { advance, openBook } from './rules/book'
import type { BookTerms } from './rules/loan-events'
import { type LoanTerms, loanTerms, type Method } from './rules/loan-terms'
import { anniversary, lprOn, type Repricing } from './rules/repricing'
import { buildSchedule, type Schedule } from './rules/schedule'
import { toSerial } from './rules/serial-day'
import { loanMachine } from './workflow'

export type NewLoan = {
  number: string
  applicationId: string
  drawdownId: string
  batchId: string
  marketId: string
  merchantId: string
  groupId: string | null
  /** the version of the group's agreement that governs it (INV-JG6) */
  agreementVersion?: number | null
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
  /** further terms of the contract: frequency, grace, balloon … */
  more?: Partial<Omit<LoanTerms, 'calendar' | 'events'>>
  repricing?: Repricing
  /** the first payment of the facility, where this note follows another (§8.7: 36 months run from there) */
  firstDisbursementDate?: PlainDate
  renewedFrom?: string
}

/** Creates loan, state and schedule rows. The schedule's due dates move off days off; its interest days do not. */
export async function openLoan(
  ctx: CommandContext<unknown>,
  n: NewLoan,
): Promise<{ loanId: string; schedule: Schedule; line: 'LIGHT' | 'FULL' }> {
  const { tx, actor, today } = ctx
  const { bankId } = actor
  await enterDay(tx, bankId)
  const parameters = await loadParameters(tx, bankId, n.startDate)
  const s = parameters.servicing
  const terms: BookTerms = {
    ...loanTerms(
      {
        principalFen: n.principalFen,
        annualRatePpm: n.ratePpm,
        startDate: n.startDate,
        maturityDate: n.maturityDate,
        method: n.method,
      },
      { repaymentDay: n.repaymentDay, holidayShift: 'NEXT', calendar: await loadCalendar(tx, bankId), ...n.more },
    ),
    upliftPpm: n.penaltyUpliftPpm,
    misuseUpliftPpm: s.misuseUpliftPpm,
    graceDays: s.penaltyGraceDays,
    settlementDay: s.settlementDay,
    settlementMonths: s.settlementMonths === 3 ? 3 : 1,
    compoundOnPenalty: s.compoundOnPenalty,
    allocation: 'LEGAL',
    principalFirstAfter90: s.principalFirstAfter90,
  }
  const built = buildSchedule(terms)
  if (!built.ok) throw new Error(`a new loan has no events: ${built.violation.code}`)
  const book = openBook(terms)
  advance(book, toSerial(today))
  const loanId = newId()
  const line = monitoringLine(
    { exposuresFen: [n.principalFen, n.otherExposureFen], marketRed: false, groupContagion: false },
    n.monitoringLineFen,
  )
  const months = n.startDate.until(n.maturityDate, { largestUnit: 'months' }).months
  const lpr = lprOn(lprOfTenor(parameters.plans, months), n.startDate)
  const reprices = n.repricing === 'ANNUAL_ON_ANNIVERSARY' && lpr !== null
  const firstAnniversary = anniversary(n.startDate, 1)
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
      agreementVersion: n.groupId ? (n.agreementVersion ?? null) : null,
      planLineId: n.planLineId,
      principalFen: n.principalFen,
      ratePpm: n.ratePpm,
      penaltyUpliftPpm: n.penaltyUpliftPpm,
      method: n.method,
      frequency: terms.frequency,
      dayCount: terms.dayCount,
      interestBasis: terms.interestBasis,
      repaymentDay: n.repaymentDay,
      startDate: toDb(n.startDate),
      maturityDate: toDb(n.maturityDate),
      firstDisbursementDate: toDb(n.firstDisbursementDate ?? n.startDate),
      settlementAccount: n.settlementAccount,
      monitoringLine: line.value,
      terms: storedTerms(terms) as Prisma.InputJsonValue,
      repricing: reprices ? 'ANNUAL_ON_ANNIVERSARY' : 'FIXED',
      spreadPpm: reprices ? n.ratePpm - lpr : null,
      repriceOn: reprices && isAfter(n.maturityDate, firstAnniversary) ? toDb(firstAnniversary) : null,
      renewedFrom: n.renewedFrom ?? null,
      state: 'DISBURSE_PENDING',
    },
  })
  await saveBooks(tx, bankId, today, [
    {
      loanId,
      batchId: n.batchId,
      marketId: n.marketId,
      class: 'NORMAL',
      accruing: true,
      provisionFen: 0n,
      live: true,
      book,
    },
  ])
  await recordCreation(ctx, loanMachine, { id: loanId }, { number: n.number, principal: n.principalFen })
  return { loanId, schedule: built.schedule, line: line.value }
}
