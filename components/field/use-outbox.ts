'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { CommandOptions } from '@/lib/platform/commands'
import type { Result } from '@/lib/platform/errors'
import { FIELD_ACTS, type FieldAct } from './acts'
import { type KeptRequest, outbox, waitingOf } from './outbox'

const AGAIN_MS = 15_000
type Send = (input: never, options?: CommandOptions) => Promise<Result<unknown>>

/** Sends acts of one object in the order in which they were made, for as long as it takes; `onSent` when one arrived. */
export function useOutbox(login: string, slot: string, onSent: () => void) {
  const [waiting, setWaiting] = useState<KeptRequest[]>([])
  const busy = useRef<Promise<void> | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const answers = useRef(new Map<string, Result<unknown>>())
  const sent = useRef(onSent)
  useEffect(() => {
    sent.current = onSent
  })

  const sendAll = useCallback(async () => {
    clearTimeout(timer.current)
    for (const request of await waitingOf(login, slot)) {
      if (request.refused) continue
      const act = FIELD_ACTS[request.act] as Send
      const result = await act(request.input as never, { idempotencyKey: request.id }).catch(() => null)
      if (!result) {
        timer.current = setTimeout(() => void send.current(), AGAIN_MS)
        break
      }
      const db = await outbox(login)
      answers.current.set(request.id, result)
      if (result.ok) {
        await db.delete('requests', request.id)
        sent.current()
      } else await db.put('requests', { ...request, refused: result.error })
    }
    setWaiting(await waitingOf(login, slot))
  }, [login, slot])

  // one sender at a time: what is asked for meanwhile is sent right after
  const send = useRef<() => Promise<void>>(async () => undefined)
  send.current = () => {
    const next = (busy.current ?? Promise.resolve()).then(sendAll, sendAll)
    busy.current = next
    return next
  }

  useEffect(() => {
    void waitingOf(login, slot)
      .then((found) => {
        setWaiting(found)
        return found.length > 0 ? send.current() : undefined
      })
      .catch(() => undefined)
    const online = () => void send.current().catch(() => undefined)
    window.addEventListener('online', online)
    return () => {
      window.removeEventListener('online', online)
      clearTimeout(timer.current)
    }
  }, [login, slot])

  /**
   * Keeps the act, then tries to send it. Answers with what the bank said; `kept` when there is no line. A refusal that is
   * answered here is taken off the phone again: the form still holds what was typed.
   */
  const submit = useCallback(
    async (act: FieldAct, input: unknown): Promise<Result<unknown> & { kept?: boolean }> => {
      const id = crypto.randomUUID()
      let db: Awaited<ReturnType<typeof outbox>>
      try {
        db = await outbox(login)
        await db.put('requests', { id, slot, act, input, madeAt: new Date().toISOString(), refused: null })
      } catch {
        // a browser that keeps nothing (private window): sent as long as the page is open
        return (FIELD_ACTS[act] as Send)(input as never, { idempotencyKey: id })
      }
      await send.current()
      const answer = answers.current.get(id)
      if (!answer) return { ok: true, value: null, kept: true }
      if (!answer.ok) {
        await db.delete('requests', id)
        setWaiting(await waitingOf(login, slot))
      }
      return answer
    },
    [login, slot],
  )
  const discard = useCallback(
    async (id: string) => {
      await (await outbox(login)).delete('requests', id)
      setWaiting(await waitingOf(login, slot))
    },
    [login, slot],
  )
  const again = useCallback(
    async (request: KeptRequest) => {
      await (await outbox(login)).put('requests', { ...request, refused: null })
      await send.current()
    },
    [login],
  )
  return { waiting, submit, discard, again }
}
