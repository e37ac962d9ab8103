/** A loan's terms as they are kept: JSON with money as text and dates as ISO, read back with the bank's calendar. */

import { z } from 'zod'
import { date, type PlainDate, type WorkingCalendar } from '@/lib/platform/dates'
import { ALLOCATION_ORDERS } from '../rules/allocation'
import { DAY_COUNTS } from '../rules/day-count'
import type { BookTerms } from '../rules/loan-events'
import { FREQUENCIES, HOLIDAY_SHIFTS, INTEREST_BASES, METHODS } from '../rules/loan-terms'

const zFen = z.string().transform((text) => BigInt(text))
const zOn = z.string().transform((text): PlainDate => date(text))

const StoredTerms = z.object({
  principalFen: zFen,
  annualRatePpm: z.int(),
  startDate: zOn,
  maturityDate: zOn,
  method: z.enum(METHODS),
  dayCount: z.enum(DAY_COUNTS),
  interestBasis: z.enum(INTEREST_BASES),
  frequency: z.enum(FREQUENCIES),
  every: z.int(),
  repaymentDay: z.int().nullable(),
  firstDueDate: zOn.nullable(),
  gracePeriods: z.int(),
  balloonFen: zFen,
  holidayShift: z.enum(HOLIDAY_SHIFTS),
  upliftPpm: z.int(),
  misuseUpliftPpm: z.int(),
  graceDays: z.int(),
  settlementDay: z.int(),
  settlementMonths: z.union([z.literal(1), z.literal(3)]),
  compoundOnPenalty: z.boolean(),
  allocation: z.enum(ALLOCATION_ORDERS),
  principalFirstAfter90: z.boolean(),
})

export function readTerms(stored: unknown, calendar: WorkingCalendar): BookTerms {
  return { ...StoredTerms.parse(stored), calendar, events: [] }
}

/** What a loan's terms are kept as; the calendar is the bank's and stays with it. */
export function storedTerms(terms: BookTerms): z.input<typeof StoredTerms> {
  const { calendar: _, events: __, principalFen, balloonFen, startDate, maturityDate, firstDueDate, ...plain } = terms
  return {
    ...plain,
    principalFen: String(principalFen),
    balloonFen: String(balloonFen),
    startDate: startDate.toString(),
    maturityDate: maturityDate.toString(),
    firstDueDate: firstDueDate?.toString() ?? null,
  }
}
