'use client'
import { useLocale } from 'next-intl'
import { useCallback, useRef, useState } from 'react'
import type { Papers } from './check-types'

/**
 * Merchants' papers by id, read once and kept; `reload` reads again after an act. `want` names those that are
 * needed now or soon: the next merchant is read while the checker still looks at this one.
 */
export function usePapers(initial: Papers | null) {
  const locale = useLocale()
  const [kept, setKept] = useState<Record<string, Papers>>(initial ? { [initial.id]: initial } : {})
  const [failed, setFailed] = useState<string[]>([])
  const asked = useRef(new Set<string>(initial ? [initial.id] : []))
  const reload = useCallback(
    async (id: string) => {
      asked.current.add(id)
      try {
        const answer = await fetch(`/api/v1/applications/${id}/papers`, { headers: { 'accept-language': locale } })
        if (!answer.ok) throw new Error(String(answer.status))
        const papers = (await answer.json()) as Papers
        setKept((old) => ({ ...old, [id]: papers }))
        setFailed((old) => old.filter((f) => f !== id))
      } catch {
        setFailed((old) => [...old.filter((f) => f !== id), id])
      }
    },
    [locale],
  )
  const want = useCallback(
    (...ids: (string | undefined)[]) => {
      for (const id of ids) if (id && !asked.current.has(id)) void reload(id)
    },
    [reload],
  )
  return { kept, failed, reload, want }
}
