/**
 * Uploads that survive a lost line: a file arrives in pieces, each appended where the last one ended, and the size of what
 * lies on the disk is the only truth of how far it came. A whole file goes into the store and can be named in a packet.
 * Nothing is held in memory. The unfinished ones of three days ago are swept.
 */
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { type Actor, hasRole } from '@/lib/platform/actor'
import { parseInput } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { fileStore } from '@/lib/platform/files'
import { installationRoot } from '@/lib/platform/root'
import { newId } from '@/lib/platform/tenant'
import { OPERATOR_SIDE } from './commands/editable'
import { safeName } from './upload'

export const LIST_BYTES = 64 * 2 ** 20
export const ARCHIVE_BYTES = 2 * 2 ** 30
/** a piece is this long at most: what a lost line costs */
export const PIECE_BYTES = 8 * 2 ** 20
const KEPT_MS = 3 * 24 * 3600_000
const AT_ONCE = 50

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export const NewUpload = z.strictObject({
  name: z.string().trim().min(1).max(255),
  sizeBytes: z.int().min(1).max(ARCHIVE_BYTES),
  purpose: z.enum(['list', 'documents']),
})
type Kept = z.output<typeof NewUpload> & { bankId: string; userId: string; sha256: string | null }

export const UploadState = z.object({
  id: z.string(),
  name: z.string(),
  purpose: z.enum(['list', 'documents']),
  sizeBytes: z.number(),
  offset: z.number(),
  done: z.boolean(),
  pieceBytes: z.number(),
})
export type UploadState = z.output<typeof UploadState>

function folder(): string {
  const files =
    process.env.FANGSHI_FILES ?? join(process.env.FANGSHI_DATA ?? join(installationRoot(), '.data'), 'files')
  return join(files, 'incoming', 'uploads')
}
const noteOf = (id: string) => join(folder(), `${id}.json`)
const partOf = (id: string) => join(folder(), `${id}.part`)

export function mayUpload(actor: Actor): void {
  if (!hasRole(actor, ...OPERATOR_SIDE)) throw refuse('E_FORBIDDEN', { roles: [...OPERATOR_SIDE] })
}

/** Announces a file by its name and exact size. Refuses E_FILE_TOO_LARGE, and E_TOO_MANY_FILES with too many unfinished ones. */
export async function beginUpload(actor: Actor, body: unknown): Promise<UploadState> {
  mayUpload(actor)
  const input = parseInput(NewUpload, body)
  if (input.purpose === 'list' && input.sizeBytes > LIST_BYTES)
    throw refuse('E_FILE_TOO_LARGE', { maxBytes: LIST_BYTES })
  await mkdir(folder(), { recursive: true })
  if ((await sweep(actor)) >= AT_ONCE) throw refuse('E_TOO_MANY_FILES', { max: AT_ONCE })
  const id = newId()
  const kept: Kept = {
    ...input,
    name: safeName(input.name),
    bankId: actor.bankId,
    userId: actor.userId ?? '',
    sha256: null,
  }
  await writeFile(partOf(id), '', { mode: 0o600 })
  await keep(id, kept)
  return stateOf(id, kept)
}

/** How far it came: where the next piece must begin. */
export async function uploadState(actor: Actor, id: string): Promise<UploadState> {
  return stateOf(id, await noteFor(actor, id))
}

/**
 * Appends one piece that begins at `offset`. A piece that broke off on its way counts as far as it came. Refuses
 * E_UPLOAD_OFFSET (409, with where to go on) when it does not begin where the last one ended.
 */
