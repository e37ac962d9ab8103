import { type Cell as BookCell, type CellStyle, type WriteSheet, writeXlsx } from 'hucre'
import { neutralText } from '@/lib/platform/neutral-text'
import type { Field, ReadMerchant } from './fields'
import type { Issue, IssueLevel } from './issue'
import type { ReadList } from './list-of-sheets'
import type { Cell, Sheet } from './sheet-rows'

/** One thing to say at one place of the operator's list, already in words. */
export type Mark = { sheet: string; line: number; field: Field | null; level: IssueLevel; text: string }

/** Headings of what the copy adds, in the operator's language. */
export type MarkedCopyTexts = {
  /** the column with everything that is to be said of a row */
  column: string
  /** the sheet with all issues, and its headings: number, merchant, field, level, text */
  summary: string
  headings: [string, string, string, string, string]
}
export type SummaryRow = [row: string, merchant: string, field: string, level: string, text: string]

const FILL: Record<IssueLevel, CellStyle> = {
  error: {
    fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFC7CE' } },
    font: { color: { rgb: '9C0006' } },
  },
  warning: { fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFEB9C' } } },
}
const BOLD: CellStyle = { font: { bold: true } }
const DATE: CellStyle = { numFmt: 'yyyy-mm-dd' }
const MAX_COMMENT = 1_000

/** The marks of a list's issues; those of documents and of the packet stand only in the summary. */
export function marksOf(issues: Issue[], merchants: ReadMerchant[], textOf: (issue: Issue) => string): Mark[] {
  return issues.flatMap((issue) => {
    const merchant = issue.index === null ? undefined : merchants[issue.index]
    if (!merchant) return []
    return [
      {
        sheet: merchant.sheet,
        line: merchant.line,
        field: issue.field as Field | null,
        level: issue.level,
        text: textOf(issue),
      },
    ]
  })
}

/**
 * The operator's own list back as a workbook: the same rows in the same places, faulty cells coloured with a comment
 * that says what to do, a column with all of a row's issues, and a sheet that lists them. Values only: no formula,
 * macro or link of the original survives, and text that could be taken for a formula is neutralised.
 * It can be corrected and uploaded as it is: the added column is no field.
 */
export async function writeMarkedCopy(
  sheets: Sheet[],
  list: Pick<ReadList, 'sheets' | 'columns' | 'headerRow'>,
  marks: Mark[],
  summary: SummaryRow[],
  texts: MarkedCopyTexts,
): Promise<Uint8Array> {
  const read = sheets.filter((s) => list.sheets.includes(s.name))
  const pages = read.map((sheet) =>
    page(
      sheet,
      list,
      marks.filter((m) => m.sheet === sheet.name),
      texts,
    ),
  )
  return writeXlsx({ sheets: [...pages, summaryPage(summary, texts)] })
}

function page(
  sheet: Sheet,
  list: Pick<ReadList, 'columns' | 'headerRow'>,
  marks: Mark[],
  texts: MarkedCopyTexts,
): WriteSheet {
  const width = Math.max(list.columns.length, ...sheet.rows.map((r) => r.cells.length))
  const height = sheet.rows.at(-1)?.line ?? 0
  const rows: Cell[][] = Array.from({ length: height }, () => [])
  for (const { line, cells } of sheet.rows) rows[line - 1] = cells.map(safe)
  const cells = new Map<string, Partial<BookCell>>()
  for (const [i, row] of rows.entries()) {
    for (const [at, value] of row.entries()) if (value instanceof Date) cells.set(`${i},${at}`, { value, style: DATE })
  }
  cells.set(`${list.headerRow - 1},${width}`, { value: texts.column, style: BOLD })
  for (const [line, own] of Map.groupBy(marks, (m) => m.line))
    markRow(line, own, rows[line - 1] ?? [], list, width, cells)
  return {
    name: sheet.name || 'list',
    rows,
    cells,
    merges: sheet.merges
      .filter((m) => m.bottom <= height && m.right < width)
      .map((m) => ({ startRow: m.top - 1, startCol: m.left, endRow: m.bottom - 1, endCol: m.right })),
    freezePane: { rows: list.headerRow },
  }
}

function markRow(
  line: number,
  marks: Mark[],
  row: Cell[],
  { columns }: Pick<ReadList, 'columns'>,
  width: number,
  cells: Map<string, Partial<BookCell>>,
): void {
  for (const [field, own] of Map.groupBy(marks, (m) => m.field)) {
    const at = columns.find((c) => c.field === field && field !== null)?.at
    if (at === undefined) continue
    const level = own.some((m) => m.level === 'error') ? 'error' : 'warning'
    const text = own.map((m) => m.text).join('\n')
    const value = row[at] ?? null
    const style = value instanceof Date ? { ...FILL[level], ...DATE } : FILL[level]
    cells.set(`${line - 1},${at}`, { value, style, comment: { text: text.slice(0, MAX_COMMENT) } })
  }
  cells.set(`${line - 1},${width}`, { value: neutralText(marks.map((m) => m.text).join('；')) })
}

function safe(cell: Cell): Cell {
  return typeof cell === 'string' ? neutralText(cell) : cell
}

function summaryPage(summary: SummaryRow[], texts: MarkedCopyTexts): WriteSheet {
  const cells = new Map<string, Partial<BookCell>>()
  for (const [at, value] of texts.headings.entries()) cells.set(`0,${at}`, { value, style: BOLD })
  return {
    name: texts.summary,
    columns: [{ width: 8 }, { width: 28 }, { width: 18 }, { width: 8 }, { width: 90 }],
    rows: [texts.headings, ...summary.map((row) => row.map(neutralText))],
    cells,
    freezePane: { rows: 1 },
  }
}
