import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { ActDialog } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Notice } from '@/components/ui/notice'
import { formCircleAction } from '@/lib/desk/circles/actions'
import { circleList } from '@/lib/desk/circles/queries'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { formatList } from '@/lib/platform/i18n/format'
import type { SearchParams } from '@/lib/platform/list-params'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('manager.circles'))('title') }
}

/** Self-discipline groups: another thing than guarantee groups, without liability. */
export default async function Circles({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('manager.circles'), await searchParams]
  const cursor = typeof query.gafter === 'string' ? { cursor: query.gafter } : {}
  const answer = await orNotFound(circleList(actor, cursor))
  return (
    <>
      <PageHeader
        title={t('title')}
        meta={<span>{t('intro')}</span>}
        actions={
          hasRole(actor, 'RM', 'POST_MKT') && (
            <ActDialog
              label={t('form')}
              size="md"
              tone="primary"
              description={t('formHint')}
              fields={[
                { name: 'market', label: t('market'), kind: 'text', required: true, hint: t('marketHint') },
                { name: 'name', label: t('name'), kind: 'text', required: true },
                { name: 'area', label: t('area'), kind: 'text', required: true },
                { name: 'stalls', label: t('stalls'), kind: 'lines', required: true, hint: t('stallsHint') },
              ]}
              action={formCircleAction}
            />
          )
        }
      />
      {answer.torn.length > 0 && (
        <Notice tone="warn" className="mb-4" title={t('torn')}>
          {formatList(await getLocale(), answer.torn)}
        </Notice>
      )}
      <Card flush>
        <DataTable
          id="circles"
          label={t('title')}
          search={false}
          keyboard={false}
          prefix="g"
          page={{ after: answer.nextCursor, before: null }}
          rows={answer.items.map((c) => ({
            id: c.id,
            name: c.name,
            market: `${c.market.code} ${c.market.name}`,
            area: c.area,
            members: (
              <span className="flex items-center gap-1.5">
                <span className="tabular-nums">{c.members}</span>
                {c.size !== 'FITS' && (
                  <Badge tone={c.size === 'MERGE' || c.size === 'SPLIT' ? 'danger' : 'warn'}>
                    {t(`size.${c.size}`)}
                  </Badge>
                )}
              </span>
            ),
            leader: (
              <span className="flex items-center gap-1.5">
                {c.leader ?? ''} {c.electionDue && <Badge tone="warn">{t('electionDue')}</Badge>}
              </span>
            ),
            met: (
              <span className="flex items-center gap-1.5">
                {c.lastMetOn?.toString() ?? ''} {c.meetingOverdue && <Badge tone="danger">{t('meetingOverdue')}</Badge>}
              </span>
            ),
          }))}
          columns={[
            { key: 'name', header: t('name'), fixed: true, href: '/desk/circles/{id}' },
            { key: 'market', header: t('market') },
            { key: 'area', header: t('area') },
            { key: 'members', header: t('members'), type: 'node' },
            { key: 'leader', header: t('leader'), type: 'node' },
            { key: 'met', header: t('lastMet'), type: 'node' },
          ]}
          empty={{ title: t('none') }}
        />
      </Card>
    </>
  )
}
