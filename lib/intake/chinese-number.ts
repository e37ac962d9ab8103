/** Whole numbers in Chinese characters, as lists write tenors and dates: 十二个月, 二〇一五年三月. */

const DIGIT: Record<string, number> = {}
for (const row of ['零一二三四五六七八九', '〇壹贰叁肆伍陆柒捌玖', '○壹两'])
  for (const [i, c] of [...row].entries()) DIGIT[c] ??= i
DIGIT.貳 = 2
DIGIT.陸 = 6
const UNIT: Record<string, number> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 }
const SECTION: Record<string, bigint> = { 万: 10_000n, 萬: 10_000n, 亿: 100_000_000n, 億: 100_000_000n }

/**
 * The number as decimal digits; null for what is none, and for what people read in two ways: 两万五 (25,000, not 20,005),
 * 一百五. A row of bare digits (二〇一五) is none here: see `chineseDigits`.
 */
export function chineseNumber(text: string): string | null {
  if (text === '' || !/[十拾百佰千仟万萬亿億]/.test(text)) return [...text].length === 1 ? chineseDigits(text) : null
  let total = 0n
  let section = 0n
  /** the digit that waits for its unit; −1: none */
  let waiting = -1
  let lastUnit = 10_000
  let lastSection = 10n ** 12n
  let zero = false
  for (const c of text) {
    const digit = DIGIT[c]
    const unit = UNIT[c]
    const large = SECTION[c]
    if (digit !== undefined) {
      if (digit === 0) {
        if (waiting >= 0) return null
        zero = true
        continue
      }
      if (waiting >= 0) return null
      waiting = digit
    } else if (unit !== undefined) {
      if (unit >= lastUnit || (waiting < 0 && unit !== 10)) return null
      section += BigInt((waiting < 0 ? 1 : waiting) * unit)
      waiting = -1
      lastUnit = unit
      zero = false
    } else if (large !== undefined) {
      if (large >= lastSection) return null
      if (waiting >= 0) section += BigInt(waiting)
      if (section === 0n) return null
      total += section * large
      section = 0n
      waiting = -1
      lastUnit = 10_000
      lastSection = large
      zero = false
    } else return null
  }
  if (waiting >= 0) {
    // a last digit without its unit stands for ones only behind a ten or a zero
    if (!zero && lastUnit !== 10) return null
    section += BigInt(waiting)
  }
  return (total + section).toString()
}

/** 二〇一五 → 2015: digits one by one. */
export function chineseDigits(text: string): string | null {
  const digits = [...text].map((c) => DIGIT[c])
  return text !== '' && digits.every((d) => d !== undefined) ? digits.join('') : null
}
