import { open } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { DOCUMENT_LIMITS, guardArchive } from '@/lib/intake/guard-archive'
import { readDocuments } from '@/lib/intake/read-documents'
import { save } from './make-list'
import { makeZip } from './make-zip'

const zeros = (mb: number) => Buffer.alloc(mb * 2 ** 20)
const jpg = (text = 'x') =>
  Buffer.concat([
    Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
    Buffer.from(text),
    Buffer.from('ffd9', 'hex'),
  ])

/** Both ways into an archive must come to the same end. */
async function refused(zip: Buffer): Promise<{ code: string; reason: unknown }> {
  const path = await save('a.zip', zip)
  const ends = await Promise.allSettled([guardArchive(path), readDocuments(path)])
  const [first, second] = ends.map((e) => (e.status === 'rejected' ? e.reason : null))
  expect(first?.name).toBe('FileRefused')
  expect(second?.code).toBe(first.code)
  return { code: first.code, reason: first.params.reason }
}

describe('hostile archives end with a code', () => {
  it('a flat bomb: ten megabytes out of ten kilobytes', async () => {
    expect(await refused(makeZip([{ name: 'a.jpg', data: zeros(10) }]))).toMatchObject({ code: 'E_ARCHIVE_BOMB' })
  })
  it('a bomb that claims to be small: counted bytes, not claimed ones, decide', async () => {
    expect(await refused(makeZip([{ name: 'a.jpg', data: zeros(10), claimedSize: 1000 }]))).toMatchObject({
      code: 'E_ARCHIVE_BOMB',
    })
  })
  it('many small bombs, none of them striking alone', async () => {
    const entries = Array.from({ length: 40 }, (_, i) => ({ name: `${i}.jpg`, data: Buffer.alloc(1_000_000) }))
    expect(await refused(makeZip(entries))).toEqual({ code: 'E_ARCHIVE_BOMB', reason: 'ratio' })
  })
  it('a nested bomb: an archive of archives of zeros', async () => {
    const inner = makeZip(Array.from({ length: 8 }, (_, i) => ({ name: `${i}.bin`, data: Buffer.alloc(1_000_000) })))
    const middle = makeZip([
      { name: '1.zip', data: inner },
      { name: '2.zip', data: inner },
    ])
    expect(await refused(makeZip([{ name: 'a.zip', data: middle, store: true }]))).toMatchObject({
      code: 'E_ARCHIVE_BOMB',
    })
  })
  it('archives inside archives without an end', async () => {
    let zip = makeZip([{ name: 'a.jpg', data: jpg() }])
    for (let i = 0; i < 6; i++) zip = makeZip([{ name: 'a.zip', data: zip, store: true }])
    expect(await refused(zip)).toEqual({ code: 'E_ARCHIVE_BOMB', reason: 'nested' })
  })
  it('overlapping entries: a thousand names for the same bytes', async () => {
    const entries = [
      { name: 'kernel', data: Buffer.alloc(900) },
      ...Array.from({ length: 1000 }, (_, i) => ({ name: `${i}`, data: Buffer.alloc(900), offset: 0 })),
    ]
    expect(await refused(makeZip(entries))).toEqual({ code: 'E_ARCHIVE_BOMB', reason: 'overlap' })
  })
  it('a hundred thousand entries', async () => {
    const many = makeZip(Array.from({ length: 100_000 }, (_, i) => ({ name: `${i}.jpg`, store: true })))
    expect(await refused(many)).toEqual({ code: 'E_ARCHIVE_BOMB', reason: 'entries' })
    const few = { ...DOCUMENT_LIMITS, maxEntries: 100 }
    const more = makeZip(Array.from({ length: 101 }, (_, i) => ({ name: `${i}`, store: true })))
    await expect(guardArchive(more, few)).rejects.toMatchObject({
      code: 'E_ARCHIVE_BOMB',
      params: { reason: 'entries' },
    })
    expect(DOCUMENT_LIMITS.maxEntries).toBeLessThan(100_000)
  })
  it.each(['../../etc/passwd', '/etc/passwd', 'C:/windows/x.dll', 'a/../../b.jpg', '..\\..\\b.jpg', 'a\u0000.jpg'])(
    'a name that climbs out: %s',
    async (name) => {
      expect(await refused(makeZip([{ name, data: jpg() }]))).toEqual({ code: 'E_ARCHIVE_PATH', reason: 'climbs' })
    },
  )
  it('a GBK name whose second byte is a backslash does not climb, and is read', async () => {
    const name = Buffer.concat([
      Buffer.from([0x81, 0x5c]),
      Buffer.from('/'),
      Buffer.from([0xd3, 0xaa, 0xd2, 0xb5, 0xd6, 0xb4, 0xd5, 0xd5]),
      Buffer.from('.jpg'),
    ])
    const { documents } = await readDocuments(makeZip([{ name, data: jpg() }]))
    expect(documents[0]!.path).toBe('乗/营业执照.jpg')
  })
  it('a symbolic link', async () => {
    expect(await refused(makeZip([{ name: 'a.jpg', data: '/etc/passwd', mode: 0o120777 }]))).toEqual({
      code: 'E_ARCHIVE_PATH',
      reason: 'link',
    })
  })
  it('a password, old or new', async () => {
    expect(await refused(makeZip([{ name: 'a.jpg', data: jpg(), flags: 1 }]))).toMatchObject({
      code: 'E_ARCHIVE_ENCRYPTED',
    })
    expect(await refused(makeZip([{ name: 'a.jpg', data: jpg(), method: 99 }]))).toMatchObject({
      code: 'E_ARCHIVE_ENCRYPTED',
    })
  })
  it('an archive cut off, one that is none, an empty file', async () => {
    const whole = makeZip([{ name: 'a.jpg', data: jpg('x'.repeat(5000)), store: true }])
    expect(await refused(whole.subarray(0, whole.length - 30))).toEqual({ code: 'E_FILE_TYPE', reason: 'damaged' })
    expect(await refused(gzipSync('x'))).toEqual({ code: 'E_FILE_TYPE', reason: 'damaged' })
    expect(await refused(Buffer.alloc(0))).toEqual({ code: 'E_FILE_TYPE', reason: 'damaged' })
  })
})

