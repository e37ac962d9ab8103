/**
 * Count sheets: what two people counted or sampled on site, and the indicator that follows from it (§3.1, evidence
 * column). The counts are kept as they were taken; the value is computed, never typed.
 */
import { type PlainDate, parseDate } from '@/lib/platform/dates'
import { parseRatio, type Ratio, ratio, toFixed } from '@/lib/platform/ratio'
import { yearsInOperation } from '@/lib/scoring/rules/market-derived'

export const SHEET_KINDS = ['OPENED_ON', 'OCCUPANCY', 'SHARE', 'SAMPLE', 'FOOTFALL', 'RENT'] as const
export type SheetKind = (typeof SHEET_KINDS)[number]

export type Sheet =
  /** MY1: the day on the opening approval or licence */
  | { kind: 'OPENED_ON'; openedOn: string }
  /** MO1: walk-through by area; units counted as let and units that can be let */
  | { kind: 'OCCUPANCY'; areas: { area: string; leased: number; leasable: number }[] }
  /** MC1, MC2: amounts of twelve months in yuan, collected of due, settled of turnover */
  | { kind: 'SHARE'; part: string; whole: string }
  /** MC3: complete files of those drawn */
  | { kind: 'SAMPLE'; complete: number; drawn: number }
  /** MO2: counts of two hours each, this year and at the same hours a year ago */
  | { kind: 'FOOTFALL'; counts: { at: string; now: number; before: number }[] }
  /** MO3: average rent of the sampled leases in yuan a square metre and year, now and a year ago */
  | { kind: 'RENT'; leases: number; now: string; before: string }

/** Which sheet belongs to which indicator of the market card, and which kind of evidence a filled one is. */
export const SHEET_OF: Readonly<Record<string, { kind: SheetKind; evidence: string | null }>> = {
  MY1: { kind: 'OPENED_ON', evidence: null },
  MC1: { kind: 'SHARE', evidence: null },
  MC2: { kind: 'SHARE', evidence: null },
  MC3: { kind: 'SAMPLE', evidence: 'FILE_SAMPLE_SHEET' },
  MO1: { kind: 'OCCUPANCY', evidence: 'WALK_THROUGH_COUNT' },
  MO2: { kind: 'FOOTFALL', evidence: 'FOOTFALL_MANUAL_COUNT' },
  MO3: { kind: 'RENT', evidence: 'LEASE_SAMPLE' },
}

/** Least sizes of the samples and counts (§3.1). */
export const SHEET_MINIMUM = { files: 30, leases: 20, counts: 3 } as const

export type SheetProblem = {
  code: 'E_SHEET_INCOMPLETE' | 'E_SHEET_SAMPLE_SMALL' | 'E_SHEET_PART_OVER_WHOLE' | 'E_DATE' | 'E_NUMBER'
  params?: Record<string, string | number>
}
export type SheetResult = { ok: true; value: string } | { ok: false; problem: SheetProblem }

/**
 * The value that a sheet proves: percentages with two decimals half up (§3.0-2), years cut to one decimal. A sheet that
 * cannot prove anything yet says why; a draft may keep it.
 */
export function sheetValue(sheet: Sheet, today: PlainDate): SheetResult {
  switch (sheet.kind) {
    case 'OPENED_ON':
      return openedOn(sheet.openedOn, today)
    case 'OCCUPANCY': {
      const leased = sum(sheet.areas.map((a) => a.leased))
      const leasable = sum(sheet.areas.map((a) => a.leasable))
      if (sheet.areas.some((a) => a.leased > a.leasable)) return no('E_SHEET_PART_OVER_WHOLE')
      return share(ratio(leased), ratio(leasable))
    }
    case 'SHARE': {
      const part = parseRatio(sheet.part)
      const whole = parseRatio(sheet.whole)
      if (!part || !whole || part.num < 0n || whole.num < 0n) return no('E_NUMBER')
      return share(part, whole)
    }
    case 'SAMPLE':
      if (sheet.drawn < SHEET_MINIMUM.files)
        return no('E_SHEET_SAMPLE_SMALL', { got: sheet.drawn, needed: SHEET_MINIMUM.files })
      if (sheet.complete > sheet.drawn) return no('E_SHEET_PART_OVER_WHOLE')
      return share(ratio(sheet.complete), ratio(sheet.drawn))
    case 'FOOTFALL': {
      if (sheet.counts.length < SHEET_MINIMUM.counts)
        return no('E_SHEET_SAMPLE_SMALL', { got: sheet.counts.length, needed: SHEET_MINIMUM.counts })
      return change(ratio(sum(sheet.counts.map((c) => c.now))), ratio(sum(sheet.counts.map((c) => c.before))))
    }
    case 'RENT': {
      if (sheet.leases < SHEET_MINIMUM.leases)
        return no('E_SHEET_SAMPLE_SMALL', { got: sheet.leases, needed: SHEET_MINIMUM.leases })
      const now = parseRatio(sheet.now)
      const before = parseRatio(sheet.before)
      if (!now || !before || now.num < 0n || before.num < 0n) return no('E_NUMBER')
      return change(now, before)
    }
  }
}

function openedOn(text: string, today: PlainDate): SheetResult {
  const opened = parseDate(text)
  const years = opened ? yearsInOperation(opened, today) : null
  return years === null ? no('E_DATE') : { ok: true, value: years }
}

function share(part: Ratio, whole: Ratio): SheetResult {
  if (whole.num === 0n) return no('E_SHEET_INCOMPLETE')
  return { ok: true, value: toFixed(ratio(part.num * whole.den * 100n, part.den * whole.num), 2) }
}

/** Change against a year ago in percent, signed. */
function change(now: Ratio, before: Ratio): SheetResult {
  if (before.num === 0n) return no('E_SHEET_INCOMPLETE')
  const grown = ratio(now.num * before.den - before.num * now.den, now.den * before.num)
  return { ok: true, value: toFixed(ratio(grown.num * 100n, grown.den), 2) }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

function no(code: SheetProblem['code'], params?: SheetProblem['params']): SheetResult {
  return { ok: false, problem: params ? { code, params } : { code } }
}
