import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { ZipFile } from 'yauzl'
import {
  type ArchiveLimits,
  ByteBudget,
  DOCUMENT_LIMITS,
  entryBytes,
  type GuardedEntry,
  guardArchive,
  MAX_NESTED_BYTES,
  openArchive,
} from './guard-archive'
import { ScriptWatch } from './pdf-script'
import { type FileParams, FileRefused } from './refused-file'
import { type DocumentType, HEAD_BYTES, type Sniffed, sniffDocument } from './sniff-document'

export type ReadDocument = {
  /** path inside the archive, decoded; inside a packed folder that folder's name comes first */
  path: string
  type: DocumentType
  mime: string
  sizeBytes: number
  sha256: string
  /** pixels, for pictures whose header says so */
  width?: number
  height?: number
}
/** A file that was not taken, and the word for it. E_DOC_UNREADABLE: it is broken or empty. */
export type RefusedDocument = {
  path: string
  code: 'E_FILE_TYPE' | 'E_FILE_TOO_LARGE' | 'E_DOC_UNREADABLE' | 'W_DOC_IGNORED'
  params: FileParams
}

export type DocumentsRead = {
  documents: ReadDocument[]
  /** the first of them by name; all are counted */
  refused: RefusedDocument[]
  refusedTotal: number
  /** system files and the like, passed over in silence */
  junk: number
  filesTotal: number
}

/**
 * Takes the bytes of one document, to their end; the file store in life. What it returns is not looked at. If the
 * stream fails, what was taken so far must be thrown away.
 */
export type DocumentSink = (
  bytes: Readable,
  document: { path: string; type: DocumentType; mime: string },
) => Promise<unknown>

export type ReadDocumentsOptions = {
  sink?: DocumentSink
  limits?: ArchiveLimits
  /** DEFAULT 20 MB (§4.1) */
  maxFileBytes?: number
  /** takes each document as soon as it is read; they are not collected then */
  keep?: (document: ReadDocument) => Promise<void>
  onProgress?: (read: number, total: number) => void | Promise<void>
}

const MAX_FILE_BYTES = 20 * 2 ** 20
/** archives in archives: per-merchant packs inside the market's are common, deeper ones are not */
const MAX_DEPTH = 2

const JUNK =
  /(^|\/)(__MACOSX|\.git|\.svn|\$RECYCLE\.BIN|System Volume Information)\/|(^|\/)(\._[^/]*|\.[^/]+|Thumbs\.db|ehthumbs\.db|desktop\.ini|~\$[^/]*|~[^/]*\.tmp|[^/]*\.(tmp|lnk|url|bak|crdownload|part))$/i

/**
 * Reads the documents out of an archive, one at a time and streaming: never the archive in memory, never twice. Each is
 * told by its first bytes, hashed, and handed to the sink. Broken or foreign files are listed in `refused` and harm no
 * other; a hostile archive is refused as a whole, and what the sink took of it must be discarded.
 * @throws FileRefused E_FILE_TYPE | E_ARCHIVE_BOMB | E_ARCHIVE_PATH | E_ARCHIVE_ENCRYPTED
 */
export async function readDocuments(
  source: string | Buffer,
  options: ReadDocumentsOptions = {},
): Promise<DocumentsRead> {
  const out: Out = { documents: [], refused: [], refusedTotal: 0, taken: 0, junk: 0, filesTotal: 0 }
  await readArchive(source, '', null, 0, options, out)
  const { taken: _, ...read } = out
  return read
}

/**
 * One paper that was sent by itself, by the same rules as those in an archive: told by its bytes, no picture that would
 * fill a memory, no PDF that runs something, an OFD as the archive that it is. @throws FileRefused
 */
