/** Can the merchant pay it back: the cash-flow test of instalment loans and the caps of a rent loan (§5.3). */
import { type Fen, minFen, type Ppm } from '@/lib/platform/money'
import { compare, ratio, toFixed } from '@/lib/platform/ratio'
import { cny, flag, type Traced, type TraceStep, times } from '@/lib/platform/trace'

export type AffordabilityInput = { monthlyNetCashFlowFen: Fen; monthlyPaymentFen: Fen }
export type AffordabilityResult = { affordable: boolean; ratio: string }

/** monthly net cash flow ÷ monthly payment ≥ 1.5 (minRatioPpm = 1,500,000); a payment of zero is always affordable. */
export function affordability(input: AffordabilityInput, minRatioPpm: Ppm): Traced<AffordabilityResult> {
  const min = ratio(minRatioPpm, 1_000_000n)
  const nothingDue = input.monthlyPaymentFen <= 0n
  const cover = nothingDue ? min : ratio(input.monthlyNetCashFlowFen, input.monthlyPaymentFen)
  const affordable = nothingDue || compare(cover, min) >= 0
  const step: TraceStep = {
    ...times('cashFlowCover', cover, 2),
    rule: '§5.3',
    formula: 'monthlyNetCashFlow ÷ monthlyPayment ≥ minCover',
    inputs: [
      cny('monthlyNetCashFlow', input.monthlyNetCashFlowFen),
      cny('monthlyPayment', input.monthlyPaymentFen),
      times('minCover', min, 2),
    ],
  }
  return {
    value: { affordable, ratio: toFixed(cover, 4) },
    trace: { rule: 'plans.affordability', version: 1, result: flag('affordable', affordable), steps: [step] },
  }
}

export type RentLoanParameters = { capFen: Fen; maxMonths: number }
export type RentLoanViolation = 'E_AMOUNT_OVER_CAP:rent' | 'E_TENOR_OVER_CAP'

/** What a loan for rent may be at most: one year's rent, and the product's cap. */
export const rentLoanCap = (annualRentFen: Fen, p: RentLoanParameters): Fen => minFen(annualRentFen, p.capFen)

/** A loan for rent: at most one year's rent, 3,000,000 yuan and 12 months (§5.3). */
export function checkRentLoan(
  loan: { amountFen: Fen; tenorMonths: number; annualRentFen: Fen },
  p: RentLoanParameters,
): RentLoanViolation[] {
  const found: RentLoanViolation[] = []
  if (loan.amountFen > rentLoanCap(loan.annualRentFen, p)) found.push('E_AMOUNT_OVER_CAP:rent')
  if (loan.tenorMonths > p.maxMonths) found.push('E_TENOR_OVER_CAP')
  return found
}
