/** The note of a paid drawdown: made when the core says that the money has moved, with the day on which it moved (§5.6, §10.4). */
import { loadParameters } from '@/lib/admin/parameters'
import { deriveBatch, moveItem } from '@/lib/batches/progress'
import { moveGroups } from '@/lib/guarantees/move-groups'
import { planLoanVisits } from '@/lib/monitoring/plan-visits'
import type { CustomerGrade } from '@/lib/plans/rules/grades'
import { SchemeParams } from '@/lib/plans/scheme'
import type { CommandContext } from '@/lib/platform/commands'
import { addMonths, type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { transition } from '@/lib/platform/workflow'
import { postJournals } from '@/lib/servicing/ledger/post'
import { openLoan } from '@/lib/servicing/open-loan'
import type { Method } from '@/lib/servicing/rules/loan-terms'
import { loanMachine } from '@/lib/servicing/workflow'
import { openUseReport } from './use/open'
import { drawdownMachine } from './workflow'

type Ctx = CommandContext<unknown>

export type Booking = {
  reference: string
  valueDate: PlainDate
  /** orders that the core refused: their money stays in transit, the loan's interest runs (§7.4) */
  returned: readonly string[]
}

/** Opens the note, posts it and its payments, and moves the drawdown, the item, its group and its batch. */
export async function bookLoan(ctx: Ctx, drawdownId: string, booking: Booking) {
  const { tx, actor, today } = ctx
  const { bankId } = actor
  const d = await tx.drawdown.findFirstOrThrow({
    where: { bankId, id: drawdownId },
    include: { application: { include: { applicationOutcome: true } }, batch: true, paymentOrders: true },
  })
  const item = d.application
  if (!item.merchantId) throw refuse('E_NOT_FOUND', { object: 'merchant' })
  const line = await tx.planLine.findFirstOrThrow({
    where: { bankId, applicationId: item.id, state: { in: ['APPROVED', 'APPROVED_REDUCED'] } },
    orderBy: { id: 'desc' },
    include: { plan: { select: { params: true } } },
  })
  const contract = await tx.contract.findFirstOrThrow({
    where: { bankId, applicationId: item.id, kind: 'LOAN_CONTRACT', state: 'SIGNED' },
  })
  const membership = await tx.jointGroupMember.findFirst({
    where: { bankId, applicationId: item.id, state: 'ACTIVE' },
    select: { groupId: true, group: { select: { agreementVersion: true } } },
  })
  const groupId = membership?.groupId ?? null
  const parameters = await loadParameters(tx, bankId, today)
  const other = await tx.$queryRaw<{ sum: bigint | null }[]>`
    select sum(s.principal_fen)::bigint as sum from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id
    join merchant m on m.bank_id = l.bank_id and m.id = l.merchant_id
    where l.bank_id = ${bankId}::uuid and m.household_key = (select household_key from merchant where bank_id = ${bankId}::uuid and id = ${item.merchantId}::uuid)`
  const startDate = booking.valueDate
  const maturityDate = addMonths(startDate, d.tenorMonths)
  const number = `LN${d.number.slice(2)}`
  const opened = await openLoan(ctx, {
    number,
    applicationId: item.id,
    drawdownId: d.id,
    batchId: d.batchId,
    marketId: d.batch.marketId,
    merchantId: item.merchantId,
    groupId,
    agreementVersion: membership?.group.agreementVersion ?? null,
    planLineId: line.id,
    principalFen: d.amountFen,
    ratePpm: contract.ratePpm ?? line.ratePpm,
    penaltyUpliftPpm: SchemeParams.parse(line.plan.params).penaltyUplift,
    method: d.repaymentMethod as Method,
    repaymentDay: d.repaymentDay,
    startDate,
    maturityDate,
    settlementAccount: d.settlementAccount,
    otherExposureFen: other[0]?.sum ?? 0n,
    monitoringLineFen: parameters.monitoring.lineFen,
  })
  const paid = d.paymentOrders.filter((o) => !booking.returned.includes(o.id))
  const common = {
    businessDate: today,
    ...(startDate.equals(today) ? {} : { valueDate: startDate }),
    objectType: 'loan',
    objectId: opened.loanId,
    loanId: opened.loanId,
    marketId: d.batch.marketId,
    batchId: d.batchId,
    merchantId: item.merchantId,
  }
  const self = d.paymentMethod === 'SELF'
  await postJournals(ctx, [
    {
      ...common,
      event: self ? 'DISBURSE_SELF' : 'DISBURSE_ENTRUSTED',
      amounts: { principal: d.amountFen },
      memo: d.number,
    },
    ...(self ? [] : paid).map((o) => ({
      ...common,
      event: 'PAY_ENTRUSTED' as const,
      amounts: { amount: o.amountFen },
      memo: o.payeeName,
    })),
  ])
  const loan = await tx.loan.findFirstOrThrow({ where: { bankId, id: opened.loanId } })
  await transition({ ...ctx, ifMatch: undefined }, loanMachine, loan, { event: 'book', bySystem: true })
  await transition({ ...ctx, ifMatch: undefined }, drawdownMachine, d, {
    event: 'disburse',
    bySystem: true,
    set: { startDate: toDb(startDate), maturityDate: toDb(maturityDate), coreReference: booking.reference },
  })
  await tx.paymentOrder.updateMany({
    where: { bankId, id: { in: paid.map((o) => o.id) } },
    data: { state: 'PAID', paidAt: ctx.now, coreReference: booking.reference, version: { increment: 1 } },
  })
  if (item.state !== 'ACTIVE')
    await moveItem(ctx, item.id, 'draw', { bySystem: true, detail: { drawdown: d.number, loanId: opened.loanId } })
  if (groupId) await moveGroups(ctx, [groupId], 'first-drawdown')
  await planLoanVisits(
    ctx,
    {
      loanId: opened.loanId,
      loanNumber: number,
      marketId: d.batch.marketId,
      merchantId: item.merchantId,
      rmId: d.batch.rmId,
      line: opened.line,
      grade: (item.applicationOutcome?.grade ?? 'B2') as CustomerGrade,
      startDate,
    },
    parameters.monitoring,
  )
  if (self)
    await openUseReport(
      ctx,
      { id: opened.loanId, number, amountFen: d.amountFen, startsOn: startDate },
      parameters.disbursement,
    )
  ctx.emit('loan.disbursed', { loanId: opened.loanId, drawdown: d.number })
  await deriveBatch(ctx, d.batchId)
  return { loanId: opened.loanId, coreReference: booking.reference, instalments: opened.schedule.lines.length }
}
