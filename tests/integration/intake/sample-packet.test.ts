import { createReadStream, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { acceptBatch, checkItems, judgeDocument, returnBatch, returnItem } from '@/lib/batches/commands/check'
import { submitBatch } from '@/lib/batches/commands/submit'
import { removeItem, supplementItem, updateItem } from '@/lib/intake/commands/items'
import { addDocument } from '@/lib/intake/commands/papers'
import { receivePacket } from '@/lib/intake/commands/receive'
import { packetIssues, packetMerchants, packetStatus } from '@/lib/intake/packet-queries'
import { packetDesk, submissions } from '@/lib/intake/queries'
import '@/lib/intake/jobs'
import type { Result } from '@/lib/platform/errors'
import { fileStore } from '@/lib/platform/files'
import { drainJobs } from '@/lib/platform/jobs/worker'
import type { BankRow } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'

const SAMPLE = join(import.meta.dirname, '../../../samples/hardware-market')
const planted = (
  JSON.parse(readFileSync(join(SAMPLE, 'expected.json'), 'utf8')) as { planted: { row: number; code: string }[] }
).planted

let db: TestDatabase
let bank: BankRow
let market: TestMarket
let operator: Person
let stranger: Person
let rm: Person

async function store(name: string) {
  const c = await fileStore().put(bank.id, createReadStream(join(SAMPLE, name)), 1 << 30)
  return { name, sha256: c.sha256, sizeBytes: c.sizeBytes.toString(), mediaType: 'application/octet-stream' }
}
function value<T>(r: Result<T>): T {
  if (!r.ok) throw new Error(`${r.error.code} ${JSON.stringify(r.error.params)}`)
  return r.value
}

beforeAll(async () => {
  process.env.FANGSHI_FILES = mkdtempSync(join(tmpdir(), 'fangshi-files-'))
  db = await testDatabase()
  bank = await testBank('YJB')
  rm = await testPerson(bank, 'rm', ['RM'])
  market = await admittedMarket(bank, 'M6', { people: { rmId: rm.userId } })
  operator = await testPerson(bank, 'operator', ['OPERATOR_ADMIN'], { partyCode: 'OP-M6', partyId: market.partyId })
  const other = await admittedMarket(bank, 'M7')
  stranger = await testPerson(bank, 'stranger', ['OPERATOR_ADMIN'], { partyCode: 'OP-M7', partyId: other.partyId })
})
afterAll(() => db.drop())

describe('the packet of the hardware market', () => {
  let packetId: string
  let batchId: string

  test('is taken once: the same key gives the same packet', async () => {
    const input = {
      market: 'M6',
      mode: 'JG' as const,
      list: await store('商户清单.xlsx'),
      documents: [await store('证件扫描件.zip')],
    }
    const first = value(await receivePacket(operator, input, { idempotencyKey: 'packet-1' }))
    const again = value(await receivePacket(operator, input, { idempotencyKey: 'packet-1' }))
    expect(again.id).toBe(first.id)
    packetId = first.id
    batchId = first.batchId
    await drainJobs(bank.id)
    const status = await packetStatus(operator, { packetId })
    expect(status.status).toBe('DONE')
    expect(status.counts).toMatchObject({ rows: 86, documents: 513, unmatchedDocuments: 0 })
    expect(status.unit).toBeTruthy()
  })

  test('every planted error is found in its row, and a clean row has none', async () => {
    const found: { row: number | string | null; code: string; message: string }[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await packetIssues(operator, { packetId, level: 'error', limit: 200, cursor })
      found.push(...page.items)
      if (!page.nextCursor) break
      cursor = page.nextCursor
    }
    for (const p of planted.filter((x) => !x.code.startsWith('E_DOC_EXPIRED')))
      expect(found.map((f) => `${f.row} ${f.code}`)).toContain(`${p.row} ${p.code}`)
    const wrong = new Set(planted.map((p) => p.row))
    expect(found.filter((f) => !wrong.has(Number(f.row)))).toEqual([])
    for (const f of found) expect(f.message.length).toBeGreaterThan(10)
  })

  test('amounts arrive in fen of what the list gave in 万元', async () => {
    const page = await packetMerchants(operator, { packetId })
    expect(page.items[0]).toMatchObject({
      no: 1,
      name: '恒山鑫源工具经营部',
      requestedAmountFen: 90_000_000n,
      annualTurnoverFen: 807_000_000n,
      requestedTermMonths: 12,
    })
  })

  test('another operator and another party see nothing of it', async () => {
    await expect(packetStatus(stranger, { packetId })).rejects.toMatchObject({ error: { code: 'E_NOT_FOUND' } })
    await expect(packetDesk(stranger, { batchId })).rejects.toMatchObject({ error: { code: 'E_NOT_FOUND' } })
    expect(await submitBatch(stranger, { batchId })).toMatchObject({ ok: false, error: { code: 'E_NOT_FOUND' } })
  })

  test('a batch with unready rows is not submitted; the refusal names them', async () => {
    expect(await submitBatch(operator, { batchId })).toMatchObject({ ok: false, error: { code: 'E_ITEMS_NOT_READY' } })
  })

  test('an inline fix clears its error at once, and the rest of the wrong rows can be taken out', async () => {
    const desk = await packetDesk(operator, { batchId, show: 'errors', limit: 200 })
    const phone = desk.items.find((i) => i.row === 31)!
    const fixed = value(await updateItem(operator, { applicationId: phone.id, fields: { phone: '13800138031' } }))
    expect(fixed.issues.filter((i) => i.level === 'ERROR')).toEqual([])
    expect(fixed.state).toBe('READY')
    for (const item of desk.items.filter((i) => i.row !== 31))
      value(await removeItem(operator, { applicationId: item.id, reason: '资料有误，下批再报' }))
    const sent = value(await submitBatch(operator, { batchId }))
    expect(sent).toMatchObject({ state: 'SUBMITTED', submissionNo: 1, items: 76 })
  })

  test('the expired licence is marked by the RM, returned, mended, and each submission keeps its snapshot', async () => {
    const desk = await packetDesk(rm, { batchId, limit: 200 })
    const row = desk.items.find((i) => i.row === 78)!
    const licence = row.documents.find((d) => d.slot === 'BUSINESS_LICENSE')!
    value(await judgeDocument(rm, { documentId: licence.id, verdict: 'EXPIRED', expiresOn: '2025-12-31' }))
    const issues = await packetIssues(rm, { packetId, level: 'error' })
    expect(issues.items.map((i) => `${i.row} ${i.code}`)).toContain('78 E_DOC_EXPIRED:BUSINESS_LICENSE')
    const checked = value(
      await checkItems(rm, {
        applicationIds: desk.items.filter((i) => i.state === 'SUBMITTED').map((i) => i.id),
        originalsSeen: true,
      }),
    )
    expect(checked.done).toHaveLength(75)
    expect(checked.refused).toMatchObject([{ row: '78', code: 'E_DOC_EXPIRED:BUSINESS_LICENSE' }])
    expect(await acceptBatch(rm, { batchId })).toMatchObject({ ok: false, error: { code: 'E_ITEMS_NOT_CHECKED' } })
    value(await returnItem(rm, { applicationId: row.id, slots: ['BUSINESS_LICENSE'], reason: '营业执照已过期' }))
    value(await returnBatch(rm, { batchId, reason: '一户执照过期' }))
    const seen = await packetDesk(operator, { batchId, limit: 200 })
    expect(seen.items.map((i) => i.row)).toEqual([78])
    expect(await updateItem(operator, { applicationId: row.id, fields: { phone: '13800138078' } })).toMatchObject({
      ok: false,
      error: { code: 'E_NOT_RETURNED' },
    })
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
    const c = await fileStore().put(bank.id, (await import('node:stream')).Readable.from([png]), 1000)
    value(
      await addDocument(operator, {
        applicationId: row.id,
        slot: 'BUSINESS_LICENSE',
        file: { name: '新执照.png', sha256: c.sha256, sizeBytes: c.sizeBytes.toString(), mediaType: 'image/png' },
      }),
    )
    value(await supplementItem(operator, { applicationId: row.id }))
    expect(value(await submitBatch(operator, { batchId })).submissionNo).toBe(2)
    value(await checkItems(rm, { applicationIds: [row.id], originalsSeen: true }))
    expect(value(await acceptBatch(rm, { batchId })).state).toBe('ACCEPTED')
    const kept = await submissions(rm, { batchId })
    expect(kept.items.map((s) => s.no)).toEqual([1, 2])
    expect(kept.items[1]!.changes).toMatchObject([{ row: '78', change: 'CHANGED' }])
  })

  test('the wrong role and the wrong state are refused with the events that would be taken', async () => {
    expect(await acceptBatch(operator, { batchId })).toMatchObject({
      ok: false,
      error: { code: 'E_FORBIDDEN', status: 403 },
    })
    expect(await acceptBatch(rm, { batchId })).toMatchObject({
      ok: false,
      error: { code: 'E_STATE', status: 409, allowed: expect.arrayContaining(['start-scoring']) },
    })
  })
})

describe('a packet that cannot be read', () => {
  test('ends FAILED with one code, and the worker goes on', async () => {
    const c = await fileStore().put(
      bank.id,
      (await import('node:stream')).Readable.from([Buffer.from('PK\u0003\u0004 not a workbook at all')]),
      1000,
    )
    const got = value(
      await receivePacket(operator, {
        market: 'M6',
        mode: 'JG',
        list: { name: 'x.xlsx', sha256: c.sha256, sizeBytes: c.sizeBytes.toString(), mediaType: 'x' },
      }),
    )
    await drainJobs(bank.id)
    const status = await packetStatus(operator, { packetId: got.id })
    expect(status.status).toBe('FAILED')
    expect(status.code).toMatch(/^E_/)
    expect(status.detail).toBeTruthy()
  })
})
