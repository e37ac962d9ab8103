import type { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl'
import { isTrickyName, nameReader } from './archive-name'
import { FileRefused } from './refused-file'

/** What an archive may cost. Bytes are counted while inflating: what a header claims is only believed when it is bad. */
export type ArchiveLimits = {
  /** entries in the directory; the classic format's own end, far above any market's packet */
  maxEntries: number
  /** inflated bytes of one entry and of all of them */
  maxEntryBytes: number
  maxTotalBytes: number
  /** inflated ÷ compressed, looked at only above `ratioFloorBytes`: small texts pack well and harm nobody */
  maxRatio: number
  ratioFloorBytes: number
}

export const DOCUMENT_LIMITS: ArchiveLimits = {
  maxEntries: 65_535,
  maxEntryBytes: 2 * 2 ** 30,
  maxTotalBytes: 2 * 2 ** 30,
  maxRatio: 100,
  ratioFloorBytes: 2 ** 20,
}

export type GuardedEntry = { name: string; isFolder: boolean; entry: Entry; compressedSize: number }

const ZIP_SIGNATURE = Buffer.from('PK')
const SYMLINK = 0o120000
const LOCAL_HEADER_BYTES = 30
const STRONG_ENCRYPTION = 0x40
const AES_METHOD = 99

/**
 * Opens an archive and reads its directory, refusing everything that can be seen without inflating: too many entries,
 * names that climb out, symbolic links, encryption, entries that share bytes, impossible sizes. The caller closes `zip`.
 * @throws FileRefused E_FILE_TYPE (not an archive, or cut off) | E_ARCHIVE_BOMB | E_ARCHIVE_PATH | E_ARCHIVE_ENCRYPTED
 */
export async function openArchive(
  source: string | Buffer,
  limits: ArchiveLimits = DOCUMENT_LIMITS,
): Promise<{ zip: ZipFile; entries: GuardedEntry[] }> {
  const zip = await open(source)
  try {
    // The count in the end record is only a claim: entries are counted as they come.
    if (zip.entryCount > limits.maxEntries)
      throw new FileRefused('E_ARCHIVE_BOMB', { reason: 'entries', max: limits.maxEntries })
    const found: Entry[] = []
    for await (const entry of zip.eachEntry()) {
      found.push(entry)
      if (found.length > limits.maxEntries)
        throw new FileRefused('E_ARCHIVE_BOMB', { reason: 'entries', max: limits.maxEntries })
    }
    const nameOf = nameReader(found)
    const entries = found.map((entry) => inspect(entry, nameOf(entry)))
    refuseShared(entries)
    refuseClaimedSizes(entries, limits)
    return { zip, entries }
  } catch (cause) {
    zip.close()
    throw asRefusal(cause)
  }
}

async function open(source: string | Buffer): Promise<ZipFile> {
  const options = { autoClose: false, lazyEntries: true, decodeStrings: false, validateEntrySizes: false }
  try {
    return typeof source === 'string' ? await openPromise(source, options) : await fromBufferPromise(source, options)
  } catch (cause) {
    throw asRefusal(cause)
  }
}

/** The library's own errors all mean that the structure does not hold together. */
function asRefusal(cause: unknown): unknown {
  if (cause instanceof FileRefused) return cause
  if (
    cause instanceof Error &&
    'code' in cause &&
    typeof cause.code === 'string' &&
    /^E(NOENT|ACCES|IO|MFILE)/.test(cause.code)
  )
    return cause
  return new FileRefused('E_FILE_TYPE', { reason: 'damaged' })
}

function inspect(entry: Entry, name: string): GuardedEntry {
  if (isTrickyName(name)) throw new FileRefused('E_ARCHIVE_PATH', { reason: 'climbs' })
  if (((entry.externalFileAttributes >>> 16) & 0o170000) === SYMLINK)
    throw new FileRefused('E_ARCHIVE_PATH', { reason: 'link', name })
  if (
    entry.isEncrypted() ||
    (entry.generalPurposeBitFlag & STRONG_ENCRYPTION) !== 0 ||
    entry.compressionMethod === AES_METHOD
  ) {
    throw new FileRefused('E_ARCHIVE_ENCRYPTED', { name })
  }
  return { name, isFolder: name.endsWith('/'), entry, compressedSize: entry.compressedSize }
}

/** Entries that lie over one another inflate the same bytes again and again: no honest tool writes them. */
function refuseShared(entries: GuardedEntry[]): void {
  const sorted = [...entries].sort((a, b) => a.entry.relativeOffsetOfLocalHeader - b.entry.relativeOffsetOfLocalHeader)
  let end = -1
  for (const { entry } of sorted) {
    if (entry.relativeOffsetOfLocalHeader < end) throw new FileRefused('E_ARCHIVE_BOMB', { reason: 'overlap' })
    end = entry.relativeOffsetOfLocalHeader + LOCAL_HEADER_BYTES + entry.fileNameRaw.length + entry.compressedSize
  }
}

function refuseClaimedSizes(entries: GuardedEntry[], limits: ArchiveLimits): void {
  let total = 0
  for (const { entry } of entries) {
    total += entry.uncompressedSize
    if (total > limits.maxTotalBytes)
      throw new FileRefused('E_ARCHIVE_BOMB', { reason: 'total', maxMb: limits.maxTotalBytes / 2 ** 20 })
    refuseRatio(entry.uncompressedSize, entry.compressedSize, limits)
  }
}

function refuseRatio(inflated: number, compressed: number, limits: ArchiveLimits): void {
  if (inflated > limits.ratioFloorBytes && inflated > compressed * limits.maxRatio) {
    throw new FileRefused('E_ARCHIVE_BOMB', { reason: 'ratio', max: limits.maxRatio })
  }
}

/** Counts real bytes over a whole archive of `sourceBytes`, its nested archives included. */
export class ByteBudget {
  readonly limits: ArchiveLimits
  private readonly sourceBytes: number
  private total = 0
  constructor(limits: ArchiveLimits, sourceBytes: number) {
    this.limits = limits
    this.sourceBytes = sourceBytes
  }
  /** @param inflated bytes of this entry so far, of which the directory claimed `claimed` */
  count(chunkBytes: number, inflated: number, compressed: number, claimed: number): void {
    this.total += chunkBytes
    if (inflated > claimed) throw new FileRefused('E_ARCHIVE_BOMB', { reason: 'size' })
    refuseRatio(this.total, this.sourceBytes, this.limits)
    if (this.total > this.limits.maxTotalBytes)
      throw new FileRefused('E_ARCHIVE_BOMB', { reason: 'total', maxMb: this.limits.maxTotalBytes / 2 ** 20 })
    if (inflated > this.limits.maxEntryBytes)
      throw new FileRefused('E_ARCHIVE_BOMB', { reason: 'entry', maxMb: this.limits.maxEntryBytes / 2 ** 20 })
    refuseRatio(inflated, compressed, this.limits)
  }
}

/**
 * The inflated bytes of one entry, counted against the budget as they come.
 * @throws FileRefused E_ARCHIVE_BOMB when over, E_FILE_TYPE (reason damaged) when the data does not inflate
 */
export async function* entryBytes(
  zip: ZipFile,
  item: GuardedEntry,
  budget: ByteBudget,
): AsyncGenerator<Buffer, void, undefined> {
  let stream: Readable | undefined
  let inflated = 0
  let sum = 0
  try {
    stream = await zip.openReadStreamPromise(item.entry)
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      inflated += chunk.length
      budget.count(chunk.length, inflated, item.compressedSize, item.entry.uncompressedSize)
      sum = crc32(chunk, sum)
      yield chunk
    }
    if (inflated < item.entry.uncompressedSize || sum !== item.entry.crc32)
      throw new FileRefused('E_FILE_TYPE', { reason: 'damaged' })
  } catch (cause) {
    throw asRefusal(cause)
  } finally {
    stream?.destroy()
  }
}

