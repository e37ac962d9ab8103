'use client'
import { Paperclip, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { ACCEPT_FILE, type UploadedFile, uploadFile } from '@/components/evidence/upload'
import { Button } from '@/components/ui/button'
import { RadioGroup } from '@/components/ui/choice'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { toast } from '@/components/ui/toast'
import { overrideMarketScoreAction } from '@/lib/markets/actions'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
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
  const tAll = useTranslations() as unknown as Translate
  const [to, setTo] = useState(grades[0] ?? '')
  const [files, setFiles] = useState<UploadedFile[]>([])
  const [busy, setBusy] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const refresh = useRefresh()
  const add = async (chosen: FileList | null) => {
    setBusy(true)
    for (const file of chosen ?? []) {
      const sent = await uploadFile(file, 'OVERRIDE')
      if (sent.ok) setFiles((old) => [...old, sent.value])
      else {
        const { title, detail } = errorText(tAll, sent.error)
        toast.error(title, { detail })
      }
    }
    setBusy(false)
    if (input.current) input.current.value = ''
  }
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
      <div className="mt-2">
        <input
          ref={input}
          type="file"
          multiple
          accept={ACCEPT_FILE}
          className="sr-only"
          tabIndex={-1}
          aria-label={t('overrideAttach')}
          onChange={(e) => void add(e.currentTarget.files)}
        />
        <Button busy={busy} onClick={() => input.current?.click()}>
          <Paperclip />
          {t('overrideAttach')}
        </Button>
        <ul className="mt-1.5 space-y-1 text-sm">
          {files.map((f) => (
            <li key={f.id} className="flex items-center gap-2">
              <span className="min-w-0 break-words">{f.name}</span>
              <Button
                size="sm"
                icon
                tone="quiet"
                aria-label={t('overrideDetach', { name: f.name })}
                onClick={() => setFiles((old) => old.filter((x) => x.id !== f.id))}
              >
                <X />
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </ReasonDialog>
  )
}
