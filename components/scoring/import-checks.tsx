'use client'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { uploadFile } from '@/components/evidence/upload'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import type { AppError } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { importChecksAction } from '@/lib/scoring/actions'

const SHOWN = 20

/** A file of answers taken in as a whole, or every line that is wrong. */
export function ImportChecks({ batchId }: { batchId: string }) {
  const t = useTranslations('scoring.checks')
  const all = useTranslations() as unknown as Translate
  const input = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const [done, setDone] = useState<{ recorded: number; reopened: number } | null>(null)
  const take = async (file: File | undefined) => {
    if (!file) return
    setBusy(true)
    setError(null)
    setDone(null)
    const sent = await uploadFile(file, 'CHECK')
    const result = sent.ok ? await importChecksAction({ batchId, fileId: sent.value.id }) : sent
    if (result.ok) setDone({ recorded: result.value.recorded, reopened: result.value.reopened.length })
    else setError(result.error)
    setBusy(false)
    if (input.current) input.current.value = ''
  }
  const fields = error?.fields ?? []
  return (
    <Dialog
      trigger={<Button>{t('import')}</Button>}
      title={t('importTitle')}
      description={t('importHint')}
      onOpenChange={() => {
        setError(null)
        setDone(null)
      }}
    >
      <input
        ref={input}
        type="file"
        accept=".csv,.txt,text/csv,text/plain"
        className="sr-only"
        tabIndex={-1}
        aria-label={t('choose')}
        onChange={(e) => void take(e.currentTarget.files?.[0])}
      />
      <Button tone="primary" busy={busy} onClick={() => input.current?.click()}>
        {t('choose')}
      </Button>
      <div className="mt-3 space-y-2">
        {done && (
          <Notice tone="ok" live title={t('imported', { count: done.recorded })}>
            {done.reopened > 0 && t('reopened', { count: done.reopened })}
          </Notice>
        )}
        {error && (
          <Notice tone="danger" live title={errorText(all, error).title}>
            {fields.length > 0 ? (
              <ul className="list-disc pl-4">
                {fields.slice(0, SHOWN).map((f) => (
                  <li key={f.path}>
                    {errorText(all, { code: f.code, ...(f.params ? { params: f.params } : {}) }).detail}
                  </li>
                ))}
              </ul>
            ) : (
              errorText(all, error).detail
            )}
          </Notice>
        )}
      </div>
    </Dialog>
  )
}
