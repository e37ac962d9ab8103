import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readRange, serveFile } from '@/lib/evidence/serve'
import { MAX_FILE_BYTES, uploadFile } from '@/lib/evidence/upload'
import type { Actor } from '@/lib/platform/actor'
import { Refusal } from '@/lib/platform/errors'
import type { BankRow } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { testBank, testParty, testPerson } from '../../fixtures/people'

let db: TestDatabase
let bank: BankRow
let rm_: Actor
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fangshi-files-'))
  process.env.FANGSHI_FILES = folder
  db = await testDatabase()
  bank = await testBank('YJB')
  rm_ = await testPerson(bank, 'rm', ['RM'])
})
afterAll(async () => {
  await db.drop()
  await rm(folder, { recursive: true, force: true })
})

const form = (bytes: Uint8Array | string, name: string, type = 'application/octet-stream', field = 'file') => {
  const body = new FormData()
  body.append(field, new Blob([bytes as BlobPart], { type }), name)
  return new Request('http://localhost/api/files', { method: 'POST', body })
}
const upload = (actor: Actor, ...args: Parameters<typeof form>) => uploadFile(actor, form(...args))
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'DONE',
    (e: unknown) => (e instanceof Refusal ? e.error.code : Promise.reject(e)),
  )
const get = (actor: Actor, id: string, more: { thumb?: string; download?: boolean; headers?: HeadersInit } = {}) =>
  serveFile(actor, new Request('http://localhost/api/files/x', { headers: more.headers }), { id, ...more })

