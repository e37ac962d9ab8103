import { compact } from '@/lib/merchants/rules/check'
import { normalizePersonName } from '@/lib/merchants/rules/names'
import { checkPhone } from '@/lib/merchants/rules/phone'
import type { Cell } from './sheet-rows'

/**
 * What one cell gives for a field. `cleaned`: what it says was kept, how it was written was changed (W_CLEANED).
 * `code`: it says something that is not a value of the field; value is then null.
 */
export type Reading<T> = { value: T | null; cleaned: boolean; code: string | null }

export const NOTHING: Reading<never> = { value: null, cleaned: false, code: null }
export const bad = (code: string): Reading<never> => ({ value: null, cleaned: false, code })
export const good = <T>(value: T, cleaned: boolean): Reading<T> => ({ value, cleaned, code: null })

/** Characters that show nothing, control characters, and spaces of every width. */
const INVISIBLE = /\p{Cf}/gu
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is dropped
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g
const APOSTROPHES = /^['‘’`´＇]+/
/** ="0123": how csv files keep Excel from reading a number */
const TEXT_FORMULA = /^="([^"]*)"$/
const BLANK_WORDS = /^(-+|—+|\/+|\\+|\.+|无|暂无|空|null|none|nil|n\/a|#n\/a)$/i
const ERROR_VALUE = /^#(REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|N\/A|SPILL!)$/i

/**
 * A cell as text: invisible and control characters, leading apostrophes and outer blanks gone, runs of blanks made one.
 * Idempotent. An empty text is null, and so are the words for "nothing".
 */
export function cleanText(cell: Cell): Reading<string> {
  if (cell === null || cell === undefined) return NOTHING
  if (cell instanceof Date) return good(cell.toISOString().slice(0, 10), false)
  if (typeof cell === 'boolean') return good(cell ? '是' : '否', false)
  if (typeof cell === 'number') return good(numberText(cell), false)
  const text = strip(cell)
  if (text === '' || BLANK_WORDS.test(text) || ERROR_VALUE.test(text)) return NOTHING
  return good(text, text !== cell)
}

/** Applies a step until it changes nothing more, so that cleaning a cleaned text changes nothing. */
function settle(text: string, step: (text: string) => string): string {
  let settled = text
  for (let i = 0; i < 20; i++) {
    const next = step(settled)
    if (next === settled) break
    settled = next
  }
  return settled
}

/** ASCII from ! to ~ and the common Han characters, beginning with a letter, digit or Han: nothing of it comes off. */
const PLAIN = /^[0-9A-Za-z\u4e00-\u9fff][!-~\u4e00-\u9fff]*$/

function strip(raw: string): string {
  if (PLAIN.test(raw)) return raw
  return settle(raw, (text) =>
    text
      .replace(INVISIBLE, '')
      .replace(CONTROL, '')
      .replace(/\s+/g, ' ')
      .trim()
      .replace(APOSTROPHES, '')
      .replace(TEXT_FORMULA, '$1'),
  )
}

/** A text read by cleanText, brought to its field's form by `step`. */
function shaped(cell: Cell, step: (text: string) => string): Reading<string> {
  const read = cleanText(cell)
  if (read.value === null) return read
  const value = settle(read.value, (text) => strip(step(text)))
  return value === '' || BLANK_WORDS.test(value) ? NOTHING : good(value, read.cleaned || value !== read.value)
}

export function isErrorValue(cell: Cell): boolean {
  return typeof cell === 'string' && ERROR_VALUE.test(cell.trim())
}

/** The shortest text of a number as the sheet shows it: 15 digits, no exponent below 10^21. */
export function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return String(value)
  return String(Number(value.toPrecision(15)))
}

const HAN_GAP = /(?<=[\p{Script=Han}（）]) +(?=[\p{Script=Han}（）])/gu

/** A firm's name, goods, a purpose: blanks between Han characters are layout, and go. */
export function cleanProse(cell: Cell): Reading<string> {
  return shaped(cell, (text) => text.replace(HAN_GAP, ''))
}

/** A person's name: 张 三 and 买买提．吐尔逊 as the ID card has them. */
export function cleanPersonName(cell: Cell): Reading<string> {
  return shaped(cell, normalizePersonName)
}

/** Stall, group and row numbers: full-width letters and digits become plain, dashes one kind. */
export function cleanLabel(cell: Cell): Reading<string> {
  return shaped(cell, (text) =>
    text
      .normalize('NFKC')
      .replace(/[‐-―−ー]/g, '-')
      .replace(/ *- */g, '-')
      .replace(HAN_GAP, ''),
  )
}

const LOST_DIGITS = /^\d(\.\d+)?E\+?\d+$/i

/**
 * A credit code or citizen ID. A number, or the exponent that a csv keeps of one, has lost digits: E_ID_AS_NUMBER,
 * never guessed. Blanks and dashes inside go, full-width becomes plain, letters are raised (which is no cleaning).
 */
export function cleanCode(cell: Cell): Reading<string> {
  if (typeof cell === 'number') return bad('E_ID_AS_NUMBER')
  const read = cleanText(cell)
  if (read.value !== null && LOST_DIGITS.test(compact(read.value))) return bad('E_ID_AS_NUMBER')
  const { value } = shaped(cell, (text) =>
    compact(text)
      .replace(/[-‐-―−·.]/g, '')
      .toUpperCase(),
  )
  if (value === null) return NOTHING
  return good(value, read.cleaned || value !== read.value?.toUpperCase())
}

/** A phone number; of two in one cell the first that is one. What cannot be read stays as it stands, for its check. */
export function cleanPhone(cell: Cell): Reading<string> {
  if (typeof cell === 'number') return good(numberText(cell), false)
  const read = cleanText(cell)
  if (read.value === null) return read
  const candidates = [read.value, ...read.value.split(/[\s/、,,;;|或]+/)].map((text) =>
    text.replace(/^(\d+)\.0$/, '$1'),
  )
  for (const text of candidates) {
    const { valid, parts } = checkPhone(text)
    if (!valid) continue
    const kept = parts.normalized.replace(/-/g, '') === text ? text : parts.normalized
    return good(kept, read.cleaned || kept !== read.value)
  }
  return good(read.value, read.cleaned)
}
