'use client'
import { Upload } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { Button } from '../ui/button'
import { toast } from '../ui/toast'
import type { DeskItem } from './desk-types'

/** Uploads one paper into a slot, or in the place of another one. */
export function PutPaper({ item, slot, replaces }: { item: DeskItem; slot: string; replaces?: string }) {
  const t = useTranslations('intake')
  const locale = useLocale()
  const router = useRouter()
  const input = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const name = t(`slots.${slot as 'BUNDLE'}`)
  const label = replaces ? `${t('desk.replace')}: ${name}` : t('desk.put', { slot: name })
  const send = async (file: File | undefined) => {
    if (!file) return
    setBusy(true)
    try {
      const body = new FormData()
      body.set('slot', slot)
      if (replaces) body.set('replaces', replaces)
      body.set('file', file, file.name)
      const answer = await fetch(`/api/v1/applications/${item.id}/documents`, {
        method: 'POST',
        body,
        headers: { 'accept-language': locale },
      })
      if (answer.ok) {
        toast.ok(t('desk.uploadedPaper'))
        router.refresh()
      } else {
        const problem = (await answer.json().catch(() => ({}))) as { title?: string; detail?: string }
        toast.error(problem.title ?? t('upload.network'), { detail: problem.detail })
      }
    } catch {
      toast.error(t('upload.network'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button
        size="sm"
        tone={replaces ? 'quiet' : 'default'}
        busy={busy}
        aria-label={label}
        title={label}
        onClick={() => input.current?.click()}
      >
        <Upload aria-hidden />
        {replaces && t('desk.replace')}
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/jpeg,image/png,application/pdf,.ofd"
        tabIndex={-1}
        aria-label={label}
        className="sr-only"
        onChange={(e) => {
          void send(e.currentTarget.files?.[0])
          e.currentTarget.value = ''
        }}
      />
    </>
  )
}
