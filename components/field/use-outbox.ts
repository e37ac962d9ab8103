'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Result } from '@/lib/platform/errors'
import type { FieldAct } from './acts'
import type { KeptRequest } from './kept-request'
import { senderOf } from './sender'

type Answer = Result<unknown> & { kept?: boolean }

/** What waits of one object, and how to add to it; `onSent` when something of it arrived. */
export function useOutbox(login: string, slot: string, onSent: (request: KeptRequest) => void) {
  const [waiting, setWaiting] = useState<KeptRequest[]>([])
  const sent = useRef(onSent)
  useEffect(() => {
    sent.current = onSent
  })

  useEffect(() => {
    const sender = senderOf(login)
    const look = () =>
      sender.waiting().then(
        (all) => setWaiting(all.filter((r) => r.slot === slot)),
        () => undefined,
      )
    void look()
    return sender.listen((answer) => {
      void look()
      if (answer?.request.slot === slot && answer.result.ok) sent.current(answer.request)
    })
  }, [login, slot])

  /**
   * Keeps the act, then tries to send it. Answers with what the bank said; `kept` when there is no line. A refusal that is
   * answered here is taken off the phone again: the form still holds what was typed.
   */
  const submit = useCallback(
    async (act: FieldAct, input: unknown, file?: KeptRequest['file']): Promise<Answer> => {
      const sender = senderOf(login)
      const request: KeptRequest = {
        id: crypto.randomUUID(),
        slot,
        act,
        input,
        ...(file ? { file } : {}),
        madeAt: new Date().toISOString(),
        refused: null,
      }
      try {
        await sender.keep(request)
      } catch {
        return sender.straight(request)
      }
      let answer: Result<unknown> | undefined
      const deaf = sender.listen((said) => {
        if (said?.request.id === request.id) answer = said.result
      })
      await sender.send().finally(deaf)
      if (!answer) return { ok: true, value: null, kept: true }
      if (!answer.ok) await sender.drop(request.id)
      return answer
    },
    [login, slot],
  )
  const discard = useCallback((id: string) => senderOf(login).drop(id), [login])
  const again = useCallback(
    async (request: KeptRequest) => {
      await senderOf(login).keep({ ...request, refused: null })
      await senderOf(login).send()
    },
    [login],
  )
  return { waiting, submit, discard, again }
}
