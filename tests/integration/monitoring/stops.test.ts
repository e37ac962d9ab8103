/** Stops on real PostgreSQL: set by figures and by people, lifted by the figures themselves or by two people (§8.3). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { recordObservations } from '@/lib/monitoring/commands/observe'
import { askLift, liftStop, setStop } from '@/lib/monitoring/commands/stops'
import { stopsAgainstAct } from '@/lib/monitoring/stop-gate'
import { evaluateStops } from '@/lib/monitoring/stops'
import { defineCommand } from '@/lib/platform/commands'
import { date, toDb } from '@/lib/platform/dates'
import { newId, type Tx, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testParty, testPerson } from '../../fixtures/people'
import { standOn, systemOf } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let market: TestMarket
let risk: Person
let head: Person
let admin: Person
let auditor: Person
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('STP')
  risk = await testPerson(bank, 'risk', ['RISK_MGR'])
  head = await testPerson(bank, 'head', ['CR_HEAD'])
  admin = await testPerson(bank, 'admin', ['TENANT_ADMIN'])
  auditor = await testPerson(bank, 'auditor', ['AUDITOR'])
  market = await admittedMarket(bank, 'M-STP')
})
afterAll(() => db.drop())

const morning = defineCommand({
  name: 'test.stopsMorning',
  input: z.object({ date: z.string() }),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    const { monitoring } = await loadParameters(ctx.tx, ctx.actor.bankId, ctx.today)
    ctx.audit({ objectType: 'businessDay', objectId: ctx.input.date })
    return evaluateStops(ctx as never, date(ctx.input.date), monitoring)
  },
})
const at = async (day: string) => {
  await standOn(bank.id, date(day))
  const r = await morning(systemOf(bank), { date: day })
  if (!r.ok) throw new Error(JSON.stringify(r.error))
  return r.value
}
const active = async () =>
  (
    await inBank((tx) =>
      tx.stopTrigger.findMany({ where: { bankId: bank.id, state: 'ACTIVE' }, orderBy: { code: 'asc' } }),
    )
  ).map((s) => s.code)
const idOf = async (code: string) =>
  (await inBank((tx) => tx.stopTrigger.findFirstOrThrow({ where: { bankId: bank.id, code, state: 'ACTIVE' } }))).id
const observe = async (object: string, code: string, reading: string, value: string) => {
  const r = await recordObservations(risk, { observations: [{ code, object, reading, value }] })
  if (!r.ok) throw new Error(JSON.stringify(r.error))
}

test('a pool at 5 % overdue stops new contracts; at 4 % it still stands, under 3 % it lifts itself', async () => {
  await testParty(bank, 'FUND', 'GOV_FUND')
  await observe('FUND', 'W-P10', 'poolOverdueRate', '4.9999')
  expect(await at('2026-04-01')).toEqual({ stopsSet: 0, stopsLifted: 0 })
  await observe('FUND', 'W-P10', 'poolOverdueRate', '5')
  await at('2026-04-02')
  // the RED signal of the partner stops as well, until people release it
  expect(await active()).toEqual(['RED', 'S4'])
  await observe('FUND', 'W-P10', 'poolOverdueRate', '4')
  await at('2026-04-03')
  expect(await active()).toEqual(['RED', 'S4'])
  await observe('FUND', 'W-P10', 'poolOverdueRate', '2.9999')
  expect(await at('2026-04-04')).toMatchObject({ stopsLifted: 1 })
  expect(await active()).toEqual(['RED'])
  expect(await askLift(risk, { stopId: await idOf('RED'), reason: '已改善' })).toMatchObject({
    ok: false,
    error: { code: 'E_STOP_NOT_LIFTED' },
  })
})

test('an insurer at 120 % of losses stops until terms are renegotiated, whatever the figures say later', async () => {
  await testParty(bank, 'INS', 'INSURER')
  await observe('INS', 'W-P06', 'lossRatio', '124')
  await at('2026-04-07')
  await observe('INS', 'W-P06', 'lossRatio', '60')
  await at('2026-04-08')
  expect(await active()).toContain('S5')
})

test('two late returns within twelve months stop the market and suspend it; an L2 head lifts, never who asked', async () => {
  const late = (month: string, dueOn: string, lateDays: number) => ({
    bankId: bank.id,
    id: newId(),
    marketId: market.id,
    partyId: market.partyId,
    month: toDb(date(month)),
    dueOn: toDb(date(dueOn)),
    state: 'ACCEPTED',
    lateDays,
  })
  await inBank((tx) =>
    tx.marketReturn.createMany({ data: [late('2026-01-01', '2026-02-10', 2), late('2026-02-01', '2026-03-10', 3)] }),
  )
  await at('2026-04-09')
  expect(await active()).not.toContain('S7')
  await inBank((tx) => tx.marketReturn.create({ data: { ...late('2026-03-01', '2026-04-10', 0), state: 'DUE' } }))
  await at('2026-04-12')
  expect(await active()).not.toContain('S7')
  await at('2026-04-13')
  expect(await active()).toContain('S7')
  expect(await inBank((tx) => tx.market.findFirstOrThrow({ where: { bankId: bank.id, id: market.id } }))).toMatchObject(
    { state: 'SUSPENDED', frozen: true },
  )
  const stopId = await idOf('S7')
  expect(await liftStop(head, { stopId, agree: true, reason: '补交齐全' })).toMatchObject({
    ok: false,
    error: { code: 'E_STATE' },
  })
  expect(await askLift(risk, { stopId, reason: '已补交，约谈负责人' })).toMatchObject({
    ok: true,
    value: { decides: 'CR_HEAD' },
  })
  const both = await testPerson(bank, 'risk-head', ['RISK_MGR', 'CR_HEAD'])
  expect(await liftStop(auditor, { stopId, agree: true, reason: '同意' })).toMatchObject({
    ok: false,
    error: { code: 'E_FORBIDDEN' },
  })
  expect(await liftStop(both, { stopId, agree: false, reason: '再观察一月' })).toMatchObject({
    ok: true,
    value: { state: 'ACTIVE' },
  })
  expect(await askLift(both, { stopId, reason: '观察期满' })).toMatchObject({ ok: true })
  expect(await liftStop(both, { stopId, agree: true, reason: '同意' })).toMatchObject({
    ok: false,
    error: { code: 'E_SOD' },
  })
  expect(await liftStop(head, { stopId, agree: true, reason: '同意' })).toMatchObject({
    ok: true,
    value: { state: 'LIFTED' },
  })
  // returns from before the lifting are not counted again
  await at('2026-04-14')
  expect(await active()).not.toContain('S7')
})

test('the regulator’s stop holds every new approval and drawdown of the bank; the administrator asks, the auditor lifts', async () => {
  expect(await setStop(risk, { code: 'S10', reason: '监管要求' })).toMatchObject({
    ok: false,
    error: { code: 'E_FORBIDDEN' },
  })
  expect(await setStop(admin, { code: 'S10', reason: '监管要求暂停批量业务' })).toMatchObject({ ok: true })
  const against = (act: 'NEW_APPROVAL' | 'DRAWDOWN') =>
    inBank((tx) => stopsAgainstAct({ tx, actor: risk }, act, { marketId: newId(), mode: 'JG' }))
  expect([await against('NEW_APPROVAL'), await against('DRAWDOWN')]).toEqual([['S10'], ['S10']])
  const stopId = await idOf('S10')
  expect(await askLift(risk, { stopId, reason: '整改完成' })).toMatchObject({
    ok: false,
    error: { code: 'E_FORBIDDEN' },
  })
  expect(await askLift(admin, { stopId, reason: '监管已书面同意' })).toMatchObject({ ok: true })
  expect(await liftStop(auditor, { stopId, agree: true, reason: '已核对监管函' })).toMatchObject({ ok: true })
  expect(await against('NEW_APPROVAL')).toEqual([])
})

test('a market’s S1 cannot even be asked to lift without two month ends below the lines', async () => {
  await inBank((tx) =>
    tx.stopTrigger.create({
      data: {
        bankId: bank.id,
        id: newId(),
        code: 'S1',
        scopeType: 'MARKET',
        scopeId: market.id,
        state: 'ACTIVE',
        value: '31000/0',
        since: toDb(date('2026-04-14')),
      },
    }),
  )
  expect(await askLift(risk, { stopId: await idOf('S1'), reason: '已好转' })).toMatchObject({
    ok: false,
    error: { code: 'E_STOP_LIFT_RATIOS', params: { months: 2, npl: '2.00' } },
  })
})
