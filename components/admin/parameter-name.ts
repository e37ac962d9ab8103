/** A parameter's key as words: 'plans.jg.marginRatioPpm' → 授信方案 · 联保 · 保证金比例. */
import type { Translate } from '@/lib/platform/i18n/translator'

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

/** The unit that the key's ending says. */
export function parameterUnit(key: string): 'yuan' | 'percent' | 'days' | 'months' | 'bps' | null {
  if (key.endsWith('Fen') || key.includes('modeSingleMaxFen.')) return 'yuan'
  if (/Ppm(\.|$)/.test(key)) return 'percent'
  if (/Bps(\.|$)/.test(key)) return 'bps'
  if (/Days$/.test(key) || key.includes('verifyWorkingDays.')) return 'days'
  return /Months(\.|$)/.test(key) ? 'months' : null
}
