/** What ends by itself when a day is closed: approvals, plans and returned packets that nobody used in time (§6.4, B18, B19). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { date, type PlainDate, toDb } from '@/lib/platform/dates'
import { type BankRow, newId, type Tx, withTenant } from '@/lib/platform/tenant'
import { closeBusinessDay } from '@/lib/servicing/end-of-day/run'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup } from '../../fixtures/group'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { standOn, systemOf } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: BankRow
let market: TestMarket
let rm: Person
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('LAP')
  rm = await testPerson(bank, 'rm', ['RM'])
  market = await admittedMarket(bank, 'M1')
})
afterAll(() => db.drop())

async function close(day: PlainDate) {
  await standOn(bank.id, day)
  const closed = await closeBusinessDay(systemOf(bank), { date: day.toString() })
  if (!closed.ok) throw new Error(JSON.stringify(closed.error))
}
const batchState = async (id: string) =>
  (await inBank((tx) => tx.batch.findFirstOrThrow({ where: { bankId: bank.id, id } }))).state
const itemStates = async (batchId: string) =>
  (
    await inBank((tx) => tx.application.findMany({ where: { bankId: bank.id, batchId }, orderBy: { position: 'asc' } }))
  ).map((i) => i.state)

test('an approval holds 60 days for signing and 90 for drawing; a batch with none left expires, one with some goes on', async () => {
  const unused = await approvedGroup(bank, market, { rmId: rm.userId! }, '001')
  const half = await approvedGroup(bank, market, { rmId: rm.userId! }, '002')
  const signed = half.members.slice(0, 2).map((m) => m.applicationId)
  await inBank(async (tx) => {
    await tx.application.updateMany({ where: { bankId: bank.id, id: { in: signed } }, data: { state: 'SIGNED' } })
    await tx.batch.updateMany({ where: { bankId: bank.id, id: half.batchId }, data: { state: 'CONTRACTING' } })
  })
  await close(date('2026-05-15'))
  expect(await itemStates(unused.batchId)).toEqual(Array(5).fill('APPROVED'))
  await close(date('2026-05-16'))
  expect(await itemStates(unused.batchId)).toEqual(Array(5).fill('EXPIRED'))
  expect(await batchState(unused.batchId)).toBe('EXPIRED')
  expect(await itemStates(half.batchId)).toEqual(['SIGNED', 'SIGNED', 'EXPIRED', 'EXPIRED', 'EXPIRED'])
  expect(await batchState(half.batchId)).toBe('CONTRACTING')
  // one draws in time, the other does not
  await inBank((tx) =>
    tx.application.updateMany({ where: { bankId: bank.id, id: signed[0]! }, data: { state: 'ACTIVE' } }),
  )
  await close(date('2026-06-15'))
  expect((await itemStates(half.batchId)).slice(0, 2)).toEqual(['ACTIVE', 'EXPIRED'])
  expect(await batchState(half.batchId)).toBe('ACTIVE')
})

test('a plan without a contract by its day ends, and its unsigned items with it; one with a contract runs its year', async () => {
  const [idle, used] = [
    await approvedGroup(bank, market, { rmId: rm.userId! }, '003'),
    await approvedGroup(bank, market, { rmId: rm.userId! }, '004'),
  ]
  const plans = { bankId: bank.id, id: { in: [idle.planId, used.planId] } }
  await inBank(async (tx) => {
    await tx.creditPlan.updateMany({ where: plans, data: { firstContractBy: toDb(date('2026-09-16')) } })
    const all = { bankId: bank.id, batchId: { in: [idle.batchId, used.batchId] } }
    await tx.application.updateMany({ where: all, data: { signBy: toDb(date('2027-03-15')) } })
    const first = { bankId: bank.id, id: used.members[0]!.applicationId }
    await tx.application.updateMany({ where: first, data: { state: 'ACTIVE' } })
    await tx.batch.updateMany({ where: { bankId: bank.id, id: used.batchId }, data: { state: 'DISBURSING' } })
  })
  const states = async () =>
    (await inBank((tx) => tx.creditPlan.findMany({ where: plans, orderBy: { code: 'asc' } }))).map((p) => p.state)
  await close(date('2026-09-16'))
  expect(await states()).toEqual(['EFFECTIVE', 'EFFECTIVE'])
  await close(date('2026-09-17'))
  expect(await states()).toEqual(['EXPIRED', 'EFFECTIVE'])
  expect(await itemStates(idle.batchId)).toEqual(Array(5).fill('EXPIRED'))
  expect(await batchState(idle.batchId)).toBe('EXPIRED')
  await close(date('2027-03-16'))
  expect(await states()).toEqual(['EXPIRED', 'EXPIRED'])
  expect(await itemStates(used.batchId)).toEqual(['ACTIVE', ...Array(4).fill('EXPIRED')])
  expect(await batchState(used.batchId)).toBe('ACTIVE')
})

test('a returned packet that does not come back in its working days is withdrawn with its merchants', async () => {
  const [late, early] = [newId(), newId()]
  await inBank(async (tx) => {
    for (const id of [late, early]) {
      const keys = { bankId: bank.id, batchId: id, partyId: market.partyId }
      await tx.batch.create({
        data: {
          bankId: bank.id,
          id,
          code: `B-${id.slice(-8)}`,
          marketId: market.id,
          partyId: market.partyId,
          mode: 'JG',
          state: 'RETURNED',
          rmId: rm.userId,
        },
      })
      await tx.application.createMany({
        data: ['RETURNED', 'DROPPED'].map((state, i) => ({
          ...keys,
          id: newId(),
          state,
          rowNo: String(i + 1),
          position: i,
          borrowerType: 'INDIVIDUAL_BUSINESS',
        })),
      })
      await tx.slaClock.create({
        data: {
          bankId: bank.id,
          id: newId(),
          objectType: 'batch',
          objectId: id,
          kind: 'B19',
          profile: 'NORMAL',
          workingDaysTenths: 200,
          state: 'RUNNING',
          startedAt: new Date(0),
          dueAt: new Date(Date.now() + (id === late ? -60_000 : 3_600_000)),
        },
      })
    }
  })
  await close(date('2027-03-17'))
  expect(await batchState(late)).toBe('WITHDRAWN')
  expect(await itemStates(late)).toEqual(['WITHDRAWN', 'DROPPED'])
  expect(await batchState(early)).toBe('RETURNED')
  const clocks = await inBank((tx) =>
    tx.slaClock.findMany({ where: { bankId: bank.id, objectId: { in: [late, early] }, kind: 'B19' } }),
  )
  expect(new Map(clocks.map((c) => [c.objectId, c.state])).get(late)).toBe('STOPPED')
  expect(new Map(clocks.map((c) => [c.objectId, c.state])).get(early)).toBe('RUNNING')
})
