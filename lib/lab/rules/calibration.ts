/** Whether grades default as often as the bank expects of them (Hosmer–Lemeshow over the grades). */
import { chiSquareTail, normalTail } from './distributions'

export type GradeCount = { grade: string; good: number; bad: number }
export type GradeCalibration = GradeCount & {
  observed: number | null
  /** probability of default that the bank expects; null: none is stated */
  expected: number | null
  /** how far the bad cases are from what was expected, in standard errors; null without an expectation */
  z: number | null
  /** two-sided chance of a distance like this; below 0.05 the expectation does not hold */
  p: number | null
}
export type Calibration = {
  grades: GradeCalibration[]
  /** Σ (O − E)² ÷ (E (1 − p)) over the grades with an expectation, as many degrees of freedom, and its chance */
  chiSquare: number
  degrees: number
  p: number | null
  /** grades, best first, whose observed rate is below that of the grade above */
  inverted: string[]
}

export function calibration(counts: readonly GradeCount[], expected: Readonly<Record<string, number>>): Calibration {
  const grades = counts.map((c): GradeCalibration => {
    const n = c.good + c.bad
    const pd = expected[c.grade] ?? null
    const observed = n === 0 ? null : c.bad / n
    if (pd === null || n === 0 || pd <= 0 || pd >= 1) return { ...c, observed, expected: pd, z: null, p: null }
    const z = (c.bad - n * pd) / Math.sqrt(n * pd * (1 - pd))
    return { ...c, observed, expected: pd, z, p: 2 * normalTail(Math.abs(z)) }
  })
  const tested = grades.filter((g) => g.z !== null)
  const chiSquare = tested.reduce((s, g) => s + g.z! ** 2, 0)
  const filled = grades.filter((g) => g.observed !== null)
  return {
    grades,
    chiSquare,
    degrees: tested.length,
    p: tested.length === 0 ? null : chiSquareTail(chiSquare, tested.length),
    inverted: filled.filter((g, i) => i > 0 && g.observed! < filled[i - 1]!.observed!).map((g) => g.grade),
  }
}
