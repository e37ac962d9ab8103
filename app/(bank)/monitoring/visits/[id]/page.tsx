import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { HandTasks } from '@/components/desk/hand-tasks'
import { ProofList } from '@/components/evidence/proof-list'
import { SetPlace } from '@/components/monitoring/set-place'
import { TemplateAnswers } from '@/components/monitoring/template-answers'
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
import { hasRole } from '@/lib/platform/actor'
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
        title={`${t(`kind.${visit.kind as 'ROUTINE'}`)} ${visit.loan?.merchant ?? visit.party?.name ?? visit.market?.name ?? ''}`}
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
          ...(visit.timeWindow ? [{ label: t('visit.hours'), value: visit.timeWindow }] : []),
          ...(visit.checkedInAt
            ? [
                {
                  label: t('visit.checkedIn'),
                  value:
                    visit.checkInMetres === null ? (
                      <Instant value={visit.checkedInAt} />
                    ) : (
                      t('visit.checkedInAt', { metres: visit.checkInMetres })
                    ),
                },
              ]
            : []),
        ]}
      />
      {visit.allowedEvents.includes('complete') ? (
        <VisitFormCard
          login={actor.login}
          visitId={visit.id}
          onsite={visit.isOnsite}
          withLoan={visit.loan !== null}
          template={visit.template}
          planned={visit.planned}
          checkedInAt={visit.checkedInAt?.toISOString() ?? null}
          photos={visit.photos.map((p) => ({ ...p, kind: t('visit.photos') }))}
        />
      ) : (
        <>
          <TemplateAnswers template={visit.template} answers={(visit.form?.answers ?? {}) as Record<string, string>} />
          <Notice tone="ok" title={t('visit.done')}>
            <span className="flex flex-wrap gap-x-4">
              <Instant value={visit.doneAt} />
              <span>{String(visit.form?.note ?? '')}</span>
              {visit.gapReason && <span>{`${t('visit.gap')} · ${visit.gapReason}`}</span>}
              {visit.reviewState !== 'NONE' && (
                <span>{`${t(`visit.review.${visit.reviewState as 'WAITING'}`)} ${visit.reviewNote ?? ''}`}</span>
              )}
            </span>
            {visit.photos.length > 0 && (
              <ProofList proofs={visit.photos.map((p) => ({ ...p, kind: t('visit.photos') }))} />
            )}
          </Notice>
        </>
      )}
      {hasRole(actor, 'POST_MKT', 'RISK_MGR') && visit.state === 'PLANNED' && (
        <div className="mt-3 flex flex-wrap gap-2">
          {visit.merchantId && <SetPlace objectType="MERCHANT" objectId={visit.merchantId} />}
          {visit.market && <SetPlace objectType="MARKET" objectId={visit.market.id} />}
        </div>
      )}
      <HandTasks actor={actor} objectType="visit" objectId={visit.id} />
    </div>
  )
}
