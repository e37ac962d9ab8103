import { formatList } from '@/lib/platform/i18n/format'
import type { Translate } from '@/lib/platform/i18n/translator'

/** What is open on a sheet (paths of its fields) in words. */
export function openText(t: Translate, locale: string, open: readonly string[]): string {
  return formatList(
    locale,
    open.map((o) => {
      const key = o.startsWith('financials.') ? `scoring.grid.field.${o}` : `scoring.grid.field.visit.${o}`
      return t.has(key) ? t(key) : o
    }),
  )
}
