/** A packet desk with two tabs open, a doubled click, and two people at once: what was said last holds, and nothing happens twice. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { submitBatch } from '@/lib/batches/commands/submit'
import { applyPacket, failPacket } from '@/lib/intake/apply-packet'
import { listColumns } from '@/lib/intake/columns'
import { addDocument } from '@/lib/intake/commands/papers'
import { receivePacket, remapPacket } from '@/lib/intake/commands/receive'
import { packetDesk } from '@/lib/intake/queries'
import '@/lib/intake/jobs'
import { systemActor } from '@/lib/platform/actor'
import type { Result } from '@/lib/platform/errors'
import { fileStore } from '@/lib/platform/files'
import { drainJobs } from '@/lib/platform/jobs/worker'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { admittedMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'

const HEAD = '序号,商户名称,统一社会信用代码,经营者姓名,身份证号,联系电话,摊位号,申请金额（万元）,期限（月）'
const row = (phone: string) => `1,恒山鑫源工具经营部,92330199MADEM0038R,陈立,33019919800115001X,${phone},A-01,20,12`
const SLOTS = ['APPLICATION', 'BUSINESS_LICENSE', 'ID_LEGAL_REP', 'CREDIT_QUERY_CONSENT', 'STALL_TENURE'] as const

let db: TestDatabase
let bank: BankRow
let operator: Person

function value<T>(r: Result<T>): T {
  if (!r.ok) throw new Error(`${r.error.code} ${JSON.stringify(r.error.params)}`)
  return r.value
}
const inBank = <T>(run: Parameters<typeof withTenant<T>>[1]) => withTenant({ bankId: bank.id, partyId: null }, run)
async function store(name: string, text: string) {
  const c = await fileStore().put(bank.id, Readable.from([Buffer.from(text)]), 1 << 20)
  return { name, sha256: c.sha256, sizeBytes: c.sizeBytes.toString(), mediaType: 'text/csv' }
}
const send = async (text: string, batchId?: string) =>
  value(
    await receivePacket(operator, {
      ...(batchId ? { batchId } : { market: 'M6', mode: 'JG' }),
      list: await store('list.csv', text),
    }),
  )
const packetRow = (id: string) => inBank((tx) => tx.packet.findFirstOrThrow({ where: { bankId: bank.id, id } }))
const firstRow = async (batchId: string) => (await packetDesk(operator, { batchId })).items[0]!
const due = (jobId: string, runAfter: Date) =>
  inBank((tx) => tx.job.updateMany({ where: { bankId: bank.id, id: jobId }, data: { runAfter } }))

beforeAll(async () => {
  process.env.FANGSHI_FILES = mkdtempSync(join(tmpdir(), 'fangshi-files-'))
  db = await testDatabase()
  bank = await testBank('TAB')
  const market = await admittedMarket(bank, 'M6')
  operator = await testPerson(bank, 'operator', ['OPERATOR_ADMIN'], { partyCode: 'OP-M6', partyId: market.partyId })
})
afterAll(() => db.drop())

test('two tabs say what the columns are: one of them holds whole, for the rows as for what is remembered', async () => {
  const { id, batchId } = await send([HEAD, row('13800138001')].join('\n'))
  await drainJobs(bank.id)
  const base = (await packetRow(id)).mapping as Record<string, 'name' | null>
  const said = [
    { ...base, 摊位号: null },
    { ...base, 联系电话: null },
  ]
  for (const answer of await Promise.all(said.map((mapping) => remapPacket(operator, { packetId: id, mapping }))))
    value(answer)
  await drainJobs(bank.id)
  const kept = await packetRow(id)
  expect(kept.state).toBe('DONE')
  const mapping = kept.mapping as Record<string, string | null>
  const read = await firstRow(batchId)
  expect([read.stallNo === null, read.phone === null]).toEqual([mapping.摊位号 === null, mapping.联系电话 === null])
  expect((read.stallNo === null) !== (read.phone === null)).toBe(true)
})

test('columns corrected while the list is still being read: the old reading is neither written nor told as failed', async () => {
  const { id, batchId } = await send([HEAD, row('13800138001')].join('\n'))
  const first = (await packetRow(id)).jobId!
  value(await remapPacket(operator, { packetId: id, mapping: { 摊位号: null } }))
  expect((await packetRow(id)).jobId).not.toBe(first)
  const machinery = systemActor(bank, 'packets.read')
  expect(
    value(await applyPacket(machinery, { packetId: id, jobId: first, list: null, documents: null })),
  ).toMatchObject({
    already: true,
  })
  value(await failPacket(machinery, { packetId: id, jobId: first, code: 'E_INTERNAL', params: {} }))
  expect((await packetRow(id)).state).toBe('QUEUED')
  await drainJobs(bank.id)
  expect((await packetRow(id)).state).toBe('DONE')
  expect((await firstRow(batchId)).stallNo).toBeNull()
})

test('a later list waits for an earlier one that is slow: what was sent last stands', async () => {
  const first = await send([HEAD, row('13800138001')].join('\n'))
  const second = await send([HEAD, row('13800138002')].join('\n'), first.batchId)
  await due(first.jobId, new Date(Date.now() + 3_600_000))
  await drainJobs(bank.id)
  expect((await packetRow(second.id)).state).toBe('QUEUED')
  const waiting = await inBank((tx) => tx.job.findFirstOrThrow({ where: { bankId: bank.id, id: second.jobId } }))
  expect([waiting.state, waiting.attempts]).toEqual(['QUEUED', 0])
  await due(first.jobId, new Date(Date.now() - 1000))
  await due(second.jobId, new Date(Date.now() - 1000))
  await drainJobs(bank.id)
  for (const p of [first, second]) expect((await packetRow(p.id)).state).toBe('DONE')
  expect((await firstRow(first.batchId)).phone).toBe('13800138002')
})

test('a later list does not wait for ever for one whose reading was cancelled', async () => {
  const first = await send([HEAD, row('13800138001')].join('\n'))
  await inBank((tx) => tx.job.updateMany({ where: { bankId: bank.id, id: first.jobId }, data: { state: 'CANCELLED' } }))
  const second = await send([HEAD, row('13800138003')].join('\n'), first.batchId)
  await drainJobs(bank.id)
  expect((await packetRow(second.id)).state).toBe('DONE')
})

test('a list whose headings nobody knows is read once a person has said what they are', async () => {
  const text = [
    '店家,掌柜,证照,要借多少,多久还,找谁',
    '恒山鑫源工具经营部,陈立,92330199MADEM0038R,200000,12,13800138001',
  ].join('\n')
  const { id, batchId } = await send(text)
  await drainJobs(bank.id)
  expect(await packetRow(id)).toMatchObject({ state: 'FAILED', errorCode: 'E_HEADER_NOT_FOUND' })
  const shown = await listColumns(operator, id)
  expect(shown.columns.map((c) => [c.header, c.field, c.samples[0]]).slice(0, 2)).toEqual([
    ['店家', null, '恒山鑫源工具经营部'],
    ['掌柜', null, '陈立'],
  ])
  const mapping = { 店家: 'name', 掌柜: 'ownerName', 证照: 'uscc', 要借多少: 'requestedAmount', 找谁: 'phone' } as const
  value(await remapPacket(operator, { packetId: id, mapping }))
  await drainJobs(bank.id)
  expect(await packetRow(id)).toMatchObject({ state: 'DONE', errorCode: null })
  expect(await firstRow(batchId)).toMatchObject({ name: '恒山鑫源工具经营部', requestedFen: 20_000_000n })
})

test('a list without a merchant fails with its own code, and the rows that were there stay', async () => {
  const first = await send([HEAD, row('13800138001')].join('\n'))
  await drainJobs(bank.id)
  const empty = await send(HEAD, first.batchId)
  await drainJobs(bank.id)
  expect(await packetRow(empty.id)).toMatchObject({ state: 'FAILED', errorCode: 'E_LIST_EMPTY' })
  const desk = await packetDesk(operator, { batchId: first.batchId })
  expect(desk).toMatchObject({ total: 1, failure: { code: 'E_LIST_EMPTY', title: '清单里没有商户' } })
})

test('one click that was sent twice hands the batch over once', async () => {
  const { batchId } = await send([HEAD, row('13800138001')].join('\n'))
  await drainJobs(bank.id)
  const item = await firstRow(batchId)
  for (const slot of SLOTS)
    value(
      await addDocument(operator, {
        applicationId: item.id,
        slot,
        file: { ...(await store(`${slot}.pdf`, `%PDF-1.4 ${slot}`)), mediaType: 'application/pdf' },
      }),
    )
  const answers = await Promise.all([1, 2, 3].map(() => submitBatch(operator, { batchId })))
  expect(answers.filter((a) => a.ok)).toHaveLength(1)
  for (const a of answers) if (!a.ok) expect(a.error.code).toBe('E_STATE')
  const kept = await inBank((tx) => tx.submission.count({ where: { bankId: bank.id, batchId } }))
  expect(kept).toBe(1)
})

test('a packet sent twice under one key is one packet and one batch', async () => {
  const input = { market: 'M6', mode: 'LI' as const, list: await store('l.csv', [HEAD, row('13800138009')].join('\n')) }
  const [a, b] = await Promise.all([1, 2].map(() => receivePacket(operator, input, { idempotencyKey: 'twice' })))
  const ids = [a, b].flatMap((r) => (r?.ok ? [r.value.id] : []))
  expect(new Set(ids).size).toBe(1)
  for (const r of [a, b]) if (!r!.ok) expect(r!.error.code).toBe('E_BUSY')
  expect(await inBank((tx) => tx.batch.count({ where: { bankId: bank.id, mode: 'LI' } }))).toBe(1)
})
