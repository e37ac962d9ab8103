/**
 * What the row reader does not tell and a list's reader must know: merged ranges, hidden rows, formulas that were saved
 * without a result. Found by scanning the sheet's tags as its bytes pass the guard, so nothing is inflated twice.
 */
export type MergeRange = { top: number; left: number; bottom: number; right: number }
export type WorksheetFacts = {
  merges: MergeRange[]
  /** 1-based numbers of hidden rows */
  hiddenRows: Set<number>
  /** "row,column" (1-based, 0-based) → "=…" for cells with a formula and no stored value */
  formulas: Map<string, string>
}

const MAX_FACTS = 20_000
const ROW = /<(?:\w+:)?row\b([^>]*)>/g
const MERGE = /<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"/g
const BARE_FORMULA =
  /<(?:\w+:)?c\b[^>]*\br="([A-Z]+)(\d+)"[^>]*>\s*<(?:\w+:)?f\b[^>]*>([^<]+)<\/(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*\/>|<(?:\w+:)?v>\s*<\/(?:\w+:)?v>)?\s*<\/(?:\w+:)?c>/g

/** "AB" → 27 (0-based). */
export function columnIndex(letters: string): number {
  let n = 0
  for (const ch of letters) n = n * 26 + ch.charCodeAt(0) - 64
  return n - 1
}

/** A cut-off tag waits for its rest; more than this is no tag. */
const MAX_CARRY = 64 * 1024

export class WorksheetScanner {
  readonly facts: WorksheetFacts = { merges: [], hiddenRows: new Set(), formulas: new Map() }
  private carry = ''
  private row = 0

  /** Bytes are read as Latin-1: every tag is ASCII, and no character is ever cut in two. */
  push(chunk: Buffer): void {
    const text = this.carry + chunk.toString('latin1')
    let cut = Math.max(text.lastIndexOf('<c '), text.lastIndexOf('<row '), text.lastIndexOf('<mergeCell '))
    if (cut < 0 || text.length - cut > MAX_CARRY) cut = text.lastIndexOf('<')
    if (cut < 0 || text.length - cut > MAX_CARRY) cut = text.length
    this.scan(text.slice(0, cut))
    this.carry = text.slice(cut)
  }

  end(): WorksheetFacts {
    this.scan(this.carry)
    this.carry = ''
    return this.facts
  }

  private scan(text: string): void {
    for (const [, attributes] of text.matchAll(ROW)) {
      const r = /\br="(\d+)"/.exec(attributes!)
      this.row = r ? Number(r[1]) : this.row + 1
      if (/\bhidden="(?:1|true)"/.test(attributes!) && this.facts.hiddenRows.size < MAX_FACTS) {
        this.facts.hiddenRows.add(this.row)
      }
    }
    if (text.includes('mergeCell')) this.scanMerges(text)
    if (text.includes('<f') || text.includes(':f>')) this.scanFormulas(text)
  }

  private scanMerges(text: string): void {
    for (const [, left, top, right, bottom] of text.matchAll(MERGE)) {
      if (this.facts.merges.length >= MAX_FACTS) return
      this.facts.merges.push({
        top: Number(top),
        left: columnIndex(left!),
        bottom: Number(bottom),
        right: columnIndex(right!),
      })
    }
  }

  private scanFormulas(text: string): void {
    for (const [, column, row, formula] of text.matchAll(BARE_FORMULA)) {
      if (this.facts.formulas.size >= MAX_FACTS) return
      this.facts.formulas.set(
        `${row},${columnIndex(column!)}`,
        `=${unescapeXml(Buffer.from(formula!, 'latin1').toString())}`,
      )
    }
  }
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** The five named entities and numeric references of XML; nothing else is ever expanded. */
export function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));/gi, (whole, hex, dec, name) => {
    if (name) return ENTITIES[name.toLowerCase()]!
    const point = hex ? Number.parseInt(hex, 16) : Number(dec)
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })
}

/** 27 → "AB" (0-based). */
export function columnLetters(index: number): string {
  let letters = ''
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26))
    letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters
  return letters
}
