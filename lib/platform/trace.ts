/**
 * A trace is the derivation of one figure: what went in, which rule made what of it, what came out.
 * Pure rules return it beside the value; it is stored with frozen objects and drawn by <Explain>.
 * Labels are message keys (`trace.<label>` of the feature's messages), so that one trace reads in both languages.
 */

import type { PlainDate } from './dates'
import { type Fen, type Ppm, toPercent, toYuan } from './money'
import { type Ratio, toFixed } from './ratio'

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

/** Figures as they stand in a trace: the constructors keep units and text forms the same everywhere. */
export const cny = (label: string, fen: Fen, source?: string): TraceValue => figure(label, toYuan(fen), 'CNY', source)
export const percent = (label: string, ppm: Ppm, source?: string): TraceValue =>
  figure(label, toPercent(ppm), 'PERCENT', source)
export const count = (label: string, n: number | bigint, source?: string): TraceValue =>
  figure(label, n.toString(), 'COUNT', source)
export const days = (label: string, n: Ratio, places = 2): TraceValue => figure(label, toFixed(n, places), 'DAYS')
export const months = (label: string, n: number): TraceValue => figure(label, n.toString(), 'MONTHS')
export const times = (label: string, n: Ratio, places = 4): TraceValue => figure(label, toFixed(n, places), 'TIMES')
export const words = (label: string, text: string): TraceValue => figure(label, text, 'TEXT')
export const onDate = (label: string, d: PlainDate): TraceValue => figure(label, d.toString(), 'DATE')
export const flag = (label: string, yes: boolean): TraceValue => figure(label, String(yes), 'FLAG')

function figure(label: string, value: string, unit: TraceUnit, source?: string): TraceValue {
  return source === undefined ? { label, value, unit } : { label, value, unit, source }
}
