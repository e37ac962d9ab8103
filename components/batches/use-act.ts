'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useCallback, useState } from 'react'
import type { Result } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { toast } from '../ui/toast'

/** Runs a server action: busy meanwhile, says what was refused, and shows the page afresh when it went through. */
export function useAct() {
  const t = useTranslations() as unknown as Translate
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const act = useCallback(
    async <T>(run: () => Promise<Result<T>>, done?: string | ((value: T) => string | undefined)): Promise<T | null> => {
      setBusy(true)
      try {
        const result = await run()
        if (!result.ok) {
          const text = errorText(t, result.error)
          toast.error(text.title, { detail: text.detail })
          return null
        }
        const word = typeof done === 'function' ? done(result.value) : done
        if (word) toast.ok(word)
        router.refresh()
        return result.value
      } finally {
        setBusy(false)
      }
    },
    [t, router],
  )
  return { act, busy }
}
