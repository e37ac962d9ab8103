'use client'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import type { AppError, Result } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { Notice } from './notice'

/** One act after the other with its refusal kept in place: `busy` while it is on its way, `problem` to show near the button. */
export function useAct(): {
  busy: boolean
  problem: ReactNode
  clear: () => void
  run: <T>(act: () => Promise<Result<T>>, done?: (value: T) => void) => Promise<boolean>
} {
  const t = useTranslations() as unknown as Translate
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<AppError | null>(null)
  const text = refused && errorText(t, refused)
  return {
    busy,
    problem: text && (
      <Notice tone="danger" title={text.title} live>
        {text.detail}
      </Notice>
    ),
    clear: () => setRefused(null),
    async run(act, done) {
      setBusy(true)
      setRefused(null)
      try {
        const result = await act()
        if (!result.ok) {
          setRefused(result.error)
          return false
        }
        done?.(result.value)
        return true
      } finally {
        setBusy(false)
      }
    },
  }
}
