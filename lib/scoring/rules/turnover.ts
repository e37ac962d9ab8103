/** Verified turnover (CB1): three sources that check each other (§3.2, verification of turnover). */
import type { Fen, Ppm } from '@/lib/platform/money'
import { compare, mul, type Ratio, ratio, roundRatio } from '@/lib/platform/ratio'
import { cny, count, percent, type Traced, type TraceStep } from '@/lib/platform/trace'

export type TurnoverSources = {
  /** (a) operator settlement or invoice total */
  settlementFen: Fen | null
  /** (b) bank, QR and POS operating credits, own-account transfers removed, before the division by 0.9 */
  creditsFen: Fen | null
  /** (c) reconstructed from purchases; see `reconstructedTurnover` */
  reconstructedFen: Fen | null
}

export type TurnoverParameters = {
  /** share of the turnover that passes through accounts */
  creditsSharePpm: Ppm
  /** never more than this times the lowest source */
  lowestMultiplePpm: Ppm
  /** what counts of a single source */
  singleSourcePpm: Ppm
}

export const TURNOVER_DEFAULTS: TurnoverParameters = {
  creditsSharePpm: 900_000,
  lowestMultiplePpm: 1_200_000,
  singleSourcePpm: 800_000,
}

export type TurnoverMethod = 'MEDIAN' | 'LOWEST_MULTIPLE' | 'LOWER_OF_TWO' | 'SINGLE_SOURCE'
export type VerifiedTurnover = { turnoverFen: Fen; method: TurnoverMethod; sources: number }

type SourceName = 'settlement' | 'grossedCredits' | 'reconstructed'
type Source = { name: SourceName; amount: Ratio }

/** (c) = purchases ÷ (1 − gross margin), half up to the fen; null when the margin is 100 % or more. */
export function reconstructedTurnover(purchasesFen: Fen, grossMarginPpm: Ppm): Fen | null {
  const rest = 1_000_000 - grossMarginPpm
  return rest <= 0 ? null : roundRatio(ratio(purchasesFen * 1_000_000n, rest))
}

/**
 * Three sources: min(median, 1.2 × lowest). Two: the lower. One: × 0.8. None: null. Exact until the end, then half up
 * to the fen.
 */
export function verifiedTurnover(
  input: TurnoverSources,
  p: TurnoverParameters = TURNOVER_DEFAULTS,
): Traced<VerifiedTurnover> | null {
  const sources = sourcesOf(input, p)
  const lowest = sources[0]
  if (!lowest) return null
  const { method, amount } = combine(sources, p)
  const turnoverFen = roundRatio(amount)
  const steps: TraceStep[] = []
  if (input.creditsFen !== null)
    steps.push({
      ...cny('grossedCredits', roundRatio(sources.find((s) => s.name === 'grossedCredits')!.amount)),
      rule: '§3.2 CB1',
      formula: 'credits ÷ creditsShare',
      inputs: [cny('credits', input.creditsFen), percent('creditsShare', p.creditsSharePpm, 'parameter')],
    })
  steps.push({
    ...cny('verifiedTurnover', turnoverFen),
    rule: '§3.2 CB1',
    formula: FORMULA[sources.length as 1 | 2 | 3],
    inputs: [
      ...sources.map((s) => cny(s.name, roundRatio(s.amount))),
      count('sources', sources.length),
      ...(sources.length === 3 ? [percent('lowestMultiple', p.lowestMultiplePpm, 'parameter')] : []),
      ...(sources.length === 1 ? [percent('singleSource', p.singleSourcePpm, 'parameter')] : []),
    ],
    binding: true,
  })
  return {
    value: { turnoverFen, method, sources: sources.length },
    trace: { rule: 'scoring.verifiedTurnover', version: 1, result: cny('verifiedTurnover', turnoverFen), steps },
  }
}

/** The input of CB1: fen → 万元 without loss ("260", "86.0005"). */
export function turnoverInput(turnoverFen: Fen): string {
  const frac = (turnoverFen % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '')
  return `${turnoverFen / 1_000_000n}${frac ? `.${frac}` : ''}`
}

const FORMULA: Record<1 | 2 | 3, string> = {
  1: 'source × singleSource',
  2: 'min(source, source)',
  3: 'min(median, lowest × lowestMultiple)',
}

/** The sources there are, lowest first. */
function sourcesOf(input: TurnoverSources, p: TurnoverParameters): Source[] {
  const found: Source[] = []
  if (input.settlementFen !== null) found.push({ name: 'settlement', amount: ratio(input.settlementFen) })
  if (input.creditsFen !== null)
    found.push({ name: 'grossedCredits', amount: ratio(input.creditsFen * 1_000_000n, p.creditsSharePpm) })
  if (input.reconstructedFen !== null) found.push({ name: 'reconstructed', amount: ratio(input.reconstructedFen) })
  return found.sort((a, b) => compare(a.amount, b.amount))
}

function combine(sources: readonly Source[], p: TurnoverParameters): { method: TurnoverMethod; amount: Ratio } {
  const lowest = sources[0]!.amount
  if (sources.length === 1) return { method: 'SINGLE_SOURCE', amount: mul(lowest, ratio(p.singleSourcePpm, 1_000_000)) }
  if (sources.length === 2) return { method: 'LOWER_OF_TWO', amount: lowest }
  const median = sources[1]!.amount
  const bound = mul(lowest, ratio(p.lowestMultiplePpm, 1_000_000))
  return compare(median, bound) <= 0
    ? { method: 'MEDIAN', amount: median }
    : { method: 'LOWEST_MULTIPLE', amount: bound }
}
