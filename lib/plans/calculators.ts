/**
 * The credit calculators of the API: pure, no state, the same rules as the plans themselves. Each takes parsed input
 * (see `calculator-inputs.ts`) and answers { value, trace } in JSON form. What is missing or contradictory is thrown as
 * a Refusal with the fields it concerns.
 */
import { refuse } from '@/lib/platform/errors'
import type { Fen, Ppm } from '@/lib/platform/money'
import { div, type Ratio, ratio, roundRatio } from '@/lib/platform/ratio'
import type { Trace, Traced } from '@/lib/platform/trace'
import { type Json, toWire } from '@/lib/platform/wire'
import type { MerchantLimitBody, PlanLimitBody, PriceBody, WorkingCapitalBody } from './calculator-inputs'
import { PLAN_DEFAULTS, type PlanParameters } from './parameters'
import { merchantLimit, modeSingleCap } from './rules/merchant-limit'
import { type Demand, modeCapacity, planLimit } from './rules/plan-limit'
import { allInCost, lookupLpr, lprTenor, price, spreads } from './rules/pricing'
import { type CycleName, type CyclePart, ownFunds, workingCapital } from './rules/working-capital'

export type Answer = { value: Json; trace: Trace }

/** POST /calculators/working-capital (§5.3). */
export function calculateWorkingCapital(b: WorkingCapitalBody, p: PlanParameters = PLAN_DEFAULTS): Answer {
  const whole = only(b, ['cycleDays', 'turns'])
  const parts = cycleParts(b)
  if (whole !== undefined && Object.keys(parts).length > 0) throw conflict('cycleDays', 'turns')
  const given = whole !== undefined || parts.inventory !== undefined || parts.receivable !== undefined
  if (b.method !== 'TURNOVER' && !given) throw missing('inventoryDays', 'receivableDays', 'turns')
  return answer(
    workingCapital(
      {
        method: b.method,
        lastYearSalesFen: b.lastYearSales,
        lastYearSalesProfitMarginPpm: b.lastYearSalesProfitMargin,
        expectedSalesGrowthPpm: b.expectedSalesGrowth,
        costOfSalesFen: b.costOfSales ?? null,
        cycle: whole === undefined ? parts : { cycleDays: b.turns ? daysOfTurns(b.turns, p) : whole },
        ownFundsFen: ownFundsOf(b),
        existingWorkingCapitalLoansFen: b.existingWorkingCapitalLoans,
        otherSourcesFen: b.otherSources,
      },
      { ...p.workingCapital, ...(b.turnoverNeed === undefined ? {} : { turnoverNeedPpm: b.turnoverNeed }) },
    ),
  )
}

function daysOfTurns(turns: Ratio, p: PlanParameters): Ratio {
  if (turns.num === 0n) throw badField('turns', 'E_RANGE')
  return div(ratio(p.workingCapital.yearDays), turns)
}

const DAYS = {
  inventory: 'inventoryDays',
  receivable: 'receivableDays',
  payable: 'payableDays',
  prepayment: 'prepaymentDays',
  advanceReceipt: 'advanceReceiptDays',
} as const satisfies Record<CycleName, string>
const TIMES = {
  inventory: 'inventoryTurnoverTimes',
  receivable: 'receivableTurnoverTimes',
  payable: 'payableTurnoverTimes',
  prepayment: 'prepaymentTurnoverTimes',
  advanceReceipt: 'advanceReceiptTurnoverTimes',
} as const satisfies Record<CycleName, string>
/** The words people use for the balances. */
const BALANCES = {
  inventory: ['averageInventory', 'inventory'],
  receivable: ['averageReceivables', 'averageReceivable', 'receivables'],
  payable: ['averagePayables', 'averagePayable', 'payables'],
  prepayment: ['averagePrepayments', 'averagePrepayment', 'prepayments'],
  advanceReceipt: ['averageAdvances', 'averageAdvanceReceipts', 'averageAdvanceReceipt', 'advances'],
} as const satisfies Record<CycleName, readonly string[]>

function cycleParts(b: WorkingCapitalBody): Partial<Record<CycleName, CyclePart>> {
  const parts: Partial<Record<CycleName, CyclePart>> = {}
  for (const name of Object.keys(DAYS) as CycleName[]) {
    const daysGiven = b[DAYS[name]]
    const timesGiven = b[TIMES[name]]
    const averageFen = only(b, BALANCES[name])
    const forms = [daysGiven, timesGiven, averageFen].filter((x) => x !== undefined)
    if (forms.length > 1) throw conflict(DAYS[name], TIMES[name], ...BALANCES[name])
    if (daysGiven !== undefined) parts[name] = { kind: 'DAYS', days: daysGiven }
    else if (timesGiven !== undefined) parts[name] = { kind: 'TIMES', times: timesGiven }
    else if (averageFen !== undefined) parts[name] = { kind: 'BALANCE', averageFen }
  }
  return parts
}

