/** Packets over the API as operators' and banks' programs send them: in pieces, broken off, odd, too large, hostile. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import '@/lib/intake/jobs'
import { apiTable } from '@/lib/api'
import { date, toDb } from '@/lib/platform/dates'
import { dispatch } from '@/lib/platform/http/dispatch'
import { drainJobs } from '@/lib/platform/jobs/worker'
import { createToken } from '@/lib/platform/ops/bank'
import { type BankRow, newId, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../database'
import { admittedMarket } from '../fixtures/market'
import { testBank, testPerson } from '../fixtures/people'
import { makeZip } from '../unit/intake/make-zip'
import { type Answer, apiClient, type Client } from './client'

const HEAD = '序号,商户名称,统一社会信用代码,经营者姓名,身份证号,联系电话,摊位号,申请金额（万元）,期限（月）'
const ROW = '1,恒山鑫源工具经营部,92330199MADEM0038R,陈立,33019919800115001X,13800138001,A-01,20,12'
const LIST = Buffer.from(`${HEAD}\n${ROW}\n`)

let db: TestDatabase
let bank: BankRow
let operator: Client
let other: Client
let auditor: Client
let token: string

/** A request whose body is anything, also one that breaks off. */
async function raw(method: string, path: string, body: BodyInit | null, headers: Record<string, string> = {}) {
  const request = new Request(`http://bank.test/api/v1${path}`, {
    method,
    body,
    duplex: 'half',
    headers: { host: 'bank.test', authorization: `Bearer ${token}`, ...headers },
  } as RequestInit)
  const response = await dispatch(request, path.split('?')[0]!, apiTable)
  return { status: response.status, json: await response.json().catch(() => null) } as Answer
}
const form = (files: Record<string, [string, Buffer][]>, fields: Record<string, string> = {}): FormData => {
  const f = new FormData()
  for (const [k, v] of Object.entries(fields)) f.set(k, v)
  for (const [k, all] of Object.entries(files))
    for (const [name, bytes] of all) f.append(k, new Blob([new Uint8Array(bytes)]), name)
  return f
}
const begin = async (name: string, sizeBytes: number, purpose = 'list') =>
  (await operator.post('/uploads', { name, sizeBytes, purpose })) as { id: string; offset: number }
const piece = (id: string, offset: number, bytes: Buffer) =>
  raw('PUT', `/uploads/${id}?offset=${offset}`, new Uint8Array(bytes))

beforeAll(async () => {
  process.env.FANGSHI_FILES = mkdtempSync(join(tmpdir(), 'fangshi-files-'))
  db = await testDatabase()
  bank = await testBank('YJB')
  const market = await admittedMarket(bank, 'M6')
  await testPerson(bank, 'operator', ['OPERATOR_ADMIN'], { partyCode: 'OP-M6', partyId: market.partyId })
  await testPerson(bank, 'clerk', ['OPERATOR_CLERK'], { partyCode: 'OP-M6', partyId: market.partyId })
  await testPerson(bank, 'auditor', ['AUDITOR'])
  operator = await apiClient(bank, 'operator')
  other = await apiClient(bank, 'clerk')
  auditor = await apiClient(bank, 'auditor')
  token = (await createToken(bank, { login: 'operator@yjb' })).token
})
afterAll(() => db.drop())

