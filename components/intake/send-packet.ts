/** Sends files piece by piece, goes on where a lost line broke them off, and hands them in as one packet. */
import type { UploadState } from '@/lib/intake/upload-parts'

export type ToSend = { file: File; purpose: 'list' | 'documents' }
export type Sent = { ok: true; id: string; batchId: string } | { ok: false; problem: string | null }

type Options = {
  files: ToSend[]
  /** market and mode, or batch */
  target: Record<string, string>
  /** the same packet sent again is taken once */
  key: string
  locale: string
  signal: AbortSignal
  onProgress(sent: number, total: number): void
  /** the line is gone (true), or back */
  onWaiting(waiting: boolean): void
}

const PIECE = 2 * 2 ** 20
const WAITS_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 30_000, 30_000, 60_000]
const REMEMBERED = 'fangshi.uploads'

class Refused extends Error {
  readonly status: number
  constructor(status: number, text: string | null) {
    super(text ?? '')
    this.status = status
  }
}

export async function sendPacket(options: Options): Promise<Sent> {
  const { files, target, key, locale, signal } = options
  const total = files.reduce((n, f) => n + f.file.size, 0)
  let before = 0
  try {
    const uploads: string[] = []
    for (const { file, purpose } of files) {
      const state = await sendFile(file, purpose, options, (offset) => options.onProgress(before + offset, total))
      uploads.push(state.id)
      before += file.size
    }
    const packet = await patiently(options, () =>
      ask<{ id: string; batchId: string }>('/api/v1/packets', {
        method: 'POST',
        signal,
        headers: { 'content-type': 'application/json', 'idempotency-key': key, 'accept-language': locale },
        body: JSON.stringify({ ...target, uploads }),
      }),
    )
    for (const { file } of files) forget(file)
    return { ok: true, ...packet }
  } catch (cause) {
    return { ok: false, problem: cause instanceof Refused ? cause.message : null }
  }
}

async function sendFile(
  file: File,
  purpose: ToSend['purpose'],
  options: Options,
  onOffset: (offset: number) => void,
): Promise<UploadState> {
  const { signal, locale } = options
  let state = await patiently(options, () => begun(file, purpose, locale, signal))
  while (!state.done) {
    onOffset(state.offset)
    const { id, offset } = state
    state = await patiently(options, async () => {
      try {
        return await ask<UploadState>(`/api/v1/uploads/${id}?offset=${offset}`, {
          method: 'PUT',
          signal,
          headers: { 'content-type': 'application/octet-stream', 'accept-language': locale },
          body: file.slice(offset, offset + PIECE),
        })
      } catch (cause) {
        // part of the piece had arrived before the line broke
        if (cause instanceof Refused && cause.status === 409)
          return ask<UploadState>(`/api/v1/uploads/${id}`, { signal })
        throw cause
      }
    })
  }
  onOffset(file.size)
  return state
}

/** An upload of this very file that was broken off, else a new one. */
async function begun(
  file: File,
  purpose: ToSend['purpose'],
  locale: string,
  signal: AbortSignal,
): Promise<UploadState> {
  const known = remembered()[nameOf(file)]
  if (known) {
    const answer = await fetch(`/api/v1/uploads/${known}`, { signal })
    if (answer.ok) return (await answer.json()) as UploadState
  }
  const state = await ask<UploadState>('/api/v1/uploads', {
    method: 'POST',
    signal,
    headers: { 'content-type': 'application/json', 'accept-language': locale },
    body: JSON.stringify({ name: file.name, sizeBytes: file.size, purpose }),
  })
  remember({ ...remembered(), [nameOf(file)]: state.id })
  return state
}

async function ask<T>(path: string, init: RequestInit): Promise<T> {
  const answer = await fetch(path, init)
  const said = (await answer.json().catch(() => ({}))) as T & { detail?: string; title?: string }
  if (answer.ok) return said
  // a proxy or a server that restarts: as good as a lost line
  if (answer.status >= 502 || answer.status === 429) throw new TypeError(`HTTP ${answer.status}`)
  throw new Refused(answer.status, said.detail ?? said.title ?? null)
}

/** Tries again while the line is gone; a refusal ends it at once. */
async function patiently<T>({ signal, onWaiting }: Options, act: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      const value = await act()
      if (attempt > 0) onWaiting(false)
      return value
    } catch (cause) {
      const wait = WAITS_MS[attempt]
      if (cause instanceof Refused || signal.aborted || wait === undefined) throw cause
      onWaiting(true)
      await pause(wait, signal)
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(clock)
      window.removeEventListener('online', end)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const clock = setTimeout(end, ms)
    window.addEventListener('online', end)
    signal.addEventListener('abort', end)
  })
}

const nameOf = (file: File): string => `${file.name}:${file.size}:${file.lastModified}`

function remembered(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(REMEMBERED) ?? '{}') as Record<string, string>
  } catch {
    return {}
  }
}
function remember(uploads: Record<string, string>): void {
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify(uploads))
  } catch {
    // without a memory an upload begins anew
  }
}
function forget(file: File): void {
  const { [nameOf(file)]: _, ...others } = remembered()
  remember(others)
}
