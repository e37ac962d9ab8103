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
  const large = entries.length > 0xffff ? zip64End(entries.length, central.length, at) : Buffer.alloc(0)
  return Buffer.concat([...locals, central, large, end])
}

/** The larger format's end record and where it stands: what real tools write for more than 65,535 entries. */
function zip64End(entries: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(56)
  record.write('PK\x06\x06', 0, 'latin1')
  record.writeBigUInt64LE(44n, 4)
  record.writeUInt16LE(45, 12)
  record.writeUInt16LE(45, 14)
  record.writeBigUInt64LE(BigInt(entries), 24)
  record.writeBigUInt64LE(BigInt(entries), 32)
  record.writeBigUInt64LE(BigInt(size), 40)
  record.writeBigUInt64LE(BigInt(offset), 48)
  const locator = Buffer.alloc(20)
  locator.write('PK\x06\x07', 0, 'latin1')
  locator.writeBigUInt64LE(BigInt(offset + size), 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([record, locator])
}
