'use client'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { decideLedgerChangeAction } from '@/lib/servicing/actions'

/** Decides a proposed change of the chart or of a rule; the description says what it is. */
export function LedgerDecision({ changeId, what }: { changeId: string; what: string }) {
  const t = useTranslations('servicing.ledger')
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
        action={(reason) => decideLedgerChangeAction({ changeId, approve: true, reason: reason || undefined })}
      />
      <ReasonDialog
        trigger={<Button size="sm">{t('reject')}</Button>}
        title={t('rejectTitle')}
        description={what}
        confirmLabel={t('reject')}
        tone="danger"
        action={(reason) => decideLedgerChangeAction({ changeId, approve: false, reason })}
      />
    </span>
  )
}
