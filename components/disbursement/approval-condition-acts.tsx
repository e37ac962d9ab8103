'use client'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { FieldFrame } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { toast } from '@/components/ui/toast'
import { uploadFile } from '@/components/ui/upload-file'
import {
  askWaiverAction,
  decideWaiverAction,
  submitConditionAction,
  verifyConditionAction,
} from '@/lib/conditions/actions'

type Acts = { maySubmit: boolean; mayVerify: boolean; mayAskWaiver: boolean; mayDecideWaiver: boolean }

/** What this reader may do with one condition. */
export function ApprovalConditionActs({ id, acts }: { id: string; acts: Acts }) {
  const t = useTranslations('disbursement.approval')
  const field = useId()
  const [file, setFile] = useState<File | null>(null)
  const done = () => toast.ok(t('done'))
  return (
    <span className="flex flex-wrap gap-1">
      {acts.maySubmit && (
        <ReasonDialog
          trigger={<Button size="sm">{t('submit')}</Button>}
          title={t('submit')}
          reasonLabel={t('note')}
          confirmLabel={t('submit')}
          action={async (note) => {
            const stored = file ? await uploadFile(file, 'EVIDENCE') : null
            if (stored && !stored.ok) return stored
            return submitConditionAction({ conditionId: id, note, ...(stored ? { fileId: stored.value.id } : {}) })
          }}
          onDone={done}
        >
          <FieldFrame id={`${field}f`} label={t('file')}>
            <Input
              id={`${field}f`}
              type="file"
              accept="image/*,application/pdf"
              onChange={(e) => setFile(e.currentTarget.files?.[0] ?? null)}
            />
          </FieldFrame>
        </ReasonDialog>
      )}
      {acts.mayVerify && (
        <>
          <ReasonDialog
            trigger={
              <Button size="sm" tone="primary">
                {t('pass')}
              </Button>
            }
            title={t('verify')}
            confirmLabel={t('pass')}
            reason="none"
            action={() => verifyConditionAction({ conditionId: id, verdict: 'VERIFY' })}
            onDone={done}
          />
          <ReasonDialog
            trigger={<Button size="sm">{t('reject')}</Button>}
            title={t('reject')}
            confirmLabel={t('reject')}
            action={(reason) => verifyConditionAction({ conditionId: id, verdict: 'REJECT', reason })}
            onDone={done}
          />
        </>
      )}
      {acts.mayAskWaiver && (
        <ReasonDialog
          trigger={<Button size="sm">{t('askWaiver')}</Button>}
          title={t('askWaiver')}
          description={t('askHint')}
          confirmLabel={t('askWaiver')}
          action={(reason) => askWaiverAction({ conditionId: id, reason })}
          onDone={done}
        />
      )}
      {acts.mayDecideWaiver &&
        [true, false].map((agree) => (
          <ReasonDialog
            key={String(agree)}
            trigger={
              <Button size="sm" tone={agree ? 'primary' : undefined}>
                {t(agree ? 'grant' : 'refuse')}
              </Button>
            }
            title={t('decideWaiver')}
            description={t('askHint')}
            confirmLabel={t(agree ? 'grant' : 'refuse')}
            action={(note) => decideWaiverAction({ conditionId: id, agree, note })}
            onDone={done}
          />
        ))}
    </span>
  )
}
