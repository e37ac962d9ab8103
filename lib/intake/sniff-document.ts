import { fileTypeFromBuffer } from 'file-type'
import type { FileParams } from './refused-file'

/** What a document may be (§4.1 file rules). */
export type DocumentType = 'JPG' | 'PNG' | 'PDF' | 'OFD'
export type Sniffed =
  | { kind: 'document'; type: DocumentType; mime: string; width?: number; height?: number }
  /** an archive: an OFD, an office file or a folder someone packed; only its directory can tell */
  | { kind: 'archive' }
  /** office files and texts lie about in folders; they are passed over with a warning */
  | { kind: 'office'; type: string }
  | { kind: 'refused'; code: 'E_FILE_TYPE' | 'E_FILE_TOO_LARGE'; params: FileParams }

/** Bytes of the beginning that are enough to tell a type, and in nearly every photo its size. */
export const HEAD_BYTES = 256 * 1024
/** A picture of more pixels than any scanner or phone makes is meant to fill a memory. */
const MAX_PIXELS = 120_000_000

const OFFICE = new Set(['xlsx', 'docx', 'pptx', 'odt', 'ods', 'cfb', 'rtf', 'xml'])
const HEIC = new Set(['heic', 'heif', 'avif', 'hif'])

/** Tells a document by its first bytes; names and extensions are never believed. */
export async function sniffDocument(head: Buffer, path: string): Promise<Sniffed> {
  if (head.length === 0) return refused('E_FILE_TYPE', { reason: 'empty' })
  if (head.subarray(0, 1024).includes('%PDF-')) return { kind: 'document', type: 'PDF', mime: 'application/pdf' }
  const found = await fileTypeFromBuffer(head)
  if (found?.ext === 'jpg') return picture('JPG', 'image/jpeg', jpegSize(head))
  if (found?.ext === 'png') return picture('PNG', 'image/png', pngSize(head))
  if (found && HEIC.has(found.ext)) return refused('E_FILE_TYPE', { reason: 'heic' })
  if (head[0] === 0x50 && head[1] === 0x4b && !(found && OFFICE.has(found.ext))) return { kind: 'archive' }
  if (found && OFFICE.has(found.ext)) return { kind: 'office', type: found.ext }
  if (/\.(txt|csv|md|log|ini|htm|html)$/i.test(path)) return { kind: 'office', type: 'text' }
  return refused('E_FILE_TYPE', { reason: 'document', type: found?.ext ?? extension(path) })
}

function picture(type: 'JPG' | 'PNG', mime: string, size: { width: number; height: number } | null): Sniffed {
  if (size && size.width * size.height > MAX_PIXELS)
    return refused('E_FILE_TOO_LARGE', { reason: 'pixels', max: MAX_PIXELS / 1_000_000 })
  return { kind: 'document', type, mime, ...size }
}

const refused = (code: 'E_FILE_TYPE' | 'E_FILE_TOO_LARGE', params: FileParams): Sniffed => ({
  kind: 'refused',
  code,
  params,
})

function extension(path: string): string {
  return /\.([A-Za-z0-9]{1,8})$/.exec(path)?.[1]?.toLowerCase() ?? '?'
}

function pngSize(head: Buffer): { width: number; height: number } | null {
  return head.length >= 24 ? { width: head.readUInt32BE(16), height: head.readUInt32BE(20) } : null
}

/** Walks the JPEG's segments to the frame header (SOF0–15 without DHT, JPG and DAC). */
function jpegSize(head: Buffer): { width: number; height: number } | null {
  let at = 2
  while (at + 9 < head.length) {
    if (head[at] !== 0xff) return null
    const marker = head[at + 1]!
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return { height: head.readUInt16BE(at + 5), width: head.readUInt16BE(at + 7) }
    }
    at += marker === 0xff ? 1 : 2 + head.readUInt16BE(at + 2)
  }
  return null
}
