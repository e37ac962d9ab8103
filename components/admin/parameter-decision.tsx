'use client'
import { useTranslations } from 'next-intl'
import { Decision } from '@/components/ui/decision'
import { decideParameterAction } from '@/lib/admin/actions'

/** Decides a proposed value; the description says what it is. */
export function ParameterDecision({ parameterId, what }: { parameterId: string; what: string }) {
  const t = useTranslations('admin.parameters')
  return (
    <Decision
      words={{
        approve: t('approve'),
        approveTitle: t('approveTitle'),
        reject: t('reject'),
        rejectTitle: t('rejectTitle'),
      }}
      what={what}
      decide={(approve, reason) => decideParameterAction({ parameterId, approve, reason })}
    />
  )
}
