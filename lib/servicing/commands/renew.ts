/** Renewal without repayment (§8.7 ROLLOVER_NEW_LOAN): a new note pays the principal of the old one, which is closed with it. */
import { loadParameters } from '@/lib/admin/parameters'
import type { CommandContext } from '@/lib/platform/commands'
import { fromDb, toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { type Fen, toYuan } from '@/lib/platform/money'
import { nextCode } from '@/lib/platform/numbering'
import { newId } from '@/lib/platform/tenant'
import { transition } from '@/lib/platform/workflow'
import type { StoredLoan } from '../book/read'
import type { LoanChangeInput } from '../change-inputs'
import { postJournal } from '../ledger/post'
import { openLoan } from '../open-loan'
import { bookRepayments } from '../repay'
import { type Book, positionOf } from '../rules/book'
import { interestOn } from '../rules/walk'
import { loanMachine } from '../workflow'

type Ctx = CommandContext<unknown>

/** What a renewal of today takes over, and what the borrower brings for it: interest to the day and any difference. */
export function renewalNeeds(book: Book, asked: Fen | undefined) {
  const p = positionOf(book)
  const principalFen = asked ?? p.principalFen
  if (principalFen > p.principalFen) throw refuse('E_RANGE', {}, { fields: [{ path: 'principal', code: 'E_RANGE' }] })
  const interestFen = interestOn(book.walk, book.on)
  return { principalFen, interestFen, ownFen: p.principalFen + interestFen - principalFen, suspenseFen: p.suspenseFen }
}

/**
 * The new note takes over the principal (or less, if the borrower brings the difference); interest to the day and any
 * difference come from what the borrower has paid into suspense. LEG-8: the new note needs new guarantee contracts.
 */
export async function renewLoan(
  ctx: Ctx,
  loan: StoredLoan,
  book: Book,
  change: Extract<LoanChangeInput, { kind: 'RENEWAL' }>,
): Promise<{ newLoanId: string; newNumber: string }> {
  const { tx, actor, today } = ctx
  const { bankId } = actor
  const { principalFen, ownFen: own, suspenseFen } = renewalNeeds(book, change.principal)
  if (own > suspenseFen) throw refuse('E_RENEWAL_INTEREST', { needed: toYuan(own), available: toYuan(suspenseFen) })
  const old = await tx.loan.findFirstOrThrow({ where: { bankId, id: loan.id } })
  const number = await nextCode(tx, bankId, 'RN', today.year, 5)
  const months = today.until(change.maturityDate, { largestUnit: 'months' }).months
  const drawdownId = newId()
  await tx.drawdown.create({
    data: {
      bankId,
      id: drawdownId,
      applicationId: old.applicationId,
      batchId: old.batchId,
      number: `DD-${number}`,
      amountFen: principalFen,
      state: 'DISBURSED',
      repaymentMethod: old.method,
      startDate: toDb(today),
      maturityDate: toDb(change.maturityDate),
      tenorMonths: Math.max(1, months),
      repaymentDay: old.repaymentDay,
      paymentMethod: 'SELF',
      settlementAccount: old.settlementAccount,
      approvedBy: actor.userId,
      approvedAt: ctx.now,
    },
  })
  const parameters = await loadParameters(tx, bankId, today)
  // a renewal needs guarantees anew (LEG-8): those who stand in the group today give them
  const group = old.groupId
    ? await tx.jointGroup.findFirst({ where: { bankId, id: old.groupId }, select: { agreementVersion: true } })
    : null
  const { loanId } = await openLoan(ctx, {
    number: `LN-${number}`,
    applicationId: old.applicationId,
    drawdownId,
    batchId: old.batchId,
    marketId: old.marketId,
    merchantId: old.merchantId,
    groupId: old.groupId,
    agreementVersion: group?.agreementVersion ?? null,
    planLineId: old.planLineId,
    principalFen,
    ratePpm: change.annualRate ?? book.walk.ratePpm,
    penaltyUpliftPpm: old.penaltyUpliftPpm,
    method: book.walk.terms.method,
    repaymentDay: old.repaymentDay,
    startDate: today,
    maturityDate: change.maturityDate,
    settlementAccount: old.settlementAccount,
    otherExposureFen: 0n,
    monitoringLineFen: parameters.monitoring.lineFen,
    firstDisbursementDate: fromDb(old.firstDisbursementDate),
    renewedFrom: loan.id,
  })
  const fresh = await tx.loan.findFirstOrThrow({ where: { bankId, id: loanId } })
  await transition({ ...ctx, ifMatch: undefined }, loanMachine, fresh, { event: 'book', bySystem: true })
  await postJournal(ctx, {
    event: 'DISBURSE_RENEWAL',
    amounts: { principal: principalFen },
    businessDate: today,
    objectType: 'loan',
    objectId: loanId,
    loanId,
    marketId: old.marketId,
    batchId: old.batchId,
    merchantId: old.merchantId,
    memo: loan.number,
  })
  await transition({ ...ctx, ifMatch: undefined }, loanMachine, old, {
    event: 'renew',
    bySystem: true,
    detail: { renewedBy: loanId },
    set: { settledOn: toDb(today) },
  })
  // the note's money first, then the borrower's own: together they are principal and interest to the day
  const pay = (amountFen: bigint, source: string) =>
    bookRepayments(ctx, [{ loanId: loan.id, amountFen, valueDate: today, source, prepay: 'KEEP_TERM' }], true)
  await pay(principalFen, 'RENEWAL')
  if (own > 0n) await pay(own, 'SUSPENSE')
  return { newLoanId: loanId, newNumber: fresh.number }
}
