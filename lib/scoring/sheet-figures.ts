/** What follows from a sheet's figures: verified turnover, cash flow, stock, each with its derivation, and the flags. */
import { type Fen, parseYuan } from '@/lib/platform/money'
import { parseRatio } from '@/lib/platform/ratio'
import type { Trace } from '@/lib/platform/trace'
import type { Sheet } from './investigation'
import { stockTrace } from './rules/cash-flow'
import { type CrossFlag, crossChecks } from './rules/cross-checks'
import { verifiedTurnover } from './rules/turnover'
import { countedStock, visitFigures } from './visit'

export type SheetFigures = {
  turnoverFen: Fen | null
  turnoverTrace: Trace | null
  cashFlowTrace: Trace | null
  stockFen: Fen | null
  stockTrace: Trace | null
  flags: CrossFlag[]
}

const fenOf = (v: unknown): Fen | null => (typeof v === 'string' ? parseYuan(v) : null)

/** `item`: what the packet says. */
export function sheetFigures(
  item: { annualTurnoverFen: Fen | null; annualRentFen: Fen | null },
  sheet: Pick<Sheet, 'financials' | 'household' | 'visit'>,
): SheetFigures {
  const f = sheet.financials
  const sources = (f.turnoverSources ?? {}) as Record<string, unknown>
  const turnover = verifiedTurnover({
    settlementFen: fenOf(sources.settlement),
    creditsFen: fenOf(sources.receipts),
    reconstructedFen: fenOf(sources.reconstructed),
  })
  const cash = visitFigures(sheet.visit)
  const stockFen = countedStock(sheet.visit)
  const costOfSalesFen = fenOf(f.costOfSales)
  const rent = fenOf(sheet.visit.rent)
  return {
    turnoverFen: turnover?.value.turnoverFen ?? null,
    turnoverTrace: turnover?.trace ?? null,
    cashFlowTrace: cash?.trace ?? null,
    stockFen,
    stockTrace: stockFen !== null && costOfSalesFen ? stockTrace(stockFen, costOfSalesFen) : null,
    flags: crossChecks({
      turnoverFen: turnover?.value.turnoverFen ?? null,
      declaredFen: item.annualTurnoverFen,
      annualRentFen: item.annualRentFen,
      stockFen: fenOf(sheet.household.stock),
      costOfSalesFen,
      inventoryDays: typeof f.inventoryDays === 'string' ? parseRatio(f.inventoryDays) : null,
      creditsFen: fenOf(sources.receipts),
      sources: [sources.settlement, sources.receipts, sources.reconstructed].map(fenOf).filter((v) => v !== null),
      toldSalesFen: cash?.annualSalesFen ?? null,
      toldRentFen: rent === null ? null : rent * 12n,
      monthlyNetFen: cash?.monthlyNetFen ?? null,
    }),
  }
}
