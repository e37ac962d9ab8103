/**
 * What is written down at the stall, as it is sent and stored (investigation.visit), and what follows from it for the
 * rest of the sheet: nobody copies a figure that the system can compute.
 */
import { z } from 'zod'
import { type Fen, parsePercent, parseYuan, toPercent, toYuan } from '@/lib/platform/money'
import { parseRatio } from '@/lib/platform/ratio'
import { zDecimal, zPercent, zYuan } from '@/lib/platform/schema'
import {
  type CashFlowFigures,
  cashFlowFigures,
  inventoryDays,
  MONTHLY_COSTS,
  type MonthlyCost,
  stockValue,
} from './rules/cash-flow'

const zName = z.string().trim().max(40)
const months = z.int().min(0, 'E_RANGE').max(12, 'E_RANGE')
const costs = Object.fromEntries(MONTHLY_COSTS.map((c) => [c, zYuan.optional()])) as Record<
  MonthlyCost,
  z.ZodOptional<typeof zYuan>
>

/** Any part of it: a visit is filled in on the way. Amounts are yuan a month, texts as typed. */
export const Visit = z
  .strictObject({
    interviewee: zName.optional().meta({ description: 'who answered: the owner, the spouse, a clerk' }),
    goodMonths: months.optional(),
    badMonths: months.optional(),
    goodSales: zYuan.optional(),
    normalSales: zYuan.optional(),
    badSales: zYuan.optional(),
    purchases: zYuan.optional(),
    goods: z
      .array(
        z.strictObject({ name: zName, price: zYuan.optional(), cost: zYuan.optional(), share: zPercent.optional() }),
      )
      .max(12)
      .optional(),
    stock: z
      .array(z.strictObject({ name: zName, quantity: zDecimal.optional(), unitCost: zYuan.optional() }))
      .max(200)
      .optional(),
    ...costs,
    living: zYuan.optional(),
    otherIncome: zYuan.optional(),
    instalments: zYuan.optional(),
  })
  .refine((v) => (v.goodMonths ?? 0) + (v.badMonths ?? 0) <= 12, { path: ['badMonths'], error: 'E_RANGE' })
export type VisitJson = z.input<typeof Visit>

const fen = (text: string | undefined): Fen => (text ? (parseYuan(text) ?? 0n) : 0n)

/** The figures of the visit; null while the sales are not known. Reads what was stored, so nothing is unreadable. */
export function visitFigures(visit: VisitJson): CashFlowFigures | null {
  if (visit.normalSales === undefined && visit.goodSales === undefined && visit.badSales === undefined) return null
  return cashFlowFigures({
    goodMonths: visit.goodMonths ?? 0,
    badMonths: visit.badMonths ?? 0,
    goodSalesFen: fen(visit.goodSales),
    normalSalesFen: fen(visit.normalSales),
    badSalesFen: fen(visit.badSales),
    purchasesFen: visit.purchases === undefined ? null : fen(visit.purchases),
    goods: (visit.goods ?? []).map((g) => ({
      priceFen: fen(g.price),
      costFen: fen(g.cost),
      sharePpm: g.share ? (parsePercent(g.share) ?? 0) : 0,
    })),
    costs: Object.fromEntries(MONTHLY_COSTS.map((c) => [c, fen(visit[c])])),
    livingFen: fen(visit.living),
    otherIncomeFen: fen(visit.otherIncome),
    instalmentsFen: fen(visit.instalments),
  })
}

/** The counted stock; null when nothing was counted. */
export function countedStock(visit: VisitJson): Fen | null {
  const lines = (visit.stock ?? []).flatMap((l) => {
    const quantity = l.quantity ? parseRatio(l.quantity) : null
    return quantity ? [{ quantity, unitCostFen: fen(l.unitCost) }] : []
  })
  return lines.length === 0 ? null : stockValue(lines)
}

export type VisitResults = { financials: Record<string, unknown>; household: Record<string, string> }

/** Fields of the sheet that follow from the visit; what the visit says nothing of is left out. */
export function visitResults(visit: VisitJson, sources: Record<string, unknown>): VisitResults {
  const f = visitFigures(visit)
  const stock = countedStock(visit)
  const days = stock !== null && f?.costOfSalesFen ? inventoryDays(stock, f.costOfSalesFen) : null
  return {
    financials: {
      ...(f?.costOfSalesFen != null && f.costOfSalesFen >= 0n ? { costOfSales: toYuan(f.costOfSalesFen) } : {}),
      ...(f?.profitMarginPpm != null ? { lastYearSalesProfitMargin: toPercent(f.profitMarginPpm) } : {}),
      // what is short every month cannot repay anything; the flag says so, the figure is nothing
      ...(f?.monthlyNetFen != null ? { monthlyNetCashFlow: toYuan(f.monthlyNetFen < 0n ? 0n : f.monthlyNetFen) } : {}),
      ...(f?.reconstructedFen != null
        ? { turnoverSources: { ...sources, reconstructed: toYuan(f.reconstructedFen) } }
        : {}),
      ...(days ? { inventoryDays: days } : {}),
    },
    household: stock === null ? {} : { stock: toYuan(stock) },
  }
}
