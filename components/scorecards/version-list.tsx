import { useTranslations } from 'next-intl'
import { TextLink } from '@/components/ui/button'
import { DataTable } from '@/components/ui/data-table/data-table'
import type { getCard } from '@/lib/scoring/card-queries'
import { VersionBadge } from './card-badges'

/** The versions of one card, newest first, each beside what came before it. */
export function VersionList({
  code,
  versions,
}: {
  code: string
  versions: Awaited<ReturnType<typeof getCard>>['versions']
}) {
  const t = useTranslations('scorecards')
  return (
    <DataTable
      id="scorecard-versions"
      label={t('versions')}
      search={false}
      keyboard={false}
      columns={[
        { key: 'no', header: t('columns.version'), type: 'node', fixed: true },
        { key: 'effectiveFrom', header: t('columns.effectiveFrom'), type: 'date' },
        { key: 'state', header: t('columns.state'), type: 'node' },
        { key: 'note', header: t('columns.note'), wrap: true },
        { key: 'draftedBy', header: t('columns.draftedBy') },
        { key: 'publishedBy', header: t('columns.publishedBy') },
        { key: 'publishedAt', header: t('columns.publishedAt'), type: 'instant' },
        { key: 'batches', header: t('columns.batches'), type: 'count' },
        { key: 'results', header: t('columns.results'), type: 'count' },
        { key: 'compare', header: '', type: 'node' },
      ]}
      rows={versions.map((v, n) => ({
        id: String(v.version),
        no: (
          <TextLink href={`/scorecards/${code}?version=${v.version}`}>
            {t('versionNo', { version: v.version })}
          </TextLink>
        ),
        effectiveFrom: v.effectiveFrom.toString(),
        state: <VersionBadge state={v.state} />,
        note: v.note ?? (v.id === null ? t('standard') : ''),
        draftedBy: v.draftedBy ?? '',
        publishedBy: v.publishedBy ?? '',
        publishedAt: v.publishedAt?.toISOString() ?? null,
        batches: v.batches,
        results: v.results,
        compare: versions[n + 1] ? (
          <TextLink href={`/scorecards/${code}/compare?from=${versions[n + 1]!.version}&to=${v.version}`}>
            {t('compareTo', { version: versions[n + 1]!.version })}
          </TextLink>
        ) : (
          ''
        ),
      }))}
    />
  )
}
