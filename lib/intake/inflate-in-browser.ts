/**
 * The parts of a workbook, inflated with nothing but what a browser has. Only for a look before the upload: the server's
 * guard looks at everything again, and more strictly. Limits are those of a workbook, counted while inflating.
 */
import { FileRefused } from './refused-file'
import { WORKBOOK_LIMITS } from './workbook-parts'

const END = 0x06054b50
const DIRECTORY = 0x02014b50
const LOCAL = 0x04034b50
/** end record and the longest comment behind it */
const END_SEARCH = 22 + 65_535

type Part = { name: string; method: number; flags: number; packed: number; claimed: number; offset: number }

/**
 * Hands every part's bytes to `onBytes`, part by part, and returns the names of all parts.
 * @throws FileRefused E_FILE_TYPE (damaged) | E_ARCHIVE_ENCRYPTED | E_ARCHIVE_BOMB
 */
export async function inflateParts(
  bytes: Uint8Array,
  onBytes: (name: string, chunk: Uint8Array) => void,
): Promise<string[]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts = directoryOf(view)
  let total = 0
  for (const part of parts) {
    if (part.name.endsWith('/')) continue
    if (part.flags & 0x41) throw new FileRefused('E_ARCHIVE_ENCRYPTED', { name: part.name })
    let size = 0
    for await (const chunk of inflated(bytes, view, part)) {
      size += chunk.length
      total += chunk.length
      const ratio = size > WORKBOOK_LIMITS.ratioFloorBytes && size > part.packed * WORKBOOK_LIMITS.maxRatio
      if (size > part.claimed || size > WORKBOOK_LIMITS.maxEntryBytes || total > WORKBOOK_LIMITS.maxTotalBytes || ratio)
        throw new FileRefused('E_ARCHIVE_BOMB', { reason: 'total', maxMb: WORKBOOK_LIMITS.maxTotalBytes / 2 ** 20 })
      onBytes(part.name, chunk)
    }
  }
  return parts.map((p) => p.name)
}

function directoryOf(view: DataView): Part[] {
  const damaged = new FileRefused('E_FILE_TYPE', { reason: 'damaged' })
  let end = view.byteLength - 22
  const lowest = Math.max(0, view.byteLength - END_SEARCH)
  while (end >= lowest && view.getUint32(end, true) !== END) end--
  if (end < lowest) throw damaged
  const count = view.getUint16(end + 10, true)
  if (count > WORKBOOK_LIMITS.maxEntries)
    throw new FileRefused('E_ARCHIVE_BOMB', { reason: 'entries', max: WORKBOOK_LIMITS.maxEntries })
  const parts: Part[] = []
  let at = view.getUint32(end + 16, true)
  for (let i = 0; i < count; i++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== DIRECTORY) throw damaged
    const nameLength = view.getUint16(at + 28, true)
    if (at + 46 + nameLength > view.byteLength) throw damaged
    parts.push({
      name: new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength)),
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      claimed: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    })
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return parts
}

async function* inflated(bytes: Uint8Array, view: DataView, part: Part): AsyncGenerator<Uint8Array> {
  const damaged = () => new FileRefused('E_FILE_TYPE', { reason: 'damaged' })
  if (part.offset + 30 > bytes.length || view.getUint32(part.offset, true) !== LOCAL) throw damaged()
  const from = part.offset + 30 + view.getUint16(part.offset + 26, true) + view.getUint16(part.offset + 28, true)
  const packed = bytes.slice(from, from + part.packed)
  if (part.method === 0) yield packed
  else if (part.method === 8) {
    const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader()
    try {
      for (;;) {
        const next = await reader.read()
        if (next.done) return
        yield next.value
      }
    } catch {
      throw damaged()
    } finally {
      await reader.cancel().catch(() => undefined)
    }
  } else throw damaged()
}
