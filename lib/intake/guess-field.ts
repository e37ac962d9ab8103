import type { Field } from './fields'
import { headerKey } from './header-text'
import { HEADER_WORDS, NOT_A_YEAR, NOT_OURS } from './header-words'

/** `score` 3 for a whole heading that is known (a little less the less sure it is), 2 for a relative of one. */
export type FieldGuess = { field: Field; score: number }

const EXACT = new Map<string, FieldGuess>()
for (const { field, exact } of HEADER_WORDS) {
  exact.forEach((word, i) => {
    if (!EXACT.has(word)) EXACT.set(word, { field, score: 3 - i * 0.01 })
  })
}

/**
 * The field that a heading names, by its words alone. Under a spanning heading ("经营者信息 姓名") the whole, then the
 * lower part, then the upper is looked at.
 */
export function guessField(header: string): FieldGuess | null {
  const whole = headerKey(header)
  if (whole === '' || whole.length > 40 || NOT_OURS.test(whole)) return null
  const parts = header.split(' ').map(headerKey)
  const last = parts.at(-1)!
  const exact = EXACT.get(whole) ?? (parts.length > 1 ? (EXACT.get(last) ?? null) : null)
  const guess = exact ?? like(whole)
  if (!guess) return null
  if ((guess.field === 'annualTurnover' || guess.field === 'annualRent') && NOT_A_YEAR.test(whole)) return null
  return guess
}

function like(key: string): FieldGuess | null {
  const found = HEADER_WORDS.find((words) => words.like?.test(key))
  return found ? { field: found.field, score: 2 } : null
}