function ownFundsOf(b: WorkingCapitalBody): Fen {
  if (b.ownFunds !== undefined) {
    if (b.netAssets !== undefined) throw conflict('ownFunds', 'netAssets')
    return b.ownFunds
  }
  return b.netAssets === undefined ? 0n : ownFunds(b.netAssets, b.longTermDebt ?? 0n, b.longTermAssets ?? 0n)
}

/** POST /calculators/merchant-limit (§5.3). */
export function calculateMerchantLimit(b: MerchantLimitBody, p: PlanParameters = PLAN_DEFAULTS): Answer {
  const grade = only(b, ['grade', 'customerGrade'])
  if (grade !== undefined && b.coefficient !== undefined) throw conflict('grade', 'coefficient')
  const coefficientPpm = b.coefficient !== undefined ? ppmOf(b.coefficient) : grade && p.customerCoefficientPpm[grade]
  if (coefficientPpm === undefined) throw missing('grade', 'coefficient')
  const amountAppliedFen = only(b, ['amountApplied', 'appliedAmount', 'requestedAmount'])
  if (amountAppliedFen === undefined) throw missing('amountApplied')
  const partnerCaps = [b.partnerSingleCap, b.groupSingleCap, b.guarantorSingleCap, b.insurerSingleCap].filter(
    (c) => c !== undefined,
  )
  const rule =
    b.r === undefined ? p.merchantLimit : { ...p.merchantLimit, turnoverSharePpm: b.r, wholesaleTurnoverSharePpm: b.r }
  return answer(
    merchantLimit(
      {
        newLoanFen: b.newLoan,
        verifiedTurnoverFen: b.verifiedTurnover,
        coefficientPpm,
        householdNetAssetsFen: b.householdNetAssets,
        modeSingleCapFen:
          b.modeSingleCap ??
          (b.mode === undefined
            ? null
            : modeSingleCap(b.mode, b.marketGrade ?? 'A', b.borrowerType ?? 'ENTERPRISE', p.modeCaps)),
        partnerSingleCapFen: partnerCaps.length === 0 ? null : partnerCaps.reduce((m, c) => (c < m ? c : m)),
        amountAppliedFen,
        otherExposureFen: b.otherExposure,
        wholesaleOrRetail:
          only(b, ['wholesaleOrRetail', 'wholesaleRetail']) ?? /wholesale|retail|批发|零售/i.test(b.industry ?? ''),
      },
      rule,
    ),
  )
}

/** POST /calculators/plan-limit (§5.2). */
export function calculatePlanLimit(b: PlanLimitBody, p: PlanParameters = PLAN_DEFAULTS): Answer {
  const grade = only(b, ['marketGrade', 'grade'])
  const coverageFactorPpm =
    b.coverageFactor !== undefined ? ppmOf(b.coverageFactor) : grade && p.marketCoefficientPpm[grade]
  if (coverageFactorPpm === undefined) throw missing('marketGrade', 'coverageFactor')
  return answer(
    planLimit(
      {
        demand: demandOf(b, p),
        coverageFactorPpm,
        marketTurnoverFen: b.marketTurnover,
        modeCapacityFen: b.modeCapacity ?? derivedCapacity(b, p),
        bankSingleMarketCapFen: b.bankSingleMarketCap ?? null,
        netCapitalFen: b.netCapital ?? null,
        marginRatioPpm: b.mode === 'JG' ? (b.marginRatio ?? p.jg.marginRatioPpm) : (b.marginRatio ?? null),
      },
      { ...p.planLimit, ...(b.turnoverCapRate === undefined ? {} : { turnoverCapPpm: b.turnoverCapRate }) },
    ),
  )
}

function demandOf(b: PlanLimitBody, p: PlanParameters): Demand {
  const surveyed = only(b, ['demand', 'surveyedDemand'])
  if (surveyed !== undefined) return { kind: 'SURVEY', surveyedDemandFen: surveyed }
  const grade = only(b, ['marketGrade', 'grade'])
  const named = b.shareNum !== undefined && b.shareDen !== undefined ? { num: b.shareNum, den: b.shareDen } : undefined
  const share = b.share ?? named ?? (grade && p.recommendedShare[grade]) ?? undefined
  if (b.rankedCount === undefined) throw missing('rankedCount', 'demand')
  if (b.averageNeed === undefined) throw missing('averageNeed')
  if (share === undefined) throw missing('share', 'marketGrade')
  if (share.num > share.den) throw badField('shareNum', 'E_RANGE')
  const takeUpRatePpm = b.takeUpRate ?? p.takeUpRatePpm
  return { kind: 'ESTIMATE', rankedCount: b.rankedCount, share, takeUpRatePpm, averageNeedFen: b.averageNeed }
}

