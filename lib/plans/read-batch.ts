/** Reads what a plan of one batch is made from: the market's grade, the terms that hold for all, each item's figures. */
import { type BankParameters, loadParameters } from '@/lib/admin/parameters'
import { civilDate, fromDbOrNull, type PlainDate } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { type Fen, toPercent, toYuan } from '@/lib/platform/money'
import type { Tx } from '@/lib/platform/tenant'
import { Financials } from '@/lib/scoring/financials'
import type { PlanBasis } from './basis'
import type { PlanParameters } from './parameters'
import type { BorrowerType, CustomerGrade, MarketGrade, Mode } from './rules/grades'
import type { LineFacts, LineTerms } from './rules/line'
import { DEFAULT_SCHEME, type SchemeParams, type SchemeParamsJson } from './scheme'

type Ctx = { tx: Tx; actor: { bankId: string }; today: PlainDate }

/** Item states whose merchants a plan is written for. */
export const PLANNED_STATES = ['ADMITTED', 'REGROUP_REQUIRED', 'IN_APPROVAL']

export type PlanItem = {
  id: string
  position: number
  rowNo: string
  name: string
  stallNo: string
  uscc: string
  ownerName: string
  ownerIdNo: string
  state: string
  rank: number | null
  groupName: string | null
  purpose: string
  scoreTotal: number | null
  grade: CustomerGrade | null
  gradeOverridden: boolean
  scoredOn: PlainDate | null
  /** admitted although a veto was found: lifted in writing */
  waived: boolean
  requestedFen: Fen
  /** null while the investigation has no usable figures */
  financials: Financials | null
  facts: LineFacts | null
}

/** The items of the batch that a plan is for, in the order of the list, with the figures of their signed investigation. */
export async function readPlanItems(
  ctx: Ctx,
  batchId: string,
  states: readonly string[] = PLANNED_STATES,
): Promise<PlanItem[]> {
  const rows = await ctx.tx.application.findMany({
    where: { bankId: ctx.actor.bankId, batchId, state: { in: [...states] } },
    orderBy: { position: 'asc' },
    include: {
      applicationOutcome: {
        include: { scoreResult: { select: { scoredAt: true, scoredOn: true, sources: true } } },
      },
      investigations: {
        where: { state: { in: ['SIGNED', 'DRAFT'] } },
        orderBy: [{ state: 'desc' }, { createdAt: 'desc' }],
      },
    },
  })
  return rows.map((a) => {
    const sheet = a.investigations.find((i) => i.state === 'SIGNED') ?? a.investigations[0]
    const read = Financials.safeParse(sheet?.financials)
    const financials = read.success ? read.data : null
    const grade = (a.applicationOutcome?.grade ?? null) as CustomerGrade | null
    return {
      id: a.id,
      position: a.position,
      rowNo: a.rowNo,
      name: a.name ?? '',
      stallNo: a.stallNo ?? '',
      uscc: a.uscc ?? '',
      ownerName: a.ownerName ?? '',
      ownerIdNo: a.ownerIdNo ?? '',
      state: a.state,
      rank: a.rank,
      groupName: a.groupName,
      purpose: a.purpose ?? '',
      scoreTotal: a.applicationOutcome?.scoreTotal ?? null,
      grade,
      gradeOverridden: hasMark(a.applicationOutcome?.scoreResult?.sources, '$override'),
      scoredOn: scoreDay(a.applicationOutcome?.scoreResult),
      waived: hasMark(a.applicationOutcome?.scoreResult?.sources, '$waived'),
      requestedFen: a.requestedFen ?? 0n,
      financials,
      facts:
        financials && grade
          ? lineFacts(financials, grade, a.borrowerType as BorrowerType, a.requestedFen ?? 0n, a.requestedTermMonths)
          : null,
    }
  })
}

/** The business date of a score; rows from before it was kept have the civil date of their instant. */
const scoreDay = (r: { scoredOn: Date | null; scoredAt: Date } | null | undefined): PlainDate | null =>
  r ? (fromDbOrNull(r.scoredOn) ?? civilDate(r.scoredAt)) : null

/** What was done by hand stands beside the evidence of the score: a changed grade, a waived veto (§3.0-7). */
const hasMark = (sources: unknown, mark: '$override' | '$waived'): boolean =>
  typeof sources === 'object' && sources !== null && mark in sources

function lineFacts(
  f: Financials,
  grade: CustomerGrade,
  borrowerType: BorrowerType,
  requestedFen: Fen,
  requestedTermMonths: number | null,
): LineFacts {
  return {
    borrowerType,
    grade,
    requestedFen,
    requestedTermMonths,
    method: f.method,
    salesFen: f.lastYearSales,
    marginPpm: f.lastYearSalesProfitMargin,
    growthPpm: f.expectedSalesGrowth,
    costOfSalesFen: f.costOfSales ?? null,
    inventoryDays: f.inventoryDays,
    receivableDays: f.receivableDays,
    payableDays: f.payableDays,
    prepaymentDays: f.prepaymentDays ?? null,
    advanceReceiptDays: f.advanceReceiptDays ?? null,
    ownFundsFen: f.ownFunds,
    existingLoansFen: f.existingWorkingCapitalLoans,
    otherSourcesFen: f.otherSources,
    netAssetsFen: f.householdNetAssets,
    otherExposureFen: f.otherExposure,
    wholesaleOrRetail: f.wholesaleOrRetail,
    monthlyNetCashFlowFen: f.monthlyNetCashFlow,
    repaymentMethod: f.repaymentMethod,
    annualRentFen: f.annualRent ?? null,
    park: parkFigures(f),
  }
}

