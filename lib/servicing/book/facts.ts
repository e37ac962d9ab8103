/** What happened to a loan as it is kept: JSON with money as text and dates as ISO. */
import { z } from 'zod'
import { date, type PlainDate } from '@/lib/platform/dates'
import type { LoanFact } from '../rules/loan-events'
import { AFTER_EVENT, INTEREST_BASES, METHODS } from '../rules/loan-terms'

const zFen = z.string().transform((text) => BigInt(text))
const zOn = z.string().transform((text): PlainDate => date(text))
const zAfter = z.enum(AFTER_EVENT)

const StoredFact = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('PAY'), amountFen: zFen, prepay: zAfter.nullable(), fromSuspense: z.boolean() }),
  z.object({ kind: z.literal('REFUND'), amountFen: zFen }),
  z.object({ kind: z.literal('COST'), amountFen: zFen }),
  z.object({ kind: z.literal('WAIVE'), penaltyFen: zFen, compoundFen: zFen }),
  z.object({ kind: z.literal('DRAW'), amountFen: zFen, after: zAfter }),
  z.object({ kind: z.literal('RATE'), annualRatePpm: z.int(), after: zAfter }),
  z.object({
    kind: z.literal('REPLAN'),
    takeOverdue: z.boolean(),
    terms: z.object({
      maturityDate: zOn.optional(),
      annualRatePpm: z.int().optional(),
      method: z.enum(METHODS).optional(),
      interestBasis: z.enum(INTEREST_BASES).optional(),
      repaymentDay: z.int().nullable().optional(),
      gracePeriods: z.int().optional(),
      balloonFen: zFen.optional(),
    }),
  }),
  z.object({ kind: z.literal('CALL') }),
  z.object({ kind: z.literal('MISUSE'), amountFen: zFen }),
  z.object({ kind: z.literal('WRITE_OFF') }),
])

export function readFact(stored: unknown): LoanFact {
  return StoredFact.parse(stored) as LoanFact
}

export function storedFact(fact: LoanFact): string {
  return JSON.stringify(fact, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}
