/** What the lab is asked for. */
import { z } from 'zod'
import { MARKET_GRADES } from '@/lib/plans/rules/grades'
import { zId } from '@/lib/platform/schema'

export const CardChoice = z
  .strictObject({
    draftId: zId.optional(),
    code: z.string().max(40).optional(),
    version: z.int().min(1).optional(),
  })
  .refine((c) => c.draftId !== undefined || (c.code !== undefined && c.version !== undefined), 'E_REQUIRED')
  .meta({ description: 'a draft, or a version by code and number' })
export type CardChoice = z.output<typeof CardChoice>

/** Probability of default in percent, above 0 and below 100. */
const zPd = z
  .string()
  .regex(/^\d{1,2}(\.\d{1,4})?$/, 'E_NUMBER')
  .refine((v) => Number(v) > 0, 'E_RANGE')

export const RunSettings = z.strictObject({
  marketGrade: z.enum(MARKET_GRADES).nullable().default(null).meta({ description: 'for cases that state none' }),
  baselineUntil: z
    .string()
    .regex(/^\d{4}-\d{2}$/, 'E_DATE')
    .nullable()
    .default(null)
    .meta({ description: 'last month of the baseline for stability' }),
  expected: z
    .record(z.string().max(10), zPd)
    .default({})
    .meta({ description: 'probability of default by grade, in percent', example: { A1: '0.4', A2: '0.9' } }),
})
export type RunSettings = z.output<typeof RunSettings>

/** What the bank expects of its grades until it says otherwise (§11). */
export const EXPECTED_PD: Record<string, string> = { A1: '0.4', A2: '0.9', B1: '1.9', B2: '4.0' }

/** A measured card as it was kept with the run. */
export type MeasuredCard = {
  code: string
  version: number
  titleZh: string
  titleEn: string
  draft: boolean
  definition: unknown
}
