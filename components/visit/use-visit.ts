'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { AppError } from '@/lib/platform/errors'
import { saveVisitAction } from '@/lib/scoring/actions'
import { fieldCount, isEmptyPatch, type KeptVisit, mergePatch, type Patch, phoneStore } from './phone-store'

export type SendState = 'saved' | 'waiting' | 'saving' | 'offline' | 'refused'

const REST_MS = 1200
const AGAIN_MS = 15_000

/**
 * Sends what is written as long as there is a line and keeps it on the phone until it has arrived. `onSent` is called
 * when everything has; a conflict waits for a person to choose.
 */
export function useVisit(login: string, applicationId: string, version: number, onSent: () => void) {
  const [state, setState] = useState<SendState>('saved')
  const [error, setError] = useState<AppError | null>(null)
  const [restored, setRestored] = useState<Patch | null>(null)
  const [pending, setPending] = useState(0)
  const kept = useRef<KeptVisit>({ id: applicationId, patch: {}, inFlight: null })
  const seen = useRef<number | undefined>(version)
  const busy = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const sent = useRef(onSent)
  useEffect(() => {
    sent.current = onSent
    if (!busy.current && !kept.current.inFlight && isEmptyPatch(kept.current.patch)) seen.current = version
  })

  const keep = useCallback(async () => {
    const { patch, inFlight } = kept.current
    setPending(fieldCount(patch) + (inFlight ? fieldCount(inFlight.request) : 0))
    try {
      const db = await phoneStore(login)
      if (isEmptyPatch(patch) && !inFlight) await db.delete('visits', applicationId)
      else await db.put('visits', kept.current)
    } catch {
      // a browser that keeps nothing (private window): what is typed is sent as long as the page is open
    }
  }, [login, applicationId])

  const send = useCallback(async () => {
    clearTimeout(timer.current)
    if (busy.current) return
    busy.current = true
    try {
      for (;;) {
        if (!kept.current.inFlight) {
          if (isEmptyPatch(kept.current.patch)) break
          const request = {
            applicationId,
            ...kept.current.patch,
            ...(seen.current === undefined ? {} : { version: seen.current }),
          }
          kept.current = { ...kept.current, patch: {}, inFlight: { key: crypto.randomUUID(), request } }
          await keep()
        }
        const { key, request } = kept.current.inFlight!
        setState('saving')
        const result = await saveVisitAction(request, { idempotencyKey: key }).catch(() => null)
        if (!result) {
          setState(navigator.onLine ? 'waiting' : 'offline')
          timer.current = setTimeout(() => void send(), AGAIN_MS)
          return
        }
        if (!result.ok) {
          // nothing is lost: the refused changes go back under those made since
          const { applicationId: _, version: __, ...refused } = request
          kept.current = { ...kept.current, patch: mergePatch(refused, kept.current.patch), inFlight: null }
          await keep()
          setError(result.error)
          setState('refused')
          return
        }
        seen.current = result.value.version
        kept.current = { ...kept.current, inFlight: null }
        setError(null)
        await keep()
      }
      setState('saved')
      sent.current()
    } finally {
      busy.current = false
    }
  }, [applicationId, keep])

  useEffect(() => {
    let gone = false
    void phoneStore(login)
      .then((db) => db.get('visits', applicationId))
      .then((found) => {
        if (gone) return
        if (found) {
          kept.current = { ...found, patch: mergePatch(found.patch, kept.current.patch) }
          const { applicationId: _, version: __, ...flying } = found.inFlight?.request ?? { applicationId }
          setRestored(mergePatch(flying, found.patch))
          setState('waiting')
          void send()
        }
      })
      .catch(() => undefined)
    const online = () => void send()
    window.addEventListener('online', online)
    return () => {
      gone = true
      window.removeEventListener('online', online)
      clearTimeout(timer.current)
    }
  }, [login, applicationId, send])

  const change = useCallback(
    (patch: Patch) => {
      kept.current = { ...kept.current, patch: mergePatch(kept.current.patch, patch) }
      setError(null)
      setState(navigator.onLine ? 'waiting' : 'offline')
      void keep()
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void send(), REST_MS)
    },
    [keep, send],
  )
  /** Mine over theirs: the same changes, sent without asking which version they were made on. */
  const overwrite = useCallback(() => {
    seen.current = undefined
    void send()
  }, [send])
  const drop = useCallback(async () => {
    kept.current = { id: applicationId, patch: {}, inFlight: null }
    await keep()
    window.location.reload()
  }, [applicationId, keep])
  return { state, pending, error, restored, change, send, overwrite, drop }
}
