/**
 * What a bank may configure about its plans and modes (§2, §3.1, §3.2, §5, §12): the defaults, and the ranges inside
 * which each may move. Rules never read these; commands and calculators hand them over.
 */

import type { AssistFundParameters } from '@/lib/guarantees/rules/assist-fund'
import type { IssuePoolParameters } from '@/lib/guarantees/rules/direct-financing'
import type { GuarantorAdmissionParameters, GuarantorParameters } from '@/lib/guarantees/rules/guarantor'
import type { InsurerCapacityParameters, InsurerStop } from '@/lib/guarantees/rules/insurer'
import type { JointGroupParameters } from '@/lib/guarantees/rules/joint-group'
import type { AssistFundRefund } from '@/lib/guarantees/rules/movements'
import type { ParkAssetParameters } from '@/lib/guarantees/rules/park'
import type { TrancheShares } from '@/lib/guarantees/rules/waterfall/direct-financing'
import type { InsuredScope } from '@/lib/guarantees/rules/waterfall/insurance'
import { date } from '@/lib/platform/dates'
import { type Fen, type Ppm, yuan } from '@/lib/platform/money'
import type { ParameterRanges } from '@/lib/platform/parameters'
import type { RentLoanParameters } from './rules/affordability'
import type { ConcentrationParameters } from './rules/concentration'
import type { CustomerCoefficients, CustomerGrade, MarketCoefficients, MarketGrade } from './rules/grades'
import type { IncomeParameters } from './rules/income'
import type { MerchantLimitParameters, ModeCapParameters } from './rules/merchant-limit'
import type { PlanLimitParameters, Share } from './rules/plan-limit'
import type { LprRow, PricingParameters } from './rules/pricing'
import type { WorkingCapitalParameters } from './rules/working-capital'

const PCT = 10_000
const pct = (n: number): Ppm => Math.round(n * PCT)
const wan = (n: number): Fen => yuan(String(n * 10_000))

export type PlanParameters = {
  marketCoefficientPpm: MarketCoefficients
  customerCoefficientPpm: CustomerCoefficients
  /** lowest score of a customer by market grade; null: no admission */
  customerThreshold: Record<MarketGrade, number | null>
  recommendedShare: Record<MarketGrade, Share | null>
  takeUpRatePpm: Ppm
  workingCapital: WorkingCapitalParameters
  merchantLimit: MerchantLimitParameters
  modeCaps: ModeCapParameters
  planLimit: PlanLimitParameters
  minBatchItems: number
  affordabilityMinPpm: Ppm
  rentLoan: RentLoanParameters
  concentration: ConcentrationParameters
  income: IncomeParameters
  pricing: PricingParameters
  lpr: readonly LprRow[]
  marginInterestRatePpm: Ppm
  jg: JointGroupParameters & {
    marginRatioPpm: Ppm
    marginMutualised: boolean
    marginSourceWindowDays: number
    releaseDelayDays: number
    compensationTriggerDpd: number
    replenishWorkingDays: number
    compensationPpm: Ppm
  }
  af: AssistFundParameters & {
    govSharePpm: Ppm
    minBorrowerSecurityPpm: Ppm
    tenorMaxMonths: number
    compensationTriggerDpd: number
    stopOverdueRatePpm: Ppm
    managerReplyWorkingDays: number
    /** when an enterprise gets its assist fund back (§2.3) */
    assistFundRefund: AssistFundRefund
  }
  gc: GuarantorParameters & {
    admission: GuarantorAdmissionParameters
    coveragePpm: Ppm
    batchCompensationCapPpm: Ppm
    autoGuaranteeFen: Fen
    /** up to this amount a guarantee carries the weight of small clients */
    smallLoanFen: Fen
    /** one client over all agreements with the guarantor */
    programmeClientCapFen: Fen
    marginRatioPpm: Ppm
    compensationGraceDays: number
    payWorkingDays: number
    guaranteePeriodMonths: number
  }
  li: InsurerCapacityParameters &
    InsurerStop & {
      coveragePpm: Ppm
      deductiblePpm: Ppm
      scope: InsuredScope
      claimWaitingDays: number
      claimFileWindowDays: number
      claimTriggerInterestMonths: number
      claimTriggerPrincipalMonths: number
      payWorkingDays: number
      premiumRateCapPpm: Ppm
      tenorMaxMonths: number
      govExcessSharePpm: Ppm
    }
  pk: {
    assets: ParkAssetParameters
    stepFen: Fen
    dscrMinPpm: Ppm
    debtRatioMaxPpm: Ppm
    ltvTolerancePpm: Ppm
    developerMarginPpm: Ppm
  }
  df: IssuePoolParameters & { tranches: TrancheShares; reserveMonths: number }
}

