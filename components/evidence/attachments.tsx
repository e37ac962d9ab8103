'use client'
import { Paperclip, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { toast } from '@/components/ui/toast'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { ACCEPT_FILE, type UploadedFile, uploadFile } from './upload'

/** Papers that prove what is written beside them: uploaded as they are chosen, taken off again with a click. */
export function Attachments({
  files,
  onChange,
  kind,
  attach,
  detach,
}: {
  files: UploadedFile[]
  onChange: (files: UploadedFile[]) => void
  kind: string
  attach: string
  detach: (name: string) => string
}) {
  const t = useTranslations() as unknown as Translate
  const [busy, setBusy] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const add = async (chosen: FileList | null) => {
    setBusy(true)
    let all = files
    for (const file of chosen ?? []) {
      const sent = await uploadFile(file, kind)
      if (sent.ok) {
        all = [...all, sent.value]
        onChange(all)
      } else {
        const { title, detail } = errorText(t, sent.error)
        toast.error(title, { detail })
      }
    }
    setBusy(false)
    if (input.current) input.current.value = ''
  }
  return (
    <div className="mt-2">
      <input
        ref={input}
        type="file"
        multiple
        accept={ACCEPT_FILE}
        className="sr-only"
        tabIndex={-1}
        aria-label={attach}
        onChange={(e) => void add(e.currentTarget.files)}
      />
      <Button busy={busy} onClick={() => input.current?.click()}>
        <Paperclip />
        {attach}
      </Button>
      <ul className="mt-1.5 space-y-1 text-sm">
        {files.map((f) => (
          <li key={f.id} className="flex items-center gap-2">
            <span className="min-w-0 break-words">{f.name}</span>
            <Button
              size="sm"
              icon
              tone="quiet"
              aria-label={detach(f.name)}
              onClick={() => onChange(files.filter((x) => x.id !== f.id))}
            >
              <X />
            </Button>
          </li>
        ))}
      </ul>
    </div>
  )
}
