'use client'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { useAct } from '@/components/ui/use-act'
import { openContractingAction } from '@/lib/contracts/actions'

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
