/** What a file store does. It knows only bytes: who may see them is the business of the file's row and its route. */
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { refuse } from './errors'
import { newId } from './tenant'

export type StoredContent = { sha256: string; sizeBytes: bigint }

export type FileStore = {
  /** Reads the stream to its end, keeps the content under its hash. Refuses E_FILE_TOO_LARGE over `maxBytes`. */
  put(bankId: string, content: Readable, maxBytes: number): Promise<StoredContent>
  /** Throws when the content is not there. */
  open(bankId: string, sha256: string): Promise<Readable>
  /** A path on the local disk with this content, for parsers that need to seek. */
  localPath(bankId: string, sha256: string): Promise<string>
  /** What can be made from content at any time (a thumbnail): made once, kept beside it under the key. */
  derived(bankId: string, sha256: string, key: string, make: () => Promise<Buffer>): Promise<Buffer>
}

/** Content up to so many bytes is gathered in memory and written in one go; a market's papers are mostly that small. */
const SMALL = 256 * 1024

/** Writes a stream to a temporary file, counted and hashed on the way. The caller moves or removes the file. */
export async function spool(
  folder: string,
  content: Readable,
  maxBytes: number,
): Promise<StoredContent & { path: string }> {
  const path = join(folder, newId())
  const chunks = content.iterator() as AsyncIterableIterator<Buffer>
  const { bytes, ended } = await beginning(chunks)
  if (bytes.length > maxBytes) {
    content.destroy()
    throw refuse('E_FILE_TOO_LARGE', { maxBytes })
  }
  if (ended) {
    await write(path, bytes)
    return { path, sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: BigInt(bytes.length) }
  }
  const hash = createHash('sha256')
  let size = 0n
  const meter = new Transform({
    transform(chunk: Buffer, _enc, done) {
      size += BigInt(chunk.length)
      if (size > BigInt(maxBytes)) return done(refuse('E_FILE_TOO_LARGE', { maxBytes }))
      hash.update(chunk)
      done(null, chunk)
    },
  })
  async function* whole() {
    yield bytes
    yield* chunks
  }
  try {
    await mkdir(folder, { recursive: true })
    await pipeline(whole(), meter, createWriteStream(path, { mode: 0o600 }))
    return { path, sha256: hash.digest('hex'), sizeBytes: size }
  } catch (error) {
    content.destroy()
    await rm(path, { force: true })
    throw error
  }
}

/** The first bytes of a stream, and whether that was all. */
async function beginning(chunks: AsyncIterator<Buffer>): Promise<{ bytes: Buffer; ended: boolean }> {
  const kept: Buffer[] = []
  let size = 0
  while (size <= SMALL) {
    const next = await chunks.next()
    if (next.done) return { bytes: kept.length === 1 ? kept[0]! : Buffer.concat(kept, size), ended: true }
    const chunk = Buffer.isBuffer(next.value) ? next.value : Buffer.from(next.value)
    kept.push(chunk)
    size += chunk.length
  }
  return { bytes: Buffer.concat(kept, size), ended: false }
}

/** Folders are made when they turn out to be missing: nearly always they are there. */
async function withFolder(path: string, act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    await mkdir(dirname(path), { recursive: true })
    await act()
  }
}

const write = (path: string, bytes: Buffer): Promise<void> =>
  withFolder(path, () => writeFile(path, bytes, { mode: 0o600 }))

/** Puts bytes or a spooled file in its place, whole or not at all. */
export async function place(target: string, from: string | Buffer): Promise<void> {
  if (typeof from === 'string') return withFolder(target, () => rename(from, target))
  const temp = `${target}.${newId()}`
  await write(temp, from)
  await rename(temp, target)
}