describe('one bad file does not spoil the archive', () => {
  it('a broken entry is named, the others are read', async () => {
    const zip = makeZip([
      { name: '坏/营业执照.jpg', data: jpg('a'.repeat(3000)) },
      { name: '好/营业执照.jpg', data: jpg('b'.repeat(3000)), store: true },
    ])
    zip.fill(0xff, 60, 70)
    const { documents, refused } = await readDocuments(zip)
    expect(documents.map((d) => d.path)).toEqual(['好/营业执照.jpg'])
    expect(refused).toMatchObject([{ path: '坏/营业执照.jpg', code: 'E_DOC_UNREADABLE' }])
  })
  it('a single flipped bit in a stored scan is noticed by its checksum', async () => {
    const zip = makeZip([{ name: 'a.jpg', data: jpg('b'.repeat(3000)), store: true }])
    zip[1000] = zip[1000]! ^ 1
    expect((await readDocuments(zip)).refused).toMatchObject([{ code: 'E_DOC_UNREADABLE' }])
  })
  it('a file over 20 MB is refused by itself, and the sink is not left with half of it', async () => {
    const path = await save(
      'a.zip',
      makeZip([
        { name: 'big.jpg', data: jpg('b'.repeat(3_000_000)), store: true },
        { name: 'ok.jpg', data: jpg(), store: true },
      ]),
    )
    const taken: string[] = []
    const { refused } = await readDocuments(path, {
      maxFileBytes: 2_000_000,
      sink: async (bytes, { path }) => {
        for await (const _ of bytes);
        taken.push(path)
      },
    })
    expect(refused).toMatchObject([{ path: 'big.jpg', code: 'E_FILE_TOO_LARGE' }])
    expect(taken).toEqual(['ok.jpg'])
  })
  it('closes the archive after a refusal', async () => {
    const path = await save('a.zip', makeZip([{ name: 'a.jpg', data: zeros(10) }]))
    for (let i = 0; i < 30; i++) await guardArchive(path).catch(() => {})
    const file = await open(path)
    expect(file.fd).toBeLessThan(100)
    await file.close()
  })
})
