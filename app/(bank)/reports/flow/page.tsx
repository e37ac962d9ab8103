import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { StageTimes } from '@/components/reports/charts'
import { ReportTabs } from '@/components/reports/report-tabs'
import { ShareFigure } from '@/components/reports/share-figure'
import { PageHeader } from '@/components/shell/page-header'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { listTools } from '@/lib/desk/list-tools'
import { batchFlow, workload } from '@/lib/desk/lists/reports'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import type { SearchParams } from '@/lib/platform/list-params'
import { flowReport, workloadReport } from '@/lib/reports/work-queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reports'))('tab.flow') }
}

/** How batches move, where they wait, and who is busy. */
export default async function Flow({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [actor, t, states, query] = [
    await currentActor(),
    await getTranslations('reports'),
    await getTranslations('batches.states'),
    await searchParams,
  ]
  const flow = await orNotFound(flowReport(actor, {}))
  const people = await orNotFound(workloadReport(actor, {}))
  const name = (state: string) => states(state as 'DRAFT')
  const most = flow.funnel[0]?.count ?? 0
  return (
    <>
      <PageHeader title={t('tab.flow')} />
      <ReportTabs here="flow" />
      <div className="mb-4 grid items-start gap-4 xl:grid-cols-2">
        <Card title={t('flow.funnel')}>
          <ol className="space-y-1.5">
            {flow.funnel.map(({ step, count }) => (
              <li key={step} className="grid grid-cols-[5.5rem_minmax(0,1fr)_3.5rem] items-center gap-3 text-sm">
                <span className="text-ink-2">{t(`flow.step.${step}`)}</span>
                <span aria-hidden className="flex h-5 justify-center overflow-hidden rounded-xs bg-sunken">
                  <span
                    className="h-full rounded-xs bg-accent/75"
                    style={{ width: `${most === 0 ? 0 : Math.round((count / most) * 100)}%` }}
                  />
                </span>
                <span className="figure text-right font-medium">{count}</span>
              </li>
            ))}
          </ol>
        </Card>
        <Card>
          <StageTimes stages={flow.items.map((s) => ({ name: name(s.state), hours: s.medianHours }))} />
        </Card>
      </div>
      <Card title={t('flow.title')} description={t('flow.hint')} flush className="mb-4">
        <DataTable
          {...(await listTools(actor, batchFlow, query))}
          label={t('flow.title')}
          search={false}
          keyboard={false}
          prefix="f"
          rows={flow.items.map((s) => ({
            id: s.state,
            stage: <TextLink href={s.href}>{name(s.state)}</TextLink>,
            passed: s.passed,
            medianHours: s.medianHours,
            meanHours: s.meanHours,
            waiting: s.waiting,
            overdue: s.late,
            longestHours: s.longestHours,
            longest: s.longest ?? '',
          }))}
          columns={[
            { key: 'stage', header: t('col.stage'), type: 'node', fixed: true },
            { key: 'passed', header: t('col.passed'), type: 'count' },
            { key: 'medianHours', header: t('col.medianHours'), type: 'count' },
            { key: 'meanHours', header: t('col.meanHours'), type: 'count' },
            { key: 'waiting', header: t('col.waiting'), type: 'count' },
            { key: 'overdue', header: t('col.overdue'), type: 'count' },
            { key: 'longestHours', header: t('col.longestHours'), type: 'count' },
            { key: 'longest', header: t('col.longest') },
          ]}
        />
      </Card>
      <Card title={t('workload')} flush>
        <DataTable
          {...(await listTools(actor, workload, query))}
          label={t('workload')}
          search={false}
          keyboard={false}
          prefix="w"
          rows={people.items.map((p) => ({
            id: p.id,
            name: `${p.name} ${p.login}`,
            markets: p.markets,
            batches: p.batches,
            tasks: p.tasks,
            lateTasks: p.lateTasks,
            visits: p.visits,
            missed: p.missed,
            warnings: p.warnings,
            loans: <TextLink href={p.href}>{p.totals.loans}</TextLink>,
            principal: p.totals.principalFen,
            lateRatio: <ShareFigure share={p.shares.late} />,
          }))}
          columns={[
            { key: 'name', header: t('col.manager'), fixed: true },
            { key: 'markets', header: t('col.markets'), type: 'count' },
            { key: 'batches', header: t('col.batches'), type: 'count' },
            { key: 'tasks', header: t('col.tasks'), type: 'count' },
            { key: 'lateTasks', header: t('col.lateTasks'), type: 'count' },
            { key: 'visits', header: t('col.visits'), type: 'count' },
            { key: 'missed', header: t('col.missed'), type: 'count' },
            { key: 'warnings', header: t('col.warnings'), type: 'count' },
            { key: 'loans', header: t('col.loans'), type: 'node' },
            { key: 'principal', header: t('col.principal'), type: 'money' },
            { key: 'lateRatio', header: t('col.lateRatio'), type: 'node' },
          ]}
        />
      </Card>
    </>
  )
}
