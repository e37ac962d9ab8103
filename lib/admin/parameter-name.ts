/** A parameter's key as words: 'plans.jg.marginRatioPpm' → 授信方案 · 联保 · 保证金比例. */
import { formatList } from '@/lib/platform/i18n/format'
import type { Translate } from '@/lib/platform/i18n/translator'
import { wordsOf } from '@/lib/platform/parameters'

export function parameterName(t: Translate, key: string): string {
  const words: string[] = []
  for (const part of key.split('.')) {
    if (/^\d+$/.test(part)) words.push(t('admin.parameters.level', { n: Number(part) + 1 }))
    else words.push(segment(t, part))
  }
  return words.join(' · ')
}

function segment(t: Translate, part: string): string {
  if (t.has(`parameters.${part}`)) return t(`parameters.${part}`)
  // Codes of indicators and grades stand for themselves, beside the indicator's name where there is one.
  return t.has(`monitoring.warnings.${part}`) ? `${part} ${t(`monitoring.warnings.${part}`)}` : part
}

/** The unit that the key says; `ppm` for shares whose names carry no ending (concentration, warning levels). */
export function parameterUnit(key: string): 'yuan' | 'percent' | 'days' | 'months' | 'bps' | 'ppm' | null {
  const named = key.split('.').findLast((part) => /(Fen|Ppm|Bps|Days|Months)$/.test(part))
  if (named) {
    const ending = /(Fen|Ppm|Bps|Days|Months)$/.exec(named)![1] as keyof typeof UNIT
    return UNIT[ending]
  }
  return key.startsWith('plans.concentration.') ? 'ppm' : null
}

const UNIT = { Fen: 'yuan', Ppm: 'percent', Bps: 'bps', Days: 'days', Months: 'months' } as const

/** One word of a choice (a mode, a seat, a document) as people read it. */
export function choiceWord(t: Translate, word: string): string {
  return t.has(`errors.names.${word}`) ? t(`errors.names.${word}`) : word
}

/** "JG, AF" → 联保、助保 */
export function choiceText(t: Translate, locale: string, value: string): string {
  return formatList(
    locale,
    wordsOf(value).map((word) => choiceWord(t, word)),
  )
}
