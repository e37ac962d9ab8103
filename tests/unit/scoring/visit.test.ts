import { describe, expect, it } from 'vitest'
import { LOCALES } from '@/lib/platform/i18n/locale'
import { translatorFor } from '@/lib/platform/i18n/translator'
import { toYuan } from '@/lib/platform/money'
import { CSC_DEFAULT } from '@/lib/scoring/cards/csc-default'
import { CROSS_LINES, crossChecks } from '@/lib/scoring/rules/cross-checks'
import { twoViews, viewsStep } from '@/lib/scoring/rules/two-views'
import { sheetFigures } from '@/lib/scoring/sheet-figures'
import { countedStock, Visit, type VisitJson, visitFigures, visitResults } from '@/lib/scoring/visit'
import { golden, proven, valuesOf } from './golden'

const visit: VisitJson = {
  goodMonths: 3,
  badMonths: 2,
  goodSales: '300000',
  normalSales: '200000',
  badSales: '120000',
  purchases: '160000',
  goods: [
    { name: '电缆', price: '100', cost: '80', share: '60' },
    { name: '开关', price: '50', cost: '35', share: '40' },
  ],
  rent: '10000',
  wages: '12000',
  utilities: '2000',
  tax: '500',
  living: '8000',
  otherIncome: '3000',
  instalments: '5000',
  stock: [
    { name: '电缆', quantity: '12.5', unitCost: '1000' },
    { name: '开关', quantity: '40', unitCost: '88.88' },
  ],
}

describe('a business put together at the stall', () => {
  it('comes to what a person works out: 254 万 of sales, 24 % margin, 16,300 yuan left a month', () => {
    const f = visitFigures(visit)!
    expect(toYuan(f.annualSalesFen)).toBe('2540000.00') // 3 × 300,000 + 7 × 200,000 + 2 × 120,000
    expect(f.grossMarginPpm).toBe(240_000) // 0.6 × 20 % + 0.4 × 30 %
    expect(toYuan(f.costOfSalesFen!)).toBe('1930400.00')
    expect(toYuan(f.reconstructedFen!)).toBe('2526315.79') // 1,920,000 ÷ 0.76
    expect(toYuan(f.operatingProfitFen!)).toBe('315600.00') // less 12 × 24,500
    expect(f.profitMarginPpm).toBe(124_252)
    expect(toYuan(f.monthlyNetFen!)).toBe('16300.00') // 26,300 + 3,000 − 8,000 − 5,000
    expect(f.trace.steps.at(-1)).toMatchObject({ label: 'monthlyNet', value: '16300.00', binding: true })
  })
  it('counts the stock and its days, and fills in the sheet with them', () => {
    expect(toYuan(countedStock(visit)!)).toBe('16055.20')
    expect(visitResults(visit, { settlement: '1.00' })).toEqual({
      financials: {
        costOfSales: '1930400.00',
        lastYearSalesProfitMargin: '12.4252',
        monthlyNetCashFlow: '16300.00',
        turnoverSources: { settlement: '1.00', reconstructed: '2526315.79' },
        inventoryDays: '3.04',
      },
      household: { stock: '16055.20' },
    })
  })
  it('says nothing of what was not asked', () => {
    expect(visitFigures({ rent: '1' })).toBeNull()
    expect(visitResults({ normalSales: '100' }, {})).toEqual({ financials: {}, household: {} })
    expect(countedStock({ stock: [{ name: 'x' }] })).toBeNull()
  })
  it('without goods the purchases stand for the cost; a loss leaves nothing to repay with and raises a flag', () => {
    const poor = { ...visit, goods: [], living: '60000' }
    const f = visitFigures(poor)!
    expect([f.grossMarginPpm, toYuan(f.costOfSalesFen!)]).toEqual([null, '1920000.00'])
    expect(f.monthlyNetFen! < 0n).toBe(true)
    expect(visitResults(poor, {}).financials.monthlyNetCashFlow).toBe('0.00')
    const item = { annualTurnoverFen: null, annualRentFen: null }
    const flags = sheetFigures(item, {
      financials: { turnoverSources: { settlement: '2540000.00' } },
      household: {},
      visit: poor,
    }).flags
    expect(flags.map((x) => x.code)).toContain('CASH_NEGATIVE')
  })
  it('thirteen months, or a share over everything, are errors of entry', () => {
    expect(Visit.safeParse({ goodMonths: 8, badMonths: 5 }).success).toBe(false)
    expect(Visit.safeParse({ goodMonths: 13 }).success).toBe(false)
    expect(Visit.safeParse({ rent: '-1' }).success).toBe(false)
    expect(Visit.safeParse(visit).success).toBe(true)
  })
})

