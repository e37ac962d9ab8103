import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { ItemBadge } from '@/components/disbursement/badges'
import { CaseFacts } from '@/components/disbursement/case-facts'
import { Checklist } from '@/components/disbursement/checklist'
import { RecheckButton, RequesterActs } from '@/components/disbursement/drawdown-acts'
import { DrawdownCard } from '@/components/disbursement/drawdown-card'
import { RequestDrawdownDialog } from '@/components/disbursement/request-drawdown'
import { PageHeader } from '@/components/shell/page-header'
import { ButtonLink } from '@/components/ui/button'
import { conditionList } from '@/lib/disbursement/queries'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { Refusal } from '@/lib/platform/errors'
import { toYuan } from '@/lib/platform/money'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('disbursement.screen'))('checklist') }
}

export default async function Application({ params }: { params: Promise<{ applicationId: string }> }) {
  const [actor, t, { applicationId }] = [
    await currentActor(),
    await getTranslations('disbursement.screen'),
    await params,
  ]
  const a = await conditionList(actor, { applicationId }).catch((e: unknown) => {
    if (e instanceof Refusal && ['E_NOT_FOUND', 'E_ID'].includes(e.error.code)) notFound()
    throw e
  })
  const open = ['CP_PENDING', 'READY_TO_DRAW'].includes(a.state)
  const isRm = hasRole(actor, 'RM')
  const running = a.drawdowns.some((d) => !['CANCELLED', 'REFUSED'].includes(d.state))
  return (
    <>
      <PageHeader
        title={a.name ?? ''}
        state={<ItemBadge state={a.state} />}
        breadcrumb={[{ label: t('title'), href: '/disbursement' }, { label: a.batch.code }]}
        meta={
          <>
            <span>{a.batch.market.name}</span>
            <span>{a.stallNo}</span>
            <span>{a.purpose}</span>
          </>
        }
        actions={
          isRm &&
          open &&
          !running &&
          a.approvedFen !== null && (
            <RequestDrawdownDialog
              applicationId={a.id}
              amount={toYuan(a.approvedFen)}
              purpose={a.purpose ?? ''}
              borrower={a.accountName}
            />
          )
        }
      />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Checklist
          applicationId={a.id}
          conditions={a.conditions}
          today={a.today.toString()}
          maySubmit={open && hasRole(actor, 'RM', 'CONTRACT_OFFICER', 'EVALUATOR', 'OPS_MAKER')}
          mayVerify={open && hasRole(actor, 'DISB_REVIEWER')}
          actions={
            open && hasRole(actor, 'RM', 'DISB_REVIEWER', 'DISB_APPROVER') && <RecheckButton applicationId={a.id} />
          }
        />
        <div className="min-w-0 space-y-4">
          <CaseFacts a={a} />
          {a.drawdowns.map((d) => (
            <DrawdownCard
              key={d.id}
              d={d}
              narrow
              actions={
                <>
                  {isRm && <RequesterActs id={d.id} events={d.allowedEvents} />}
                  <ButtonLink size="sm" href={`/disbursement/drawdowns/${d.id}`}>
                    {t('openDrawdown')}
                  </ButtonLink>
                </>
              }
            />
          ))}
        </div>
      </div>
    </>
  )
}
