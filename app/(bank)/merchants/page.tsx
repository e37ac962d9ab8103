import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ItemState } from '@/components/scoring/item-state'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { merchants } from '@/lib/desk/lists/markets'
import { merchantList } from '@/lib/merchants/queries'
import { currentActor } from '@/lib/platform/auth/current'
import { pageOf } from '@/lib/platform/list-params'
import { maskPhone } from '@/lib/platform/masks'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('scoring.merchants'))('title') }
}

export default async function Merchants({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[]>>
}) {
  const [actor, t, query] = [await currentActor(), await getTranslations('scoring.merchants'), await searchParams]
  const asked = readList(merchants, query)
  const list = await merchantList(actor, { ...merchants.input(asked), ...pageOf(asked) })
  return (
    <>
      <PageHeader title={t('title')} />
      <Card flush>
        <DataTable
          {...(await listTools(actor, merchants, query))}
          label={t('title')}
          rowHref="/merchants/{id}"
          search={{ placeholder: t('search') }}
          page={{ after: list.nextCursor, before: null }}
          empty={{ title: t('empty'), detail: t('emptyDetail') }}
          columns={[
            { key: 'name', header: t('name'), href: '/merchants/{id}', fixed: true },
            { key: 'owner', header: t('owner') },
            { key: 'market', header: t('market') },
            { key: 'stallNo', header: t('stall') },
            { key: 'uscc', header: t('uscc') },
            { key: 'phone', header: t('phone'), hidden: true },
            { key: 'grade', header: t('grade') },
            { key: 'score', header: t('score'), type: 'count' },
            { key: 'requestedFen', header: t('requested'), type: 'money' },
            { key: 'limitFen', header: t('limit'), type: 'money' },
            { key: 'state', header: t('state'), type: 'node' },
          ]}
          rows={list.items.map((m) => ({
            id: m.id,
            name: m.name,
            owner: m.ownerName ?? '',
            market: m.market.name,
            stallNo: m.stallNo ?? '',
            uscc: m.uscc ?? '',
            phone: maskPhone(m.phone) ?? '',
            grade: m.grade ?? '',
            score: m.score,
            requestedFen: m.requestedFen,
            limitFen: m.limitFen,
            state: m.application ? <ItemState state={m.application.state} /> : '',
          }))}
        />
      </Card>
    </>
  )
}