describe('an upload over a line that breaks', () => {
  test('goes on where it ended, and the packet gets the whole file', async () => {
    const { id, offset } = await begin('清单.csv', LIST.length)
    expect(offset).toBe(0)
    expect((await piece(id, 0, LIST.subarray(0, 50))).json).toMatchObject({ offset: 50, done: false })
    const broken = new ReadableStream({
      start(c) {
        c.enqueue(new Uint8Array(LIST.subarray(50, 80)))
        setTimeout(() => c.error(new Error('line lost')), 50)
      },
    })
    await raw('PUT', `/uploads/${id}?offset=50`, broken)
    const at = (await operator.get(`/uploads/${id}`)).json.offset as number
    expect(at).toBeGreaterThanOrEqual(50)
    expect(await piece(id, 0, LIST)).toMatchObject({
      status: 409,
      json: { code: 'E_UPLOAD_OFFSET', params: { offset: at } },
    })
    const early = await operator.send('POST', '/packets', { market: 'M6', mode: 'JG', uploads: [id] })
    expect(early).toMatchObject({ status: 422, json: { code: 'E_UPLOAD_UNFINISHED' } })
    expect((await piece(id, at, LIST.subarray(at))).json).toMatchObject({ offset: LIST.length, done: true })
    const packet = await operator.post('/packets', { market: 'M6', mode: 'JG', uploads: [id] })
    await drainJobs(bank.id)
    expect((await operator.get(`/packets/${packet.id}`)).json).toMatchObject({ status: 'DONE', counts: { rows: 1 } })
  })

  test('is nobody else’s, and takes not a byte more than was announced', async () => {
    const { id } = await begin('a.csv', 10)
    expect((await other.send('DELETE', `/uploads/${id}`)).status).toBe(404)
    expect(await piece(id, 0, Buffer.alloc(11, 'a'))).toMatchObject({ status: 413, json: { code: 'E_FILE_TOO_LARGE' } })
    expect((await auditor.send('POST', '/uploads', { name: 'a', sizeBytes: 1, purpose: 'list' })).status).toBe(403)
    expect((await raw('DELETE', `/uploads/${id}`, null)).status).toBe(204)
    expect((await raw('GET', `/uploads/${id}`, null)).status).toBe(404)
  })

  test('a piece that is sent again, comes too early, or stands nowhere changes nothing, and says where to go on', async () => {
    const { id } = await begin('清单.csv', LIST.length)
    const first = LIST.subarray(0, 40)
    expect((await piece(id, 0, first)).json).toMatchObject({ offset: 40, done: false })
    for (const offset of [0, 1, 39, 41, LIST.length, 999_999_999_999])
      expect(await piece(id, offset, first)).toMatchObject({
        status: 409,
        json: { code: 'E_UPLOAD_OFFSET', params: { offset: 40 } },
      })
    for (const offset of ['', '-1', '1.5', 'x', '0x10', '9'.repeat(13)])
      expect((await raw('PUT', `/uploads/${id}?offset=${offset}`, 'x')).status).toBe(400)
    expect((await raw('PUT', `/uploads/${id}?offset=40`, null)).json).toMatchObject({ offset: 40, done: false })
    const rest = LIST.subarray(40)
    const race = await Promise.all([piece(id, 40, rest), piece(id, 40, rest), piece(id, 40, rest)])
    expect(race.filter((r) => r.status === 200)).toHaveLength(1)
    for (const r of race) if (r.status !== 200) expect(['E_BUSY', 'E_UPLOAD_OFFSET']).toContain(r.json.code)
    expect(await piece(id, 40, rest)).toMatchObject({ status: 409, json: { params: { offset: LIST.length } } })
    const packet = await operator.post('/packets', { market: 'M6', mode: 'JG', uploads: [id] })
    await drainJobs(bank.id)
    expect((await operator.get(`/packets/${packet.id}`)).json).toMatchObject({ status: 'DONE', counts: { rows: 1 } })
  })

  test('a piece longer than a piece may be is refused, and what arrived of it is told', async () => {
    const { id } = await begin('d.zip', 30 * 2 ** 20, 'documents')
    const sent = await piece(id, 0, Buffer.alloc(9 * 2 ** 20, 7))
    expect(sent).toMatchObject({ status: 413, json: { code: 'E_FILE_TOO_LARGE' } })
    const { offset, done } = (await operator.get(`/uploads/${id}`)).json
    expect(done).toBe(false)
    expect(offset).toBeLessThanOrEqual(8 * 2 ** 20)
    expect((await piece(id, offset, Buffer.alloc(10, 7))).json).toMatchObject({ offset: offset + 10 })
  })

  test.each([
    { name: 'a', sizeBytes: 0, purpose: 'list' },
    { name: 'a', sizeBytes: 1.5, purpose: 'list' },
    { name: 'a', sizeBytes: 2 ** 40, purpose: 'documents' },
    { name: '', sizeBytes: 1, purpose: 'list' },
    { name: 'a', sizeBytes: 1, purpose: 'photos' },
    { name: 'a', sizeBytes: 1, purpose: 'list', path: '/etc/passwd' },
    { name: 'a', sizeBytes: 70 * 2 ** 20, purpose: 'list' },
  ])('what is no upload is refused: %j', async (body) => {
    const { status, json } = await operator.send('POST', '/uploads', body)
    expect([400, 413, 422]).toContain(status)
    expect(json.code).toMatch(/^E_/)
  })

  test.each(['x', '..%2f..%2fetc%2fpasswd', newId()])('an id that is none is not there: %s', async (id) => {
    expect((await raw('GET', `/uploads/${id}`, null)).status).toBe(404)
    expect((await raw('PUT', `/uploads/${id}?offset=0`, 'x')).status).toBe(404)
    expect([400, 404, 422]).toContain(
      (await operator.send('POST', '/packets', { market: 'M6', mode: 'JG', uploads: [id] })).status,
    )
  })
})

