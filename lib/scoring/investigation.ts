/** The investigation sheet as it is stored and as it is sent: one a merchant, shared by RM and EVALUATOR (§3.2, §6.3). */
import { z } from 'zod'
import { zDate, zId, zYuan } from '@/lib/platform/schema'
import { Financials } from './financials'
import { ASSET_LINES, DEBT_LINES, type HouseholdLine, type HouseholdSheet } from './rules/household'
import type { ScoreInput } from './rules/score-result'
import type { VisitJson } from './visit'

const zCode = z.string().regex(/^[A-Z][A-Z0-9_]{0,39}$/, 'E_INDICATOR_UNKNOWN')

/** What proves a value: kinds of evidence that the card names, a note, files. `by` SYSTEM: computed, see rules/derive. */
export const Source = z.strictObject({
  kinds: z.array(z.string().max(60)).max(8).default([]),
  note: z.string().trim().max(500).optional(),
  fileIds: z.array(zId).max(20).optional(),
})
export type SourceJson = z.input<typeof Source>
export type StoredSource = { kinds: string[]; note?: string; fileIds?: string[]; by: 'PERSON' | 'SYSTEM' }
export type StoredVeto = { code: string; note?: string }
export type StoredWaiver = { code: string; reason: string; by: string; at: string; fileIds: string[] }

const householdShape = Object.fromEntries(
  [...ASSET_LINES, ...DEBT_LINES].map((line) => [line, zYuan.optional()]),
) as Record<HouseholdLine, z.ZodOptional<typeof zYuan>>
export const Household = z.strictObject(householdShape)
export type HouseholdJson = Partial<Record<HouseholdLine, string>>

/** Any part of the figures: what is not known yet may be missing until the sheet is signed. */
export const FinancialsDraft = Financials.partial()

export const SheetRow = z.strictObject({
  applicationId: zId,
  version: z
    .int()
    .optional()
    .meta({ description: 'the sheet that the caller saw; another version is a conflict and is not written' }),
  visitedOn: zDate.nullable().optional(),
  place: z.string().trim().max(120).nullable().optional(),
  note: z.string().trim().max(2000).nullable().optional(),
  values: z
    .record(zCode, z.string().trim().max(60).nullable())
    .optional()
    .meta({ description: 'indicator → decimal or option, as text; null takes the value back', example: { CA2: '6' } }),
  sources: z.record(zCode, Source.nullable()).optional(),
  financials: z
    .record(z.string().max(40), z.unknown())
    .optional()
    .meta({ description: 'fields of Financials; null takes one back' }),
  household: z.record(z.string().max(40), z.string().nullable()).optional(),
  visit: z
    .record(z.string().max(40), z.unknown())
    .optional()
    .meta({ description: 'fields of the visit; null takes one back. What follows from them is computed' }),
  vetoes: z
    .array(z.strictObject({ code: zCode, note: z.string().trim().max(500).optional() }))
    .max(20)
    .optional()
    .meta({ description: 'the whole list of vetoes that the investigators found' }),
})
export type SheetRowJson = z.input<typeof SheetRow>
export type SheetRowInput = z.output<typeof SheetRow>

/** investigation.* as read from the database. */
export type Sheet = {
  id: string
  applicationId: string
  version: number
  state: string
  visitedOn: Date | null
  place: string | null
  note: string | null
  inputs: Record<string, string>
  sources: Record<string, StoredSource>
  financials: Record<string, unknown>
  household: HouseholdJson
  waivers: StoredWaiver[]
  vetoes: StoredVeto[]
  visit: VisitJson
  /** where the evaluator judges otherwise: indicator → value */
  evaluatorInputs: Record<string, string>
  reconciliation: string | null
  rmId: string | null
  evaluatorId: string | null
  rmSignedAt: Date | null
  evaluatorSignedAt: Date | null
}

type Row = Omit<
  Sheet,
  'inputs' | 'sources' | 'financials' | 'household' | 'waivers' | 'vetoes' | 'visit' | 'evaluatorInputs'
> & {
  visit: unknown
  evaluatorInputs: unknown
  inputs: unknown
  sources: unknown
  financials: unknown
  checks: unknown
  vetoes: unknown
}

export function sheetOf(row: Row): Sheet {
  const checks = (row.checks ?? {}) as { household?: HouseholdJson; waivers?: StoredWaiver[] }
  return {
    id: row.id,
    applicationId: row.applicationId,
    version: row.version,
    state: row.state,
    visitedOn: row.visitedOn,
    place: row.place,
    note: row.note,
    inputs: row.inputs as Record<string, string>,
    sources: row.sources as Record<string, StoredSource>,
    financials: row.financials as Record<string, unknown>,
    household: checks.household ?? {},
    waivers: checks.waivers ?? [],
    vetoes: (row.vetoes ?? []) as StoredVeto[],
    visit: (row.visit ?? {}) as VisitJson,
    evaluatorInputs: (row.evaluatorInputs ?? {}) as Record<string, string>,
    reconciliation: row.reconciliation,
    rmId: row.rmId,
    evaluatorId: row.evaluatorId,
    rmSignedAt: row.rmSignedAt,
    evaluatorSignedAt: row.evaluatorSignedAt,
  }
}

export const isEvidenced = (source: StoredSource | undefined): boolean =>
  (source?.kinds.length ?? 0) > 0 || (source?.fileIds?.length ?? 0) > 0

/** The engine's inputs: every value with its proof (§3.0-4). */
export function scoreInputs(sheet: Pick<Sheet, 'inputs' | 'sources'>): Record<string, ScoreInput> {
  return Object.fromEntries(
    Object.entries(sheet.inputs).map(([code, value]) => {
      const source = sheet.sources[code]
      return [
        code,
        { value, evidenced: isEvidenced(source), ...(source?.kinds.length ? { source: source.kinds.join(', ') } : {}) },
      ]
    }),
  )
}

/** The household sheet in fen; null while nothing stands on it. Unreadable amounts cannot be stored. */
export function householdOf(json: HouseholdJson): HouseholdSheet | null {
  return Object.keys(json).length === 0 ? null : Household.parse(json)
}

/** What still keeps the sheet from being signed: the visit, and fields of the figures (paths of `Financials`). */
export function openPoints(sheet: Pick<Sheet, 'visitedOn' | 'place' | 'financials'>): string[] {
  const open: string[] = []
  if (!sheet.visitedOn) open.push('visitedOn')
  if (!sheet.place) open.push('place')
  const figures = Financials.safeParse(sheet.financials)
  if (!figures.success)
    open.push(...new Set(figures.error.issues.map((i) => `financials.${i.path.length ? i.path.join('.') : '*'}`)))
  return open
}
