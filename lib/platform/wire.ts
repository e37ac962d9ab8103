/**
 * The JSON form of values that leave the system: one converter for every answer of the API and of server actions.
 * `limitFen: 98000000n` → `"limit": "980000.00"`, `ratePpm: 38000` → `"rate": "3.80"`, PlainDate → ISO, Date → RFC 3339.
 */
import { type Fen, type Ppm, toPercent, toYuan } from './money'

/** The type of `toWire(x)`: keys lose their Fen / Ppm suffix, values become JSON. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined }

type WireKey<K> = K extends `${infer Stem}${'Fen' | 'Ppm'}` ? (Stem extends '' ? K : Stem) : K

/** The static form of `toWire(x)`: suffixes gone, bigint, rates and dates as text. */
export type Wire<T, K = ''> = T extends null | undefined
  ? null
  : T extends bigint | Date | Temporal.PlainDate | Temporal.Instant
    ? string
    : T extends number
      ? K extends `${string}Ppm`
        ? string
        : T
      : T extends string | boolean
        ? T
        : T extends readonly (infer Item)[]
          ? Wire<Item, K>[]
          : T extends object
            ? { [P in keyof T as WireKey<P>]: Wire<T[P], P> }
            : T

export function toWire(value: unknown, key = ''): Json {
  if (value === null || value === undefined) return null
  if (typeof value === 'bigint') return key.endsWith('Fen') ? toYuan(value as Fen) : value.toString()
  if (typeof value === 'number') return key.endsWith('Ppm') ? toPercent(value as Ppm) : value
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Temporal.PlainDate || value instanceof Temporal.Instant) return value.toString()
  if (Array.isArray(value)) return value.map((v) => toWire(v, key))
  const out: { [key: string]: Json } = {}
  for (const [k, v] of Object.entries(value)) {
    if (v === undefined) continue
    out[wireKey(k)] = toWire(v, k)
  }
  return out
}

function wireKey(key: string): string {
  return key.length > 3 && (key.endsWith('Fen') || key.endsWith('Ppm')) ? key.slice(0, -3) : key
}

/** Lossless form for storing a command's answer (idempotency): bigint and dates survive the round trip. */
export function freeze(value: unknown): Json {
  if (typeof value === 'bigint') return { $fen: value.toString() }
  if (value instanceof Date) return { $at: value.toISOString() }
  if (value instanceof Temporal.PlainDate) return { $date: value.toString() }
  if (Array.isArray(value)) return value.map(freeze)
  if (value && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, v]) => v !== undefined)
        .map(([k, v]) => [k, freeze(v)]),
    )
  }
  return (value ?? null) as Json
}

export function thaw(value: Json): unknown {
  if (Array.isArray(value)) return value.map(thaw)
  if (value && typeof value === 'object') {
    const keys = Object.keys(value)
    if (keys.length === 1 && keys[0] === '$fen') return BigInt(value.$fen as string)
    if (keys.length === 1 && keys[0] === '$at') return new Date(value.$at as string)
    if (keys.length === 1 && keys[0] === '$date') return Temporal.PlainDate.from(value.$date as string)
    return Object.fromEntries(keys.map((k) => [k, thaw(value[k] as Json)]))
  }
  return value
}

/** JSON with sorted keys: the same value always gives the same text, so it can be hashed. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(freeze(value), (_k, v: unknown) =>
    v && typeof v === 'object' && !Array.isArray(v)
      ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1)))
      : v,
  )
}
