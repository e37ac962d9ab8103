/** Multipart bodies streamed to the file store: nothing of a file is held in memory, and a part that is too large ends the upload. */

import { Readable } from 'node:stream'
import busboy from '@fastify/busboy'
import { Refusal, refuse } from '@/lib/platform/errors'
import { fileStore } from '@/lib/platform/files'

export type UploadedFile = {
  field: string
  name: string
  sha256: string
  sizeBytes: string
  mediaType: string
}
export type Upload = { fields: Record<string, string>; files: UploadedFile[] }
export type UploadLimits = { fileBytes: Record<string, number>; files: number }

/** Reads the whole body. Unknown file fields are refused by name; a broken body is E_MALFORMED. */
export async function readUpload(request: Request, bankId: string, limits: UploadLimits): Promise<Upload> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^multipart\/form-data/i.test(type)) throw refuse('E_MEDIA_TYPE', { type: type || '-' })
  if (!request.body) throw refuse('E_MALFORMED', { problem: 'BODY' })
  const fields: Record<string, string> = {}
  const files: Promise<UploadedFile>[] = []
  let failure: unknown
  const parser = formParser(type, limits.files)
  const fail = (error: unknown) => {
    failure ??= error
    parser.destroy()
  }
  parser.on('field', (name, value) => {
    fields[name] = value
  })
  parser.on('filesLimit', () => fail(refuse('E_TOO_MANY_FILES', { max: limits.files })))
  parser.on('file', (field, stream, name, _encoding, mime) => {
    const max = limits.fileBytes[field]
    if (max === undefined) {
      stream.resume()
      fail(refuse('E_UNKNOWN_FIELD', { fields: [field] }, { fields: [{ path: field, code: 'E_UNKNOWN_FIELD' }] }))
      return
    }
    const stored = fileStore()
      .put(bankId, stream, max)
      .then((c) => ({
        field,
        name: safeName(name),
        sha256: c.sha256,
        sizeBytes: c.sizeBytes.toString(),
        mediaType: mime || 'application/octet-stream',
      }))
    stored.catch(fail)
    files.push(stored)
  })
  await new Promise<void>((resolve) => {
    parser.on('finish', resolve)
    parser.on('error', (e: unknown) => {
      fail(e)
      resolve()
    })
    parser.on('close', resolve)
    const body = Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0])
    body.on('error', (e) => {
      fail(e)
      resolve()
    })
    body.pipe(parser)
  })
  const settled = await Promise.allSettled(files)
  if (failure) throw failure instanceof Refusal ? failure : refuse('E_MALFORMED', { problem: 'MULTIPART' })
  return { fields, files: settled.map((s) => (s as PromiseFulfilledResult<UploadedFile>).value) }
}

/** A form without a boundary is no form. */
function formParser(type: string, files: number) {
  try {
    return busboy({ headers: { 'content-type': type }, limits: { files, fields: 20, fieldSize: 64 * 1024 } })
  } catch {
    throw refuse('E_MALFORMED', { problem: 'MULTIPART' })
  }
}

/** The last part of a name that a browser or script sent, without anything that could be a path or a control sign. */
export function safeName(name: string | undefined): string {
  const last = (name ?? '').split(/[/\\]/).at(-1) ?? ''
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return last.replace(/[\u0000-\u001f\u007f<>:"|?*]/g, '').slice(0, 200) || 'file'
}
