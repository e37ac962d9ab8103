/**
 * Cards as JSON files for export and import (§3.0): snake_case keys, bin edges as numbers. The same shape with nothing
 * filled in yet is how a draft is kept while people work on it.
 */
import { z } from 'zod'
import { MODES } from '@/lib/plans/rules/grades'
import { type Card, EVERYWHERE, UNITS } from './rules/card'
import { CARD_CODE } from './rules/publish'

type Parts = {
  text: z.ZodType<string, string>
  code: z.ZodType<string, string>
  edge: z.ZodType<string, string | number>
}

const decimal = z.union([z.number().transform(String), z.string()])
/** A file: names and codes are there, an edge is a number or its decimal text, kept as text exactly as written. */
const FILE: Parts = {
  text: z.string().trim().min(1).max(200),
  code: z.string().regex(CARD_CODE),
  edge: decimal.pipe(z.string().regex(/^-?\d{1,15}(\.\d{1,12})?$/)),
}
/** A draft: anything of bearable length; what is missing or wrong is said by `publishProblems`. */
const DRAFT: Parts = {
  text: z.string().max(200),
  code: z.string().max(40),
  edge: decimal.pipe(z.string().max(30)),
}

const whole = z.int().min(0).max(1_000_000)
const ppm = z.int().min(0).max(1_000_000)
const codes = z.array(z.string().min(1).max(40)).max(50)
const scope = z.strictObject({
  markets: codes.min(1).nullable().default(null),
  trades: codes.min(1).nullable().default(null),
  modes: z.array(z.enum(MODES)).min(1).nullable().default(null),
})

function cardShape({ text, code, edge }: Parts) {
  const end = edge.nullable()
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
    min: end.default(null),
    max: end.default(null),
    bins: z
      .array(
        z.strictObject({
          lower: end,
          lower_inclusive: z.boolean(),
          upper: end,
          upper_inclusive: z.boolean(),
          points: whole,
        }),
      )
      .max(60),
  })
  const enumIndicator = z.strictObject({
    ...indicatorBase,
    type: z.literal('ENUM'),
    bins: z.array(z.strictObject({ value: code, name_zh: text, name_en: text, points: whole })).max(60),
  })
  const veto = z.strictObject({
    code,
    name_zh: text,
    name_en: text,
    waivable: z.boolean(),
    test: z
      .strictObject({
        indicator: code,
        below: end.default(null),
        above: end.default(null),
        above_by_market_grade: z
          .array(z.strictObject({ market_grade: text, above: edge }))
          .max(20)
          .default([]),
      })
      .nullable(),
  })
  const base = {
    code,
    version: z.int().min(1).default(1),
    title_zh: text,
    title_en: text,
    effective_from: z.iso.date().nullable().default(null),
    applies_to: scope.nullable().optional(),
    missing_points_allowed: whole.default(20),
    dimensions: z.array(z.strictObject({ code, name_zh: text, name_en: text })).max(30),
    indicators: z.array(z.discriminatedUnion('type', [rangeIndicator, enumIndicator])).max(100),
    vetoes: z.array(veto).max(60),
  }
  const market = z.strictObject({
    ...base,
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
          modes: z.array(z.enum(MODES)).nullable(),
          limit_share_ppm: ppm.nullable(),
          validity_months: z.int().min(1).nullable(),
          cooling_off_months: z.int().min(1).nullable(),
        }),
      )
      .max(20),
  })
  const customer = z.strictObject({
    ...base,
    kind: z.literal('CUSTOMER'),
    grades: z
      .array(
        z.strictObject({
          grade: text,
          min_score: whole,
          decision: z.enum(['ADMITTED', 'NOT_ADMITTED']),
          only_in_market_grades: z.array(text).nullable(),
          coefficient_ppm: ppm,
          add_on_bps: z.int().min(-10_000).max(10_000).nullable(),
          cooling_off_months: z.int().min(1).nullable(),
        }),
      )
      .max(20),
    thresholds: z.array(z.strictObject({ market_grade: text, threshold: whole })).max(20),
  })
  return z.discriminatedUnion('kind', [market, customer])
}

/** The file's schema; its JSON form is what `cardToJson` writes. Publishing asks `publishProblems` besides. */
export const CardJson = cardShape(FILE)
/** The form in which a draft is sent and kept; its JSON form is what `cardToJson` writes. */
export const CardDraftJson = cardShape(DRAFT)

/** The cards that every bank starts with are used everywhere; another card without a scope is used nowhere by itself. */
const STANDARD_CODES = ['MSC-DEFAULT', 'CSC-DEFAULT']

/** A card from its file. Throws a ZodError that names every wrong field. */
export function cardFromJson(json: unknown): Card {
  return cardOf(CardJson.parse(json))
}

/** A card as far as it has come. Throws a ZodError only where the shape itself is wrong. */
export function cardFromDraft(json: unknown): Card {
  return cardOf(CardDraftJson.parse(json))
}

function cardOf(parsed: z.output<typeof CardJson>): Card {
  const everywhere = STANDARD_CODES.includes(parsed.code) ? EVERYWHERE : null
  const applies_to = parsed.applies_to === undefined ? everywhere : parsed.applies_to
  return rename({ ...parsed, applies_to }, camelCase) as Card
}

/** The file of a card: edges become numbers, as the shape of §3.0 has them. */
export function cardToJson(card: Card): CardFile {
  return rename(card, snakeCase, (key, value) => (EDGES.has(key) ? asNumber(value) : value)) as CardFile
}
export type CardFile = z.input<typeof CardJson>

const EDGES = new Set(['lower', 'upper', 'min', 'max', 'below', 'above'])
/** As a number when that loses nothing, else as the text it is. */
const asNumber = (value: unknown): unknown =>
  typeof value === 'string' && value !== '' && String(Number(value)) === value ? Number(value) : value
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
