/** Rows of typed cells out of the bytes of a list: what the server's reader and a look in the browser have in common. */
import { streamXlsxRows } from 'hucre'
import { decodeText, parseText, type TextEncoding } from './read-text'
import { FileRefused } from './refused-file'
import type { MergeRange } from './scan-worksheet'
import type { MacroPolicy, SheetInfo } from './workbook-parts'

/** One cell as the file has it. A Date is a cell formatted as a date (midnight UTC); an error value is its text. */
export type Cell = string | number | boolean | Date | null
export type SheetRow = {
  /** 1-based row of the sheet, or line of the text */
  line: number
  cells: Cell[]
  hidden: boolean
}
export type Sheet = { name: string; hidden: boolean; rows: SheetRow[]; merges: MergeRange[] }
export type SheetFile = {
  format: 'xlsx' | 'csv'
  /** null for a workbook, which says itself */
  encoding: TextEncoding | null
  delimiter: string | null
  sheets: Sheet[]
}
export type ReadSheetOptions = { macros?: MacroPolicy; maxBytes?: number; maxRows?: number }

/** DEFAULT sizes: a list of 50 thousand merchants is about 5 MB. */
export const MAX_LIST_BYTES = 64 * 2 ** 20
export const MAX_LIST_ROWS = 200_000
const MAX_COLUMNS = 256
/** Excel's own end of a cell's text. */
const MAX_CELL_TEXT = 32_767
const MAX_SHEETS = 50

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex')
/** PDF, PNG, JPEG, GIF, RAR, 7z, gzip. */
const OTHER_KINDS = ['25504446', '89504e47', 'ffd8ff', '47494638', '52617221', '377abcaf', '1f8b'].map((hex) =>
  Buffer.from(hex, 'hex'),
)

/** What the first bytes say: a workbook, an old or locked one, or a text. @throws FileRefused E_FILE_TYPE for anything else */
export function kindOfList(head: Buffer): 'workbook' | 'ole' | 'text' {
  if (head.subarray(0, 2).toString('latin1') === 'PK') return 'workbook'
  if (head.subarray(0, 8).equals(OLE)) return 'ole'
  refuseMarkup(head)
  return 'text'
}

/** An old binary workbook, or a new one behind a password: both live in the same container. */
export function oleRefusal(bytes: Buffer): FileRefused {
  return bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))
    ? new FileRefused('E_ARCHIVE_ENCRYPTED', { name: '' })
    : new FileRefused('E_FILE_TYPE', { reason: 'xls' })
}

/** "xls" files of web systems are tables in HTML or XML; pictures and PDFs are sent by mistake. */
function refuseMarkup(head: Buffer): void {
  if (head.length === 0) throw new FileRefused('E_FILE_TYPE', { reason: 'empty' })
  const text = head
    .toString('latin1')
    .replace(/^[\xef\xbb\xbf\s]+/, '')
    .slice(0, 64)
  if (/^<(\?xml|html|!doctype|table|meta|head|svg)/i.test(text))
    throw new FileRefused('E_FILE_TYPE', { reason: 'markup' })
  if (OTHER_KINDS.some((magic) => head.subarray(0, magic.length).equals(magic)))
    throw new FileRefused('E_FILE_TYPE', { reason: 'list' })
}

/** A csv or tsv in any usual encoding. */
export function readDelimited(bytes: Uint8Array, options: ReadSheetOptions): SheetFile {
  const { text, encoding } = decodeText(bytes)
  const { rows, delimiter } = parseText(text)
  const kept: SheetRow[] = []
  for (const { line, cells } of rows) keep(kept, { line, cells, hidden: false }, options)
  return { format: 'csv', encoding, delimiter, sheets: [{ name: '', hidden: false, rows: kept, merges: [] }] }
}

/** The sheets of a workbook that has been looked through. @throws FileRefused E_SHEET_NOT_FOUND | E_FILE_TYPE | E_FILE_TOO_LARGE */
export async function readWorkbook(
  bytes: Uint8Array,
  sheets: SheetInfo[],
  options: ReadSheetOptions,
): Promise<SheetFile> {
  if (sheets.length === 0) throw new FileRefused('E_SHEET_NOT_FOUND', { sheet: '' })
  const read: Sheet[] = []
  for (const info of sheets.slice(0, MAX_SHEETS)) {
    read.push({
      name: info.name,
      hidden: info.hidden,
      rows: await readRows(bytes, info, options),
      merges: info.facts.merges,
    })
  }
  return { format: 'xlsx', encoding: null, delimiter: null, sheets: read }
}

async function readRows(bytes: Uint8Array, info: SheetInfo, options: ReadSheetOptions): Promise<SheetRow[]> {
  const { hiddenRows, formulas } = info.facts
  const rows: SheetRow[] = []
  try {
    for await (const { index, values } of streamXlsxRows(bytes, { sheet: info.index })) {
      const line = index + 1
      if (formulas.size > 0) fillFormulas(values, line, formulas)
      keep(rows, { line, cells: values, hidden: hiddenRows.has(line) }, options)
    }
  } catch (cause) {
    if (cause instanceof FileRefused) throw cause
    throw new FileRefused('E_FILE_TYPE', { reason: 'damaged' })
  }
  return rows
}

function fillFormulas(cells: Cell[], line: number, formulas: Map<string, string>): void {
  cells.forEach((cell, i) => {
    if (cell === null) cells[i] = formulas.get(`${line},${i}`) ?? null
  })
}

/** Cuts what no list has (columns beyond the 256th), drops blank rows, and stops at the row limit. */
function keep(rows: SheetRow[], row: SheetRow, options: ReadSheetOptions): void {
  const cells = row.cells.length > MAX_COLUMNS ? row.cells.slice(0, MAX_COLUMNS) : row.cells
  let filled = false
  for (const cell of cells) {
    if (cell === null) continue
    if (typeof cell === 'string') {
      if (cell.length > MAX_CELL_TEXT) throw new FileRefused('E_WORKBOOK_UNSAFE', { reason: 'cell' })
      if (filled || cell.trim() === '') continue
    }
    filled = true
  }
  if (!filled) return
  const maxRows = options.maxRows ?? MAX_LIST_ROWS
  if (rows.length >= maxRows) throw new FileRefused('E_FILE_TOO_LARGE', { reason: 'rows', max: maxRows })
  rows.push(cells === row.cells ? row : { ...row, cells })
}
