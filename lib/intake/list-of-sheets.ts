import { unitsOf } from './assume-unit'
import { type Field, MONEY_FIELDS, type ReadMerchant } from './fields'
import { findHeader, type Header, type HeaderMapping, likelyHeader } from './find-header'
import { type Issue, packetIssue } from './issue'
import { type Column, type MoneyUnits, mapColumns, mappingOf, normalizeMapping } from './map-columns'
import { type MoneyUnit, UNIT_WORDS, unitAbove } from './money-unit'
import { type RowsRead, readRows } from './read-rows'
import type { TextEncoding } from './read-text'
import { FileRefused } from './refused-file'
import type { Sheet, SheetFile } from './sheet-rows'
import type { MacroPolicy } from './workbook-parts'

export type ReadListOptions = {
  /** heading → field, said by hand for this packet; null leaves a column out */
  mapping?: HeaderMapping
  /** heading → field, confirmed by this operator before */
  remembered?: HeaderMapping
  /** name of the sheet to read; without it the sheet that is most like a list of merchants */
  sheet?: string
  macros?: MacroPolicy
  /** DEFAULT read, each with W_HIDDEN_ROW: a filter left on must not lose merchants */
  hiddenRows?: 'read' | 'skip'
  maxRows?: number
  /** a person is going to say what the columns are: a row that only looks like a header will do, and rows need not follow */
  anyHeader?: boolean
}

export type ReadList = {
  format: 'xlsx' | 'csv'
  /** names of the sheets that were read, joined; '' for csv */
  sheet: string
  sheets: string[]
  /** 1-based row of the sheet in which the header (its last row) stands */
  headerRow: number
  encoding: TextEncoding | null
  /** heading → field, as proposed and to be remembered once confirmed */
  mapping: Record<string, Field>
  columns: Column[]
  /** unit of the requested amounts; `units` has each money column's */
  unit: MoneyUnit
  units: MoneyUnits
  rowsRead: number
  merchants: ReadMerchant[]
  issues: Issue[]
  skipped: RowsRead['skipped']
}

type Candidate = { place: number; sheet: Sheet; header: Header; columns: Column[]; units: MoneyUnits; read: RowsRead }

/**
 * Of a file that is read into sheets: header, units, columns, cleaned rows (§4, api-contract "Packets"). Sheets with the same
 * heading and different merchants are one list. Cross-checks between rows and limits are checkMerchants's. Pure.
 * @throws FileRefused E_SHEET_NOT_FOUND, E_HEADER_NOT_FOUND, E_LIST_EMPTY (a header with no merchant under it)
 */
export function listFromSheets(file: SheetFile, options: ReadListOptions = {}): ReadList {
  const explicit = normalizeMapping(options.mapping ?? {})
  const remembered = normalizeMapping(options.remembered ?? {})
  const candidates = candidatesOf(chooseSheets(file.sheets, options.sheet), explicit, remembered, options)
  const best = candidates[0]
  if (!best) throw new FileRefused('E_HEADER_NOT_FOUND', { sheet: options.sheet ?? '' })
  const { parts, ignored } = partsOfOneList(candidates)
  const merged = mergeParts(parts, options)
  if (merged.merchants.length === 0 && !options.anyHeader)
    throw new FileRefused('E_LIST_EMPTY', { headerRow: best.header.line, skipped: merged.skipped.length })
  const issues = [...packetFindings(merged.merchants, best), ...merged.issues]
  for (const name of ignored) issues.push(packetIssue('W_SHEET_IGNORED', null, { sheet: name, read: best.sheet.name }))
  return {
    format: file.format,
    sheet: parts.map((p) => p.sheet.name).join('、'),
    sheets: parts.map((p) => p.sheet.name),
    headerRow: best.header.line,
    encoding: file.encoding,
    mapping: mappingOf(best.columns),
    columns: best.columns,
    unit: best.units.requestedAmount.unit,
    units: best.units,
    rowsRead: merged.merchants.length,
    merchants: merged.merchants,
    issues,
    skipped: merged.skipped,
  }
}

