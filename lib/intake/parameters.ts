/** What a bank may configure about operators' lists and papers (§4, §12). */
import { type Fen, yuan } from '@/lib/platform/money'
import type { ParameterRanges } from '@/lib/platform/parameters'
import { OPERATOR_SLOTS, type Slot } from './slots'

export type IntakeParameters = {
  /** a workbook with macros is refused, or read without them; they never run either way */
  macros: 'REFUSE' | 'STRIP'
  /** hard caps of one application: above them it is an error, whatever the mode allows */
  hardAmountCapFen: Fen
  hardTenorCapMonths: number
  /** applications are multiples of it (§4.2) */
  amountStepFen: Fen
  /** completed years on the day of the list, and on the day of maturity (CV7) */
  minAge: number
  maxAgeAtMaturity: number
  /** how long a credit-query authorisation holds (§4.1), days */
  creditQueryDays: number
  /** slots of a merchant that the operator must fill; a batch keeps those of the day on which it was opened */
  requiredSlots: readonly Slot[]
}

export const INTAKE_DEFAULTS: IntakeParameters = {
  macros: 'REFUSE',
  hardAmountCapFen: yuan('10000000'),
  hardTenorCapMonths: 60,
  amountStepFen: yuan('10000'),
  minAge: 18,
  maxAgeAtMaturity: 65,
  creditQueryDays: 90,
  requiredSlots: OPERATOR_SLOTS,
}

export const INTAKE_RANGES: ParameterRanges = {
  hardAmountCapFen: { min: '10000.00', max: '1000000000.00' },
  hardTenorCapMonths: { min: '1', max: '120' },
  amountStepFen: { min: '1.00', max: '1000000.00' },
  minAge: { min: '18', max: '30' },
  maxAgeAtMaturity: { min: '50', max: '80' },
  creditQueryDays: { min: '1', max: '365' },
}
