import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { DecisionBadge } from '@/components/scoring/item-state'
import { nameIn } from '@/components/scoring/names'
import { PageHeader } from '@/components/shell/page-header'
import { ButtonLink } from '@/components/ui/button'
import { Card, Stat } from '@/components/ui/card'
import { Chart } from '@/components/ui/chart'
import { CHART } from '@/components/ui/chart-palette'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Money } from '@/components/ui/money'
import { readList, sayIn } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { scoringResults } from '@/lib/desk/lists/batches'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import type { Translate } from '@/lib/platform/i18n/translator'
import { batchResults } from '@/lib/scoring/queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('scoring.results'))('title') }
}

type Props = { params: Promise<{ batchId: string }>; searchParams: Promise<Record<string, string | string[]>> }

export default async function Results({ params, searchParams }: Props) {
  const [actor, t, locale] = [await currentActor(), await getTranslations('scoring'), await getLocale()]
  const [{ batchId }, query] = [await params, await searchParams]
  const r = await orNotFound(batchResults(actor, { batchId }))
  const here = { ...query, batch: batchId }
  const say = sayIn(locale, (await getTranslations()) as unknown as Translate)
  const rows = scoringResults.rows(r, readList(scoringResults, here), say)
  return (
    <>
      <PageHeader
        title={t('results.heading', { code: r.code })}
        breadcrumb={[
          { label: t('desk.title'), href: '/scoring' },
          { label: r.code, href: `/scoring/${r.id}` },
          { label: t('results.title') },
        ]}
        meta={
          <>
            <span>{r.market.name}</span>
            <span>
              {r.grade ? t('desk.gradeOf', { grade: r.grade, threshold: r.threshold ?? 0 }) : t('batch.noGrade')}
            </span>
            <span>
              {t('verdict.cardVersion', {
                title: nameIn(locale, { nameZh: r.card.titleZh, nameEn: r.card.titleEn }),
                version: String(r.card.version),
              })}
            </span>
          </>
        }
        actions={
          <>
            <ButtonLink href={`/scoring/${r.id}/spread`}>{t('spread.open')}</ButtonLink>
            <ButtonLink href={`/scoring/${r.id}`}>{t('results.sheets')}</ButtonLink>
          </>
        }
      />
      <div className="mb-4 grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-6">
        <Stat label={t('results.scored')} value={t('results.of', { count: r.counts.scored, items: r.counts.items })} />
        <Stat label={t('decision.ADMITTED')} value={r.counts.admitted} tone="ok" />
        <Stat label={t('decision.NOT_ADMITTED')} value={r.counts.notAdmitted} />
        <Stat label={t('decision.VETOED')} value={r.counts.vetoed} tone="danger" />
        <Stat label={t('decision.INSUFFICIENT_DATA')} value={r.counts.insufficient} tone="warn" />
        <Stat label={t('results.admittedAmount')} value={<Money value={r.admittedFen} unit="wan" suffix={false} />} />
      </div>
      <div className="mb-4 grid gap-4 lg:grid-cols-2">
        <Card title={t('results.distribution')}>
          <Bars
            caption={t('results.distribution')}
            columns={[t('results.points'), t('results.merchants')]}
            bars={r.bands.map((b) => [`${b.from}–${b.to}`, b.count])}
          />
        </Card>
        <Card title={t('results.grades')}>
          <Bars
            caption={t('results.grades')}
            columns={[t('desk.grade'), t('results.merchants')]}
            bars={r.grades.map((g) => [g.grade, g.count])}
          />
        </Card>
      </div>
      <Card flush>
        <DataTable
          {...(await listTools(actor, scoringResults, here))}
          label={t('results.title')}
          search={false}
          rowHref="/applications/{id}"
          filters={[
            {
              key: 'decision',
              label: t('verdict.decision'),
              type: 'choice',
              multiple: true,
              options: (['ADMITTED', 'NOT_ADMITTED', 'VETOED', 'INSUFFICIENT_DATA'] as const).map((d) => ({
                value: d,
                label: t(`decision.${d}`),
              })),
            },
          ]}
          columns={[
            { key: 'rowNo', header: t('results.no') },
            { key: 'name', header: t('grid.merchant'), href: '/applications/{id}', fixed: true },
            { key: 'stallNo', header: t('results.stall') },
            { key: 'requestedFen', header: t('sheet.requested'), type: 'money' },
            { key: 'total', header: t('verdict.score'), type: 'count' },
            { key: 'grade', header: t('desk.grade') },
            { key: 'decision', header: t('verdict.decision'), type: 'node' },
            { key: 'why', header: t('results.why'), wrap: true },
          ]}
          rows={rows.map((row) => ({
            id: row.id,
            rowNo: row.rowNo,
            name: row.name,
            stallNo: row.stallNo ?? '',
            requestedFen: row.requestedFen,
            total: row.total,
            grade: row.gradeText,
            decision: row.decision ? <DecisionBadge decision={row.decision} /> : '—',
            why: row.why,
          }))}
        />
      </Card>
    </>
  )
}

function Bars({ caption, columns, bars }: { caption: string; columns: string[]; bars: [string, number][] }) {
  return (
    <Chart
      width={560}
      height={220}
      caption={caption}
      table={{ columns, rows: bars }}
      option={{
        grid: { left: 36, right: 12, top: 16, bottom: 28 },
        xAxis: { type: 'category', data: bars.map(([name]) => name), axisLabel: { color: CHART.text } },
        yAxis: { type: 'value', minInterval: 1, axisLabel: { color: CHART.text } },
        series: [{ type: 'bar', data: bars.map(([, n]) => n), itemStyle: { color: CHART.c1 }, barMaxWidth: 36 }],
      }}
    />
  )
}
