import { crc32, deflateRawSync } from 'node:zlib'

/** One entry of a hand-made archive. Everything that an honest tool would compute can be lied about. */
export type RawEntry = {
  name: string | Buffer
  data?: Buffer | string
  store?: boolean
  flags?: number
  /** what the directory claims */
  claimedSize?: number
  mode?: number
  method?: number
  /** the directory points to this offset instead of the entry's own header */
  offset?: number
}

/** Builds an archive byte by byte: names in any encoding, wrong sizes, links, overlapping entries. */
export function makeZip(entries: RawEntry[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const entry of entries) {
    const name = Buffer.isBuffer(entry.name) ? entry.name : Buffer.from(entry.name)
    const data = Buffer.from(entry.data ?? '')
    const body = entry.store ? data : deflateRawSync(data)
    const flags = entry.flags ?? (Buffer.isBuffer(entry.name) ? 0 : 0x800)
    const method = entry.method ?? (entry.store ? 0 : 8)
    const size = entry.claimedSize ?? data.length
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(flags, 2)
    common.writeUInt16LE(method, 4)
    common.writeUInt32LE(0x58210000, 6)
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(body.length, 14)
    common.writeUInt32LE(size, 18)
    common.writeUInt16LE(name.length, 22)
    if (entry.offset === undefined) locals.push(Buffer.from('PK\x03\x04', 'latin1'), common, name, body)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6)
    tail.writeUInt32LE(entry.offset ?? at, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, tail, name)
    if (entry.offset === undefined) at += 30 + name.length + body.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(Math.min(entries.length, 0xffff), 8)
  end.writeUInt16LE(Math.min(entries.length, 0xffff), 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...locals, central, end])
}
