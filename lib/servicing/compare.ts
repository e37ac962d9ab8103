/** POST /calculators/compare: one loan by every way of repaying it, with what it costs all in. Pure. */
import { z } from 'zod'
import { allInCost } from '@/lib/plans/rules/pricing'
import { daysBetween, parseDate, type WorkingCalendar } from '@/lib/platform/dates'
import { type Fen, maxFen, mulRate, yuan } from '@/lib/platform/money'
import { zPercent, zYuan } from '@/lib/platform/schema'
import { zScheduleInput } from './calculator-inputs'
import { calculateSchedule } from './calculators'
import { annualCost, type CashFlow } from './rules/annual-cost'
import { METHODS } from './rules/loan-terms'

const zShare = zPercent.refine((ppm) => ppm < 1_000_000, 'E_RANGE').prefault('0.00')

/** A schedule's input without the method, and what the bank asks for beside the interest. */
export const zCompareInput = z
  .strictObject({
    ...zScheduleInput.shape,
    method: z.never().optional(),
    events: z.never().optional(),
    /** a year, of the principal: guarantee fee, premium, other fees */
    guaranteeFee: zShare,
    premium: zShare,
    otherFee: zShare,
    /** once, at the beginning, in yuan */
    feeAtStart: zYuan.prefault('0.00'),
    /** money locked as margin, of the principal, and what it earns */
    marginRatio: zShare,
    marginRate: zShare,
  })
  .meta({
    example: {
      principal: '500000.00',
      annualRate: '4.35',
      startDate: '2025-09-01',
      termMonths: 12,
      guaranteeFee: '1.00',
      marginRatio: '10.00',
      marginRate: '0.05',
    },
  })
export type CompareInput = z.output<typeof zCompareInput>

const COMPARED = METHODS.filter((m) => m !== 'REVOLVING')

export function compareMethods(input: CompareInput, calendar?: WorkingCalendar) {
  const { guaranteeFee, premium, otherFee, feeAtStart, marginRatio, marginRate, method: _, events: __, ...loan } = input
  const allIn = allInCost({
    ratePpm: input.annualRate,
    guaranteeFeeRatePpm: guaranteeFee,
    premiumRatePpm: premium,
    otherFeeRatePpm: otherFee,
    marginRatioPpm: marginRatio,
    marginInterestRatePpm: marginRate,
  })
  const items = COMPARED.map((method) => {
    const { rows, totals } = calculateSchedule({ ...loan, method, events: [], interestBasis: undefined }, calendar)
    const instalments = rows.map((r) => yuan(r.total))
    const flows: CashFlow[] = [
      { day: 0, fen: input.principal - feeAtStart - mulRate(input.principal, marginRatio) },
      ...rows.map((r) => ({ day: daysBetween(input.startDate, parseDate(r.dueDate)!), fen: -yuan(r.total) })),
      ...yearlyFees(input, rows.at(-1)!.dueDate),
    ]
    return {
      method,
      instalments: rows.length,
      firstFen: instalments[0]!,
      highestFen: maxFen(...(instalments as [Fen, ...Fen[]])),
      interestFen: yuan(totals.interest),
      totalFen: yuan(totals.total),
      annualCost: annualCost(flows),
    }
  })
  return {
    allInSimplePpm: allIn.value.allInSimplePpm,
    allInEffectivePpm: allIn.value.allInEffectivePpm,
    trace: allIn.trace,
    items,
  }
}

/** Fees of every year begun, paid at its beginning; the margin comes back at the end with what it has earned. */
function yearlyFees(input: CompareInput, lastDay: string): CashFlow[] {
  const end = daysBetween(input.startDate, parseDate(lastDay)!)
  const fee = mulRate(input.principal, input.guaranteeFee + input.premium + input.otherFee)
  const flows: CashFlow[] = []
  for (let year = 0; year * 365 < end; year++) {
    const share = Math.min(365, end - year * 365)
    flows.push({ day: year * 365, fen: -((fee * BigInt(share) + 182n) / 365n) })
  }
  const margin = mulRate(input.principal, input.marginRatio)
  if (margin > 0n) flows.push({ day: end, fen: margin + (mulRate(margin, input.marginRate) * BigInt(end)) / 365n })
  return flows
}
