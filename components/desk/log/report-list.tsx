import { getTranslations } from 'next-intl/server'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Instant } from '@/components/ui/when'
import { reportList } from '@/lib/desk/log/queries'
import type { Actor } from '@/lib/platform/actor'
import { orNotFound } from '@/lib/platform/http/page'
import { partPage, type SearchParams } from '@/lib/platform/list-params'

/** Reports handed in, one's own or the team's, with what each counted. */
export async function ReportList({
  actor,
  scope,
  query,
}: {
  actor: Actor
  scope: 'MINE' | 'TEAM'
  query: SearchParams
}) {
  const prefix = scope === 'TEAM' ? 't' : 'r'
  const t = await getTranslations('manager.log')
  const answer = await orNotFound(reportList(actor, { scope, ...partPage(query, prefix) }))
  return (
    <Card title={t(scope === 'TEAM' ? 'team' : 'mine')} flush>
      <DataTable
        id={`work-reports-${scope}`}
        label={t(scope === 'TEAM' ? 'team' : 'mine')}
        search={false}
        keyboard={false}
        prefix={prefix}
        page={{ after: answer.nextCursor, before: null }}
        rows={answer.items.map((r) => ({
          id: r.id,
          writer: r.writer,
          kind: t(`kind.${r.kind}`),
          days: r.kind === 'DAILY' ? r.startsOn.toString() : `${r.startsOn} – ${r.endsOn}`,
          visits: r.counts?.visits ?? '',
          calls: r.counts?.calls ?? '',
          acts: r.counts?.acts ?? '',
          at: <Instant value={r.submittedAt} />,
          state: (
            <span className="flex items-center gap-1.5">
              {t(`state.${r.state as 'DRAFT'}`)}
              {r.late && <Badge tone="warn">{t('late')}</Badge>}
              {r.praised && <Badge tone="ok">{t('praised')}</Badge>}
              {r.reviewLate && <Badge tone="danger">{t('reviewLate')}</Badge>}
            </span>
          ),
        }))}
        columns={[
          { key: 'days', header: t('col.days'), fixed: true, href: '/desk/log/{id}' },
          ...(scope === 'TEAM' ? [{ key: 'writer', header: t('col.writer') }] : []),
          { key: 'kind', header: t('col.kind') },
          { key: 'visits', header: t('count.visits'), type: 'count' },
          { key: 'calls', header: t('count.calls'), type: 'count' },
          { key: 'acts', header: t('count.acts'), type: 'count' },
          { key: 'at', header: t('col.at'), type: 'node' },
          { key: 'state', header: t('col.state'), type: 'node' },
        ]}
        empty={{ title: t('none') }}
      />
    </Card>
  )
}
