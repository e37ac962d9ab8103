'use client'
import { useEffect, useSyncExternalStore } from 'react'
import { tinykeys } from 'tinykeys'
import { isModalOpen, isTyping } from './is-typing'

export type Shortcut = {
  /** tinykeys notation: 'j', '$mod+k', 'g i', '[Shift]+?' */
  keys: string
  /** what it does, translated, for the help sheet */
  label: string
  run: (event: KeyboardEvent) => void
  /** also while a text field has the focus (only for chords with a modifier) */
  whileTyping?: boolean
}

export type ShortcutGroup = { title: string; shortcuts: Shortcut[] }

let groups: readonly ShortcutGroup[] = []
const NONE: readonly ShortcutGroup[] = []
const listeners = new Set<() => void>()

function setGroups(next: readonly ShortcutGroup[]) {
  groups = next
  for (const notify of listeners) notify()
}

/**
 * Puts keys to work while the component is mounted, and lists them in the help sheet under `title`. They rest while a
 * person types, while an input method composes and while a dialog or menu is open. Keep `shortcuts` stable (useMemo).
 */
export function useShortcuts(title: string, shortcuts: Shortcut[], enabled = true): void {
  useEffect(() => {
    if (!enabled || shortcuts.length === 0) return
    const group: ShortcutGroup = { title, shortcuts }
    setGroups([...groups, group])
    const bindings = Object.fromEntries(
      shortcuts.map((s) => [
        s.keys,
        (event: KeyboardEvent) => {
          if (!s.whileTyping && (isTyping(event) || isModalOpen())) return
          s.run(event)
        },
      ]),
    )
    const stop = tinykeys(window, bindings)
    return () => {
      stop()
      setGroups(groups.filter((g) => g !== group))
    }
  }, [title, shortcuts, enabled])
}

/** All keys that work on the page now. */
export function useShortcutGroups(): readonly ShortcutGroup[] {
  return useSyncExternalStore(
    (notify) => {
      listeners.add(notify)
      return () => listeners.delete(notify)
    },
    () => groups,
    () => NONE,
  )
}
