/**
 * A trace is the derivation of one figure: what went in, which rule made what of it, what came out.
 * Pure rules return it beside the value; it is stored with frozen objects and drawn by <Explain>.
 * Labels are message keys (`trace.<label>` of the feature's messages), so that one trace reads in both languages.
 */

export type TraceUnit = 'CNY' | 'PERCENT' | 'DAYS' | 'MONTHS' | 'POINTS' | 'COUNT' | 'TIMES' | 'DATE' | 'TEXT' | 'FLAG'

/** One figure as text: money in yuan ("980000.00"), rates in percent ("4.35"), dates ISO, flags "true"/"false". */
export type TraceValue = {
  label: string
  value: string
  unit: TraceUnit
  /** where the figure came from: an evidence file, a survey, a bureau report, a parameter */
  source?: string
}

export type TraceStep = TraceValue & {
  /** the formula as a banker writes it, with the labels' own names: "k2 = turnover × r × coefficient" */
  formula?: string
  /** section or id of the domain rule: "§5.3", "INV-A5" */
  rule: string
  inputs: TraceValue[]
  /** true on the step that decided the result (the smallest of several caps, the floor that bound) */
  binding?: boolean
}

export type Trace = {
  /** stable name of the rule that was run: "plans.merchantLimit" */
  rule: string
  version: number
  result: TraceValue
  steps: TraceStep[]
}

export type Traced<T> = { value: T; trace: Trace }
