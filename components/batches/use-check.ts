'use client'
import { useTranslations } from 'next-intl'
import { parseAsBoolean, parseAsString, useQueryState } from 'nuqs'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { checkItemsAction, judgeDocumentAction } from '@/lib/batches/actions'
import type { Verdict } from '@/lib/batches/judgements'
import type { AppError } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { toast } from '../ui/toast'
import { type CheckItem, findingsOf, nextOpen, type Paper, type Papers } from './check-types'
import { usePapers } from './use-papers'

/**
 * The state of the check desk: which merchants are shown, which one and which paper is looked at, and what was said of
 * them. A verdict shows at once and stands until the server has answered; what it refuses goes back with the reason.
 */
export function useCheck(items: CheckItem[], first: Papers | null, checking: boolean) {
  const all = useTranslations() as unknown as Translate
  const [item, setItem] = useQueryState('item', parseAsString.withOptions({ history: 'replace' }))
  const [only, setOnly] = useQueryState('only', parseAsBoolean.withDefault(false).withOptions({ history: 'replace' }))
  const [search, setSearch] = useState('')
  const [place, setPlace] = useState({ item: '', index: 0 })
  const [saidOfPaper, setSaidOfPaper] = useState<Record<string, string>>({})
  const [saidOfItem, setSaidOfItem] = useState<Record<string, string>>({})
  const { kept, failed, reload, want } = usePapers(first)

  const withVerdicts = useCallback(
    (p: Papers): Papers => ({
      ...p,
      state: saidOfItem[p.id] ?? p.state,
      documents: p.documents.map((d) => ({ ...d, state: saidOfPaper[d.id] ?? d.state })),
    }),
    [saidOfItem, saidOfPaper],
  )
  const list = useMemo(
    () =>
      items.map((m) => {
        const state = saidOfItem[m.id] ?? m.state
        const own = kept[m.id]
        if (!own) return { ...m, state }
        const { documents } = withVerdicts(own)
        const count = (verdict: string) => documents.filter((d) => d.state === verdict).length
        return { ...m, state, papers: documents.length, good: count('ACCEPTED'), bad: count('REJECTED') }
      }),
    [items, kept, saidOfItem, withVerdicts],
  )
  const q = search.trim().toLowerCase()
  const shown = useMemo(
    () =>
      list.filter(
        (m) =>
          (!only || m.state === 'SUBMITTED') &&
          (!q || m.row === q || m.name.toLowerCase().includes(q) || m.initials.includes(q)),
      ),
    [list, only, q],
  )
  const current = list.find((m) => m.id === item) ?? list.find((m) => m.id === first?.id) ?? shown[0] ?? null
  const at = shown.findIndex((m) => m.id === current?.id)
  const [prev, next] = [shown[at - 1]?.id, shown[at + 1]?.id]
  const currentId = current?.id
  useEffect(() => want(currentId, next, prev), [want, currentId, next, prev])
  const raw = current && kept[current.id]
  const papers = useMemo(() => (raw ? withVerdicts(raw) : null), [raw, withVerdicts])
  const last = Math.max(0, (papers?.documents.length ?? 1) - 1)
  const index = place.item === current?.id ? Math.min(place.index, last) : 0
  const open = checking && papers?.state === 'SUBMITTED'

  const go = useCallback((id: string | undefined) => id && void setItem(id), [setItem])
  const goPaper = (to: number) => current && setPlace({ item: current.id, index: Math.min(Math.max(to, 0), last) })
  /** The next merchant that still waits, after one has been dealt with. */
  const goOn = () => {
    const from = list.findIndex((m) => m.id === current?.id)
    const round = [...list.slice(from + 1), ...list.slice(0, Math.max(0, from))]
    go(round.find((m) => m.state === 'SUBMITTED')?.id)
  }
  const say = (error: AppError) => {
    const text = errorText(all, error)
    toast.error(text.title, { detail: text.detail })
  }
  const judge = async (paper: Paper, verdict: Verdict, expiresOn?: string | null) => {
    if (!papers || !open) return
    const state = verdict === 'ACCEPTED' ? 'ACCEPTED' : 'REJECTED'
    setSaidOfPaper((old) => ({ ...old, [paper.id]: state }))
    const after = papers.documents.map((d) => (d.id === paper.id ? { ...d, state } : d))
    const on = nextOpen(after, index)
    if (on !== null) setPlace({ item: papers.id, index: on })
    const result = await judgeDocumentAction({ documentId: paper.id, verdict, ...(expiresOn ? { expiresOn } : {}) })
    if (result.ok) await reload(papers.id)
    else say(result.error)
    setSaidOfPaper((old) => without(old, paper.id))
  }
  const seen = async () => {
    if (!papers || !open || findingsOf(papers) > 0) return
    const { id } = papers
    setSaidOfItem((old) => ({ ...old, [id]: 'PACKET_OK' }))
    goOn()
    const result = await checkItemsAction({ applicationIds: [id], originalsSeen: true })
    if (result.ok) await reload(id)
    else {
      say(result.error)
      go(id)
    }
    setSaidOfItem((old) => without(old, id))
  }
  return {
    list,
    shown,
    current,
    papers,
    failed: current !== null && failed.includes(current.id),
    index,
    position: at + 1,
    prev,
    next,
    open: open === true,
    only,
    setOnly: (on: boolean) => void setOnly(on || null),
    search,
    setSearch,
    go,
    goPaper,
    goOn,
    judge,
    seen,
    reload,
  }
}

function without<T>(from: Record<string, T>, key: string): Record<string, T> {
  const { [key]: _, ...rest } = from
  return rest
}
