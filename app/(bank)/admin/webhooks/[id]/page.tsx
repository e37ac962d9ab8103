import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { ActDialog } from '@/components/ui/act-dialog'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Instant } from '@/components/ui/when'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { deliveries as deliveriesList } from '@/lib/desk/lists/admin'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { pageOf, type SearchParams } from '@/lib/platform/list-params'
import { replayDeliveryAction } from '@/lib/webhooks/actions'
import { deliveryList } from '@/lib/webhooks/queries'

const TONE = { DELIVERED: 'ok', PENDING: 'accent', DEAD: 'danger' } as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('webhooks'))('deliveries') }
}

export default async function Deliveries({
  params,
  searchParams,
}: {
  params: Promise<{ id: string }>
  searchParams: Promise<SearchParams>
}) {
  const [actor, t, { id }] = [await currentActor(), await getTranslations('webhooks'), await params]
  const query = { ...(await searchParams), webhook: id }
  const asked = readList(deliveriesList, query)
  const answer = await orNotFound(deliveryList(actor, { ...deliveriesList.input(asked), ...pageOf(asked) }))
  const admin = hasRole(actor, 'TENANT_ADMIN')
  return (
    <>
      <PageHeader
        title={answer.endpoint.name}
        meta={<span className="break-all">{answer.endpoint.url}</span>}
        breadcrumb={[{ label: t('title'), href: '/admin/webhooks' }, { label: t('deliveries') }]}
      />
      <Card flush>
        <DataTable
          {...(await listTools(actor, deliveriesList, query))}
          label={t('deliveries')}
          search={false}
          keyboard={false}
          filters={[
            {
              key: 'state',
              label: t('col.state'),
              type: 'choice',
              multiple: true,
              options: (['PENDING', 'DELIVERED', 'DEAD'] as const).map((s) => ({
                value: s,
                label: t(`deliveryState.${s}`),
              })),
            },
          ]}
          page={{ after: answer.nextCursor, before: null }}
          rows={answer.items.map((d) => ({
            id: d.id,
            at: <Instant value={d.at} />,
            topic: <code className="text-sm">{d.topic}</code>,
            state: <Badge tone={TONE[d.state as 'DEAD']}>{t(`deliveryState.${d.state as 'DEAD'}`)}</Badge>,
            attempts: d.attempts,
            answer: d.error ?? (d.status ? `${d.status} · ${d.ms} ms` : ''),
            next: d.state === 'PENDING' ? <Instant value={d.nextAt} /> : '',
            payload: (
              <details>
                <summary className="cursor-pointer">{t('show')}</summary>
                <pre className="max-w-96 overflow-x-auto text-xs">{JSON.stringify(d.payload, null, 2)}</pre>
              </details>
            ),
            act: admin && (
              <ActDialog label={t('replay')} fields={[]} fixed={{ deliveryId: d.id }} action={replayDeliveryAction} />
            ),
          }))}
          columns={[
            { key: 'at', header: t('col.at'), type: 'node' },
            { key: 'topic', header: t('col.topic'), type: 'node' },
            { key: 'state', header: t('col.state'), type: 'node' },
            { key: 'attempts', header: t('col.attempts'), type: 'count' },
            { key: 'answer', header: t('col.answer'), wrap: true },
            { key: 'next', header: t('col.next'), type: 'node' },
            { key: 'payload', header: t('col.payload'), type: 'node' },
            { key: 'act', header: '', type: 'node' },
          ]}
          empty={{ title: t('noDeliveries') }}
        />
      </Card>
    </>
  )
}
