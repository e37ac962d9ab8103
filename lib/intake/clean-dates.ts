import { isCalendarDay } from '@/lib/merchants/rules/citizen-id'
import { chineseDigits, chineseNumber } from './chinese-number'
import { bad, cleanText, good, isErrorValue, NOTHING, type Reading } from './clean-text'
import type { Cell } from './sheet-rows'

/** Serial days of 1950-01-01 and 2100-01-01 in the 1900 system: what lies outside is a year, an amount, a mistake. */
const FIRST_SERIAL = 18_264
const LAST_SERIAL = 73_051
const SERIAL_EPOCH_MS = Date.UTC(1899, 11, 30)
const DAY_MS = 86_400_000

const YEAR_MONTH_DAY =
  /^(\d{4})\s*[-/.年\\]\s*(\d{1,2})\s*[-/.月\\]\s*(\d{1,2})\s*日?(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?Z?$/
const YEAR_MONTH = /^(\d{4})\s*[-/.年\\]\s*(\d{1,2})\s*月?$/
const DIGITS = /^(\d{4})(\d{2})(\d{2})?$/
const DAY_FIRST = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/
const ISO = /^\d{4}-\d{2}-\d{2}$/

/**
 * A civil date as ISO text. Taken: date cells, serial numbers, 2015-03-18, 2015/3/18, 2015.3.18, 2015年3月18日, 二〇一五年三月十八日, 20150318;
 * without a day (2015年3月, 2015-03, 201503) the first of the month. A bare year, a two-digit year and 3/4/2015 (two
 * readings) are refused. Only an ISO text or a date cell counts as not cleaned.
 */
export function readDate(cell: Cell, code: string): Reading<string> {
  if (cell instanceof Date)
    return Number.isNaN(cell.getTime())
      ? bad(code)
      : fromParts(cell.getUTCFullYear(), cell.getUTCMonth() + 1, cell.getUTCDate(), false, code)
  if (typeof cell === 'number') return fromNumber(cell, code)
  if (isErrorValue(cell)) return bad(code)
  const read = cleanText(cell)
  if (read.value === null) return NOTHING
  const text = inDigits(read.value.normalize('NFKC'))
  const cleaned = read.cleaned || !ISO.test(read.value)
  const m = YEAR_MONTH_DAY.exec(text) ?? YEAR_MONTH.exec(text) ?? DIGITS.exec(text)
  if (m) return fromParts(Number(m[1]), Number(m[2]), m[3] === undefined ? 1 : Number(m[3]), cleaned, code)
  const d = DAY_FIRST.exec(text)
  if (d && Number(d[1]) > 12) return fromParts(Number(d[3]), Number(d[2]), Number(d[1]), true, code)
  if (d && Number(d[2]) > 12) return fromParts(Number(d[3]), Number(d[1]), Number(d[2]), true, code)
  return /^\d{5}(\.\d+)?$/.test(text) ? fromNumber(Number(text), code) : bad(code)
}

/** 二〇一五年三月十八日, 2015年三月: in figures. Anything else is left as it is. */
function inDigits(text: string): string {
  const m =
    /^([\d零〇○一二三四五六七八九]{4})年([\d一二三四五六七八九十]{1,2})月(?:([\d一二三四五六七八九十廿]{1,3})[日号])?$/.exec(
      text,
    )
  if (!m) return text
  const part = (t: string | undefined) => (t === undefined || /^\d+$/.test(t) ? t : chineseNumber(t))
  const year = /^\d{4}$/.test(m[1]!) ? m[1] : chineseDigits(m[1]!)
  const [month, day] = [part(m[2]), part(m[3])]
  return year && month && day !== null ? `${year}年${month}月${day === undefined ? '' : `${day}日`}` : text
}

function fromNumber(value: number, code: string): Reading<string> {
  if (value >= FIRST_SERIAL && value < LAST_SERIAL) {
    return good(new Date(SERIAL_EPOCH_MS + Math.floor(value) * DAY_MS).toISOString().slice(0, 10), true)
  }
  const m = Number.isInteger(value) ? DIGITS.exec(String(value)) : null
  return m ? fromParts(Number(m[1]), Number(m[2]), m[3] === undefined ? 1 : Number(m[3]), true, code) : bad(code)
}

function fromParts(year: number, month: number, day: number, cleaned: boolean, code: string): Reading<string> {
  if (year < 1900 || year > 2200 || !isCalendarDay(year, month, day)) return bad(code)
  const two = (n: number) => String(n).padStart(2, '0')
  return good(`${year}-${two(month)}-${two(day)}`, cleaned)
}
