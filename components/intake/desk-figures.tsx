import { useTranslations } from 'next-intl'
import { Stat } from '../ui/card'
import { Money } from '../ui/money'
import type { Desk } from './desk-types'

/** The batch in a few figures: those that say something in its present state. */
export function DeskFigures({ desk, state }: { desk: Desk; state: string }) {
  const t = useTranslations('intake.desk.figures')
  const { counts } = desk
  const draft = state === 'DRAFT'
  const returned = state === 'RETURNED'
  return (
    <div className="mb-4 grid grid-cols-2 gap-3 sm:grid-cols-[repeat(auto-fit,minmax(9rem,1fr))]">
      <Stat label={t('merchants')} value={counts.all} />
      {draft && <Stat label={t('ready')} value={counts.ready} tone={counts.ready > 0 ? 'ok' : undefined} />}
      {returned && (
        <Stat label={t('returned')} value={counts.returned} tone={counts.returned > 0 ? 'warn' : undefined} />
      )}
      {(draft || returned) && (
        <Stat label={t('errors')} value={counts.errors} tone={counts.errors > 0 ? 'danger' : undefined} />
      )}
      <Stat label={t('papers')} value={desk.papers} />
      <Stat
        label={t('requested')}
        value={<Money value={desk.requested} unit="wan" />}
        className="max-sm:last:odd:col-span-2"
      />
    </div>
  )
}
