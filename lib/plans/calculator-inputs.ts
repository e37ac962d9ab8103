/**
 * What the credit calculators of the API take: the variables of domain rules §5.2, §5.3 and §5.5 in camelCase; money in
 * yuan, rates in percent, days and coefficients as decimals. The examples are the worked ones of the domain rules.
 */
import { z } from 'zod'
import { zDate, zPercent, zQuantity, zShare, zSignedPercent, zSignedYuan, zWhole, zYuan } from '@/lib/platform/schema'
import { MODES } from './rules/grades'

const zGradeOfMarket = z.enum(['AAA', 'AA', 'A', 'B'])
const zGradeOfCustomer = z.enum(['A1', 'A2', 'B1', 'B2', 'C'])
const zPositiveWhole = zWhole.refine((n) => n > 0, 'E_RANGE')
const zMonths = zWhole.refine((n) => n >= 1 && n <= 600, 'E_RANGE')
const zBps = z.union([
  z.int().min(-10_000, 'E_RANGE').max(10_000, 'E_RANGE'),
  z
    .string()
    .regex(/^-?\d{1,4}$/, { error: 'E_NUMBER', abort: true })
    .transform(Number),
])

/**
 * Each component of the cash cycle in one of three forms: its days, its turnovers a year, or its average balance (then
 * costOfSales and lastYearSales make days of it). Or the whole cycle as `cycleDays` or `turns`.
 */
export const zWorkingCapitalInput = z
  .strictObject({
    method: z.enum(['FULL', 'SIMPLIFIED', 'TURNOVER']).default('FULL'),
    lastYearSales: zYuan,
    lastYearSalesProfitMargin: zSignedPercent.refine((ppm) => ppm <= 1_000_000, 'E_RANGE').prefault('0'),
    expectedSalesGrowth: zSignedPercent.refine((ppm) => ppm >= -1_000_000, 'E_RANGE').prefault('0'),
    costOfSales: zYuan.optional(),
    turns: zQuantity.optional(),
    cycleDays: zQuantity.optional(),
    inventoryDays: zQuantity.optional(),
    receivableDays: zQuantity.optional(),
    payableDays: zQuantity.optional(),
    prepaymentDays: zQuantity.optional(),
    advanceReceiptDays: zQuantity.optional(),
    inventoryTurnoverTimes: zQuantity.optional(),
    receivableTurnoverTimes: zQuantity.optional(),
    payableTurnoverTimes: zQuantity.optional(),
    prepaymentTurnoverTimes: zQuantity.optional(),
    advanceReceiptTurnoverTimes: zQuantity.optional(),
    averageInventory: zYuan.optional(),
    averageReceivables: zYuan.optional(),
    averageReceivable: zYuan.optional(),
    averagePayables: zYuan.optional(),
    averagePayable: zYuan.optional(),
    averagePrepayments: zYuan.optional(),
    averagePrepayment: zYuan.optional(),
    averageAdvances: zYuan.optional(),
    averageAdvanceReceipts: zYuan.optional(),
    averageAdvanceReceipt: zYuan.optional(),
    inventory: zYuan.optional(),
    receivables: zYuan.optional(),
    payables: zYuan.optional(),
    prepayments: zYuan.optional(),
    advances: zYuan.optional(),
    ownFunds: zSignedYuan.optional(),
    netAssets: zSignedYuan.optional(),
    longTermDebt: zYuan.optional(),
    longTermAssets: zYuan.optional(),
    existingWorkingCapitalLoans: zYuan.prefault('0.00'),
    otherSources: zYuan.prefault('0.00'),
    /** TURNOVER: the share of expected sales to be financed */
    turnoverNeed: zShare.optional(),
  })
  .meta({
    example: {
      lastYearSales: '8600000.00',
      costOfSales: '7310000.00',
      lastYearSalesProfitMargin: '8.20',
      expectedSalesGrowth: '6.00',
      averageInventory: '1120000.00',
      averageReceivables: '600000.00',
      averagePrepayments: '240000.00',
      averagePayables: '400000.00',
      averageAdvances: '100000.00',
      ownFunds: '600000.00',
    },
    examples: [
      {
        lastYearSales: '24000000.00',
        lastYearSalesProfitMargin: '8.00',
        expectedSalesGrowth: '10.00',
        inventoryDays: '60',
        receivableDays: '30',
        prepaymentDays: '12',
        payableDays: '24',
        advanceReceiptDays: '6',
        ownFunds: '1800000.00',
        existingWorkingCapitalLoans: '1000000.00',
        otherSources: '200000.00',
      },
      {
        method: 'SIMPLIFIED',
        lastYearSales: '2600000.00',
        lastYearSalesProfitMargin: '6.10',
        expectedSalesGrowth: '2.00',
        inventoryDays: '88',
        receivableDays: '20',
        payableDays: '15',
        ownFunds: '120000.00',
      },
    ],
  })
export type WorkingCapitalBody = z.output<typeof zWorkingCapitalInput>

