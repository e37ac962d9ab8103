/**
 * The axis of an indicator cut into the stretches that the same bins cover: what a person sees while they type edges.
 * A stretch that no bin covers is a gap, one that several cover an overlap (§3.0-1).
 */
import { compare, parseRatio, type Ratio } from '@/lib/platform/ratio'
import { binText, inBin, wholeEdges } from './bins'
import type { RangeBin, RangeIndicator } from './card'

export type Stretch = {
  /** null: to infinity, or to the end of what can be true */
  from: string | null
  fromInclusive: boolean
  to: string | null
  toInclusive: boolean
  /** indexes of the bins that cover it */
  bins: number[]
  problem: 'GAP' | 'OVERLAP' | null
}

/** Stretches from low to high inside what can be true; null while an edge is not a number. */
export function stretchesOf(indicator: RangeIndicator): Stretch[] | null {
  const edges = [indicator.min, indicator.max, ...indicator.bins.flatMap((b) => [b.lower, b.upper])]
  if (edges.some((e) => e !== null && !parseRatio(e))) return null
  return merge(indicator.integer ? wholePieces(indicator) : pieces(indicator))
}

type Piece = Omit<Stretch, 'problem'>

/** Between two neighbouring edges lies one open piece, on each edge one point: bins can only change there. */
function pieces({ min, max, bins }: RangeIndicator): Piece[] {
  const edges = distinct([min, max, ...bins.flatMap((b) => [b.lower, b.upper])])
  const covering = (fits: (bin: RangeBin) => boolean): number[] => bins.flatMap((b, i) => (fits(b) ? [i] : []))
  const all: Piece[] = []
  for (let i = 0; i <= edges.length; i++) {
    const [from, to] = [edges[i - 1] ?? null, edges[i] ?? null]
    all.push({ from, fromInclusive: false, to, toInclusive: false, bins: covering((b) => spans(b, from, to)) })
    if (to !== null)
      all.push({
        from: to,
        fromInclusive: true,
        to,
        toInclusive: true,
        bins: covering((b) => inBin(b, parseRatio(to)!)),
      })
  }
  return all.filter((p) => !below(p, min) && !above(p, max))
}

function spans(bin: RangeBin, from: string | null, to: string | null): boolean {
  const low = bin.lower === null || (from !== null && order(bin.lower, from) <= 0)
  return low && (bin.upper === null || (to !== null && order(bin.upper, to) >= 0))
}

const below = (p: Piece, min: string | null): boolean =>
  min !== null && p.to !== null && (order(p.to, min) < 0 || (order(p.to, min) === 0 && !p.toInclusive))
const above = (p: Piece, max: string | null): boolean =>
  max !== null && p.from !== null && (order(p.from, max) > 0 || (order(p.from, max) === 0 && !p.fromInclusive))

/** Whole numbers: [0,3] and [4,6] touch, nothing lies between. */
function wholePieces(indicator: RangeIndicator): Piece[] {
  const domain = wholeEdges({
    lower: indicator.min,
    lowerInclusive: true,
    upper: indicator.max,
    upperInclusive: true,
    points: 0,
  })
  const ranges = indicator.bins.map(wholeEdges)
  const starts = [...ranges, domain].flatMap((r) => [r.first, r.last === null ? null : r.last + 1n])
  const cuts = [...new Set(starts.filter((n) => n !== null))].sort((a, b) => (a < b ? -1 : 1))
  const all: Piece[] = []
  for (let i = 0; i <= cuts.length; i++) {
    const from = cuts[i - 1] ?? null
    const next = cuts[i] ?? null
    const to = next === null ? null : next - 1n
    const outside =
      (domain.first !== null && (from === null || from < domain.first)) ||
      (domain.last !== null && (to === null || to > domain.last))
    if (outside) continue
    const covers = (r: { first: bigint | null; last: bigint | null }): boolean =>
      (r.first === null || (from !== null && r.first <= from)) && (r.last === null || (to !== null && r.last >= to))
    all.push({
      from: from === null ? null : `${from}`,
      fromInclusive: true,
      to: to === null ? null : `${to}`,
      toInclusive: true,
      bins: ranges.flatMap((r, n) => (covers(r) ? [n] : [])),
    })
  }
  return all
}

function merge(all: Piece[]): Stretch[] {
  const merged: Stretch[] = []
  for (const p of all) {
    const last = merged.at(-1)
    if (last && last.bins.join() === p.bins.join()) {
      last.to = p.to
      last.toInclusive = p.toInclusive
    } else merged.push({ ...p, problem: p.bins.length === 1 ? null : p.bins.length === 0 ? 'GAP' : 'OVERLAP' })
  }
  return merged
}

const order = (a: string, b: string): number => compare(parseRatio(a) as Ratio, parseRatio(b) as Ratio)

function distinct(edges: readonly (string | null)[]): string[] {
  const known = edges.filter((e) => e !== null).sort(order)
  return known.filter((e, i) => i === 0 || order(known[i - 1]!, e) !== 0)
}

/** The stretch as a banker writes a bin: "[5, 10)", "≥ 100", "4–6", "= 5". */
export function stretchText(indicator: RangeIndicator, s: Stretch): string {
  if (s.from !== null && s.from === s.to) return indicator.integer ? s.from : `= ${s.from}`
  const bin = { lower: s.from, lowerInclusive: s.fromInclusive, upper: s.to, upperInclusive: s.toInclusive, points: 0 }
  return binText({ ...indicator, bins: [bin] }, 0)
}