describe('what was told against what was seen', () => {
  const base = {
    turnoverFen: 100_000_000n,
    declaredFen: null,
    annualRentFen: 12_000_000n,
    stockFen: null,
    costOfSalesFen: null,
    inventoryDays: null,
    creditsFen: null,
    sources: [],
    toldSalesFen: null,
    toldRentFen: null,
    monthlyNetFen: null,
  }
  it('asks about sales told far from what was verified, and a rent that is not the operator’s', () => {
    expect(crossChecks({ ...base, toldSalesFen: 140_000_000n, toldRentFen: 12_000_000n })).toEqual([
      { code: 'TOLD_FAR', foundPpm: 400_000, linePpm: CROSS_LINES.toldPpm },
    ])
    expect(crossChecks({ ...base, toldRentFen: 9_600_000n })).toEqual([
      { code: 'RENT_DIFFERS', foundPpm: 200_000, linePpm: CROSS_LINES.rentDiffersPpm },
    ])
    expect(crossChecks({ ...base, toldSalesFen: 130_000_000n, toldRentFen: 13_200_000n })).toEqual([])
  })
})

describe('two people, one merchant', () => {
  const inputs = proven(valuesOf(golden('customer', 'C2')))
  it('agree when the evaluator says nothing else', () => {
    expect(twoViews(CSC_DEFAULT, inputs, {})).toBeNull()
  })
  it('five points apart need no note, six do, and the lower total stands', () => {
    // CA2 6 years → 3 points; less than a year 0: three points
    const three = twoViews(CSC_DEFAULT, inputs, { CA2: '0.5' })!
    expect(three).toMatchObject({
      sheetTotal: 71,
      evaluatorTotal: 68,
      difference: 3,
      noteRequired: false,
      stands: 'EVALUATOR',
    })
    const six = twoViews(CSC_DEFAULT, inputs, { CA2: '0.5', CA3: 'LEASE_LT1Y' })!
    expect(six).toMatchObject({ evaluatorTotal: 65, difference: 6, noteRequired: true })
    const kinder = twoViews(CSC_DEFAULT, inputs, { CA3: 'OWNED' })!
    expect(kinder).toMatchObject({ evaluatorTotal: 75, stands: 'SHEET' })
    expect(viewsStep(kinder)).toMatchObject({ value: '71', rule: '§3.0-8' })
  })
})

describe.each(LOCALES)('in %s', (locale) => {
  it('every figure of the visit and every flag has its word', async () => {
    const t = await translatorFor(locale)
    const figures = sheetFigures(
      { annualTurnoverFen: null, annualRentFen: null },
      { financials: { costOfSales: '1930400.00' }, household: {}, visit },
    )
    const views = twoViews(CSC_DEFAULT, proven(valuesOf(golden('customer', 'C2'))), { CA2: '0.5' })!
    const traces = [figures.cashFlowTrace!, figures.stockTrace!]
    const labels = [
      ...traces.flatMap((tr) => [tr.result, ...tr.steps, ...tr.steps.flatMap((s) => s.inputs)]).map((v) => v.label),
      ...[viewsStep(views), ...viewsStep(views).inputs].map((v) => v.label),
    ]
    expect([...new Set(labels)].filter((l) => !t.has(`scoring.trace.${l}`))).toEqual([])
    const flags = [
      'RENT_HIGH',
      'RENT_LOW',
      'STOCK_DAYS',
      'FLOW_LOW',
      'FLOW_OVER',
      'DECLARED_FAR',
      'SOURCES_APART',
      'TOLD_FAR',
      'RENT_DIFFERS',
      'CASH_NEGATIVE',
    ]
    expect(flags.filter((f) => !t.has(`scoring.flags.${f}`))).toEqual([])
  })
})
