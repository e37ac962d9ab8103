'use client'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { useAct } from '@/components/ui/use-act'
import { acceptReducedAction, openContractingAction } from '@/lib/contracts/actions'

/** B11: the approved batch is opened for contracting. */
export function OpenBatchButton({ batchId }: { batchId: string }) {
  const t = useTranslations('contracts.screen')
  const act = useAct()
  return (
    <div className="space-y-2">
      <Button busy={act.busy} onClick={() => act.run(() => openContractingAction({ batchId }))}>
        {t('open')}
      </Button>
      {act.problem}
    </div>
  )
}

/** The merchant said yes to the reduced amount; without that no appointment is made. */
export function AcceptReducedButton({ applicationId }: { applicationId: string }) {
  const t = useTranslations('contracts.screen')
  const act = useAct()
  return (
    <div className="space-y-2">
      <Button size="sm" busy={act.busy} onClick={() => act.run(() => acceptReducedAction({ applicationId }))}>
        {t('acceptReduced')}
      </Button>
      {act.problem}
    </div>
  )
}
