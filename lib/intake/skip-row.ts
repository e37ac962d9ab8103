import type { Field } from './fields'
import type { Header } from './find-header'
import { headerIdentity, plainText } from './header-text'
import { FOOT_NOTE, TOTAL_ROW } from './header-words'
import type { SheetRow } from './sheet-rows'

/** Why a row under the header is no merchant. */
export type SkipReason = 'blank' | 'total' | 'note' | 'header' | 'example' | 'hidden'

const IDENTITY: Field[] = ['name', 'uscc', 'ownerName', 'ownerIdNo', 'phone']
const CODES: Field[] = ['uscc', 'ownerIdNo', 'phone']
const EXAMPLE = /^(示例|样例|例|例如|example|e\.?g\.?)([::(].*)?$/i
/** A sentence in a single cell is a note, whatever column it begins in. */
const NOTE_LENGTH = 20

/**
 * Totals, notes, repeated headings, examples and rows without anybody in them. A row with a credit code, an ID or a
 * phone is a merchant whatever else it says.
 */
export function skipReason(row: SheetRow, header: Header, mapped: { at: number; field: Field }[]): SkipReason | null {
  const filled = (fields: Field[]) => mapped.some((c) => fields.includes(c.field) && plainText(row.cells[c.at]) !== '')
  if (repeatsHeader(row, header)) return 'header'
  const texts = row.cells.flatMap((cell) =>
    typeof cell === 'string' && cell.trim() !== '' ? [plainText(cell).replace(/\s/g, '')] : [],
  )
  const first = texts[0] ?? ''
  if (EXAMPLE.test(first)) return 'example'
  if (filled(CODES)) return null
  if (texts.some((text) => TOTAL_ROW.test(text.toLowerCase()))) return 'total'
  const cells = row.cells.filter((cell) => plainText(cell) !== '').length
  if (FOOT_NOTE.test(first) || (cells === 1 && first.length > NOTE_LENGTH)) return 'note'
  if (!filled(IDENTITY)) return 'blank'
  return null
}

/** A row of data differs from the heading at once; a repeated heading does not. */
const LOOKED_AT = 4

/** Printed lists repeat their heading on every page. */
function repeatsHeader(row: SheetRow, header: Header): boolean {
  let same = 0
  let looked = 0
  for (const [i, text] of header.texts.entries()) {
    const cell = row.cells[i]
    if (text === '' || typeof cell !== 'string') continue
    const own = headerIdentity(cell)
    if (own !== '' && headerIdentity(text).endsWith(own)) same++
    if (++looked === LOOKED_AT && same === 0) return false
  }
  return same >= 3
}
