import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { DrawdownBadge } from '@/components/disbursement/badges'
import { ConditionQueue, type QueueView } from '@/components/disbursement/condition-queue'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Tabs } from '@/components/ui/tabs'
import { Instant } from '@/components/ui/when'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import { conditions as conditionList, drawdowns as drawdownList } from '@/lib/desk/lists/contracts'
import { conditionQueue, drawdownQueue } from '@/lib/disbursement/queries'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { pageOf } from '@/lib/platform/list-params'
import { toWire } from '@/lib/platform/wire'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('disbursement.screen'))('title') }
}

const STATES = [
  'DRAFT',
  'IN_REVIEW',
  'REVIEWED',
  'RETURNED',
  'DISBURSE_PENDING',
  'DISBURSED',
  'REFUSED',
  'CANCELLED',
] as const

export default async function Disbursement({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[]>>
}) {
  const [actor, t, all, query] = [
    await currentActor(),
    await getTranslations('disbursement.screen'),
    await getTranslations('disbursement'),
    await searchParams,
  ]
  const [asked, askedDrawdowns] = [readList(conditionList, query), readList(drawdownList, query, 'd')]
  const conditions = await conditionQueue(actor, { ...conditionList.input(asked), ...pageOf(asked) })
  const drawdowns = await drawdownQueue(actor, { ...drawdownList.input(askedDrawdowns), ...pageOf(askedDrawdowns) })
  const now = Date.now()
  const deciding = hasRole(actor, 'DISB_REVIEWER', 'DISB_APPROVER') && !hasRole(actor, 'RM')
  const tabs = [
    {
      key: 'conditions',
      label: t('queue'),
      count: conditions.items.length,
      content: (
        <Card flush>
          <ConditionQueue
            view={toWire(conditions) as QueueView}
            today={conditions.today.toString()}
            tools={await listTools(actor, conditionList, query)}
            maySubmit={hasRole(actor, 'RM', 'CONTRACT_OFFICER', 'EVALUATOR', 'OPS_MAKER')}
            mayVerify={hasRole(actor, 'DISB_REVIEWER')}
          />
        </Card>
      ),
    },
    {
      key: 'drawdowns',
      label: t('drawdowns'),
      count: drawdowns.items.length,
      content: (
        <Card flush>
          <DataTable
            {...(await listTools(actor, drawdownList, query))}
            prefix="d"
            page={{ after: drawdowns.nextCursor, before: null }}
            label={t('drawdowns')}
            rowHref="/disbursement/drawdowns/{id}"
            search={false}
            keyboard={false}
            filters={[
              {
                key: 'state',
                label: t('state'),
                type: 'choice',
                multiple: true,
                options: STATES.map((s) => ({ value: s, label: all(`drawdownState.${s}`) })),
              },
            ]}
            rows={drawdowns.items.map((d) => ({
              id: d.id,
              number: d.number,
              merchant: `${d.merchant ?? ''} ${d.stallNo ?? ''}`,
              batch: d.batch,
              amountFen: d.amountFen,
              method: t(`method.${d.paymentMethod as 'SELF'}`),
              payments: d.payments.length,
              due: d.dueAt ? (
                <span className="inline-flex items-center gap-2">
                  <Instant value={d.dueAt} />
                  {d.dueAt.getTime() < now && <Badge tone="danger">{t('late')}</Badge>}
                </span>
              ) : (
                '—'
              ),
              state: <DrawdownBadge state={d.state} />,
            }))}
            columns={[
              { key: 'number', header: t('number'), href: '/disbursement/drawdowns/{id}', fixed: true },
              { key: 'merchant', header: t('merchant') },
              { key: 'batch', header: t('batch') },
              { key: 'amountFen', header: t('amount'), type: 'money' },
              { key: 'method', header: t('payWay') },
              { key: 'payments', header: t('paymentCount'), type: 'count' },
              { key: 'due', header: t('due'), type: 'node' },
              { key: 'state', header: t('state'), type: 'node' },
            ]}
            empty={{ title: t('noDrawdowns'), detail: t('noDrawdownsHint') }}
          />
        </Card>
      ),
    },
  ]
  return (
    <>
      <PageHeader title={t('title')} />
      <Tabs param="tab" label={t('title')} tabs={deciding && drawdowns.items.length > 0 ? tabs.reverse() : tabs} />
    </>
  )
}
