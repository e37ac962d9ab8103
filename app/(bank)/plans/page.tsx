import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { plans } from '@/lib/desk/lists/batches'
import { planList } from '@/lib/plans/queries'
import { planMachine } from '@/lib/plans/workflow'
import { currentActor } from '@/lib/platform/auth/current'
import { pageOf } from '@/lib/platform/list-params'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('plans'))('title') }
}

export default async function Plans({ searchParams }: { searchParams: Promise<Record<string, string | string[]>> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('plans'), await searchParams]
  const asked = readList(plans, query)
  const list = await planList(actor, { ...plans.input(asked), ...pageOf(asked) })
  return (
    <>
      <PageHeader title={t('title')} />
      <Card flush>
        <DataTable
          {...(await listTools(actor, plans, query))}
          label={t('title')}
          rowHref="/plans/{id}"
          search={{ placeholder: t('page.search') }}
          filters={[
            {
              key: 'state',
              label: t('col.state'),
              type: 'choice',
              multiple: true,
              options: planMachine.states.map((s) => ({ value: s, label: t(`state.${s}`) })),
            },
          ]}
          page={{ after: list.nextCursor, before: null }}
          rows={list.items.map((r) => ({
            id: r.id,
            code: `${r.code} v${r.versionNo}`,
            market: r.market,
            batch: r.batch.code,
            limitFen: r.aggregateLimitFen,
            approvedFen: r.approvedSumFen,
            merchants: r.merchants,
            level: r.level ?? '',
            state: <Badge>{t(`state.${r.state}`)}</Badge>,
            submitted: r.submittedAt?.toISOString() ?? null,
          }))}
          columns={[
            { key: 'code', header: t('col.code'), href: '/plans/{id}', fixed: true },
            { key: 'market', header: t('col.market') },
            { key: 'batch', header: t('col.batch') },
            { key: 'limitFen', header: t('page.aggregate'), type: 'money' },
            { key: 'approvedFen', header: t('col.approved'), type: 'money' },
            { key: 'merchants', header: t('col.merchants'), type: 'count' },
            { key: 'level', header: t('col.level') },
            { key: 'state', header: t('col.state'), type: 'node' },
            { key: 'submitted', header: t('col.submitted'), type: 'instant' },
          ]}
          empty={{ title: t('page.empty'), detail: t('page.emptyDetail') }}
        />
      </Card>
    </>
  )
}
