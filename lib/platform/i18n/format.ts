/**
 * Figures as people of a bank read them. Money is given as Fen (bigint) or as the JSON form in yuan ("980000.00"),
 * rates as Ppm (number) or percent text ("4.35"), dates as PlainDate or ISO text, instants as Date or RFC 3339 text.
 * Tables and forms use the ISO form of dates in both languages; `formatDateLong` is for prose and documents.
 */
import { type Fen, formatWan, formatYuan, type Ppm, parsePercent, parseYuan, toChineseUpper, toPercent } from '../money'
import { type Locale, TIME_ZONE } from './locale'

export type MoneyInput = Fen | string
export type MoneyUnit = 'yuan' | 'wan'

/** Fen of either form; null for text that is no amount. */
export function toFen(value: MoneyInput): Fen | null {
  return typeof value === 'bigint' ? value : parseYuan(value)
}

/** 98_000_000n → "980,000.00" (yuan) or "98" (wan). Text that is no amount comes back as it is. */
export function formatMoney(value: MoneyInput, unit: MoneyUnit = 'yuan'): string {
  const fen = toFen(value)
  if (fen === null) return String(value)
  return unit === 'wan' ? formatWan(fen) : formatYuan(fen)
}

/** The amount in yuan with its sign before the currency's: "¥980,000.00", "-¥1.20". For prose and other units' titles. */
export function formatCurrency(value: MoneyInput): string {
  const text = formatMoney(value)
  return text.startsWith('-') ? `-¥${text.slice(1)}` : `¥${text}`
}

/** 大写: 人民币玖拾捌万元整; empty for text that is no amount. The same in both languages, as on a contract. */
export function formatUpper(value: MoneyInput): string {
  const fen = toFen(value)
  return fen === null ? '' : toChineseUpper(fen)
}

/** 43_500 or "4.35" → "4.35%". */
export function formatPercent(value: Ppm | string): string {
  const ppm = typeof value === 'number' ? value : parsePercent(value)
  return ppm === null ? String(value) : `${toPercent(ppm)}%`
}

/** Whole or decimal counts with separators: 12345 → "12,345". Text keeps its decimals exactly. */
export function formatCount(value: number | bigint | string): string {
  const [int = '', frac] = String(value).split('.')
  const grouped = int.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return frac === undefined ? grouped : `${grouped}.${frac}`
}

type DateInput = string | { toString(): string }

/** "2026-03-21" in both languages. */
export function formatDate(value: DateInput): string {
  return value.toString().slice(0, 10)
}

/** 2026年3月21日 / 21 March 2026. */
export function formatDateLong(locale: Locale, value: DateInput): string {
  const at = new Date(`${formatDate(value)}T00:00:00Z`)
  if (Number.isNaN(at.getTime())) return value.toString()
  return new Intl.DateTimeFormat(intl(locale), { dateStyle: 'long', timeZone: 'UTC' }).format(at)
}

type InstantInput = Date | string

/** "2026-03-21 14:05" in the bank's zone; with `seconds` also ":09". */
export function formatInstant(value: InstantInput, seconds = false): string {
  const at = typeof value === 'string' ? new Date(value) : value
  if (Number.isNaN(at.getTime())) return String(value)
  const parts = Object.fromEntries(INSTANT.formatToParts(at).map((p) => [p.type, p.value]))
  const day = `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}`
  return seconds ? `${day}:${parts.second}` : day
}

const INSTANT = new Intl.DateTimeFormat('en-GB', {
  timeZone: TIME_ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

/** 3.4 MB: sizes of files, in powers of 1024 to one decimal. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB']
  let n = bytes
  let u = 0
  while (n >= 1024 && u < units.length - 1) {
    n /= 1024
    u++
  }
  return `${u === 0 ? n : n.toFixed(1)} ${units[u]}`
}

/** Names or codes in a row as the language separates them: 甲、乙、丙 / A, B, C. */
export function formatList(locale: string, items: readonly string[]): string {
  return items.join(locale === 'en' ? ', ' : '、')
}

/** Sentences in a row: 甲；乙 / A; B. */
export function formatClauses(locale: string, items: readonly string[]): string {
  return items.join(locale === 'en' ? '; ' : '；')
}

/** Whole sentences one after the other: a Chinese full stop has its own space. */
export function formatSentences(locale: string, sentences: readonly string[]): string {
  return sentences.join(locale === 'en' ? ' ' : '')
}

/** What something is called, before what is said of it: 金额：… / Amount: … */
export function formatLabelled(locale: string, label: string, text: string): string {
  return `${label}${locale === 'en' ? ': ' : '：'}${text}`
}

const intl = (locale: Locale): string => (locale === 'en' ? 'en-GB' : 'zh-CN')
