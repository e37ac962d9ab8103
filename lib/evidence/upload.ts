/** One file from a form into the store: streamed, measured, told by its content, and written down who brought it. */
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileTypeFromFile } from 'file-type'
import sharp from 'sharp'
import { ScriptWatch } from '@/lib/intake/pdf-script'
import { FileRefused } from '@/lib/intake/refused-file'
import { readUpload } from '@/lib/intake/upload'
import type { Actor } from '@/lib/platform/actor'
import { writeAudit } from '@/lib/platform/audit'
import { refuse } from '@/lib/platform/errors'
import { type FileRow, fileStore, registerFile } from '@/lib/platform/files'
import { withTenant } from '@/lib/platform/tenant'

export const MAX_FILE_BYTES = 20 * 1024 * 1024
/** A picture of more pixels than any phone makes is meant to fill a memory. */
export const MAX_PIXELS = 120_000_000

/** What a proof may be; by content, never by name. */
const KINDS: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
}

export type Uploaded = { id: string; name: string; mediaType: string; sizeBytes: number; sha256: string }

/**
 * Stores the part `file` of a multipart request (≤ 20 MB) as a file of the caller's bank and party; `kind` says what it
 * is for (EVIDENCE unless told). Refuses E_FILE_TOO_LARGE (413), E_FILE_TYPE (415), E_FILE_DAMAGED (a picture that
 * cannot be read), E_REQUIRED without a file.
 */
export async function uploadFile(actor: Actor, request: Request): Promise<Uploaded> {
  if (actor.scope === 'READ') throw refuse('E_FORBIDDEN', { need: 'FULL' })
  const declared = Number(request.headers.get('content-length') ?? 0)
  if (declared > MAX_FILE_BYTES + 64 * 1024) throw refuse('E_FILE_TOO_LARGE', { maxBytes: MAX_FILE_BYTES })
  const { fields, files } = await readUpload(request, actor.bankId, {
    fileBytes: { file: MAX_FILE_BYTES },
    files: 1,
  })
  const [file] = files
  if (!file) throw refuse('E_REQUIRED:file', {}, { fields: [{ path: 'file', code: 'E_REQUIRED' }] })
  const kind = fields.kind ?? 'EVIDENCE'
  if (!/^[A-Z][A-Z_]{0,39}$/.test(kind)) throw refuse('E_MALFORMED', { problem: 'kind' })
  const path = await fileStore().localPath(actor.bankId, file.sha256)
  const mediaType = await mediaTypeOf(path, file.name, Number(file.sizeBytes))
  const row = await withTenant(actor, async (tx): Promise<FileRow> => {
    const stored = await registerFile(
      tx,
      actor.bankId,
      { sha256: file.sha256, sizeBytes: BigInt(file.sizeBytes) },
      { name: file.name, mediaType, kind, partyId: actor.partyId, createdBy: actor.userId },
    )
    const detail = { event: 'upload', kind, mediaType, sha256: stored.sha256, sizeBytes: stored.sizeBytes.toString() }
    await writeAudit(tx, actor, 'files.upload', [{ objectType: 'file', objectId: stored.id, detail }], new Date())
    return stored
  })
  return { id: row.id, name: row.name, mediaType, sizeBytes: Number(row.sizeBytes), sha256: row.sha256 }
}

async function mediaTypeOf(path: string, name: string, size: number): Promise<string> {
  if (size === 0) throw refuse('E_FILE_TYPE', { type: 'empty' })
  const found = await fileTypeFromFile(path)
  const known = found && KINDS[found.ext]
  if (known?.startsWith('image/')) await checkPicture(path)
  if (found?.ext === 'pdf') await checkPdf(path)
  if (known) return known
  if (!found && /\.(csv|txt)$/i.test(name) && (await isText(path)))
    return /\.csv$/i.test(name) ? 'text/csv' : 'text/plain'
  throw refuse('E_FILE_TYPE', { type: found?.ext ?? (/\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1] ?? '?').toLowerCase() })
}

async function checkPicture(path: string): Promise<void> {
  const size = await sharp(path, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
    .metadata()
    .catch(() => null)
  if (!size?.width || !size.height) throw refuse('E_FILE_DAMAGED')
  if (size.width * size.height > MAX_PIXELS) throw refuse('E_FILE_TOO_LARGE', { maxBytes: MAX_FILE_BYTES })
}

/** A scan runs nothing. Refuses E_FILE_TYPE (reason script). */
async function checkPdf(path: string): Promise<void> {
  const watch = new ScriptWatch()
  try {
    for await (const chunk of createReadStream(path)) watch.look(chunk as Buffer)
  } catch (cause) {
    throw cause instanceof FileRefused ? refuse(cause.code, cause.params) : cause
  }
}

/** Lists come in UTF-8 or GB 18030; neither has control characters besides tabs and line ends. */
async function isText(path: string): Promise<boolean> {
  const bytes = await readFile(path)
  return !bytes.some((b) => b < 9 || (b > 13 && b < 32) || b === 127)
}
