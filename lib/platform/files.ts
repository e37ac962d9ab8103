/**
 * The file store: content-addressed by SHA-256, streamed, one folder a bank (so that one bank's content can never be
 * probed through another's). A directory by default; S3-compatible storage when FANGSHI_S3_* is set. A file has a row
 * in file_object, which carries the bank, the party and the name; the store knows only bytes.
 */
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type FileStore, place, type StoredContent, spool } from './file-store'
import { installationRoot } from './root'
import { s3Settings, s3Store } from './s3-store'
import { newId, type Tx } from './tenant'

export type { FileStore, StoredContent }

export function directoryStore(root: string): FileStore {
  const path = (bankId: string, sha: string) => join(root, bankId, sha.slice(0, 2), sha)
  return {
    async put(bankId, content, maxBytes) {
      const { path: temp, sha256, sizeBytes } = await spool(join(root, 'incoming'), content, maxBytes)
      await place(path(bankId, sha256), temp)
      return { sha256, sizeBytes }
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
      await place(target, made)
      return made
    },
  }
}

let store: FileStore | undefined

/** The store that the settings name. */
export function fileStore(): FileStore {
  if (store) return store
  const data = process.env.FANGSHI_DATA ?? join(installationRoot(), '.data')
  const s3 = s3Settings(process.env, join(data, 'file-cache'))
  store = s3 ? s3Store(s3) : directoryStore(process.env.FANGSHI_FILES ?? join(data, 'files'))
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

/** Stores many buffers made by the system itself: contents side by side, their rows in one statement, in the given order. */
export async function storeBuffers(
  tx: Tx,
  bankId: string,
  files: readonly { bytes: Uint8Array; name: string; mediaType: string; kind: string; createdBy: string | null }[],
): Promise<FileRow[]> {
  const contents = await Promise.all(
    files.map((f) => fileStore().put(bankId, Readable.from([Buffer.from(f.bytes)]), 512 * 1024 * 1024)),
  )
  const rows = files.map(({ bytes: _, ...file }, i) => ({ id: newId(), ...contents[i]!, ...file }))
  await tx.fileObject.createMany({ data: rows.map((r) => ({ bankId, partyId: null, ...r })) })
  return rows
}
