/**
 * Money is a whole number of fen (1 yuan = 100 fen) held in a bigint, everywhere: database, TypeScript, ledger.
 * It becomes a decimal string in yuan only at the edges (JSON, screen, document). A float never touches it.
 */
import { type Ratio, ratio, roundRatio } from './ratio'

/** An amount in fen. */
export type Fen = bigint

/** A rate in parts per million: 4.35 % = 43_500. Whole numbers only. */
export type Ppm = number

export const WAN: Fen = 1_000_000n

export type Rounding = 'HALF_UP' | 'FLOOR' | 'CEIL'

/** a × num ÷ den, rounded once. Negative amounts round away from zero on a half (HALF_UP of their size). */
export function mulDiv(a: Fen, num: bigint, den: bigint, rounding: Rounding = 'HALF_UP'): Fen {
  return roundRatio(ratio(a * num, den), rounding)
}

/** amount × rate, rounded half up to the fen. */
export function mulRate(a: Fen, rate: Ppm, rounding: Rounding = 'HALF_UP'): Fen {
  return mulDiv(a, BigInt(rate), 1_000_000n, rounding)
}

/** The largest whole multiple of `step` that is not above `a` (floor_10k: step = 10_000 yuan). Never below zero. */
export function floorTo(a: Fen, step: Fen): Fen {
  return a <= 0n ? 0n : (a / step) * step
}

export function sumFen(values: Iterable<Fen>): Fen {
  let total = 0n
  for (const v of values) total += v
  return total
}

export function minFen(first: Fen, ...rest: Fen[]): Fen {
  return rest.reduce((m, v) => (v < m ? v : m), first)
}

export function maxFen(first: Fen, ...rest: Fen[]): Fen {
  return rest.reduce((m, v) => (v > m ? v : m), first)
}

const YUAN_RE = /^(-?)(\d{1,15})(?:\.(\d{1,2}))?$/

/** "500000.00" → 50_000_000n. Returns null for anything that is not a decimal string with at most two places. */
export function parseYuan(text: string): Fen | null {
  const m = YUAN_RE.exec(text)
  if (!m) return null
  const fen = BigInt(m[2]!) * 100n + BigInt((m[3] ?? '').padEnd(2, '0') || '0')
  return m[1] ? -fen : fen
}

/** Like parseYuan, for literals known to be right; throws on a bad one. */
export function yuan(text: string): Fen {
  const fen = parseYuan(text)
  if (fen === null) throw new RangeError(`not an amount in yuan: ${text}`)
  return fen
}

/** 50_000_000n → "500000.00" (the JSON form: two places, no separators). */
export function toYuan(fen: Fen): string {
  const abs = fen < 0n ? -fen : fen
  return `${fen < 0n ? '-' : ''}${abs / 100n}.${(abs % 100n).toString().padStart(2, '0')}`
}

/** 50_000_000n → "500,000.00" (the screen form). */
export function formatYuan(fen: Fen): string {
  const [int, frac] = toYuan(fen).split('.')
  return `${int!.replace(/\B(?=(\d{3})+(?!\d))/g, ',')}.${frac}`
}

/** 98_000_000n → "98" ; 98_765_400n → "98.7654": the amount in 万元 without loss. */
export function formatWan(fen: Fen): string {
  const abs = fen < 0n ? -fen : fen
  const frac = (abs % WAN).toString().padStart(6, '0').replace(/0+$/, '')
  const int = (abs / WAN).toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return `${fen < 0n ? '-' : ''}${int}${frac ? `.${frac}` : ''}`
}

const PERCENT_RE = /^(-?)(\d{1,7})(?:\.(\d{1,4}))?$/

/** "4.35" (percent) → 43_500 ppm. At most four decimal places; null otherwise. */
export function parsePercent(text: string): Ppm | null {
  const m = PERCENT_RE.exec(text)
  if (!m) return null
  const ppm = Number(m[2]) * 10_000 + Number((m[3] ?? '').padEnd(4, '0') || '0')
  return m[1] ? -ppm : ppm
}

/** 43_500 ppm → "4.35" (percent, at least two places, no trailing zeros beyond them). */
export function toPercent(ppm: Ppm): string {
  const abs = Math.abs(ppm)
  const frac = (abs % 10_000)
    .toString()
    .padStart(4, '0')
    .replace(/0{1,2}$/, '')
  return `${ppm < 0 ? '-' : ''}${Math.floor(abs / 10_000)}.${frac}`
}

const DIGITS = '零壹贰叁肆伍陆柒捌玖'
const UNITS = ['', '拾', '佰', '仟']
const GROUPS = ['', '万', '亿', '万亿']

/** Formal Chinese amount for contracts: 98_000_000n → 人民币玖拾捌万元整. */
export function toChineseUpper(fen: Fen): string {
  if (fen < 0n) return `人民币负${toChineseUpper(-fen).slice(3)}`
  const int = (fen / 100n).toString()
  const jiao = Number((fen / 10n) % 10n)
  const fenDigit = Number(fen % 10n)
  let out = ''
  if (int !== '0') {
    const groups: string[] = []
    for (let end = int.length; end > 0; end -= 4) groups.unshift(int.slice(Math.max(0, end - 4), end))
    let zero = false
    groups.forEach((group, gi) => {
      let part = ''
      for (let i = 0; i < group.length; i++) {
        const d = Number(group[i])
        if (d === 0) {
          zero = out !== '' || part !== ''
          continue
        }
        if (zero) part += '零'
        zero = false
        part += DIGITS[d]! + UNITS[group.length - 1 - i]!
      }
      if (part) out += part + GROUPS[groups.length - 1 - gi]!
    })
    out += '元'
  }
  if (jiao === 0 && fenDigit === 0) return `人民币${out || '零元'}整`
  if (jiao > 0) out += `${DIGITS[jiao]}角`
  else if (out) out += '零'
  out += fenDigit > 0 ? `${DIGITS[fenDigit]}分` : '整'
  return `人民币${out}`
}

export type { Ratio }
