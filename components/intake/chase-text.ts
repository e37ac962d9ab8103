import type { useTranslations } from 'next-intl'
import type { DeskItem } from './desk-types'

const MISSING = 'E_DOC_MISSING:'

/** What one merchant still has to bring and why, in words to send it; null when there is nothing. */
export function chaseText(item: DeskItem, t: ReturnType<typeof useTranslations<'intake'>>): string | null {
  const wrong = item.issues.filter((i) => i.level === 'error')
  if (wrong.length === 0) return null
  const lines = wrong.map((i) => {
    if (!i.code.startsWith(MISSING)) return t('chase.fix', { text: i.title })
    const slot = i.code.slice(MISSING.length) as 'BUSINESS_LICENSE'
    const name = t(`slots.${slot}`)
    return t.has(`why.${slot}`)
      ? t('chase.missing', { slot: name, why: t(`why.${slot}`) })
      : t('chase.missingBare', { slot: name })
  })
  return [
    t('chase.head', { name: item.ownerName ?? item.name ?? '' }),
    ...lines.map((line, n) => `${n + 1}. ${line}`),
    t('chase.tail'),
  ].join('\n')
}
