import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { ImportHistory } from '@/components/lab/import-history'
import { MeasureCard } from '@/components/lab/measure-card'
import { RemoveHistory } from '@/components/lab/remove-history'
import { nameIn } from '@/components/scoring/names'
import { PageHeader } from '@/components/shell/page-header'
import { StatusBadge, type StatusKind } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Notice } from '@/components/ui/notice'
import { listTools } from '@/lib/desk/list-tools'
import { labDatasets, labRuns } from '@/lib/desk/lists/scoring'
import { labOverview } from '@/lib/lab/queries'
import { EXPECTED_PD } from '@/lib/lab/schema'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { CARD_ROLES } from '@/lib/scoring/workflow'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('lab'))('title') }
}

const KIND: Record<string, StatusKind> = {
  QUEUED: 'waiting',
  READING: 'active',
  RUNNING: 'active',
  READY: 'good',
  DONE: 'good',
  FAILED: 'refused',
  REMOVED: 'closed',
}

export default async function Lab() {
  const [actor, t, s, all, locale] = [
    await currentActor(),
    await getTranslations('lab'),
    await getTranslations('scorecards'),
    (await getTranslations()) as unknown as Translate,
    await getLocale(),
  ]
  const lab = await orNotFound(labOverview(actor, {}))
  const maker = hasRole(actor, ...CARD_ROLES)
  const state = (code: string, error: string | null) => (
    <span title={error ? errorText(all, { code: error }).detail : undefined}>
      <StatusBadge kind={KIND[code] ?? 'waiting'}>{t(`state.${code as 'READY'}`)}</StatusBadge>
      {error && <span className="ml-2 text-sm text-danger">{errorText(all, { code: error }).title}</span>}
    </span>
  )
  const usable = lab.datasets.filter((d) => d.state === 'READY' && !d.removed)
  const refused = lab.datasets.filter((d) => d.refused > 0 && !d.removed).slice(0, 3)
  return (
    <>
      <PageHeader
        title={t('title')}
        breadcrumb={[{ label: s('title'), href: '/scorecards' }, { label: t('title') }]}
        meta={t('intro')}
        actions={
          maker && (
            <>
              <ImportHistory />
              <MeasureCard
                datasets={usable.map(({ id, name, months }) => ({ id, name, months }))}
                cards={lab.cards.map((c) => ({
                  code: c.code,
                  version: c.version,
                  title: nameIn(locale, { nameZh: c.titleZh, nameEn: c.titleEn }),
                }))}
                drafts={lab.drafts}
                expected={EXPECTED_PD}
              />
            </>
          )
        }
      />
      <div className="space-y-4">
        {refused.map((d) => (
          <Notice key={d.id} tone="warn" title={`${d.name}: ${t('problems.title', { count: d.refused })}`}>
            <ul className="list-disc pl-4">
              {d.problems.slice(0, 5).map((p) => (
                <li key={p.line}>
                  {t('problems.line', { line: p.line, what: t(`problems.${p.code}`), value: p.value || '—' })}
                </li>
              ))}
            </ul>
          </Notice>
        ))}
        <Card flush title={t('runs')}>
          <DataTable
            {...(await listTools(actor, labRuns, {}))}
            label={t('runs')}
            search={false}
            rowHref="/scorecards/lab/{id}"
            empty={{ title: t('noRuns') }}
            columns={[
              { key: 'champion', header: t('columns.champion'), type: 'node', fixed: true },
              { key: 'challenger', header: t('columns.challenger') },
              { key: 'dataset', header: t('columns.dataset') },
              { key: 'auc', header: t('columns.auc'), align: 'end' },
              { key: 'state', header: t('columns.state'), type: 'node' },
              { key: 'createdAt', header: t('columns.created'), type: 'instant' },
            ]}
            rows={lab.runs.map((r) => ({
              id: r.id,
              champion: (
                <TextLink href={`/scorecards/lab/${r.id}`}>
                  {r.champion.code} v{r.champion.version}
                </TextLink>
              ),
              challenger: r.challenger ? `${r.challenger.code} v${r.challenger.version}` : '—',
              dataset: r.dataset,
              auc: r.auc.map((a) => a?.toFixed(3) ?? '—').join(' / '),
              state: state(r.state, r.errorCode),
              createdAt: r.createdAt.toISOString(),
            }))}
          />
        </Card>
        <Card flush title={t('datasets')}>
          <DataTable
            {...(await listTools(actor, labDatasets, {}))}
            label={t('datasets')}
            search={false}
            keyboard={false}
            empty={{ title: t('noDatasets'), detail: t('noDatasetsDetail') }}
            columns={[
              { key: 'name', header: t('columns.name'), fixed: true },
              { key: 'cases', header: t('columns.cases'), type: 'count' },
              { key: 'bads', header: t('columns.bads'), type: 'count' },
              { key: 'months', header: t('columns.months') },
              { key: 'refused', header: t('columns.refused'), type: 'count' },
              { key: 'state', header: t('columns.state'), type: 'node' },
              { key: 'createdAt', header: t('columns.created'), type: 'instant' },
              { key: 'act', header: '', type: 'node' },
            ]}
            rows={lab.datasets.map((d) => ({
              id: d.id,
              name: d.name,
              cases: d.cases,
              bads: d.bads,
              months: d.months.length > 0 ? `${d.months[0]} – ${d.months.at(-1)}` : '—',
              refused: d.refused,
              state: state(d.removed ? 'REMOVED' : d.state, d.errorCode),
              createdAt: d.createdAt.toISOString(),
              act: maker && d.state === 'READY' && !d.removed ? <RemoveHistory datasetId={d.id} /> : '',
            }))}
          />
        </Card>
      </div>
    </>
  )
}
