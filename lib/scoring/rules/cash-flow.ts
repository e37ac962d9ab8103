/**
 * The business of a merchant who keeps no books, put together at the stall (§3.2, dual investigation): sales by good,
 * normal and bad months, the margin from a few goods, what goes out, and what the household lives on.
 */
import { type Fen, type Ppm, sumFen } from '@/lib/platform/money'
import { add, div, mul, parseRatio, type Ratio, ratio, roundRatio, sub, toFixed } from '@/lib/platform/ratio'
import { cny, count, days, percent, type Trace, type TraceStep } from '@/lib/platform/trace'

/** One of the main goods: bought and sold at, and its part of the sales. */
export type Good = { priceFen: Fen; costFen: Fen; sharePpm: Ppm }
/** One line of a stock count; the quantity is exact (12.5 bales). */
export type StockLine = { quantity: Ratio; unitCostFen: Fen }

export const MONTHLY_COSTS = ['rent', 'wages', 'utilities', 'transport', 'tax', 'otherCosts'] as const
export type MonthlyCost = (typeof MONTHLY_COSTS)[number]

export type CashFlowSheet = {
  goodMonths: number
  badMonths: number
  goodSalesFen: Fen
  normalSalesFen: Fen
  badSalesFen: Fen
  purchasesFen: Fen | null
  goods: readonly Good[]
  costs: Readonly<Partial<Record<MonthlyCost, Fen>>>
  livingFen: Fen
  otherIncomeFen: Fen
  instalmentsFen: Fen
}

export type CashFlowFigures = {
  annualSalesFen: Fen
  /** null: no goods were asked for */
  grossMarginPpm: Ppm | null
  costOfSalesFen: Fen | null
  /** source (c) of the verified turnover: purchases ÷ (1 − gross margin) */
  reconstructedFen: Fen | null
  operatingProfitFen: Fen | null
  profitMarginPpm: Ppm | null
  /** what is left a month after the household and its instalments; may be below zero */
  monthlyNetFen: Fen | null
  trace: Trace
}

const MILLION = 1_000_000

/** Null while the months or their sales are not known. Exact until each figure is rounded half up to the fen. */
export function cashFlowFigures(sheet: CashFlowSheet): CashFlowFigures | null {
  const normalMonths = 12 - sheet.goodMonths - sheet.badMonths
  if (normalMonths < 0 || sheet.goodMonths < 0 || sheet.badMonths < 0) return null
  const annualSalesFen =
    sheet.goodSalesFen * BigInt(sheet.goodMonths) +
    sheet.normalSalesFen * BigInt(normalMonths) +
    sheet.badSalesFen * BigInt(sheet.badMonths)
  if (annualSalesFen <= 0n) return null
  const margin = grossMargin(sheet.goods)
  const keep = margin ? sub(ratio(1), margin) : null
  const purchases = sheet.purchasesFen
  const costOfSalesFen = keep
    ? roundRatio(mul(ratio(annualSalesFen), keep))
    : purchases === null
      ? null
      : purchases * 12n
  const reconstructedFen =
    keep && purchases !== null && keep.num > 0n ? roundRatio(div(ratio(purchases * 12n), keep)) : null
  const fixedFen = sumFen(MONTHLY_COSTS.map((c) => sheet.costs[c] ?? 0n)) * 12n
  const operatingProfitFen = costOfSalesFen === null ? null : annualSalesFen - costOfSalesFen - fixedFen
  const monthlyNetFen =
    operatingProfitFen === null
      ? null
      : roundRatio(ratio(operatingProfitFen, 12)) + sheet.otherIncomeFen - sheet.livingFen - sheet.instalmentsFen
  const figures = {
    annualSalesFen,
    grossMarginPpm: margin && ppmOf(margin),
    costOfSalesFen,
    reconstructedFen,
    operatingProfitFen,
    profitMarginPpm: operatingProfitFen === null ? null : ppmOf(ratio(operatingProfitFen, annualSalesFen)),
    monthlyNetFen,
  }
  return { ...figures, trace: traceOf(sheet, normalMonths, fixedFen, figures) }
}

const ppmOf = (r: Ratio): Ppm => Number(roundRatio(mul(r, ratio(MILLION))))

/** Σ share × (price − cost) ÷ price, over Σ share. Null without a good that has a price and a share. */
function grossMargin(goods: readonly Good[]): Ratio | null {
  const known = goods.filter((g) => g.priceFen > 0n && g.sharePpm > 0)
  if (known.length === 0) return null
  const shares = known.reduce((s, g) => s + g.sharePpm, 0)
  const weighted = known
    .map((g) => mul(ratio(g.priceFen - g.costFen, g.priceFen), ratio(g.sharePpm, shares)))
    .reduce(add, ratio(0))
  return weighted
}

