import { parse } from 'csv-parse/sync'
import { FileRefused } from './refused-file'

export type TextEncoding = 'UTF-8' | 'UTF-8-BOM' | 'UTF-16LE' | 'UTF-16BE' | 'GB18030'

const MAX_RECORD = 2 ** 20

/**
 * Text of an unknown encoding: byte order mark, then zero bytes (UTF-16 without a mark), then strict UTF-8, then
 * GB18030. No detector guesses: each step either fits without an error or does not.
 * @throws FileRefused E_FILE_TYPE when nothing fits, or when the bytes are no text at all
 */
export function decodeText(bytes: Uint8Array): { text: string; encoding: TextEncoding } {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return strict(bytes.subarray(3), 'utf-8', 'UTF-8-BOM')
  if (a === 0xff && b === 0xfe) return strict(bytes.subarray(2), 'utf-16le', 'UTF-16LE')
  if (a === 0xfe && b === 0xff) return strict(bytes.subarray(2), 'utf-16be', 'UTF-16BE')
  const zeros = zeroParity(bytes)
  if (zeros) return strict(bytes, zeros === 'odd' ? 'utf-16le' : 'utf-16be', zeros === 'odd' ? 'UTF-16LE' : 'UTF-16BE')
  try {
    return strict(bytes, 'utf-8', 'UTF-8')
  } catch {
    return strict(bytes, 'gb18030', 'GB18030')
  }
}

function strict(bytes: Uint8Array, label: string, encoding: TextEncoding): { text: string; encoding: TextEncoding } {
  let text: string
  try {
    text = new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    throw new FileRefused('E_FILE_TYPE', { reason: 'encoding' })
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: their presence tells that this is no text
  if (/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text.slice(0, 100_000)))
    throw new FileRefused('E_FILE_TYPE', { reason: 'list' })
  return { text, encoding }
}

/** Separators and digits are ASCII, so UTF-16 text has zero bytes on one side of its pairs and hardly any on the other. */
function zeroParity(bytes: Uint8Array): 'even' | 'odd' | null {
  const head = bytes.subarray(0, 4096)
  let even = 0
  let odd = 0
  head.forEach((byte, i) => {
    if (byte !== 0) return
    if (i % 2) odd++
    else even++
  })
  if (even + odd < 2 || bytes.length % 2) return null
  if (odd > even * 4) return 'odd'
  return even > odd * 4 ? 'even' : null
}

const DELIMITERS = ['\t', ',', ';', '|', '，', '；']
/** What some systems' exports use; looked for only where none of the usual ones makes columns. */
const RARE_DELIMITERS = ['^', '~', '¦', '#', '!', '*', '、', ':']
const FEW_COLUMNS = 2

/** The separator that splits the first lines into the most columns, most steadily; quoted text does not count. */
export function findDelimiter(text: string): string {
  const lines = text
    .slice(0, 200_000)
    .replace(/"(?:[^"]|"")*"/g, '""')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 40)
  const usual = bestOf(DELIMITERS, lines)
  const rare = usual.score < FEW_COLUMNS ? bestOf(RARE_DELIMITERS, lines) : usual
  return rare.score > Math.max(usual.score, FEW_COLUMNS) ? rare.delimiter : usual.delimiter
}

function bestOf(delimiters: readonly string[], lines: readonly string[]): { delimiter: string; score: number } {
  let best = { delimiter: ',', score: 0 }
  for (const delimiter of delimiters) {
    const counts = lines.map((line) => line.split(delimiter).length - 1)
    const most = [...counts].sort((x, y) => y - x)[Math.floor(counts.length / 2)] ?? 0
    const steady = counts.filter((n) => n === most).length
    const score = most > 0 ? most * (steady / Math.max(counts.length, 1)) + most / 1000 : 0
    if (score > best.score) best = { delimiter, score }
  }
  return best
}

/**
 * Rows of a csv or tsv text, ragged ones included. Quotes are read strictly first; a list with stray quotes (5" 阀门)
 * is read again taking them as they stand.
 * @throws FileRefused E_FILE_TYPE when the text has no rows to speak of
 */
export function parseText(raw: string): { rows: { line: number; cells: (string | null)[] }[]; delimiter: string } {
  const text = raw.replace(/\r\n?/g, '\n')
  const delimiter = findDelimiter(text)
  const options = {
    delimiter,
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: MAX_RECORD,
    info: true,
  } as const
  let records: { info: { lines: number }; record: string[] }[]
  try {
    records = parse(text, options) as unknown as typeof records
  } catch {
    try {
      records = parse(text, { ...options, quote: false }) as unknown as typeof records
    } catch {
      throw new FileRefused('E_FILE_TYPE', { reason: 'damaged' })
    }
  }
  let before = 0
  const rows = records.map(({ info, record }) => {
    const line = before + 1
    before = info.lines
    return { line, cells: record.map((cell) => (cell === '' ? null : cell)) }
  })
  return { rows, delimiter }
}
