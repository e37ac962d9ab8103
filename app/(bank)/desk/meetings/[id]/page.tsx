import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { MeetingAgenda } from '@/components/desk/meetings/agenda'
import { HoldForm } from '@/components/desk/meetings/hold-form'
import { PageHeader } from '@/components/shell/page-header'
import { ActDialog } from '@/components/ui/act-dialog'
import { Badge, StatusBadge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { CivilDate } from '@/components/ui/when'
import { cancelMeetingAction, completeResolutionAction } from '@/lib/desk/meetings/actions'
import { meetingDetail } from '@/lib/desk/meetings/queries'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('manager.meetings'))('title') }
}

export default async function Meeting({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, { id }] = [await currentActor(), await getTranslations('manager.meetings'), await params]
  const m = await orNotFound(meetingDetail(actor, { meetingId: id }))
  return (
    <>
      <PageHeader
        title={`${m.market.name} ${m.number}`}
        state={
          <StatusBadge kind={m.state === 'CLOSED' ? 'good' : m.state === 'CANCELLED' ? 'attention' : 'waiting'}>
            {t(`state.${m.state as 'CALLED'}`)}
          </StatusBadge>
        }
        breadcrumb={[{ label: t('title'), href: '/desk/meetings' }, { label: m.number }]}
        meta={
          <span className="flex flex-wrap items-center gap-2">
            <CivilDate value={m.heldOn ?? m.meetsOn} /> {m.weekly && <Badge tone="danger">{t('weekly')}</Badge>}
          </span>
        }
        actions={
          m.allowedEvents.includes('cancel') && (
            <ActDialog
              label={t('cancel')}
              size="md"
              fields={[{ name: 'reason', label: t('reason'), kind: 'area', required: true }]}
              fixed={{ meetingId: m.id }}
              action={cancelMeetingAction}
            />
          )
        }
      />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <MeetingAgenda agenda={m.agenda} />
        <div className="space-y-4">
          {m.allowedEvents.includes('hold') && <HoldForm meetingId={m.id} invited={m.invited} />}
          {m.minutes && (
            <Card
              title={t('minutes')}
              description={m.attendance.map((a) => `${t(`role.${a.role}`)} ${a.name}`).join(' · ')}
            >
              <p className="text-sm whitespace-pre-wrap">{m.minutes}</p>
            </Card>
          )}
          {m.resolutions.length > 0 && (
            <Card title={t('resolutions')} flush>
              <ol className="divide-y divide-line text-sm">
                {m.resolutions.map((r) => (
                  <li key={r.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
                    <span className="w-5 text-ink-3 tabular-nums">{r.no}</span>
                    <span className="min-w-0 flex-1">
                      {r.content} {r.evidence && <span className="text-ink-2">{r.evidence}</span>}
                    </span>
                    {r.proposesLimit && <Badge tone="info">{t('limitProposal')}</Badge>}
                    <span className="text-ink-2">{r.owner}</span>
                    <CivilDate value={r.dueOn} />
                    <Badge tone={r.state === 'DONE' ? 'ok' : r.late ? 'danger' : 'neutral'}>
                      {r.state === 'DONE' ? t('done') : r.escalatedOn ? t('escalated') : t('open')}
                    </Badge>
                    {r.mayComplete && (
                      <ActDialog
                        label={t('complete')}
                        fields={[{ name: 'evidence', label: t('evidence'), kind: 'area', required: true }]}
                        fixed={{ resolutionId: r.id }}
                        action={completeResolutionAction}
                      />
                    )}
                  </li>
                ))}
              </ol>
            </Card>
          )}
        </div>
      </div>
    </>
  )
}
