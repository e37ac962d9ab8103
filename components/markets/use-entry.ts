'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { saveEntryAction } from '@/lib/markets/actions'
import type { EntryProblem, EntrySource, EntryVeto } from '@/lib/markets/rules/entry'
import type { Sheet } from '@/lib/markets/rules/sheets'
import type { AppError } from '@/lib/platform/errors'

export type EntryState = {
  values: Record<string, string>
  sources: Record<string, EntrySource>
  vetoes: Record<string, EntryVeto>
}

/** What has changed and is not yet with the server. */
type Patch = {
  values: Record<string, string | null>
  sheets: Record<string, Sheet | null>
  notes: Record<string, string | null>
  vetoes: Record<string, { hit: boolean; note?: string } | null>
}
const NOTHING: Patch = { values: {}, sheets: {}, notes: {}, vetoes: {} }
const isEmpty = (p: Patch) => Object.values(p).every((part) => Object.keys(part).length === 0)
const merge = (a: Patch, b: Partial<Patch>): Patch => ({
  values: { ...a.values, ...b.values },
  sheets: { ...a.sheets, ...b.sheets },
  notes: { ...a.notes, ...b.notes },
  vetoes: { ...a.vetoes, ...b.vetoes },
})

export type SaveStatus = 'saved' | 'saving' | 'waiting' | 'offline' | 'conflict' | 'refused'

const REST_MS = 900
const RETRY_MS = 8000

/**
 * The surveyor's own entry as it is typed. Each change is sent when the typing rests; without a line it is kept on the
 * phone and sent when the line is back, so that nothing written in the market's cellar is lost. A save on an older
 * version (a second tab, another phone) stops here instead of overwriting.
 */
export function useEntry(start: {
  entryId: string
  marketId: string
  version: number
  state: EntryState
  computed: Record<string, string>
  openSheets: readonly EntryProblem[]
}) {
  const [state, setState] = useState(start.state)
  const [computed, setComputed] = useState(start.computed)
  const [openSheets, setOpenSheets] = useState(start.openSheets)
  const [status, setStatus] = useState<SaveStatus>('saved')
  const [refused, setRefused] = useState<AppError | null>(null)
  const [savedAt, setSavedAt] = useState<Date | null>(null)
  const version = useRef(start.version)
  const pending = useRef<Patch>(NOTHING)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const flight = useRef<Promise<void> | null>(null)
  const slot = `survey:${start.entryId}`
  const { marketId } = start

  const keep = useCallback(() => {
    if (isEmpty(pending.current)) localStorage.removeItem(slot)
    else localStorage.setItem(slot, JSON.stringify(pending.current))
  }, [slot])

  const send = useCallback(async (): Promise<void> => {
    if (flight.current) await flight.current
    if (isEmpty(pending.current)) return
    const patch = pending.current
    pending.current = NOTHING
    setStatus('saving')
    const run = async () => {
      try {
        const result = await saveEntryAction({ marketId, ...patch }, { ifMatch: version.current })
        if (result.ok) {
          version.current = result.value.version
          setComputed(result.value.computed as Record<string, string>)
          setOpenSheets(result.value.openSheets as unknown as EntryProblem[])
          setRefused(null)
          setSavedAt(new Date())
          setStatus(isEmpty(pending.current) ? 'saved' : 'waiting')
        } else {
          setRefused(result.error)
          setStatus(result.error.code === 'E_VERSION_CONFLICT' ? 'conflict' : 'refused')
          if (result.error.code === 'E_VERSION_CONFLICT') pending.current = merge(patch, pending.current)
        }
      } catch {
        pending.current = merge(patch, pending.current)
        setStatus('offline')
        clearTimeout(timer.current)
        timer.current = setTimeout(() => void send(), RETRY_MS)
      }
      keep()
    }
    flight.current = run()
    await flight.current
    flight.current = null
  }, [marketId, keep])

  const queue = useCallback(
    (change: Partial<Patch>, wait = REST_MS) => {
      pending.current = merge(pending.current, change)
      keep()
      setStatus('waiting')
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void send(), wait)
    },
    [keep, send],
  )

  // what an earlier visit could not send is put in and sent first
  useEffect(() => {
    const kept = localStorage.getItem(slot)
    if (kept) {
      const patch = merge(NOTHING, JSON.parse(kept) as Partial<Patch>)
      setState((s) => apply(s, patch))
      queue(patch, 0)
    }
    const online = () => void send()
    window.addEventListener('online', online)
    return () => {
      window.removeEventListener('online', online)
      clearTimeout(timer.current)
    }
  }, [slot, queue, send])

  const change = useCallback(
    (patch: Partial<Patch>) => {
      setState((s) => apply(s, merge(NOTHING, patch)))
      queue(patch)
    },
    [queue],
  )
  /** Sends what is left and waits for it: before signing. False when something could not be saved. */
  const settle = useCallback(async (): Promise<boolean> => {
    clearTimeout(timer.current)
    await send()
    return isEmpty(pending.current)
  }, [send])

  return { state, computed, openSheets, status, refused, savedAt, change, settle }
}

function apply(s: EntryState, p: Patch): EntryState {
  const values = { ...s.values }
  const sources = { ...s.sources }
  const vetoes = { ...s.vetoes }
  for (const [code, value] of Object.entries(p.values)) {
    if (value === null) delete values[code]
    else values[code] = value
    sources[code] = { ...sources[code], sheet: null }
  }
  for (const [code, sheet] of Object.entries(p.sheets)) {
    sources[code] = { ...sources[code], sheet }
    if (sheet) delete values[code]
  }
  for (const [code, note] of Object.entries(p.notes)) sources[code] = { ...sources[code], note }
  for (const [code, answer] of Object.entries(p.vetoes)) {
    if (answer === null) delete vetoes[code]
    else vetoes[code] = answer
  }
  return { values, sources, vetoes }
}
