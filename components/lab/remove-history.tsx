'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { removeHistoryAction } from '@/lib/lab/actions'

export function RemoveHistory({ datasetId }: { datasetId: string }) {
  const t = useTranslations('lab.remove')
  const router = useRouter()
  return (
    <ReasonDialog
      trigger={
        <Button size="sm" tone="quiet">
          {t('act')}
        </Button>
      }
      title={t('title')}
      description={t('detail')}
      confirmLabel={t('act')}
      tone="danger"
      action={(reason) => removeHistoryAction({ datasetId, reason })}
      onDone={() => router.refresh()}
    />
  )
}
