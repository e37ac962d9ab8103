'use client'
import { useTranslations } from 'next-intl'
import { Decision } from '@/components/ui/decision'
import { decideLedgerChangeAction } from '@/lib/servicing/actions'

/** Decides a proposed change of the chart or of a rule; the description says what it is. */
export function LedgerDecision({ changeId, what }: { changeId: string; what: string }) {
  const t = useTranslations('servicing.ledger')
  return (
    <Decision
      words={{
        approve: t('approve'),
        approveTitle: t('approveTitle'),
        reject: t('reject'),
        rejectTitle: t('rejectTitle'),
      }}
      what={what}
      decide={(approve, reason) => decideLedgerChangeAction({ changeId, approve, reason })}
    />
  )
}
