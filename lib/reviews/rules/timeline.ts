/** When each part of a yearly review is due, counted back from the maturity, and who must be seen on site (§8.7). */
import type { CustomerGrade } from '@/lib/plans/rules/grades'
import { isBefore, type PlainDate } from '@/lib/platform/dates'
import type { Fen } from '@/lib/platform/money'

/** Calendar days before maturity: list T−60, consents T−45, survey T−30, conclusion T−20, signing T−10. */
export type ReviewDays = {
  listDays: number
  consentDays: number
  surveyDays: number
  concludeDays: number
  signDays: number
}

export type ReviewDates = {
  listOn: PlainDate
  consentBy: PlainDate
  surveyBy: PlainDate
  concludeBy: PlainDate
  signBy: PlainDate
}

export function reviewDates(maturity: PlainDate, d: ReviewDays): ReviewDates {
  const before = (days: number) => maturity.subtract({ days })
  return {
    listOn: before(d.listDays),
    consentBy: before(d.consentDays),
    surveyBy: before(d.surveyDays),
    concludeBy: before(d.concludeDays),
    signBy: before(d.signDays),
  }
}

/** A borrower over the line, or graded below A2, is surveyed on site. Without a grade, on site. */
export function onSiteNeeded(exposureFen: Fen, grade: CustomerGrade | null, lineFen: Fen): boolean {
  return exposureFen > lineFen || (grade !== 'A1' && grade !== 'A2')
}

/** A new contract is signed before the old maturity, never on or after it: nothing is extended by silence. */
export function maySign(today: PlainDate, maturity: PlainDate): boolean {
  return isBefore(today, maturity)
}
