import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { Reading } from '@/components/monitoring/reading'
import { WarningActions } from '@/components/monitoring/warning-actions'
import { PageHeader } from '@/components/shell/page-header'
import { Badge, StatusBadge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Descriptions } from '@/components/ui/descriptions'
import { Timeline } from '@/components/ui/timeline'
import { CivilDate } from '@/components/ui/when'
import { warningDetail } from '@/lib/monitoring/warning-queries'
import { currentActor } from '@/lib/platform/auth/current'
import { Refusal } from '@/lib/platform/errors'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('monitoring'))('story.title') }
}

export default async function Warning({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, { id }] = [await currentActor(), await getTranslations('monitoring'), await params]
  const w = await warningDetail(actor, { warningId: id }).catch((e: unknown) => {
    if (e instanceof Refusal && ['E_NOT_FOUND', 'E_ID'].includes(e.error.code)) notFound()
    throw e
  })
  const open = !['CLOSED', 'FALSE_ALARM'].includes(w.state)
  return (
    <>
      <PageHeader
        title={`${w.code} ${t(`warnings.${w.code as 'W-C01'}`)}`}
        meta={<span>{w.object}</span>}
        state={
          <span className="flex gap-2">
            <Badge tone={w.level === 'RED' ? 'danger' : 'warn'}>{t(`levels.${w.level as 'RED'}`)}</Badge>
            <StatusBadge kind={open ? 'attention' : 'closed'}>{t(`state.${w.state as 'RAISED'}`)}</StatusBadge>
          </span>
        }
        breadcrumb={[{ label: t('title'), href: '/monitoring?tab=signals' }, { label: t('story.title') }]}
        actions={<WarningActions id={w.id} events={w.allowedEvents} />}
      />
      <Descriptions
        className="mb-4"
        items={[
          { label: t('col.object'), value: w.object },
          { label: t('col.value'), value: <Reading value={w.value} unit={w.unit} /> },
          { label: t('story.times'), value: String(w.times) },
          {
            label: t('col.market'),
            value: w.market && <TextLink href={`/markets/${w.market.id}`}>{w.market.name}</TextLink>,
          },
          { label: t('col.raised'), value: <CivilDate value={w.raisedOn} /> },
          { label: t('col.verifyBy'), value: <CivilDate value={w.verifyBy} /> },
          { label: t('col.assigned'), value: w.assignedTo },
          { label: t('story.verifiedBy'), value: w.verifiedBy },
          { label: t('story.releasedBy'), value: w.releasedBy },
          {
            label: t('story.effects'),
            value: w.effects.length > 0 && w.effects.map((e) => t(`effects.${e}`)).join(t('story.and')),
            span: 'full',
          },
        ]}
      />
      <div className="grid gap-4 lg:grid-cols-2">
        <Card title={t('story.life')}>
          <Timeline
            events={w.history.map((h) => ({
              key: h.id,
              at: h.at,
              who: h.who,
              what: t(`story.event.${h.event as 'create'}`),
              from: h.from && t(`state.${h.from as 'RAISED'}`),
              to: h.to && t(`state.${h.to as 'RAISED'}`),
              why: h.why,
            }))}
          />
        </Card>
        <div className="grid content-start gap-4">
          <Card title={t('story.observations')}>
            {w.observations.length === 0 ? (
              <p className="text-ink-2">{t('story.byBooks')}</p>
            ) : (
              <ul className="space-y-2">
                {w.observations.map((o) => (
                  <li key={o.id} className="flex flex-wrap justify-between gap-x-3">
                    <span>
                      {o.reading ? t(`readings.${o.reading as 'occupancy'}`) : ''}{' '}
                      <Reading value={o.value} unit={o.unit} />
                      {o.note && <span className="text-ink-2"> {o.note}</span>}
                    </span>
                    <span className="text-sm text-ink-2">
                      {`${t(`story.source.${o.source as 'PERSON'}`)} · ${o.observedOn}`}
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </Card>
          <Card title={t('story.others')}>
            {w.others.length === 0 ? (
              <p className="text-ink-2">{t('empty.signals')}</p>
            ) : (
              <ul className="space-y-2">
                {w.others.map((o) => (
                  <li key={o.id} className="flex justify-between gap-3">
                    <TextLink href={`/monitoring/warnings/${o.id}`}>
                      {`${o.code} ${t(`warnings.${o.code as 'W-C01'}`)}`}
                    </TextLink>
                    <span className="text-sm text-ink-2">
                      {`${t(`levels.${o.level as 'RED'}`)} · ${t(`state.${o.state as 'RAISED'}`)} · ${o.raisedOn}`}
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </Card>
          {w.visits.length > 0 && (
            <Card title={t('visits')}>
              <ul className="space-y-2">
                {w.visits.map((v) => (
                  <li key={v.id} className="flex justify-between gap-3">
                    <TextLink href={`/monitoring/visits/${v.id}`}>{t(`kind.${v.kind as 'ROUTINE'}`)}</TextLink>
                    <span className="text-sm text-ink-2">{`${v.dueOn} · ${t(`state.${v.state as 'DONE'}`)}`}</span>
                  </li>
                ))}
              </ul>
            </Card>
          )}
        </div>
      </div>
    </>
  )
}
