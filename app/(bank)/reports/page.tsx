import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { AsOn } from '@/components/reports/as-on'
import { BalanceBars } from '@/components/reports/charts'
import { ReportTabs } from '@/components/reports/report-tabs'
import { ShareFigure } from '@/components/reports/share-figure'
import { PageHeader } from '@/components/shell/page-header'
import { ActDialog } from '@/components/ui/act-dialog'
import { ButtonLink, TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Descriptions } from '@/components/ui/descriptions'
import { Money } from '@/components/ui/money'
import { State } from '@/components/ui/state'
import { readList, sayIn } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { nameOf, portfolio } from '@/lib/desk/lists/reports'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import type { Translate } from '@/lib/platform/i18n/translator'
import type { SearchParams } from '@/lib/platform/list-params'
import { takeSnapshotAction } from '@/lib/reports/actions'
import { DIMENSIONS, portfolioReport } from '@/lib/reports/queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reports'))('title') }
}

/** What the bank has lent, by one dimension; every row leads to its loans. */
export default async function Reports({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [actor, t, whole, query] = [
    await currentActor(),
    await getTranslations('reports'),
    (await getTranslations()) as unknown as Translate,
    await searchParams,
  ]
  const report = await orNotFound(portfolioReport(actor, portfolio.input(readList(portfolio, query))))
  const count = hasRole(actor, 'SB_HEAD', 'CR_HEAD', 'RISK_MGR') && (
    <ActDialog label={t('count')} fields={[]} action={takeSnapshotAction} done={t('counted')} size="md" />
  )
  if (!report)
    return (
      <>
        <PageHeader title={t('title')} actions={count} />
        <ReportTabs here="portfolio" />
        <Card>
          <State kind="empty" title={t('notYet')} detail={t('notYetDetail')} />
        </Card>
      </>
    )
  const say = sayIn(await getLocale(), whole)
  const rows = report.items.map((r) => ({ ...r, name: nameOf(say, report.by, r.key, r.name) }))
  const { totals, shares } = report
  return (
    <>
      <PageHeader title={t('title')} meta={<AsOn {...report} />} actions={count} />
      <ReportTabs here="portfolio" />
      <div className="mb-4 grid items-start gap-4 xl:grid-cols-2">
        <Card>
          <Descriptions
            columns={2}
            items={[
              { label: t('col.principal'), value: <Money value={totals.principalFen} /> },
              { label: t('col.loans'), value: <TextLink href="/loans?live=1">{totals.loans}</TextLink> },
              { label: t('col.lateRatio'), value: <ShareFigure share={shares.late} /> },
              { label: t('col.late30Ratio'), value: <ShareFigure share={shares.late30} /> },
              { label: t('col.nplRatio'), value: <ShareFigure share={shares.npl} /> },
              { label: t('col.coverage'), value: <ShareFigure share={shares.coverage} /> },
              { label: t('col.provision'), value: <Money value={totals.provisionFen} /> },
            ]}
          />
        </Card>
        <Card>
          <BalanceBars by={t(`by.${report.by}`)} rows={rows} />
        </Card>
      </div>
      <nav className="mb-2 flex flex-wrap gap-2" aria-label={t('col.by')}>
        {DIMENSIONS.map((by) => (
          <ButtonLink
            key={by}
            size="sm"
            tone={by === report.by ? 'primary' : 'quiet'}
            aria-current={by === report.by ? 'true' : undefined}
            href={`/reports?by=${by}`}
          >
            {t(`by.${by}`)}
          </ButtonLink>
        ))}
      </nav>
      <Card flush>
        <DataTable
          {...(await listTools(actor, portfolio, query))}
          label={t('title')}
          search={false}
          keyboard={false}
          rows={rows.map((r) => ({
            id: r.key,
            name: <TextLink href={r.href}>{r.name}</TextLink>,
            loans: r.totals.loans,
            principal: r.totals.principalFen,
            late: r.totals.lateFen,
            npl: r.totals.nplFen,
            provision: r.totals.provisionFen,
            part: r.partPpm,
            lateRatio: <ShareFigure share={r.shares.late} />,
            nplRatio: <ShareFigure share={r.shares.npl} />,
          }))}
          columns={[
            { key: 'name', header: t(`by.${report.by}`), type: 'node', fixed: true },
            { key: 'loans', header: t('col.loans'), type: 'count' },
            { key: 'principal', header: t('col.principal'), type: 'money' },
            { key: 'part', header: t('col.part'), type: 'percent' },
            { key: 'late', header: t('col.late'), type: 'money' },
            { key: 'lateRatio', header: t('col.lateRatio'), type: 'node' },
            { key: 'npl', header: t('col.npl'), type: 'money' },
            { key: 'nplRatio', header: t('col.nplRatio'), type: 'node' },
            { key: 'provision', header: t('col.provision'), type: 'money' },
          ]}
        />
      </Card>
    </>
  )
}