/** Σ quantity × unit cost, each line half up to the fen. */
export function stockValue(lines: readonly StockLine[]): Fen {
  return sumFen(lines.map((l) => roundRatio(mul(l.quantity, ratio(l.unitCostFen)))))
}

/** Stock × 365 ÷ cost of sales, two decimals half up; null without cost of sales. */
export function inventoryDays(stockFen: Fen, costOfSalesFen: Fen): string | null {
  return costOfSalesFen > 0n ? toFixed(ratio(stockFen * 365n, costOfSalesFen), 2) : null
}

type Figures = Omit<CashFlowFigures, 'trace'>

function traceOf(sheet: CashFlowSheet, normalMonths: number, fixedFen: Fen, f: Figures): Trace {
  const steps: TraceStep[] = [
    {
      ...cny('annualSales', f.annualSalesFen),
      rule: '§3.2',
      formula: 'goodSales × goodMonths + normalSales × normalMonths + badSales × badMonths',
      inputs: [
        cny('goodSales', sheet.goodSalesFen),
        count('goodMonths', sheet.goodMonths),
        cny('normalSales', sheet.normalSalesFen),
        count('normalMonths', normalMonths),
        cny('badSales', sheet.badSalesFen),
        count('badMonths', sheet.badMonths),
      ],
    },
  ]
  if (f.grossMarginPpm !== null)
    steps.push({
      ...percent('grossMargin', f.grossMarginPpm),
      rule: '§3.2',
      formula: 'Σ share × (price − cost) ÷ price',
      inputs: sheet.goods.flatMap((g) => [
        percent('share', g.sharePpm),
        cny('price', g.priceFen),
        cny('cost', g.costFen),
      ]),
    })
  if (f.costOfSalesFen !== null)
    steps.push({
      ...cny('costOfSales', f.costOfSalesFen),
      rule: '§3.2',
      formula: f.grossMarginPpm === null ? 'purchases × 12' : 'annualSales × (1 − grossMargin)',
      inputs: f.grossMarginPpm === null ? [cny('purchases', sheet.purchasesFen ?? 0n)] : [],
    })
  if (f.reconstructedFen !== null)
    steps.push({
      ...cny('reconstructed', f.reconstructedFen),
      rule: '§3.2 CB1',
      formula: 'purchases × 12 ÷ (1 − grossMargin)',
      inputs: [cny('purchases', sheet.purchasesFen ?? 0n)],
    })
  if (f.operatingProfitFen !== null)
    steps.push({
      ...cny('operatingProfit', f.operatingProfitFen),
      rule: '§3.2 CB6',
      formula: 'annualSales − costOfSales − fixedCosts',
      inputs: [cny('fixedCosts', fixedFen)],
    })
  if (f.profitMarginPpm !== null)
    steps.push({
      ...percent('profitMargin', f.profitMarginPpm),
      rule: '§3.2 CB6',
      formula: 'operatingProfit ÷ annualSales',
      inputs: [],
    })
  if (f.monthlyNetFen !== null)
    steps.push({
      ...cny('monthlyNet', f.monthlyNetFen),
      rule: '§5.3',
      formula: 'operatingProfit ÷ 12 + otherIncome − living − instalments',
      inputs: [
        cny('otherIncome', sheet.otherIncomeFen),
        cny('living', sheet.livingFen),
        cny('instalments', sheet.instalmentsFen),
      ],
      binding: true,
    })
  const result = f.monthlyNetFen === null ? cny('annualSales', f.annualSalesFen) : cny('monthlyNet', f.monthlyNetFen)
  return { rule: 'scoring.cashFlow', version: 1, result, steps }
}

/** The days of stock as a figure of its own derivation. */
export function stockTrace(stockFen: Fen, costOfSalesFen: Fen): Trace | null {
  const text = inventoryDays(stockFen, costOfSalesFen)
  if (text === null) return null
  const result = days('inventoryDays', parseRatio(text)!)
  return {
    rule: 'scoring.inventoryDays',
    version: 1,
    result,
    steps: [
      {
        ...result,
        rule: '§3.2 CB5',
        formula: 'stock × 365 ÷ costOfSales',
        inputs: [cny('stock', stockFen), cny('costOfSales', costOfSalesFen)],
        binding: true,
      },
    ],
  }
}
