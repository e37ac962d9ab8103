/**
 * How fast merchants are scored: `node --import ./scripts/resolve.mjs bench/scoring.ts [merchants]`.
 * One core, no database: inputs as they are stored (text and evidence), the customer card of the domain rules, batches of
 * 2,500 in a market of each grade in turn. The baseline is the same table written out by hand with floating-point comparisons and nothing
 * else: no evidence, no missing data, no vetoes, no exactness. Each figure is the best of three.
 */
import { CSC_DEFAULT } from '@/lib/scoring/cards/csc-default'
import { compileCard } from '@/lib/scoring/rules/compiled'
import { scoreCard } from '@/lib/scoring/rules/score'
import type { ScoreInput } from '@/lib/scoring/rules/score-result'

const MERCHANTS = Number(process.argv[2] ?? 1_000_000)
/** So many different merchants, scored in turn until the number is reached: a bank's memory holds one batch, not a million. */
const DISTINCT = Math.min(50_000, MERCHANTS)
const card = CSC_DEFAULT
const MARKETS = ['AAA', 'AA', 'A', 'B'].map((grade) => ({ grade }))

/** The same numbers every time (mulberry32). */
function random(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const next = random(20_261_104)
const between = (low: number, high: number, places: number): string => (low + next() * (high - low)).toFixed(places)
const RANGE: Record<string, () => string> = {
  CA1: () => between(0, 15, 1),
  CA2: () => between(0, 20, 1),
  CB1: () => between(20, 1500, 4),
  CB2: () => between(-30, 30, 2),
  CB3: () => between(0, 100, 2),
  CB5: () => between(5, 220, 2),
  CB6: () => between(-3, 15, 2),
  CC2: () => between(0, 14, 0),
  CC3: () => between(0, 7, 0),
  CC4: () => between(0, 6, 1),
  CD1: () => between(70, 100, 2),
  CD2: () => between(1, 60, 2),
  CD3: () => between(0, 4, 0),
  CE2: () => between(10, 90, 2),
  CE3: () => between(0, 8, 4),
}

function merchant(): Record<string, ScoreInput> {
  return Object.fromEntries(
    card.indicators.map((i) => {
      const value = i.type === 'ENUM' ? i.bins[Math.floor(next() * i.bins.length)]!.value : RANGE[i.code]!()
      return [i.code, { value: next() < 0.02 ? null : value, evidenced: next() < 0.97 }]
    }),
  )
}

/** The card as somebody would write it by hand for one question: floats, the bins in a row, nothing else. */
function byHand(inputs: Record<string, ScoreInput>): number {
  let total = 0
  for (const i of card.indicators) {
    const text = inputs[i.code]?.value
    if (!text) continue
    if (i.type === 'ENUM') {
      total += i.bins.find((b) => b.value === text)?.points ?? 0
      continue
    }
    const value = Number(text)
    for (const b of i.bins) {
      const above = b.lower === null || (b.lowerInclusive ? value >= Number(b.lower) : value > Number(b.lower))
      const below = b.upper === null || (b.upperInclusive ? value <= Number(b.upper) : value < Number(b.upper))
      if (above && below) {
        total += b.points
        break
      }
    }
  }
  return total
}

const subjects = Array.from({ length: DISTINCT }, merchant)
const contexts = MARKETS.map((market) => ({ vetoes: [], waivers: [], market }))

function measure(name: string, count: number, one: (index: number) => number): number {
  let best = Number.POSITIVE_INFINITY
  let wall = Number.POSITIVE_INFINITY
  let sum = 0
  for (let run = 0; run < 3; run++) {
    sum = 0
    const began = performance.now()
    const used = process.cpuUsage()
    for (let n = 0; n < count; n++) sum += one(n % DISTINCT)
    // the time that the processor gave to it: what a core does, whoever else is at work on the machine
    const { user, system } = process.cpuUsage(used)
    best = Math.min(best, (user + system) / 1000)
    wall = Math.min(wall, performance.now() - began)
  }
  const rate = (count / best) * 1000
  console.log(
    `${name.padEnd(58)} ${Math.round(best).toString().padStart(7)} ms of a core (${Math.round(wall)} ms by the clock) ${Math.round(rate).toLocaleString('en').padStart(10)} /s  (Σ ${sum})`,
  )
  return rate
}

const quick = compileCard(card)
console.log(
  `${MERCHANTS.toLocaleString('en')} merchants, ${card.indicators.length} indicators, ${DISTINCT.toLocaleString('en')} different`,
)
const base = measure('baseline: the table by hand in floats, totals only', MERCHANTS, (n) => byHand(subjects[n]!))
const rate = measure(
  'compiled card: points, grade, vetoes, decision',
  MERCHANTS,
  (n) => quick(subjects[n]!, contexts[n % 4]!).total,
)
const full = measure(
  'engine with its derivation (a tenth of them)',
  Math.ceil(MERCHANTS / 10),
  (n) => scoreCard(card, subjects[n]!, contexts[n % 4]!).value.total,
)
console.log(
  `compiled against baseline ${(rate / base).toFixed(2)}, against the explaining engine ${(rate / full).toFixed(1)}`,
)
console.log(`peak memory of this process: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`)
