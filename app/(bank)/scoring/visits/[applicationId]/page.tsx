import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { ItemState } from '@/components/scoring/item-state'
import { PageHeader } from '@/components/shell/page-header'
import { ButtonLink } from '@/components/ui/button'
import { Money } from '@/components/ui/money'
import { VisitForm } from '@/components/visit/visit-form'
import { hasRole } from '@/lib/platform/actor'
import { currentActor } from '@/lib/platform/auth/current'
import { orNotFound } from '@/lib/platform/http/page'
import { visitSheet } from '@/lib/scoring/visit-queries'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('scoring.visit'))('title') }
}

export default async function Visit({ params }: { params: Promise<{ applicationId: string }> }) {
  const [actor, t, { applicationId }] = [await currentActor(), await getTranslations('scoring'), await params]
  const sheet = await orNotFound(visitSheet(actor, { applicationId }))
  const roles = (['RM', 'EVALUATOR'] as const).filter((role) => hasRole(actor, role))
  return (
    <>
      <PageHeader
        title={sheet.name}
        state={<ItemState state={sheet.state} />}
        breadcrumb={[{ label: t('visit.listTitle'), href: '/scoring/visits' }, { label: sheet.name }]}
        meta={
          <>
            <span>{sheet.market}</span>
            <span>{sheet.stallNo}</span>
            <span>{sheet.ownerName}</span>
            <span>{sheet.mainGoods}</span>
            <span>
              {t('sheet.requested')} <Money value={sheet.requestedFen} unit="wan" />
            </span>
            <span>
              {t('sheet.declared')} <Money value={sheet.annualTurnoverFen} unit="wan" />
            </span>
          </>
        }
        actions={<ButtonLink href={`/scoring/${sheet.batchId}/${sheet.id}`}>{t('visit.sheet')}</ButtonLink>}
      />
      <VisitForm
        key={sheet.id}
        login={actor.userId ?? ''}
        sheet={sheet}
        working={sheet.state === 'SCORING' && roles.length > 0}
        roles={roles}
      />
    </>
  )
}