const MAX_DEPTH = 3
/** a nested archive is held in memory to be looked into */
export const MAX_NESTED_BYTES = 64 * 2 ** 20

/**
 * Walks a whole archive, archives inside it included, inflating everything once and keeping nothing. `onBytes` sees
 * the bytes of the outer archive's entries as they pass, so that a reader that needs a look does not inflate again.
 * @throws FileRefused, see openArchive and entryBytes
 */
export async function guardArchive(
  source: string | Buffer,
  limits: ArchiveLimits = DOCUMENT_LIMITS,
  onBytes?: (name: string, chunk: Buffer) => void,
): Promise<{ entries: string[] }> {
  return walk(source, limits, null, 0, onBytes)
}

async function walk(
  source: string | Buffer,
  limits: ArchiveLimits,
  outer: ByteBudget | null,
  depth: number,
  onBytes?: (name: string, chunk: Buffer) => void,
): Promise<{ entries: string[] }> {
  if (depth > MAX_DEPTH) throw new FileRefused('E_ARCHIVE_BOMB', { reason: 'nested', max: MAX_DEPTH })
  const { zip, entries } = await openArchive(source, limits)
  const budget = outer ?? new ByteBudget(limits, zip.fileSize)
  try {
    for (const item of entries) {
      if (item.isFolder) continue
      const nested = await pass(zip, item, budget, onBytes)
      if (nested) await walkNested(nested, budget, depth + 1)
    }
    return { entries: entries.map((e) => e.name) }
  } finally {
    zip.close()
  }
}

/** Inflates one entry; its bytes come back when it is itself an archive. */
async function pass(
  zip: ZipFile,
  item: GuardedEntry,
  budget: ByteBudget,
  onBytes?: (name: string, chunk: Buffer) => void,
): Promise<Buffer | null> {
  let kept: Buffer[] | null = null
  let size = 0
  for await (const chunk of entryBytes(zip, item, budget)) {
    onBytes?.(item.name, chunk)
    if (size === 0 && chunk.subarray(0, 2).equals(ZIP_SIGNATURE)) kept = []
    size += chunk.length
    if (kept && size > MAX_NESTED_BYTES)
      throw new FileRefused('E_FILE_TOO_LARGE', { reason: 'nested', maxMb: MAX_NESTED_BYTES / 2 ** 20 })
    kept?.push(chunk)
  }
  return kept && Buffer.concat(kept)
}

/** Bytes that begin like an archive but are none (a text "PK…") are not our concern here. */
async function walkNested(bytes: Buffer, budget: ByteBudget, depth: number): Promise<void> {
  try {
    await walk(bytes, budget.limits, budget, depth)
  } catch (cause) {
    if (cause instanceof FileRefused && cause.code === 'E_FILE_TYPE') return
    throw cause
  }
}
