/** The workbook of a monthly return: handed out with the market's borrowers in it, read back by its headings. */
import { type CellStyle, writeXlsx } from 'hucre'
import { parseSheets } from '@/lib/intake/parse-worker'
import { FileRefused } from '@/lib/intake/refused-file'
import type { Cell } from '@/lib/intake/sheet-rows'
import { readUpload } from '@/lib/intake/upload'
import type { Actor } from '@/lib/platform/actor'
import { refuse } from '@/lib/platform/errors'
import { fileStore } from '@/lib/platform/files'
import { translatorFor } from '@/lib/platform/i18n/translator'
import { workbookResponse } from '@/lib/platform/list-workbook'
import { fillReturn } from './commands/returns'
import { returnDetail } from './return-queries'
import { STALL_STATES, type StallState } from './rules/market-return'

const COLUMNS = ['stallNo', 'name', 'stallState', 'closedDays', 'rentArrearsDays', 'remark'] as const
type Column = (typeof COLUMNS)[number]
const MAX_BYTES = 5 * 1024 * 1024
const MAX_ROWS = 5000
const HEADING: CellStyle = {
  font: { bold: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'D9E2EC' } },
}
const TEXT: CellStyle = { numFmt: '@' }

/** GET /returns/{id}/workbook: one line for each borrower, all of them open and without arrears until somebody says otherwise. */
export async function returnWorkbook(actor: Actor, returnId: string): Promise<Response> {
  const [r, t] = [await returnDetail(actor, { returnId }), await translatorFor(actor.locale)]
  const open = t('monitoring.return.stallState.OPEN')
  const lines =
    r.rows.length > 0
      ? r.rows
      : r.merchants.map((m) => ({ ...m, stallState: 'OPEN', closedDays: 0, rentArrearsDays: 0, remark: '' }))
  const rows = lines.map((l) => [
    l.stallNo,
    l.name,
    l.stallState === 'OPEN' ? open : t(`monitoring.return.stallState.${l.stallState}`),
    Number(l.closedDays),
    Number(l.rentArrearsDays),
    l.remark,
  ])
  const bytes = await writeXlsx({
    sheets: [
      {
        name: t('monitoring.return.sheet'),
        columns: COLUMNS.map((c) => ({
          width: c === 'name' || c === 'remark' ? 30 : 14,
          style: c === 'closedDays' || c === 'rentArrearsDays' ? {} : TEXT,
        })),
        rows: [COLUMNS.map((c) => t(`monitoring.return.column.${c}`)), ...rows],
        cells: new Map(
          COLUMNS.map((c, i) => [`0,${i}`, { value: t(`monitoring.return.column.${c}`), style: HEADING }]),
        ),
        freezePane: { rows: 1 },
        dataValidations: [
          {
            type: 'list',
            values: STALL_STATES.map((s) => t(`monitoring.return.stallState.${s}`)),
            range: `C2:C${MAX_ROWS}`,
          },
        ],
      },
    ],
  })
  return workbookResponse(bytes, `${r.market.code}-${r.month.toString().slice(0, 7)}.xlsx`)
}

/** POST /returns/{id}/workbook: the lines of the file take the place of those that are there. */
export async function uploadReturnWorkbook(actor: Actor, request: Request, returnId: string): Promise<Response> {
  const { files } = await readUpload(request, actor.bankId, { fileBytes: { file: MAX_BYTES }, files: 1 })
  const [file] = files
  if (!file) throw refuse('E_REQUIRED:file', {}, { fields: [{ path: 'file', code: 'E_REQUIRED' }] })
  const read = await parseSheets(await fileStore().localPath(actor.bankId, file.sha256), MAX_ROWS + 10).catch(
    (e: unknown) => {
      throw e instanceof FileRefused ? refuse(e.code, e.params) : e
    },
  )
  const sheet = read.sheets.find((s) => !s.hidden && s.rows.length > 0)
  const words = await wordsOf()
  const done = await fillReturn(actor, {
    returnId,
    rows: linesOf(
      (sheet?.rows ?? []).map((r) => r.cells),
      words,
    ),
  })
  if (!done.ok)
    throw refuse(done.error.code, done.error.params, { fields: done.error.fields, allowed: done.error.allowed })
  return Response.json(done.value)
}

type Words = { columns: Map<string, Column>; states: Map<string, StallState> }

/** Headings and words of both languages: a file may have been handed out in the other one. */
async function wordsOf(): Promise<Words> {
  const words: Words = { columns: new Map(), states: new Map() }
  for (const locale of ['zh-CN', 'en'] as const) {
    const t = await translatorFor(locale)
    for (const c of COLUMNS) words.columns.set(t(`monitoring.return.column.${c}`).toLowerCase(), c)
    for (const s of STALL_STATES) {
      words.states.set(t(`monitoring.return.stallState.${s}`).toLowerCase(), s)
      words.states.set(s.toLowerCase(), s)
    }
  }
  return words
}

/** Refuses by row what cannot be read; lines without a name are left out. */
function linesOf(rows: readonly (readonly Cell[])[], words: Words) {
  const text = (c: Cell | undefined) => (c === null || c === undefined ? '' : String(c).trim())
  const head = rows.findIndex((r) => r.some((c) => words.columns.get(text(c).toLowerCase()) === 'name'))
  if (head < 0)
    throw refuse('E_FEED_HEADINGS', { field: 'name' }, { fields: [{ path: 'file', code: 'E_FEED_HEADINGS' }] })
  const at = new Map(rows[head]!.map((c, i) => [words.columns.get(text(c).toLowerCase()), i]))
  return rows.slice(head + 1).flatMap((cells, i) => {
    const cell = (c: Column) => (at.has(c) ? text(cells[at.get(c)!]) : '')
    const bad = (field: Column) =>
      refuse('E_FEED_LINE', { line: head + 2 + i, field }, { fields: [{ path: 'file', code: 'E_FEED_LINE' }] })
    const count = (c: Column): number => {
      if (cell(c) === '') return 0
      if (!/^\d{1,4}$/.test(cell(c))) throw bad(c)
      return Number(cell(c))
    }
    if (cell('name') === '') return []
    const stallState = cell('stallState') === '' ? 'OPEN' : words.states.get(cell('stallState').toLowerCase())
    if (!stallState) throw bad('stallState')
    return [
      {
        stallNo: cell('stallNo').slice(0, 40),
        name: cell('name').slice(0, 120),
        stallState,
        closedDays: count('closedDays'),
        rentArrearsDays: count('rentArrearsDays'),
        remark: cell('remark').slice(0, 300),
      },
    ]
  })
}
