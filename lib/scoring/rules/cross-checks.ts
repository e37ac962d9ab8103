/** Figures of one investigation held against each other: a flag asks a person to look, it decides nothing. */
import type { Fen, Ppm } from '@/lib/platform/money'
import { compare, mul, type Ratio, ratio, roundRatio } from '@/lib/platform/ratio'

export type CrossFigures = {
  /** verified turnover (CB1) */
  turnoverFen: Fen | null
  /** turnover that the merchant declared in the packet */
  declaredFen: Fen | null
  annualRentFen: Fen | null
  stockFen: Fen | null
  costOfSalesFen: Fen | null
  inventoryDays: Ratio | null
  creditsFen: Fen | null
  sources: readonly Fen[]
  /** a year's sales as the merchant tells them at the stall */
  toldSalesFen: Fen | null
  /** a year's rent as the merchant tells it */
  toldRentFen: Fen | null
  /** what is left a month, below zero: nothing to repay with */
  monthlyNetFen: Fen | null
}

export type CrossFlag = {
  code:
    | 'RENT_HIGH'
    | 'RENT_LOW'
    | 'STOCK_DAYS'
    | 'FLOW_LOW'
    | 'FLOW_OVER'
    | 'DECLARED_FAR'
    | 'SOURCES_APART'
    | 'TOLD_FAR'
    | 'RENT_DIFFERS'
    | 'CASH_NEGATIVE'
  /** what was found and the line it crossed, in percent ppm */
  foundPpm: Ppm
  linePpm: Ppm
}

/** Lines of the flags, in ppm; a bank may see more or fewer flags with others. */
export const CROSS_LINES = {
  rentHighPpm: 250_000,
  rentLowPpm: 5_000,
  stockDaysPpm: 300_000,
  flowLowPpm: 400_000,
  flowOverPpm: 1_100_000,
  declaredPpm: 300_000,
  sourcesPpm: 1_500_000,
  toldPpm: 300_000,
  rentDiffersPpm: 100_000,
}

export function crossChecks(f: CrossFigures, lines = CROSS_LINES): CrossFlag[] {
  const flags: CrossFlag[] = []
  const flag = (code: CrossFlag['code'], share: Ratio, linePpm: Ppm, over = true): void => {
    const c = compare(share, ratio(linePpm, 1_000_000))
    if (over ? c > 0 : c < 0) flags.push({ code, foundPpm: Number(roundRatio(mul(share, ratio(1_000_000)))), linePpm })
  }
  const turnover = f.turnoverFen !== null && f.turnoverFen > 0n ? f.turnoverFen : null
  if (turnover && f.annualRentFen !== null && f.annualRentFen > 0n) {
    flag('RENT_HIGH', ratio(f.annualRentFen, turnover), lines.rentHighPpm)
    flag('RENT_LOW', ratio(f.annualRentFen, turnover), lines.rentLowPpm, false)
  }
  if (f.stockFen !== null && f.costOfSalesFen !== null && f.costOfSalesFen > 0n && f.inventoryDays) {
    const counted = ratio(f.stockFen * 365n, f.costOfSalesFen)
    if (f.inventoryDays.num > 0n) flag('STOCK_DAYS', apart(counted, f.inventoryDays), lines.stockDaysPpm)
  }
  if (turnover && f.creditsFen !== null) {
    flag('FLOW_LOW', ratio(f.creditsFen, turnover), lines.flowLowPpm, false)
    flag('FLOW_OVER', ratio(f.creditsFen, turnover), lines.flowOverPpm)
  }
  if (turnover && f.declaredFen !== null)
    flag('DECLARED_FAR', apart(ratio(f.declaredFen), ratio(turnover)), lines.declaredPpm)
  const positive = f.sources.filter((s) => s > 0n)
  if (positive.length > 1) {
    const low = positive.reduce((a, b) => (b < a ? b : a))
    const high = positive.reduce((a, b) => (b > a ? b : a))
    flag('SOURCES_APART', ratio(high, low), lines.sourcesPpm)
  }
  if (turnover && f.toldSalesFen !== null)
    flag('TOLD_FAR', apart(ratio(f.toldSalesFen), ratio(turnover)), lines.toldPpm)
  if (f.annualRentFen !== null && f.annualRentFen > 0n && f.toldRentFen !== null && f.toldRentFen > 0n)
    flag('RENT_DIFFERS', apart(ratio(f.toldRentFen), ratio(f.annualRentFen)), lines.rentDiffersPpm)
  if (turnover && f.monthlyNetFen !== null && f.monthlyNetFen < 0n)
    flag('CASH_NEGATIVE', ratio(f.monthlyNetFen * 12n, turnover), 0, false)
  return flags
}

/** |a − b| ÷ b. */
function apart(a: Ratio, b: Ratio): Ratio {
  const d = ratio(a.num * b.den - b.num * a.den, a.den * b.den)
  return ratio((d.num < 0n ? -d.num : d.num) * b.den, d.den * b.num)
}
