/** The operator's monthly return on real PostgreSQL: opened by the morning, filled from a workbook, late or not, read into signals. */
import { writeXlsx } from 'hucre'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { apiTable } from '@/lib/api'
import { acceptReturn, sendBackReturn, submitReturn } from '@/lib/monitoring/commands/returns'
import { raiseDailyWarnings } from '@/lib/monitoring/daily'
import '@/lib/monitoring/jobs'
import { openReturns } from '@/lib/monitoring/open-returns'
import { returnDetail, returnList } from '@/lib/monitoring/return-queries'
import { defineCommand } from '@/lib/platform/commands'
import { date, toDb } from '@/lib/platform/dates'
import { dispatch } from '@/lib/platform/http/dispatch'
import { drainJobs } from '@/lib/platform/jobs/worker'
import { createToken } from '@/lib/platform/ops/bank'
import { type Tx, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup, type TestGroup } from '../../fixtures/group'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { standOn, systemOf } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let market: TestMarket
let group: TestGroup
let operator: Person
let post: Person
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('RET')
  const rm = await testPerson(bank, 'rm', ['RM'])
  post = await testPerson(bank, 'post', ['POST_MKT'])
  market = await admittedMarket(bank, 'M-RET', { people: { rmId: rm.userId } })
  await admittedMarket(bank, 'M-OTHER')
  operator = await testPerson(bank, 'operator.ret', ['OPERATOR_ADMIN'], {
    partyCode: 'OP-M-RET',
    partyId: market.partyId,
  })
  group = await approvedGroup(bank, market, { rmId: rm.userId })
  await inBank((tx) => tx.application.updateMany({ where: { bankId: bank.id }, data: { state: 'ACTIVE' } }))
})
afterAll(() => db.drop())

const morning = defineCommand({
  name: 'test.returnsMorning',
  input: z.object({ date: z.string() }),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    const { monitoring } = await loadParameters(ctx.tx, ctx.actor.bankId, ctx.today)
    ctx.audit({ objectType: 'businessDay', objectId: ctx.input.date })
    const on = date(ctx.input.date)
    return {
      ...(await openReturns(ctx as never, on, monitoring)),
      ...(await raiseDailyWarnings(ctx as never, on, monitoring)),
    }
  },
})
const at = async (day: string) => {
  await standOn(bank.id, date(day))
  const r = await morning(systemOf(bank), { date: day })
  if (!r.ok) throw new Error(JSON.stringify(r.error))
  return r.value
}
const signal = (code: string) =>
  inBank((tx) => tx.warningSignal.findFirst({ where: { bankId: bank.id, code }, orderBy: { id: 'desc' } }))
const figures = {
  stallsTotal: 1000,
  stallsOccupied: 960,
  footfall: 79_000,
  footfallLastYear: 100_000,
  feesDue: '100000.00',
  feesCollected: '97000.00',
  merchantsAtStart: 320,
  merchantsJoined: 2,
  merchantsLeft: 4,
}

test('each admitted market owes one return a month; its operator sees its own and no other', async () => {
  expect(await at('2026-04-01')).toMatchObject({ returnsOpened: 2 })
  expect(await at('2026-04-02')).toMatchObject({ returnsOpened: 0 })
  expect((await returnList(operator, {})).items).toMatchObject([
    { market: { code: 'M-RET' }, month: date('2026-03-01'), dueOn: date('2026-04-10'), lateDays: 0 },
  ])
  expect((await returnList(post, {})).items).toHaveLength(2)
})

test('three days after the due day it is a YELLOW signal of the market, seven ORANGE', async () => {
  await at('2026-04-12')
  expect(await signal('W-M10')).toBeNull()
  await at('2026-04-13')
  expect(await signal('W-M10')).toMatchObject({ level: 'YELLOW', value: '3' })
  await at('2026-04-17')
  expect(await signal('W-M10')).toMatchObject({ level: 'ORANGE', value: '7' })
})

test('a workbook with the borrowers in it comes back with one of them closed and in arrears, and is read by its headings', async () => {
  const id = (await returnList(operator, {})).items[0]!.id
  expect((await returnDetail(operator, { returnId: id })).merchants).toHaveLength(5)
  const { token } = await createToken(bank, { login: operator.login, name: 'returns', scope: 'FULL' })
  const bytes = await writeXlsx({
    sheets: [
      {
        name: '明细',
        rows: [
          ['商户名称', '摊位号', '经营状态', '拖欠租金天数', '关闭天数', '备注'],
          [group.members[0]!.name, 'A-01', '关门', 31, 8, '店主回乡'],
          [group.members[1]!.name, 'A-02', '正常营业', null, null, null],
          ['没有的商户', 'Z-99', '已转让', 90, 0, ''],
        ],
      },
    ],
  })
  const body = new FormData()
  body.set('file', new File([Buffer.from(bytes)], '明细.xlsx'))
  const answer = await dispatch(
    new Request(`http://localhost/api/v1/returns/${id}/workbook`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${token}` },
    }),
    `/returns/${id}/workbook`,
    apiTable,
  )
  expect(await answer.json()).toMatchObject({ rows: 3 })
})

test('handed in late it stays late by that many days; the machinery reads it into signals that the operator never sees', async () => {
  const id = (await returnList(operator, {})).items[0]!.id
  expect(await submitReturn(operator, { returnId: id, figures: { ...figures, stallsOccupied: 1001 } })).toMatchObject({
    ok: false,
    error: { code: 'E_RETURN_STALLS' },
  })
  expect(await submitReturn(operator, { returnId: id, figures })).toMatchObject({
    ok: true,
    value: { late: 7, state: 'SUBMITTED' },
  })
  await drainJobs(bank.id)
  expect(await signal('W-M02')).toMatchObject({ level: 'ORANGE', value: '-210000', marketId: market.id })
  expect(await signal('W-M03')).toBeNull()
  expect(await signal('W-C02')).toMatchObject({ level: 'ORANGE', value: '31', objectId: group.members[0]!.merchantId })
  expect(await signal('W-C03')).toMatchObject({ level: 'RED', value: '8' })
  expect(await withTenant({ bankId: bank.id, partyId: market.partyId }, (tx) => tx.observation.count())).toBe(0)
})

test('sent back it has three working days; put right it is accepted by the bank, and cannot be changed after', async () => {
  const id = (await returnList(operator, {})).items[0]!.id
  expect(await sendBackReturn(post, { returnId: id, reason: '客流口径与上月不同' })).toMatchObject({
    ok: true,
    value: { dueOn: date('2026-04-22') },
  })
  expect(await acceptReturn(post, { returnId: id })).toMatchObject({ ok: false, error: { code: 'E_STATE' } })
  expect(await submitReturn(operator, { returnId: id, figures: { ...figures, footfall: 98_000 } })).toMatchObject({
    ok: true,
  })
  expect(await acceptReturn(operator, { returnId: id })).toMatchObject({ ok: false, error: { code: 'E_FORBIDDEN' } })
  expect(await acceptReturn(post, { returnId: id })).toMatchObject({ ok: true, value: { state: 'ACCEPTED' } })
  expect(await submitReturn(operator, { returnId: id, figures })).toMatchObject({
    ok: false,
    error: { code: 'E_STATE' },
  })
  expect(await inBank((tx) => tx.marketReturn.findFirstOrThrow({ where: { bankId: bank.id, id } }))).toMatchObject({
    lateDays: 7,
    dueOn: toDb(date('2026-04-22')),
  })
})
