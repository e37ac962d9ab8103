import { plainText } from './header-text'
import type { SheetRow } from './sheet-rows'

/** Units in which operators write amounts, and what one is in yuan. */
export const MONEY_UNITS = { 元: 1n, 千元: 1_000n, 万元: 10_000n, 百万元: 1_000_000n, 亿元: 100_000_000n } as const
export type MoneyUnit = keyof typeof MONEY_UNITS

/** The same as words of messages, which say them in the reader's language. */
export const UNIT_WORDS = {
  元: 'YUAN',
  千元: 'THOUSAND',
  万元: 'WAN',
  百万元: 'MILLION',
  亿元: 'YI',
} as const satisfies Record<MoneyUnit, string>

const IN_HEADER = /(百万|亿|万|千)?元|[(（]\s*(百万|亿|万|千)\s*[)）]|\b(yuan|rmb|cny)\b/i
const TEN_THOUSAND = /10k\s*(yuan|rmb|cny)|万/i

/** The unit that a heading names: 申请金额(万元), 年营业额/万, Amount (yuan). Null when it names none. */
export function unitInHeader(header: string): MoneyUnit | null {
  const text = plainText(header)
  if (/10k\s*(yuan|rmb|cny)/i.test(text)) return '万元'
  const m = IN_HEADER.exec(text)
  if (m) return toUnit(m[1] ?? m[2])
  return TEN_THOUSAND.test(text) ? '万元' : null
}

function toUnit(multiple: string | undefined): MoneyUnit {
  switch (multiple) {
    case '百万':
      return '百万元'
    case '亿':
      return '亿元'
    case '万':
      return '万元'
    case '千':
      return '千元'
    default:
      return '元'
  }
}

const ABOVE = /(?:单位|金额单位|货币单位|unit)\s*[::]?\s*(?:人民币|rmb|cny)?\s*[(]?\s*(百万|亿|万|千)?\s*(元|yuan)/i

/** The unit stated above the table ("单位:万元"); the line nearest to the header counts. */
export function unitAbove(rows: SheetRow[]): MoneyUnit | null {
  for (const row of rows.toReversed()) {
    for (const cell of row.cells) {
      if (typeof cell !== 'string') continue
      const m = ABOVE.exec(plainText(cell))
      if (m) return toUnit(m[1])
    }
  }
  return null
}
