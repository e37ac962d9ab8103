/** What a bank may configure about loans under way (§5.6, §8.4, §8.8, §12): new loans take it with them, old ones keep theirs. */
import type { Ppm } from '@/lib/platform/money'
import type { ParameterRanges } from '@/lib/platform/parameters'
import { type ProvisionCoefficients, STANDARD_COEFFICIENTS } from './rules/provision'

export type ServicingParameters = {
  /** uplift on money used against the contract, 50–100 % */
  misuseUpliftPpm: Ppm
  /** days after a due date on which no penalty runs */
  penaltyGraceDays: number
  /** day of the month on which penalty and compound interest are posted; every month or every quarter */
  settlementDay: number
  settlementMonths: number
  compoundOnPenalty: boolean
  /** LEG-10: principal first from 91 days past due on */
  principalFirstAfter90: boolean
  /** the bank's stricter matrix (§8.4): unsecured and 31–90 days past due is SUBSTANDARD */
  strictUnsecured: boolean
  provisionPpm: ProvisionCoefficients
  /** interest is no longer income above so many days past due */
  nonAccrualDpdAbove: number
  /** how far back a value date may lie, inside open periods */
  backDatedDays: number
}

export const SERVICING_DEFAULTS: ServicingParameters = {
  misuseUpliftPpm: 1_000_000,
  penaltyGraceDays: 0,
  settlementDay: 20,
  settlementMonths: 1,
  compoundOnPenalty: true,
  principalFirstAfter90: false,
  strictUnsecured: false,
  provisionPpm: STANDARD_COEFFICIENTS,
  nonAccrualDpdAbove: 90,
  backDatedDays: 366,
}

const range = (min: string, max: string) => ({ min, max })

export const SERVICING_RANGES: ParameterRanges = {
  misuseUpliftPpm: range('50', '100'),
  penaltyGraceDays: range('0', '15'),
  settlementDay: range('1', '31'),
  settlementMonths: range('1', '3'),
  'provisionPpm.NORMAL': range('1', '100'),
  'provisionPpm.SPECIAL_MENTION': range('2', '100'),
  'provisionPpm.SUBSTANDARD': range('20', '100'),
  'provisionPpm.DOUBTFUL': range('40', '100'),
  'provisionPpm.LOSS': range('100', '100'),
  nonAccrualDpdAbove: range('0', '90'),
  backDatedDays: range('0', '1100'),
}
