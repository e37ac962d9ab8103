/** A loan's statement over a span of days: what fell due, what was paid and what it paid, what was charged. Pure. */
import type { Fen } from '@/lib/platform/money'
import { type Book, interestCharged, outstanding, positionOf } from '../rules/book'
import type { Shared } from '../rules/book-events'
import { owedOf } from '../rules/charge'
import type { LoanEvent } from '../rules/loan-events'
import { type SerialDay, toSerial } from '../rules/serial-day'

export type EntryKind = 'DISBURSED' | 'DUE' | LoanEvent['kind']

export type StatementEntry = {
  on: SerialDay
  kind: EntryKind
  /** number of the instalment, for what fell due */
  no: number | null
  principalFen: Fen
  interestFen: Fen
  penaltyFen: Fen
  costsFen: Fen
  /** into suspense, or out of it below zero */
  suspenseFen: Fen
  amountFen: Fen
}

export type StatementSums = {
  principalFen: Fen
  interestChargedFen: Fen
  interestPaidFen: Fen
  penaltyChargedFen: Fen
  penaltyPaidFen: Fen
  principalPaidFen: Fen
  suspenseFen: Fen
  totalDueFen: Fen
}

/** The balances that a statement opens and closes with. */
export function sumsOf(book: Book): StatementSums {
  const p = positionOf(book)
  const penaltyPaidFen = book.paid.penaltyFen + book.paid.compoundFen
  const owed = owedOf(book.penalty, book.on, book.den) + owedOf(book.compound, book.on, book.den)
  return {
    principalFen: outstanding(book),
    interestChargedFen: interestCharged(book),
    interestPaidFen: book.paid.interestFen,
    penaltyChargedFen: penaltyPaidFen + owed + book.waived.penaltyFen + book.waived.compoundFen,
    penaltyPaidFen,
    principalPaidFen: book.paid.principalFen,
    suspenseFen: p.suspenseFen,
    totalDueFen: p.totalDueFen,
  }
}

/** Everything from one day to another, both included, in the order in which it counted. `book` stands on the last. */
export function statementEntries(
  book: Book,
  events: readonly LoanEvent[],
  shared: readonly Shared[],
  span: { from: SerialDay; to: SerialDay },
): StatementEntry[] {
  const nothing = {
    no: null,
    principalFen: 0n,
    interestFen: 0n,
    penaltyFen: 0n,
    costsFen: 0n,
    suspenseFen: 0n,
    amountFen: 0n,
  }
  const first = toSerial(book.terms.startDate)
  const entries: (StatementEntry & { rank: number })[] = []
  entries.push({
    ...nothing,
    on: first,
    kind: 'DISBURSED',
    principalFen: book.terms.principalFen,
    amountFen: book.terms.principalFen,
    rank: 0,
  })
  for (const row of book.rows) {
    if (row.line.kind === 'PREPAYMENT' || row.line.totalFen === 0n) continue
    entries.push({
      ...nothing,
      on: row.due,
      kind: 'DUE',
      no: row.line.no,
      principalFen: row.line.principalFen,
      interestFen: row.line.interestFen,
      amountFen: row.line.totalFen,
      rank: 1,
    })
  }
  for (const e of events) {
    const s = shared.find((x) => x.event === e.id)
    entries.push({
      ...nothing,
      on: e.on,
      kind: e.kind,
      amountFen: 'amountFen' in e ? e.amountFen : 0n,
      ...(s
        ? {
            principalFen: s.principalFen + s.prepaidFen,
            interestFen: s.interestFen + s.prepaidInterestFen,
            penaltyFen: s.penaltyFen + s.compoundFen,
            costsFen: s.costsFen,
            suspenseFen: e.kind === 'PAY' && e.fromSuspense ? s.surplusFen - e.amountFen : s.surplusFen,
          }
        : {}),
      ...(e.kind === 'WAIVE' ? { penaltyFen: e.penaltyFen + e.compoundFen } : {}),
      ...(e.kind === 'REFUND' ? { suspenseFen: -e.amountFen } : {}),
      ...(e.kind === 'COST' ? { costsFen: e.amountFen } : {}),
      rank: 2,
    })
  }
  return entries
    .filter((e) => e.on >= span.from && e.on <= span.to)
    .sort((a, b) => a.on - b.on || a.rank - b.rank)
    .map(({ rank: _, ...e }) => e)
}
