import type { Field } from './fields'
import { guessField } from './guess-field'
import { headerIdentity, plainText } from './header-text'
import { FOOT_NOTE } from './header-words'
import type { Cell, Sheet, SheetRow } from './sheet-rows'

export type HeaderMapping = Readonly<Record<string, Field | null>>

export type Header = {
  /** places of the header's rows in `sheet.rows`; one or two of them */
  from: number
  depth: 1 | 2
  /** 1-based row of the sheet in which the (last) header row stands */
  line: number
  /** heading of each column as the operator reads it: "经营者信息 姓名" under a spanning heading */
  texts: string[]
  /** how well it fits; only good for comparing */
  score: number
}

/** A header stands near the top: under a title, a unit, a date, a few lines of instructions. */
const SEARCH_ROWS = 40
/** Fewer known columns than this are a title, a legend or a table of something else. */
const MIN_FIELDS = 3

/**
 * Finds the header of a list: the row (or the two rows) in the first forty that name the most fields. `known` are
 * headings that were mapped by hand or remembered; they count double.
 * @returns null when no row names at least three fields, one of them the merchant, its code or its owner
 */
export function findHeader(sheet: Sheet, known: HeaderMapping = {}): Header | null {
  let best: Header | null = null
  const upTo = Math.min(sheet.rows.length, SEARCH_ROWS)
  for (let from = 0; from < upTo; from++) {
    for (const depth of [1, 2] as const) {
      const header = headerAt(sheet, from, depth, known)
      if (header && header.score > (best?.score ?? 0)) best = header
    }
  }
  return best
}

/**
 * The row that looks most like a header although no heading of it is known: the widest row of words among the first
 * forty, the first of equals. For a person to say what its columns are. Null without a row of at least two words.
 */
export function likelyHeader(sheet: Sheet): Header | null {
  let best: Header | null = null
  for (const [from, row] of sheet.rows.slice(0, SEARCH_ROWS).entries()) {
    const texts = spread(row)
    const score = texts.filter((text) => text !== '').length
    if (score < 2 || looksLikeData(row) || score <= (best?.score ?? 0)) continue
    best = { from, depth: 1, line: row.line, texts, score }
  }
  return best
}

function headerAt(sheet: Sheet, from: number, depth: 1 | 2, known: HeaderMapping): Header | null {
  const top = sheet.rows[from]
  const sub = depth === 2 ? sheet.rows[from + 1] : undefined
  if (!top || (depth === 2 && (!sub || sub.line !== top.line + 1 || looksLikeData(sub) || looksLikeData(top))))
    return null
  const texts = sub ? joined(sheet, top, sub) : spread(top)
  const scores = new Map<Field, number>()
  for (const text of texts) {
    if (text === '') continue
    const mapped = known[headerIdentity(text)]
    if (mapped !== undefined && mapped !== null) scores.set(mapped, 6)
    else if (mapped === undefined) {
      const guess = guessField(text)
      if (guess) scores.set(guess.field, Math.max(guess.score, scores.get(guess.field) ?? 0))
    }
  }
  if (scores.size < MIN_FIELDS || !(scores.has('name') || scores.has('uscc') || scores.has('ownerName'))) return null
  const score = [...scores.values()].reduce((a, b) => a + b, 0)
  // A second row must earn its place: plain data under a one-row header adds nothing to it.
  return { from, depth, line: (sub ?? top).line, texts, score: depth === 2 ? score - 0.5 : score }
}

/** Text of each column of a header row, a merged heading counting for its first column only. */
function spread(row: SheetRow): string[] {
  return Array.from(row.cells, oneLine)
}

/** Two rows read as one: "经营者信息" over "姓名" and "电话" gives both; a heading merged downwards stands alone. */
function joined(sheet: Sheet, top: SheetRow, sub: SheetRow): string[] {
  const width = Math.max(top.cells.length, sub.cells.length)
  const merged = sheet.merges.length > 0
  let spanning = ''
  return Array.from({ length: width }, (_, i) => {
    const own = oneLine(top.cells[i])
    const below = oneLine(sub.cells[i])
    if (own !== '') spanning = own
    const cover = sheet.merges.find((m) => m.top <= top.line && m.bottom >= top.line && m.left <= i && m.right >= i)
    const over = cover ? oneLine(top.cells[cover.left]) : own !== '' || merged || below === '' ? own : spanning
    if (below === '' || below === over) return over
    return over === '' ? below : `${over} ${below}`
  })
}

/** The heading as the operator wrote it, on one line. */
function oneLine(cell: Cell | undefined): string {
  return typeof cell === 'string' ? cell.replace(/[\p{Cf}\s]+/gu, ' ').trim() : plainText(cell)
}

const DATA = /^[\d,.\-/]+%?$|^1[3-9]\d{9}$|^\d{15,18}[\dXx]?$|^[0-9A-Z]{18}$|^\d{4}[-/.年]\d{1,2}/

/** Header cells are words. A row with numbers, codes or dates is data, as is a note. */
function looksLikeData(row: SheetRow): boolean {
  const filled = row.cells.filter((cell) => plainText(cell) !== '')
  const data = filled.filter((cell) => typeof cell !== 'string' || DATA.test(plainText(cell)))
  return data.length > Math.max(1, filled.length / 4) || FOOT_NOTE.test(plainText(filled[0]))
}
