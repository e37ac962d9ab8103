/** Collecting on real PostgreSQL: the work list, promises judged by what came in, letters with proof, a case at court. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import {
  moveLegalCase,
  openLegalCase,
  recordCall,
  recordDelivery,
  recordPromise,
  writeLetter,
} from '@/lib/collection/commands/acts'
import { judgePromises } from '@/lib/collection/daily'
import { letterDocument } from '@/lib/collection/letter'
import { collectionFile, collectionList } from '@/lib/collection/queries'
import { defineCommand } from '@/lib/platform/commands'
import { date, toDb } from '@/lib/platform/dates'
import { newId, type Tx, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup } from '../../fixtures/group'
import { paidOut } from '../../fixtures/loan'
import { admittedMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { standOn, systemOf } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let collector: Person
let loans: string[]
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('COL')
  const rm = await testPerson(bank, 'rm', ['RM'])
  collector = await testPerson(bank, 'collector', ['COLLECTOR'])
  const market = await admittedMarket(bank, 'M-COL', { people: { rmId: rm.userId } })
  loans = await paidOut(bank, market, await approvedGroup(bank, market, { rmId: rm.userId }))
  await standOn(bank.id, date('2026-05-10'))
  for (const [loanId, dpd] of [
    [loans[1]!, 3],
    [loans[2]!, 35],
    [loans[3]!, 95],
  ] as const)
    await inBank((tx) =>
      tx.loanState.updateMany({
        where: { bankId: bank.id, loanId },
        data: {
          dpd,
          oldestDue: toDb(date('2026-05-10').subtract({ days: dpd })),
          principalDueFen: 100_000n,
          interestDueFen: 2_345n,
        },
      }),
    )
})
afterAll(() => db.drop())

const morning = defineCommand({
  name: 'test.promises',
  input: z.object({ date: z.string() }),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    ctx.audit({ objectType: 'businessDay', objectId: ctx.input.date })
    return judgePromises(ctx as never, date(ctx.input.date))
  },
})

test('the list has what is late, the latest first, page by page, by stage', async () => {
  const first = await collectionList(collector, { limit: 2 })
  expect(first.items.map((i) => [i.dpd, i.stage])).toEqual([
    [95, 'LEGAL'],
    [35, 'DUN'],
  ])
  expect((await collectionList(collector, { limit: 2, cursor: first.nextCursor! })).items.map((i) => i.dpd)).toEqual([
    3,
  ])
  expect((await collectionList(collector, { stage: 'REMIND' })).items).toMatchObject([{ owedFen: 102_345n, due: true }])
  expect(
    await recordCall(collector, { loanId: loans[0]!, contact: '甲某', outcome: 'REACHED', note: '无拖欠' }),
  ).toMatchObject({ ok: false, error: { code: 'E_NOT_LATE' } })
})

test('a promise is judged the morning after its day by what came in until then; one that is not kept asks for the collector', async () => {
  const loanId = loans[1]!
  expect(
    await recordPromise(collector, { loanId, contact: '乙某', amount: '1000.00', promisedOn: '2026-06-10' }),
  ).toMatchObject({ ok: false, error: { code: 'E_PROMISE_DAY' } })
  expect(
    await recordPromise(collector, { loanId, contact: '乙某', amount: '1000.00', promisedOn: '2026-05-12' }),
  ).toMatchObject({ ok: true })
  expect((await collectionList(collector, { stage: 'REMIND' })).items).toMatchObject([{ due: false }])
  await inBank((tx) =>
    tx.repayment.create({
      data: {
        bankId: bank.id,
        id: newId(),
        loanId,
        amountFen: 99_999n,
        valueDate: toDb(date('2026-05-12')),
        source: 'COUNTER',
        allocation: {},
        at: new Date(),
      },
    }),
  )
  expect(await morning(systemOf(bank), { date: '2026-05-12' })).toMatchObject({
    ok: true,
    value: { promisesJudged: 0 },
  })
  expect(await morning(systemOf(bank), { date: '2026-05-13' })).toMatchObject({
    ok: true,
    value: { promisesJudged: 1, promisesBroken: 1 },
  })
  expect((await collectionFile(collector, { loanId })).acts).toMatchObject([
    { kind: 'PROMISE', state: 'PARTLY', paidFen: 99_999n },
  ])
  expect(
    await inBank((tx) => tx.task.count({ where: { bankId: bank.id, kind: 'PROMISE_BROKEN', state: 'OPEN' } })),
  ).toBe(1)
  await recordCall(collector, { loanId, contact: '乙某', outcome: 'REACHED', note: '差一分钱，明日补' })
  expect(
    await inBank((tx) => tx.task.count({ where: { bankId: bank.id, kind: 'PROMISE_BROKEN', state: 'OPEN' } })),
  ).toBe(0)
})

test('a letter freezes its figures, is the same PDF later, and is delivered once with its proof', async () => {
  const loanId = loans[2]!
  const letter = await writeLetter(collector, { loanId, payBy: '2026-05-20' })
  expect(letter).toMatchObject({ ok: true, value: { number: 'CS-2026-0001' } })
  const actId = letter.ok ? letter.value.id : ''
  const pdf = async () => Buffer.from(await (await letterDocument(collector, actId)).arrayBuffer())
  expect((await pdf()).subarray(0, 5).toString()).toBe('%PDF-')
  await inBank((tx) =>
    tx.loanState.updateMany({ where: { bankId: bank.id, loanId }, data: { interestDueFen: 9_999n } }),
  )
  expect((await collectionFile(collector, { loanId })).acts[0]).toMatchObject({ amountFen: 102_345n, state: 'SENT' })
  const deliver = (on: string) =>
    recordDelivery(collector, { actId, delivered: true, method: 'REGISTERED_POST', on, proof: 'XA12345678933' })
  expect(await deliver('2026-05-09')).toMatchObject({ ok: false })
  expect(await deliver('2026-05-10')).toMatchObject({ ok: true, value: { state: 'DELIVERED' } })
  expect(await deliver('2026-05-10')).toMatchObject({ ok: false, error: { code: 'E_STATE' } })
})

test('the court is for loans over ninety days; one case at a time, and it goes its way in order', async () => {
  expect(await openLegalCase(collector, { loanId: loans[2]!, reason: '多次催收无果' })).toMatchObject({
    ok: false,
    error: { code: 'E_NOT_LEGAL' },
  })
  const opened = await openLegalCase(collector, {
    loanId: loans[3]!,
    court: '恒山市人民法院',
    reason: '逾期超过九十天',
  })
  expect(opened).toMatchObject({ ok: true, value: { number: 'LC-2026-0001' } })
  const caseId = opened.ok ? opened.value.id : ''
  expect(await openLegalCase(collector, { loanId: loans[3]!, reason: '再立' })).toMatchObject({
    ok: false,
    error: { code: 'E_COURT_CASE_OPEN' },
  })
  const move = (event: 'file' | 'accept' | 'judge' | 'enforce' | 'close', more: object = {}) =>
    moveLegalCase(collector, { caseId, event, note: '按程序', ...more })
  expect(await move('judge', { judged: '1.00' })).toMatchObject({ ok: false, error: { code: 'E_STATE' } })
  expect(await move('file')).toMatchObject({ ok: true })
  expect(await move('accept')).toMatchObject({ ok: false, error: { code: 'E_REQUIRED:courtNumber' } })
  expect(await move('accept', { courtNumber: '（2026）恒民初1号' })).toMatchObject({ ok: true })
  expect(await move('judge', { judged: '300000.00' })).toMatchObject({ ok: true })
  expect(await move('enforce')).toMatchObject({ ok: true })
  expect(await move('close', { recovered: '250000.00' })).toMatchObject({ ok: true, value: { state: 'CLOSED' } })
  expect((await collectionFile(collector, { loanId: loans[3]! })).cases).toMatchObject([
    { state: 'CLOSED', judgedFen: 30_000_000n, recoveredFen: 25_000_000n },
  ])
})
