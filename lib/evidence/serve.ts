/**
 * A stored file to the person who may see it: found through row-level security (an id of another bank or party is a 404),
 * sent with headers that keep its content from running in our origin.
 */
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import type { Actor } from '@/lib/platform/actor'
import { refuse } from '@/lib/platform/errors'
import { type FileRow, fileStore } from '@/lib/platform/files'
import { withTenant } from '@/lib/platform/tenant'
import { MAX_PIXELS } from './upload'

/** Sizes of previews, longest side in pixels. */
export const THUMB_SIZES = [320, 1280] as const

const INLINE = new Set(['image/jpeg', 'image/png', 'image/webp', 'application/pdf'])
const PICTURES = new Set(['image/jpeg', 'image/png', 'image/webp'])
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export type FileRequest = {
  id: string
  /** a preview instead of the file; pictures only */
  thumb?: string | null
  /** save instead of show */
  download?: boolean
}

/** Answers whole, in one range, or 304 when the caller's copy is still the content. */
export async function serveFile(actor: Actor, request: Request, wanted: FileRequest): Promise<Response> {
  const file = await findFile(actor, wanted.id)
  if (wanted.thumb !== null && wanted.thumb !== undefined) return preview(actor, request, file, wanted.thumb)
  const headers = safeHeaders(file, file.mediaType, wanted.download === true)
  headers.set('accept-ranges', 'bytes')
  headers.set('etag', `"${file.sha256}"`)
  if (request.headers.get('if-none-match') === `"${file.sha256}"`) return new Response(null, { status: 304, headers })
  const size = Number(file.sizeBytes)
  const range = readRange(request.headers.get('range'), size)
  if (range === 'BAD') {
    headers.set('content-range', `bytes */${size}`)
    return new Response(null, { status: 416, headers })
  }
  const { start, end } = range ?? { start: 0, end: size - 1 }
  headers.set('content-length', String(Math.max(0, end - start + 1)))
  if (range) headers.set('content-range', `bytes ${start}-${end}/${size}`)
  const status = range ? 206 : 200
  const store = fileStore()
  const stream = range
    ? createReadStream(await store.localPath(actor.bankId, file.sha256), { start, end })
    : await store.open(actor.bankId, file.sha256)
  return new Response(Readable.toWeb(stream) as ReadableStream, { status, headers })
}

async function findFile(actor: Actor, id: string): Promise<FileRow> {
  if (!ID.test(id)) throw refuse('E_NOT_FOUND', { object: 'file' })
  const file = await withTenant(
    actor,
    (tx) =>
      tx.fileObject.findFirst({
        where: { bankId: actor.bankId, id },
        select: { id: true, sha256: true, sizeBytes: true, mediaType: true, name: true },
      }),
    { readOnly: true },
  )
  if (!file) throw refuse('E_NOT_FOUND', { object: 'file' })
  return file
}

/** Upright by the camera's own note, without the note itself: a preview tells nobody where a photo was taken. */
async function preview(actor: Actor, request: Request, file: FileRow, thumb: string): Promise<Response> {
  const side = THUMB_SIZES.find((s) => String(s) === thumb)
  if (!side) throw refuse('E_MALFORMED', { problem: 'thumb' })
  if (!PICTURES.has(file.mediaType)) throw refuse('E_FILE_TYPE', { type: file.mediaType })
  const etag = `"${file.sha256}.${side}"`
  const headers = safeHeaders({ ...file, name: file.name.replace(/\.[^.]*$/, '.webp') }, 'image/webp', false)
  headers.set('etag', etag)
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
  const store = fileStore()
  const image = await store.derived(actor.bankId, file.sha256, `${side}.webp`, async () =>
    sharp(await store.localPath(actor.bankId, file.sha256), { limitInputPixels: MAX_PIXELS })
      .rotate()
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 78 })
      .toBuffer(),
  )
  headers.set('content-length', String(image.length))
  return new Response(new Uint8Array(image), { status: 200, headers })
}

function safeHeaders(file: { name: string }, mediaType: string, download: boolean): Headers {
  const shown = INLINE.has(mediaType) && !download
  return new Headers({
    'content-type': INLINE.has(mediaType) || mediaType.startsWith('video/') ? mediaType : 'application/octet-stream',
    'content-disposition': `${shown ? 'inline' : 'attachment'}; ${fileNameParameter(file.name)}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    // kept, but asked for again each time: a copy is never shown to somebody who may not see the file any more
    'cache-control': 'private, no-cache',
    vary: 'cookie, authorization',
  })
}

/** An ASCII name for old programs and the real one for the rest (RFC 6266). */
function fileNameParameter(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const full = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return `filename="${ascii}"; filename*=UTF-8''${full}`
}

/** One range of bytes, both ends included; null: the whole file; several ranges are answered with the whole file. */
export function readRange(header: string | null, size: number): { start: number; end: number } | 'BAD' | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return null
  const last = size - 1
  if (match[1] === '') {
    const suffix = Number(match[2])
    return suffix === 0 || size === 0 ? 'BAD' : { start: Math.max(0, size - suffix), end: last }
  }
  const start = Number(match[1])
  const end = match[2] === '' ? last : Math.min(Number(match[2]), last)
  return start > last || start > end ? 'BAD' : { start, end }
}
