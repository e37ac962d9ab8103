/**
 * What POST /calculators/waterfall takes, by mode: the variables of domain rules §2.2–§2.7 in camelCase; money in yuan,
 * rates in percent. The examples are the worked ones of the domain rules.
 */
import { z } from 'zod'
import { zPercent, zShare, zWhole, zYuan } from '@/lib/platform/schema'

const zName = z.string().trim().min(1).max(100)
const none = zYuan.prefault('0.00')

/** A member by id or name; its loan and its margin balance (default: marginRatio × loan). */
const zMember = z.strictObject({
  id: zName.optional(),
  name: zName.optional(),
  loanAmount: zYuan.optional(),
  loan: zYuan.optional(),
  amount: zYuan.optional(),
  margin: zYuan.optional(),
  marginBalance: zYuan.optional(),
})

const zJointGuarantee = z.strictObject({
  mode: z.literal('JG'),
  claim: zYuan,
  defaulter: zName,
  members: z.array(zMember).min(1, 'E_RANGE').max(100, 'E_RANGE'),
  marginRatio: zShare.optional(),
  marginMutualised: z.boolean().optional(),
  mutualised: z.boolean().optional(),
  settlementBalance: none,
  jointLiabilityPaid: zYuan.optional(),
  operatorGuarantee: none,
  collateral: none,
})

const zAssistFund = z.strictObject({
  mode: z.literal('AF'),
  claim: zYuan,
  enterpriseFund: zYuan,
  govFund: zYuan.optional(),
  govFundBalance: zYuan.optional(),
  govShare: zShare.optional(),
  govLeverage: zWhole.refine((n) => n > 0, 'E_RANGE').optional(),
  outstanding: zYuan.optional(),
  assistFundRatio: zShare.optional(),
})

const zGuaranteeCompany = z.strictObject({
  mode: z.literal('GC'),
  unpaidPrincipal: zYuan.optional(),
  claim: zYuan.optional(),
  unpaidInterest: zYuan.optional(),
  interest: zYuan.optional(),
  penalty: none,
  costs: none,
  coverage: zShare.optional(),
  programmeCapLeft: zYuan.optional(),
  programmeVolume: zYuan.optional(),
  batchCompensationCap: zPercent.optional(),
  compensatedToDate: zYuan.optional(),
  guarantorInDefault: z.boolean().default(false),
  guarantorMargin: none,
})

const zInsurance = z.strictObject({
  mode: z.literal('LI'),
  unpaidPrincipal: zYuan.optional(),
  claimBase: zYuan.optional(),
  interestInScope: none,
  penalty: none,
  costs: none,
  insuredScope: z.enum(['PRINCIPAL_AND_INTEREST', 'PRINCIPAL']).optional(),
  deductible: zShare.optional(),
  deductibleRatio: zShare.optional(),
  coverage: zShare.optional(),
  coverageRatio: zShare.optional(),
  sumInsured: zYuan.optional(),
  /** both given: a government fund shares the losses above the line */
  claimsBefore: zYuan.optional(),
  earnedPremium: zYuan.optional(),
  excessLine: zPercent.optional(),
  govExcessShare: zShare.optional(),
})

const zPark = z.strictObject({
  mode: z.literal('PK'),
  claim: zYuan,
  borrower: none,
  phaseGuaranteeActive: z.boolean().default(true),
  developerMargin: none,
  developerGuarantee: zYuan.optional(),
  mortgage: none,
  otherGuarantors: none,
})

const zDirectFinancing = z.strictObject({
  mode: z.literal('DF'),
  claim: zYuan.optional(),
  loss: zYuan.optional(),
  reserve: none,
  enhancer: none,
  poolAmount: zYuan.optional(),
  pool: zYuan.optional(),
  seniorShare: zShare.optional(),
  mezzShare: zShare.optional(),
  juniorShare: zShare.optional(),
  senior: zYuan.optional(),
  mezz: zYuan.optional(),
  junior: zYuan.optional(),
})

export const zWaterfallInput = z
  .discriminatedUnion('mode', [zJointGuarantee, zAssistFund, zGuaranteeCompany, zInsurance, zPark, zDirectFinancing])
  .meta({
    example: {
      mode: 'JG',
      claim: '356832.50',
      defaulter: '戊',
      members: [
        { name: '甲', loanAmount: '500000.00', margin: '50000.00' },
        { name: '乙', loanAmount: '400000.00', margin: '40000.00' },
        { name: '丙', loanAmount: '300000.00', margin: '30000.00' },
        { name: '丁', loanAmount: '300000.00', margin: '30000.00' },
        { name: '戊', loanAmount: '500000.00', margin: '50000.00' },
      ],
    },
    examples: [
      {
        mode: 'AF',
        claim: '3200000.00',
        enterpriseFund: '2580000.00',
        govFund: '10000000.00',
        govShare: '50.00',
        govLeverage: 10,
        outstanding: '86000000.00',
        assistFundRatio: '3.00',
      },
      { mode: 'GC', unpaidPrincipal: '2000000.00', coverage: '80.00' },
      {
        mode: 'LI',
        unpaidPrincipal: '1000000.00',
        interestInScope: '10875.00',
        coverage: '80.00',
        deductible: '10.00',
      },
      {
        mode: 'PK',
        claim: '900000.00',
        developerMargin: '50000.00',
        developerGuarantee: '300000.00',
        mortgage: '400000.00',
      },
      { mode: 'DF', claim: '25000000.00', poolAmount: '100000000.00' },
    ],
  })
export type WaterfallBody = z.output<typeof zWaterfallInput>
export type WaterfallBodyOf<M extends WaterfallBody['mode']> = Extract<WaterfallBody, { mode: M }>
