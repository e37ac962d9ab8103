/**
 * How what a phone keeps reaches the bank: in the order in which it was made, each under its own key through every attempt,
 * and off the phone only when the bank has answered. What belongs to one object goes one after the other; one object that
 * gets no answer does not hold up the others.
 */
import type { Result } from '@/lib/platform/errors'
import type { KeptRequest } from './kept-request'

/** Where requests lie until they are answered. */
export type Box = {
  all(): Promise<KeptRequest[]>
  put(request: KeptRequest): Promise<unknown>
  delete(id: string): Promise<unknown>
}

/** Takes a request to the bank. Null: no answer came, it may or may not have arrived. */
export type Carrier = {
  upload(content: Blob, kind: string): Promise<Result<{ id: string }> | null>
  act(request: KeptRequest, input: unknown): Promise<Result<unknown> | null>
}

/** One pass over everything that waits. Answers whether something still waits for a line. */
export async function deliverAll(
  box: Box,
  carrier: Carrier,
  answered: (request: KeptRequest, result: Result<unknown>) => void,
): Promise<boolean> {
  const stuck = new Set<string>()
  for (const kept of inOrder(await box.all())) {
    if (kept.refused || stuck.has(kept.slot)) continue
    const result = await deliver(box, carrier, kept)
    if (!result) {
      stuck.add(kept.slot)
      continue
    }
    if (result.ok) await box.delete(kept.id)
    else await box.put({ ...kept, refused: result.error })
    answered(kept, result)
  }
  return stuck.size > 0
}

/** A file goes first and its number is kept, so that it goes once. */
async function deliver(box: Box, carrier: Carrier, kept: KeptRequest): Promise<Result<unknown> | null> {
  const { file } = kept
  if (!file) return carrier.act(kept, kept.input)
  if (!file.id) {
    const stored = await carrier.upload(file.content, file.kind)
    if (!stored?.ok) return stored
    file.id = stored.value.id
    await box.put(kept)
  }
  return carrier.act(kept, { ...(kept.input as object), [file.field]: file.id })
}

export function inOrder(requests: readonly KeptRequest[]): KeptRequest[] {
  return requests.toSorted((a, b) => (a.madeAt < b.madeAt ? -1 : a.madeAt > b.madeAt ? 1 : 0))
}
