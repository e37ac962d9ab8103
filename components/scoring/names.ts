import type { Indicator, OptionBin } from '@/lib/scoring/rules/card'

/** Cards carry their names in both languages, because a bank writes cards of its own. */
export function nameIn(locale: string, named: { nameZh: string; nameEn: string }): string {
  return locale === 'en' ? named.nameEn : named.nameZh
}

/** An entered value in words: the option's name, or the number as it stands. */
export function valueIn(locale: string, indicator: Indicator, value: string): string {
  if (indicator.type === 'RANGE') return value
  const option = indicator.bins.find((b: OptionBin) => b.value === value)
  return option ? nameIn(locale, option) : value
}
