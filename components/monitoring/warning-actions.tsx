'use client'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { useAct } from '@/components/ui/use-act'
import {
  handleWarningAction,
  releaseWarningAction,
  takeWarningAction,
  verifyWarningAction,
} from '@/lib/monitoring/actions'

/** What this person may do about one signal now; each act asks for words. */
export function WarningActions({ id, events }: { id: string; events: string[] }) {
  const t = useTranslations('monitoring.act')
  const { busy, problem, run } = useAct()
  return (
    <span className="flex flex-wrap gap-1">
      {problem}
      {events.includes('take') && (
        <Button size="sm" tone="quiet" busy={busy} onClick={() => run(() => takeWarningAction({ warningId: id }))}>
          {t('take')}
        </Button>
      )}
      {events.includes('verify') && (
        <>
          <ReasonDialog
            trigger={<Button size="sm">{t('verify')}</Button>}
            title={t('verify')}
            confirmLabel={t('verify')}
            reasonLabel={t('note')}
            action={(note) => verifyWarningAction({ warningId: id, confirmed: true, note })}
          />
          <ReasonDialog
            trigger={
              <Button size="sm" tone="quiet">
                {t('falseAlarm')}
              </Button>
            }
            title={t('falseAlarm')}
            confirmLabel={t('falseAlarm')}
            reasonLabel={t('note')}
            action={(note) => verifyWarningAction({ warningId: id, confirmed: false, note })}
          />
        </>
      )}
      {events.includes('handle') && (
        <ReasonDialog
          trigger={<Button size="sm">{t('handle')}</Button>}
          title={t('handle')}
          confirmLabel={t('handle')}
          reasonLabel={t('note')}
          action={(note) => handleWarningAction({ warningId: id, note })}
        />
      )}
      {events.includes('release') && (
        <ReasonDialog
          trigger={
            <Button size="sm" tone="quiet">
              {t('release')}
            </Button>
          }
          title={t('release')}
          confirmLabel={t('release')}
          reasonLabel={t('note')}
          action={(reason) => releaseWarningAction({ warningId: id, reason })}
        />
      )}
    </span>
  )
}
