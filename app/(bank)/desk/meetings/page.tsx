import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { ActDialog } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { callMeetingAction } from '@/lib/desk/meetings/actions'
import { meetingList } from '@/lib/desk/meetings/queries'
import { HOLDERS } from '@/lib/desk/meetings/workflow'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import type { SearchParams } from '@/lib/platform/list-params'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('manager.meetings'))('title') }
}

/** Joint meetings of the markets: called each month, each week under a red signal; their resolutions are followed up. */
export default async function Meetings({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('manager.meetings'), await searchParams]
  const cursor = typeof query.jafter === 'string' ? { cursor: query.jafter } : {}
  const answer = await orNotFound(meetingList(actor, cursor))
  return (
    <>
      <PageHeader
        title={t('title')}
        meta={<span>{t('intro')}</span>}
        actions={
          hasRole(actor, ...HOLDERS) && (
            <ActDialog
              label={t('call')}
              size="md"
              tone="primary"
              fields={[
                { name: 'market', label: t('market'), kind: 'text', required: true, hint: t('marketHint') },
                { name: 'meetsOn', label: t('meetsOn'), kind: 'date', required: true },
              ]}
              action={callMeetingAction}
            />
          )
        }
      />
      <Card flush>
        <DataTable
          id="joint-meetings"
          label={t('title')}
          search={false}
          keyboard={false}
          prefix="j"
          page={{ after: answer.nextCursor, before: null }}
          rows={answer.items.map((m) => ({
            id: m.id,
            number: m.number,
            market: `${m.market.code} ${m.market.name}`,
            meetsOn: m.meetsOn.toString(),
            open: `${m.resolutions - m.open} / ${m.resolutions}`,
            state: (
              <span className="flex items-center gap-1.5">
                {t(`state.${m.state as 'CALLED'}`)}
                {m.weekly && <Badge tone="danger">{t('weekly')}</Badge>}
                {m.late && <Badge tone="warn">{t('notHeld')}</Badge>}
                {m.overdue > 0 && <Badge tone="danger">{t('overdue', { count: m.overdue })}</Badge>}
              </span>
            ),
          }))}
          columns={[
            { key: 'number', header: t('number'), fixed: true, href: '/desk/meetings/{id}' },
            { key: 'market', header: t('market') },
            { key: 'meetsOn', header: t('meetsOn') },
            { key: 'open', header: t('doneOf') },
            { key: 'state', header: t('stateOf'), type: 'node' },
          ]}
          empty={{ title: t('none') }}
        />
      </Card>
    </>
  )
}
