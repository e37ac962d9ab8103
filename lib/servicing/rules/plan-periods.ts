/** The due dates that a plan's method asks for. */
import { yearParts, yearUnit } from './day-count'
import type { Period } from './due-dates'
import type { LoanTerms } from './loan-terms'
import { toSerial } from './serial-day'

export function wholeTerm(t: LoanTerms, unit: number): Period {
  const from = toSerial(t.startDate)
  const to = toSerial(t.maturityDate)
  return { from, to, whole: false, parts: yearParts(t.dayCount, from, to) * (unit / yearUnit(t.dayCount)) }
}

export function settlesAtEnd(t: LoanTerms): boolean {
  return t.method === 'INTEREST_AT_MATURITY' || t.method === 'REVOLVING'
}

export function amortises(t: LoanTerms): boolean {
  return t.method === 'ANNUITY' || t.method === 'EQUAL_PRINCIPAL'
}
