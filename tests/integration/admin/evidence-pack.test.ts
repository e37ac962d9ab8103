/** The auditor's two questions on real PostgreSQL: how an object stood on a past day, and everything about a batch in one zip. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import yauzl from 'yauzl'
import { evidencePack } from '@/lib/admin/evidence-pack'
import { objectState } from '@/lib/admin/object-state'
import { newId, type Tx, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup, type TestGroup } from '../../fixtures/group'
import { admittedMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let auditor: Person
let stranger: Person
let group: TestGroup
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('AUD')
  const rm = await testPerson(bank, 'rm', ['RM'])
  auditor = await testPerson(bank, 'auditor', ['AUDITOR'])
  stranger = await testPerson(await testBank('AUE'), 'auditor', ['AUDITOR'])
  group = await approvedGroup(bank, await admittedMarket(bank, 'M-AUD'), { rmId: rm.userId })
  const moved = (stateFrom: string | null, stateTo: string, at: string) => ({
    bankId: bank.id,
    id: newId(),
    objectType: 'batch',
    objectId: group.batchId,
    machine: 'batch',
    event: 'move',
    stateFrom,
    stateTo,
    actorName: 'rm',
    at: new Date(at),
  })
  await inBank((tx) =>
    tx.stateHistory.createMany({
      data: [
        moved(null, 'DRAFT', '2026-03-01T02:00:00Z'),
        moved('DRAFT', 'SUBMITTED', '2026-03-05T15:59:59Z'),
        moved('SUBMITTED', 'APPROVED', '2026-03-10T16:00:00Z'),
      ],
    }),
  )
})
afterAll(() => db.drop())

test('an object is told as it stood at the end of the day in the bank’s zone, not a second later', async () => {
  const on = (day: string) => objectState(auditor, { object: `batch:${group.batchId}`, on: day })
  expect((await on('2026-03-04')).state).toBe('DRAFT')
  expect((await on('2026-03-05')).state).toBe('SUBMITTED')
  expect((await on('2026-03-10')).state).toBe('SUBMITTED')
  expect(await on('2026-03-11')).toMatchObject({
    state: 'APPROVED',
    by: 'rm',
    history: [{ to: 'DRAFT' }, { to: 'SUBMITTED' }, { to: 'APPROVED' }],
  })
  await expect(on('2026-02-28')).rejects.toMatchObject({ error: { code: 'E_NOT_FOUND' } })
  await expect(objectState(stranger, { object: `batch:${group.batchId}`, on: '2026-03-11' })).rejects.toMatchObject({
    error: { code: 'E_NOT_FOUND' },
  })
})

test('the pack of a batch holds its records, each as its manifest says to the bit, and taking it is on the trail', async () => {
  const answer = await evidencePack(auditor, group.batchId)
  const entries = await unzip(Buffer.from(await answer.arrayBuffer()))
  const manifest = JSON.parse(entries.get('manifest.json')!.toString()) as {
    batch: string
    entries: { path: string; sha256: string }[]
  }
  expect(manifest.batch).toBe('B-2026-001')
  expect(manifest.entries.map((e) => e.path)).toContain('records/applications.json')
  for (const e of manifest.entries)
    expect(createHash('sha256').update(entries.get(e.path)!).digest('hex'), e.path).toBe(e.sha256)
  expect(JSON.parse(entries.get('records/applications.json')!.toString())).toHaveLength(5)
  expect(JSON.parse(entries.get('records/history.json')!.toString())).toHaveLength(3)
  expect(
    await inBank((tx) =>
      tx.auditEvent.count({ where: { command: 'admin.takeEvidencePack', objectId: group.batchId } }),
    ),
  ).toBe(1)
  await expect(evidencePack(stranger, group.batchId)).rejects.toMatchObject({ error: { code: 'E_NOT_FOUND' } })
})

function unzip(bytes: Buffer): Promise<Map<string, Buffer>> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error)
      const found = new Map<string, Buffer>()
      zip.on('entry', (entry) =>
        zip.openReadStream(entry, (failed, stream) => {
          if (failed) return reject(failed)
          const parts: Buffer[] = []
          stream.on('data', (p: Buffer) => parts.push(p))
          stream.on('end', () => {
            found.set(entry.fileName, Buffer.concat(parts))
            zip.readEntry()
          })
        }),
      )
      zip.on('end', () => resolve(found))
      zip.readEntry()
    })
  })
}
