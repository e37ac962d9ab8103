/**
 * What happens to a loan, as facts with a value date. The book of a loan (`book.ts`) is made from its terms and these,
 * and from nothing else: told again they give the same figures, with one left out the figures as if it had never been.
 * Events of one day count in the order in which they were booked.
 */
import type { Fen, Ppm } from '@/lib/platform/money'
import type { AllocationOrder } from './allocation'
import type { AfterEvent, LoanTerms, Replan } from './loan-terms'
import type { SerialDay } from './serial-day'

/** The terms of a loan with all that its contract says about being late. Fixed when the loan is paid out. */
export type BookTerms = LoanTerms & {
  /** penalty on overdue principal: contract rate × (1 + uplift); on misused money with its own uplift (§5.6.4) */
  upliftPpm: Ppm
  misuseUpliftPpm: Ppm
  /** days after a due date on which no penalty runs; days past due count all the same */
  graceDays: number
  /** day of the month on which penalty and compound interest are posted, every `settlementMonths` months (1 or 3) */
  settlementDay: number
  settlementMonths: 1 | 3
  /** whether posted penalty and compound interest bear compound interest themselves (§5.6.5) */
  compoundOnPenalty: boolean
  /** LEG-10, and the tenant's leave to take principal first from 91 days past due on */
  allocation: AllocationOrder
  principalFirstAfter90: boolean
}

export type LoanEvent = { id: string; on: SerialDay } & LoanFact

export type LoanFact =
  /** Money for the loan: what is due first (LEG-10), then a prepayment if one was asked for, the rest in suspense. */
  | { kind: 'PAY'; amountFen: Fen; prepay: AfterEvent | null; fromSuspense: boolean }
  | { kind: 'REFUND'; amountFen: Fen }
  /** costs of enforcement that the bank has laid out */
  | { kind: 'COST'; amountFen: Fen }
  | { kind: 'WAIVE'; penaltyFen: Fen; compoundFen: Fen }
  | { kind: 'DRAW'; amountFen: Fen; after: AfterEvent }
  | { kind: 'RATE'; annualRatePpm: Ppm; after: AfterEvent }
  /** an extension, or a restructuring that takes the overdue principal into the new plan */
  | { kind: 'REPLAN'; terms: Replan['terms']; takeOverdue: boolean }
  /** acceleration: everything falls due */
  | { kind: 'CALL' }
  /** so much of the money is used against the contract from now on; 0 when it has been put right */
  | { kind: 'MISUSE'; amountFen: Fen }
  | { kind: 'WRITE_OFF' }
export type LoanFactKind = LoanFact['kind']
