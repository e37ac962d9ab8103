'use client'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { decideParameterAction } from '@/lib/admin/actions'

/** Decides a proposed value; the description says what it is. */
export function ParameterDecision({ parameterId, what }: { parameterId: string; what: string }) {
  const t = useTranslations('admin.parameters')
  return (
    <span className="flex gap-2">
      <ReasonDialog
        trigger={
          <Button size="sm" tone="primary">
            {t('approve')}
          </Button>
        }
        title={t('approveTitle')}
        description={what}
        confirmLabel={t('approve')}
        reason="optional"
        action={(reason) => decideParameterAction({ parameterId, approve: true, reason: reason || undefined })}
      />
      <ReasonDialog
        trigger={<Button size="sm">{t('reject')}</Button>}
        title={t('rejectTitle')}
        description={what}
        confirmLabel={t('reject')}
        tone="danger"
        action={(reason) => decideParameterAction({ parameterId, approve: false, reason })}
      />
    </span>
  )
}
