import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { DrawdownBadge } from '@/components/disbursement/badges'
import { CaseFacts } from '@/components/disbursement/case-facts'
import { Checklist } from '@/components/disbursement/checklist'
import { ApprovePanel, RecheckButton, RequesterActs, ReviewPanel } from '@/components/disbursement/drawdown-acts'
import { DrawdownCard } from '@/components/disbursement/drawdown-card'
import { TransferCard } from '@/components/disbursement/transfer-card'
import { PageHeader } from '@/components/shell/page-header'
import { TextLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { conditionList, drawdownDetail } from '@/lib/disbursement/queries'
import { TRANSFER_READERS, transferList } from '@/lib/disbursement/transfers/queries'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { Refusal } from '@/lib/platform/errors'
import { formatYuan } from '@/lib/platform/money'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('disbursement.screen'))('drawdown') }
}

/** One payment on one screen: what is paid, on what it rests, what is proved, and the act of whose turn it is. */
export default async function Drawdown({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, all, { id }] = [
    await currentActor(),
    await getTranslations('disbursement.screen'),
    await getTranslations('disbursement'),
    await params,
  ]
  const d = await drawdownDetail(actor, { drawdownId: id }).catch((e: unknown) => {
    if (e instanceof Refusal && ['E_NOT_FOUND', 'E_ID'].includes(e.error.code)) notFound()
    throw e
  })
  const a = await conditionList(actor, { applicationId: d.applicationId })
  const transfers = hasRole(actor, ...TRANSFER_READERS)
    ? await transferList(actor, { drawdownId: d.id })
    : { items: [] }
  const deciding = ['IN_REVIEW', 'REVIEWED'].includes(d.state)
  return (
    <>
      <PageHeader
        title={`${d.merchant ?? ''} ${formatYuan(d.amountFen)}`}
        state={<DrawdownBadge state={d.state} />}
        breadcrumb={[{ label: t('title'), href: '/disbursement?tab=drawdowns' }, { label: d.number }]}
        meta={
          <>
            <span>{a.batch.code}</span>
            <span>{a.batch.market.name}</span>
            <TextLink href={`/disbursement/${a.id}`}>{t('checklist')}</TextLink>
            {d.loan && <TextLink href={`/loans/${d.loan.id}`}>{d.loan.number}</TextLink>}
          </>
        }
        actions={hasRole(actor, 'RM') && <RequesterActs id={d.id} events={d.allowedEvents} />}
      />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="min-w-0 space-y-4">
          <DrawdownCard d={d} mayPropose={hasRole(actor, 'RM')} mayDecide={hasRole(actor, 'DISB_APPROVER')} />
          {d.state === 'IN_REVIEW' && d.allowedEvents.includes('review') && <ReviewPanel id={d.id} />}
          {d.state === 'REVIEWED' && d.allowedEvents.includes('approve') && (
            <ApprovePanel id={d.id} amount={formatYuan(d.amountFen)} />
          )}
          {d.ticks.length > 0 && (
            <Card title={t('reviewResult')}>
              <ul className="flex flex-wrap gap-x-4 gap-y-1">
                {d.ticks.map((tick) => (
                  <li key={tick} className="text-ok">{`✓ ${all(`ticks.${tick as 'TRUE'}`)}`}</li>
                ))}
              </ul>
            </Card>
          )}
          {transfers.items.map((m) => (
            <TransferCard
              key={m.id}
              m={m}
              today={a.today.toString()}
              mayPropose={hasRole(actor, 'OPS_MAKER')}
              mayConfirm={hasRole(actor, 'OPS_CHECKER')}
            />
          ))}
        </div>
        <div className="min-w-0 space-y-4">
          <CaseFacts a={a} />
          <Checklist
            applicationId={a.id}
            conditions={a.conditions}
            today={a.today.toString()}
            maySubmit={false}
            mayVerify={false}
            actions={
              deciding &&
              hasRole(actor, 'RM', 'DISB_REVIEWER', 'DISB_APPROVER') && <RecheckButton applicationId={a.id} />
            }
          />
        </div>
      </div>
    </>
  )
}
