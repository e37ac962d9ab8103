/** What the calculator page shows: the ways of repaying side by side, and the schedule of the chosen one. */
import { z } from 'zod'
import { loadCalendar } from '@/lib/platform/calendar'
import { defineQuery } from '@/lib/platform/queries'
import { calculateSchedule } from './calculators'
import { compareMethods, zCompareInput } from './compare'
import { METHODS } from './rules/loan-terms'

/** The bank's own calendar decides the working days. */
export const compareLoan = defineQuery({
  name: 'servicing.compareLoan',
  input: z.strictObject({ loan: zCompareInput, method: z.enum(METHODS) }),
  access: { roles: 'ANY_SIGNED_IN' },
  async run({ tx, actor, input }) {
    const calendar = await loadCalendar(tx, actor.bankId)
    const {
      guaranteeFee: _,
      premium: __,
      otherFee: ___,
      feeAtStart: ____,
      marginRatio: _____,
      marginRate: ______,
      ...loan
    } = input.loan
    const schedule = calculateSchedule(
      { ...loan, method: input.method, events: [], interestBasis: undefined },
      calendar,
    )
    return { comparison: compareMethods(input.loan, calendar), schedule }
  },
})