export async function readOneDocument(file: string, name: string): Promise<ReadDocument> {
  const { head, rest } = await peek(chunksOf(file))
  const sniffed = await sniffDocument(head, name)
  if (sniffed.kind === 'refused') throw new FileRefused(sniffed.code, sniffed.params)
  if (sniffed.kind === 'office') throw new FileRefused('E_FILE_TYPE', { reason: 'document', type: sniffed.type })
  if (sniffed.kind === 'document') return take(head, rest, name, sniffed, MAX_FILE_BYTES, undefined)
  const content = await whole(head, rest)
  if (!(await isOfd(content, DOCUMENT_LIMITS)))
    throw new FileRefused('E_FILE_TYPE', { reason: 'document', type: 'zip' })
  return take(content, nothing(), name, OFD, MAX_FILE_BYTES, undefined)
}

async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  yield* createReadStream(file) as AsyncIterable<Buffer>
}

const OFD = { kind: 'document', type: 'OFD', mime: 'application/ofd' } as const

/** Whether this archive is a page document; as one it must stand up to what every archive must. @throws FileRefused */
async function isOfd(content: Buffer, limits: ArchiveLimits): Promise<boolean> {
  const { zip, entries } = await openArchive(content, limits)
  zip.close()
  if (!entries.some((e) => e.name === 'OFD.xml')) return false
  await guardArchive(content, limits)
  return true
}

/** `taken`: documents that were read, kept here or handed on. */
type Out = DocumentsRead & { taken: number }

/** So many refused files are told by name; nobody reads on, and a hostile archive has a hundred thousand. */
export const NAMED_REFUSED = 5_000

function turnAway(out: Out, file: RefusedDocument): void {
  out.refusedTotal++
  if (out.refused.length < NAMED_REFUSED) out.refused.push(file)
}

async function hand(document: ReadDocument, options: ReadDocumentsOptions, out: Out): Promise<void> {
  out.taken++
  if (options.keep) await options.keep(document)
  else out.documents.push(document)
}

async function readArchive(
  source: string | Buffer,
  prefix: string,
  outer: ByteBudget | null,
  depth: number,
  options: ReadDocumentsOptions,
  out: Out,
): Promise<void> {
  const limits = options.limits ?? DOCUMENT_LIMITS
  const { zip, entries } = await openArchive(source, limits)
  const budget = outer ?? new ByteBudget(limits, zip.fileSize)
  try {
    const files = entries.filter((e) => !e.isFolder)
    out.filesTotal += files.length
    for (const item of files) {
      if (JUNK.test(item.name)) out.junk++
      else await readEntry(zip, item, prefix + item.name, budget, depth, options, out)
      await options.onProgress?.(out.taken + out.refusedTotal + out.junk, out.filesTotal)
    }
  } finally {
    zip.close()
  }
}

async function readEntry(
  zip: ZipFile,
  item: GuardedEntry,
  path: string,
  budget: ByteBudget,
  depth: number,
  options: ReadDocumentsOptions,
  out: Out,
): Promise<void> {
  const maxBytes = options.maxFileBytes ?? MAX_FILE_BYTES
  const refuse = (code: RefusedDocument['code'], params: FileParams = {}) => turnAway(out, { path, code, params })
  if (!item.entry.canDecodeFileData()) return refuse('E_DOC_UNREADABLE', { reason: 'method' })
  const bytes = entryBytes(zip, item, budget)
  try {
    const { head, rest } = await peek(bytes)
    const sniffed = await sniffDocument(head, path)
    if (sniffed.kind === 'archive') return await readPacked(await whole(head, rest), path, budget, depth, options, out)
    if (sniffed.kind === 'office') return refuse('W_DOC_IGNORED', { type: sniffed.type })
    if (sniffed.kind === 'refused') {
      return sniffed.params.reason === 'empty'
        ? refuse('E_DOC_UNREADABLE', { reason: 'empty' })
        : refuse(sniffed.code, sniffed.params)
    }
    if (item.entry.uncompressedSize > maxBytes)
      return refuse('E_FILE_TOO_LARGE', { reason: 'document', maxMb: maxBytes / 2 ** 20 })
    await hand(await take(head, rest, path, sniffed, maxBytes, options.sink), options, out)
  } catch (cause) {
    if (!(cause instanceof FileRefused) || cause.code.startsWith('E_ARCHIVE_')) throw cause
    if (cause.params.reason === 'damaged') refuse('E_DOC_UNREADABLE', { reason: 'damaged' })
    else refuse(cause.code === 'E_FILE_TOO_LARGE' ? 'E_FILE_TOO_LARGE' : 'E_FILE_TYPE', cause.params)
  } finally {
    await bytes.return()
  }
}

