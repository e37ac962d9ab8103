/**
 * Which accounts a business event moves: the standard posting rules as data. Every bank has its own copy of them in the
 * database, from which its journals are made; this one is what a new bank starts with. A rule names one account to debit
 * and one to credit, so whatever it is applied to balances; off-balance accounts are balanced by their own contra.
 * A negative amount posts the other way round: the correction of something posted before.
 */
import type { Fen } from '@/lib/platform/money'
import type { AccountCode } from './accounts'

/**
 * The parts that an event can carry, in fen. `…Off` is what a loan that no longer accrues owes: kept off the balance
 * sheet, income when it is received.
 */
const PARTS = [
  'principal',
  'interest',
  'penalty',
  'costs',
  'surplus',
  'amount',
  'interestOff',
  'penaltyOff',
  'principalOff',
  'claimOff',
  'assistFund',
  'riskCompFund',
  'guarantorMargin',
  'developerMargin',
  'debtServiceReserve',
] as const
export type PostingPart = (typeof PARTS)[number]
export type PostingAmounts = Partial<Record<PostingPart, Fen>>

type Entry = readonly [part: PostingPart, debit: AccountCode, credit: AccountCode]

/** What a repayment pays, from wherever the money comes. */
const paidFrom = (money: AccountCode): readonly Entry[] => [
  ['principal', money, '1301'],
  ['interest', money, '1321'],
  ['penalty', money, '1322'],
  ['costs', money, '1323'],
  ['interestOff', money, '6011'],
  ['penaltyOff', money, '6012'],
]

export const POSTING_RULES = {
  DISBURSE_SELF: [['principal', '1301', '2011']],
  DISBURSE_ENTRUSTED: [['principal', '1301', '2411']],
  DISBURSE_RENEWAL: [['principal', '1301', '2412']],
  PAY_ENTRUSTED: [['amount', '2411', '1001']],
  RETURN_ENTRUSTED: [['amount', '1001', '2411']],
  // every day, by batch; and by loan when something changes what had run
  ACCRUAL: [
    ['interest', '1321', '6011'],
    ['penalty', '1322', '6012'],
    ['interestOff', '7101', '7199'],
    ['penaltyOff', '7102', '7199'],
  ],
  WAIVER: [
    ['penalty', '6012', '1322'],
    ['penaltyOff', '7199', '7102'],
  ],
  REPAYMENT: [...paidFrom('2011'), ['surplus', '2011', '2241']],
  REPAYMENT_CLEARED: [...paidFrom('1001'), ['surplus', '1001', '2241']],
  REPAYMENT_FROM_SUSPENSE: paidFrom('2241'),
  REPAYMENT_BY_RENEWAL: [...paidFrom('2412'), ['surplus', '2412', '2241']],
  // what was kept off balance has been received, waived or written off
  MEMO_DOWN: [
    ['interestOff', '7199', '7101'],
    ['penaltyOff', '7199', '7102'],
    ['principalOff', '7199', '7103'],
    ['claimOff', '7199', '7104'],
  ],
  SUSPENSE_REFUND: [['surplus', '2241', '2011']],
  COSTS_LAID_OUT: [['costs', '1323', '1001']],
  PROVISION: [['amount', '6701', '1304']],
  NON_ACCRUAL: [
    ['interest', '6011', '1321'],
    ['penalty', '6012', '1322'],
    ['interestOff', '7101', '7199'],
    ['penaltyOff', '7102', '7199'],
  ],
  WRITE_OFF: [
    ['principal', '1304', '1301'],
    ['interest', '1304', '1321'],
    ['penalty', '1304', '1322'],
    ['costs', '1304', '1323'],
    ['principalOff', '7103', '7199'],
    ['claimOff', '7104', '7199'],
  ],
  RECOVERY: [
    ['amount', '2011', '1304'],
    ['surplus', '2011', '2241'],
  ],
  DEPOSIT_RECEIVED: [['amount', '1001', '2011']],
  MARGIN_IN: [
    ['amount', '2011', '2511'],
    ['assistFund', '2011', '2512'],
    ['riskCompFund', '1001', '2513'],
    ['guarantorMargin', '1001', '2514'],
    ['developerMargin', '1001', '2515'],
    ['debtServiceReserve', '1001', '2516'],
  ],
  MARGIN_INTEREST: [
    ['amount', '6711', '2511'],
    ['assistFund', '6711', '2512'],
    ['riskCompFund', '6711', '2513'],
    ['guarantorMargin', '6711', '2514'],
  ],
  COMPENSATION_OUT: [
    ['amount', '2511', '2241'],
    ['assistFund', '2512', '2241'],
    ['riskCompFund', '2513', '2241'],
    ['guarantorMargin', '2514', '2241'],
    ['developerMargin', '2515', '2241'],
  ],
  // who paid for a borrower stands in the bank's place for it: kept beside the balance sheet until it has it back
  RECOURSE_TAKEN: [['amount', '7105', '7199']],
  RECOVERY_RECEIVED: [['amount', '1001', '2241']],
  RECOVERY_PAID_OUT: [['amount', '2241', '1001']],
  // what a loan's payer has recovered goes back into the account that compensated
  MARGIN_RECOVERY: [
    ['amount', '2241', '2511'],
    ['assistFund', '2241', '2512'],
    ['riskCompFund', '2241', '2513'],
  ],
  RELEASE_OUT: [
    ['amount', '2511', '2011'],
    ['assistFund', '2512', '2011'],
    ['riskCompFund', '2513', '1001'],
    ['guarantorMargin', '2514', '1001'],
    ['developerMargin', '2515', '1001'],
    ['debtServiceReserve', '2516', '1001'],
  ],
  MARGIN_REVERSAL: [['amount', '2511', '2011']],
  // income and expense of a closed year
  YEAR_CLOSE: [],
} as const satisfies Record<string, readonly Entry[]>

export type PostingEvent = keyof typeof POSTING_RULES
export const POSTING_EVENTS = Object.keys(POSTING_RULES) as PostingEvent[]

export type PostingRule = { event: string; part: string; debit: string; credit: string }

/** The standard rules as rows. */
export function standardRules(): PostingRule[] {
  return POSTING_EVENTS.flatMap((event) =>
    (POSTING_RULES[event] as readonly Entry[]).map(([part, debit, credit]) => ({ event, part, debit, credit })),
  )
}
