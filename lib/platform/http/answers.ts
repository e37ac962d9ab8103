/** Shapes that many answers of the API share, for its OpenAPI document. */
import { z } from 'zod'

export const zTrace = z
  .object({
    rule: z.string(),
    version: z.int(),
    result: z.record(z.string(), z.unknown()),
    steps: z.array(z.record(z.string(), z.unknown())),
  })
  .meta({ id: 'Trace', description: 'the derivation: inputs, rule, formula and result of each step' })

/** What a calculator answers. */
export const zCalculated = z.object({ value: z.unknown(), trace: zTrace }).meta({ id: 'Calculated' })

export function zPage<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}
