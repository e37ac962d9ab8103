/** The derivation of what a loan owes today (§5.6), for <Explain>. */
import { fromDb, type PlainDate } from '@/lib/platform/dates'
import { cny, count, onDate, percent, type Trace, type TraceStep } from '@/lib/platform/trace'
import { duesOn, type LoanTermsRow, owedOn, runningPenalty, type StoredRow } from './dues'

/** What is due today, row by row: balance × rate × days for the penalty, the schedule for the rest. */
export function dueTrace(loan: LoanTermsRow, rows: readonly StoredRow[], today: PlainDate): Trace {
  const steps: TraceStep[] = rows
    .filter((r) => duesOn(loan, [r], today).length > 0)
    .map((r) => {
      const [due] = duesOn(loan, [r], today)
      return {
        ...cny('rowDue', due!.penaltyFen + due!.interestFen + due!.principalFen, `#${r.no}`),
        rule: '§5.6',
        formula: 'principal + interest + penalty',
        inputs: [
          onDate('dueDate', fromDb(r.dueDate)),
          cny('principal', due!.principalFen),
          cny('interest', due!.interestFen),
          cny('penalty', due!.penaltyFen),
          cny('penaltyRunning', runningPenalty(loan, r, today)),
          percent('rate', loan.ratePpm),
          percent('uplift', loan.penaltyUpliftPpm),
          count('daysOverdue', Math.max(0, fromDb(r.dueDate).until(today, { largestUnit: 'days' }).days)),
        ],
      }
    })
  const total = owedOn(loan, rows, today).totalDueFen
  return { rule: 'servicing.due', version: 1, result: cny('totalDue', total), steps }
}
