import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { HandTasks } from '@/components/desk/hand-tasks'
import { ReportFacts } from '@/components/desk/log/facts'
import { PageHeader } from '@/components/shell/page-header'
import { ActDialog } from '@/components/ui/act-dialog'
import { Badge, StatusBadge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { Descriptions } from '@/components/ui/descriptions'
import { Notice } from '@/components/ui/notice'
import { Instant } from '@/components/ui/when'
import { reviewReportAction } from '@/lib/desk/log/actions'
import { reportDetail } from '@/lib/desk/log/queries'
import { reportFields } from '@/lib/desk/rules/reports'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('manager.log'))('title') }
}

export default async function Report({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, { id }] = [await currentActor(), await getTranslations('manager.log'), await params]
  const report = await orNotFound(reportDetail(actor, { reportId: id }))
  const name = (merchantId: string) => report.facts.customers.find((c) => c.merchantId === merchantId)?.name ?? ''
  const days = report.kind === 'DAILY' ? report.startsOn.toString() : `${report.startsOn} – ${report.endsOn}`
  return (
    <>
      <PageHeader
        title={`${t(`kind.${report.kind}`)} ${days}`}
        state={
          <StatusBadge kind={report.state === 'REVIEWED' ? 'good' : 'waiting'}>
            {t(`state.${report.state as 'DRAFT'}`)}
          </StatusBadge>
        }
        breadcrumb={[{ label: t('title'), href: '/desk/log' }, { label: report.writer }]}
        meta={
          <span className="flex flex-wrap items-center gap-2">
            {report.writer} <Instant value={report.submittedAt} />{' '}
            {report.late && <Badge tone="warn">{t('late')}</Badge>}
          </span>
        }
        actions={
          report.allowedEvents.length > 0 && (
            <span className="flex flex-wrap gap-2">
              <ActDialog
                label={t('sendBack')}
                size="md"
                fields={[{ name: 'comment', label: t('better'), kind: 'area', required: true }]}
                fixed={{ reportId: report.id, accept: false }}
                action={reviewReportAction}
              />
              <ActDialog
                label={t('review')}
                size="md"
                tone="primary"
                description={t('reviewHint')}
                fields={[
                  { name: 'praise', label: t('praise'), kind: 'area' },
                  { name: 'comment', label: t('better'), kind: 'area' },
                ]}
                fixed={{ reportId: report.id, accept: true }}
                action={reviewReportAction}
              />
            </span>
          )
        }
      />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <ReportFacts facts={report.facts} />
        <div className="space-y-4">
          {report.reviewer && (
            <Notice tone="ok" title={t('answeredBy', { who: report.reviewer })}>
              {report.praise && <p>{report.praise}</p>}
              {report.comment && <p>{report.comment}</p>}
            </Notice>
          )}
          <Card title={t('words')}>
            <Descriptions
              columns={1}
              items={reportFields(report.kind).map((field) => ({
                label: t(`field.${field}`),
                value: report.words[field] || null,
              }))}
            />
            {report.words.needs.length + report.words.met.length + report.words.help.length > 0 && (
              <ul className="mt-3 space-y-1 text-sm">
                {report.words.needs.map((n) => (
                  <li key={n.merchantId}>{`${name(n.merchantId)} · ${n.need}`}</li>
                ))}
                {report.words.met.map((m) => (
                  <li key={`${m.name}-${m.person}`}>
                    {[m.name, m.address, m.person, m.existing, m.need].filter((x) => x !== '').join(' · ')}
                  </li>
                ))}
                {report.words.help.map((h) => (
                  <li key={`${h.owner}-${h.ask}`}>{`${t('help')} · ${h.owner} · ${h.ask}`}</li>
                ))}
              </ul>
            )}
          </Card>
        </div>
      </div>
      <HandTasks actor={actor} objectType="work-report" objectId={report.id} />
    </>
  )
}