const byMarket = <T>(aaa: T, aa: T, a: T, b: T, c: T): Record<MarketGrade, T> => ({
  AAA: aaa,
  AA: aa,
  A: a,
  B: b,
  C: c,
})
const byCustomer = <T>(a1: T, a2: T, b1: T, b2: T, c: T): Record<CustomerGrade, T> => ({
  A1: a1,
  A2: a2,
  B1: b1,
  B2: b2,
  C: c,
})
const half: Share = { num: 1, den: 2 }
const third: Share = { num: 1, den: 3 }

export const PLAN_DEFAULTS: PlanParameters = {
  marketCoefficientPpm: byMarket(pct(100), pct(90), pct(75), pct(50), 0),
  customerCoefficientPpm: byCustomer(pct(100), pct(90), pct(75), pct(50), 0),
  customerThreshold: byMarket<number | null>(60, 60, 65, 70, null),
  recommendedShare: byMarket<Share | null>(half, half, third, third, null),
  takeUpRatePpm: pct(40),
  // The rules leave the TURNOVER method's share open; the same 30 % as r of the merchant limit.
  workingCapital: { yearDays: 360, turnoverNeedPpm: pct(30) },
  merchantLimit: {
    turnoverSharePpm: pct(30),
    wholesaleTurnoverSharePpm: pct(20),
    bigTicketFen: wan(300),
    netAssetsSharePpm: pct(50),
    inclusiveCapFen: wan(1000),
    stepFen: wan(1),
  },
  modeCaps: {
    jgSingleMemberCapFen: wan(200),
    jgSingleMemberCapAaaFen: wan(300),
    afSingleClientCapFen: wan(500),
    gcSingleClientCapFen: wan(1000),
    liEnterpriseCapFen: wan(300),
    liIndividualCapFen: wan(50),
    pkSingleCapFen: wan(1000),
    dfIssuerCapFen: wan(20_000),
  },
  planLimit: {
    turnoverCapPpm: pct(3),
    singleMarketCapFen: wan(20_000),
    netCapitalSharePpm: pct(5),
    stepFen: wan(100),
  },
  minBatchItems: 5,
  affordabilityMinPpm: pct(150),
  rentLoan: { capFen: wan(300), maxMonths: 12 },
  income: {
    utilisationPpm: pct(70),
    fundingRatePpm: pct(1.8),
    operatingCostPpm: pct(0.6),
    pdPpm: { A1: pct(0.4), A2: pct(0.9), B1: pct(1.9), B2: pct(4), C: pct(10) },
    lgdPpm: { JG: pct(35), AF: pct(25), GC: pct(20), LI: pct(20), PK: pct(30), DF: pct(45) },
    riskWeightPpm: pct(75),
    capitalRatioPpm: pct(10.5),
  },
  concentration: {
    sameBorrower: pct(10),
    singleLoan: pct(10),
    singleExposure: pct(15),
    connectedGroup: pct(20),
    market: pct(5),
    operatorGroup: pct(10),
    guarantor: pct(15),
    insurer: pct(20),
    industry: pct(25),
    topTenMerchants: pct(25),
  },
  pricing: {
    baseBps: 100,
    marketBps: byMarket(-20, 0, 20, 50, 50),
    customerBps: byCustomer(0, 20, 50, 90, 90),
    modeBps: { JG: 0, AF: -10, GC: 0, LI: 0, PK: 10, DF: 0 },
    coveredBps: -20,
    coverLinePpm: pct(80),
    longTenorBps: 10,
    longTenorMonths: 12,
    fiveYearAboveMonths: 60,
    floorPpm: null,
    ceilingPpm: null,
  },
  lpr: [
    { publishedOn: date('2024-02-20'), oneYearPpm: pct(3.45), fiveYearPpm: pct(3.95) },
    { publishedOn: date('2024-07-22'), oneYearPpm: pct(3.35), fiveYearPpm: pct(3.85) },
    { publishedOn: date('2024-10-21'), oneYearPpm: pct(3.1), fiveYearPpm: pct(3.6) },
    { publishedOn: date('2025-05-20'), oneYearPpm: pct(3), fiveYearPpm: pct(3.5) },
  ],
  marginInterestRatePpm: pct(0.05),
  jg: {
    marginRatioPpm: pct(10),
    marginMutualised: true,
    marginSourceWindowDays: 3,
    releaseDelayDays: 0,
    sizeMin: 5,
    sizeMax: 10,
    singleMemberSharePpm: pct(35),
    memberTenorMaxMonths: 12,
    limitSumToleranceFen: yuan('1.00'),
    capacityRatioMinPpm: pct(100),
    groupNetAssetsPpm: pct(150),
    outsideGuaranteesPpm: pct(100),
    supplierSharePpm: pct(50),
    shareholdingPpm: pct(20),
    compensationTriggerDpd: 30,
    replenishWorkingDays: 10,
    compensationPpm: pct(100),
  },
  af: {
    govLeverage: 10,
    assistFundRatioPpm: pct(3),
    singleClientCapFen: wan(500),
    poolMinimumPpm: pct(50),
    govSharePpm: pct(50),
    minBorrowerSecurityPpm: pct(40),
    tenorMaxMonths: 12,
    compensationTriggerDpd: 30,
    stopOverdueRatePpm: pct(5),
    managerReplyWorkingDays: 10,
    assistFundRefund: 'PROGRAM_END',
  },
  gc: {
    leverageCap: 10,
    leverageCapSmallOrAgri: 15,
    singleClientPpm: pct(10),
    clientAndRelatedPpm: pct(15),
    smallWeightPpm: pct(75),
    otherWeightPpm: pct(100),
    admission: {
      minPaidInCapitalFen: wan(10_000),
      minYears: 3,
      ratings: ['AAA', 'AA', 'A'],
      maxCompensationRatePpm: pct(5),
    },
    coveragePpm: pct(80),
    batchCompensationCapPpm: pct(3),
    autoGuaranteeFen: wan(50),
    smallLoanFen: wan(500),
    programmeClientCapFen: wan(1000),
    marginRatioPpm: pct(10),
    compensationGraceDays: 60,
    payWorkingDays: 10,
    guaranteePeriodMonths: 36,
  },
  li: {
    retainedMultiple: 10,
    singleObligorPpm: pct(5),
    singleObligorCapFen: wan(50_000),
    stopLossRatioPpm: pct(120),
    stopOverdueRatePpm: pct(10),
    coveragePpm: pct(80),
    deductiblePpm: 0,
    scope: 'PRINCIPAL_AND_INTEREST',
    claimWaitingDays: 60,
    claimFileWindowDays: 30,
    claimTriggerInterestMonths: 3,
    claimTriggerPrincipalMonths: 1,
    payWorkingDays: 20,
    premiumRateCapPpm: pct(3),
    tenorMaxMonths: 12,
    govExcessSharePpm: pct(80),
  },
  pk: {
    assets: {
      PLANT: { ltvPpm: pct(70), tenorMaxMonths: 120 },
      OFFICE: { ltvPpm: pct(50), tenorMaxMonths: 120 },
      EQUIP_NEW: { ltvPpm: pct(60), tenorMaxMonths: 36 },
      EQUIP_USED: { ltvPpm: pct(40), tenorMaxMonths: 36 },
      RENOVATION: { ltvPpm: pct(60), tenorMaxMonths: 36 },
      CONSTRUCTION: { ltvPpm: pct(60), tenorMaxMonths: 120 },
    },
    stepFen: wan(1),
    dscrMinPpm: pct(120),
    debtRatioMaxPpm: pct(70),
    ltvTolerancePpm: pct(10),
    developerMarginPpm: pct(5),
  },
  df: {
    issuersMin: 2,
    issuersMax: 10,
    netAssetsSharePpm: pct(40),
    issuerCapFen: wan(20_000),
    poolCapFen: wan(100_000),
    tranches: { seniorPpm: pct(70), mezzPpm: pct(20), juniorPpm: pct(10) },
    reserveMonths: 3,
  },
}

