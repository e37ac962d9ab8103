import { chineseNumber } from './chinese-number'
import { bad, cleanText, good, isErrorValue, NOTHING, numberText, type Reading } from './clean-text'
import { MONEY_UNITS, type MoneyUnit } from './money-unit'
import type { Cell } from './sheet-rows'

const PLAIN = /^-?\d+(\.\d+)?$/
/** 1,200 and 1,234,567.89; Chinese hands also group by four: 10,0000 */
const GROUPED = /^-?(\d{1,3}(,\d{3})+|\d{1,4}(,\d{4})+)(\.\d+)?$/
const SUFFIX = /^(.*?)(百万元?|亿元?|万元?|千元|元|圆|w)$/i

type Decimal = { text: string; unit: MoneyUnit | null; cleaned: boolean }

/** A decimal number out of a cell, with the unit written behind it. Null when it is none ("约三百", "1-2万"). */
function decimal(cell: Cell): Decimal | null {
  if (typeof cell === 'number') {
    const text = numberText(cell)
    return PLAIN.test(text) ? { text, unit: null, cleaned: false } : null
  }
  const read = typeof cell === 'string' ? cleanText(cell) : NOTHING
  if (read.value === null) return null
  let text = read.value.normalize('NFKC').replace(/^(¥|￥|RMB|CNY|人民币)\s*/i, '')
  let unit: MoneyUnit | null = null
  // 整 and 正 close an amount on forms. An amount in words is left to a person: what it is lent by is never guessed
  text = text.replace(/(元|圆|万)\s*[整正]$/, '$1')
  const suffixed = SUFFIX.exec(text)
  if (suffixed) {
    text = suffixed[1]!
    unit = unitOf(suffixed[2]!)
  }
  text = text.replace(/\s/g, '').replace(/[−–]/g, '-').replace(/、/g, ',')
  if (GROUPED.test(text)) text = text.replaceAll(',', '')
  if (/^-?\d+\.$/.test(text)) text = text.slice(0, -1)
  if (!PLAIN.test(text)) return null
  return { text, unit, cleaned: text !== String(cell) }
}

function unitOf(suffix: string): MoneyUnit {
  if (suffix.startsWith('百万')) return '百万元'
  if (suffix.startsWith('亿')) return '亿元'
  if (suffix.startsWith('万') || suffix.toLowerCase() === 'w') return '万元'
  return suffix === '千元' ? '千元' : '元'
}

/** The decimal in a cell as text, without its unit: for looking at sizes. */
export function readDecimal(cell: Cell): string | null {
  return decimal(cell)?.text ?? null
}

const isBlank = (cell: Cell): boolean => !isErrorValue(cell) && cleanText(cell).value === null

/**
 * An amount in fen. `unit` is the column's; a unit written in the cell itself stands above it. Below a fen it is rounded
 * half up, once. Negative amounts and anything that is no number are refused (code null here: the caller names the field).
 */
export function readMoney(cell: Cell, unit: MoneyUnit, code: string): Reading<bigint> {
  if (isBlank(cell)) return NOTHING
  const read = decimal(cell)
  if (!read || read.text.startsWith('-')) return bad(code)
  const [int, frac = ''] = read.text.split('.')
  if (int!.length > 15) return bad(code)
  const scaled = BigInt(int! + frac) * MONEY_UNITS[read.unit ?? unit] * 100n
  const divisor = 10n ** BigInt(frac.length)
  const fen = (scaled * 2n + divisor) / (divisor * 2n)
  return good(fen, read.cleaned || scaled % divisor !== 0n)
}

/** A whole number within bounds, with its counting word dropped (8人, 第3名). */
export function readCount(cell: Cell, code: string, { min = 0, max = 1_000_000 } = {}): Reading<number> {
  if (isBlank(cell)) return NOTHING
  const bare =
    typeof cell === 'string'
      ? cleanText(cell)
          .value!.normalize('NFKC')
          .replace(/^第/, '')
          .replace(/(人|名|位|个|户)$/, '')
      : cell
  const read = decimal(bare)
  const value = read && !read.unit ? Number(read.text) : Number.NaN
  if (!Number.isInteger(value) || value < min || value > max) return bad(code)
  return good(value, read!.cleaned || bare !== cell)
}

const MAX_AREA = 10_000_000

/** Square metres, rounded half up to two decimals. */
export function readArea(cell: Cell, code: string): Reading<number> {
  if (isBlank(cell)) return NOTHING
  const bare =
    typeof cell === 'string'
      ? cleanText(cell)
          .value!.normalize('NFKC')
          .replace(/\s*(m2|m\^2|平方米|平米|平方|平|sqm)$/i, '')
      : cell
  const read = decimal(bare)
  const value = read && !read.unit ? Number(read.text) : Number.NaN
  if (!(value >= 0) || value > MAX_AREA) return bad(code)
  const rounded = Math.round(value * 100) / 100
  return good(rounded, read!.cleaned || bare !== cell || rounded !== value)
}

/** A tenor in whole months: 12, 12个月, 12期, 十二个月, 1年, 一年, 一年半. `inYears`: the heading says years. */
export function readMonths(cell: Cell, code: string, inYears: boolean): Reading<number> {
  if (isBlank(cell)) return NOTHING
  if (typeof cell === 'number') return months(cell, inYears, false, code)
  const text = typeof cell === 'string' ? cleanText(cell).value!.normalize('NFKC').replace(/\s/g, '') : ''
  const half = /^(\d{1,2}|[一二三四五两])年半$/.exec(text)
  if (half) return months(Number(chineseNumber(half[1]!) ?? half[1]) + 0.5, true, true, code)
  const worded = /^([一二三四五六七八九十两]{2,3})(个月|月|期|年)$/.exec(text)
  const count = worded && chineseNumber(worded[1]!)
  if (worded && count) return months(Number(count), worded[2] === '年', true, code)
  const m = /^(\d{1,3}(?:\.\d+)?|[一二三四五半])(个月|月|期|年|m|months?|y|years?)?$/i.exec(text)
  if (!m) return bad(code)
  const word = m[2]?.toLowerCase()
  const years = word ? word === '年' || word.startsWith('y') : inYears
  const written = '半一二三四五'.indexOf(m[1]!)
  const value = written < 0 ? Number(m[1]) : written === 0 ? 0.5 : written
  if (written >= 0 && !word) return bad(code)
  return months(value, years, word !== undefined || text !== cell, code)
}

function months(value: number, inYears: boolean, cleaned: boolean, code: string): Reading<number> {
  const count = inYears ? value * 12 : value
  return Number.isInteger(count) && count >= 1 && count <= 999 ? good(count, cleaned) : bad(code)
}
