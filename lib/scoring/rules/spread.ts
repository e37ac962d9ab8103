/**
 * How the values of a batch lie, indicator by indicator, and which merchants stand far from the rest: a value outside
 * Tukey's fences (1.5 times the middle half's width) asks a person to look at it, it decides nothing.
 */
import type { Card, Indicator } from './card'

export type SpreadItem = { id: string; values: Readonly<Record<string, string>> }

export type FiveNumbers = { low: number; q1: number; median: number; q3: number; high: number }
export type Outlier = { id: string; value: string; side: 'LOW' | 'HIGH' }

export type RangeSpread = {
  type: 'RANGE'
  code: string
  known: number
  missing: number
  numbers: FiveNumbers | null
  /** the fences; what lies outside is an outlier. Null with fewer than five values, or when the middle half is one value */
  fences: { low: number; high: number } | null
  outliers: Outlier[]
}
export type EnumSpread = {
  type: 'ENUM'
  code: string
  known: number
  missing: number
  options: { value: string; count: number }[]
}
export type Spread = RangeSpread | EnumSpread

/** Fewer values than this have no middle half to stand apart from. */
const LEAST = 5
const FENCE = 1.5

export function batchSpread(card: Pick<Card, 'indicators'>, items: readonly SpreadItem[]): Spread[] {
  return card.indicators.map((i) => (i.type === 'ENUM' ? enumSpread(i, items) : rangeSpread(i.code, items)))
}

function enumSpread(indicator: Extract<Indicator, { type: 'ENUM' }>, items: readonly SpreadItem[]): EnumSpread {
  const known = items.filter((i) => i.values[indicator.code])
  return {
    type: 'ENUM',
    code: indicator.code,
    known: known.length,
    missing: items.length - known.length,
    options: indicator.bins.map((b) => ({
      value: b.value,
      count: known.filter((i) => i.values[indicator.code] === b.value).length,
    })),
  }
}

export function rangeSpread(code: string, items: readonly SpreadItem[]): RangeSpread {
  const known = items.flatMap((i) => {
    const text = i.values[code]
    return text ? [{ id: i.id, text, value: Number(text) }] : []
  })
  const numbers = fiveNumbers(known.map((k) => k.value))
  const width = numbers ? numbers.q3 - numbers.q1 : 0
  const fences =
    numbers && known.length >= LEAST && width > 0
      ? { low: numbers.q1 - FENCE * width, high: numbers.q3 + FENCE * width }
      : null
  return {
    type: 'RANGE',
    code,
    known: known.length,
    missing: items.length - known.length,
    numbers,
    fences,
    outliers: fences
      ? known
          .filter((k) => k.value < fences.low || k.value > fences.high)
          .sort((a, b) => a.value - b.value)
          .map((k) => ({ id: k.id, value: k.text, side: k.value < fences.low ? 'LOW' : 'HIGH' }))
      : [],
  }
}

/** Minimum, quartiles and maximum; quartiles between two values by their distance (the common spreadsheet rule). */
export function fiveNumbers(values: readonly number[]): FiveNumbers | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number): number => {
    const place = (sorted.length - 1) * share
    const below = Math.floor(place)
    const low = sorted[below]!
    return low + ((sorted[below + 1] ?? low) - low) * (place - below)
  }
  return { low: sorted[0]!, q1: at(0.25), median: at(0.5), q3: at(0.75), high: sorted.at(-1)! }
}

/** How often each merchant stands apart, most often first. */
export function apartCounts(spreads: readonly Spread[]): { id: string; codes: string[] }[] {
  const by = new Map<string, string[]>()
  for (const s of spreads)
    if (s.type === 'RANGE') for (const o of s.outliers) by.set(o.id, [...(by.get(o.id) ?? []), s.code])
  return [...by].map(([id, codes]) => ({ id, codes })).sort((a, b) => b.codes.length - a.codes.length)
}
