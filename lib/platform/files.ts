/**
 * The file store: content-addressed by SHA-256, streamed, one folder a bank (so that one bank's content can never be
 * probed through another's). A directory by default; S3-compatible storage when FANGSHI_S3_* is set. A file has a row
 * in file_object, which carries the bank, the party and the name; the store knows only bytes.
 */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { refuse } from './errors'
import { installationRoot } from './root'
import { newId, type Tx } from './tenant'

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

export function directoryStore(root: string): FileStore {
  const path = (bankId: string, sha: string) => join(root, bankId, sha.slice(0, 2), sha)
  return {
    async put(bankId, content, maxBytes) {
      const temp = join(root, 'incoming', newId())
      await mkdir(dirname(temp), { recursive: true })
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
        await pipeline(content, meter, createWriteStream(temp, { mode: 0o600 }))
        const sha256 = hash.digest('hex')
        const target = path(bankId, sha256)
        await mkdir(dirname(target), { recursive: true })
        await rename(temp, target)
        return { sha256, sizeBytes: size }
      } catch (error) {
        await rm(temp, { force: true })
        throw error
      }
    },
    async open(bankId, sha) {
      await stat(path(bankId, sha))
      return createReadStream(path(bankId, sha))
    },
    async localPath(bankId, sha) {
      await stat(path(bankId, sha))
      return path(bankId, sha)
    },
    async derived(bankId, sha, key, make) {
      const target = join(root, bankId, 'derived', sha.slice(0, 2), `${sha}.${key}`)
      const kept = await readFile(target).catch(() => null)
      if (kept) return kept
      const made = await make()
      const temp = join(root, 'incoming', newId())
      await Promise.all([temp, target].map((file) => mkdir(dirname(file), { recursive: true })))
      await writeFile(temp, made, { mode: 0o600 })
      await rename(temp, target)
      return made
    },
  }
}

let store: FileStore | undefined

/** The store that the settings name. */
export function fileStore(): FileStore {
  store ??= directoryStore(process.env.FANGSHI_FILES ?? join(installationRoot(), '.data', 'files'))
  return store
}

export type FileRow = { id: string; sha256: string; sizeBytes: bigint; mediaType: string; name: string }

/** Writes the row that makes stored content a file of this bank, owned by a party or by the bank itself (null). */
export async function registerFile(
  tx: Tx,
  bankId: string,
  content: StoredContent,
  file: { name: string; mediaType: string; kind: string; partyId: string | null; createdBy: string | null },
): Promise<FileRow> {
  const id = newId()
  await tx.fileObject.create({ data: { bankId, id, ...content, ...file } })
  return { id, ...content, mediaType: file.mediaType, name: file.name }
}

/** Stores a buffer made by the system itself (a PDF, an export) and registers it. */
export async function storeBuffer(
  tx: Tx,
  bankId: string,
  bytes: Uint8Array,
  file: { name: string; mediaType: string; kind: string; partyId: string | null; createdBy: string | null },
): Promise<FileRow> {
  const content = await fileStore().put(bankId, Readable.from([Buffer.from(bytes)]), 512 * 1024 * 1024)
  return registerFile(tx, bankId, content, file)
}
