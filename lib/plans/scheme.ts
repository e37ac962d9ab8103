/** The scheme parameters of one plan (§2.2, §5.1 section 7): stored in credit_plan.params in this JSON form, frozen with the plan. */
import { z } from 'zod'
import { zPercent, zYuan } from '@/lib/platform/schema'

export const SchemeParams = z.strictObject({
  marginRatio: zPercent.meta({ description: 'margin ÷ contract amount, 5 %–30 %', example: '10.00' }),
  mutualised: z.boolean().meta({ description: "whether other members' sub-ledgers may be used" }),
  replenishWorkingDays: z.int().min(5).max(30),
  compensationTriggerDpd: z.int().min(15).max(90),
  takeUpRate: zPercent.meta({ description: 'share of the target merchants that will borrow' }),
  averageNeed: zYuan.meta({ description: 'average need of a borrower' }),
  penaltyUplift: zPercent.meta({ description: '30 %–50 %' }),
  misuseUplift: zPercent.meta({ description: '50 %–100 %' }),
  repaymentDay: z.int().min(1).max(28),
  marginInterestRate: zPercent.meta({ description: 'what locked margin earns a year' }),
  guaranteePeriodMonths: z.int().min(6).max(36).meta({ description: 'months after maturity (LEG-5)' }),
})
export type SchemeParams = z.output<typeof SchemeParams>
export type SchemeParamsJson = z.input<typeof SchemeParams>

/** The seeded values of §2.2 and §5.6; a bank's own parameters and the plan's author may change them inside the ranges. */
export const DEFAULT_SCHEME: SchemeParamsJson = {
  marginRatio: '10.00',
  mutualised: true,
  replenishWorkingDays: 10,
  compensationTriggerDpd: 30,
  takeUpRate: '40.00',
  averageNeed: '420000.00',
  penaltyUplift: '50.00',
  misuseUplift: '100.00',
  repaymentDay: 20,
  marginInterestRate: '0.05',
  guaranteePeriodMonths: 36,
}
