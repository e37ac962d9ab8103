'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { reconsiderPlanAction } from '@/lib/approvals/actions'
import { cancelPlanAction } from '@/lib/plans/actions'

/** What may happen to a decided plan: reconsideration with new facts, or its end before time. */
export function PlanActs({ planId, version, events }: { planId: string; version: number; events: readonly string[] }) {
  const t = useTranslations('plans')
  const router = useRouter()
  return (
    <>
      {events.includes('reconsider') && (
        <ReasonDialog
          trigger={<Button>{t('acts.reconsider')}</Button>}
          title={t('acts.reconsider')}
          description={t('acts.reconsiderDetail')}
          confirmLabel={t('acts.reconsider')}
          action={(facts) => reconsiderPlanAction({ planId, facts }, { ifMatch: version })}
          onDone={() => router.refresh()}
        />
      )}
      {events.includes('cancel') && (
        <ReasonDialog
          trigger={<Button tone="danger-quiet">{t('acts.cancel')}</Button>}
          title={t('acts.cancel')}
          description={t('acts.cancelDetail')}
          confirmLabel={t('acts.cancel')}
          tone="danger"
          action={(reason) => cancelPlanAction({ planId, reason }, { ifMatch: version })}
          onDone={() => router.refresh()}
        />
      )}
    </>
  )
}
