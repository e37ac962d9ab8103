import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judgeDocument, returnBatch, returnItem } from '@/lib/batches/commands/check'
import { submitBatch, withdrawBatch } from '@/lib/batches/commands/submit'
import { batchEvents } from '@/lib/batches/queries'
import { listColumns } from '@/lib/intake/columns'
import { recordConsent, withdrawConsent } from '@/lib/intake/commands/consents'
import { removeItem, removeItems, supplementItem, updateItem } from '@/lib/intake/commands/items'
import { addDocument, assignDocument, discardDocument } from '@/lib/intake/commands/papers'
import { receivePacket, remapPacket } from '@/lib/intake/commands/receive'
import { consentList } from '@/lib/intake/consent-queries'
import { packetDesk, submissions } from '@/lib/intake/queries'
import '@/lib/intake/jobs'
import type { Result } from '@/lib/platform/errors'
import { fileStore } from '@/lib/platform/files'
import { drainJobs } from '@/lib/platform/jobs/worker'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { admittedMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'

const HEAD = '序号,商户名称,统一社会信用代码,经营者姓名,身份证号,联系电话,摊位号,申请金额（万元）,期限（月）,备注'
const ROWS = [
  '1,恒山鑫源工具经营部,92330199MADEM0038R,陈立,33019919800115001X,13800138001,A-01,20,12,老商户',
  '2,恒山宏达五金经营部,92330199MADEM0046L,王敏,330199198511300129,13800138002,A-02,30,12,老商户',
  '3,恒山永固轴承经营部,92320199MADEM00701,赵宁,330199199212080036,,A-03,10,12,新商户',
]
const SLOTS = ['APPLICATION', 'BUSINESS_LICENSE', 'ID_LEGAL_REP', 'CREDIT_QUERY_CONSENT', 'STALL_TENURE'] as const

let db: TestDatabase
let bank: BankRow
let operator: Person
let rm: Person
let batchId: string

function value<T>(r: Result<T>): T {
  if (!r.ok) throw new Error(`${r.error.code} ${JSON.stringify(r.error.params)}`)
  return r.value
}
async function store(name: string, text: string) {
  const c = await fileStore().put(bank.id, Readable.from([Buffer.from(text)]), 1 << 20)
  return { name, sha256: c.sha256, sizeBytes: c.sizeBytes.toString(), mediaType: 'text/csv' }
}
async function upload(rows: string[]) {
  const list = await store('list.csv', [HEAD, ...rows].join('\n'))
  const got = value(await receivePacket(operator, { batchId, list }))
  await drainJobs(bank.id)
  return got.id
}
let papers = 0
async function paper(applicationId: string, slot: (typeof SLOTS)[number], replaces?: string) {
  const file = { ...(await store(`${slot}.pdf`, `%PDF-1.4 ${++papers}`)), mediaType: 'application/pdf' as const }
  return value(await addDocument(operator, { applicationId, slot, file, ...(replaces ? { replaces } : {}) })).id
}
const desk = (more: Partial<Parameters<typeof packetDesk>[1]> = {}) => packetDesk(operator, { batchId, ...more })
const rowOf = async (row: number) => (await desk({ limit: 200 })).items.find((i) => i.row === row)!
const consents = (applicationId: string) =>
  withTenant(rm, (tx) =>
    tx.consent.findMany({ where: { bankId: bank.id, applicationId, kind: 'CREDIT_QUERY', state: 'GIVEN' } }),
  )

beforeAll(async () => {
  process.env.FANGSHI_FILES = mkdtempSync(join(tmpdir(), 'fangshi-files-'))
  db = await testDatabase()
  bank = await testBank('YJB')
  rm = await testPerson(bank, 'rm', ['RM'])
  const market = await admittedMarket(bank, 'M6', { people: { rmId: rm.userId } })
  operator = await testPerson(bank, 'operator', ['OPERATOR_ADMIN'], { partyCode: 'OP-M6', partyId: market.partyId })
  const list = await store('list.csv', [HEAD, ...ROWS].join('\n'))
  batchId = value(await receivePacket(operator, { market: 'M6', mode: 'JG', list })).batchId
  await drainJobs(bank.id)
})
afterAll(() => db.drop())

describe('the desk of a draft', () => {
  test('each filter says how many rows it shows, and a row that is open stays in sight whatever the filter', async () => {
    const all = await desk()
    expect(all.counts).toMatchObject({ all: 3, errors: 1, ready: 0, removed: 0 })
    const errors = await desk({ show: 'errors', open: all.items[0]!.id })
    expect(errors.total).toBe(1)
    expect(errors.items.map((i) => i.row)).toEqual([1, 3])
    expect((await desk({ search: 'hdwj' })).items.map((i) => i.row)).toEqual([2])
    expect(all.unready).toMatchObject({ count: 3, items: [{ row: 1 }, { row: 2 }, { row: 3, why: ['缺少必填项'] }] })
  })

  test('what the reading found of the list as a whole does not vanish with the first mended row', async () => {
    const codes = async () => (await desk()).findings.map((f) => f.code)
    expect(await codes()).toContain('W_RANK_BY_ORDER')
    const third = await rowOf(3)
    value(await updateItem(operator, { applicationId: third.id, fields: { phone: '13800138003' } }))
    await drainJobs(bank.id)
    expect(await codes()).toContain('W_RANK_BY_ORDER')
    expect((await desk()).counts.errors).toBe(0)
  })

  test('a column that was said to be none stays none, and its cells show what it holds', async () => {
    const packetId = (await desk()).list!.id
    const before = await listColumns(operator, packetId)
    expect(before.columns.find((c) => c.header === '商户名称')).toMatchObject({
      field: 'name',
      samples: ['恒山鑫源工具经营部', '恒山宏达五金经营部', '恒山永固轴承经营部'],
    })
    value(await remapPacket(operator, { packetId, mapping: { 摊位号: null } }))
    await drainJobs(bank.id)
    const after = await listColumns(operator, packetId)
    expect(after.columns.find((c) => c.header === '摊位号')!.field).toBeNull()
    expect((await rowOf(1)).stallNo).toBeNull()
    await upload(ROWS)
    expect((await rowOf(1)).stallNo).toBeNull()
  })

  test('a consent is given with its paper and taken back with it', async () => {
    const [first, second] = [await rowOf(1), await rowOf(2)]
    const id = await paper(first.id, 'CREDIT_QUERY_CONSENT')
    expect(await consents(first.id)).toHaveLength(1)
    value(await assignDocument(operator, { documentId: id, applicationId: second.id, slot: 'CREDIT_QUERY_CONSENT' }))
    expect(await consents(first.id)).toHaveLength(0)
    expect(await consents(second.id)).toHaveLength(1)
    value(await discardDocument(operator, { documentId: id, reason: '放错的文件' }))
    expect(await consents(second.id)).toHaveLength(0)
    expect((await rowOf(2)).slots.CREDIT_QUERY_CONSENT).toBe('MISSING')
  })

  test('a consent that the merchant took back stays taken back while its paper lies there; a new paper gives a new one', async () => {
    const first = await rowOf(1)
    await paper(first.id, 'CREDIT_QUERY_CONSENT')
    const [given] = await consents(first.id)
    const future = { ok: false, error: { code: 'E_DATE:signedOn' } }
    expect(await recordConsent(rm, { consentId: given!.id, signedOn: '2099-01-01' })).toMatchObject(future)
    value(await recordConsent(rm, { consentId: given!.id, signedOn: '2026-03-01' }))
    const listed = async () => (await consentList(operator, { applicationId: first.id })).items
    const bankName = (await withTenant(rm, (tx) => tx.bank.findUniqueOrThrow({ where: { id: bank.id } }))).name
    const now = (await listed()).find((c) => c.id === given!.id)
    expect(now).toMatchObject({
      kind: 'CREDIT_QUERY',
      state: 'GIVEN',
      receiver: bankName,
      purpose: '贷款审批及贷后管理',
      evidence: { fileId: expect.any(String) },
    })
    expect(now!.expiresOn!.toString()).toBe('2026-05-30')
    value(await withdrawConsent(operator, { consentId: given!.id, reason: '商户不再申请' }))
    expect(await withdrawConsent(operator, { consentId: given!.id, reason: '再撤一次' })).toMatchObject({
      ok: false,
      error: { code: 'E_STATE' },
    })
    await drainJobs(bank.id)
    expect(await consents(first.id)).toHaveLength(0)
    expect((await listed()).find((c) => c.id === given!.id)).toMatchObject({ withdrawReason: '商户不再申请' })
    await paper(first.id, 'CREDIT_QUERY_CONSENT')
    expect(await consents(first.id)).toHaveLength(1)
  })

  test('a paper put in the place of another leaves one of them', async () => {
    const first = await rowOf(1)
    const old = await paper(first.id, 'STALL_TENURE')
    const fresh = await paper(first.id, 'STALL_TENURE', old)
    const tenure = (await rowOf(1)).documents.filter((d) => d.slot === 'STALL_TENURE')
    expect(tenure.map((d) => d.id)).toEqual([fresh])
  })

  test('rows taken out are counted apart, with nothing left to mend on them', async () => {
    const third = await rowOf(3)
    const taken = value(await removeItems(operator, { batchId, applicationIds: [third.id], reason: '下批再报' }))
    expect(taken).toEqual({ done: [third.id], refused: [] })
    const now = await desk()
    expect(now.counts).toMatchObject({ all: 2, removed: 1 })
    expect(now.items.map((i) => i.row)).toEqual([1, 2])
    expect((await desk({ show: 'removed' })).items).toMatchObject([{ row: 3, state: 'WITHDRAWN', issues: [] }])
  })
})

describe('once it is handed over', () => {
  test('no paper can be moved, added or put aside any more', async () => {
    for (const row of [1, 2]) {
      const item = await rowOf(row)
      for (const slot of SLOTS.filter((s) => item.slots[s] !== 'PRESENT')) await paper(item.id, slot)
    }
    value(await submitBatch(operator, { batchId }))
    const item = await rowOf(1)
    const documentId = item.documents[0]!.id
    const locked = { ok: false, error: { code: 'E_LOCKED' } }
    expect(await assignDocument(operator, { documentId, applicationId: null, slot: null })).toMatchObject(locked)
    expect(await discardDocument(operator, { documentId, reason: '不要了' })).toMatchObject(locked)
    expect(await updateItem(operator, { applicationId: item.id, fields: { phone: '13900139000' } })).toMatchObject(
      locked,
    )
    expect(await removeItem(operator, { applicationId: item.id, reason: '不报了' })).toMatchObject(locked)
  })

  test('what the bank finds while it checks is told by the return, not before', async () => {
    const licence = (await rowOf(1)).documents.find((d) => d.slot === 'BUSINESS_LICENSE')!
    value(await judgeDocument(rm, { documentId: licence.id, verdict: 'UNREADABLE' }))
    expect(await rowOf(1)).toMatchObject({ issues: [], slots: { BUSINESS_LICENSE: 'PRESENT' } })
    const first = await rowOf(1)
    value(
      await returnItem(rm, {
        applicationId: first.id,
        slots: ['BUSINESS_LICENSE', 'STALL_TENURE'],
        fields: ['phone'],
        reason: '执照看不清，请补新租约',
      }),
    )
    expect(await supplementItem(operator, { applicationId: first.id })).toMatchObject({
      ok: false,
      error: { code: 'E_LOCKED' },
    })
    value(await returnBatch(rm, { batchId, reason: '一户需补充' }))
    const seen = await desk()
    expect(seen.items.map((i) => i.row)).toEqual([1])
    expect(seen.counts).toMatchObject({ all: 1, returned: 1 })
    expect(seen.items[0]!.slots).toMatchObject({
      BUSINESS_LICENSE: 'REFUSED',
      STALL_TENURE: 'REFUSED',
      APPLICATION: 'PRESENT',
    })
    expect(seen.items[0]!.issues.map((i) => i.message).join()).toContain('看不清')
  })

  test('a returned merchant takes only the papers and fields that it was returned for, also from a new list', async () => {
    const first = await rowOf(1)
    const outside = { ok: false, error: { code: 'E_NOT_RETURNED' } }
    const application = first.documents.find((d) => d.slot === 'APPLICATION')!
    expect(await discardDocument(operator, { documentId: application.id, reason: '换一份' })).toMatchObject(outside)
    expect(
      await assignDocument(operator, { documentId: application.id, applicationId: first.id, slot: 'STALL_TENURE' }),
    ).toMatchObject(outside)
    await upload([
      '1,改了名的经营部,92330199MADEM0038R,陈立,33019919800115001X,13900139001,A-01,99,12,',
      '4,混进来的经营部,92330199MADEM0046L,王敏,330199198511300129,13800138002,A-02,30,12,',
    ])
    const now = await desk()
    expect(now.items).toMatchObject([
      { row: 1, name: '恒山鑫源工具经营部', phone: '13900139001', requestedFen: 20_000_000n },
    ])
    expect(now.findings.find((f) => f.code === 'W_NOT_RETURNED')!.message).toContain('4')
  })

  test('a slot stands refused until a newer paper is in it; then the item can be handed in again', async () => {
    const first = await rowOf(1)
    await paper(first.id, 'BUSINESS_LICENSE')
    await paper(first.id, 'STALL_TENURE', first.documents.find((d) => d.slot === 'STALL_TENURE')!.id)
    expect((await rowOf(1)).slots).toMatchObject({ BUSINESS_LICENSE: 'PRESENT', STALL_TENURE: 'PRESENT' })
    value(await supplementItem(operator, { applicationId: first.id }))
    value(await submitBatch(operator, { batchId }))
    const [, second] = (await submissions(operator, { batchId })).items
    expect(second!.changes).toMatchObject([
      {
        row: '1',
        change: 'CHANGED',
        values: [{ field: 'phone', from: '13800138001', to: '13900139001' }],
        slots: expect.arrayContaining(['BUSINESS_LICENSE', 'STALL_TENURE']),
      },
    ])
  })

  test('files that are still being read when the batch is withdrawn change nothing in it', async () => {
    const open = value(
      await receivePacket(operator, {
        market: 'M6',
        mode: 'JG',
        list: await store('l.csv', [HEAD, ...ROWS].join('\n')),
      }),
    )
    value(await withdrawBatch(operator, { batchId: open.batchId, reason: '传错了清单' }))
    await drainJobs(bank.id)
    const late = await packetDesk(operator, { batchId: open.batchId })
    expect(late).toMatchObject({ total: 0, reading: null, failure: { code: 'E_LOCKED' } })
  })

  test('the operator reads its own reasons and what was said to it, not the opinions of the bank', async () => {
    await withTenant(rm, (tx) =>
      tx.stateHistory.create({
        data: {
          bankId: bank.id,
          partyId: operator.partyId,
          objectType: 'batch',
          objectId: batchId,
          machine: 'batch',
          event: 'opinion',
          stateFrom: 'IN_REVIEW',
          stateTo: 'COUNTERSIGNING',
          actorId: rm.userId,
          actorName: '张经理',
          reason: '市场集中度偏高，建议从严',
          objectVersion: 9,
          at: new Date(),
        },
      }),
    )
    const { items } = await batchEvents(operator, { batchId })
    expect(items.find((e) => e.event === 'opinion')).toMatchObject({ reason: null, actor: null })
    expect(items.find((e) => e.event === 'return')).toMatchObject({ reason: '一户需补充' })
    expect((await batchEvents(rm, { batchId })).items.find((e) => e.event === 'opinion')!.reason).toContain('从严')
  })
})
