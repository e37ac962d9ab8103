import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { VintageChart } from '@/components/reports/charts'
import { ReportTabs } from '@/components/reports/report-tabs'
import { ShareFigure } from '@/components/reports/share-figure'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { ButtonLink, TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { State } from '@/components/ui/state'
import { readList } from '@/lib/desk/list'
import { exportHref, listTools } from '@/lib/desk/list-tools'
import { concentration, partnerScores, rolls, scores, vintages } from '@/lib/desk/lists/reports'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { formatPercent } from '@/lib/platform/i18n/format'
import type { SearchParams } from '@/lib/platform/list-params'
import { toPercent } from '@/lib/platform/money'
import { concentrationReport, rollReport, scoreReport, vintageReport } from '@/lib/reports/queries'
import { partnerReport } from '@/lib/reports/work-queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reports'))('tab.quality') }
}

/** What became of what was lent: vintages, roll rates, scores against performance, caps, partners. */
export default async function Quality({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [actor, t, kinds, query] = [
    await currentActor(),
    await getTranslations('reports'),
    await getTranslations('partners.home.kinds'),
    await searchParams,
  ]
  const vintage = await orNotFound(vintageReport(actor, {}))
  const roll = await orNotFound(rollReport(actor, rolls.input(readList(rolls, query))))
  const score = await orNotFound(scoreReport(actor, {}))
  const caps = await orNotFound(concentrationReport(actor, {}))
  const partners = await orNotFound(partnerReport(actor, {}))
  const bucket = (n: number) => t(`bucket.${String(n) as '0'}`)
  const excel = (list: Parameters<typeof exportHref>[0]) => (
    <ButtonLink size="sm" href={exportHref(list, query)}>
      Excel
    </ButtonLink>
  )
  return (
    <>
      <PageHeader title={t('tab.quality')} />
      <ReportTabs here="quality" />
      <div className="mb-4 grid items-start gap-4 xl:grid-cols-2">
        <Card title={t('vintage.title')} description={t('vintage.hint')} actions={excel(vintages)}>
          {vintage.items.length === 0 ? (
            <State kind="empty" title={t('vintage.empty')} />
          ) : (
            <>
              <VintageChart curves={vintage.items} />
              <ul className="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-sm">
                {vintage.items.map((c) => (
                  <li key={c.startMonth} className="inline-flex gap-1.5">
                    <TextLink href={c.href}>{c.startMonth}</TextLink>
                    <ShareFigure share={c.last} />
                  </li>
                ))}
              </ul>
            </>
          )}
        </Card>
        <Card
          title={t('roll.title')}
          description={roll.month ? t('roll.hint', { month: roll.month }) : undefined}
          actions={excel(rolls)}
        >
          {roll.items.length === 0 ? (
            <State kind="empty" title={t('roll.empty')} />
          ) : (
            <div className="overflow-x-auto" data-scroll>
              <table className="w-full text-sm">
                <thead>
                  <tr className="border-b border-line-2 text-left text-ink-2">
                    <th className="py-1 pr-3 font-medium">{t('roll.from')}</th>
                    <th className="py-1 pr-3 font-medium">{t('roll.to')}</th>
                    <th className="py-1 text-right font-medium">{t('roll.worse')}</th>
                  </tr>
                </thead>
                <tbody className="divide-y divide-line">
                  {roll.items.map((r) => (
                    <tr key={r.fromBucket}>
                      <th scope="row" className="py-1.5 pr-3 text-left font-normal">
                        {bucket(r.fromBucket)}
                      </th>
                      <td className="py-1.5 pr-3">
                        <span className="flex flex-wrap gap-x-3">
                          {r.to.map((x) => (
                            <TextLink key={x.bucket} href={x.href} className="inline-block min-h-6 leading-6">
                              {bucket(x.bucket)} {formatPercent(toPercent(x.sharePpm))}
                            </TextLink>
                          ))}
                        </span>
                      </td>
                      <td className="figure py-1.5 text-right">
                        <ShareFigure share={r.worse} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Card>
      </div>
      <Card title={t('scores')} description={t('scoresHint')} flush className="mb-4">
        <DataTable
          {...(await listTools(actor, scores, query))}
          label={t('scores')}
          search={false}
          keyboard={false}
          prefix="s"
          rows={score.items.map((s) => ({
            id: s.grade,
            grade: s.grade,
            scored: s.scored,
            admitted: s.admitted,
            average: s.average ?? '',
            loans: <TextLink href={s.href}>{s.totals.loans}</TextLink>,
            principal: s.totals.principalFen,
            late30: <ShareFigure share={s.shares.late30} />,
            npl: <ShareFigure share={s.shares.npl} />,
          }))}
          columns={[
            { key: 'grade', header: t('by.grade'), fixed: true },
            { key: 'scored', header: t('col.scored'), type: 'count' },
            { key: 'admitted', header: t('col.admitted'), type: 'count' },
            { key: 'average', header: t('col.averageScore') },
            { key: 'loans', header: t('col.loans'), type: 'node' },
            { key: 'principal', header: t('col.principal'), type: 'money' },
            { key: 'late30', header: t('col.late30Ratio'), type: 'node' },
            { key: 'npl', header: t('col.nplRatio'), type: 'node' },
          ]}
        />
      </Card>
      <Card title={t('concentration')} flush className="mb-4">
        <DataTable
          {...(await listTools(actor, concentration, query))}
          label={t('concentration')}
          search={false}
          keyboard={false}
          prefix="c"
          rows={caps.items.map((c) => ({
            id: `${c.kind}-${c.key}`,
            kind: t(`cap.${c.kind}`),
            name: <TextLink href={c.href}>{c.name}</TextLink>,
            exposure: c.exposureFen,
            share: <ShareFigure share={c.share} />,
            cap: c.capPpm,
            verdict: <Badge tone={c.over ? 'danger' : 'ok'}>{t(c.over ? 'over' : 'inside')}</Badge>,
          }))}
          columns={[
            { key: 'kind', header: t('col.kind') },
            { key: 'name', header: t('col.name'), type: 'node' },
            { key: 'exposure', header: t('col.principal'), type: 'money' },
            { key: 'share', header: t('col.part'), type: 'node' },
            { key: 'cap', header: t('col.cap'), type: 'percent' },
            { key: 'verdict', header: t('col.over'), type: 'node' },
          ]}
        />
      </Card>
      <Card title={t('partners')} flush>
        <DataTable
          {...(await listTools(actor, partnerScores, query))}
          label={t('partners')}
          search={false}
          keyboard={false}
          prefix="p"
          rows={partners.items.map((p) => ({
            id: p.id,
            name: <TextLink href={p.href}>{`${p.code} ${p.name}`}</TextLink>,
            kind: kinds.has(p.kind as 'OPERATOR') ? kinds(p.kind as 'OPERATOR') : p.kind,
            loans: p.loans ? <TextLink href={p.loans}>{p.totals.loans}</TextLink> : p.totals.loans,
            principal: p.totals.principalFen,
            late: <ShareFigure share={p.shares.late} />,
            limit: p.limitFen,
            used: p.usedFen,
            asked: p.askedFen,
            paid: p.paidFen,
            lateReturns: `${p.lateReturns} / ${p.returns}`,
            warnings: p.warnings,
          }))}
          columns={[
            { key: 'name', header: t('col.partner'), type: 'node', fixed: true },
            { key: 'kind', header: t('col.kind') },
            { key: 'loans', header: t('col.loans'), type: 'node' },
            { key: 'principal', header: t('col.principal'), type: 'money' },
            { key: 'late', header: t('col.lateRatio'), type: 'node' },
            { key: 'limit', header: t('col.limit'), type: 'money' },
            { key: 'used', header: t('col.used'), type: 'money' },
            { key: 'asked', header: t('col.asked'), type: 'money' },
            { key: 'paid', header: t('col.paid'), type: 'money' },
            { key: 'lateReturns', header: t('col.lateReturns') },
            { key: 'warnings', header: t('col.warnings'), type: 'count' },
          ]}
        />
      </Card>
    </>
  )
}
