/** The bank's published LPR as a loan reads it: of one tenor, by the length of the loan (§5.5). */
import type { PlanParameters } from '@/lib/plans/parameters'
import { lprTenor } from '@/lib/plans/rules/pricing'
import type { LprQuote } from './rules/repricing'

export function lprOfTenor(plans: PlanParameters, months: number): LprQuote[] {
  const tenor = lprTenor(months, plans.pricing)
  return plans.lpr.map((row) => ({
    publishedOn: row.publishedOn,
    ratePpm: tenor === 'ONE_YEAR' ? row.oneYearPpm : row.fiveYearPpm,
  }))
}
