/**
 * How much working capital a merchant needs, and how much of it a new loan should fill (§5.3).
 * Everything is an exact fraction until the need is rounded, once, half up to the fen.
 */
import { type Fen, maxFen, type Ppm, sumFen } from '@/lib/platform/money'
import { add, div, mul, type Ratio, ratio, roundRatio, toFixed } from '@/lib/platform/ratio'
import { cny, days, percent, type Traced, type TraceStep, times } from '@/lib/platform/trace'

/** One component of the cash cycle: measured days, turnovers a year, or the average balance behind them. */
export type CyclePart =
  | { kind: 'DAYS'; days: Ratio }
  | { kind: 'TIMES'; times: Ratio }
  | { kind: 'BALANCE'; averageFen: Fen }

export type CycleName = 'inventory' | 'receivable' | 'payable' | 'prepayment' | 'advanceReceipt'

export type WorkingCapitalInput = {
  /** FULL: all five components. SIMPLIFIED: inventory + receivable − payable. TURNOVER: a share of expected sales. */
  method: 'FULL' | 'SIMPLIFIED' | 'TURNOVER'
  lastYearSalesFen: Fen
  lastYearSalesProfitMarginPpm: Ppm
  expectedSalesGrowthPpm: Ppm
  /** cost of sales; null: sales × (1 − margin) */
  costOfSalesFen: Fen | null
  /** the cash cycle by its components (those left out count as zero days), or as a whole when it was measured so */
  cycle: Partial<Record<CycleName, CyclePart>> | { cycleDays: Ratio }
  ownFundsFen: Fen
  existingWorkingCapitalLoansFen: Fen
  otherSourcesFen: Fen
}

export type WorkingCapitalParameters = {
  /** days of the year in the formula: 360 */
  yearDays: number
  /** TURNOVER method: the share of expected sales that has to be financed */
  turnoverNeedPpm: Ppm
}

export type WorkingCapitalResult = {
  /** days with two places, turns with four, as text; null where the method does not use them */
  inventoryDays: string | null
  receivableDays: string | null
  payableDays: string | null
  prepaymentDays: string | null
  advanceReceiptDays: string | null
  cycleDays: string | null
  /** null also when the cycle is zero or shorter: suppliers and customers finance the business */
  turns: string | null
  workingCapitalNeedFen: Fen
  ownFundsFen: Fen
  /** never below zero */
  newLoanFen: Fen
  /** what is left over when own and other sources exceed the need, else zero */
  surplusFen: Fen
}

const ONE = 1_000_000n
const COST_BASED: readonly CycleName[] = ['inventory', 'payable', 'prepayment']
const SIMPLIFIED: readonly CycleName[] = ['inventory', 'receivable', 'payable']
const FULL: readonly CycleName[] = ['inventory', 'receivable', 'payable', 'prepayment', 'advanceReceipt']
const SIGN: Record<CycleName, 1n | -1n> = {
  inventory: 1n,
  receivable: 1n,
  prepayment: 1n,
  payable: -1n,
  advanceReceipt: -1n,
}
const DAYS_LABEL = {
  inventory: 'inventoryDays',
  receivable: 'receivableDays',
  payable: 'payableDays',
  prepayment: 'prepaymentDays',
  advanceReceipt: 'advanceReceiptDays',
} as const satisfies Record<CycleName, string>

/**
 * The regulator's reference formula: need = sales × (1 − margin) × (1 + growth) ÷ turns, turns = 360 ÷ cycle days,
 * new loan = need − own funds − existing working-capital loans − other sources (§5.3).
 */
export function workingCapital(input: WorkingCapitalInput, p: WorkingCapitalParameters): Traced<WorkingCapitalResult> {
  const expectedSales = ratio(input.lastYearSalesFen * (ONE + BigInt(input.expectedSalesGrowthPpm)), ONE)
  const need =
    input.method === 'TURNOVER' ? needByTurnover(input, expectedSales, p) : needByCycle(input, expectedSales, p)
  const sources = sumFen([input.ownFundsFen, input.existingWorkingCapitalLoansFen, input.otherSourcesFen])
  const newLoanFen = maxFen(need.fen - sources, 0n)
  const value: WorkingCapitalResult = {
    inventoryDays: null,
    receivableDays: null,
    payableDays: null,
    prepaymentDays: null,
    advanceReceiptDays: null,
    cycleDays: null,
    turns: null,
    ...need.days,
    workingCapitalNeedFen: need.fen,
    ownFundsFen: input.ownFundsFen,
    newLoanFen,
    surplusFen: maxFen(sources - need.fen, 0n),
  }
  const loanStep: TraceStep = {
    ...cny('newLoan', newLoanFen),
    rule: '§5.3',
    formula: 'max(workingCapitalNeed − ownFunds − existingWorkingCapitalLoans − otherSources, 0)',
    inputs: [
      cny('workingCapitalNeed', need.fen),
      cny('ownFunds', input.ownFundsFen),
      cny('existingWorkingCapitalLoans', input.existingWorkingCapitalLoansFen),
      cny('otherSources', input.otherSourcesFen),
    ],
  }
  return {
    value,
    trace: {
      rule: 'plans.workingCapital',
      version: 1,
      result: cny('newLoan', newLoanFen),
      steps: [...need.steps, loanStep],
    },
  }
}

type Need = { fen: Fen; days: Partial<WorkingCapitalResult>; steps: TraceStep[] }

