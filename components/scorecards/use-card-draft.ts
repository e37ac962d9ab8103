'use client'
import { useCallback, useMemo, useRef, useState } from 'react'
import type { AppError } from '@/lib/platform/errors'
import { saveCardDraftAction } from '@/lib/scoring/card-actions'
import { cardToJson } from '@/lib/scoring/card-json'
import type { Card, Indicator } from '@/lib/scoring/rules/card'
import { publishProblems } from '@/lib/scoring/rules/publish'

export type DraftView = {
  id: string
  version: number
  card: Card
  effectiveFrom: string | null
  note: string | null
}

/** A draft in the browser: what is typed, what is wrong with it now, and keeping it in the version that was seen. */
export function useCardDraft(initial: DraftView) {
  const [card, setCardState] = useState(initial.card)
  const [effectiveFrom, setDay] = useState(initial.effectiveFrom ?? '')
  const [note, setNoteState] = useState(initial.note ?? '')
  const [dirty, setDirty] = useState(false)
  const [saving, setSaving] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const version = useRef(initial.version)
  const problems = useMemo(() => publishProblems(card), [card])

  const change = useCallback((make: (card: Card) => Card) => {
    setCardState(make)
    setDirty(true)
  }, [])
  const setIndicator = useCallback(
    (index: number, make: (indicator: Indicator) => Indicator) =>
      change((c) => ({ ...c, indicators: c.indicators.map((i, n) => (n === index ? make(i) : i)) })),
    [change],
  )
  const setEffectiveFrom = (day: string) => {
    setDay(day)
    setDirty(true)
  }
  const setNote = (text: string) => {
    setNoteState(text)
    setDirty(true)
  }

  /** True when what is on the screen is kept. */
  const save = async (): Promise<boolean> => {
    setSaving(true)
    setError(null)
    const result = await saveCardDraftAction(
      { draftId: initial.id, card: cardToJson(card), effectiveFrom: effectiveFrom || null, note },
      { ifMatch: version.current },
    ).catch(() => null)
    setSaving(false)
    if (!result?.ok) {
      setError(result?.error ?? { code: 'E_UNAVAILABLE', status: 503, params: {}, fields: [] })
      return false
    }
    version.current = result.value.version
    setDirty(false)
    return true
  }
  return {
    id: initial.id,
    card,
    effectiveFrom,
    note,
    dirty,
    saving,
    error,
    problems,
    change,
    setIndicator,
    setEffectiveFrom,
    setNote,
    save,
  }
}
export type CardDraft = ReturnType<typeof useCardDraft>
