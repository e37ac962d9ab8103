'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { publishCardAction, recallCardDraftAction, returnCardDraftAction } from '@/lib/scoring/card-actions'

/** A draft that waits for the second person: publish or return for them, take back for those who made it. */
export function DraftDecision({
  draftId,
  code,
  versionNo,
  effectiveFrom,
  mine,
}: {
  draftId: string
  code: string
  versionNo: number
  effectiveFrom: string
  /** the person at hand took part in defining it */
  mine: boolean
}) {
  const t = useTranslations('scorecards.decision')
  const router = useRouter()
  if (mine)
    return (
      <Notice
        title={t('waits')}
        action={
          <ReasonDialog
            trigger={<Button size="sm">{t('recall')}</Button>}
            title={t('recallTitle')}
            confirmLabel={t('recall')}
            reason="none"
            action={() => recallCardDraftAction({ draftId })}
            onDone={() => router.refresh()}
          />
        }
      >
        {t('waitsDetail')}
      </Notice>
    )
  return (
    <Notice
      tone="warn"
      title={t('yours')}
      action={
        <>
          <ReasonDialog
            trigger={<Button size="sm">{t('return')}</Button>}
            title={t('returnTitle')}
            confirmLabel={t('return')}
            action={(reason) => returnCardDraftAction({ draftId, reason })}
            onDone={() => router.refresh()}
          />
          <ReasonDialog
            trigger={
              <Button size="sm" tone="primary">
                {t('publish')}
              </Button>
            }
            title={t('publishTitle', { code, version: versionNo })}
            description={t('publishDetail', { day: effectiveFrom })}
            confirmLabel={t('publish')}
            reason="optional"
            action={(reason) => publishCardAction({ draftId, ...(reason ? { reason } : {}) })}
            onDone={(v) => router.push(`/scorecards/${v.code}?version=${v.versionNo}`)}
          />
        </>
      }
    >
      {t('yoursDetail')}
    </Notice>
  )
}
