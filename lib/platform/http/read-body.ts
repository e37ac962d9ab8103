/** JSON bodies: an object, of limited size, counted while it arrives. */
import { refuse } from '../errors'

const MAX_BODY = 2 * 1024 * 1024
const MAX_DEPTH = 32

/** The object in the request's body; an absent body is an empty object. Refuses E_MEDIA_TYPE, E_BODY_TOO_LARGE, E_MALFORMED. */
export async function readJsonBody(request: Request): Promise<Record<string, unknown>> {
  const bytes = await readBytes(request)
  if (bytes.length === 0) return {}
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/(json|[a-z.-]+\+json)\s*(;|$)/i.test(type)) throw refuse('E_MEDIA_TYPE', { type: type || '-' })
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw refuse('E_MALFORMED', { problem: 'JSON' })
  }
  if (!value || typeof value !== 'object' || Array.isArray(value)) throw refuse('E_MALFORMED', { problem: 'OBJECT' })
  if (deeper(value, MAX_DEPTH)) throw refuse('E_MALFORMED', { problem: 'DEPTH' })
  return value as Record<string, unknown>
}

async function readBytes(request: Request): Promise<Uint8Array> {
  const declared = Number(request.headers.get('content-length') ?? 0)
  if (declared > MAX_BODY) throw refuse('E_BODY_TOO_LARGE', { maxBytes: MAX_BODY })
  if (!request.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > MAX_BODY) throw refuse('E_BODY_TOO_LARGE', { maxBytes: MAX_BODY })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function deeper(value: unknown, left: number): boolean {
  if (!value || typeof value !== 'object') return false
  return left === 0 || Object.values(value).some((v) => deeper(v, left - 1))
}