function chooseSheets(sheets: Sheet[], wanted: string | undefined): Sheet[] {
  if (wanted === undefined) return sheets.some((s) => !s.hidden) ? sheets.filter((s) => !s.hidden) : sheets
  const found = sheets.filter((s) => s.name.trim() === wanted.trim())
  if (found.length === 0)
    throw new FileRefused('E_SHEET_NOT_FOUND', { sheet: wanted, sheets: sheets.map((s) => s.name) })
  return found
}

/** Sheets that have a header, the one most like a list of merchants first: by fields named, then by rows. */
function candidatesOf(
  sheets: Sheet[],
  explicit: HeaderMapping,
  remembered: HeaderMapping,
  options: ReadListOptions,
): Candidate[] {
  const known = { ...remembered, ...explicit }
  return sheets
    .flatMap((sheet, place) => {
      const header = findHeader(sheet, known) ?? (options.anyHeader ? likelyHeader(sheet) : null)
      if (!header) return []
      const rows = sheet.rows.slice(header.from + header.depth)
      const columns = mapColumns(header, rows, { explicit, remembered })
      const units = unitsOf(columns, unitAbove(sheet.rows.slice(0, header.from)), rows)
      const read = readRows(sheet, header, columns, units, { hiddenRows: options.hiddenRows })
      return [{ place, sheet, header, columns, units, read }]
    })
    .toSorted((a, b) => b.header.score - a.header.score || b.read.merchants.length - a.read.merchants.length)
}

/**
 * The best sheet, and those with the same heading whose merchants are all others (zone A, zone B). A sheet with some of
 * the same merchants is an old copy or an excerpt: left out, and named.
 */
function partsOfOneList([best, ...others]: Candidate[]): { parts: Candidate[]; ignored: string[] } {
  const parts = [best!]
  const ignored: string[] = []
  const seen = keysOf(best!)
  const heading = headingOf(best!)
  for (const other of others) {
    if (other.read.merchants.length === 0) continue
    const keys = keysOf(other)
    if (headingOf(other) === heading && keys.isDisjointFrom(seen)) {
      parts.push(other)
      for (const key of keys) seen.add(key)
    } else ignored.push(other.sheet.name)
  }
  return { parts: parts.toSorted((a, b) => a.place - b.place), ignored }
}

const headingOf = (c: Candidate): string => c.columns.map(({ at, field }) => `${at}:${field}`).join()
const keysOf = (c: Candidate): Set<string> =>
  new Set(c.read.merchants.map(({ values: v }) => v.uscc ?? `${v.name}/${v.stallNo}/${v.ownerName}`))

/** Rows are read again for every further sheet, so that indices and data-row numbers run on. */
function mergeParts(parts: Candidate[], options: ReadListOptions): RowsRead {
  const [first, ...rest] = parts
  const all: RowsRead = { ...first!.read }
  for (const { sheet, header, columns, units } of rest) {
    const next = readRows(sheet, header, columns, units, {
      startIndex: all.merchants.length,
      hiddenRows: options.hiddenRows,
    })
    all.merchants = all.merchants.concat(next.merchants)
    all.issues = all.issues.concat(next.issues)
    all.skipped = all.skipped.concat(next.skipped)
  }
  return all
}

/** What concerns the list as a whole. A list without ranks is ranked by its own order. */
function packetFindings(merchants: ReadMerchant[], { columns, units }: Candidate): Issue[] {
  const issues: Issue[] = []
  if (!columns.some((c) => c.field === 'rank')) {
    for (const merchant of merchants) merchant.values.rank = merchant.index + 1
    issues.push(packetIssue('W_RANK_BY_ORDER', 'rank'))
  }
  for (const field of MONEY_FIELDS) {
    if (units[field].assumed)
      issues.push(packetIssue(`W_UNIT_ASSUMED:${field}`, field, { unit: UNIT_WORDS[units[field].unit] }))
  }
  return issues
}
