import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { conditionRow } from '@/components/disbursement/approval-conditions'
import { DrawdownBadge, TransferBadge } from '@/components/disbursement/badges'
import { ConditionQueue, type QueueView } from '@/components/disbursement/condition-queue'
import { ImportCoreMessage } from '@/components/disbursement/transfer-acts'
import { PageHeader } from '@/components/shell/page-header'
import { Badge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Tabs } from '@/components/ui/tabs'
import { Instant } from '@/components/ui/when'
import { CONDITION_READERS, conditionObjects } from '@/lib/conditions/queries'
import { readList } from '@/lib/desk/list'
import { listTools } from '@/lib/desk/list-tools'
import {
  approvalConditions as approvalDefinition,
  conditions as conditionList,
  drawdowns as drawdownList,
  transfers as transferDefinition,
} from '@/lib/desk/lists/contracts'
import { conditionQueue, drawdownQueue } from '@/lib/disbursement/queries'
import { TRANSFER_READERS, transferList } from '@/lib/disbursement/transfers/queries'
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

const APPROVAL_STATES = ['OPEN', 'SUBMITTED', 'VERIFIED', 'REJECTED', 'WAIVED'] as const
const TRANSFER_STATES = ['PREPARED', 'SENDING', 'SENT', 'UNKNOWN', 'ACCEPTED', 'REJECTED'] as const

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
  const t2 = await getTranslations('disbursement.transfer')
  const [asked, askedDrawdowns] = [readList(conditionList, query), readList(drawdownList, query, 'd')]
  const conditions = await conditionQueue(actor, { ...conditionList.input(asked), ...pageOf(asked) })
  const drawdowns = await drawdownQueue(actor, { ...drawdownList.input(askedDrawdowns), ...pageOf(askedDrawdowns) })
  const askedTransfers = readList(transferDefinition, query, 't')
  const transfers = hasRole(actor, ...TRANSFER_READERS)
    ? await transferList(actor, { ...transferDefinition.input(askedTransfers), ...pageOf(askedTransfers) })
    : null
  const askedApproval = readList(approvalDefinition, query, 'a')
  const approval = hasRole(actor, ...CONDITION_READERS)
    ? await conditionObjects(actor, { ...approvalDefinition.input(askedApproval), ...pageOf(askedApproval) })
    : null
  const t3 = await getTranslations('disbursement.approval')
  const roles = await getTranslations('errors.names')
  const use = await getTranslations('disbursement.use')
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
    ...(approval
      ? [
          {
            key: 'approval',
            label: t3('title'),
            count: approval.items.length,
            content: (
              <Card flush title={t3('title')} description={t3('hint')}>
                <DataTable
                  {...(await listTools(actor, approvalDefinition, query))}
                  prefix="a"
                  page={{ after: approval.nextCursor, before: null }}
                  label={t3('title')}
                  search={false}
                  keyboard={false}
                  filters={[
                    {
                      key: 'state',
                      label: t('state'),
                      type: 'choice',
                      multiple: true,
                      options: APPROVAL_STATES.map((s) => ({ value: s, label: all(`approvalState.${s}`) })),
                    },
                    {
                      key: 'type',
                      label: t3('type'),
                      type: 'choice',
                      multiple: true,
                      options: (['CP', 'COVENANT', 'INFO'] as const).map((s) => ({
                        value: s,
                        label: t3(`types.${s}`),
                      })),
                    },
                  ]}
                  rows={approval.items.map((c) =>
                    conditionRow(c, {
                      type: t3(`types.${c.type}`),
                      whole: t3('whole'),
                      owner: c.ownerRole ? roles(c.ownerRole as 'RM') : '—',
                      late: t3('late'),
                    }),
                  )}
                  columns={[
                    { key: 'text', header: t3('text'), type: 'node', fixed: true },
                    { key: 'batch', header: t('batch') },
                    { key: 'about', header: t('merchant') },
                    { key: 'type', header: t3('type') },
                    { key: 'owner', header: t3('owner') },
                    { key: 'due', header: t3('due'), type: 'node' },
                    { key: 'verifier', header: t3('verifier') },
                    { key: 'state', header: t('state'), type: 'node' },
                    { key: 'acts', header: t3('acts'), type: 'node' },
                  ]}
                  empty={{ title: t3('empty'), detail: t3('emptyHint') }}
                />
              </Card>
            ),
          },
        ]
      : []),
    ...(transfers
      ? [
          {
            key: 'transfers',
            label: t2('title'),
            count: transfers.items.length,
            content: (
              <Card flush actions={hasRole(actor, 'OPS_MAKER') && <ImportCoreMessage />} title={t2('title')}>
                <DataTable
                  {...(await listTools(actor, transferDefinition, query))}
                  prefix="t"
                  page={{ after: transfers.nextCursor, before: null }}
                  label={t2('title')}
                  search={false}
                  keyboard={false}
                  filters={[
                    {
                      key: 'state',
                      label: t('state'),
                      type: 'choice',
                      multiple: true,
                      options: TRANSFER_STATES.map((s) => ({ value: s, label: all(`transferState.${s}`) })),
                    },
                  ]}
                  rows={transfers.items.map((m) => ({
                    id: m.id,
                    drawdownId: m.drawdownId,
                    message: m.messageId,
                    merchant: m.merchant ?? '',
                    amountFen: m.amountFen,
                    payments: m.payments,
                    sent: m.sentAt ? <Instant value={m.sentAt} /> : '—',
                    answered: m.answeredAt ? <Instant value={m.answeredAt} /> : '—',
                    reference: m.coreReference ?? m.reasonCode ?? '—',
                    state: <TransferBadge state={m.state} />,
                  }))}
                  columns={[
                    {
                      key: 'message',
                      header: t2('message'),
                      href: '/disbursement/drawdowns/{drawdownId}',
                      fixed: true,
                    },
                    { key: 'merchant', header: t('merchant') },
                    { key: 'amountFen', header: t('amount'), type: 'money' },
                    { key: 'payments', header: t('paymentCount'), type: 'count' },
                    { key: 'sent', header: t2('sentAt'), type: 'node' },
                    { key: 'answered', header: t2('answeredAt'), type: 'node' },
                    { key: 'reference', header: t2('reference') },
                    { key: 'state', header: t('state'), type: 'node' },
                  ]}
                  empty={{ title: t2('empty'), detail: t2('emptyHint') }}
                />
              </Card>
            ),
          },
        ]
      : []),
  ]
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          hasRole(actor, 'RM', 'POST_MKT', 'RISK_MGR', 'DISB_REVIEWER', 'SB_HEAD', 'AUDITOR') && (
            <TextLink href="/disbursement/use">{use('open')}</TextLink>
          )
        }
      />
      <Tabs
        param="tab"
        label={t('title')}
        tabs={deciding && drawdowns.items.length > 0 ? [tabs[1]!, tabs[0]!, ...tabs.slice(2)] : tabs}
      />
    </>
  )
}
