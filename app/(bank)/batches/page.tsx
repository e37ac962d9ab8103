import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { BatchTable } from '@/components/batches/batch-table'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { readListParams } from '@/components/ui/data-table/params'
import { batchList } from '@/lib/batches/queries'
import { batchClocks } from '@/lib/batches/screen-queries'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('batches'))('title') }
}

export default async function Page({ searchParams }: Props) {
  const actor = await currentActor()
  const t = await getTranslations('batches')
  const params = readListParams(await searchParams, {
    sort: ['id'],
    defaultSort: '-id',
    filters: ['state', 'mine'] as const,
  })
  const list = await orNotFound(
    batchList(actor, {
      limit: Math.min(200, params.size),
      ...(params.q ? { search: params.q.slice(0, 60) } : {}),
      ...(params.filters.state ? { state: params.filters.state.join(',') } : {}),
      ...(params.filters.mine ? { mine: true } : {}),
      ...(params.after ? { cursor: params.after } : {}),
    }),
  )
  const clocks = await batchClocks(actor, { batchIds: list.items.map((b) => b.id) })
  return (
    <>
      <PageHeader title={t('title')} />
      <Card>
        <BatchTable
          rows={list.items}
          clocks={clocks}
          next={list.nextCursor}
          path="/batches"
          canCreate={hasRole(actor, 'RM')}
          mine
        />
      </Card>
    </>
  )
}