const range = (min: string, max: string) => ({ min, max })

/** Ranges the rules give; what stands in none is fixed by the parameter's own form. */
export const PLAN_RANGES: ParameterRanges = {
  'income.utilisationPpm': range('0', '100'),
  'income.fundingRatePpm': range('0', '20'),
  'income.operatingCostPpm': range('0', '20'),
  'income.riskWeightPpm': range('0', '150'),
  'income.capitalRatioPpm': range('0', '30'),
  takeUpRatePpm: range('1', '100'),
  'workingCapital.turnoverNeedPpm': range('10', '50'),
  'merchantLimit.turnoverSharePpm': range('5', '50'),
  'merchantLimit.wholesaleTurnoverSharePpm': range('5', '50'),
  'merchantLimit.netAssetsSharePpm': range('10', '100'),
  'merchantLimit.inclusiveCapFen': range('10000', '10000000'),
  'modeCaps.jgSingleMemberCapFen': range('10000', '10000000'),
  'modeCaps.jgSingleMemberCapAaaFen': range('10000', '10000000'),
  'modeCaps.afSingleClientCapFen': range('10000', '30000000'),
  'modeCaps.gcSingleClientCapFen': range('10000', '10000000'),
  affordabilityMinPpm: range('100', '300'),
  'jg.marginRatioPpm': range('5', '30'),
  'jg.releaseDelayDays': range('0', '90'),
  'jg.sizeMin': range('3', '30'),
  'jg.sizeMax': range('3', '30'),
  'jg.singleMemberSharePpm': range('20', '50'),
  'jg.memberTenorMaxMonths': range('1', '36'),
  'jg.limitSumToleranceFen': range('0', '1'),
  'jg.capacityRatioMinPpm': range('80', '200'),
  'jg.compensationTriggerDpd': range('15', '90'),
  'jg.replenishWorkingDays': range('5', '30'),
  'af.govLeverage': range('10', '15'),
  'af.assistFundRatioPpm': range('1', '6'),
  'af.govSharePpm': range('50', '80'),
  'af.singleClientCapFen': range('10000', '30000000'),
  'af.compensationTriggerDpd': range('15', '90'),
  'gc.leverageCap': range('1', '10'),
  'gc.leverageCapSmallOrAgri': range('1', '15'),
  'gc.singleClientPpm': range('1', '10'),
  'gc.clientAndRelatedPpm': range('1', '15'),
  'gc.coveragePpm': range('60', '100'),
  'gc.compensationGraceDays': range('30', '90'),
  'li.coveragePpm': range('70', '80'),
  'li.deductiblePpm': range('0', '30'),
  'li.claimWaitingDays': range('30', '90'),
  'li.premiumRateCapPpm': range('0', '3'),
  'pk.assets.PLANT.ltvPpm': range('50', '70'),
  'pk.assets.OFFICE.ltvPpm': range('0', '50'),
  'pk.assets.EQUIP_NEW.ltvPpm': range('50', '70'),
  'pk.assets.EQUIP_NEW.tenorMaxMonths': range('1', '60'),
  'pk.assets.EQUIP_USED.ltvPpm': range('30', '50'),
  'pk.assets.RENOVATION.ltvPpm': range('0', '70'),
  'pk.assets.RENOVATION.tenorMaxMonths': range('1', '60'),
  'pk.assets.CONSTRUCTION.ltvPpm': range('0', '80'),
  'df.issuersMin': range('2', '2'),
  'df.issuersMax': range('2', '10'),
  'df.netAssetsSharePpm': range('0', '40'),
}
