/** The household balance sheet of the dual investigation and the indicators that follow from it (§3.2: CE2, CE3). */
import { type Fen, sumFen } from '@/lib/platform/money'
import { ratio, toFixed } from '@/lib/platform/ratio'

export const ASSET_LINES = ['cash', 'receivables', 'stock', 'property', 'vehicles', 'otherAssets'] as const
export const DEBT_LINES = ['bankLoans', 'privateLoans', 'payables', 'otherDebts'] as const
export type HouseholdLine = (typeof ASSET_LINES)[number] | (typeof DEBT_LINES)[number]
export type HouseholdSheet = Partial<Record<HouseholdLine, Fen>>

export type HouseholdFigures = { assetsFen: Fen; debtsFen: Fen; netFen: Fen }

/** Σ assets, Σ debts and their difference, in fen; a line that was not recorded counts as nothing. */
export function householdFigures(sheet: HouseholdSheet): HouseholdFigures {
  const assetsFen = sumFen(ASSET_LINES.map((line) => sheet[line] ?? 0n))
  const debtsFen = sumFen(DEBT_LINES.map((line) => sheet[line] ?? 0n))
  return { assetsFen, debtsFen, netFen: assetsFen - debtsFen }
}

/**
 * CE2 in percent, two decimals half up: (debts + this loan) ÷ (assets + this loan); the money borrowed is an asset until
 * it is spent. Null without anything to divide by.
 */
export function debtRatioInput(figures: HouseholdFigures, requestedFen: Fen): string | null {
  const assets = figures.assetsFen + requestedFen
  return assets <= 0n ? null : toFixed(ratio((figures.debtsFen + requestedFen) * 100n, assets), 2)
}

/** CE3: net assets ÷ amount applied, cut after four decimals (the bins are [a,b)). Null without an amount. */
export function netAssetsInput(netFen: Fen, requestedFen: Fen): string | null {
  if (requestedFen <= 0n) return null
  const scaled = (netFen * 10_000n) / requestedFen
  const floor = scaled * requestedFen > netFen * 10_000n ? scaled - 1n : scaled
  return toFixed(ratio(floor, 10_000n), 4)
}
