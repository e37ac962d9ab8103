/**
 * What the parts of a workbook say before a parser may see them: sheets, hidden rows, merges, and whatever is not allowed.
 * Knows nothing of archives, so that the server's guard and a look in the browser ask the same questions.
 */
import { FileRefused } from './refused-file'
import { unescapeXml, type WorksheetFacts, WorksheetScanner } from './scan-worksheet'

/** What a workbook may cost. A list of merchants is small: 50 thousand rows inflate to about 40 MB. */
export const WORKBOOK_LIMITS = {
  maxEntries: 2_000,
  maxEntryBytes: 96 * 2 ** 20,
  maxTotalBytes: 256 * 2 ** 20,
  maxRatio: 100,
  ratioFloorBytes: 2 ** 20,
}

export type SheetInfo = {
  name: string
  /** position in the workbook, the reader's own index */
  index: number
  hidden: boolean
  facts: WorksheetFacts
}
export type WorkbookFacts = { sheets: SheetInfo[]; macros: boolean }
export type MacroPolicy = 'refuse' | 'strip'

const MACROS = /^xl\/(vbaProject|macrosheets\/|vbaData)|^xl\/activeX\//i
const OUTSIDE = /^xl\/(externalLinks\/|connections\.xml$|queryTables\/)/i
const WORKSHEET = /^xl\/worksheets\/[^/]+\.xml$/i
const COLLECTED = new Set(['xl/workbook.xml', 'xl/_rels/workbook.xml.rels', 'mimetype'])
const MAX_COLLECTED = 4 * 2 ** 20

/** Of all parts together: the sheets in their order, or the refusal. @throws FileRefused E_FILE_TYPE | E_WORKBOOK_UNSAFE */
export function workbookFacts(entries: string[], parts: PartReader, macros: MacroPolicy): WorkbookFacts {
  refuseKind(entries, parts)
  const hasMacros = entries.some((name) => MACROS.test(name))
  if (hasMacros && macros === 'refuse') throw new FileRefused('E_WORKBOOK_UNSAFE', { reason: 'macros' })
  if (entries.some((name) => OUTSIDE.test(name))) throw new FileRefused('E_WORKBOOK_UNSAFE', { reason: 'links' })
  return { sheets: sheetsOf(parts), macros: hasMacros }
}

/** Archives that are no workbook of ours, each with the word that helps its owner. */
function refuseKind(entries: string[], parts: PartReader): void {
  if (entries.includes('xl/workbook.xml')) return
  if (entries.some((name) => name.toLowerCase() === 'xl/workbook.bin'))
    throw new FileRefused('E_FILE_TYPE', { reason: 'xlsb' })
  if (parts.text('mimetype').includes('opendocument')) throw new FileRefused('E_FILE_TYPE', { reason: 'ods' })
  throw new FileRefused('E_FILE_TYPE', { reason: 'list' })
}

/** Takes every part's bytes as they are inflated, part by part. @throws FileRefused E_WORKBOOK_UNSAFE */
export class PartReader {
  readonly facts = new Map<string, WorksheetScanner>()
  private readonly collected = new Map<string, Buffer[]>()
  private readonly started = new Set<string>()
  private tail = ''

  push(name: string, chunk: Buffer): void {
    const first = !this.started.has(name)
    this.started.add(name)
    if (/\.(xml|rels|vml)$/i.test(name)) this.refuseEntities(chunk, first)
    if (WORKSHEET.test(name)) {
      const scanner = this.facts.get(name) ?? new WorksheetScanner()
      this.facts.set(name, scanner)
      scanner.push(chunk)
    }
    if (COLLECTED.has(name)) {
      const kept = this.collected.get(name) ?? []
      this.collected.set(name, kept)
      kept.push(chunk)
      if (kept.reduce((n, c) => n + c.length, 0) > MAX_COLLECTED)
        throw new FileRefused('E_WORKBOOK_UNSAFE', { reason: 'xml' })
    }
  }

  text(name: string): string {
    return Buffer.concat(this.collected.get(name) ?? []).toString()
  }

  /** No part of a real workbook has a document type. UTF-16 would hide one, and no spreadsheet program writes it. */
  private refuseEntities(chunk: Buffer, first: boolean): void {
    if (first) {
      this.tail = ''
      if (chunk.length > 1 && (chunk[0] === 0xfe || chunk[0] === 0xff || chunk[0] === 0 || chunk[1] === 0)) {
        throw new FileRefused('E_WORKBOOK_UNSAFE', { reason: 'xml' })
      }
    }
    const seam = this.tail + chunk.toString('latin1', 0, 16)
    if (/<!(DOCTYPE|ENTITY)/i.test(seam) || hasDeclaration(chunk))
      throw new FileRefused('E_WORKBOOK_UNSAFE', { reason: 'entities' })
    this.tail =
      chunk.length >= 16
        ? chunk.toString('latin1', chunk.length - 16)
        : (this.tail + chunk.toString('latin1')).slice(-16)
  }
}

function hasDeclaration(chunk: Buffer): boolean {
  for (let at = chunk.indexOf('<!'); at >= 0; at = chunk.indexOf('<!', at + 2)) {
    if (/^<!(DOCTYPE|ENTITY)/i.test(chunk.toString('latin1', at, at + 9))) return true
  }
  return false
}

function attribute(tag: string, name: string): string {
  return unescapeXml(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
}

const NO_FACTS: WorksheetFacts = { merges: [], hiddenRows: new Set(), formulas: new Map() }

/** The sheets in the workbook's order. Chart sheets keep their index, and are left out. */
function sheetsOf(parts: PartReader): SheetInfo[] {
  const targets = new Map<string, string>()
  for (const [tag] of parts.text('xl/_rels/workbook.xml.rels').matchAll(/<(?:\w+:)?Relationship\b[^>]*>/g)) {
    if (!attribute(tag, 'Type').endsWith('/worksheet')) continue
    const target = attribute(tag, 'Target')
    targets.set(attribute(tag, 'Id'), target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`)
  }
  const sheets: SheetInfo[] = []
  let index = 0
  for (const [tag] of parts.text('xl/workbook.xml').matchAll(/<(?:\w+:)?sheet\b[^>]*>/g)) {
    const name = attribute(tag, 'name')
    const id = /\b(?:\w+:)?id="(rId[^"]*|[^"]*)"/.exec(tag.replace(/\bsheetId="[^"]*"/, ''))?.[1] ?? ''
    if (!name || !id) continue
    const part = targets.get(unescapeXml(id))
    if (part) {
      const facts = parts.facts.get(part)?.end() ?? NO_FACTS
      sheets.push({ name, index, hidden: /hidden/i.test(attribute(tag, 'state')), facts })
    }
    index++
  }
  return sheets
}
