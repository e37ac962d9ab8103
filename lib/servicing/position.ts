/** What loans owe on a day: their books, told up to it. For other features, which hold no rules about money themselves. */
import type { PlainDate, WorkingCalendar } from '@/lib/platform/dates'
import type { Fen } from '@/lib/platform/money'
import type { Tx } from '@/lib/platform/tenant'
import { bookOf } from './book/apply'
import { readLoans } from './book/read'
import { positionOf } from './rules/book'
import { fromSerial, toSerial } from './rules/serial-day'

export type LoanPosition = {
  loanId: string
  /** principal not repaid, and what of it is due */
  principalFen: Fen
  principalDueFen: Fen
  interestDueFen: Fen
  /** penalty and compound interest up to the day */
  penaltyFen: Fen
  costsFen: Fen
  suspenseFen: Fen
  totalDueFen: Fen
  dpd: number
  oldestDue: PlainDate | null
}

/** Positions by loan id; loans that do not exist are missing. */
export async function loanPositions(
  tx: Tx,
  bankId: string,
  loanIds: readonly string[],
  on: PlainDate,
  calendar?: WorkingCalendar,
): Promise<Map<string, LoanPosition>> {
  const loans = await readLoans(tx, bankId, loanIds, calendar ? { calendar } : {})
  return new Map(
    loans.map((loan) => {
      const p = positionOf(bookOf(loan, loan.events, toSerial(on)))
      const position = {
        loanId: loan.id,
        principalFen: p.principalFen,
        principalDueFen: p.principalDueFen,
        interestDueFen: p.interestDueFen,
        penaltyFen: p.penaltyFen + p.compoundFen,
        costsFen: p.costsFen,
        suspenseFen: p.suspenseFen,
        totalDueFen: p.totalDueFen,
        dpd: p.dpd,
        oldestDue: p.oldestDue === null ? null : fromSerial(p.oldestDue),
      }
      return [loan.id, position]
    }),
  )
}
