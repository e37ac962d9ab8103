'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { toast } from '@/components/ui/toast'
import { withdrawLoanChangeAction } from '@/lib/servicing/actions'

/** The first person takes the question back before anybody has decided it. */
export function WithdrawChange({ changeId, what }: { changeId: string; what: string }) {
  const t = useTranslations('servicing.change')
  const router = useRouter()
  return (
    <ReasonDialog
      title={`${t('withdraw')} · ${what}`}
      description={t('withdrawHint')}
      confirmLabel={t('withdraw')}
      reason="none"
      trigger={<Button size="sm">{t('withdraw')}</Button>}
      action={() => withdrawLoanChangeAction({ changeId })}
      onDone={() => {
        toast.ok(t('withdrawn'))
        router.refresh()
      }}
    />
  )
}
