'use client'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { toast } from '@/components/ui/toast'
import { reconcileMarketAction } from '@/lib/markets/actions'
import { useRefresh } from './use-refresh'

/** Why the two totals are more than five points apart; without it nobody can submit. */
export function ReconcileDialog({
  marketId,
  version,
  difference,
  note,
}: {
  marketId: string
  version: number
  difference: number
  note: string | null
}) {
  const t = useTranslations('markets.acts')
  const refresh = useRefresh()
  return (
    <ReasonDialog
      trigger={<Button tone={note ? 'default' : 'primary'}>{note ? t('reconcileAgain') : t('reconcile')}</Button>}
      title={t('reconcileTitle', { points: difference })}
      description={t('reconcileText')}
      confirmLabel={t('reconcileSave')}
      reasonLabel={t('reconcileNote')}
      maxLength={2000}
      action={(text) => reconcileMarketAction({ marketId, note: text }, { ifMatch: version })}
      onDone={() => {
        toast.ok(t('reconcileDone'))
        refresh()
      }}
    />
  )
}