/** A photo as a phone takes it: turned by its note, with a place in it. */
const photo = () =>
  sharp({ create: { width: 600, height: 400, channels: 3, background: '#a33' } })
    .jpeg()
    .withExif({ IFD0: { Make: 'Phone' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 16/1 27/1' } })
    .withMetadata({ orientation: 6 })
    .toBuffer()

describe('upload', () => {
  test('a file is what its content says, whatever its name and header claim', async () => {
    const jpg = await photo()
    expect(await upload(rm_, jpg, 'C:\\照片\\门头.exe', 'text/html')).toMatchObject({
      name: '门头.exe',
      mediaType: 'image/jpeg',
      sizeBytes: jpg.length,
    })
    expect(await codeOf(upload(rm_, '<html><script>alert(1)</script>', 'photo.jpg', 'image/jpeg'))).toBe('E_FILE_TYPE')
    const svg = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    expect(await codeOf(upload(rm_, svg, 'a.svg', 'image/svg+xml'))).toBe('E_FILE_TYPE')
    expect(await codeOf(upload(rm_, 'MZ\u0090\u0000', 'a.csv', 'text/csv'))).toBe('E_FILE_TYPE')
    expect((await upload(rm_, '户名,金额\n甲,1\n', '清点表.csv')).mediaType).toBe('text/csv')
    expect(await codeOf(upload(rm_, '', 'a.pdf'))).toBe('E_FILE_TYPE')
  })

  test('a torn picture, a file over 20 MB, no file and a foreign field are each refused by their code', async () => {
    const png = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    expect(await codeOf(upload(rm_, png.subarray(0, 20), 'a.png'))).toBe('E_FILE_DAMAGED')
    expect(await codeOf(upload(rm_, new Uint8Array(MAX_FILE_BYTES + 1), 'a.pdf'))).toBe('E_FILE_TOO_LARGE')
    expect(await codeOf(uploadFile(rm_, new Request('http://x/', { method: 'POST', body: new FormData() })))).toBe(
      'E_REQUIRED:file',
    )
    expect(await codeOf(upload(rm_, 'x', 'a.csv', 'text/csv', 'other'))).toBe('E_UNKNOWN_FIELD')
    expect(await codeOf(upload({ ...rm_, scope: 'READ' }, png, 'a.png'))).toBe('E_FORBIDDEN')
  })
})

describe('download', () => {
  test('pictures and PDF are shown, all else is saved, and nothing can run', async () => {
    const jpg = await upload(rm_, await photo(), '一楼 "东" 区.jpg')
    const shown = await get(rm_, jpg.id)
    expect(shown.status).toBe(200)
    expect(shown.headers.get('content-type')).toBe('image/jpeg')
    expect(shown.headers.get('content-disposition')).toMatch(/^inline; filename="[^"]+"; filename\*=UTF-8''%E4%B8%80/)
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff')
    expect(shown.headers.get('content-security-policy')).toContain('sandbox')
    expect(shown.headers.get('cache-control')).toContain('private')
    expect((await get(rm_, jpg.id, { download: true })).headers.get('content-disposition')).toMatch(/^attachment/)
    const csv = await get(rm_, (await upload(rm_, 'a,b\n<script>\n', 'x.csv')).id)
    expect(csv.headers.get('content-disposition')).toMatch(/^attachment/)
    expect(csv.headers.get('content-type')).toBe('application/octet-stream')
    expect(await csv.text()).toBe('a,b\n<script>\n')
  })

  test('a preview stands upright, is small, and tells nobody where the photo was taken', async () => {
    const { id } = await upload(rm_, await photo(), 'p.jpg')
    for (const time of ['made', 'kept']) {
      const answer = await get(rm_, id, { thumb: '320' })
      expect(answer.headers.get('content-type'), time).toBe('image/webp')
      const meta = await sharp(Buffer.from(await answer.arrayBuffer())).metadata()
      expect([meta.width, meta.height], time).toEqual([213, 320])
      expect(meta.exif, time).toBeUndefined()
    }
    expect(await codeOf(get(rm_, id, { thumb: '99999' }))).toBe('E_MALFORMED')
    const csv = await upload(rm_, 'a,b\n', 'x.csv')
    expect(await codeOf(get(rm_, csv.id, { thumb: '320' }))).toBe('E_FILE_TYPE')
  })

  test('parts of a file, and nothing at all when the caller has it already', async () => {
    const { id } = await upload(rm_, '0123456789', 'digits.txt')
    const part = await get(rm_, id, { headers: { range: 'bytes=2-4' } })
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 2-4/10', '234'])
    expect(await (await get(rm_, id, { headers: { range: 'bytes=-3' } })).text()).toBe('789')
    const beyond = await get(rm_, id, { headers: { range: 'bytes=10-' } })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10'])
    const etag = part.headers.get('etag')!
    expect((await get(rm_, id, { headers: { 'if-none-match': etag } })).status).toBe(304)
    expect(readRange('bytes=0-1,3-4', 10)).toBeNull()
    expect(readRange('bytes=5-2', 10)).toBe('BAD')
  })

  test('another bank and another party find no such file; the party that brought it does', async () => {
    const partyId = await testParty(bank, 'OP1')
    const otherId = await testParty(bank, 'OP2')
    const mine = await testPerson(bank, 'op1', ['OPERATOR_ADMIN'], { partyCode: 'OP1', partyId })
    const other = await testPerson(bank, 'op2', ['OPERATOR_ADMIN'], { partyCode: 'OP2', partyId: otherId })
    const foreign = await testPerson(await testBank('BYB'), 'rm', ['RM'])
    const own = await upload(mine, 'a,b\n', 'own.csv')
    const banks = await upload(rm_, 'c,d\n', 'banks.csv')
    expect(await (await get(mine, own.id)).text()).toBe('a,b\n')
    expect(await (await get(rm_, own.id)).text()).toBe('a,b\n')
    for (const [actor, id] of [
      [other, own.id],
      [mine, banks.id],
      [foreign, banks.id],
      [foreign, own.id],
      [rm_, 'not-an-id'],
      [rm_, `${own.id}' or 1=1`],
    ] as const)
      expect(await codeOf(get(actor, id))).toBe('E_NOT_FOUND')
  })
})
