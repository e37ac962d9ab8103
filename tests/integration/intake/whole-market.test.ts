/** A whole market in one packet: written in sets, told the same when sent again, its stray papers with whom they may be. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { receivePacket } from '@/lib/intake/commands/receive'
import { packetDesk } from '@/lib/intake/queries'
import '@/lib/intake/jobs'
import type { Result } from '@/lib/platform/errors'
import { fileStore } from '@/lib/platform/files'
import { drainJobs } from '@/lib/platform/jobs/worker'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { HEADINGS, merchantRow, stallAndName } from '../../../bench/market-list'
import { type TestDatabase, testDatabase } from '../../database'
import { admittedMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { makeZip } from '../../unit/intake/make-zip'

const MERCHANTS = 1_100
let db: TestDatabase
let bank: BankRow
let operator: Person
let batchId: string

function value<T>(r: Result<T>): T {
  if (!r.ok) throw new Error(`${r.error.code} ${JSON.stringify(r.error.params)}`)
  return r.value
}
async function store(name: string, bytes: Buffer | string) {
  const c = await fileStore().put(bank.id, Readable.from([Buffer.from(bytes)]), 1 << 28)
  return { name, sha256: c.sha256, sizeBytes: c.sizeBytes.toString(), mediaType: 'application/octet-stream' }
}
const list = () =>
  store(
    'list.csv',
    [HEADINGS, ...Array.from({ length: MERCHANTS }, (_, i) => merchantRow(i + 1))].map((r) => r.join(',')).join('\n'),
  )
const papers = () =>
  store(
    'papers.zip',
    makeZip([
      ...Array.from({ length: MERCHANTS }, (_, i) => ({
        name: `${stallAndName(i + 1)}.pdf`,
        data: `%PDF-1.4 all papers of ${i + 1}`,
      })),
      { name: 'A区7/A区9.jpg', data: Buffer.from('ffd8ffe000104a464946', 'hex') },
    ]),
  )

beforeAll(async () => {
  process.env.FANGSHI_FILES = mkdtempSync(join(tmpdir(), 'fangshi-files-'))
  db = await testDatabase()
  bank = await testBank('YJB')
  const market = await admittedMarket(bank, 'M6', { merchants: MERCHANTS * 3 })
  operator = await testPerson(bank, 'operator', ['OPERATOR_ADMIN'], { partyCode: 'OP-M6', partyId: market.partyId })
  batchId = value(
    await receivePacket(operator, { market: 'M6', mode: 'JG', list: await list(), documents: [await papers()] }),
  ).batchId
  await drainJobs(bank.id)
}, 120_000)
afterAll(() => db.drop())

test('eleven hundred merchants with one PDF each are ready at once, and their operator reads when', async () => {
  const desk = await packetDesk(operator, { batchId })
  expect(desk.packet).toMatchObject({ status: 'DONE', counts: { rows: MERCHANTS, documents: MERCHANTS + 1 } })
  expect(desk.counts.ready).toBeGreaterThan(1_000)
  const told = await withTenant(operator, (tx) =>
    tx.stateHistory.count({ where: { bankId: bank.id, objectType: 'application', event: 'complete-packet' } }),
  )
  expect(told).toBe(desk.counts.ready)
})

test('a paper whose name speaks of two merchants lies in the tray, with the numbers of both', async () => {
  const { tray, trayTotal } = await packetDesk(operator, { batchId })
  expect(trayTotal).toBe(1)
  expect(tray[0]!.candidates.toSorted()).toEqual(['7', '9'])
})

test('the same packet sent again doubles neither a merchant nor a paper', async () => {
  value(await receivePacket(operator, { batchId, list: await list(), documents: [await papers()] }))
  await drainJobs(bank.id)
  const desk = await packetDesk(operator, { batchId })
  expect(desk.counts.all).toBe(MERCHANTS)
  expect(desk.papers).toBe(MERCHANTS + 1)
}, 120_000)

test('several archives in one packet and a later one are read as one, each paper once', async () => {
  const more = await Promise.all(
    ['a', 'b', 'c'].map((name, i) =>
      store(`${name}.zip`, makeZip([{ name: `${stallAndName(i + 1)}/营业执照.pdf`, data: `%PDF-1.4 licence ${i}` }])),
    ),
  )
  const { id } = value(await receivePacket(operator, { batchId, documents: more.slice(0, 2) }))
  await drainJobs(bank.id)
  const desk = await packetDesk(operator, { batchId })
  expect(desk.papers).toBe(MERCHANTS + 3)
  expect(desk.packet).toMatchObject({ id, progress: { filesRead: 2, filesTotal: 2 } })
  expect(desk.items[0]!.slots.BUSINESS_LICENSE).toBe('PRESENT')
  value(await receivePacket(operator, { batchId, documents: more }))
  await drainJobs(bank.id)
  expect((await packetDesk(operator, { batchId })).papers).toBe(MERCHANTS + 4)
}, 120_000)
