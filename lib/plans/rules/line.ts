/** One merchant's line of a plan: need, limit, tenor, repayment, price and margin from the investigation's figures (§5.3, §5.5, §2.2). */
import { marginRequired } from '@/lib/guarantees/rules/margin'
import type { PlainDate } from '@/lib/platform/dates'
import { type Fen, maxFen, minFen, mulRate, type Ppm } from '@/lib/platform/money'
import { add, type Ratio, ratio, roundRatio } from '@/lib/platform/ratio'
import type { Trace } from '@/lib/platform/trace'
import { levelInstalment } from '@/lib/servicing/rules/instalment'
import { affordability, type RentLoanParameters, rentLoanCap } from './affordability'
import type { BorrowerType, CustomerGrade, MarketGrade, Mode } from './grades'
import {
  type CapName,
  type MerchantLimitParameters,
  type ModeCapParameters,
  merchantLimit,
  modeSingleCap,
} from './merchant-limit'
import { type ParkCapacityParameters, type ParkFigures, parkCapacity } from './park-capacity'
import { allInCost, type LprRow, lookupLpr, lprTenor, type PricingParameters, price, spreads } from './pricing'
import { type CyclePart, type WorkingCapitalParameters, workingCapital } from './working-capital'

export type RepaymentMethod = 'ANNUITY' | 'EQUAL_PRINCIPAL' | 'BULLET' | 'INTEREST_AT_MATURITY'

/** What the two investigators found out about one merchant, and what it asked for. */
export type LineFacts = {
  borrowerType: BorrowerType
  grade: CustomerGrade
  requestedFen: Fen
  requestedTermMonths: number | null
  method: 'FULL' | 'SIMPLIFIED'
  salesFen: Fen
  marginPpm: Ppm
  growthPpm: Ppm
  costOfSalesFen: Fen | null
  inventoryDays: Ratio
  receivableDays: Ratio
  payableDays: Ratio
  prepaymentDays: Ratio | null
  advanceReceiptDays: Ratio | null
  ownFundsFen: Fen
  existingLoansFen: Fen
  otherSourcesFen: Fen
  netAssetsFen: Fen
  otherExposureFen: Fen
  wholesaleOrRetail: boolean
  monthlyNetCashFlowFen: Fen
  repaymentMethod: RepaymentMethod
  /** a year's rent, when the loan pays rent (§5.3) */
  annualRentFen?: Fen | null
  /** the firm's books, for a purchase in a park (§2.6) */
  park?: ParkFigures | null
}

/** What holds for every line of the plan. */
export type LineTerms = {
  mode: Mode
  marketGrade: MarketGrade
  /** the plan's own single cap; null: the mode's (§2.2) */
  singleCapFen: Fen | null
  /** the partner's cap for one client by its agreement; null: none */
  partnerSingleCapFen: Fen | null
  tenorMaxMonths: number
  marginRatioPpm: Ppm
  marginInterestRatePpm: Ppm
  coveragePpm: Ppm | null
  on: PlainDate
}

export type LineParameters = {
  workingCapital: WorkingCapitalParameters
  merchantLimit: MerchantLimitParameters
  modeCaps: ModeCapParameters
  customerCoefficientPpm: Record<CustomerGrade, Ppm>
  pricing: PricingParameters
  lpr: readonly LprRow[]
  affordabilityMinPpm: Ppm
  rentLoan: RentLoanParameters
  pk: ParkCapacityParameters
}

/** What a person changed on the line, never upwards: kept when the plan is computed again. */
export type LineEdit = {
  limitFen?: Fen
  tenorMonths?: number
  repaymentMethod?: RepaymentMethod
}

export type LineResult = {
  limitFen: Fen
  computedLimitFen: Fen
  binding: CapName
  tenorMonths: number
  repaymentMethod: RepaymentMethod
  ratePpm: Ppm
  allInPpm: Ppm
  marginFen: Fen
  affordable: boolean
  traces: { workingCapital: Trace; limit: Trace; affordability: Trace; price: Trace; allIn: Trace }
}

