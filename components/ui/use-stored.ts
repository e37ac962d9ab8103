'use client'
import { useCallback, useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()

/**
 * A small choice of this person on this device (density, chosen columns, folded sidebar), kept in localStorage and
 * shared by all that use the same key. The server and the first paint see `initial`.
 */
export function useStored<T>(key: string, initial: T): [T, (next: T) => void] {
  const name = `fangshi:${key}`
  const text = useSyncExternalStore(
    (notify) => {
      listeners.add(notify)
      addEventListener('storage', notify)
      return () => {
        listeners.delete(notify)
        removeEventListener('storage', notify)
      }
    },
    () => read(name),
    () => null,
  )
  const set = useCallback(
    (next: T) => {
      try {
        localStorage.setItem(name, JSON.stringify(next))
      } catch {
        // storage may be off or full: the choice then lasts only as long as the page
      }
      for (const notify of listeners) notify()
    },
    [name],
  )
  return [parse(text, initial), set]
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}

function parse<T>(text: string | null, initial: T): T {
  if (text === null) return initial
  try {
    return JSON.parse(text) as T
  } catch {
    return initial
  }
}
