/**
 * What the servicing calculators take, in the JSON form of the API: the variables of domain rules §5.6, §8.4, §8.7 and
 * §8.8 in camelCase; money in yuan, rates in percent, dates ISO. The examples are the worked ones of the domain rules.
 */
import { z } from 'zod'
import { CUSTOMER_GRADES, MARKET_GRADES } from '@/lib/plans/rules/grades'
import { zDate, zPercent, zYuan } from '@/lib/platform/schema'
import { LOAN_CLASSES } from './rules/classification'
import { DAY_COUNTS } from './rules/day-count'
import { AFTER_EVENT, FREQUENCIES, HOLIDAY_SHIFTS, INTEREST_BASES, METHODS } from './rules/loan-terms'
import { RENEWAL_METHODS } from './rules/renewal-facts'
import { REPRICINGS } from './rules/repricing'

/** 10¹² yuan: more than any bank lends, and far from where whole numbers end. */
const MAX_FEN = 100_000_000_000_000n
const MAX_RATE_PPM = 1_000_000
const MAX_INSTALMENTS = 1200
const FIRST_YEAR = 1900
const LAST_YEAR = 2300

const zAmount = zYuan.refine((fen) => fen <= MAX_FEN, 'E_RANGE')
const zPositive = zAmount.refine((fen) => fen > 0n, 'E_RANGE')
const zRate = zPercent.refine((ppm) => ppm <= MAX_RATE_PPM, 'E_RANGE')
const zDay = zDate.refine((d) => d.year >= FIRST_YEAR && d.year < LAST_YEAR, 'E_RANGE')
const zCount = (least: number, most: number) => z.number().int().min(least, 'E_RANGE').max(most, 'E_RANGE')
const zDayCount = z.enum(DAY_COUNTS).default('ACT/360')
const zAfter = z.enum(AFTER_EVENT).default('KEEP_TERM')

const zEvent = z.discriminatedUnion('type', [
  z.strictObject({ date: zDay, type: z.literal('PREPAY'), amount: zPositive, after: zAfter }),
  z.strictObject({ date: zDay, type: z.literal('DRAW'), amount: zPositive, after: zAfter }),
  z.strictObject({ date: zDay, type: z.literal('RATE_CHANGE'), annualRate: zRate, after: zAfter }),
])

/**
 * One of maturityDate, termMonths and instalments; several only when they name the same maturity. `lpr` is the table that
 * a repricing on the anniversary reads, of the tenor agreed; without it the bank's own published one.
 */
export const zScheduleInput = z
  .strictObject({
    principal: zPositive,
    annualRate: zRate,
    startDate: zDay,
    maturityDate: zDay.optional(),
    termMonths: zCount(1, MAX_INSTALMENTS).optional(),
    instalments: zCount(1, MAX_INSTALMENTS).optional(),
    method: z.enum(METHODS),
    dayCount: zDayCount,
    interestBasis: z.enum(INTEREST_BASES).optional(),
    frequency: z.enum(FREQUENCIES).default('MONTHLY'),
    every: zCount(1, 120).default(1),
    repaymentDay: zCount(1, 31).optional(),
    firstDueDate: zDay.optional(),
    gracePeriods: zCount(0, MAX_INSTALMENTS).default(0),
    balloon: zAmount.prefault('0.00'),
    holidayShift: z.enum(HOLIDAY_SHIFTS).default('NONE'),
    repricing: z.enum(REPRICINGS).default('FIXED'),
    lpr: z
      .array(z.strictObject({ publishedOn: zDay, rate: zRate }))
      .min(1, 'E_RANGE')
      .max(400, 'E_RANGE')
      .optional(),
    events: z.array(zEvent).max(200, 'E_RANGE').default([]),
  })
  .meta({
    example: {
      principal: '500000.00',
      annualRate: '4.35',
      startDate: '2025-09-01',
      maturityDate: '2026-09-01',
      method: 'BULLET',
      dayCount: 'ACT/360',
      frequency: 'MONTHLY',
      repaymentDay: 20,
      holidayShift: 'NONE',
    },
  })