/** The first bytes, and everything including them. */
async function peek(bytes: AsyncGenerator<Buffer>): Promise<{ head: Buffer; rest: AsyncGenerator<Buffer> }> {
  const chunks: Buffer[] = []
  let size = 0
  while (size < HEAD_BYTES) {
    const next = await bytes.next()
    if (next.done) break
    chunks.push(next.value)
    size += next.value.length
  }
  return { head: Buffer.concat(chunks), rest: bytes }
}

async function take(
  head: Buffer,
  rest: AsyncGenerator<Buffer>,
  path: string,
  { type, mime, width, height }: Extract<Sniffed, { kind: 'document' }>,
  maxBytes: number,
  sink: DocumentSink | undefined,
): Promise<ReadDocument> {
  const hash = createHash('sha256')
  const script = type === 'PDF' ? new ScriptWatch() : null
  let sizeBytes = 0
  let ended = false
  let failure: unknown = null
  async function* counted(): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of joined(head, rest)) {
        sizeBytes += chunk.length
        if (sizeBytes > maxBytes)
          throw new FileRefused('E_FILE_TOO_LARGE', { reason: 'document', maxMb: maxBytes / 2 ** 20 })
        script?.look(chunk)
        hash.update(chunk)
        yield chunk
      }
      ended = true
    } catch (cause) {
      failure = cause
      throw cause
    }
  }
  const stream = Readable.from(counted(), { objectMode: false })
  try {
    if (sink) await sink(stream, { path, type, mime })
    else for await (const _ of stream);
  } finally {
    stream.destroy()
  }
  if (failure) throw failure
  if (!ended) throw new Error('a document sink must read to the end')
  const pixels = width !== undefined && height !== undefined ? { width, height } : {}
  return { path, type, mime, sizeBytes, sha256: hash.digest('hex'), ...pixels }
}

async function* joined(head: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head
  yield* rest
}

async function whole(head: Buffer, rest: AsyncGenerator<Buffer>): Promise<Buffer> {
  const chunks = [head]
  let size = head.length
  for await (const chunk of rest) {
    chunks.push(chunk)
    size += chunk.length
    if (size > MAX_NESTED_BYTES)
      throw new FileRefused('E_FILE_TOO_LARGE', { reason: 'nested', maxMb: MAX_NESTED_BYTES / 2 ** 20 })
  }
  return Buffer.concat(chunks)
}

/** An archive inside the archive: an OFD is a document, anything else a folder that someone packed. */
async function readPacked(
  content: Buffer,
  path: string,
  budget: ByteBudget,
  depth: number,
  options: ReadDocumentsOptions,
  out: Out,
): Promise<void> {
  const { zip, entries } = await openArchive(content, budget.limits)
  zip.close()
  const names = new Set(entries.map((e) => e.name))
  if (names.has('[Content_Types].xml') || names.has('mimetype')) {
    return turnAway(out, { path, code: 'W_DOC_IGNORED', params: { type: 'office' } })
  }
  if (names.has('OFD.xml')) {
    await guardArchive(content, budget.limits)
    const taken = await take(content, nothing(), path, OFD, options.maxFileBytes ?? MAX_FILE_BYTES, options.sink)
    return await hand(taken, options, out)
  }
  if (depth + 1 > MAX_DEPTH) throw new FileRefused('E_ARCHIVE_BOMB', { reason: 'nested', max: MAX_DEPTH })
  await readArchive(content, `${path.replace(/\.zip$/i, '')}/`, budget, depth + 1, options, out)
}

async function* nothing(): AsyncGenerator<Buffer> {}
