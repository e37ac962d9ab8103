import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { LabProgress } from '@/components/lab/lab-progress'
import {
  CalibrationTable,
  ComparisonTable,
  DecisionTable,
  IndicatorTable,
  SummaryTable,
} from '@/components/lab/report-tables'
import { BandChart, SeparationChart } from '@/components/lab/separation-chart'
import { PageHeader } from '@/components/shell/page-header'
import { buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Instant } from '@/components/ui/when'
import { labReport } from '@/lib/lab/queries'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('lab'))('report.title') }
}

export default async function LabReportPage({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, s, all, { id }] = [
    await currentActor(),
    await getTranslations('lab'),
    await getTranslations('scorecards'),
    (await getTranslations()) as unknown as Translate,
    await params,
  ]
  const r = await orNotFound(labReport(actor, { runId: id }))
  const label = (c: { code: string; version: number; draft: boolean }): string =>
    `${c.code} v${c.version}${c.draft ? ` (${t('measure.draft')})` : ''}`
  const [champion, challenger] = r.cards
  const measured = r.cards.flatMap((c) =>
    c.statistics ? [{ label: label(c), card: c.card, statistics: c.statistics }] : [],
  )
  const running = r.state === 'QUEUED' || r.state === 'RUNNING'
  return (
    <>
      <PageHeader
        title={
          challenger
            ? t('report.against', { champion: label(champion!), challenger: label(challenger) })
            : t('report.heading', { card: label(champion!) })
        }
        breadcrumb={[
          { label: s('title'), href: '/scorecards' },
          { label: t('title'), href: '/scorecards/lab' },
          { label: r.dataset.name },
        ]}
        meta={
          <>
            <span>{r.dataset.name}</span>
            <span>{r.createdBy}</span>
            <Instant value={r.createdAt} />
          </>
        }
        actions={
          r.state === 'DONE' && (
            <a className={buttonClass({ tone: 'primary' })} href={`/api/v1/lab/runs/${r.id}/report`}>
              {t('report.download')}
            </a>
          )
        }
      />
      {running && r.jobId && (
        <Card>
          <LabProgress
            label={t('report.running')}
            jobId={r.jobId}
            done={r.progress?.done ?? 0}
            total={r.progress?.total ?? r.dataset.cases}
          />
        </Card>
      )}
      {r.state === 'FAILED' && (
        <Notice tone="danger" title={t('report.failed')}>
          {r.errorCode && errorText(all, { code: r.errorCode }).detail}
        </Notice>
      )}
      {measured.length > 0 && (
        <div className="space-y-4">
          <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
            <Card title={t('report.summary')} description={t('separation.hint')}>
              <SummaryTable cards={measured} />
            </Card>
            {r.comparison ? (
              <Card title={t('comparison.title')}>
                <ComparisonTable comparison={r.comparison} />
              </Card>
            ) : (
              <div className="space-y-4">
                <Card title={t('calibration.title')}>
                  <CalibrationTable statistics={measured[0]!.statistics} />
                </Card>
                <Card title={t('reject.byDecision')}>
                  <DecisionTable statistics={measured[0]!.statistics} />
                </Card>
              </div>
            )}
          </div>
          {measured.map((m) => (
            <div key={m.label} className="grid grid-cols-1 gap-4 lg:grid-cols-2">
              <Card>
                {m.statistics.separation ? (
                  <SeparationChart separation={m.statistics.separation} label={m.label} />
                ) : (
                  <p className="text-ink-2">{t('separation.none')}</p>
                )}
              </Card>
              <Card>
                <BandChart statistics={m.statistics} label={m.label} />
              </Card>
            </div>
          ))}
          {r.comparison && (
            <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
              {measured.map((m) => (
                <Card key={m.label} title={`${t('calibration.title')} · ${m.label}`}>
                  <CalibrationTable statistics={m.statistics} />
                </Card>
              ))}
              {measured.map((m) => (
                <Card key={m.label} title={`${t('reject.byDecision')} · ${m.label}`}>
                  <DecisionTable statistics={m.statistics} />
                </Card>
              ))}
            </div>
          )}
          {measured.map((m) => (
            <Card
              key={m.label}
              flush
              title={measured.length > 1 ? `${t('indicators.title')} · ${m.label}` : t('indicators.title')}
            >
              <IndicatorTable measured={m} />
            </Card>
          ))}
        </div>
      )}
    </>
  )
}
