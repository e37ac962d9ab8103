/**
 * A list as people take it away: exactly the rows that were filtered, under a head that says what it is, which filter,
 * who took it and when — and again at the foot of every printed page, so that a copy can be traced.
 */
import { type Cell, type CellStyle, type CellValue, writeXlsx } from 'hucre'
import type { Actor } from './actor'
import { BANK_ZONE, type PlainDate, parseDate } from './dates'
import { formatInstant } from './i18n/format'
import { type Fen, type Ppm, toYuan } from './money'

/**
 * Money (Fen), rates (Ppm) and counts become figures that add up in the sheet, dates (PlainDate or ISO text) and
 * instants its own dates in the bank's zone; all else is text, so that no digit is lost and nothing is taken for a formula.
 */
export type ListColumnType = 'text' | 'money' | 'percent' | 'count' | 'date' | 'instant'
export type ListCell = string | number | bigint | Date | PlainDate | null | undefined

export type ListColumn<Row> = {
  header: string
  width?: number
  type?: ListColumnType
  value: (row: Row) => ListCell
}

/** '@' keeps text text, also when somebody edits the cell. */
const TEXT: CellStyle = { numFmt: '@' }
const TITLE: CellStyle = { ...TEXT, font: { bold: true, size: 14 } }
const NOTE: CellStyle = { ...TEXT, font: { bold: true, color: { rgb: 'B42318' } } }
const HEADING: CellStyle = {
  ...TEXT,
  font: { bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'D9E2EC' } },
  alignment: { vertical: 'center', wrapText: true },
}
const STYLE: Record<ListColumnType, CellStyle> = {
  text: TEXT,
  money: { numFmt: '#,##0.00' },
  percent: { numFmt: '0.00##%' },
  count: { numFmt: '#,##0' },
  date: { numFmt: 'yyyy-mm-dd' },
  instant: { numFmt: 'yyyy-mm-dd hh:mm' },
}
const WIDTH: Record<ListColumnType, number> = { text: 16, money: 16, percent: 9, count: 9, date: 12, instant: 17 }
/** what a cell can hold */
const MOST_CHARACTERS = 32_767

export async function listWorkbook<Row>(list: {
  sheet: string
  title: string
  /** what the list was filtered by, in words; never empty */
  filter: string
  /** "taken by {who}, {at}" in the reader's language */
  origin: (who: string, at: string) => string
  /** what the reader must know, as that rows are missing */
  note?: string | null
  columns: readonly ListColumn<Row>[]
  rows: readonly Row[]
  actor: Pick<Actor, 'name' | 'login'>
  at: Date
}): Promise<Uint8Array> {
  const { columns, actor } = list
  const origin = list.origin(`${actor.name} ${actor.login}`, formatInstant(list.at))
  const above: [string, CellStyle][] = [
    [list.title, TITLE],
    [list.filter, TEXT],
    [origin, TEXT],
  ]
  if (list.note) above.push([list.note, NOTE])
  const headings = above.length
  const cells = new Map<string, Partial<Cell>>()
  for (const [at, [value, style]] of above.entries()) cells.set(`${at},0`, { value, style })
  for (const [at, c] of columns.entries()) cells.set(`${headings},${at}`, { value: c.header, style: HEADING })
  return writeXlsx({
    sheets: [
      {
        name: sheetName(list.sheet),
        columns: columns.map((c) => ({ width: c.width ?? WIDTH[c.type ?? 'text'], style: STYLE[c.type ?? 'text'] })),
        rows: [
          ...above.map(([text]): CellValue[] => [text]),
          columns.map((c): CellValue => c.header),
          ...list.rows.map((row) => columns.map((c) => cellOf(c.type ?? 'text', c.value(row)))),
        ],
        cells,
        freezePane: { rows: headings + 1 },
        autoFilter: { range: `A${headings + 1}:${letters(columns.length)}${headings + 1 + list.rows.length}` },
        pageSetup: { orientation: 'landscape' },
        headerFooter: { oddFooter: `&L${origin.replaceAll('&', '&&')}&R&P / &N` },
      },
    ],
  })
}

function cellOf(type: ListColumnType, value: ListCell): CellValue {
  if (value === null || value === undefined || value === '') return null
  // only here, at the edge: a sheet knows no other figures, and an amount of a bank fits one exactly to the fen
  if (type === 'money') return Number(toYuan(value as Fen))
  if (type === 'percent') return (value as Ppm) / 1_000_000
  if (type === 'count') return Number(value)
  if (type === 'date') return dayNumber(value) ?? String(value)
  if (type === 'instant') return instantNumber(value)
  const text = String(value)
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text
}

/** A sheet counts days from here (with the leap day of 1900 that it believes in, before any date of ours). */
const DAY_ZERO = Temporal.PlainDate.from('1899-12-30')

function dayNumber(value: ListCell): number | null {
  const day = value instanceof Temporal.PlainDate ? value : parseDate(String(value))
  return day && DAY_ZERO.until(day).days
}

/** Whole minutes in the bank's zone, as a sheet's date and time. */
function instantNumber(value: ListCell): number {
  const at = value instanceof Date ? value : new Date(String(value))
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(BANK_ZONE)
  return DAY_ZERO.until(local.toPlainDate()).days + (local.hour * 60 + local.minute) / 1440
}

/** 1 → A, 27 → AA: the column's name in a sheet. */
function letters(column: number): string {
  const rest = Math.floor((column - 1) / 26)
  return `${rest > 0 ? letters(rest) : ''}${String.fromCharCode(65 + ((column - 1) % 26))}`
}

/** A sheet's name takes 31 characters and none of these. */
function sheetName(text: string): string {
  return text.replace(/[[\]:*?/\\']/g, ' ').slice(0, 31)
}

/** Answers with a workbook to save, under a name in any script. */
export function workbookResponse(bytes: Uint8Array, name: string): Response {
  return new Response(Buffer.from(bytes), {
    headers: {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': `attachment; filename="list.xlsx"; filename*=UTF-8''${encoded(name)}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  })
}

/** Also the four that RFC 8187 wants encoded and the language leaves. */
function encoded(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}
