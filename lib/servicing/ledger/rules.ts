/** Which accounts a business event moves: the posting rules as data. Every rule balances by construction. */
import { type Fen, sumFen } from '@/lib/platform/money'
import type { AccountCode } from './accounts'

/** The parts that an event can carry, in fen. */
export type PostingAmounts = Partial<Record<'principal' | 'interest' | 'penalty' | 'surplus' | 'amount', Fen>>

export type PostingEvent =
  | 'DISBURSE_SELF'
  | 'DISBURSE_ENTRUSTED'
  | 'PAY_ENTRUSTED'
  | 'RETURN_ENTRUSTED'
  | 'INTEREST_DUE'
  | 'PENALTY_DUE'
  | 'REPAYMENT'
  | 'REPAYMENT_FROM_SUSPENSE'
  | 'DEPOSIT_RECEIVED'
  | 'MARGIN_IN'
  | 'MARGIN_INTEREST'
  | 'COMPENSATION_OUT'
  | 'RELEASE_OUT'
  | 'MARGIN_REVERSAL'

type Part = keyof PostingAmounts
type Entry = { debit: AccountCode; credit: AccountCode; part: Part }

export const POSTING_RULES: Record<PostingEvent, readonly Entry[]> = {
  DISBURSE_SELF: [{ debit: '1301', credit: '2011', part: 'principal' }],
  DISBURSE_ENTRUSTED: [{ debit: '1301', credit: '2411', part: 'principal' }],
  PAY_ENTRUSTED: [{ debit: '2411', credit: '1001', part: 'amount' }],
  RETURN_ENTRUSTED: [{ debit: '1001', credit: '2411', part: 'amount' }],
  INTEREST_DUE: [{ debit: '1321', credit: '6011', part: 'interest' }],
  PENALTY_DUE: [{ debit: '1322', credit: '6012', part: 'penalty' }],
  REPAYMENT: [
    { debit: '2011', credit: '1301', part: 'principal' },
    { debit: '2011', credit: '1321', part: 'interest' },
    { debit: '2011', credit: '1322', part: 'penalty' },
    { debit: '2011', credit: '2241', part: 'surplus' },
  ],
  REPAYMENT_FROM_SUSPENSE: [
    { debit: '2241', credit: '1301', part: 'principal' },
    { debit: '2241', credit: '1321', part: 'interest' },
    { debit: '2241', credit: '1322', part: 'penalty' },
  ],
  DEPOSIT_RECEIVED: [{ debit: '1001', credit: '2011', part: 'amount' }],
  MARGIN_IN: [{ debit: '2011', credit: '2511', part: 'amount' }],
  MARGIN_INTEREST: [{ debit: '6711', credit: '2511', part: 'amount' }],
  COMPENSATION_OUT: [{ debit: '2511', credit: '2241', part: 'amount' }],
  RELEASE_OUT: [{ debit: '2511', credit: '2011', part: 'amount' }],
  MARGIN_REVERSAL: [{ debit: '2511', credit: '2011', part: 'amount' }],
}

export type PostingLine = { accountCode: AccountCode; debitFen: Fen; creditFen: Fen }

/**
 * The journal lines of an event: two for each part that is not zero. A negative part is a bug of the caller and throws.
 * Debits equal credits for every event and every amount.
 */
export function postingLines(event: PostingEvent, amounts: PostingAmounts): PostingLine[] {
  const lines: PostingLine[] = []
  for (const entry of POSTING_RULES[event]) {
    const fen = amounts[entry.part] ?? 0n
    if (fen < 0n) throw new RangeError(`${event}: ${entry.part} below zero`)
    if (fen === 0n) continue
    lines.push(
      { accountCode: entry.debit, debitFen: fen, creditFen: 0n },
      { accountCode: entry.credit, debitFen: 0n, creditFen: fen },
    )
  }
  return lines
}

/** Debits minus credits: zero for a balanced set of lines. */
export function imbalance(lines: readonly { debitFen: Fen; creditFen: Fen }[]): Fen {
  return sumFen(lines.map((l) => l.debitFen)) - sumFen(lines.map((l) => l.creditFen))
}
