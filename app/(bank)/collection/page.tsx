import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Money } from '@/components/ui/money'
import { collectionList } from '@/lib/collection/queries'
import { STAGES } from '@/lib/collection/rules/stages'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { collection as lateList } from '@/lib/desk/lists/monitoring'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { pageOf, type SearchParams } from '@/lib/platform/list-params'

const TONE = { REMIND: 'neutral', VISIT: 'warn', DUN: 'warn', LEGAL: 'danger' } as const

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('collection'))('title') }
}

/** Late loans, the latest first, with the last contact, the open promise and when somebody speaks to them next. */
export default async function Collection({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('collection'), await searchParams]
  const asked = readList(lateList, query)
  const answer = await orNotFound(collectionList(actor, { ...lateList.input(asked), ...pageOf(asked) }))
  return (
    <>
      <PageHeader title={t('title')} meta={<span>{answer.asOf.toString()}</span>} />
      <Card flush>
        <DataTable
          {...(await listTools(actor, lateList, query))}
          label={t('title')}
          search={false}
          rowHref="/collection/{id}"
          filters={[
            {
              key: 'stage',
              label: t('col.stage'),
              type: 'choice',
              multiple: true,
              options: STAGES.map((s) => ({ value: s, label: t(`stage.${s}`) })),
            },
          ]}
          page={{ after: answer.nextCursor, before: null }}
          rows={answer.items.map((r) => ({
            id: r.id,
            loan: r.loan,
            merchant: r.merchant,
            market: r.market,
            dpd: r.dpd,
            stage: <Badge tone={TONE[r.stage]}>{t(`stage.${r.stage}`)}</Badge>,
            owedFen: r.owedFen,
            last: r.lastOn ? `${t(`kind.${r.lastKind as 'CALL'}`)} ${r.lastOn}` : '',
            promise: r.promise ? (
              <span className="whitespace-nowrap">
                {r.promise.on.toString()} <Money value={r.promise.amountFen} />
              </span>
            ) : (
              ''
            ),
            next: (
              <span className="flex items-center gap-1.5">
                {r.nextOn.toString()}
                {r.due && <Badge tone="danger">{t('dueNow')}</Badge>}
              </span>
            ),
          }))}
          columns={[
            { key: 'loan', header: t('col.loan'), fixed: true, href: '/collection/{id}' },
            { key: 'merchant', header: t('col.merchant') },
            { key: 'market', header: t('col.market') },
            { key: 'dpd', header: t('col.dpd'), type: 'count' },
            { key: 'stage', header: t('col.stage'), type: 'node' },
            { key: 'owedFen', header: t('col.owed'), type: 'money' },
            { key: 'last', header: t('col.last') },
            { key: 'promise', header: t('col.promise'), type: 'node' },
            { key: 'next', header: t('col.next'), type: 'node' },
          ]}
          empty={{ title: t('empty') }}
        />
      </Card>
    </>
  )
}