/** The coefficient as such or by grade; k4 as such or by mode, market grade and borrower type; k5 by whichever applies. */
export const zMerchantLimitInput = z
  .strictObject({
    newLoan: zSignedYuan,
    verifiedTurnover: zYuan,
    grade: zGradeOfCustomer.optional(),
    customerGrade: zGradeOfCustomer.optional(),
    coefficient: zQuantity.optional(),
    /** r; default 30 %, or 20 % of wholesale and retail above 3,000,000 */
    r: zShare.optional(),
    householdNetAssets: zSignedYuan,
    mode: z.enum(MODES).optional(),
    marketGrade: z.enum(['AAA', 'AA', 'A', 'B', 'C']).optional(),
    borrowerType: z.enum(['ENTERPRISE', 'INDIVIDUAL_BUSINESS', 'MSE_OWNER', 'FARM_COOP']).optional(),
    modeSingleCap: zYuan.optional(),
    partnerSingleCap: zYuan.optional(),
    groupSingleCap: zYuan.optional(),
    guarantorSingleCap: zYuan.optional(),
    insurerSingleCap: zYuan.optional(),
    amountApplied: zYuan.optional(),
    appliedAmount: zYuan.optional(),
    requestedAmount: zYuan.optional(),
    otherExposure: zYuan.prefault('0.00'),
    wholesaleOrRetail: z.boolean().optional(),
    wholesaleRetail: z.boolean().optional(),
    industry: z.string().max(60).optional(),
  })
  .meta({
    example: {
      newLoan: '985548.00',
      verifiedTurnover: '8600000.00',
      grade: 'A1',
      householdNetAssets: '4200000.00',
      mode: 'JG',
      amountApplied: '1000000.00',
      otherExposure: '0.00',
    },
    examples: [
      {
        newLoan: '523308.90',
        verifiedTurnover: '2600000.00',
        grade: 'B1',
        householdNetAssets: '960000.00',
        modeSingleCap: '2000000.00',
        amountApplied: '400000.00',
      },
    ],
  })
export type MerchantLimitBody = z.output<typeof zMerchantLimitInput>

const zShareOfRanked = z
  .string()
  .regex(/^\d{1,3}\/[1-9]\d{0,2}$/, { error: 'E_NUMBER', abort: true })
  .transform((text) => {
    const [num, den] = text.split('/').map(Number)
    return { num: num!, den: den! }
  })
  .refine((s) => s.num <= s.den, 'E_RANGE')

/** Demand from rankedCount × share × take-up × average, or as the sum of survey answers; mode capacity as such or derived. */
export const zPlanLimitInput = z
  .strictObject({
    marketGrade: zGradeOfMarket.optional(),
    grade: zGradeOfMarket.optional(),
    rankedCount: zWhole.optional(),
    share: zShareOfRanked.optional(),
    shareNum: zPositiveWhole.optional(),
    shareDen: zPositiveWhole.optional(),
    takeUpRate: zShare.optional(),
    averageNeed: zYuan.optional(),
    demand: zYuan.optional(),
    surveyedDemand: zYuan.optional(),
    coverageFactor: zQuantity.optional(),
    marketTurnover: zYuan,
    turnoverCapRate: zShare.optional(),
    mode: z.enum(MODES).optional(),
    modeCapacity: zYuan.optional(),
    marginCommitted: zYuan.optional(),
    marginRatio: zShare.optional(),
    govFund: zYuan.optional(),
    govFundBalance: zYuan.optional(),
    govLeverage: zPositiveWhole.optional(),
    guarantorHeadroom: zYuan.optional(),
    insurerHeadroom: zYuan.optional(),
    parkQuota: zYuan.optional(),
    bankSingleMarketCap: zYuan.optional(),
    netCapital: zYuan.optional(),
  })
  .meta({
    example: {
      marketGrade: 'AAA',
      rankedCount: 2000,
      share: '1/2',
      takeUpRate: '40.00',
      averageNeed: '480000.00',
      marketTurnover: '8600000000.00',
      mode: 'JG',
      marginRatio: '10.00',
      bankSingleMarketCap: '200000000.00',
    },
  })
export type PlanLimitBody = z.output<typeof zPlanLimitInput>

/**
 * The rate from LPR (given, or looked up by contract date and tenor) and spreads (given, or by grades, mode and tenor);
 * or a rate that is known already, to see its all-in cost.
 */
export const zPriceInput = z
  .strictObject({
    rate: zPercent.optional(),
    annualRate: zPercent.optional(),
    lpr: zPercent.optional(),
    contractDate: zDate.optional(),
    lprTenor: z.enum(['ONE_YEAR', 'FIVE_YEAR']).optional(),
    tenorMonths: zMonths.optional(),
    termMonths: zMonths.optional(),
    marketGrade: zGradeOfMarket.optional(),
    customerGrade: z.enum(['A1', 'A2', 'B1', 'B2']).optional(),
    mode: z.enum(MODES).optional(),
    coverage: zShare.optional(),
    baseBps: zBps.optional(),
    marketBps: zBps.optional(),
    customerBps: zBps.optional(),
    modeBps: zBps.optional(),
    tenorBps: zBps.optional(),
    floor: zPercent.optional(),
    ceiling: zPercent.optional(),
    guaranteeFee: zPercent.optional(),
    guaranteeFeeRate: zPercent.optional(),
    premium: zPercent.optional(),
    premiumRate: zPercent.optional(),
    otherFees: zPercent.optional(),
    otherFeeRate: zPercent.optional(),
    marginRatio: zShare.refine((ppm) => ppm < 1_000_000, 'E_RANGE').optional(),
    marginRate: zPercent.optional(),
    marginInterestRate: zPercent.optional(),
  })
  .meta({
    example: { marketGrade: 'AAA', customerGrade: 'A1', mode: 'JG', tenorMonths: 12, contractDate: '2026-03-02' },
    examples: [
      { marketGrade: 'A', customerGrade: 'B1', mode: 'JG', tenorMonths: 12, lpr: '3.00' },
      { annualRate: '4.35', guaranteeFeeRate: '1.00' },
      { annualRate: '4.35', marginRatio: '10.00', marginInterestRate: '0.05' },
    ],
  })
export type PriceBody = z.output<typeof zPriceInput>
