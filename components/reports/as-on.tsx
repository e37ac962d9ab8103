import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import type { PlainDate } from '@/lib/platform/dates'
import { formatInstant } from '@/lib/platform/i18n/format'

/** Of which day the figures are; said loudly when that is not today. */
export function AsOn({ asOn, takenAt, stale }: { asOn: PlainDate; takenAt: Date; stale: boolean }) {
  const t = useTranslations('reports')
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {t('asOn', { date: asOn.toString(), at: formatInstant(takenAt) })}
      {stale && <Badge tone="warn">{t('stale')}</Badge>}
    </span>
  )
}
