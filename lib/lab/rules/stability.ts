/** Whether two groups of cases are spread alike: population stability index (PSI) over bins or bands. */

/** An empty bin counts as this share: its logarithm would have no end. */
const FLOOR = 0.0001

export type Stability = { psi: number; level: 'STABLE' | 'SHIFTED' | 'UNSTABLE'; parts: number[] }

/** Σ (actual − expected) × ln(actual ÷ expected). Null when one of the two groups is empty. */
export function stability(expected: readonly number[], actual: readonly number[]): Stability | null {
  const [e, a] = [total(expected), total(actual)]
  if (e === 0 || a === 0) return null
  const parts = expected.map((count, n) => {
    const was = Math.max(count / e, FLOOR)
    const is = Math.max((actual[n] ?? 0) / a, FLOOR)
    return (is - was) * Math.log(is / was)
  })
  const psi = total(parts)
  return { psi, level: psi < 0.1 ? 'STABLE' : psi < 0.25 ? 'SHIFTED' : 'UNSTABLE', parts }
}

const total = (list: readonly number[]): number => list.reduce((x, y) => x + y, 0)
