import { formatCount, formatMoney, formatPercent } from '@/lib/platform/i18n/format'
import type { Translate } from '@/lib/platform/i18n/translator'
import type { Trace, TraceValue } from '@/lib/platform/trace'

/** Reads a trace's labels through the messages of the feature whose rule it is: plans.merchantLimit → plans.trace.<label>. */
export function labelReader(t: Translate, trace: Pick<Trace, 'rule'>): (label: string) => string {
  const feature = trace.rule.split('.')[0] ?? ''
  return (label) => {
    const key = `${feature}.trace.${label}`
    if (t.has(key)) return t(key)
    const own = `${label.split('.')[0]}.trace.${label.split('.').slice(1).join('.')}`
    return label.includes('.') && t.has(own) ? t(own) : label
  }
}

/** A formula with its variables in the reader's words; numbers, signs and words without a text stay. */
export function formulaText(formula: string, read: (label: string) => string): string {
  return formula.replace(/[A-Za-z_][A-Za-z0-9_.]*/g, (word) => read(word))
}

/** One figure of a trace as text, without its unit. */
export function valueText(t: Translate, v: TraceValue, read: (label: string) => string): string {
  switch (v.unit) {
    case 'CNY':
      return formatMoney(v.value)
    case 'PERCENT':
      return formatPercent(v.value)
    case 'FLAG':
      return v.value === 'true' ? t('ui.yes') : t('ui.no')
    case 'COUNT':
    case 'POINTS':
    case 'DAYS':
    case 'MONTHS':
    case 'TIMES':
      return formatCount(v.value)
    case 'TEXT':
      return read(v.value)
    default:
      return v.value
  }
}

/** The unit's word, or nothing where the value carries it. */
export function unitText(t: Translate, v: TraceValue): string {
  return ['CNY', 'DAYS', 'MONTHS', 'POINTS', 'TIMES'].includes(v.unit) ? t(`ui.explain.unit.${v.unit}`) : ''
}
