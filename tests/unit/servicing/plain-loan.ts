/** The loan of the worked examples: 500,000 yuan at 4.35 % from 2025-09-01 to 2026-09-01. */
import { date } from '@/lib/platform/dates'
import { toYuan, yuan } from '@/lib/platform/money'
import type { BookTerms } from '@/lib/servicing/rules/loan-events'
import { type BasicTerms, type LoanTerms, loanTerms } from '@/lib/servicing/rules/loan-terms'
import { buildSchedule, type Schedule } from '@/lib/servicing/rules/schedule'

export const BASIC: BasicTerms = {
  principalFen: yuan('500000.00'),
  annualRatePpm: 43_500,
  startDate: date('2025-09-01'),
  maturityDate: date('2026-09-01'),
  method: 'ANNUITY',
}

export function loan(basic: Partial<BasicTerms> = {}, more: Partial<LoanTerms> = {}): LoanTerms {
  return loanTerms({ ...BASIC, ...basic }, more)
}

/** The same with the standard terms on being late. */
export function lateTerms(more: Partial<BookTerms> = {}): BookTerms {
  return {
    ...loan(),
    upliftPpm: 500_000,
    misuseUpliftPpm: 1_000_000,
    graceDays: 0,
    settlementDay: 20,
    settlementMonths: 1,
    compoundOnPenalty: true,
    allocation: 'LEGAL',
    principalFirstAfter90: false,
    ...more,
  }
}

export function scheduleOf(terms: LoanTerms): Schedule {
  const built = buildSchedule(terms)
  if (!built.ok) throw new Error(`refused: ${built.violation.code}`)
  return built.schedule
}

/** A line as the golden vectors write it: no, principal, interest, total, balance. */
export function line(schedule: Schedule, no: number): [number, string, string, string, string] {
  const l = schedule.lines.at(no > 0 ? no - 1 : no)!
  return [l.no, toYuan(l.principalFen), toYuan(l.interestFen), toYuan(l.totalFen), toYuan(l.balanceFen)]
}

export const dueDates = (s: Schedule): string[] => s.lines.map((l) => l.dueDate.toString())
export const daysOf = (s: Schedule): number[] => s.lines.map((l) => l.days)
export const interests = (s: Schedule): string[] => s.lines.map((l) => toYuan(l.interestFen))
export const totals = (s: Schedule): string[] => s.lines.map((l) => toYuan(l.totalFen))