function derivedCapacity(b: PlanLimitBody, p: PlanParameters): Fen | null {
  const govFund = only(b, ['govFundBalance', 'govFund'])
  if (b.marginCommitted !== undefined) {
    const marginRatioPpm = b.marginRatio ?? p.jg.marginRatioPpm
    return modeCapacity({ mode: 'JG', marginCommittedFen: b.marginCommitted, marginRatioPpm }).value
  }
  if (govFund !== undefined) {
    const govLeverage = b.govLeverage ?? p.af.govLeverage
    return modeCapacity({ mode: 'AF', govFundBalanceFen: govFund, govLeverage }).value
  }
  return only(b, ['guarantorHeadroom', 'insurerHeadroom', 'parkQuota']) ?? null
}

/** POST /calculators/price (§5.5): the rate, and with it or with a rate that is given the all-in cost. */
export function calculatePrice(b: PriceBody, p: PlanParameters = PLAN_DEFAULTS): Answer {
  const known = only(b, ['rate', 'annualRate'])
  const priced = known === undefined ? pricedRate(b, p) : null
  const ratePpm = known ?? priced!.value.ratePpm
  const cost = allInCost({
    ratePpm,
    guaranteeFeeRatePpm: only(b, ['guaranteeFeeRate', 'guaranteeFee']) ?? 0,
    premiumRatePpm: only(b, ['premiumRate', 'premium']) ?? 0,
    otherFeeRatePpm: only(b, ['otherFeeRate', 'otherFees']) ?? 0,
    marginRatioPpm: b.marginRatio ?? 0,
    marginInterestRatePpm: only(b, ['marginInterestRate', 'marginRate']) ?? p.marginInterestRatePpm,
  })
  const trace: Trace = priced ? { ...priced.trace, steps: [...priced.trace.steps, ...cost.trace.steps] } : cost.trace
  return answer({ value: { ...(priced?.value ?? { ratePpm, bound: null }), ...cost.value }, trace })
}

function pricedRate(b: PriceBody, p: PlanParameters) {
  const tenorMonths = only(b, ['tenorMonths', 'termMonths']) ?? 12
  const lprPpm = b.lpr ?? publishedLpr(b, tenorMonths, p)
  const needsGrades = b.marketBps === undefined || b.customerBps === undefined
  if (b.marketBps === undefined && b.marketGrade === undefined) throw missing('marketGrade', 'marketBps')
  if (b.customerBps === undefined && b.customerGrade === undefined) throw missing('customerGrade', 'customerBps')
  if (needsGrades && b.mode === undefined && b.modeBps === undefined) throw missing('mode', 'modeBps')
  const mode = b.mode ?? 'JG'
  const coveragePpm = b.coverage ?? (mode === 'GC' ? p.gc.coveragePpm : mode === 'LI' ? p.li.coveragePpm : null)
  const byRule = spreads(
    {
      marketGrade: b.marketGrade ?? 'AA',
      customerGrade: b.customerGrade ?? 'A1',
      mode,
      tenorMonths,
      coveragePpm,
    },
    p.pricing,
  )
  return price(
    {
      lprPpm,
      baseBps: b.baseBps ?? byRule.baseBps,
      marketBps: b.marketBps ?? byRule.marketBps,
      customerBps: b.customerBps ?? byRule.customerBps,
      modeBps: b.modeBps ?? byRule.modeBps,
      tenorBps: b.tenorBps ?? byRule.tenorBps,
    },
    { floorPpm: b.floor ?? p.pricing.floorPpm, ceilingPpm: b.ceiling ?? p.pricing.ceilingPpm },
  )
}

/** The LPR on the contract date; without a date the latest one of the bank's table. */
function publishedLpr(b: PriceBody, tenorMonths: number, p: PlanParameters): Ppm {
  const on = b.contractDate ?? Temporal.PlainDate.from('9999-12-31')
  const found = lookupLpr(p.lpr, on, b.lprTenor ?? lprTenor(tenorMonths, p.pricing))
  if (found === null) throw badField('contractDate', 'E_LPR_MISSING')
  return found
}

/** The one value given under any of several names; E_FIELDS_CONFLICT when two are given. */
function only<B extends object, K extends keyof B & string>(body: B, names: readonly K[]): B[K] | undefined {
  const given = names.filter((n) => body[n] !== undefined)
  if (given.length > 1) throw conflict(...given)
  return given[0] === undefined ? undefined : body[given[0]]
}

function answer(traced: Traced<unknown>): Answer {
  return { value: toWire(traced.value), trace: traced.trace }
}

const ppmOf = (r: Ratio): Ppm => Number(roundRatio(ratio(r.num * 1_000_000n, r.den)))

function missing(...fields: string[]) {
  return refuse('E_REQUIRED', { fields }, { fields: fields.map((path) => ({ path, code: 'E_REQUIRED' })) })
}

function conflict(...fields: string[]) {
  return refuse(
    'E_FIELDS_CONFLICT',
    { fields },
    { fields: fields.map((path) => ({ path, code: 'E_FIELDS_CONFLICT' })) },
  )
}

function badField(path: string, code: string) {
  return refuse(code, { field: path }, { fields: [{ path, code, params: { field: path } }] })
}
