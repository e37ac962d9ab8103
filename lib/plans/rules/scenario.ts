/**
 * A whole plan under given terms, without writing anything: every line, L, the concentration, the level that would decide
 * it, its income, and what a wave of defaults would cost. What the what-if panel shows before and after a change.
 */
import { type Fen, maxFen, mulRate, type Ppm, sumFen } from '@/lib/platform/money'
import type { Trace } from '@/lib/platform/trace'
import type { Mode } from './grades'
import { type IncomeParameters, type IncomeResult, incomeEstimate } from './income'
import {
  type LineEdit,
  type LineFacts,
  type LineParameters,
  type LineResult,
  type LineTerms,
  proposeLine,
} from './line'
import type { CapName } from './merchant-limit'
import { type PlanLimitInput, type PlanLimitParameters, type PlanLimitResult, planLimit } from './plan-limit'

export type ScenarioLine = { id: string; facts: LineFacts; edit: LineEdit }

export type ScenarioInput = {
  mode: Mode
  lines: readonly ScenarioLine[]
  terms: LineTerms
  limit: PlanLimitInput
  /** multiple of every probability of default, 1.00 = 1,000,000 ppm */
  stressPpm: Ppm
  /** share of the balance that defaults at once */
  waveSharePpm: Ppm
}

export type ScenarioParameters = {
  line: LineParameters
  planLimit: PlanLimitParameters
  income: IncomeParameters
}

/** The cap that decided a line; EDIT where a person went below it, TENOR never binds an amount. */
export type LineBinding = CapName | 'EDIT'

export type Scenario = {
  limit: PlanLimitResult
  limitTrace: Trace
  income: IncomeResult
  incomeTrace: Trace
  merchants: number
  sumFen: Fen
  largestFen: Fen
  limitsFen: readonly Fen[]
  marginFen: Fen
  /** Σ of limits inside L */
  fits: boolean
  headroomFen: Fen
  bindings: { cap: LineBinding; merchants: number }[]
  unaffordable: number
  withoutLimit: number
  averageAllInPpm: Ppm
  topTenPpm: Ppm
  waveLossFen: Fen
  /** margin that stands against the wave; its share of the loss */
  waveCoverPpm: Ppm | null
}

/** null when no LPR was published on or before the day. */
export function scenario(input: ScenarioInput, p: ScenarioParameters): Scenario | null {
  const results: LineResult[] = []
  for (const l of input.lines) {
    const line = proposeLine(l.facts, input.terms, p.line, l.edit)
    if (!line) return null
    results.push(line)
  }
  const limit = planLimit(input.limit, p.planLimit)
  const sum = sumFen(results.map((r) => r.limitFen))
  const margin = sumFen(results.map((r) => r.marginFen))
  const income = incomeEstimate(
    {
      mode: input.mode,
      lines: results.map((r, i) => ({ limitFen: r.limitFen, ratePpm: r.ratePpm, grade: input.lines[i]!.facts.grade })),
      stressPpm: input.stressPpm,
    },
    p.income,
  )
  const ranked = results.map((r) => r.limitFen).sort((a, b) => (a < b ? 1 : a > b ? -1 : 0))
  const top = sumFen(ranked.slice(0, 10))
  const binding = (r: LineResult): LineBinding => (r.limitFen < r.computedLimitFen ? 'EDIT' : r.binding)
  const bindings = [...Map.groupBy(results, binding)]
    .map(([cap, rows]) => ({ cap, merchants: rows.length }))
    .sort((a, b) => b.merchants - a.merchants)
  const waveLoss = mulRate(mulRate(sum, input.waveSharePpm), p.income.lgdPpm[input.mode])
  const ppm = (part: Fen, whole: Fen) => (whole > 0n ? Number((part * 1_000_000n) / whole) : 0)
  const weighted = sumFen(results.map((r) => mulRate(r.limitFen, r.allInPpm)))
  return {
    limit: limit.value,
    limitTrace: limit.trace,
    income: income.value,
    incomeTrace: income.trace,
    merchants: results.length,
    sumFen: sum,
    largestFen: maxFen(0n, ...ranked.slice(0, 1)),
    limitsFen: results.map((r) => r.limitFen),
    marginFen: margin,
    fits: sum <= limit.value.limitFen,
    headroomFen: limit.value.limitFen - sum,
    bindings,
    unaffordable: results.filter((r) => !r.affordable).length,
    withoutLimit: results.filter((r) => r.limitFen <= 0n).length,
    averageAllInPpm: ppm(weighted, sum),
    topTenPpm: ppm(top, limit.value.limitFen),
    waveLossFen: waveLoss,
    waveCoverPpm: waveLoss > 0n ? ppm(margin, waveLoss) : null,
  }
}
