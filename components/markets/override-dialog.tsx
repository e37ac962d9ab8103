'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Attachments } from '@/components/evidence/attachments'
import type { UploadedFile } from '@/components/evidence/upload'
import { Button } from '@/components/ui/button'
import { RadioGroup } from '@/components/ui/choice'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { toast } from '@/components/ui/toast'
import { overrideMarketScoreAction } from '@/lib/markets/actions'
import { useRefresh } from './use-refresh'

/** One step up or down, in writing and with a paper (§3.0-7). */
export function OverrideDialog({
  marketId,
  version,
  grade,
  grades,
}: {
  marketId: string
  version: number
  grade: string
  grades: readonly string[]
}) {
  const t = useTranslations('markets.acts')
  const [to, setTo] = useState(grades[0] ?? '')
  const [files, setFiles] = useState<UploadedFile[]>([])
  const refresh = useRefresh()
  return (
    <ReasonDialog
      trigger={<Button>{t('override')}</Button>}
      title={t('overrideTitle')}
      description={t('overrideText', { grade })}
      confirmLabel={t('override')}
      maxLength={1000}
      action={(reason) =>
        overrideMarketScoreAction(
          { marketId, grade: to, reason, fileIds: files.map((f) => f.id) },
          { ifMatch: version },
        )
      }
      onDone={() => {
        toast.ok(t('overrideDone'))
        refresh()
      }}
    >
      <RadioGroup
        inline
        aria-label={t('overrideTo')}
        value={to}
        onChange={setTo}
        options={grades.map((value) => ({ value, label: t('overrideGrade', { grade: value }) }))}
      />
      <Attachments
        files={files}
        onChange={setFiles}
        kind="OVERRIDE"
        attach={t('overrideAttach')}
        detach={(name) => t('overrideDetach', { name })}
      />
    </ReasonDialog>
  )
}