/** null when no LPR was published on or before the day. */
export function proposeLine(f: LineFacts, t: LineTerms, p: LineParameters, edit: LineEdit = {}): LineResult | null {
  const days = (d: Ratio): CyclePart => ({ kind: 'DAYS', days: d })
  const need = workingCapital(
    {
      method: f.method,
      lastYearSalesFen: f.salesFen,
      lastYearSalesProfitMarginPpm: f.marginPpm,
      expectedSalesGrowthPpm: f.growthPpm,
      costOfSalesFen: f.costOfSalesFen,
      cycle: {
        inventory: days(f.inventoryDays),
        receivable: days(f.receivableDays),
        payable: days(f.payableDays),
        ...(f.prepaymentDays ? { prepayment: days(f.prepaymentDays) } : {}),
        ...(f.advanceReceiptDays ? { advanceReceipt: days(f.advanceReceiptDays) } : {}),
      },
      ownFundsFen: f.ownFundsFen,
      existingWorkingCapitalLoansFen: f.existingLoansFen,
      otherSourcesFen: f.otherSourcesFen,
    },
    p.workingCapital,
  )
  const modeCap = modeSingleCap(t.mode, t.marketGrade, f.borrowerType, p.modeCaps)
  const rentCapFen = f.annualRentFen ? rentLoanCap(f.annualRentFen, p.rentLoan) : null
  const limit = merchantLimit(
    {
      newLoanFen: need.value.newLoanFen,
      verifiedTurnoverFen: f.salesFen,
      coefficientPpm: p.customerCoefficientPpm[f.grade],
      householdNetAssetsFen: f.netAssetsFen,
      modeSingleCapFen: t.singleCapFen === null ? modeCap : minFen(modeCap, t.singleCapFen),
      rentCapFen,
      partnerSingleCapFen: t.partnerSingleCapFen,
      amountAppliedFen: f.requestedFen,
      otherExposureFen: f.otherExposureFen,
      wholesaleOrRetail: f.wholesaleOrRetail,
    },
    p.merchantLimit,
  )
  const computedLimitFen = maxFen(limit.value.limitFen, 0n)
  const limitFen = edit.limitFen === undefined ? computedLimitFen : minFen(edit.limitFen, computedLimitFen)
  const most = rentCapFen === null ? t.tenorMaxMonths : Math.min(t.tenorMaxMonths, p.rentLoan.maxMonths)
  const longest = Math.max(1, Math.min(f.requestedTermMonths ?? most, most))
  const tenorMonths = Math.min(edit.tenorMonths ?? longest, longest)
  const repaymentMethod = edit.repaymentMethod ?? f.repaymentMethod
  const lprPpm = lookupLpr(p.lpr, t.on, lprTenor(tenorMonths, p.pricing))
  if (lprPpm === null) return null
  const parts = spreads(
    { marketGrade: t.marketGrade, customerGrade: f.grade, mode: t.mode, tenorMonths, coveragePpm: t.coveragePpm },
    p.pricing,
  )
  const priced = price({ lprPpm, ...parts }, p.pricing)
  const allIn = allInCost({
    ratePpm: priced.value.ratePpm,
    guaranteeFeeRatePpm: 0,
    premiumRatePpm: 0,
    otherFeeRatePpm: 0,
    marginRatioPpm: t.marginRatioPpm,
    marginInterestRatePpm: t.marginInterestRatePpm,
  })
  const ratePpm = priced.value.ratePpm
  const cover =
    t.mode === 'PK'
      ? parkCapacity(f.park ?? null, { amountFen: limitFen, ratePpm, tenorMonths }, p.pk)
      : affordability(
          {
            monthlyNetCashFlowFen: f.monthlyNetCashFlowFen,
            monthlyPaymentFen: monthlyPayment(limitFen, ratePpm, tenorMonths, repaymentMethod),
          },
          p.affordabilityMinPpm,
        )
  return {
    limitFen,
    computedLimitFen,
    binding: limit.value.binding,
    tenorMonths,
    repaymentMethod,
    ratePpm: priced.value.ratePpm,
    allInPpm: allIn.value.allInEffectivePpm,
    marginFen: marginRequired(limitFen, t.marginRatioPpm),
    affordable: cover.value.affordable,
    traces: {
      workingCapital: need.trace,
      limit: limit.trace,
      affordability: cover.trace,
      price: priced.trace,
      allIn: allIn.trace,
    },
  }
}

/** The dearest month of an instalment loan; zero for those whose principal is due at the end, which §5.3 does not test. */
export function monthlyPayment(limitFen: Fen, ratePpm: Ppm, months: number, method: RepaymentMethod): Fen {
  const interest = mulRate(limitFen, Math.round(ratePpm / 12))
  if (method === 'EQUAL_PRINCIPAL') return roundRatio(ratio(limitFen, months), 'CEIL') + interest
  if (method !== 'ANNUITY') return 0n
  return levelInstalment({
    owed: add(ratio(limitFen), ratio(limitFen * BigInt(ratePpm), 12_000_000n)),
    laterParts: Array.from({ length: months - 1 }, () => 1),
    unit: 12,
    ratePpm,
    balloonFen: 0n,
  })
}
