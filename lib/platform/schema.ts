/**
 * The JSON forms of the platform's values as zod schemas: what goes in is text, what comes out is exact.
 * A bad value is reported with an error code as its message (E_NUMBER, E_DATE, E_ID), in the field it concerns.
 */
import { z } from 'zod'
import { type PlainDate, parseDate } from './dates'
import { type Fen, type Ppm, parsePercent, parseYuan } from './money'
import { parseRatio, type Ratio } from './ratio'

/** Text through a parser that answers null for what it cannot read. */
function parsed<T>(pattern: RegExp, code: string, parse: (text: string) => T | null) {
  return z
    .string()
    .regex(pattern, { error: code, abort: true })
    .transform((text, ctx): T => {
      const value = parse(text)
      if (value !== null) return value
      ctx.addIssue({ code: 'custom', message: code, params: { code } })
      return z.NEVER
    })
}

/** An amount of zero or more, a decimal string in yuan with at most two places → Fen. */
export const zYuan = parsed<Fen>(/^\d{1,15}(\.\d{1,2})?$/, 'E_NUMBER', parseYuan)
/** Like zYuan, also below zero (a loss, a correction). */
export const zSignedYuan = parsed<Fen>(/^-?\d{1,15}(\.\d{1,2})?$/, 'E_NUMBER', parseYuan)
/** A rate or share of zero or more, a decimal string in percent with at most four places → Ppm ("4.35" → 43500). */
export const zPercent = parsed<Ppm>(/^\d{1,7}(\.\d{1,4})?$/, 'E_NUMBER', parsePercent)
/** Like zPercent, also below zero (growth, a year-on-year change). */
export const zSignedPercent = parsed<Ppm>(/^-?\d{1,7}(\.\d{1,4})?$/, 'E_NUMBER', parsePercent)
/** A civil date, YYYY-MM-DD and real → PlainDate. */
export const zDate = parsed<PlainDate>(/^\d{4}-\d{2}-\d{2}$/, 'E_DATE', parseDate)
/** An exact decimal of zero or more as text (days, times, coefficients) → Ratio. */
export const zDecimal = parsed<Ratio>(/^\d{1,15}(\.\d{1,12})?$/, 'E_NUMBER', parseRatio)
/** The id of an object: opaque to callers, a UUID to us. */
export const zId = z.guid({ error: 'E_ID' })
/** A share of a whole: 0 to 100 % → Ppm. */
export const zShare = zPercent.refine((ppm) => ppm <= 1_000_000, 'E_RANGE')
/** A count, as a number or in digits. */
export const zWhole = z.union([
  z.int().min(0, 'E_RANGE').max(1_000_000_000, 'E_RANGE'),
  z
    .string()
    .regex(/^\d{1,9}$/, { error: 'E_NUMBER', abort: true })
    .transform(Number),
])
/** A measured quantity that is not money (days, times, a coefficient), as a number or a decimal string → Ratio. */
export const zQuantity = z.union([
  zDecimal,
  z
    .number()
    .min(0, 'E_RANGE')
    .max(1_000_000_000, 'E_RANGE')
    .transform((n, ctx): Ratio => {
      const value = parseRatio(String(n))
      if (value !== null) return value
      ctx.addIssue({ code: 'custom', message: 'E_NUMBER' })
      return z.NEVER
    }),
])
