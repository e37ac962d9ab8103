/** Sheets with everything that their derived values depend on, read in a few statements for a whole chunk of a batch. */

import { DEFAULT_SCHEME } from '@/lib/plans/scheme'
import { fromDb, fromDbOrNull, type PlainDate } from '@/lib/platform/dates'
import type { Fen, Ppm } from '@/lib/platform/money'
import { parsePercent, parseYuan } from '@/lib/platform/money'
import { parseRatio, toFixed } from '@/lib/platform/ratio'
import type { Tx } from '@/lib/platform/tenant'
import { householdOf, type Sheet, type StoredSource, sheetOf } from './investigation'
import type { CustomerCard } from './rules/card'
import { deriveInputs, type Facts } from './rules/derive'
import { readInput } from './rules/input'

export const ITEM_SELECT = {
  id: true,
  batchId: true,
  merchantId: true,
  partyId: true,
  state: true,
  version: true,
  rowNo: true,
  position: true,
  name: true,
  uscc: true,
  ownerName: true,
  ownerIdNo: true,
  stallNo: true,
  mainGoods: true,
  marketEntryDate: true,
  annualTurnoverFen: true,
  annualRentFen: true,
  requestedFen: true,
  requestedTermMonths: true,
  rank: true,
  borrowerType: true,
} as const

export type CheckRow = { kind: string; state: string; result: unknown; checkedAt: Date }
export type CheckResult = { values?: Record<string, string>; vetoes?: string[]; summary?: string }

/** Which evidence a check is. */
export const CHECK_EVIDENCE: Record<string, string> = {
  CREDIT_BUREAU: 'PBC_REPORT',
  TAX: 'TAX_BUREAU_PRINT',
  ENTERPRISE_REGISTRY: 'LICENSE_HISTORY',
  ENFORCEMENT: 'PUBLIC_REGISTRATION_HISTORY',
}

/** Sheets (not the superseded ones) of these applications; with `lock` nobody else writes them meanwhile. */
export async function readSheets(tx: Tx, bankId: string, ids: string[], lock = false): Promise<Map<string, Sheet>> {
  if (ids.length === 0) return new Map()
  if (lock)
    await tx.$queryRaw`select 1 from investigation where bank_id = ${bankId}::uuid and application_id = any(${ids}::uuid[]) and state <> 'SUPERSEDED' order by id for update`
  const rows = await tx.investigation.findMany({
    where: { bankId, applicationId: { in: ids }, state: { not: 'SUPERSEDED' } },
    orderBy: { createdAt: 'asc' },
  })
  return new Map(rows.map((r) => [r.applicationId, sheetOf(r)]))
}

/** The latest answer of each kind for each application; a failed query is no answer. */
export async function readChecks(tx: Tx, bankId: string, ids: string[]): Promise<Map<string, CheckRow[]>> {
  const rows = await tx.publicCheck.findMany({
    where: { bankId, applicationId: { in: ids }, state: { not: 'FAILED' } },
    orderBy: [{ checkedAt: 'desc' }, { id: 'desc' }],
    select: { applicationId: true, kind: true, state: true, result: true, checkedAt: true },
  })
  const latest = new Map<string, CheckRow[]>()
  for (const row of rows) {
    const known = latest.get(row.applicationId) ?? []
    if (!known.some((k) => k.kind === row.kind)) latest.set(row.applicationId, [...known, row])
  }
  return latest
}

/** The margin ratio of a batch: its market's scheme in that mode, else the seeded scheme of §2.2. */
export async function marginRatioOf(
  tx: Tx,
  bankId: string,
  batch: { marketId: string; mode: string },
): Promise<Ppm | null> {
  const scheme = await tx.cooperationScheme.findFirst({
    where: { bankId, marketId: batch.marketId, mode: batch.mode, state: { in: ['ACTIVE', 'DRAFT'] } },
    orderBy: [{ state: 'asc' }, { versionNo: 'desc' }],
    select: { marginRatioPpm: true },
  })
  return scheme?.marginRatioPpm ?? (batch.mode === 'JG' ? parsePercent(DEFAULT_SCHEME.marginRatio) : null)
}

type Item = {
  rank: number | null
  marketEntryDate: Date | null
  requestedFen: Fen | null
}
type BatchFacts = { rankedCount: number | null; mode: string; marginRatioPpm: Ppm | null; today: PlainDate }

const fenOf = (v: unknown): Fen | null => (typeof v === 'string' ? parseYuan(v) : null)

export function factsOf(
  item: Item,
  sheet: Pick<Sheet, 'visitedOn' | 'financials' | 'household'>,
  checks: readonly CheckRow[],
  batch: BatchFacts,
): Facts {
  const f = sheet.financials
  const sources = (f.turnoverSources ?? {}) as Record<string, unknown>
  const checked: Facts['checked'] = Object.fromEntries(
    checks.flatMap((c) =>
      Object.entries((c.result as CheckResult | null)?.values ?? {}).map(([code, value]) => [
        code,
        { value, kind: CHECK_EVIDENCE[c.kind] ?? c.kind },
      ]),
    ),
  )
  const days = typeof f.inventoryDays === 'string' ? parseRatio(f.inventoryDays) : null
  const margin = typeof f.lastYearSalesProfitMargin === 'string' ? parseRatio(f.lastYearSalesProfitMargin) : null
  return {
    rank: item.rank,
    rankedCount: batch.rankedCount,
    marketEntryDate: fromDbOrNull(item.marketEntryDate),
    on: sheet.visitedOn ? fromDb(sheet.visitedOn) : batch.today,
    requestedFen: item.requestedFen,
    mode: batch.mode,
    marginRatioPpm: batch.marginRatioPpm,
    turnover: {
      settlementFen: fenOf(sources.settlement),
      creditsFen: fenOf(sources.receipts),
      reconstructedFen: fenOf(sources.reconstructed),
    },
    household: householdOf(sheet.household),
    householdNetFen: fenOf(f.householdNetAssets),
    inventoryDays: days ? toFixed(days, 2) : null,
    profitMargin: margin ? toFixed(margin, 2) : null,
    checked,
  }
}

/** Lays derived values over a sheet's inputs: forced ones always, proposals where no person has entered a value. */
export function withDerived(
  card: CustomerCard,
  sheet: Pick<Sheet, 'inputs' | 'sources'>,
  facts: Facts,
): { inputs: Record<string, string>; sources: Record<string, StoredSource> } {
  const inputs = { ...sheet.inputs }
  const sources = { ...sheet.sources }
  const derived = deriveInputs(facts)
  for (const [code, source] of Object.entries(sources)) {
    // what the system proposed and can no longer prove falls away
    if (source.by === 'SYSTEM' && !derived.some((d) => d.code === code)) {
      delete inputs[code]
      delete sources[code]
    }
  }
  for (const d of derived) {
    const indicator = card.indicators.find((i) => i.code === d.code)
    if (!indicator) continue
    const byPerson = inputs[d.code] !== undefined && sources[d.code]?.by !== 'SYSTEM'
    if (byPerson && !d.force) continue
    const read = readInput(indicator, d.value)
    if (!read.ok) continue
    const kept = byPerson ? sources[d.code] : undefined
    inputs[d.code] = read.value
    sources[d.code] = {
      kinds: d.kinds,
      by: 'SYSTEM',
      ...(kept?.fileIds ? { fileIds: kept.fileIds } : {}),
      ...(kept?.note ? { note: kept.note } : {}),
    }
  }
  return { inputs, sources }
}
