/** Figures that say how a partner stands today. Pure. */
import { lossRatio } from '@/lib/guarantees/rules/insurer'
import type { Fen, Ppm } from '@/lib/platform/money'

/** Paid and reserved claims ÷ earned premium of an insurer's recorded figures; null where either is unknown (§2.5, S5). */
export function premiumLossRatio(claimsFen: Fen | null, earnedPremiumFen: Fen | null): Ppm | null {
  return claimsFen === null || earnedPremiumFen === null ? null : lossRatio(claimsFen, earnedPremiumFen)
}
