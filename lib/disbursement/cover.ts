/** Whether a policy covers a loan (§2.5). */
import { addMonths, isAfter, isBefore, type PlainDate } from '@/lib/platform/dates'
import type { Fen } from '@/lib/platform/money'

export type Cover = { sumInsuredFen: Fen; from: PlainDate; until: PlainDate }

/**
 * INV-LI1: the policy's sum is at least the drawdown, it is in force on the day, and its period covers maturity, waiting
 * and filing window.
 */
export function coverHolds(
  c: Cover,
  loan: { amountFen: Fen; startsOn: PlainDate; tenorMonths: number },
  days: { waiting: number; filing: number },
): { holds: boolean; needsUntil: PlainDate } {
  const needsUntil = addMonths(loan.startsOn, loan.tenorMonths).add({ days: days.waiting + days.filing })
  return {
    holds: c.sumInsuredFen >= loan.amountFen && !isAfter(c.from, loan.startsOn) && !isBefore(c.until, needsUntil),
    needsUntil,
  }
}
