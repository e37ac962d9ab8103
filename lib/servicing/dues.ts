/** What one loan owes on a day, from its stored schedule and payments: the pure rules of overdue, allocation and DPD applied to rows. */

import { fromDb, isAfter, type PlainDate } from '@/lib/platform/dates'
import { type Fen, maxFen, sumFen } from '@/lib/platform/money'
import type { Due } from './rules/allocation'
import type { DayCount } from './rules/day-count'
import { daysPastDue, type PastDue } from './rules/dpd'
import { type OverdueTerms, overduePostings } from './rules/overdue'

export type StoredRow = {
  id: string
  no: number
  dueDate: Date
  principalFen: Fen
  interestFen: Fen
  paidPrincipalFen: Fen
  paidInterestFen: Fen
  penaltyFen: Fen
  paidPenaltyFen: Fen
  penaltyTo: Date | null
}

export type LoanTermsRow = { ratePpm: number; penaltyUpliftPpm: number; maturityDate: Date; dayCount: string }

/** Misuse and compounding of posted penalty are off on a stored row: its penalty is settled when it is paid or restated. */
function overdueTerms(loan: LoanTermsRow): OverdueTerms {
  return {
    contractRatePpm: loan.ratePpm,
    upliftPpm: loan.penaltyUpliftPpm,
    misuseUpliftPpm: loan.penaltyUpliftPpm,
    maturityDate: fromDb(loan.maturityDate),
    dayCount: loan.dayCount as DayCount,
    compoundOnPenalty: false,
  }
}

/** Penalty and compound interest of one row from the day they were last settled up to `on`; zero before its due date. */
export function runningPenalty(loan: LoanTermsRow, row: StoredRow, on: PlainDate): Fen {
  const due = fromDb(row.dueDate)
  const from = row.penaltyTo ? fromDb(row.penaltyTo) : due
  if (!isAfter(on, from)) return 0n
  const principal = row.principalFen - row.paidPrincipalFen
  const interest = row.interestFen - row.paidInterestFen
  const postings = overduePostings(
    overdueTerms(loan),
    {
      principal: principal > 0n ? [{ dueDate: due, amountFen: principal }] : [],
      interest: interest > 0n ? [{ dueDate: due, amountFen: interest }] : [],
    },
    { from, to: on },
  )
  return sumFen(postings.map((p) => p.penaltyOnPrincipalFen + p.compoundOnInterestFen))
}

/** The dues of every row whose due date has come, with penalty up to the day. Penalty and compound share one figure on a row. */
export function duesOn(loan: LoanTermsRow, rows: readonly StoredRow[], on: PlainDate): Due[] {
  return rows
    .filter((r) => !isAfter(fromDb(r.dueDate), on))
    .map((r) => ({
      no: r.no,
      dueDate: fromDb(r.dueDate),
      penaltyFen: maxFen(0n, r.penaltyFen + runningPenalty(loan, r, on) - r.paidPenaltyFen),
      compoundFen: 0n,
      interestFen: r.interestFen - r.paidInterestFen,
      principalFen: r.principalFen - r.paidPrincipalFen,
    }))
    .filter((d) => d.penaltyFen + d.interestFen + d.principalFen > 0n)
}

/** Days past due on a day: a row counts while any principal or interest of it is unpaid. */
export function pastDueOn(rows: readonly StoredRow[], on: PlainDate): PastDue {
  return daysPastDue(
    rows
      .map((r) => ({
        dueDate: fromDb(r.dueDate),
        unpaidFen: r.principalFen - r.paidPrincipalFen + r.interestFen - r.paidInterestFen,
      }))
      .filter((r) => !isAfter(r.dueDate, on)),
    on,
  )
}

export type Owed = { principalFen: Fen; principalDueFen: Fen; interestDueFen: Fen; penaltyFen: Fen; totalDueFen: Fen }

/** The loan's balances on a day: all principal left, and what of it and of interest and penalty is due. */
export function owedOn(loan: LoanTermsRow, rows: readonly StoredRow[], on: PlainDate): Owed {
  const dues = duesOn(loan, rows, on)
  const principalDueFen = sumFen(dues.map((d) => d.principalFen))
  const interestDueFen = sumFen(dues.map((d) => d.interestFen))
  const penaltyFen = sumFen(dues.map((d) => d.penaltyFen))
  return {
    principalFen: sumFen(rows.map((r) => r.principalFen - r.paidPrincipalFen)),
    principalDueFen,
    interestDueFen,
    penaltyFen,
    totalDueFen: principalDueFen + interestDueFen + penaltyFen,
  }
}
