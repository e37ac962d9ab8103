import { useTranslations } from 'next-intl'
import { TextLink } from '../ui/button'
import { Money } from '../ui/money'
import { CivilDate } from '../ui/when'
import { BatchState } from './batch-state'

type Row = {
  id: string
  code: string
  state: string
  mode: string
  merchants: number
  requestedFen: bigint
  createdAt: Date
}

/** A short list of batches, one line each. */
export function BatchCards({ batches, path }: { batches: Row[]; path: string }) {
  const t = useTranslations()
  if (batches.length === 0) return <p className="px-4 py-6 text-ink-2">{t('batches.list.empty')}</p>
  return (
    <ul className="divide-y divide-line">
      {batches.map((b) => (
        <li key={b.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
          <TextLink href={`${path}/${b.id}`} className="font-mono font-medium">
            {b.code}
          </TextLink>
          <BatchState state={b.state} />
          <span className="text-sm text-ink-2">{t(`batches.modes.${b.mode as 'JG'}`)}</span>
          <span className="text-sm text-ink-2">{t('intake.portal.persons', { count: b.merchants })}</span>
          <Money value={b.requestedFen} unit="wan" className="text-sm" />
          <span className="ml-auto text-sm text-ink-3">
            <CivilDate value={b.createdAt.toISOString()} />
          </span>
        </li>
      ))}
    </ul>
  )
}
