import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/shell/page-header'
import { ActDialog } from '@/components/ui/act-dialog'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { classifications as casesList } from '@/lib/desk/lists/monitoring'
import { openQuarterAction } from '@/lib/monitoring/actions'
import { classificationList } from '@/lib/monitoring/classification-queries'
import { classificationMachine } from '@/lib/monitoring/workflow'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { pageOf, type SearchParams } from '@/lib/platform/list-params'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('monitoring.class'))('title') }
}

/** Cases by who is asked next; the quarter's full classification is opened here. */
export default async function Classification({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const [actor, t, s, query] = [
    await currentActor(),
    await getTranslations('monitoring'),
    await getTranslations('servicing'),
    await searchParams,
  ]
  const asked = readList(casesList, query)
  const answer = await orNotFound(classificationList(actor, { ...casesList.input(asked), ...pageOf(asked) }))
  return (
    <>
      <PageHeader
        title={t('class.title')}
        breadcrumb={[{ label: t('title'), href: '/monitoring' }, { label: t('class.title') }]}
        actions={
          hasRole(actor, 'RISK_MGR') && (
            <ActDialog
              label={t('class.openQuarter')}
              description={t('class.openQuarterHint')}
              fields={[]}
              action={openQuarterAction}
              tone="primary"
              size="md"
            />
          )
        }
      />
      <Card flush>
        <DataTable
          {...(await listTools(actor, casesList, query))}
          label={t('class.title')}
          search={false}
          rowHref="/monitoring/classification/{id}"
          filters={[
            {
              key: 'state',
              label: t('col.state'),
              type: 'choice',
              multiple: true,
              options: classificationMachine.states.map((x) => ({ value: x, label: t(`class.state.${x}`) })),
            },
            {
              key: 'kind',
              label: t('col.kind'),
              type: 'choice',
              multiple: true,
              options: (['QUARTERLY', 'EVENT', 'UPGRADE'] as const).map((x) => ({
                value: x,
                label: t(`class.kind.${x}`),
              })),
            },
          ]}
          page={{ after: answer.nextCursor, before: null }}
          rows={answer.items.map((c) => ({
            id: c.id,
            loan: c.loan.number,
            merchant: c.merchant,
            market: c.market.name,
            balanceFen: c.balanceFen,
            dpd: c.dpd,
            present: s(`class.${c.present as 'NORMAL'}`),
            floor: s(`class.${c.floor as 'NORMAL'}`),
            given: c.given ? s(`class.${c.given as 'NORMAL'}`) : '',
            kind: t(`class.kind.${c.kind as 'EVENT'}`),
            due: c.dueOn.toString(),
            state: t(`class.state.${c.state as 'PROPOSED'}`),
          }))}
          columns={[
            { key: 'loan', header: t('visit.loan'), fixed: true, href: '/monitoring/classification/{id}' },
            { key: 'merchant', header: t('col.merchant') },
            { key: 'market', header: t('col.market') },
            { key: 'balanceFen', header: t('col.balance'), type: 'money' },
            { key: 'dpd', header: t('class.dpd'), type: 'count' },
            { key: 'present', header: t('class.present') },
            { key: 'floor', header: t('class.floor') },
            { key: 'given', header: t('class.given') },
            { key: 'kind', header: t('col.kind') },
            { key: 'due', header: t('col.due'), type: 'date' },
            { key: 'state', header: t('col.state') },
          ]}
          empty={{ title: t('class.empty') }}
        />
      </Card>
    </>
  )
}
