/**
 * Indicator values that the system knows from the packet, the investigation's figures and the checks (§3.2). `force`:
 * the rule computes the value and nobody enters it (rank, verified turnover, household sheet); the others are proposals
 * that an investigator may replace.
 */
import { completedYears, type PlainDate } from '@/lib/platform/dates'
import type { Fen, Ppm } from '@/lib/platform/money'
import { ratio, toFixed } from '@/lib/platform/ratio'
import { debtRatioInput, type HouseholdSheet, householdFigures, netAssetsInput } from './household'
import { yearsInOperation } from './market-derived'
import { percentileInput } from './rank'
import { turnoverInput, verifiedTurnover } from './turnover'

export type Facts = {
  rank: number | null
  rankedCount: number | null
  marketEntryDate: PlainDate | null
  /** the visit, or today while there was none */
  on: PlainDate
  requestedFen: Fen | null
  mode: string
  marginRatioPpm: Ppm | null
  turnover: { settlementFen: Fen | null; creditsFen: Fen | null; reconstructedFen: Fen | null }
  household: HouseholdSheet | null
  /** recorded without a sheet */
  householdNetFen: Fen | null
  inventoryDays: string | null
  profitMargin: string | null
  /** what bureau and registers answered: indicator → value */
  checked: Readonly<Record<string, { value: string; kind: string }>>
}

export type DerivedInput = { code: string; value: string; kinds: string[]; force: boolean }

export function deriveInputs(f: Facts): DerivedInput[] {
  const found: DerivedInput[] = []
  const add = (code: string, value: string | null, kinds: string[], force = false): void => {
    if (value !== null) found.push({ code, value, kinds, force })
  }
  add('CA1', f.marketEntryDate ? yearsInOperation(f.marketEntryDate, f.on) : null, ['OPERATOR_CERTIFICATE'])
  if (f.rank !== null && f.rankedCount !== null)
    add('CD2', percentileInput(f.rank, f.rankedCount), ['RECOMMENDATION_LIST'], true)
  const verified = verifiedTurnover(f.turnover)?.value ?? null
  if (verified) {
    const { settlementFen, creditsFen, reconstructedFen } = f.turnover
    const kinds = [
      ...(settlementFen === null ? [] : ['OPERATOR_SETTLEMENT_EXPORT']),
      ...(creditsFen === null ? [] : ['BANK_QR_POS_STATEMENTS']),
      ...(reconstructedFen === null ? [] : ['PURCHASE_RECORDS']),
    ]
    add('CB1', turnoverInput(verified.turnoverFen), kinds, true)
    if (creditsFen !== null && verified.turnoverFen > 0n)
      add('CB3', toFixed(ratio(creditsFen * 100n, verified.turnoverFen), 2), ['BANK_QR_POS_STATEMENTS'])
  }
  add('CB5', f.inventoryDays, ['STOCK_COUNT'])
  add('CB6', f.profitMargin, ['RECONSTRUCTED_INCOME_STATEMENT'])
  if (f.requestedFen !== null) {
    const figures = f.household ? householdFigures(f.household) : null
    if (figures) add('CE2', debtRatioInput(figures, f.requestedFen), ['HOUSEHOLD_BALANCE_SHEET'], true)
    const net = figures ? figures.netFen : f.householdNetFen
    if (net !== null) add('CE3', netAssetsInput(net, f.requestedFen), ['HOUSEHOLD_BALANCE_SHEET'], figures !== null)
  }
  add('CF1', enhancement(f.mode, f.marginRatioPpm), ['SCHEME_PARAMETERS'])
  for (const [code, { value, kind }] of Object.entries(f.checked)) add(code, value, [kind])
  return found
}

/** CF1 from the scheme (§3.2): joint guarantee by its margin ratio, assist fund; the other modes are judged by people. */
function enhancement(mode: string, marginRatioPpm: Ppm | null): string | null {
  if (mode === 'AF') return 'JOINT_MARGIN_GE10_OR_ASSIST'
  if (mode !== 'JG' || marginRatioPpm === null) return null
  if (marginRatioPpm >= 100_000) return 'JOINT_MARGIN_GE10_OR_ASSIST'
  return marginRatioPpm >= 50_000 ? 'JOINT_MARGIN_5_10' : null
}

/** CV7: under 18 on the day, or over `maxAge` when the loan would end. Null birth date: nothing proven. */
export function ageVeto(birth: PlainDate | null, on: PlainDate, termMonths: number | null, maxAge = 65): boolean {
  if (!birth) return false
  if (completedYears(birth, on) < 18) return true
  return completedYears(birth, on.add({ months: termMonths ?? 0 })) > maxAge
}
