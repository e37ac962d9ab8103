'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { resolveDifferenceAction } from '@/lib/servicing/actions'

/** The second person's word on what a difference was; the account is free again. */
export function ResolveDifference({ statementId }: { statementId: string }) {
  const t = useTranslations('servicing.recon')
  const router = useRouter()
  return (
    <ReasonDialog
      title={t('resolve')}
      description={t('resolveHint')}
      confirmLabel={t('resolve')}
      reasonLabel={t('explanation')}
      trigger={<Button tone="primary">{t('resolve')}</Button>}
      action={(explanation) => resolveDifferenceAction({ statementId, explanation })}
      onDone={() => router.refresh()}
    />
  )
}
