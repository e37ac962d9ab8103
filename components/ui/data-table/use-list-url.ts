'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { parseAsString, useQueryStates } from 'nuqs'
import { useCallback, useMemo, useTransition } from 'react'
import type { Filter } from './types'

const OWN = ['q', 'sort', 'size', 'after', 'before'] as const

/**
 * The list's standing in the address: search, sort, page and filters. Every change asks the server again; a change of
 * anything but the cursor goes back to the first page.
 */
export function useListUrl(filters: Filter[], prefix = '') {
  const [pending, startTransition] = useTransition()
  const pathname = usePathname()
  const searchParams = useSearchParams()
  const keys = useMemo(() => [...OWN, ...filters.map((f) => f.key)], [filters])
  const parsers = useMemo(() => Object.fromEntries(keys.map((k) => [prefix + k, parseAsString])), [keys, prefix])
  const [values, setValues] = useQueryStates(parsers, {
    shallow: false,
    history: 'push',
    scroll: false,
    startTransition,
  })

  const get = useCallback((key: string): string => values[prefix + key] ?? '', [values, prefix])
  const set = useCallback(
    (change: Record<string, string | null>) => {
      const next: Record<string, string | null> = {}
      if (!('after' in change) && !('before' in change)) next[`${prefix}after`] = next[`${prefix}before`] = null
      for (const [k, v] of Object.entries(change)) next[prefix + k] = v === '' ? null : v
      void setValues(next)
    },
    [setValues, prefix],
  )
  /** search string of this list without its cursor: what a saved view or an export needs */
  const query = useMemo(() => {
    const params = new URLSearchParams()
    for (const k of keys) {
      const v = values[prefix + k]
      if (v && k !== 'after' && k !== 'before') params.set(k, v)
    }
    return params.toString()
  }, [keys, values, prefix])

  const apply = useCallback(
    (saved: string) => {
      const params = new URLSearchParams(saved)
      set(Object.fromEntries(keys.filter((k) => k !== 'after' && k !== 'before').map((k) => [k, params.get(k)])))
    },
    [keys, set],
  )
  const active = filters.filter((f) => get(f.key) !== '').length + (get('q') === '' ? 0 : 1)
  const clear = useCallback(
    () => set(Object.fromEntries([['q', null], ...filters.map((f): [string, null] => [f.key, null])])),
    [filters, set],
  )
  return { get, set, query, apply, clear, active, pending, pathname, search: searchParams.toString() }
}

export type ListUrl = ReturnType<typeof useListUrl>
