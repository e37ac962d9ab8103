import { readDecimal } from './clean-numbers'
import { MONEY_FIELDS, type MoneyField } from './fields'
import type { Column, MoneyUnits } from './map-columns'
import type { MoneyUnit } from './money-unit'
import type { SheetRow } from './sheet-rows'

/**
 * Below these a figure cannot be in yuan: an application is a multiple of 10,000 yuan (§4.2), no stall turns over less
 * than 10,000 a year, and none is let for less than 200.
 */
const LEAST_IN_YUAN: Record<MoneyField, number> = { annualTurnover: 10_000, annualRent: 200, requestedAmount: 10_000 }

/**
 * The unit of each money column: its heading's, else the one stated above the table, else yuan. Where nothing is stated
 * and the middle figure would be impossible in yuan, it is 万元 and marked `assumed`, for a warning.
 */
export function unitsOf(columns: Column[], above: MoneyUnit | null, rows: SheetRow[]): MoneyUnits {
  const entries = MONEY_FIELDS.map((field) => {
    const column = columns.find((c) => c.field === field)
    const stated = column?.unit ?? above
    if (stated || !column) return [field, { unit: stated ?? '元', assumed: false }] as const
    const middle = median(rows.map(({ cells }) => readDecimal(cells[column.at] ?? null)))
    const assumed = middle !== null && middle > 0 && middle < LEAST_IN_YUAN[field]
    return [field, { unit: assumed ? '万元' : '元', assumed }] as const
  })
  return Object.fromEntries(entries) as MoneyUnits
}

/** Only compares sizes: no amount is ever computed from it. */
function median(values: (string | null)[]): number | null {
  const numbers = values.flatMap((v) => (v === null ? [] : [Number(v)])).toSorted((a, b) => a - b)
  return numbers.length === 0 ? null : numbers[Math.floor(numbers.length / 2)]!
}