function needByCycle(input: WorkingCapitalInput, expectedSales: Ratio, p: WorkingCapitalParameters): Need {
  const year = ratio(p.yearDays)
  const margin = ratio(ONE - BigInt(input.lastYearSalesProfitMarginPpm), ONE)
  const { cycle, texts, steps } = cashCycle(input, margin, year)
  // A cycle of zero days or less needs no capital of its own; dividing by it would say the opposite.
  const financed = cycle.num <= 0n
  const turns = financed ? null : div(year, cycle)
  if (turns) {
    steps.push({
      ...times('turns', turns),
      rule: '§5.3',
      formula: `${p.yearDays} ÷ cycleDays`,
      inputs: [days('cycleDays', cycle)],
    })
  }
  const fen = turns ? roundRatio(div(mul(expectedSales, margin), turns)) : 0n
  steps.push({
    ...cny('workingCapitalNeed', fen),
    rule: '§5.3',
    formula: financed
      ? 'cycleDays ≤ 0 → 0'
      : 'lastYearSales × (1 − lastYearSalesProfitMargin) × (1 + expectedSalesGrowth) ÷ turns',
    inputs: [
      cny('lastYearSales', input.lastYearSalesFen),
      percent('lastYearSalesProfitMargin', input.lastYearSalesProfitMarginPpm),
      percent('expectedSalesGrowth', input.expectedSalesGrowthPpm),
      ...(turns ? [times('turns', turns)] : []),
    ],
  })
  return {
    fen,
    days: { ...texts, cycleDays: toFixed(cycle, 2), turns: turns ? toFixed(turns, 4) : null },
    steps,
  }
}

/** The length of the cash cycle in days, from its components unless it was measured as a whole. */
function cashCycle(
  input: WorkingCapitalInput,
  margin: Ratio,
  year: Ratio,
): { cycle: Ratio; texts: Partial<WorkingCapitalResult>; steps: TraceStep[] } {
  if ('cycleDays' in input.cycle) {
    const cycle = input.cycle.cycleDays
    return { cycle, texts: {}, steps: [{ ...days('cycleDays', cycle), rule: '§5.3', inputs: [] }] }
  }
  const sales = ratio(input.lastYearSalesFen)
  const cost = input.costOfSalesFen === null ? mul(sales, margin) : ratio(input.costOfSalesFen)
  const texts: Partial<WorkingCapitalResult> = {}
  const steps: TraceStep[] = []
  let cycle = ratio(0)
  for (const name of input.method === 'SIMPLIFIED' ? SIMPLIFIED : FULL) {
    const base = COST_BASED.includes(name) ? cost : sales
    const d = daysOf(input.cycle[name], base, year)
    texts[DAYS_LABEL[name]] = toFixed(d, 2)
    steps.push(daysStep(name, input.cycle[name], d, base))
    cycle = add(cycle, { num: d.num * SIGN[name], den: d.den })
  }
  steps.push({
    ...days('cycleDays', cycle),
    rule: '§5.3',
    formula:
      input.method === 'SIMPLIFIED'
        ? 'inventoryDays + receivableDays − payableDays'
        : 'inventoryDays + receivableDays − payableDays + prepaymentDays − advanceReceiptDays',
    inputs: steps.map(({ label, value, unit }) => ({ label, value, unit })),
  })
  return { cycle, texts, steps }
}

function needByTurnover(input: WorkingCapitalInput, expectedSales: Ratio, p: WorkingCapitalParameters): Need {
  const fen = roundRatio(mul(expectedSales, ratio(p.turnoverNeedPpm, ONE)))
  const step: TraceStep = {
    ...cny('workingCapitalNeed', fen),
    rule: '§5.3',
    formula: 'lastYearSales × (1 + expectedSalesGrowth) × turnoverNeed',
    inputs: [
      cny('lastYearSales', input.lastYearSalesFen),
      percent('expectedSalesGrowth', input.expectedSalesGrowthPpm),
      percent('turnoverNeed', p.turnoverNeedPpm, 'parameter'),
    ],
  }
  return { fen, days: {}, steps: [step] }
}

/** days = 360 ÷ turnover times; turnover times = base ÷ average balance. No base (no sales): no days. */
function daysOf(part: CyclePart | undefined, base: Ratio, year: Ratio): Ratio {
  if (!part) return ratio(0)
  if (part.kind === 'DAYS') return part.days
  if (part.kind === 'TIMES') return part.times.num === 0n ? ratio(0) : div(year, part.times)
  return base.num === 0n ? ratio(0) : div(mul(year, ratio(part.averageFen)), base)
}

function daysStep(name: CycleName, part: CyclePart | undefined, d: Ratio, base: Ratio): TraceStep {
  const shown = { ...days(DAYS_LABEL[name], d), rule: '§5.3' }
  if (!part || part.kind === 'DAYS') return { ...shown, inputs: [] }
  if (part.kind === 'TIMES')
    return { ...shown, formula: '360 ÷ turnoverTimes', inputs: [times('turnoverTimes', part.times)] }
  const baseLabel = COST_BASED.includes(name) ? 'costOfSales' : 'lastYearSales'
  return {
    ...shown,
    formula: `360 × averageBalance ÷ ${baseLabel}`,
    inputs: [cny('averageBalance', part.averageFen), cny(baseLabel, roundRatio(base))],
  }
}

/** own funds = net assets + long-term debt − long-term assets (§5.3); below zero the owner has tied up borrowed money. */
export function ownFunds(netAssetsFen: Fen, longTermDebtFen: Fen, longTermAssetsFen: Fen): Fen {
  return netAssetsFen + longTermDebtFen - longTermAssetsFen
}
