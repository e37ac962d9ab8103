import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { StatusBadge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { scoringDeskList } from '@/lib/desk/lists/batches'
import { currentActor } from '@/lib/platform/auth/current'
import { scoringDesk } from '@/lib/scoring/queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('scoring.desk'))('title') }
}

export default async function ScoringDesk({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[]>>
}) {
  const [actor, t, query] = [await currentActor(), await getTranslations('scoring.desk'), await searchParams]
  const { items } = await scoringDesk(actor, scoringDeskList.input(readList(scoringDeskList, query)))
  return (
    <>
      <PageHeader title={t('title')} meta={t('meta', { count: items.length })} />
      <Card flush>
        <DataTable
          {...(await listTools(actor, scoringDeskList, query))}
          label={t('title')}
          search={false}
          filters={[{ key: 'all', label: t('everyone'), type: 'flag' }]}
          rowHref="/scoring/{id}"
          empty={{ title: t('empty'), detail: t('emptyDetail') }}
          columns={[
            { key: 'code', header: t('batch'), href: '/scoring/{id}', fixed: true },
            { key: 'market', header: t('market') },
            { key: 'grade', header: t('grade') },
            { key: 'status', header: t('state'), type: 'node' },
            { key: 'items', header: t('items'), type: 'count' },
            { key: 'started', header: t('started'), type: 'count' },
            { key: 'rmSigned', header: t('rmSigned'), type: 'count' },
            { key: 'evaluatorSigned', header: t('evaluatorSigned'), type: 'count' },
            { key: 'admitted', header: t('admitted'), type: 'count' },
            { key: 'notAdmitted', header: t('notAdmitted'), type: 'count' },
            { key: 'lacking', header: t('lacking'), type: 'count' },
            { key: 'dueAt', header: t('due'), type: 'instant' },
          ]}
          rows={items.map((b) => ({
            id: b.id,
            code: b.code,
            market: b.market.name,
            grade: b.marketGrade ? t('gradeOf', { grade: b.marketGrade, threshold: b.threshold ?? 0 }) : '—',
            status: (
              <StatusBadge kind={b.state === 'SCORING' ? 'active' : b.state === 'ACCEPTED' ? 'waiting' : 'good'}>
                {t(`batchState.${b.state as 'SCORING'}`)}
              </StatusBadge>
            ),
            items: b.items,
            started: b.started,
            rmSigned: b.rmSigned,
            evaluatorSigned: b.evaluatorSigned,
            admitted: b.admitted,
            notAdmitted: b.notAdmitted,
            lacking: b.lacking,
            dueAt: b.dueAt?.toISOString() ?? null,
          }))}
        />
      </Card>
    </>
  )
}
