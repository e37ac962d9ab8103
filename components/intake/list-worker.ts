/** The browser's worker for a look at a list: a large one must not hold up the page, a hostile one takes only the worker along. */
import { Buffer } from 'node:buffer'

const scope = globalThis as unknown as {
  Buffer?: typeof Buffer
  onmessage:
    | ((e: MessageEvent<{ file: Blob; rules: import('@/lib/intake/look-before-upload').WireRules }>) => void)
    | null
  postMessage(message: unknown): void
}
scope.Buffer ??= Buffer

scope.onmessage = async ({ data }) => {
  const { lookAtList } = await import('@/lib/intake/look-before-upload')
  try {
    scope.postMessage(await lookAtList(new Uint8Array(await data.file.arrayBuffer()), data.rules))
  } catch {
    // what cannot be looked at here is looked at by the server
    scope.postMessage(null)
  }
}
