'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { toast } from '@/components/ui/toast'
import { decideLoanChangeAction } from '@/lib/servicing/actions'

/** The second person's decision on a change: done, or rejected with a reason. */
export function DecideChange({ changeId, what }: { changeId: string; what: string }) {
  const t = useTranslations('servicing.change')
  const router = useRouter()
  const decided = () => {
    toast.ok(t('decided'))
    router.refresh()
  }
  const decide = (decision: 'APPROVE' | 'REJECT') => (note: string) =>
    decideLoanChangeAction({ changeId, decision, ...(note ? { note } : {}) })
  return (
    <span className="inline-flex gap-2">
      <ReasonDialog
        title={`${t('approve')} · ${what}`}
        description={t('approveHint')}
        confirmLabel={t('approve')}
        reason="optional"
        trigger={
          <Button size="sm" tone="primary">
            {t('approve')}
          </Button>
        }
        action={decide('APPROVE')}
        onDone={decided}
      />
      <ReasonDialog
        title={`${t('reject')} · ${what}`}
        confirmLabel={t('reject')}
        tone="danger"
        trigger={<Button size="sm">{t('reject')}</Button>}
        action={decide('REJECT')}
        onDone={decided}
      />
    </span>
  )
}