describe('odd requests end with a code, never with a fault of ours', () => {
  const list: [string, Buffer][] = [['l.csv', LIST]]
  const good = { market: 'M6', mode: 'JG' }
  const forms: [string, FormData, number[]][] = [
    ['nothing at all', form({}), [422]],
    ['no list for a new batch', form({ documents: [['d.zip', makeZip([])]] }, good), [422]],
    ['a market that is not there', form({ list }, { market: 'NIX', mode: 'JG' }), [404, 422]],
    ['a market with a name like a book', form({ list }, { market: 'M'.repeat(500), mode: 'JG' }), [400, 422]],
    ['a mode that is none', form({ list }, { market: 'M6', mode: 'XX' }), [400, 422]],
    ['two lists', form({ list: [...list, ...list] }, good), [400]],
    ['a field nobody knows', form({ list }, { ...good, colour: 'red' }), [400]],
    ['a file field nobody knows', form({ list, photos: list }, good), [400]],
    ['a mapping that is no JSON', form({ list }, { ...good, mapping: '{' }), [400]],
    ['a mapping that is a list', form({ list }, { ...good, mapping: '[1]' }), [400, 422]],
    ['a mapping to a field that is none', form({ list }, { ...good, mapping: '{"商户名称":"toString"}' }), [400, 422]],
    ['a mapping that is null', form({ list }, { ...good, mapping: 'null' }), [400, 422]],
    ['a batch that is no id', form({ list }, { batch: "x' or 1=1" }), [400, 404, 422]],
    ['a batch that is not there', form({ list }, { batch: newId() }), [404]],
  ]
  test.each(forms)('%s', async (_name, body, statuses) => {
    const { status, json } = await operator.upload('/packets', body)
    expect(statuses).toContain(status)
    expect(json.code).toMatch(/^E_/)
    expect(json.detail).not.toBe('')
  })

  test.each([
    ['a form without a boundary', 'multipart/form-data', 'x'],
    [
      'a form cut off',
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="list"; filename="a.csv"\r\n\r\nabc',
    ],
    ['a form of rubbish', 'multipart/form-data; boundary=b', '\0\0\0'],
    ['another media type', 'text/plain', 'x'],
    ['JSON cut off', 'application/json', '{"market":'],
    ['JSON that names no uploads', 'application/json', '{"market":"M6","mode":"JG"}'],
    ['JSON with a field nobody knows', 'application/json', '{"uploads":[],"x":1}'],
  ])('%s', async (_name, type, body) => {
    const { status, json } = await raw('POST', '/packets', body, { 'content-type': type })
    expect([400, 415, 422]).toContain(status)
    expect(json.code).toMatch(/^E_/)
  })

  test('an idempotency key that is none', async () => {
    const body = JSON.stringify({ market: 'M6', mode: 'JG', uploads: [newId()] })
    const answer = await raw('POST', '/packets', body, {
      'content-type': 'application/json',
      'idempotency-key': 'k'.repeat(300),
    })
    expect([400, 404]).toContain(answer.status)
  })

  test('whoever may not upload is told so before a byte is kept', async () => {
    expect((await auditor.upload('/packets', form({ list }, good))).status).toBe(403)
  })

  test.each(['x', newId(), '%00', '..', 'null', '9'.repeat(400)])('a packet that is not there: %s', async (id) => {
    for (const path of [
      `/packets/${id}`,
      `/packets/${id}/issues`,
      `/packets/${id}/merchants`,
      `/packets/${id}/columns`,
      `/packets/${id}/marked-copy`,
    ]) {
      const { status } = await raw('GET', path, null)
      expect([400, 404, 422]).toContain(status)
    }
  })

  test.each(['limit=0', 'limit=-1', 'limit=1e9', 'limit=a', 'cursor=x', 'level=fatal', 'sort=name', 'limit=1&limit=2'])(
    'a question that means nothing: ?%s',
    async (query) => {
      const packet = (await operator.upload('/packets', form({ list }, good))).json
      const { status, json } = await raw('GET', `/packets/${packet.id}/issues?${query}`, null)
      expect([400, 422]).toContain(status)
      expect(json.code).toMatch(/^E_/)
    },
  )
})

