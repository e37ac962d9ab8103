import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { reviews as reviewsList } from '@/lib/desk/lists/monitoring'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { pageOf, type SearchParams } from '@/lib/platform/list-params'
import { reviewList } from '@/lib/reviews/queries'
import { reviewMachine } from '@/lib/reviews/workflow'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('reviews'))('title') }
}

/** Loans whose maturity comes near, by date, with the part that is due next. */
export default async function Reviews({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [actor, t, query] = [await currentActor(), await getTranslations('reviews'), await searchParams]
  const asked = readList(reviewsList, query)
  const answer = await orNotFound(reviewList(actor, { ...reviewsList.input(asked), ...pageOf(asked) }))
  return (
    <>
      <PageHeader title={t('title')} meta={<span>{answer.asOf.toString()}</span>} />
      <Card flush>
        <DataTable
          {...(await listTools(actor, reviewsList, query))}
          label={t('title')}
          search={false}
          rowHref="/reviews/{id}"
          filters={[
            {
              key: 'state',
              label: t('col.state'),
              type: 'choice',
              multiple: true,
              options: reviewMachine.states.map((s) => ({ value: s, label: t(`state.${s}`) })),
            },
          ]}
          page={{ after: answer.nextCursor, before: null }}
          rows={answer.items.map((r) => ({
            id: r.id,
            loan: r.loan.number,
            merchant: r.merchant,
            market: r.market.name,
            principalFen: r.principalFen,
            reviewOn: r.reviewOn.toString(),
            consents: `${r.consents.given} / ${r.consents.asked}`,
            due: r.due ? (
              <span className="flex flex-wrap items-center gap-1.5">
                <span>{`${t(`part.${r.due.part}`)} ${r.due.by}`}</span>
                {r.due.late && <Badge tone="danger">{t('late')}</Badge>}
              </span>
            ) : (
              ''
            ),
            outcome: r.outcome ? t(`outcome.${r.outcome as 'RENEWED'}`) : '',
            state: t(`state.${r.state as 'LISTED'}`),
          }))}
          columns={[
            { key: 'loan', header: t('col.loan'), fixed: true, href: '/reviews/{id}' },
            { key: 'merchant', header: t('col.merchant') },
            { key: 'market', header: t('col.market') },
            { key: 'principalFen', header: t('col.principal'), type: 'money' },
            { key: 'reviewOn', header: t('col.reviewOn'), type: 'date' },
            { key: 'consents', header: t('col.consents') },
            { key: 'due', header: t('col.due'), type: 'node' },
            { key: 'outcome', header: t('col.outcome') },
            { key: 'state', header: t('col.state') },
          ]}
          empty={{ title: t('empty') }}
        />
      </Card>
    </>
  )
}
