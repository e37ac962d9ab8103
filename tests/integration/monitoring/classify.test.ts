/** Three people classify a loan on real PostgreSQL: the floor binds all of them, worse at once, better only after all three (§8.4). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { classificationDetail, classificationFloor, classificationList } from '@/lib/monitoring/classification-queries'
import { approveClass, judgeClass, openQuarter, recogniseClass } from '@/lib/monitoring/commands/classify'
import { date, toDb } from '@/lib/platform/dates'
import { newId, type Tx, withTenant } from '@/lib/platform/tenant'
import { countDaysPastDue } from '@/lib/servicing/end-of-day/morning'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup } from '../../fixtures/group'
import { paidOut } from '../../fixtures/loan'
import { admittedMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { standOn } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let rm: Person
let risk: Person
let approver: Person
let loans: string[]
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('CLS')
  rm = await testPerson(bank, 'rm', ['RM'])
  risk = await testPerson(bank, 'risk', ['RISK_MGR'])
  approver = await testPerson(bank, 'approver', ['CR_APPROVER'])
  const market = await admittedMarket(bank, 'M-CLS', { people: { rmId: rm.userId } })
  loans = await paidOut(bank, market, await approvedGroup(bank, market, { rmId: rm.userId }))
  await standOn(bank.id, date('2026-07-20'))
})
afterAll(() => db.drop())

const set = (loanId: string, data: { dpd?: number; class?: string; costsFen?: bigint }) =>
  inBank((tx) => tx.loanState.updateMany({ where: { bankId: bank.id, loanId }, data }))
const classOf = async (loanId: string) =>
  (await inBank((tx) => tx.loanState.findFirstOrThrow({ where: { bankId: bank.id, loanId } }))).class

test('91 days is SUBSTANDARD: no one may say better, and the floor holds before anybody is asked', async () => {
  const loanId = loans[1]!
  await set(loanId, { dpd: 91 })
  expect(await classificationFloor(rm, { loanId })).toMatchObject({ floor: 'SUBSTANDARD', present: 'NORMAL' })
  expect(await judgeClass(rm, { loanId, class: 'SPECIAL_MENTION', reason: '估计能还' })).toMatchObject({
    ok: false,
    error: { code: 'E_CLASS_FLOOR', params: { floor: 'SUBSTANDARD' } },
  })
  const judged = await judgeClass(rm, { loanId, class: 'SUBSTANDARD', reason: '逾期超过九十天' })
  expect(judged).toMatchObject({ ok: true, value: { state: 'INITIAL', floor: 'SUBSTANDARD' } })
  expect(await classOf(loanId)).toBe('SUBSTANDARD')
})

test('the second is another person and may only be stricter; the third is yet another; then it is in force', async () => {
  const [open] = (await classificationList(risk, {})).items
  const caseId = open!.id
  const two = await testPerson(bank, 'rm-and-risk', ['RM', 'RISK_MGR'], { idNo: '110101198001010012' })
  await inBank((tx) =>
    tx.classificationCase.update({
      where: { bankId_id: { bankId: bank.id, id: caseId } },
      data: { initialBy: two.userId },
    }),
  )
  expect(await recogniseClass(two, { caseId, class: 'SUBSTANDARD', reason: '同意' })).toMatchObject({
    ok: false,
    error: { code: 'E_SOD' },
  })
  expect(await recogniseClass(risk, { caseId, class: 'SPECIAL_MENTION', reason: '放宽' })).toMatchObject({
    ok: false,
    error: { code: 'E_CLASS_FLOOR' },
  })
  expect(await recogniseClass(risk, { caseId, class: 'DOUBTFUL', reason: '抵押物已转移' })).toMatchObject({ ok: true })
  expect(await classOf(open!.loan.id)).toBe('SUBSTANDARD')
  // days went on: what was said is no longer enough
  await set(open!.loan.id, { dpd: 361 })
  expect(await approveClass(approver, { caseId, reason: '同意' })).toMatchObject({
    ok: true,
    value: { class: 'LOSS', state: 'APPROVED' },
  })
  expect(await classOf(open!.loan.id)).toBe('LOSS')
  expect((await classificationDetail(rm, { caseId })).records.map((r) => r.stage)).toEqual([
    'APPROVED',
    'RECOGNISED',
    'INITIAL',
    'SYSTEM',
  ])
})

test('one to seven days may stay NORMAL once in twelve months when the cause is technical, and only with the reason', async () => {
  const loanId = loans[2]!
  await set(loanId, { dpd: 7, class: 'NORMAL' })
  expect(await judgeClass(rm, { loanId, class: 'NORMAL', reason: '未还' })).toMatchObject({
    ok: false,
    error: { code: 'E_CLASS_FLOOR' },
  })
  const judged = await judgeClass(rm, {
    loanId,
    class: 'NORMAL',
    facts: { operationalCause: true },
    reason: '扣款系统故障',
  })
  expect(judged).toMatchObject({ ok: true, value: { floor: 'NORMAL' } })
  const caseId = judged.ok ? judged.value.id : ''
  await recogniseClass(risk, { caseId, class: 'NORMAL', reason: '属实' })
  await approveClass(approver, { caseId, reason: '同意' })
  expect(
    await judgeClass(rm, { loanId, class: 'NORMAL', facts: { operationalCause: true }, reason: '又故障' }),
  ).toMatchObject({ ok: false, error: { code: 'E_CLASS_FLOOR' } })
})

test('out of non-performing only when paid up and two periods and six months in time, never by itself', async () => {
  const loanId = loans[3]!
  await set(loanId, { dpd: 0, class: 'SUBSTANDARD' })
  const months = (n: number) =>
    inBank((tx) =>
      tx.loanStatement.createMany({
        data: Array.from({ length: n }, (_, i) => ({
          bankId: bank.id,
          loanId,
          month: toDb(date('2026-06-01').subtract({ months: i })),
          principalFen: 1n,
          dueFen: 0n,
          interestFen: 0n,
          dpd: 0,
          class: 'SUBSTANDARD',
        })),
        skipDuplicates: true,
      }),
    )
  await months(5)
  await inBank((tx) =>
    tx.scheduleRow.updateMany({ where: { bankId: bank.id, loanId }, data: { clearedOn: toDb(date('2026-03-19')) } }),
  )
  const up = () =>
    judgeClass(rm, { loanId, class: 'SPECIAL_MENTION', ableToContinue: true, reason: '已还清拖欠，恢复经营' })
  expect(await up()).toMatchObject({ ok: false, error: { code: 'E_CLASS_UPGRADE', params: { months: 5 } } })
  await months(6)
  expect(await up()).toMatchObject({ ok: true, value: { state: 'INITIAL' } })
  expect(await classOf(loanId)).toBe('SUBSTANDARD')
})

test('the quarter asks for every living loan once, and not for those already classified in it', async () => {
  const first = await openQuarter(risk, {})
  expect(first).toMatchObject({ ok: true, value: { cases: 2, dueOn: date('2026-09-30') } })
  expect(await openQuarter(risk, {})).toMatchObject({ ok: true, value: { cases: 0 } })
})

test('under the stricter matrix a loan with nothing behind it is SUBSTANDARD from 31 days on; one with a group is not', async () => {
  const [loanId, guarded] = [loans[4]!, loans[0]!]
  await inBank(async (tx) => {
    await tx.loan.updateMany({ where: { bankId: bank.id, id: loanId }, data: { groupId: null } })
    const loan = await tx.loan.findFirstOrThrow({
      where: { bankId: bank.id, id: loanId },
      select: { application: { select: { batchId: true } } },
    })
    await tx.batch.updateMany({ where: { bankId: bank.id, id: loan.application.batchId }, data: { mode: 'LI' } })
  })
  const late = (days: number) =>
    inBank(async (tx) => {
      const oldestDue = toDb(date('2026-07-20').subtract({ days }))
      await tx.loanState.updateMany({
        where: { bankId: bank.id, loanId: { in: [loanId, guarded] } },
        data: { oldestDue, dpd: days, class: 'NORMAL' },
      })
    })
  const morning = async (strict: boolean) => {
    await inBank((tx) => countDaysPastDue(tx, bank.id, '2026-07-20', strict))
    return [await classOf(loanId), await classOf(guarded)]
  }
  await late(30)
  expect(await morning(true)).toEqual(['SPECIAL_MENTION', 'SPECIAL_MENTION'])
  await late(31)
  expect(await morning(false)).toEqual(['SPECIAL_MENTION', 'SPECIAL_MENTION'])
  expect(await classificationFloor(rm, { loanId })).toMatchObject({ floor: 'SPECIAL_MENTION' })
  await setStrict()
  expect(await classificationFloor(rm, { loanId })).toMatchObject({ floor: 'SUBSTANDARD' })
  expect(await morning(true)).toEqual(['SUBSTANDARD', 'SPECIAL_MENTION'])
})

/** The bank's own parameter, in force since the year began. */
const setStrict = () =>
  inBank((tx) =>
    tx.parameter.create({
      data: {
        bankId: bank.id,
        id: newId(),
        key: 'servicing.strictUnsecured',
        value: 'true',
        versionNo: 1,
        state: 'ACTIVE',
        effectiveFrom: toDb(date('2026-01-01')),
      },
    }),
  )
