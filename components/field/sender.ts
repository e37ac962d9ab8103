'use client'
/**
 * The one sender of a person's requests in this window: whichever page asks, all that waits is tried. Windows of one
 * browser take turns (Web Locks); where there are no locks, the key of each request still makes it count once.
 */
import { uploadFile } from '@/components/ui/upload-file'
import type { CommandOptions } from '@/lib/platform/commands'
import type { Result } from '@/lib/platform/errors'
import { FIELD_ACTS } from './acts'
import { type Carrier, deliverAll, inOrder } from './deliver'
import type { KeptRequest, Listener } from './kept-request'
import { boxOf } from './outbox'

const AGAIN_MS = 15_000
type Send = (input: never, options?: CommandOptions) => Promise<Result<unknown>>

const carrier: Carrier = {
  upload: (content, kind) => uploadFile(content, kind).catch(() => null),
  act: (request, input) =>
    (FIELD_ACTS[request.act] as Send)(input as never, { idempotencyKey: request.id }).catch(() => null),
}

export type Sender = ReturnType<typeof makeSender>

function makeSender(login: string) {
  const listeners = new Set<Listener>()
  const tell: Listener = (answer) => {
    for (const listener of listeners) listener(answer)
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  let last: Promise<void> = Promise.resolve()

  async function pass(): Promise<void> {
    clearTimeout(timer)
    const box = await boxOf(login)
    const waits = await inTurn(login, () => deliverAll(box, carrier, (request, result) => tell({ request, result })))
    if (waits) timer = setTimeout(() => void send(), AGAIN_MS)
    tell(null)
  }

  /** One pass at a time: what is asked for meanwhile is sent right after. */
  function send(): Promise<void> {
    last = last.then(pass, pass)
    return last
  }

  return {
    send,
    waiting: async (): Promise<KeptRequest[]> => inOrder(await (await boxOf(login)).all()),
    async keep(request: KeptRequest): Promise<void> {
      await (await boxOf(login)).put(request)
    },
    async drop(id: string): Promise<void> {
      await (await boxOf(login)).delete(id)
      tell(null)
    },
    listen(listener: Listener): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    /** A browser that keeps nothing: sent at once or not at all. */
    async straight(request: KeptRequest): Promise<Result<unknown>> {
      const { file, input } = request
      if (!file) return (FIELD_ACTS[request.act] as Send)(input as never, { idempotencyKey: request.id })
      const stored = await uploadFile(file.content, file.kind)
      if (!stored.ok) return stored
      const whole = { ...(input as object), [file.field]: stored.value.id }
      return (FIELD_ACTS[request.act] as Send)(whole as never, { idempotencyKey: request.id })
    },
  }
}

function inTurn<T>(login: string, run: () => Promise<T>): Promise<T> {
  return navigator.locks ? (navigator.locks.request(`fangshi-outbox-${login}`, run) as Promise<T>) : run()
}

const senders = new Map<string, Sender>()

export function senderOf(login: string): Sender {
  const sender = senders.get(login) ?? makeSender(login)
  senders.set(login, sender)
  return sender
}
