/** Vetoes: those that people or registers found, those that an input itself proves, and written waivers (§3.0-5, §3.0-7). */
import { compare } from '@/lib/platform/ratio'
import { edge, exact } from './bins'
import type { Card, VetoRule, VetoTest } from './card'
import type { MarketContext } from './decision'

export type VetoFindings = {
  /** hits that stand, in the card's order */
  hits: string[]
  /** those of them that the inputs prove by themselves, whether or not somebody marked them */
  proven: string[]
  /** hits lifted by a written waiver */
  waived: string[]
}

/**
 * Everything that is hit. Evidence does not matter here: a value that is bad enough to veto counts even when nothing
 * proves it yet. A waiver lifts only a rule with the mark (w).
 */
export function findVetoes(
  card: Card,
  values: Readonly<Record<string, string>>,
  marked: readonly string[],
  waivers: readonly string[],
  market: MarketContext | null,
): VetoFindings {
  const proven = card.vetoes.filter((v) => v.test && proves(v.test, values, market)).map((v) => v.code)
  const hit = card.vetoes.filter((v) => marked.includes(v.code) || proven.includes(v.code))
  const lifted = (v: VetoRule): boolean => v.waivable && waivers.includes(v.code)
  return {
    hits: hit.filter((v) => !lifted(v)).map((v) => v.code),
    proven,
    waived: hit.filter(lifted).map((v) => v.code),
  }
}

/** Whether the values prove the veto by themselves. */
export function proves(
  test: VetoTest,
  values: Readonly<Record<string, string>>,
  market: MarketContext | null,
): boolean {
  const text = values[test.indicator]
  if (text === undefined) return false
  const value = exact(text)
  if (test.below !== null && compare(value, edge(test.below)) < 0) return true
  if (test.above !== null && compare(value, edge(test.above)) > 0) return true
  const lines = test.aboveByMarketGrade
  if (lines.length === 0) return false
  const over = (line: { above: string }): boolean => compare(value, edge(line.above)) > 0
  // without a market's grade only what no market would allow is proven
  if (!market) return lines.every(over)
  const line = lines.find((l) => l.marketGrade === market.grade)
  return line !== undefined && over(line)
}
