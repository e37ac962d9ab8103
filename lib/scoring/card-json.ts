/** Cards as JSON files for export and import (§3.0): snake_case keys, bin edges as numbers. */
import { z } from 'zod'
import { type Card, UNITS } from './rules/card'

const text = z.string().trim().min(1).max(200)
const code = z.string().regex(/^[A-Z][A-Z0-9_-]{0,39}$/)
const whole = z.int().min(0)
/** An edge: a number or its decimal text; kept as text, exactly as written. */
const edge = z
  .union([z.number().transform(String), z.string()])
  .pipe(z.string().regex(/^-?\d{1,15}(\.\d{1,12})?$/))
  .nullable()
const codes = z.array(z.string().min(1).max(40))

const indicatorBase = {
  code,
  dimension: code,
  name_zh: text,
  name_en: text,
  max_points: whole,
  required: z.boolean(),
  evidence: codes,
  derived_from: codes.default([]),
}
const rangeIndicator = z.strictObject({
  ...indicatorBase,
  type: z.literal('RANGE'),
  unit: z.enum(UNITS),
  integer: z.boolean().default(false),
  min: edge.default(null),
  max: edge.default(null),
  bins: z.array(
    z.strictObject({
      lower: edge,
      lower_inclusive: z.boolean(),
      upper: edge,
      upper_inclusive: z.boolean(),
      points: whole,
    }),
  ),
})
const enumIndicator = z.strictObject({
  ...indicatorBase,
  type: z.literal('ENUM'),
  bins: z.array(z.strictObject({ value: code, name_zh: text, name_en: text, points: whole })),
})

const veto = z.strictObject({
  code,
  name_zh: text,
  name_en: text,
  waivable: z.boolean(),
  test: z
    .strictObject({
      indicator: code,
      below: edge.default(null),
      above: edge.default(null),
      above_by_market_grade: z.array(z.strictObject({ market_grade: text, above: edge.unwrap() })).default([]),
    })
    .nullable(),
})

const cardBase = {
  code,
  version: z.int().min(1),
  title_zh: text,
  title_en: text,
  effective_from: z.iso.date().nullable(),
  missing_points_allowed: whole,
  dimensions: z.array(z.strictObject({ code, name_zh: text, name_en: text })),
  indicators: z.array(z.discriminatedUnion('type', [rangeIndicator, enumIndicator])).min(1),
  vetoes: z.array(veto),
}
const ppm = z.int().min(0).max(1_000_000)
const marketCard = z.strictObject({
  ...cardBase,
  kind: z.literal('MARKET'),
  grades: z
    .array(
      z.strictObject({
        grade: text,
        min_score: whole,
        decision: z.enum(['ADMIT', 'CONDITIONAL', 'REJECT']),
        coefficient_ppm: ppm,
        customer_threshold: whole.nullable(),
        share: z.strictObject({ num: z.int().min(1), den: z.int().min(1) }).nullable(),
        modes: z.array(z.enum(['JG', 'AF', 'GC', 'LI', 'PK', 'DF'])).nullable(),
        limit_share_ppm: ppm.nullable(),
        validity_months: z.int().min(1).nullable(),
        cooling_off_months: z.int().min(1).nullable(),
      }),
    )
    .min(1),
})
const customerCard = z.strictObject({
  ...cardBase,
  kind: z.literal('CUSTOMER'),
  grades: z
    .array(
      z.strictObject({
        grade: text,
        min_score: whole,
        decision: z.enum(['ADMITTED', 'NOT_ADMITTED']),
        only_in_market_grades: z.array(text).nullable(),
        coefficient_ppm: ppm,
        add_on_bps: z.int().nullable(),
        cooling_off_months: z.int().min(1).nullable(),
      }),
    )
    .min(1),
  thresholds: z.array(z.strictObject({ market_grade: text, threshold: whole })),
})

/** The file's schema; its JSON form is what `cardToJson` writes. Publishing asks `publishProblems` besides. */
export const CardJson = z.discriminatedUnion('kind', [marketCard, customerCard])
export type CardJson = z.output<typeof CardJson>

/** A card from its file. Throws a ZodError that names every wrong field. */
export function cardFromJson(json: unknown): Card {
  return rename(CardJson.parse(json), camelCase) as Card
}

/** The file of a card: edges become numbers, as the shape of §3.0 has them. */
export function cardToJson(card: Card): unknown {
  return rename(card, snakeCase, (key, value) => (EDGES.has(key) ? asNumber(value) : value))
}

const EDGES = new Set(['lower', 'upper', 'min', 'max', 'below', 'above'])
/** As a number when that loses nothing, else as the text it is. */
const asNumber = (value: unknown): unknown =>
  typeof value === 'string' && String(Number(value)) === value ? Number(value) : value
const camelCase = (key: string): string => key.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase())
const snakeCase = (key: string): string => key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)

/** The same tree with other key names; all keys of a card are field names, never codes. */
function rename(
  value: unknown,
  name: (key: string) => string,
  leaf: (key: string, value: unknown) => unknown = (_, v) => v,
  key = '',
): unknown {
  if (Array.isArray(value)) return value.map((v) => rename(v, name, leaf, key))
  if (value === null || typeof value !== 'object') return leaf(key, value)
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [name(k), rename(v, name, leaf, k)]))
}
