/** What each bin of an indicator is worth: weight of evidence, information value, and whether more points mean less risk. */
import { normalTail } from './distributions'

export type BinCount = { label: string; points: number | null; good: number; bad: number }
export type BinValue = BinCount & {
  /** bad ÷ all; null for an empty bin */
  badRate: number | null
  /** ln(share of the good ÷ share of the bad); above zero: better than the average */
  woe: number | null
  iv: number
}
export type Breach = {
  /** places in `bins`: the better bin, with more points, and the one that defaults less all the same */
  better: number
  worse: number
  /** one-sided, of two shares: below 0.05 it is hardly chance */
  p: number
}
export type IndicatorValue = {
  bins: BinValue[]
  iv: number
  strength: 'NONE' | 'WEAK' | 'MEDIUM' | 'STRONG' | 'SUSPICIOUS'
  /** neighbours by points whose bad rates stand the wrong way round */
  breaches: Breach[]
}

/** A bin without good or bad cases is counted with half a case of each, so that its logarithm has an end. */
const HALF = 0.5

export function indicatorValue(counts: readonly BinCount[]): IndicatorValue {
  const goods = counts.reduce((s, b) => s + b.good, 0)
  const bads = counts.reduce((s, b) => s + b.bad, 0)
  const bins = counts.map((b): BinValue => {
    const n = b.good + b.bad
    if (n === 0 || goods === 0 || bads === 0) return { ...b, badRate: n === 0 ? null : b.bad / n, woe: null, iv: 0 }
    const smooth = b.good === 0 || b.bad === 0 ? HALF : 0
    const [g, d] = [(b.good + smooth) / goods, (b.bad + smooth) / bads]
    const woe = Math.log(g / d)
    return { ...b, badRate: b.bad / n, woe, iv: (g - d) * woe }
  })
  const iv = bins.reduce((s, b) => s + b.iv, 0)
  return { bins, iv, strength: strengthOf(iv), breaches: breachesOf(bins) }
}

function strengthOf(iv: number): IndicatorValue['strength'] {
  if (iv < 0.02) return 'NONE'
  if (iv < 0.1) return 'WEAK'
  if (iv < 0.3) return 'MEDIUM'
  return iv < 0.5 ? 'STRONG' : 'SUSPICIOUS'
}

/** From most points to least the share of bad cases should not fall. Bins of equal points are not compared. */
function breachesOf(bins: readonly BinValue[]): Breach[] {
  const filled = bins
    .map((b, at) => ({ ...b, at }))
    .filter((b) => b.points !== null && b.badRate !== null)
    .sort((a, b) => b.points! - a.points!)
  const breaches: Breach[] = []
  for (let n = 1; n < filled.length; n++) {
    const [better, worse] = [filled[n - 1]!, filled[n]!]
    if (better.points === worse.points || worse.badRate! >= better.badRate!) continue
    breaches.push({ better: better.at, worse: worse.at, p: sharesApart(better, worse) })
  }
  return breaches
}

/** Two shares of different groups, pooled: the chance of this difference when they are the same. */
function sharesApart(a: BinCount, b: BinCount): number {
  const [n, m] = [a.good + a.bad, b.good + b.bad]
  const pooled = (a.bad + b.bad) / (n + m)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
  return error === 0 ? 1 : normalTail((a.bad / n - b.bad / m) / error)
}
