/** Operator admission: the rank on the list and the share that a market grade allows (§3.2, rank). */
import { type Share, targetCount } from '@/lib/plans/rules/plan-limit'
import { ratio, toFixed } from '@/lib/platform/ratio'

/** The input of CD2: rank ÷ ranked × 100, two decimals half up. Null when the rank is not one of the ranked. */
export function percentileInput(rank: number, rankedCount: number): string | null {
  const real = Number.isSafeInteger(rank) && Number.isSafeInteger(rankedCount) && rank >= 1 && rank <= rankedCount
  return real ? toFixed(ratio(BigInt(rank) * 100n, BigInt(rankedCount)), 2) : null
}

/** How many merchants the list may hold: floor(ranked × num ÷ den), in whole numbers, never with 0.333. */
export const maxOnList = targetCount

/** May a merchant of this rank stand on the list? The same whole numbers as `maxOnList`; the edge itself is inside. */
export function isInsideShare(rank: number, rankedCount: number, share: Share): boolean {
  return rank >= 1 && rank <= maxOnList(rankedCount, share)
}
