/** Short ways to write the lines of a card, so that a card file reads like the table of the domain rules. */
import type { EnumIndicator, OptionBin, RangeBin, RangeIndicator, Unit, VetoRule } from '../rules/card'

type Line = {
  code: string
  dimension: string
  zh: string
  en: string
  max: number
  evidence: readonly string[]
  derivedFrom?: readonly string[]
}

/** `domain`: least and greatest value that can be true; a value outside is an error of entry. */
export function range(
  line: Line,
  unit: Unit,
  bins: readonly RangeBin[],
  domain: { min?: string; max?: string; integer?: boolean } = {},
): RangeIndicator {
  return {
    ...common(line),
    type: 'RANGE',
    unit,
    integer: domain.integer ?? false,
    min: domain.min ?? null,
    max: domain.max ?? null,
    bins,
  }
}

export function options(line: Line, bins: readonly OptionBin[]): EnumIndicator {
  return { ...common(line), type: 'ENUM', bins }
}

export function option(value: string, points: number, nameZh: string, nameEn: string): OptionBin {
  return { value, nameZh, nameEn, points }
}

/** Every indicator of the default cards asks for evidence (§3.0-4). */
function common(line: Line) {
  return {
    code: line.code,
    dimension: line.dimension,
    nameZh: line.zh,
    nameEn: line.en,
    maxPoints: line.max,
    required: true,
    evidence: line.evidence,
    derivedFrom: line.derivedFrom ?? [],
  }
}

type Test = { indicator: string; below?: string; above?: string; aboveByMarketGrade?: Record<string, string> }

/** A veto; `waivable` is the mark (w). */
export function veto(code: string, zh: string, en: string, more: { waivable?: boolean; test?: Test } = {}): VetoRule {
  return {
    code,
    nameZh: zh,
    nameEn: en,
    waivable: more.waivable ?? false,
    test: more.test
      ? {
          indicator: more.test.indicator,
          below: more.test.below ?? null,
          above: more.test.above ?? null,
          aboveByMarketGrade: Object.entries(more.test.aboveByMarketGrade ?? {}).map(([marketGrade, above]) => ({
            marketGrade,
            above,
          })),
        }
      : null,
  }
}
