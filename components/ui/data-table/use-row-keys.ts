'use client'
import { useTranslations } from 'next-intl'
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { useShortcuts } from '../shortcuts'

/** j and k walk the rows, x chooses, Enter opens, / goes to the search box. Returns the row that is stood on. */
export function useRowKeys(options: {
  enabled: boolean
  table: RefObject<HTMLTableElement | null>
  count: number
  search: RefObject<HTMLInputElement | null>
  onOpen: (index: number) => void
  onSelect?: (index: number) => void
}): number {
  const t = useTranslations('ui.table.keys')
  const [active, setActive] = useState(-1)
  const latest = useRef({ ...options, active })
  useEffect(() => {
    latest.current = { ...options, active }
  })
  useEffect(() => setActive((a) => Math.min(a, options.count - 1)), [options.count])

  const canSelect = options.onSelect !== undefined
  const shortcuts = useMemo(() => {
    const walk = (by: number) => (event: KeyboardEvent) => {
      const { count, table, active: from } = latest.current
      if (count === 0) return
      event.preventDefault()
      const to = Math.max(0, Math.min(count - 1, from + by))
      setActive(to)
      table.current?.querySelector<HTMLElement>(`[data-row="${to}"]`)?.focus()
    }
    const at = (act: ((index: number) => void) | undefined) => (event: KeyboardEvent) => {
      const { active: now, count } = latest.current
      if (!act || now < 0 || now >= count) return
      event.preventDefault()
      act(now)
    }
    return [
      { keys: 'j', label: t('down'), run: walk(1) },
      { keys: 'k', label: t('up'), run: walk(-1) },
      ...(canSelect ? [{ keys: 'x', label: t('select'), run: at((i) => latest.current.onSelect?.(i)) }] : []),
      {
        keys: 'Enter',
        label: t('open'),
        run: (event: KeyboardEvent) => {
          if (event.target instanceof Element && event.target.closest('a,button,summary,[role="checkbox"]')) return
          at((i) => latest.current.onOpen(i))(event)
        },
      },
      {
        keys: '/',
        label: t('search'),
        run: (event: KeyboardEvent) => {
          event.preventDefault()
          latest.current.search.current?.focus()
        },
      },
    ]
  }, [t, canSelect])
  useShortcuts(t('title'), shortcuts, options.enabled)
  return active
}
