/** The stops that a partner's own figures bring: S2 and S4 of a fund, S5 of an insurer, S6 of a guarantor (§8.3). */
import type { StopCode, StopParameters } from './stop-triggers'
import type { WarningTable } from './warnings'

/** What was last observed, by the readings of the indicators; what is not known is left out. Percentages in ppm. */
export type PartyReadings = {
  /** pool outstanding ÷ leverage cap */
  leverageUse?: number
  /** overdue ÷ balance of the pool's loans */
  poolOverdueRate?: number
  lossRatio?: number
  /** liabilities ÷ net assets, in thousandths */
  multiple?: number
  /** working days that a claim is unpaid after it was due */
  claimUnpaid?: number
}

const WHOLE = 1_000_000

/** Every stop that a partner's readings meet, with the reading that meets it. The guarantor's multiple stops where its RED warning begins. */
export function partyStops(
  r: PartyReadings,
  p: { stop: StopParameters; warnings: WarningTable },
): { code: StopCode; value: string }[] {
  const found: { code: StopCode; value: string }[] = []
  const hit = (code: StopCode, value: number) => found.push({ code, value: String(value) })
  if (r.leverageUse !== undefined && r.leverageUse > WHOLE) hit('S2', r.leverageUse)
  if (r.poolOverdueRate !== undefined && r.poolOverdueRate >= p.stop.poolOverduePpm) hit('S4', r.poolOverdueRate)
  if (r.lossRatio !== undefined && r.lossRatio >= p.stop.insurerLossRatioPpm) hit('S5', r.lossRatio)
  const cap = multipleCap(p.warnings)
  if (r.multiple !== undefined && cap !== null && r.multiple > cap) hit('S6', r.multiple)
  else if (r.claimUnpaid !== undefined && r.claimUnpaid > p.stop.guarantorClaimWorkingDays) hit('S6', r.claimUnpaid)
  return found
}

function multipleCap(table: WarningTable): number | null {
  const rule = table['W-P01']?.rules.find((x) => x.kind === 'NUMBER')
  return rule?.kind === 'NUMBER' ? (rule.levels.RED ?? null) : null
}
