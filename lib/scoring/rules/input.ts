/** Reading what a person or another system entered for an indicator, before it is stored (§3.0-2). */
import { compare, parseRatio, toFixed } from '@/lib/platform/ratio'
import { edge, exact } from './bins'
import type { Card, Indicator } from './card'

export type InputProblemCode =
  | 'E_NUMBER'
  | 'E_WHOLE_NUMBER'
  | 'E_VALUE_OUT_OF_RANGE'
  | 'E_OPTION_UNKNOWN'
  | 'E_INDICATOR_UNKNOWN'

export type InputProblem = { indicator: string; code: InputProblemCode; params: Record<string, string | string[]> }
export type ReadInput = { ok: true; value: string } | { ok: false; problem: InputProblem }

/** Text → the value that is stored: an option's code, or an exact decimal; percentages keep 2 decimals, half up. */
export function readInput(indicator: Indicator, text: string): ReadInput {
  const no = (code: InputProblemCode, params: InputProblem['params'] = {}): ReadInput => ({
    ok: false,
    problem: { indicator: indicator.code, code, params: { indicator: indicator.code, value: text, ...params } },
  })
  if (indicator.type === 'ENUM') {
    const options = indicator.bins.map((b) => b.value)
    return options.includes(text) ? { ok: true, value: text } : no('E_OPTION_UNKNOWN', { options })
  }
  const number = parseRatio(text)
  if (!number) return no('E_NUMBER')
  if (indicator.integer && number.den !== 1n) return no('E_WHOLE_NUMBER')
  const value = indicator.unit === 'PERCENT' ? toFixed(number, 2) : text
  const stored = exact(value)
  const low = indicator.min !== null && compare(stored, edge(indicator.min)) < 0
  const high = indicator.max !== null && compare(stored, edge(indicator.max)) > 0
  if (low || high) return no('E_VALUE_OUT_OF_RANGE', { min: indicator.min ?? '−∞', max: indicator.max ?? '+∞' })
  return { ok: true, value: trimDecimals(value) }
}

/** Reads all values of one card; what cannot be read, and what the card does not know, is a problem. */
export function readInputs(
  card: Card,
  values: Readonly<Record<string, string>>,
): { values: Record<string, string>; problems: InputProblem[] } {
  const read: Record<string, string> = {}
  const problems: InputProblem[] = []
  for (const [code, text] of Object.entries(values)) {
    const indicator = card.indicators.find((i) => i.code === code)
    if (!indicator) {
      problems.push({ indicator: code, code: 'E_INDICATOR_UNKNOWN', params: { indicator: code, card: card.code } })
      continue
    }
    const result = readInput(indicator, text)
    if (result.ok) read[code] = result.value
    else problems.push(result.problem)
  }
  return { values: read, problems }
}

/** "98.60" → "98.6", "086" → "86", "-0.0" → "0": one spelling a value, so that equal inputs hash equal. */
function trimDecimals(text: string): string {
  const short = (text.includes('.') ? text.replace(/\.?0+$/, '') : text).replace(/^(-?)0+(?=\d)/, '$1')
  return short === '-0' ? '0' : short
}
