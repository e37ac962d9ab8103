/**
 * A list as people take it away: exactly the rows that were filtered, under a head that says what it is, which filter,
 * who took it and when — and again at the foot of every printed page, so that a copy can be traced.
 */
import { type Cell, type CellStyle, type CellValue, writeXlsx } from 'hucre'
import type { Actor } from './actor'
import { formatInstant } from './i18n/format'
import { type Fen, toYuan } from './money'

export type ListColumn<Row> = {
  header: string
  width?: number
  /** money (Fen) and counts become figures that add up in the sheet; all else is text, so that no digit is lost */
  type?: 'text' | 'money' | 'count'
  value: (row: Row) => string | number | bigint | null | undefined
}

const TITLE: CellStyle = { font: { bold: true, size: 14 } }
const HEADING: CellStyle = {
  font: { bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'D9E2EC' } },
  alignment: { vertical: 'center', wrapText: true },
}
const STYLE: Record<NonNullable<ListColumn<unknown>['type']>, CellStyle> = {
  text: { numFmt: '@' },
  money: { numFmt: '#,##0.00' },
  count: { numFmt: '#,##0' },
}
/** title, filter, origin */
const HEAD_ROWS = 3

export async function listWorkbook<Row>(list: {
  sheet: string
  title: string
  /** what the list was filtered by, in words; empty: everything */
  filter: string
  /** "taken by {who}, {at}" in the reader's language */
  origin: (who: string, at: string) => string
  columns: readonly ListColumn<Row>[]
  rows: readonly Row[]
  actor: Pick<Actor, 'name' | 'login'>
  at: Date
}): Promise<Uint8Array> {
  const { columns, actor } = list
  const origin = list.origin(`${actor.name} ${actor.login}`, formatInstant(list.at))
  const head: CellValue[][] = [[list.title], [list.filter], [origin], columns.map((c) => c.header)]
  const cells = new Map<string, Partial<Cell>>([['0,0', { value: list.title, style: TITLE }]])
  for (const [at, c] of columns.entries()) cells.set(`${HEAD_ROWS},${at}`, { value: c.header, style: HEADING })
  return writeXlsx({
    sheets: [
      {
        name: list.sheet,
        columns: columns.map((c) => ({ width: c.width ?? 14, style: STYLE[c.type ?? 'text'] })),
        rows: [...head, ...list.rows.map((row) => columns.map((c) => cellOf(c.type ?? 'text', c.value(row))))],
        cells,
        freezePane: { rows: HEAD_ROWS + 1 },
        pageSetup: { orientation: 'landscape' },
        headerFooter: { oddFooter: `&L${origin.replaceAll('&', '&&')}&R&P / &N` },
      },
    ],
  })
}

function cellOf(type: NonNullable<ListColumn<unknown>['type']>, value: ReturnType<ListColumn<unknown>['value']>) {
  if (value === null || value === undefined || value === '') return null
  // only here, at the edge: a sheet knows no other figures, and an amount of a bank fits one exactly to the fen
  if (type === 'money') return Number(toYuan(value as Fen))
  return type === 'count' ? Number(value) : String(value)
}

/** Answers with a workbook to save, under a name in any script. */
export function workbookResponse(bytes: Uint8Array, name: string): Response {
  return new Response(Buffer.from(bytes), {
    headers: {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': `attachment; filename="list.xlsx"; filename*=UTF-8''${encodeURIComponent(name)}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  })
}