describe('files that are no packet', () => {
  const hostile: [string, string, Buffer, string][] = [
    ['an old workbook', 'l.xls', Buffer.from('d0cf11e0a1b11ae1'.padEnd(1024, '0'), 'hex'), 'E_FILE_TYPE'],
    ['a picture', 'l.csv', Buffer.from('ffd8ffe000104a464946', 'hex'), 'E_FILE_TYPE'],
    ['a web page', 'l.csv', Buffer.from('<html><table><tr><td>商户名称</td></tr></table>'), 'E_FILE_TYPE'],
    ['an empty file', 'l.csv', Buffer.alloc(0), 'E_FILE_TYPE'],
    ['a header with nobody under it', 'l.csv', Buffer.from(`${HEAD}\n`), 'E_LIST_EMPTY'],
    ['a list without a header', 'l.csv', Buffer.from('1,2,3\n4,5,6\n'), 'E_HEADER_NOT_FOUND'],
    ['a bomb', 'l.xlsx', makeZip([{ name: 'xl/workbook.xml', data: Buffer.alloc(64 * 2 ** 20) }]), 'E_ARCHIVE_BOMB'],
    [
      'entities',
      'l.xlsx',
      makeZip([{ name: 'xl/workbook.xml', data: '<!DOCTYPE x [<!ENTITY a "a">]><x/>' }]),
      'E_WORKBOOK_UNSAFE',
    ],
    ['a climbing name', 'l.xlsx', makeZip([{ name: '../xl/workbook.xml', data: 'x' }]), 'E_ARCHIVE_PATH'],
    ['a password', 'l.xlsx', makeZip([{ name: 'xl/workbook.xml', data: 'x', flags: 1 }]), 'E_ARCHIVE_ENCRYPTED'],
  ]
  test.each(hostile)('%s ends FAILED with its code, and the server goes on', async (_name, file, bytes, code) => {
    const sent = await operator.upload('/packets', form({ list: [[file, bytes]] }, { market: 'M6', mode: 'JG' }))
    expect(sent.status).toBe(202)
    await drainJobs(bank.id)
    const { json } = await operator.get(`/packets/${sent.json.id}`)
    expect(json).toMatchObject({ status: 'FAILED', code })
    expect(json.detail.length).toBeGreaterThan(5)
  })

  test('a workbook with macros is refused, and read without them when the bank says so', async () => {
    const bytes = await workbookWithMacros()
    const send = async () => {
      const sent = await operator.upload('/packets', form({ list: [['l.xlsm', bytes]] }, { market: 'M6', mode: 'JG' }))
      await drainJobs(bank.id)
      return (await operator.get(`/packets/${sent.json.id}`)).json
    }
    expect(await send()).toMatchObject({ status: 'FAILED', code: 'E_WORKBOOK_UNSAFE' })
    await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
      tx.parameter.create({
        data: {
          bankId: bank.id,
          id: newId(),
          key: 'intake.macros',
          value: 'STRIP',
          state: 'ACTIVE',
          versionNo: 1,
          effectiveFrom: toDb(date('2026-01-01')),
          reason: 'test',
          openToPartners: true,
        },
      }),
    )
    expect(await send()).toMatchObject({ status: 'DONE', counts: { rows: 1 } })
    expect((await operator.get('/markets/M6/list-rules?mode=JG')).json).toMatchObject({ macros: 'strip' })
  })
})

test('a quarter of a gigabyte passes through without the server’s memory growing by it', async () => {
  const total = 256 * 2 ** 20
  const chunk = Buffer.alloc(2 ** 20, 7)
  let sent = 0
  const head = `--b\r\nContent-Disposition: form-data; name="market"\r\n\r\nM6\r\n--b\r\nContent-Disposition: form-data; name="mode"\r\n\r\nJG\r\n--b\r\nContent-Disposition: form-data; name="list"; filename="l.csv"\r\n\r\n${LIST}\r\n--b\r\nContent-Disposition: form-data; name="documents"; filename="d.zip"\r\n\r\n`
  const body = new ReadableStream({
    start: (c) => c.enqueue(new TextEncoder().encode(head)),
    pull(c) {
      if (sent < total) {
        sent += chunk.length
        c.enqueue(new Uint8Array(chunk))
      } else {
        c.enqueue(new TextEncoder().encode('\r\n--b--\r\n'))
        c.close()
      }
    },
  })
  const before = process.memoryUsage().rss
  let peak = before
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss)
  }, 10)
  const answer = await raw('POST', '/packets', body, { 'content-type': 'multipart/form-data; boundary=b' })
  clearInterval(watch)
  expect(answer.status).toBe(202)
  expect((peak - before) / 2 ** 20).toBeLessThan(128)
}, 120_000)

async function workbookWithMacros(): Promise<Buffer> {
  const { writeXlsx } = await import('hucre')
  const { fromBufferPromise } = await import('yauzl')
  const rows = [HEAD.split(','), ROW.split(',')]
  const zip = await fromBufferPromise(Buffer.from(await writeXlsx({ sheets: [{ name: '清单', rows }] })))
  const parts: { name: string; data: Buffer }[] = []
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = []
    for await (const c of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) chunks.push(c)
    parts.push({ name: entry.fileName, data: Buffer.concat(chunks) })
  }
  return makeZip([...parts, { name: 'xl/vbaProject.bin', data: 'Sub AutoOpen()' }])
}