export type ScheduleInput = z.output<typeof zScheduleInput>

/**
 * Time either as days up to now (days, misuseDays) or as dates (dueDate, misuseDate and asOf). Settlement dates, and
 * with them compound interest on penalty, come in with settlementDay.
 */
export const zOverdueInput = z
  .strictObject({
    principal: zAmount.prefault('0.00'),
    unpaidInterest: zAmount.prefault('0.00'),
    contractRate: zRate,
    uplift: zPercent.refine((ppm) => ppm >= 300_000 && ppm <= 500_000, 'E_RANGE').prefault('50.00'),
    days: zCount(0, 36_600).optional(),
    dueDate: zDay.optional(),
    asOf: zDay.optional(),
    maturityDate: zDay.optional(),
    misuseAmount: zAmount.prefault('0.00'),
    misuseDays: zCount(0, 36_600).optional(),
    misuseDate: zDay.optional(),
    misuseUplift: zPercent.refine((ppm) => ppm >= 500_000 && ppm <= 1_000_000, 'E_RANGE').prefault('100.00'),
    settlementDay: zCount(1, 31).optional(),
    settlementFrequency: z.enum(['MONTHLY', 'QUARTERLY']).default('MONTHLY'),
    compoundOnPenalty: z.boolean().default(true),
    dayCount: zDayCount,
  })
  .meta({
    example: {
      principal: '500000.00',
      unpaidInterest: '725.00',
      contractRate: '4.35',
      uplift: '50.00',
      dueDate: '2026-09-01',
      asOf: '2026-10-16',
      dayCount: 'ACT/360',
    },
    examples: [
      { principal: '500000.00', unpaidInterest: '725.00', contractRate: '4.35', uplift: '50.00', days: 45 },
      { misuseAmount: '120000.00', misuseDays: 30, misuseUplift: '100.00', contractRate: '4.35' },
    ],
  })
export type OverdueInput = z.output<typeof zOverdueInput>

const zClass = z.enum(LOAN_CLASSES)
const zByClass = z.strictObject({
  NORMAL: zAmount.prefault('0.00'),
  SPECIAL_MENTION: zAmount.prefault('0.00'),
  SUBSTANDARD: zAmount.prefault('0.00'),
  DOUBTFUL: zAmount.prefault('0.00'),
  LOSS: zAmount.prefault('0.00'),
})

export const zProvisionInput = z
  .strictObject({
    balances: zByClass,
    coefficients: z
      .strictObject({
        NORMAL: zRate,
        SPECIAL_MENTION: zRate,
        SUBSTANDARD: zRate,
        DOUBTFUL: zRate,
        LOSS: zRate,
      })
      .partial()
      .default({}),
  })
  .meta({
    example: {
      balances: {
        NORMAL: '92000000.00',
        SPECIAL_MENTION: '5000000.00',
        SUBSTANDARD: '2000000.00',
        DOUBTFUL: '800000.00',
        LOSS: '200000.00',
      },
      coefficients: {
        NORMAL: '1.50',
        SPECIAL_MENTION: '3.00',
        SUBSTANDARD: '30.00',
        DOUBTFUL: '60.00',
        LOSS: '100.00',
      },
    },
  })
export type ProvisionInput = z.output<typeof zProvisionInput>

const zFact = z.boolean().default(false)

