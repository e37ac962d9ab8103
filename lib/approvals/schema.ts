/** What a person says in a seat, in its JSON form (§6.2). */
import { z } from 'zod'
import { zDate, zId, zPercent, zYuan } from '@/lib/platform/schema'

export const VERDICTS = ['AGREE', 'AGREE_WITH_CONDITIONS', 'RETURN_FOR_SUPPLEMENT', 'REJECT', 'ABSTAIN'] as const
export type Verdict = (typeof VERDICTS)[number]
export const CONDITION_TYPES = ['CP', 'COVENANT', 'INFO'] as const
export const TERM_KINDS = ['AMOUNT_MAX', 'MARGIN_MIN', 'TENOR_MAX', 'RATE_MIN', 'COVERAGE_MIN'] as const

/** Kept as text: opinions are stored and hashed as they were written. */
const text = <S extends z.ZodType>(schema: S) =>
  z.string().refine((value) => schema.safeParse(value).success, 'E_NUMBER')

const Term = z
  .strictObject({ kind: z.enum(TERM_KINDS), value: z.string().max(20) })
  .refine(
    (t) =>
      t.kind === 'AMOUNT_MAX'
        ? zYuan.safeParse(t.value).success
        : t.kind === 'TENOR_MAX'
          ? /^\d{1,3}$/.test(t.value)
          : zPercent.safeParse(t.value).success,
    { error: 'E_NUMBER', path: ['value'] },
  )

export const ConditionInput = z.strictObject({
  text: z.string().trim().min(2).max(500),
  type: z.enum(CONDITION_TYPES),
  /** the role or the person who has to satisfy it; the same person cannot close it */
  ownerRole: z.string().max(40).nullish(),
  ownerId: zId.nullish(),
  due: text(zDate).nullish(),
  lineId: zId.nullish(),
  term: Term.nullish(),
})

/** The second factor's code, or the password where none is set up: asked for an opinion that can end the round. */
export const Proof = z
  .string()
  .max(200)
  .optional()
  .meta({ description: 'second factor (or password), for a final decision' })

export const OpinionInput = z.strictObject({
  planId: zId,
  seatId: zId.optional().meta({ description: 'which seat, when the person could fill more than one' }),
  opinion: z.enum(VERDICTS),
  text: z.string().trim().max(5000).default(''),
  conditions: z.array(ConditionInput).max(50).default([]),
  returnItems: z
    .array(z.strictObject({ text: z.string().trim().min(2).max(500), lineId: zId.nullish() }))
    .max(100)
    .default([]),
  lines: z
    .record(
      zId,
      z.strictObject({
        vote: z.enum(['APPROVE', 'REDUCE', 'REJECT']),
        amount: text(zYuan).optional(),
        reason: z.string().trim().max(500).optional(),
      }),
    )
    .default({})
    .meta({ description: 'lines wanted otherwise, by line id' }),
  otherLines: z
    .enum(['APPROVE', 'REJECT'])
    .nullish()
    .meta({ description: 'what holds for every line not named; needed to agree in a countersign seat' }),
  proof: Proof,
})
export type OpinionInput = z.output<typeof OpinionInput>
