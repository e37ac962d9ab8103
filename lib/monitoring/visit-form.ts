/** What is written on a visit or an inspection. */
import { z } from 'zod'
import { zDate } from '@/lib/platform/schema'

export const VisitForm = z.strictObject({
  result: z.enum(['SATISFACTORY', 'ATTENTION']),
  useOfFunds: z.enum(['PROVEN', 'NOT_PROVEN', 'MISUSED', 'NOT_CHECKED']).default('NOT_CHECKED'),
  stall: z.enum(['OPEN', 'CLOSED', 'TRANSFERRED']).optional(),
  stallClosedDays: z.int().min(0).max(3650).optional(),
  stockChangePercent: z.int().min(-100).max(1000).optional(),
  willingToGuarantee: z.boolean().optional(),
  /** of the template of this kind of inspection, by the question's key */
  answers: z.record(z.string().max(40), z.string().trim().max(200)).default({}),
  note: z.string().trim().max(2000).default(''),
  marketInformation: z.string().trim().max(2000).default(''),
  /** what is to be done after it: each becomes a task of the visitor */
  followUps: z
    .array(z.strictObject({ what: z.string().trim().min(2).max(300), dueOn: zDate }))
    .max(10)
    .default([]),
})
