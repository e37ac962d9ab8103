import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Money } from '@/components/ui/money'
import type { Agenda } from '@/lib/desk/meetings/agenda'
import type { Translate } from '@/lib/platform/i18n/translator'

const LEVEL_TONE = { RED: 'danger', ORANGE: 'warn', YELLOW: 'neutral' } as const

/** The agenda point by point, each filled from the books, with links to what it speaks of. */
export function MeetingAgenda({ agenda }: { agenda: Agenda }) {
  const t = useTranslations('manager.meetings')
  const all = useTranslations() as unknown as Translate
  const word = (key: string, otherwise: string) => (all.has(key) ? all(key) : otherwise)
  return (
    <Card title={t('agenda')} description={t('agendaHint', { on: agenda.asOf })}>
      <ol className="list-decimal space-y-3 pl-5 text-sm">
        <Point title={t('point.list')}>
          {agenda.list.map((b) => (
            <li key={b.batchId}>
              <TextLink href={`/batches/${b.batchId}`}>{b.batch}</TextLink> {word(`batches.states.${b.state}`, b.state)}{' '}
              {t('merchants', { count: b.merchants })}
            </li>
          ))}
        </Point>
        <Point title={t('point.overdue')}>
          {agenda.overdue.loans > 0 && (
            <li>
              {t('loansLate', { count: agenda.overdue.loans })} <Money value={agenda.overdue.owed} />
            </li>
          )}
          {agenda.overdue.worst.map((l) => (
            <li key={l.loanId}>
              <TextLink href={`/loans/${l.loanId}`}>{l.loan}</TextLink> {l.merchant} {t('dpd', { days: l.dpd })}
            </li>
          ))}
        </Point>
        <Point title={t('point.signals')}>
          {agenda.signals.map((s) => (
            <li key={s.id} className="flex flex-wrap items-center gap-2">
              <Badge tone={LEVEL_TONE[s.level as 'RED'] ?? 'neutral'}>{s.code}</Badge>
              <TextLink href={`/monitoring/warnings/${s.id}`}>{word(`monitoring.warnings.${s.code}`, s.code)}</TextLink>
              <span className="text-ink-2">{s.object}</span>
            </li>
          ))}
        </Point>
        <Point title={t('point.arrears')}>
          {agenda.arrears.month && (
            <li>
              {t('arrears', { month: agenda.arrears.month, count: agenda.arrears.merchants })}{' '}
              <span className="text-ink-2">{agenda.arrears.names.join(' · ')}</span>
            </li>
          )}
        </Point>
        <Point title={t('point.visits')}>
          <li>
            {t('visits', { planned: agenda.visits.planned, until: agenda.visits.until, missed: agenda.visits.missed })}
          </li>
        </Point>
        <Point title={t('point.headroom')}>
          {agenda.headroom && (
            <li className="flex flex-wrap gap-x-3">
              <span>
                {t('limit')} <Money value={agenda.headroom.limit} />
              </span>
              <span>
                {t('used')} <Money value={agenda.headroom.used} />
              </span>
              <span>
                {t('left')} <Money value={agenda.headroom.left} />
              </span>
            </li>
          )}
        </Point>
        <Point title={t('point.open')}>
          {agenda.open.map((r) => (
            <li key={r.id}>
              <span className="text-ink-2">{r.no}</span> {r.content}{' '}
              <span className="text-ink-2">{`${r.owner} · ${r.dueOn}`}</span>
            </li>
          ))}
        </Point>
      </ol>
    </Card>
  )
}

function Point({ title, children }: { title: string; children: ReactNode }) {
  const t = useTranslations('manager.meetings')
  const empty = [children].flat(2).filter(Boolean).length === 0
  return (
    <li>
      <p className="font-medium">{title}</p>
      {empty ? <p className="text-ink-2">{t('nothing')}</p> : <ul className="space-y-0.5">{children}</ul>}
    </li>
  )
}
