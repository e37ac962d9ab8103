import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { DraftPlanButton } from '@/components/plans/draft-plan-button'
import { PageHeader } from '@/components/shell/page-header'
import { ButtonLink } from '@/components/ui/button'
import { State } from '@/components/ui/state'
import { addOnBase } from '@/lib/plans/add-on'
import { planOfBatch } from '@/lib/plans/queries'
import { currentActor } from '@/lib/platform/auth/current'
import { Refusal } from '@/lib/platform/errors'
import { formatWan } from '@/lib/platform/money'

/** The plan of a batch: leads to it, or begins it. */
export default async function NewPlan({ searchParams }: { searchParams: Promise<{ batch?: string }> }) {
  const [actor, t, { batch }] = [await currentActor(), await getTranslations('plans'), await searchParams]
  if (!batch) notFound()
  const found = await planOfBatch(actor, { batchId: batch }).catch((e: unknown) => {
    if (e instanceof Refusal && ['E_NOT_FOUND', 'E_ID'].includes(e.error.code)) notFound()
    throw e
  })
  if (found.plan) redirect(`/plans/${found.plan.id}`)
  const { base } = await addOnBase(actor, { batchId: batch })
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={<ButtonLink href={`/groups/${batch}`}>{t('page.toGroups')}</ButtonLink>}
      />
      <State
        kind="empty"
        title={t('page.empty')}
        detail={t('page.emptyDetail')}
        action={
          <div className="grid justify-items-center gap-3">
            <DraftPlanButton batchId={batch} />
            {base && (
              <>
                <DraftPlanButton batchId={batch} addOn />
                <p className="max-w-prose text-sm text-ink-2">
                  {t('page.addOnHint', {
                    code: `${base.code} v${base.versionNo}`,
                    headroom: formatWan(base.headroomFen),
                    until: base.validUntil?.toString() ?? '—',
                  })}
                </p>
              </>
            )}
          </div>
        }
      />
    </>
  )
}
