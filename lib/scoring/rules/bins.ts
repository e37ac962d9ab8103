/** Bins: which one a value falls in, how a person writes them, and short notations for building a card (§3.0-1, §3.0-2). */
import { compare, parseRatio, type Ratio } from '@/lib/platform/ratio'
import type { Indicator, OptionBin, RangeBin } from './card'

/** An edge or input known to be a plain decimal; throws otherwise. */
export function exact(text: string): Ratio {
  const r = parseRatio(text)
  if (!r) throw new RangeError(`not a decimal number: ${text}`)
  return r
}

/** A card has a few dozen edges, and every merchant is held against them. */
const EDGES = 4_096
const edges = new Map<string, Ratio>()

/** `exact` for the edges and limits of cards, each read once. */
export function edge(text: string): Ratio {
  const known = edges.get(text)
  if (known) return known
  if (edges.size >= EDGES) edges.clear()
  const read = exact(text)
  edges.set(text, read)
  return read
}

/** Exact comparison with both edges: no float, no rounding (§3.0-2). */
export function inBin(bin: RangeBin, value: Ratio): boolean {
  if (bin.lower !== null) {
    const c = compare(value, edge(bin.lower))
    if (c < 0 || (c === 0 && !bin.lowerInclusive)) return false
  }
  if (bin.upper !== null) {
    const c = compare(value, edge(bin.upper))
    if (c > 0 || (c === 0 && !bin.upperInclusive)) return false
  }
  return true
}

/** Index of the bin that holds the value; -1 when none does (a published card has no such value). */
export function binIndex(indicator: Indicator, value: string): number {
  if (indicator.type === 'ENUM') return indicator.bins.findIndex((b) => b.value === value)
  const v = exact(value)
  return indicator.bins.findIndex((b) => inBin(b, v))
}

/** A bin as a banker writes it: "≥ 100", "[50, 100)", "(60, 120]", "< 1"; whole numbers "4–6", "0". */
export function binText(indicator: Indicator, index: number): string {
  const bin = indicator.bins[index]
  if (!bin) return ''
  if (indicator.type === 'ENUM') return (bin as OptionBin).value
  const b = bin as RangeBin
  if (indicator.integer) return wholeText(b, indicator.min)
  if (b.lower === null && b.upper === null) return '(−∞, +∞)'
  if (b.upper === null) return `${b.lowerInclusive ? '≥' : '>'} ${b.lower}`
  if (b.lower === null) {
    // 0 years, 0 times: where the bin's edge is also the least that can be true, it is that one value
    if (b.upperInclusive && indicator.min !== null && compare(edge(indicator.min), edge(b.upper)) === 0) return b.upper
    return `${b.upperInclusive ? '≤' : '<'} ${b.upper}`
  }
  return `${b.lowerInclusive ? '[' : '('}${b.lower}, ${b.upper}${b.upperInclusive ? ']' : ')'}`
}

/** First and last whole number of a bin; null: open. */
export function wholeEdges(bin: RangeBin): { first: bigint | null; last: bigint | null } {
  return {
    first: bin.lower === null ? null : firstWhole(exact(bin.lower), bin.lowerInclusive),
    last: bin.upper === null ? null : lastWhole(exact(bin.upper), bin.upperInclusive),
  }
}

const floorOf = (r: Ratio): bigint => (r.num >= 0n ? r.num / r.den : -((-r.num + r.den - 1n) / r.den))

function firstWhole(r: Ratio, inclusive: boolean): bigint {
  if (r.den !== 1n) return floorOf(r) + 1n
  return inclusive ? r.num : r.num + 1n
}

function lastWhole(r: Ratio, inclusive: boolean): bigint {
  if (r.den !== 1n) return floorOf(r)
  return inclusive ? r.num : r.num - 1n
}

function wholeText(bin: RangeBin, min: string | null): string {
  const { first, last } = wholeEdges(bin)
  const from = first ?? (min === null ? null : firstWhole(exact(min), true))
  if (last === null) return from === null ? '(−∞, +∞)' : `≥ ${from}`
  if (from === null) return `≤ ${last}`
  return from === last ? `${from}` : `${from}–${last}`
}

type Step = { edge: string; points: number }

/** "100→8, 50→7": the edge and the points that lie on its good side. */
function readSteps(text: string): Step[] {
  return text.split(', ').map((part) => {
    const [edge = '', points = ''] = part.split('→')
    exact(edge)
    if (!/^\d+$/.test(points)) throw new RangeError(`not points: ${part}`)
    return { edge, points: Number(points) }
  })
}

/** The more the better, [a,b): `atLeast('100→8, 50→7', 0)` is ≥ 100 → 8, [50,100) → 7, < 50 → 0. */
export function atLeast(text: string, rest: number): RangeBin[] {
  const steps = readSteps(text)
  const bins = steps.map(({ edge, points }, i) => ({
    lower: edge,
    lowerInclusive: true,
    upper: steps[i - 1]?.edge ?? null,
    upperInclusive: false,
    points,
  }))
  const upper = steps.at(-1)!.edge
  return [...bins, { lower: null, lowerInclusive: false, upper, upperInclusive: false, points: rest }]
}

/** The less the better, [a,b): `below('1→4, 1.5→3', 0)` is < 1 → 4, [1,1.5) → 3, ≥ 1.5 → 0. */
export function below(text: string, rest: number): RangeBin[] {
  return rising(readSteps(text), rest, false)
}

/** The less the better, (a,b]: `upTo('60→3, 120→2', 0)` is ≤ 60 → 3, (60,120] → 2, > 120 → 0. */
export function upTo(text: string, rest: number): RangeBin[] {
  return rising(readSteps(text), rest, true)
}

function rising(steps: readonly Step[], rest: number, upperInclusive: boolean): RangeBin[] {
  const bins = steps.map(({ edge, points }, i) => ({
    lower: steps[i - 1]?.edge ?? null,
    lowerInclusive: i > 0 && !upperInclusive,
    upper: edge,
    upperInclusive,
    points,
  }))
  const lower = steps.at(-1)!.edge
  return [...bins, { lower, lowerInclusive: !upperInclusive, upper: null, upperInclusive: false, points: rest }]
}
