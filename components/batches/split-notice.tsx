'use client'
import { useTranslations } from 'next-intl'
import { confirmSplitAction } from '@/lib/batches/actions'
import { Button } from '../ui/button'
import { Notice } from '../ui/notice'
import { ReasonDialog } from '../ui/reason-dialog'
import { toast } from '../ui/toast'

type Split = { id: string; count: number; reason: string; mine: boolean }

/** A split that waits for its second person (B13): everybody sees it, the reviewer decides it, who asked for it does not. */
export function SplitNotice({ split, mayConfirm }: { split: Split; mayConfirm: boolean }) {
  const t = useTranslations('batches.split')
  const { count, reason } = split
  const ask = (confirm: boolean) => (
    <ReasonDialog
      trigger={
        <Button size="sm" tone={confirm ? 'primary' : 'default'}>
          {t(confirm ? 'confirm' : 'refuse')}
        </Button>
      }
      title={t(confirm ? 'confirmTitle' : 'refuseTitle')}
      description={t(confirm ? 'confirmText' : 'refuseText', { count })}
      confirmLabel={t(confirm ? 'confirm' : 'refuse')}
      reason={confirm ? 'optional' : 'required'}
      reasonLabel={t('note')}
      action={(note) => confirmSplitAction({ taskId: split.id, confirm, ...(note ? { note } : {}) })}
      onDone={(v) => void toast.ok(v.status === 'SPLIT' ? t('confirmed', { code: v.childCode }) : t('refused'))}
    />
  )
  return (
    <Notice
      tone="warn"
      title={t('pendingTitle')}
      action={
        mayConfirm &&
        !split.mine && (
          <>
            {ask(false)}
            {ask(true)}
          </>
        )
      }
    >
      {t(split.mine ? 'pendingMine' : 'pending', { count, reason })}
    </Notice>
  )
}
