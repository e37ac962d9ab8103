import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { DryRunResult } from '@/components/servicing/dry-run-result'
import { EndOfDayDesk } from '@/components/servicing/end-of-day-desk'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { StageRail } from '@/components/ui/stage-rail'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { businessDayList } from '@/lib/desk/lists/lending'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { pageOf } from '@/lib/platform/list-params'
import { businessDays } from '@/lib/servicing/end-of-day/queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('servicing'))('eod.title') }
}

export default async function EndOfDay({ searchParams }: { searchParams: Promise<Record<string, string | string[]>> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('servicing'), await searchParams]
  const day = typeof query.day === 'string' ? { date: query.day } : {}
  const detail = await orNotFound(businessDays(actor, { ...day, ...pageOf(readList(businessDayList, query, 'd')) }))
  const count = (counts: Record<string, number>) =>
    Object.entries(counts)
      .filter(([, n]) => n > 0)
      .map(([key, n]) => t(`count.${key as 'late'}`, { n }))
      .join(' · ')
  const jobs = detail.jobs.map((j) => {
    const progress = (j.progress ?? {}) as { done?: number; total?: number; note?: string; step?: string }
    return {
      id: j.id,
      state: j.state,
      dryRun: j.dryRun,
      done: progress.done ?? 0,
      total: progress.total ?? 0,
      day: progress.note ?? '',
      step: progress.step ?? '',
      errorCode: j.errorCode,
    }
  })
  const dry = detail.jobs.find((j) => j.dryRun && j.state === 'DONE')
  const dryResult = dry?.result as Parameters<typeof DryRunResult>[0]['result'] | undefined
  const running = detail.items.find((i) => i.state !== 'DONE')
  const next = detail.steps.findIndex((s) => !s.done)
  return (
    <>
      <PageHeader
        title={t('eod.title')}
        meta={<span>{`${t('eod.businessDate')} ${detail.businessDate}`}</span>}
        state={
          running && (
            <Badge tone={running.state === 'FAILED' ? 'danger' : 'accent'}>
              {t(`eod.state.${running.state as 'DONE'}`)}
            </Badge>
          )
        }
      />
      <div className="space-y-4">
        {hasRole(actor, 'OPS_MAKER', 'OPS_CHECKER', 'TENANT_ADMIN') && (
          <EndOfDayDesk businessDate={detail.businessDate.toString()} jobs={jobs} />
        )}
        {dryResult && dryResult.date === detail.businessDate.toString() && <DryRunResult result={dryResult} />}
        {detail.shown && (
          <Card title={t('eod.steps', { date: detail.shown.toString() })}>
            <StageRail
              label={t('eod.steps', { date: detail.shown.toString() })}
              stages={detail.steps.map((s, i) => ({
                key: s.name,
                label: t(`eod.step.${s.name}`),
                state: s.done ? 'done' : i === next ? (running?.state === 'FAILED' ? 'attention' : 'current') : 'todo',
              }))}
            />
            <DataTable
              id="eod-steps"
              label={t('eod.steps', { date: detail.shown.toString() })}
              search={false}
              keyboard={false}
              prefix="p"
              rows={detail.steps.map((s) => ({
                id: s.name,
                name: t(`eod.step.${s.name}`),
                counts: count(s.counts),
                ms: s.ms,
              }))}
              columns={[
                { key: 'name', header: t('eod.stepName'), fixed: true },
                { key: 'counts', header: t('eod.result'), wrap: true },
                { key: 'ms', header: t('eod.ms'), type: 'count' },
              ]}
            />
          </Card>
        )}
        <Card flush title={t('eod.days')}>
          <DataTable
            {...(await listTools(actor, businessDayList, {}))}
            prefix="d"
            page={{ after: detail.nextCursor, before: null }}
            label={t('eod.days')}
            search={false}
            rowHref="/end-of-day?day={day}"
            rows={detail.items.map((d) => ({
              id: d.day.toString(),
              day: d.day.toString(),
              state: t(`eod.state.${d.state as 'DONE'}`),
              counts: count(d.counts),
              finished: d.finishedAt,
              exported: d.exported ? t('eod.exported') : '',
            }))}
            columns={[
              { key: 'day', header: t('col.date'), type: 'date', fixed: true, href: '/end-of-day?day={day}' },
              { key: 'state', header: t('col.state') },
              { key: 'counts', header: t('eod.result'), wrap: true },
              { key: 'exported', header: t('eod.export') },
              { key: 'finished', header: t('eod.finished'), type: 'instant' },
            ]}
            empty={{ title: t('ledger.noDays') }}
          />
        </Card>
      </div>
    </>
  )
}
