/** What a change of a loan's book posts: the difference of two books, by the posting rules' parts. Pure. */
import type { Fen } from '@/lib/platform/money'
import type { PostingAmounts, PostingEvent } from '../ledger/rules'
import { type Book, interestCharged, outstanding } from '../rules/book'
import { owedOf } from '../rules/charge'
import type { LoanFact } from '../rules/loan-events'

export type BookPosting = { event: PostingEvent; amounts: PostingAmounts }

/** Where the money of a payment comes from decides the account that pays it. */
const MONEY: Record<string, PostingEvent> = {
  CUSTOMER: 'REPAYMENT',
  AUTO_DEBIT: 'REPAYMENT',
  CASH: 'REPAYMENT_CLEARED',
  TRANSFER: 'REPAYMENT_CLEARED',
  GUARANTOR: 'REPAYMENT_CLEARED',
  OPERATOR: 'REPAYMENT_CLEARED',
  MARGIN: 'REPAYMENT_FROM_SUSPENSE',
  SUSPENSE: 'REPAYMENT_FROM_SUSPENSE',
  RENEWAL: 'REPAYMENT_BY_RENEWAL',
}

type Totals = {
  interest: Fen
  penalty: Fen
  waived: Fen
  costs: Fen
  paid: { costs: Fen; penalty: Fen; interest: Fen; principal: Fen }
  suspense: Fen
  drawn: Fen
}

/** Everything that was ever charged and paid, on the day on which the book stands. */
function totals(b: Book): Totals {
  const waived = b.waived.penaltyFen + b.waived.compoundFen
  const penaltyPaid = b.paid.penaltyFen + b.paid.compoundFen
  const owed = owedOf(b.penalty, b.on, b.den) + owedOf(b.compound, b.on, b.den)
  return {
    interest: interestCharged(b),
    penalty: penaltyPaid + waived + owed,
    waived,
    costs: b.costsFen + b.paid.costsFen,
    paid: {
      costs: b.paid.costsFen,
      penalty: penaltyPaid,
      interest: b.paid.interestFen,
      principal: b.paid.principalFen,
    },
    suspense: b.suspenseFen,
    drawn: b.drawnFen,
  }
}

export type LedgerSide = { accruing: boolean; provisionFen: Fen }

/**
 * The postings that take the ledger from one book of a loan to the other. `fact` is what happened, or what is taken back
 * (`sign` −1); both books stand on the same day. Amounts below zero post the other way round.
 */
export function postingsBetween(
  before: Book,
  after: Book,
  what: { fact: LoanFact; source: string; sign: 1 | -1 },
  side: LedgerSide,
): BookPosting[] {
  const [a, b] = [totals(before), totals(after)]
  const { fact, sign } = what
  const out: BookPosting[] = []
  const post = (event: PostingEvent, amounts: PostingAmounts) => {
    if (Object.values(amounts).some((fen) => fen !== 0n)) out.push({ event, amounts })
  }
  const bySide = (interest: Fen, penalty: Fen): PostingAmounts =>
    side.accruing ? { interest, penalty } : { interestOff: interest, penaltyOff: penalty }

  const costs = b.costs - a.costs
  post('COSTS_LAID_OUT', { costs })
  if (before.writtenOff && !after.writtenOff) {
    // the write-off was a mistake: all of it comes back, and the provision that it used up with it
    for (const p of writtenOffOf(before, side)) post(p.event, negative(p.amounts))
    post('ACCRUAL', bySide(b.interest - a.interest, b.penalty - a.penalty))
  } else if (before.writtenOff) {
    // what is found to be owed of a loan that is written off joins what is kept beside the balance sheet
    post('PROVISION', { amount: costs })
    post('WRITE_OFF', { costs, claimOff: costs })
    post('MEMO_DOWN', { claimOff: -(b.interest - a.interest + b.penalty - a.penalty) })
  } else post('ACCRUAL', bySide(b.interest - a.interest, b.penalty - a.penalty))
  post('DISBURSE_SELF', { principal: b.drawn - a.drawn })
  post('WAIVER', side.accruing ? { penalty: b.waived - a.waived } : { penaltyOff: b.waived - a.waived })

  const paid = {
    costs: b.paid.costs - a.paid.costs,
    penalty: b.paid.penalty - a.paid.penalty,
    interest: b.paid.interest - a.paid.interest,
    principal: b.paid.principal - a.paid.principal,
  }
  const refunded = fact.kind === 'REFUND' ? fact.amountFen * BigInt(sign) : 0n
  const surplus = b.suspense - a.suspense + refunded
  post('SUSPENSE_REFUND', { surplus: refunded })
  const claims = paid.interest + paid.penalty + paid.costs
  if (before.writtenOff && after.writtenOff) {
    post('RECOVERY', { amount: paid.principal + claims, surplus })
    post('PROVISION', { amount: -(paid.principal + claims) })
    post('MEMO_DOWN', { principalOff: paid.principal, claimOff: claims })
    return out
  }
  const event = MONEY[what.source] ?? 'REPAYMENT'
  const money = { principal: paid.principal, costs: paid.costs, ...bySide(paid.interest, paid.penalty) }
  post(event, event === 'REPAYMENT_FROM_SUSPENSE' ? money : { ...money, surplus })
  if (!side.accruing) post('MEMO_DOWN', { interestOff: paid.interest, penaltyOff: paid.penalty })
  if (after.writtenOff) {
    post('PROVISION', { amount: onBalanceOf(after, side) - side.provisionFen })
    for (const p of writtenOffOf(after, side)) post(p.event, p.amounts)
  }
  return out
}

/** The loan's provision when its book has become another: used up by a write-off, back when that was taken back. */
export function provisionAfter(before: Book, after: Book, side: LedgerSide): Fen {
  if (after.writtenOff) return 0n
  return before.writtenOff ? onBalanceOf(before, side) : side.provisionFen
}

/** What of the claims stands on the balance sheet: what a write-off takes from the provision. */
function onBalanceOf(book: Book, side: LedgerSide): Fen {
  const { principal, interest, penalty, costs } = claimsOf(book)
  return principal + costs + (side.accruing ? interest + penalty : 0n)
}

/** Everything leaves the balance sheet against the provision, and is kept as a memo. */
function writtenOffOf(book: Book, side: LedgerSide): BookPosting[] {
  const { principal, interest, penalty, costs } = claimsOf(book)
  const memo = { principalOff: principal, claimOff: interest + penalty + costs }
  const off: BookPosting = { event: 'MEMO_DOWN', amounts: { interestOff: interest, penaltyOff: penalty } }
  return [
    ...(side.accruing ? [] : [off]),
    { event: 'WRITE_OFF', amounts: { principal, costs, ...(side.accruing ? { interest, penalty } : {}), ...memo } },
  ]
}

const negative = (amounts: PostingAmounts): PostingAmounts =>
  Object.fromEntries(Object.entries(amounts).map(([part, fen]) => [part, -fen]))

/** What a loan owes by kind, as the ledger's accounts hold it. */
export function claimsOf(book: Book): { principal: Fen; interest: Fen; penalty: Fen; costs: Fen } {
  const t = totals(book)
  return {
    principal: outstanding(book),
    interest: t.interest - t.paid.interest,
    penalty: t.penalty - t.waived - t.paid.penalty,
    costs: book.costsFen,
  }
}
