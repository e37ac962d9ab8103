import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { VisitFormCard } from '@/components/monitoring/visit-form'
import { PageHeader } from '@/components/shell/page-header'
import { ActDialog } from '@/components/ui/act-dialog'
import { StatusBadge } from '@/components/ui/badge'
import { TextLink } from '@/components/ui/button'
import { Descriptions } from '@/components/ui/descriptions'
import { Money } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import { CivilDate, Instant } from '@/components/ui/when'
import { reviewVisitAction } from '@/lib/monitoring/actions'
import { visitDetail } from '@/lib/monitoring/queries'
import { currentActor } from '@/lib/platform/auth/current'
import { Refusal } from '@/lib/platform/errors'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('monitoring'))('visit.title') }
}

export default async function Visit({ params }: { params: Promise<{ id: string }> }) {
  const [actor, t, { id }] = [await currentActor(), await getTranslations('monitoring'), await params]
  const visit = await visitDetail(actor, { visitId: id }).catch((e: unknown) => {
    if (e instanceof Refusal && ['E_NOT_FOUND', 'E_ID'].includes(e.error.code)) notFound()
    throw e
  })
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader
        title={`${t(`kind.${visit.kind as 'ROUTINE'}`)} ${visit.loan?.merchant ?? visit.market?.name ?? ''}`}
        state={
          <StatusBadge kind={visit.state === 'DONE' ? 'good' : visit.state === 'MISSED' ? 'attention' : 'waiting'}>
            {t(`state.${visit.state as 'DONE'}`)}
          </StatusBadge>
        }
        breadcrumb={[{ label: t('title'), href: '/monitoring?tab=visits' }, { label: t('visit.title') }]}
        actions={
          visit.mayReview && (
            <span className="flex gap-2">
              {([false, true] as const).map((pass) => (
                <ActDialog
                  key={String(pass)}
                  label={t(pass ? 'visit.pass' : 'visit.return')}
                  size="md"
                  tone={pass ? 'primary' : 'default'}
                  fields={[{ name: 'note', label: t('act.note'), kind: 'area', required: true }]}
                  fixed={{ visitId: visit.id, pass }}
                  action={reviewVisitAction}
                />
              ))}
            </span>
          )
        }
      />
      <Descriptions
        columns={2}
        className="mb-4"
        items={[
          {
            label: t('visit.loan'),
            value: visit.loan && <TextLink href={`/loans/${visit.loan.id}`}>{visit.loan.number}</TextLink>,
          },
          { label: t('col.balance'), value: visit.loan && <Money value={visit.loan.principalFen} />, figure: true },
          { label: t('visit.stall'), value: visit.loan?.stallNo },
          { label: t('visit.purpose'), value: visit.loan?.purpose },
          { label: t('col.planned'), value: <CivilDate value={visit.plannedOn} /> },
          { label: t('col.due'), value: <CivilDate value={visit.dueOn} /> },
        ]}
      />
      {visit.allowedEvents.includes('complete') ? (
        <VisitFormCard visitId={visit.id} onsite={visit.isOnsite} withLoan={visit.loan !== null} />
      ) : (
        <Notice tone="ok" title={t('visit.done')}>
          <span className="flex flex-wrap gap-x-4">
            <Instant value={visit.doneAt} />
            <span>{String(visit.form?.note ?? '')}</span>
            {visit.reviewState !== 'NONE' && (
              <span>{`${t(`visit.review.${visit.reviewState as 'WAITING'}`)} ${visit.reviewNote ?? ''}`}</span>
            )}
          </span>
        </Notice>
      )}
    </div>
  )
}
