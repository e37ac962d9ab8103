import type { Cell } from './sheet-rows'

/** Characters that show nothing: byte order marks, zero-width joiners, soft hyphens, direction marks. */
const INVISIBLE = /\p{Cf}/gu

/** ASCII without blanks and the common Han characters are plain as they stand. */
const PLAIN = /^[!-~\u4e00-\u9fff]*$/

export function plainText(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return ''
  const text = cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell)
  return PLAIN.test(text) ? text : text.normalize('NFKC').replace(INVISIBLE, '').trim()
}

/** A heading stripped to what it says: no blanks, brackets, marks and case. "*申请金额\n(万元)" → "申请金额". */
export function headerKey(text: string): string {
  return plainText(text)
    .toLowerCase()
    .replace(/[([【〔{<《「].*?[)\]】〕}>》」]/g, '')
    .replace(/[\s*＊:：_\-—/、,.，。#№'"“”‘’·|]/g, '')
}

/** The form under which a heading is remembered and looked up: nothing dropped but blanks and case. */
export function headerIdentity(text: string): string {
  return plainText(text).toLowerCase().replace(/[\s*]/g, '')
}
