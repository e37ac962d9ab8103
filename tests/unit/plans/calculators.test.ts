import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { zMerchantLimitInput, zPlanLimitInput, zPriceInput, zWorkingCapitalInput } from '@/lib/plans/calculator-inputs'
import {
  calculateMerchantLimit,
  calculatePlanLimit,
  calculatePrice,
  calculateWorkingCapital,
} from '@/lib/plans/calculators'
import { parseInput } from '@/lib/platform/commands'
import { Refusal } from '@/lib/platform/errors'
import golden from '@/tests/fixtures/golden-vectors.json' with { type: 'json' }

const wc = (body: object) => calculateWorkingCapital(parseInput(zWorkingCapitalInput, body)).value
const limit = (body: object) => calculateMerchantLimit(parseInput(zMerchantLimitInput, body)).value
const plan = (body: object) => calculatePlanLimit(parseInput(zPlanLimitInput, body)).value
const price = (body: object) => calculatePrice(parseInput(zPriceInput, body)).value
const refused = (run: () => unknown) => {
  try {
    run()
  } catch (e) {
    if (e instanceof Refusal) return `${e.error.status} ${e.error.fields.map((f) => `${f.code} ${f.path}`).join(', ')}`
    throw e
  }
  return 'no refusal'
}
const exampleOf = (schema: z.ZodType) => schema.meta()?.example as Record<string, unknown>
const examplesOf = (schema: z.ZodType) => (schema.meta()?.examples ?? []) as Record<string, unknown>[]

describe('the examples in the API document are the worked ones', () => {
  it('working capital', () => {
    expect(wc(exampleOf(zWorkingCapitalInput))).toMatchObject({
      workingCapitalNeed: golden['wc C1 yuan'].wc_need,
      newLoan: golden['wc C1 yuan'].new_loan,
      turns: golden['wc C1 yuan'].turns,
      cycleDays: golden['wc C1 yuan'].cycle_days,
    })
    const [a, c2] = examplesOf(zWorkingCapitalInput).map(wc)
    expect(a).toMatchObject({ workingCapitalNeed: '4857600.00', newLoan: '1857600.00', turns: '5.0000' })
    expect(c2).toMatchObject({ newLoan: golden['wc C2 simplified yuan'].new })
  })
  it('merchant limit', () => {
    expect(limit(exampleOf(zMerchantLimitInput))).toMatchObject({ limit: '980000.00', binding: 'k1' })
    expect(limit(examplesOf(zMerchantLimitInput)[0]!)).toMatchObject({ limit: '400000.00', binding: 'k6' })
  })
  it('plan limit', () => {
    expect(plan(exampleOf(zPlanLimitInput))).toMatchObject({
      targets: 1000,
      takers: 400,
      demand: '192000000.00',
      turnoverCap: golden.agg.turnover_cap,
      limit: '192000000.00',
      marginNeeded: golden.agg.margin_needed10pct,
    })
  })
  it('price and all-in cost', () => {
    expect(price(exampleOf(zPriceInput))).toMatchObject({ rate: '3.80' })
    expect(examplesOf(zPriceInput).map(price)).toMatchObject([
      { rate: '4.70' },
      { allInSimple: '5.35' },
      { allInEffective: golden['margin effective'] },
    ])
  })
})

