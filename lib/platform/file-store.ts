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

/** Writes a stream to a temporary file, counted and hashed on the way. The caller moves or removes the file. */
export async function spool(
  folder: string,
  content: Readable,
  maxBytes: number,
): Promise<StoredContent & { path: string }> {
  const path = join(folder, newId())
  await mkdir(folder, { recursive: true })
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
  try {
    await pipeline(content, meter, createWriteStream(path, { mode: 0o600 }))
    return { path, sha256: hash.digest('hex'), sizeBytes: size }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

/** Puts bytes or a spooled file in its place, whole or not at all. */
export async function place(target: string, from: string | Buffer): Promise<void> {
  await mkdir(dirname(target), { recursive: true })
  if (typeof from === 'string') return rename(from, target)
  const temp = `${target}.${newId()}`
  await writeFile(temp, from, { mode: 0o600 })
  await rename(temp, target)
}
