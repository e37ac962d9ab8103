'use client'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { decideOverrideAction, withdrawOverrideAction } from '@/lib/scoring/actions'

export type WaitingOverride = {
  id: string
  fromGrade: string
  toGrade: string
  reason: string
  overLimit: boolean
  requestedByName: string | null
}

/** A change of grade that waits for the second head: what is asked, and the word of whoever may give it. */
export function OverrideWaiting({
  change,
  part,
}: {
  change: WaitingOverride
  /** what the person at hand can do about it */
  part: 'DECIDE' | 'WITHDRAW' | null
}) {
  const t = useTranslations('scoring.hand')
  return (
    <Notice
      tone="warn"
      className="mb-4"
      title={t('waiting', { from: change.fromGrade, to: change.toGrade })}
      action={
        part === 'DECIDE' ? (
          <>
            <ReasonDialog
              trigger={<Button>{t('refuse')}</Button>}
              title={t('refuse')}
              description={t('refuseText')}
              confirmLabel={t('refuse')}
              tone="danger"
              action={(reason) => decideOverrideAction({ overrideId: change.id, accept: false, reason })}
            />
            <ReasonDialog
              trigger={<Button tone="primary">{t('accept')}</Button>}
              title={t('accept')}
              description={t('acceptText', { grade: change.toGrade })}
              confirmLabel={t('accept')}
              reason="optional"
              action={(reason) =>
                decideOverrideAction({ overrideId: change.id, accept: true, ...(reason ? { reason } : {}) })
              }
            />
          </>
        ) : part === 'WITHDRAW' ? (
          <ReasonDialog
            trigger={<Button>{t('withdraw')}</Button>}
            title={t('withdraw')}
            description={t('refuseText')}
            confirmLabel={t('withdraw')}
            reason="none"
            action={() => withdrawOverrideAction({ overrideId: change.id })}
          />
        ) : undefined
      }
    >
      <p>{t('waitingBy', { name: change.requestedByName ?? '', reason: change.reason })}</p>
      {change.overLimit && <p>{t('overLimit')}</p>}
    </Notice>
  )
}
