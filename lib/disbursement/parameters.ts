/** What a bank may configure about paying out (§7.4, §12): it may be stricter than the regulation, never looser. */
import { type Fen, type Ppm, yuan } from '@/lib/platform/money'
import type { ParameterRanges } from '@/lib/platform/parameters'
import type { PaymentParameters } from './rules'

export type DisbursementParameters = {
  payment: PaymentParameters
  /** entrusted payment reaches the counterparty within this, or the latter when the borrower is the cause */
  entrustedWorkingDays: number
  entrustedLatestWorkingDays: number
  /** self payment: use reported with vouchers within this */
  useReportDays: number
  /** every report of use above this is looked at, and this share of the others */
  useSampleLineFen: Fen
  useSamplePpm: Ppm
  /** payments of a business day are approved until this hour of it, as hhmm in the bank's zone */
  cutOffTime: number
}

export const DISBURSEMENT_DEFAULTS: DisbursementParameters = {
  payment: {
    paymentLineFen: yuan('1000000'),
    firstLoanLineFen: yuan('500000'),
    statutoryLineFen: yuan('10000000'),
    personalSmallFen: yuan('300000'),
    personalOperationFen: yuan('500000'),
  },
  entrustedWorkingDays: 5,
  entrustedLatestWorkingDays: 10,
  useReportDays: 30,
  useSampleLineFen: yuan('500000'),
  useSamplePpm: 200_000,
  cutOffTime: 1700,
}

const range = (min: string, max: string) => ({ min, max })

export const DISBURSEMENT_RANGES: ParameterRanges = {
  'payment.paymentLineFen': range('0', '10000000'),
  'payment.firstLoanLineFen': range('0', '10000000'),
  'payment.statutoryLineFen': range('0', '10000000'),
  'payment.personalSmallFen': range('0', '300000'),
  'payment.personalOperationFen': range('0', '500000'),
  entrustedWorkingDays: range('1', '5'),
  entrustedLatestWorkingDays: range('1', '10'),
  useReportDays: range('1', '30'),
  useSampleLineFen: range('0', '500000'),
  useSamplePpm: range('20', '100'),
  cutOffTime: range('1200', '2359'),
}