/** Null until the whole year of the firm's books is there: half of it proves nothing (§2.6). */
function parkFigures(f: Financials): LineFacts['park'] {
  const { netProfit, depreciation, annualInterest, annualPrincipal, totalDebt, totalAssets } = f
  if (
    netProfit === undefined ||
    depreciation === undefined ||
    annualInterest === undefined ||
    annualPrincipal === undefined ||
    totalDebt === undefined ||
    totalAssets === undefined
  )
    return null
  return {
    netProfitFen: netProfit,
    depreciationFen: depreciation,
    annualInterestFen: annualInterest,
    annualPrincipalFen: annualPrincipal,
    totalDebtFen: totalDebt,
    totalAssetsFen: totalAssets,
  }
}

export type PlanMarket = {
  id: string
  name: string
  grade: MarketGrade
  coefficientPpm: number
  /** lowest admitted score of a customer */
  threshold: number
  rankedCount: number
  share: { num: number; den: number }
  turnoverFen: Fen
  partnerSingleCapFen: Fen | null
  modeCapacityFen: Fen | null
  parameters: BankParameters
}

/** The market of a batch as the limit engine needs it. Refuses E_MARKET_UNGRADED without a grading. */
export async function readPlanMarket(
  ctx: Ctx,
  batch: { marketId: string; mode: string; rankedCount: number | null },
): Promise<PlanMarket> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const [market, grading, schemes, parameters] = [
    await tx.market.findFirst({ where: { bankId, id: batch.marketId } }),
    await tx.marketGrading.findFirst({ where: { bankId, marketId: batch.marketId } }),
    await tx.cooperationScheme.findMany({
      where: { bankId, marketId: batch.marketId, mode: batch.mode, state: 'ACTIVE' },
      orderBy: { versionNo: 'desc' },
      take: 1,
    }),
    await loadParameters(tx, bankId, today),
  ]
  if (!market) throw refuse('E_NOT_FOUND', { object: 'market' })
  if (!grading) throw refuse('E_MARKET_UNGRADED', { market: market.code })
  const grade = grading.grade as MarketGrade
  const standardShare = parameters.plans.recommendedShare[grade] ?? { num: 1, den: 3 }
  return {
    id: market.id,
    name: market.name,
    grade,
    coefficientPpm: grading.coefficientPpm,
    threshold: grading.threshold,
    rankedCount: batch.rankedCount ?? market.merchantCount ?? 0,
    share: market.shareNum && market.shareDen ? { num: market.shareNum, den: market.shareDen } : standardShare,
    turnoverFen: market.turnoverFen ?? 0n,
    partnerSingleCapFen: schemes[0]?.singleClientLimitFen ?? null,
    modeCapacityFen: schemes[0]?.totalCoopLimitFen ?? null,
    parameters,
  }
}

/** Longest tenor that the mode lends for (§2.2–§2.7, §5.5). */
export function modeTenorMax(mode: Mode, p: PlanParameters): number {
  if (mode === 'JG') return p.jg.memberTenorMaxMonths
  if (mode === 'AF') return p.af.tenorMaxMonths
  if (mode === 'LI') return p.li.tenorMaxMonths
  if (mode === 'PK') return Math.max(...Object.values(p.pk.assets).map((a) => a.tenorMaxMonths))
  return 36
}

export function lineTerms(
  mode: Mode,
  market: PlanMarket,
  scheme: SchemeParams,
  basis: PlanBasis,
  on: PlainDate,
): LineTerms {
  const p = market.parameters.plans
  const longest = modeTenorMax(mode, p)
  return {
    mode,
    marketGrade: market.grade,
    singleCapFen: basis.singleCap ?? null,
    partnerSingleCapFen: market.partnerSingleCapFen,
    tenorMaxMonths: Math.min(longest, basis.tenorMax ?? longest),
    marginRatioPpm: scheme.marginRatio,
    marginInterestRatePpm: scheme.marginInterestRate,
    coveragePpm: mode === 'GC' ? p.gc.coveragePpm : mode === 'LI' ? p.li.coveragePpm : null,
    on,
  }
}

/** The scheme a new plan begins with: the bank's parameters, and what the admitted merchants asked for on average. */
export function initialScheme(p: PlanParameters, items: readonly PlanItem[]): SchemeParamsJson {
  const step = 1_000_000n
  const total = items.reduce((sum, i) => sum + i.requestedFen, 0n)
  const mean = items.length > 0 ? (total / BigInt(items.length) / step) * step : 0n
  return {
    ...DEFAULT_SCHEME,
    marginRatio: toPercent(p.jg.marginRatioPpm),
    mutualised: p.jg.marginMutualised,
    replenishWorkingDays: p.jg.replenishWorkingDays,
    compensationTriggerDpd: p.jg.compensationTriggerDpd,
    takeUpRate: toPercent(p.takeUpRatePpm),
    marginInterestRate: toPercent(p.marginInterestRatePpm),
    ...(mean > 0n ? { averageNeed: toYuan(mean) } : {}),
  }
}
