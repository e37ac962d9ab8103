'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from '../ui/toast'

/** Sends one file into a slot of a merchant, or in the place of another paper, and says how it went. */
export function usePutPaper(applicationId: string) {
  const t = useTranslations('intake')
  const locale = useLocale()
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const put = async (file: File | undefined, slot: string, replaces?: string) => {
    if (!file) return
    setBusy(true)
    try {
      const body = new FormData()
      body.set('slot', slot)
      if (replaces) body.set('replaces', replaces)
      body.set('file', file, file.name)
      const answer = await fetch(`/api/v1/applications/${applicationId}/documents`, {
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
  return { busy, put }
}