export async function addPiece(actor: Actor, id: string, offset: number, body: Request['body']): Promise<UploadState> {
  const kept = await noteFor(actor, id)
  return alone(id, async () => {
    const { offset: at, done } = await stateOf(id, kept)
    if (done || offset !== at) throw refuse('E_UPLOAD_OFFSET', { offset: at })
    const room = Math.min(PIECE_BYTES, kept.sizeBytes - at)
    let taken = 0
    const meter = new Transform({
      transform(chunk: Buffer, _e, next) {
        taken += chunk.length
        if (taken > room) return next(refuse('E_FILE_TOO_LARGE', { maxBytes: room }))
        next(null, chunk)
      },
    })
    if (body)
      await pipeline(
        Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]),
        meter,
        createWriteStream(partOf(id), { flags: 'a', mode: 0o600 }),
      )
    if (at + taken < kept.sizeBytes) return stateOf(id, kept)
    const stored = await fileStore().put(actor.bankId, createReadStream(partOf(id)), kept.sizeBytes)
    const whole = { ...kept, sha256: stored.sha256 }
    await keep(id, whole)
    await rm(partOf(id), { force: true })
    return stateOf(id, whole)
  })
}

export async function dropUpload(actor: Actor, id: string): Promise<void> {
  await noteFor(actor, id)
  await remove(id)
}

/** Whole uploads as a packet takes them. Refuses E_UPLOAD_UNFINISHED. */
export async function finishedUploads(actor: Actor, ids: string[]) {
  return Promise.all(
    ids.map(async (id) => {
      const { name, purpose, sizeBytes, sha256 } = await noteFor(actor, id)
      if (sha256 === null) throw refuse('E_UPLOAD_UNFINISHED', { name })
      const mediaType = purpose === 'list' ? 'application/octet-stream' : 'application/zip'
      return { purpose, file: { name, sha256, sizeBytes: String(sizeBytes), mediaType } }
    }),
  )
}

async function stateOf(id: string, kept: Kept): Promise<UploadState> {
  const done = kept.sha256 !== null
  const offset = done ? kept.sizeBytes : (await stat(partOf(id))).size
  const { name, purpose, sizeBytes } = kept
  return { id, name, purpose, sizeBytes, offset, done, pieceBytes: PIECE_BYTES }
}

/** Another person's, another bank's and a swept one are not there. */
async function noteFor(actor: Actor, id: string): Promise<Kept> {
  mayUpload(actor)
  const text = ID.test(id) ? await readFile(noteOf(id), 'utf8').catch(() => null) : null
  const kept = text === null ? null : (JSON.parse(text) as Kept)
  if (kept?.bankId !== actor.bankId || kept.userId !== actor.userId) throw refuse('E_NOT_FOUND', { object: 'file' })
  return kept
}

async function keep(id: string, kept: Kept): Promise<void> {
  await writeFile(`${noteOf(id)}.new`, JSON.stringify(kept), { mode: 0o600 })
  await rename(`${noteOf(id)}.new`, noteOf(id))
}

async function remove(id: string): Promise<void> {
  await Promise.all([rm(noteOf(id), { force: true }), rm(partOf(id), { force: true })])
}

/** Removes what nobody went on with; counts this person's unfinished ones. */
async function sweep(actor: Actor): Promise<number> {
  let mine = 0
  for (const name of await readdir(folder())) {
    const id = name.slice(0, 36)
    if (!name.endsWith('.json')) continue
    const touched = await stat(partOf(id)).catch(() => stat(noteOf(id)).catch(() => null))
    if (touched && Date.now() - touched.mtimeMs > KEPT_MS) await remove(id)
    else {
      const kept = JSON.parse(await readFile(noteOf(id), 'utf8').catch(() => 'null')) as Kept | null
      if (kept?.userId === actor.userId && kept.sha256 === null) mine++
    }
  }
  return mine
}

/** Two pieces of one file at once would lie over one another: the second comer is told where the first has got to. */
const busy = new Set<string>()
async function alone<T>(id: string, act: () => Promise<T>): Promise<T> {
  if (busy.has(id)) throw refuse('E_BUSY')
  busy.add(id)
  try {
    return await act()
  } finally {
    busy.delete(id)
  }
}
