/** What a change of a loan says, by kind, in the JSON form of the API. */
import { z } from 'zod'
import { zDate, zId, zPercent, zYuan } from '@/lib/platform/schema'
import { AFTER_EVENT, METHODS } from './rules/loan-terms'

/** 90 billion yuan: what whole numbers of fen hold exactly. */
const zAmount = zYuan.refine((fen) => fen <= 9_000_000_000_000_000n, 'E_RANGE')
const zPositive = zAmount.refine((fen) => fen > 0n, 'E_RANGE')
const zRate = zPercent.refine((ppm) => ppm <= 1_000_000, 'E_RANGE')
const zAfter = z.enum(AFTER_EVENT).default('KEEP_TERM')
/** guarantors whose written consent has been received (LEG-7) */
const zConsents = z.array(z.string().trim().min(1).max(100)).max(50).default([])

export const zChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('REVERSAL'), eventId: zId }),
  z.strictObject({ kind: z.literal('WAIVER'), penalty: zAmount.prefault('0.00'), compound: zAmount.prefault('0.00') }),
  z.strictObject({ kind: z.literal('REFUND'), amount: zPositive }),
  z.strictObject({ kind: z.literal('COST'), amount: zPositive }),
  z.strictObject({ kind: z.literal('MISUSE'), amount: zAmount }),
  z.strictObject({ kind: z.literal('RATE'), annualRate: zRate, after: zAfter, consents: zConsents }),
  z.strictObject({
    kind: z.literal('EXTENSION'),
    maturityDate: zDate,
    annualRate: zRate.optional(),
    consents: zConsents,
  }),
  z.strictObject({
    kind: z.literal('RESTRUCTURE'),
    maturityDate: zDate,
    annualRate: zRate.optional(),
    method: z.enum(METHODS).optional(),
    repaymentDay: z.int().min(1, 'E_RANGE').max(31, 'E_RANGE').optional(),
    gracePeriods: z.int().min(0, 'E_RANGE').max(36, 'E_RANGE').optional(),
    consents: zConsents,
  }),
  z.strictObject({ kind: z.literal('ACCELERATE') }),
  z.strictObject({ kind: z.literal('WRITE_OFF') }),
  z.strictObject({
    kind: z.literal('RENEWAL'),
    maturityDate: zDate,
    principal: zPositive.optional(),
    annualRate: zRate.optional(),
    consents: zConsents,
  }),
])
export type LoanChangeInput = z.output<typeof zChange>
