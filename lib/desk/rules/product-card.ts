/**
 * What a client is told of a product before he asks for it (§9 row 20): what speaks for it, what speaks against it, and what
 * it costs a year all in (§5.5). A card without its disadvantages or without its cost is none.
 */
import { allInCost, type LprRow, lookupLpr, lprTenor, type PricingParameters, price, spreads } from '@/lib/plans/rules/pricing' // biome-ignore format: one line
import type { PlainDate } from '@/lib/platform/dates'
import type { Ppm } from '@/lib/platform/money'

export const CARD_MODES = ['JG', 'AF', 'GC', 'LI', 'PK'] as const
export type CardMode = (typeof CARD_MODES)[number]
/** grades of clients who are admitted, the best first */
const GRADES = ['A1', 'A2', 'B1', 'B2'] as const
/** points of each kind that a card lists, by the keys of their texts */
export const CARD_POINTS = ['1', '2', '3'] as const

/** The fee that somebody else asks and the client pays, where the product has one. */
export const cardFee = (mode: CardMode): 'guaranteeFee' | 'premium' | null =>
  mode === 'GC' ? 'guaranteeFee' : mode === 'LI' ? 'premium' : null

export type CardTerms = {
  mode: CardMode
  marketGrade: 'AAA' | 'AA' | 'A' | 'B' | 'C'
  tenorMonths: number
  /** a year, of the loan; null: not known yet, and then there is no cost to show */
  feePpm: Ppm | null
  marginRatioPpm: Ppm
  marginInterestRatePpm: Ppm
  on: PlainDate
}

/** Rate and all-in cost by the client's grade; null where a part of the cost is not known. */
export function cardCosts(t: CardTerms, p: { pricing: PricingParameters; lpr: readonly LprRow[] }) {
  const fee = cardFee(t.mode)
  const lprPpm = lookupLpr(p.lpr, t.on, lprTenor(t.tenorMonths, p.pricing))
  if (lprPpm === null || (fee && t.feePpm === null)) return null
  return GRADES.map((customerGrade) => {
    const rate = price({ lprPpm, ...spreads({ marketGrade: t.marketGrade, customerGrade, mode: t.mode, tenorMonths: t.tenorMonths, coveragePpm: null }, p.pricing) }, p.pricing) // biome-ignore format: one line
    const allIn = allInCost({
      ratePpm: rate.value.ratePpm,
      guaranteeFeeRatePpm: fee === 'guaranteeFee' ? t.feePpm! : 0,
      premiumRatePpm: fee === 'premium' ? t.feePpm! : 0,
      otherFeeRatePpm: 0,
      marginRatioPpm: t.marginRatioPpm,
      marginInterestRatePpm: t.marginInterestRatePpm,
    })
    return { customerGrade, rate, allIn }
  })
}
