/**
 * What a plan keeps beside its scheme (credit_plan.survey, sections, a line's traces): the demand, the plan's own caps,
 * the twelve sections, and what people changed. JSON forms, frozen with the plan.
 */
import { z } from 'zod'
import { zYuan } from '@/lib/platform/schema'
import type { Trace } from '@/lib/platform/trace'
import type { CapName } from './rules/merchant-limit'

export const PlanBasis = z.strictObject({
  /** what a survey of the merchants answered; without it demand is estimated (§5.2) */
  surveyedDemand: zYuan.optional().meta({ description: 'Σ of survey answers, instead of the estimate' }),
  singleCap: zYuan.optional().meta({ description: "the plan's own cap of one merchant, at most the mode's" }),
  tenorMax: z.int().min(1).max(36).optional().meta({ description: 'longest tenor in months' }),
})
export type PlanBasis = z.output<typeof PlanBasis>
export type PlanBasisJson = z.input<typeof PlanBasis>

export const REPAYMENT_METHODS = ['ANNUITY', 'EQUAL_PRINCIPAL', 'BULLET', 'INTEREST_AT_MATURITY'] as const

/** A person's change of a line, in JSON form, with who and when. */
export type LineEditRecord = {
  limit?: string
  tenorMonths?: number
  repaymentMethod?: (typeof REPAYMENT_METHODS)[number]
  reason: string
  by: string
  at: string
}

/** plan_line.limit_trace */
export type LimitTraces = {
  workingCapital: Trace
  limit: Trace
  affordability: Trace
  binding: CapName
  /** in yuan, before any change by a person */
  computedLimit: string
  affordable: boolean
  edits: LineEditRecord[]
}
/** plan_line.price_trace */
export type PriceTraces = { price: Trace; allIn: Trace }

/** The twelve sections of §5.1, in order. */
export const SECTION_KEYS = [
  'summary',
  'market',
  'operator',
  'partners',
  'customers',
  'demand',
  'scheme',
  'merchants',
  'risks',
  'postLoan',
  'income',
  'opinions',
] as const
export type SectionKey = (typeof SECTION_KEYS)[number]

export const COLUMN_TYPES = ['text', 'money', 'percent', 'count'] as const
/** A table of a section, drafted from data: titles and columns are message keys, cells text in the column's own form. */
export type SectionTable = {
  key: string
  columns: { key: string; type: (typeof COLUMN_TYPES)[number] }[]
  rows: string[][]
  /** drawn as bars of this column over the first */
  chart?: string
}

/** What the figures say, and what a person wrote instead. The generated text is written anew at each computation. */
export type PlanSection = {
  key: SectionKey
  generated: string
  tables?: SectionTable[]
  text: string | null
  editedBy: string | null
  editedAt: string | null
}

export const sectionText = (s: PlanSection): string => s.text ?? s.generated
