import { checkCitizenId } from '@/lib/merchants/rules/citizen-id'
import { checkPhone } from '@/lib/merchants/rules/phone'
import { checkUscc } from '@/lib/merchants/rules/uscc'
import type { Field, MoneyField } from './fields'
import { isMoneyField } from './fields'
import type { Header, HeaderMapping } from './find-header'
import { guessField } from './guess-field'
import { headerIdentity, plainText } from './header-text'
import { type MoneyUnit, unitInHeader } from './money-unit'
import type { Cell, SheetRow } from './sheet-rows'

/** Why a column was taken for its field: said by hand, remembered from last time, read from the heading or the cells. */
export type MappingSource = 'explicit' | 'remembered' | 'header' | 'content'

export type Column = {
  /** 0-based column of the sheet */
  at: number
  header: string
  field: Field | null
  source: MappingSource | null
  /** unit named in the heading of a money column */
  unit: MoneyUnit | null
  /** the first cells that say something, so that a person can see what the column holds */
  samples: string[]
}

const SAMPLE_ROWS = 60
const SAMPLES = 3
/** share of filled cells that must look like a code before the content decides */
const CONTENT_SHARE = 0.6

type Candidate = { at: number; field: Field; source: MappingSource; score: number }

/**
 * Gives every column of a list its field, or none. An explicit mapping stands above a remembered one, that above the
 * heading, that above the cells; a field is given once, to its best column. A heading mapped to null is left out.
 */
export function mapColumns(
  header: Header,
  rows: SheetRow[],
  { explicit = {}, remembered = {} }: { explicit?: HeaderMapping; remembered?: HeaderMapping } = {},
): Column[] {
  const candidates: Candidate[] = []
  const closed = new Set<number>()
  header.texts.forEach((text, at) => {
    const key = headerIdentity(text)
    const said = key === '' ? undefined : explicit[key]
    if (said === null) closed.add(at)
    else if (said) candidates.push({ at, field: said, source: 'explicit', score: 10 })
    else {
      const known = key === '' ? undefined : remembered[key]
      if (known) candidates.push({ at, field: known, source: 'remembered', score: 8 })
      const guess = known === undefined ? guessField(text) : null
      if (guess) candidates.push({ at, field: guess.field, source: 'header', score: guess.score })
      const content = known === undefined ? guessByContent(at, rows) : null
      if (content)
        candidates.push({
          at,
          field: content,
          source: 'content',
          score: guess ? contentScore(guess.field, content) : 1.5,
        })
    }
  })
  const given = new Map<number, Candidate>()
  const taken = new Set<Field>()
  for (const candidate of candidates.toSorted((a, b) => b.score - a.score || a.at - b.at)) {
    if (closed.has(candidate.at) || given.has(candidate.at) || taken.has(candidate.field)) continue
    given.set(candidate.at, candidate)
    taken.add(candidate.field)
  }
  return header.texts.map((text, at) => {
    const won = given.get(at)
    const unit = won && isMoneyField(won.field) ? unitInHeader(text) : null
    return {
      at,
      header: text,
      field: won?.field ?? null,
      source: won?.source ?? null,
      unit,
      samples: samplesOf(at, rows),
    }
  })
}

function samplesOf(at: number, rows: SheetRow[]): string[] {
  return rows
    .slice(0, SAMPLE_ROWS)
    .map(({ cells }) => plainText(cells[at]))
    .filter((text) => text !== '')
    .slice(0, SAMPLES)
}

/** 证件号码 may head either code: the cells outweigh the heading only between the codes that are mistaken for each other. */
function contentScore(byHeader: Field, byContent: Field): number {
  const codes: Field[] = ['uscc', 'ownerIdNo', 'phone', 'no']
  return byHeader !== byContent && codes.includes(byHeader) ? 5 : 1
}

/** A column whose cells are credit codes, citizen IDs or phone numbers tells its field whatever its heading. */
export function guessByContent(at: number, rows: SheetRow[]): Field | null {
  const cells = rows.slice(0, SAMPLE_ROWS).flatMap(({ cells }) => {
    const text = cellCode(cells[at])
    return text === '' ? [] : [text]
  })
  if (cells.length === 0) return null
  const share = (test: (text: string) => boolean) => cells.filter(test).length / cells.length
  if (share((t) => checkCitizenId(t, '9999-12-31').codes[0] !== 'E_ID_FORMAT' && !/^9[123]/.test(t)) >= CONTENT_SHARE)
    return 'ownerIdNo'
  if (share((t) => checkUscc(t).codes[0] !== 'E_USCC_FORMAT') >= CONTENT_SHARE) return 'uscc'
  if (share((t) => checkPhone(t).parts.kind === 'MOBILE') >= CONTENT_SHARE) return 'phone'
  return null
}

function cellCode(cell: Cell | undefined): string {
  return typeof cell === 'string' || typeof cell === 'number' ? plainText(cell) : ''
}

/** The mapping as the API answers it and as it is remembered: heading → field, unmapped headings left out. */
export function mappingOf(columns: Column[]): Record<string, Field> {
  return Object.fromEntries(columns.flatMap(({ header, field }) => (field ? [[header, field]] : [])))
}

/** Headings as people type them, brought to the form under which they are looked up. */
export function normalizeMapping(mapping: Readonly<Record<string, Field | null>>): Record<string, Field | null> {
  return Object.fromEntries(Object.entries(mapping).map(([header, field]) => [headerIdentity(header), field]))
}

export type MoneyUnits = Record<MoneyField, { unit: MoneyUnit; assumed: boolean }>