/** Either dpd, or the oldest unpaid due date with the day to look at it. */
export const zClassificationInput = z
  .strictObject({
    dpd: zCount(0, 36_600).optional(),
    dueDate: zDay.optional(),
    asOf: zDay.optional(),
    presentClass: zClass.optional(),
    retail: zFact,
    operationalCause: zFact,
    operationalCauseUsed: zFact,
    purposeChanged: zFact,
    refinanced: zFact,
    qualifiedRenewal: zFact,
    otherDebtNonPerforming: zFact,
    restructured: zFact,
    observationDefault: zFact,
    groupImpaired: zFact,
    creditImpaired: zFact,
    ratingSharplyDown: zFact,
    overdue90Share: zRate.optional(),
    nonPerformingShare: zRate.optional(),
    recognisedGuarantee: zFact,
    debtEvasion: zFact,
    expectedLoss: zRate.optional(),
    bankruptcyLiquidation: zFact,
    unsecured: zFact,
    strictUnsecured: zFact,
    upgrade: z
      .strictObject({
        overdueAndCostsPaid: zFact,
        normalPeriods: zCount(0, MAX_INSTALMENTS).default(0),
        normalMonths: zCount(0, MAX_INSTALMENTS).default(0),
        ableToContinue: zFact,
        otherImpairedAssets: zFact,
      })
      .optional(),
  })
  .meta({ example: { dueDate: '2026-03-20', asOf: '2026-06-19' } })
export type ClassificationInput = z.output<typeof zClassificationInput>

export const zRenewalInput = z
  .strictObject({
    method: z.enum(RENEWAL_METHODS).default('FACILITY_36M'),
    firstDisbursementDate: zDay,
    currentMaturityDate: zDay.optional(),
    newMaturityDate: zDay.optional(),
    renewalsSoFar: zCount(0, 10).default(0),
    termMonths: zCount(1, 36).default(12),
    originalTermMonths: zCount(1, 36).default(12),
    verifiedTurnover: zYuan.optional(),
    lastTurnover: zYuan.optional(),
    stallInUse: z.boolean().optional(),
    marketGradeBefore: z.enum(MARKET_GRADES).optional(),
    marketGrade: z.enum(MARKET_GRADES).optional(),
    openWarnings: zCount(0, 1000).optional(),
    gradeBefore: z.enum(CUSTOMER_GRADES).optional(),
    grade: z.enum(CUSTOMER_GRADES).optional(),
    score: zCount(0, 100).optional(),
    scoreThreshold: zCount(0, 100).optional(),
    requested: zPositive.optional(),
    currentLimit: zAmount.optional(),
    principalOutstanding: zAmount.optional(),
    revolving: zFact,
    marginBalance: zAmount.optional(),
    marginRatio: zRate.optional(),
    missingConsents: zCount(0, 1000).optional(),
    guarantorCapacityOk: z.boolean().optional(),
    ltv: zPercent.optional(),
    ltvCap: zRate.optional(),
    frozenAccounts: zCount(0, 1000).optional(),
    maxDpd12m: zCount(0, 3660).optional(),
    overdueCount12m: zCount(0, 1000).optional(),
    creditRecordPoints: zCount(0, 100).optional(),
    rentOnTime: zRate.optional(),
  })
  .meta({
    example: {
      firstDisbursementDate: '2025-03-15',
      currentMaturityDate: '2027-03-15',
      newMaturityDate: '2028-03-15',
      renewalsSoFar: 1,
      verifiedTurnover: '4200000.00',
      lastTurnover: '4300000.00',
      stallInUse: true,
      marketGradeBefore: 'AAA',
      marketGrade: 'AA',
      openWarnings: 0,
      gradeBefore: 'A1',
      grade: 'A2',
      score: 82,
      scoreThreshold: 60,
      requested: '500000.00',
      currentLimit: '500000.00',
      principalOutstanding: '500000.00',
      marginBalance: '50000.00',
      marginRatio: '10.00',
      missingConsents: 0,
      guarantorCapacityOk: true,
      frozenAccounts: 0,
      maxDpd12m: 3,
      overdueCount12m: 1,
      creditRecordPoints: 8,
      rentOnTime: '100.00',
    },
  })
export type RenewalInput = z.output<typeof zRenewalInput>