describe('what callers may leave out or say otherwise', () => {
  const base = {
    lastYearSales: '8600000',
    costOfSales: '7310000',
    lastYearSalesProfitMargin: '8.2',
    expectedSalesGrowth: '6',
  }
  it('reads balances under the words people use, and numbers where no money is meant', () => {
    const balances = {
      inventory: '1120000',
      receivables: '600000',
      prepayments: '240000',
      payables: '400000',
      advances: '100000',
    }
    expect(wc({ ...base, ...balances, ownFunds: '600000' })).toMatchObject({ newLoan: '985548.00' })
    const own = { netAssets: '900000', longTermDebt: '100000', longTermAssets: '400000' }
    expect(wc({ ...base, ...balances, ...own })).toMatchObject({ newLoan: '985548.00' })
    expect(wc({ ...base, inventoryDays: 90.5, receivableTurnoverTimes: 12 })).toMatchObject({ cycleDays: '120.50' })
    expect(wc({ ...base, turns: '5' })).toMatchObject({ cycleDays: '72.00', turns: '5.0000' })
  })
  it('takes a coefficient for a grade, and a cap for a mode', () => {
    const c2 = examplesOf(zMerchantLimitInput)[0]!
    const { grade: _, modeSingleCap: __, ...rest } = c2
    expect(limit({ ...rest, coefficient: '0.75', mode: 'JG', marketGrade: 'A' })).toEqual(limit(c2))
    expect(limit({ ...c2, insurerSingleCap: '300000', groupSingleCap: '290000' })).toMatchObject({
      limit: '290000.00',
      binding: 'k5',
    })
  })
  it('derives mode capacity and demand from what is given', () => {
    const m = { marketGrade: 'AA', surveyedDemand: '100000000', marketTurnover: '5200000000' }
    expect(plan({ ...m, mode: 'AF', govFund: '5000000', govLeverage: 10 })).toMatchObject({
      adjustedDemand: '90000000.00',
      limit: '50000000.00',
      binding: 'modeCapacity',
    })
    expect(plan({ ...m, mode: 'JG', marginCommitted: '1234567.89' })).toMatchObject({ limit: '12000000.00' })
  })
  it('looks the LPR up by contract date and tenor', () => {
    const c1 = { marketGrade: 'AAA', customerGrade: 'A1', mode: 'JG' }
    expect(price({ ...c1, tenorMonths: 12, contractDate: '2025-03-15' })).toMatchObject({ rate: '3.90' })
    expect(price({ ...c1, tenorMonths: 72, contractDate: '2026-03-15' })).toMatchObject({ rate: '4.40' })
    expect(price({ ...c1, mode: 'LI', coverage: '70', lpr: '3' })).toMatchObject({ rate: '3.80' })
  })
})

describe('what is refused', () => {
  const wcBody = exampleOf(zWorkingCapitalInput)
  it('never ignores an unknown field', () => {
    for (const [schema, run] of [
      [zWorkingCapitalInput, wc],
      [zMerchantLimitInput, limit],
      [zPlanLimitInput, plan],
      [zPriceInput, price],
    ] as const) {
      expect(refused(() => run({ ...exampleOf(schema), surprise: '1' }))).toBe('400 E_UNKNOWN_FIELD surprise')
    }
  })
  it('never takes a number or a third decimal for money, or days below zero', () => {
    expect(refused(() => wc({ ...wcBody, lastYearSales: 8600000 }))).toMatch(/^400 E_MALFORMED lastYearSales/)
    expect(refused(() => wc({ ...wcBody, lastYearSales: '8600000.001' }))).toBe('422 E_NUMBER lastYearSales')
    expect(refused(() => wc({ ...wcBody, averageInventory: undefined, inventoryDays: -1 }))).toContain('inventoryDays')
  })
  it('asks for what is missing and for one of two', () => {
    expect(refused(() => wc({ lastYearSales: '1' }))).toBe(
      '422 E_REQUIRED inventoryDays, E_REQUIRED receivableDays, E_REQUIRED turns',
    )
    expect(refused(() => wc({ ...wcBody, inventoryDays: '3' }))).toContain('422 E_FIELDS_CONFLICT inventoryDays')
    const { grade: _, ...ungraded } = exampleOf(zMerchantLimitInput)
    expect(refused(() => limit(ungraded))).toBe('422 E_REQUIRED grade, E_REQUIRED coefficient')
    expect(refused(() => price({ customerGrade: 'A1' }))).toBe('422 E_REQUIRED marketGrade, E_REQUIRED marketBps')
    expect(refused(() => price({ ...exampleOf(zPriceInput), contractDate: '2001-01-01' }))).toBe(
      '422 E_LPR_MISSING contractDate',
    )
    expect(refused(() => plan({ marketGrade: 'A', marketTurnover: '1' }))).toContain('E_REQUIRED rankedCount')
  })
  it('shows every input in the API document', () => {
    for (const schema of [zWorkingCapitalInput, zMerchantLimitInput, zPlanLimitInput, zPriceInput]) {
      const json = z.toJSONSchema(schema, { io: 'input' }) as { properties: object; additionalProperties: boolean }
      expect(json.additionalProperties).toBe(false)
      expect(Object.keys(json.properties)).toEqual(expect.arrayContaining(Object.keys(exampleOf(schema))))
    }
  })
})
