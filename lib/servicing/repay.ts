/** Booking a repayment: the one place that allocates money to a loan's dues. Commands and claims call it. */
import { deriveBatch, moveItem } from '@/lib/batches/progress'
import type { CommandContext } from '@/lib/platform/commands'
import { fromDb, isAfter, isBefore, type PlainDate, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { type Fen, toYuan } from '@/lib/platform/money'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { transition } from '@/lib/platform/workflow'
import { duesOn, owedOn, pastDueOn } from './dues'
import { postJournal } from './ledger/post'
import { type Allocation, allocate, orderFor } from './rules/allocation'
import { classByDpd, type LoanClass, worseOf } from './rules/classification'
import { loanMachine } from './workflow'

export type RepaymentOrder = {
  loanId: string
  amountFen: Fen
  valueDate: PlainDate
  source: string
  /** paid out of margin by a claim: the money waits in suspense already */
  claimId?: string
}

export type RepaymentResult = {
  repaymentId: string
  allocation: Allocation
  loanState: string
  dpd: number
  balance: { principalFen: Fen; dueFen: Fen }
}

/**
 * Allocates a payment under the loan's lock: penalty and interest are worked out to the value date, dues are paid in the
 * legal order (LEG-10), what is left over goes to suspense. Writes the repayment, the rows, the journal and the loan's
 * state; a loan with nothing left is settled, and its application with it.
 */
export async function bookRepayment(ctx: CommandContext<unknown>, order: RepaymentOrder): Promise<RepaymentResult> {
  const { tx, actor, now, today } = ctx
  const bankId = actor.bankId
  await tx.$queryRaw`select 1 from loan where bank_id = ${bankId}::uuid and id = ${order.loanId}::uuid for update`
  const loan = await tx.loan.findFirst({
    where: { bankId, id: order.loanId },
    include: { scheduleRows: { orderBy: { no: 'asc' } }, loanState: true },
  })
  if (!loan?.loanState) throw refuse('E_NOT_FOUND', { object: 'loan' })
  if (['SETTLED', 'WRITTEN_OFF', 'RENEWED', 'DISBURSE_PENDING'].includes(loan.state))
    throw refuse('E_STATE', { object: 'loan', state: loan.state, event: 'repay' })
  if (order.amountFen <= 0n)
    throw refuse('E_NUMBER:amount', {}, { fields: [{ path: 'amount', code: 'E_NUMBER:amount' }] })
  if (isAfter(order.valueDate, today) || isBefore(order.valueDate, fromDb(loan.startDate)))
    throw refuse('E_DATE:valueDate', {}, { fields: [{ path: 'valueDate', code: 'E_DATE:valueDate' }] })
  const last = await tx.repayment.findFirst({
    where: { bankId, loanId: loan.id },
    orderBy: { valueDate: 'desc' },
    select: { valueDate: true },
  })
  if (last && isBefore(order.valueDate, fromDb(last.valueDate)))
    throw refuse(
      'E_VALUE_DATE_ORDER',
      { last: fromDb(last.valueDate).toString() },
      { fields: [{ path: 'valueDate', code: 'E_VALUE_DATE_ORDER' }] },
    )

  const rows = loan.scheduleRows
  const dues = duesOn(loan, rows, order.valueDate)
  const allocation = allocate(
    order.amountFen,
    { costsFen: 0n, dues },
    orderFor({ principalFirstAfter90: false }, loan.loanState.dpd),
  )
  for (const line of allocation.lines) {
    const row = rows.find((r) => r.no === line.no)!
    const due = dues.find((d) => d.no === line.no)!
    row.penaltyFen = row.paidPenaltyFen + due.penaltyFen
    row.paidPenaltyFen += line.penaltyFen
    row.paidInterestFen += line.interestFen
    row.paidPrincipalFen += line.principalFen
    row.penaltyTo = toDb(order.valueDate)
    const cleared =
      row.paidPrincipalFen === row.principalFen &&
      row.paidInterestFen === row.interestFen &&
      row.paidPenaltyFen === row.penaltyFen
    await tx.scheduleRow.update({
      where: { bankId_id: { bankId, id: row.id } },
      data: {
        penaltyFen: row.penaltyFen,
        paidPenaltyFen: row.paidPenaltyFen,
        paidInterestFen: row.paidInterestFen,
        paidPrincipalFen: row.paidPrincipalFen,
        penaltyTo: row.penaltyTo,
        clearedOn: cleared ? toDb(order.valueDate) : null,
      },
    })
  }
  const repaymentId = newId()
  await tx.repayment.create({
    data: {
      bankId,
      id: repaymentId,
      loanId: loan.id,
      amountFen: order.amountFen,
      valueDate: toDb(order.valueDate),
      source: order.source,
      claimId: order.claimId ?? null,
      allocation: allocation.lines.map((l) => ({
        no: l.no,
        dueDate: l.dueDate.toString(),
        penalty: toYuan(l.penaltyFen),
        interest: toYuan(l.interestFen),
        principal: toYuan(l.principalFen),
        cleared: l.cleared,
      })) as Prisma.InputJsonValue,
      costsFen: allocation.costsFen,
      penaltyFen: allocation.penaltyFen,
      interestFen: allocation.interestFen,
      principalFen: allocation.principalFen,
      surplusFen: allocation.surplusFen,
      postedBy: actor.userId,
      at: now,
    },
  })
  const posting = {
    businessDate: today,
    objectType: 'loan',
    objectId: loan.id,
    loanId: loan.id,
    marketId: loan.marketId,
    memo: order.source,
  }
  // Penalty is income when it is collected; interest was recognised on its due date by the end of day.
  if (allocation.penaltyFen > 0n)
    await postJournal(ctx, { ...posting, event: 'PENALTY_DUE', amounts: { penalty: allocation.penaltyFen } })
  await postJournal(ctx, {
    ...posting,
    event: order.claimId ? 'REPAYMENT_FROM_SUSPENSE' : 'REPAYMENT',
    amounts: {
      principal: allocation.principalFen,
      interest: allocation.interestFen,
      penalty: allocation.penaltyFen,
      ...(order.claimId ? {} : { surplus: allocation.surplusFen }),
    },
  })
  const after = await restateLoan(ctx, { ...loan, scheduleRows: rows, loanState: loan.loanState }, today)
  ctx.audit({
    objectType: 'loan',
    objectId: loan.id,
    detail: { event: 'repayment', amount: toYuan(order.amountFen), source: order.source, repaymentId },
  })
  ctx.emit('loan.repaid', { loanId: loan.id, amount: toYuan(order.amountFen) })
  return { repaymentId, allocation, ...after }
}

type LoanWithRows = NonNullable<Awaited<ReturnType<CommandContext<unknown>['tx']['loan']['findFirst']>>> & {
  scheduleRows: Parameters<typeof owedOn>[1][number][]
  loanState: { class: string }
}

/** Writes the narrow state row from the schedule and moves the loan: overdue, cured, settled. */
export async function restateLoan(ctx: CommandContext<unknown>, loan: LoanWithRows, on: PlainDate) {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  const owed = owedOn(loan, loan.scheduleRows, on)
  const { dpd, oldestUnpaidDueDate } = pastDueOn(loan.scheduleRows, on)
  await tx.loanState.update({
    where: { bankId_loanId: { bankId, loanId: loan.id } },
    data: {
      principalFen: owed.principalFen,
      principalDueFen: owed.principalDueFen,
      interestDueFen: owed.interestDueFen,
      penaltyFen: owed.penaltyFen,
      dpd,
      oldestDue: oldestUnpaidDueDate ? toDb(oldestUnpaidDueDate) : null,
      class: worseOf(classByDpd(dpd), loan.loanState.class as LoanClass),
      asOf: toDb(on),
    },
  })
  let state = loan.state
  const move = async (event: 'fall-overdue' | 'cure' | 'settle', set?: Record<string, unknown>) => {
    const moved = await transition(
      { ...ctx, ifMatch: undefined },
      loanMachine,
      { ...loan, state, version: loan.version + (state === loan.state ? 0 : 1) },
      { event, bySystem: true, set },
    )
    state = moved.state
  }
  if (
    owed.principalFen === 0n &&
    owed.totalDueFen === 0n &&
    !loan.scheduleRows.some((r) => r.paidInterestFen < r.interestFen)
  ) {
    await move('settle', { settledOn: toDb(on) })
    await settleApplication(ctx, loan.applicationId, loan.batchId)
  } else if (state === 'OVERDUE' && dpd === 0) await move('cure')
  else if (state === 'CURRENT' && dpd > 0) await move('fall-overdue')
  return { loanState: state, dpd, balance: { principalFen: owed.principalFen, dueFen: owed.totalDueFen } }
}

/** The application is settled when its loan is; the margin may then be released after its delay (INV-A2). */
async function settleApplication(ctx: CommandContext<unknown>, applicationId: string, batchId: string): Promise<void> {
  const { tx, actor } = ctx
  await moveItem(ctx, applicationId, 'settle', { bySystem: true })
  await tx.task.create({
    data: {
      bankId: actor.bankId,
      kind: 'RELEASE_MARGIN',
      objectType: 'application',
      objectId: applicationId,
      role: 'OPS_MAKER',
      state: 'OPEN',
      createdBy: actor.userId,
    },
  })
  await deriveBatch(ctx, batchId)
}
