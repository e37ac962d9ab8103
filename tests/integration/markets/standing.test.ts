import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { marketFor } from '@/lib/markets/admitted'
import { decideMarket } from '@/lib/markets/commands/review'
import {
  exitMarket,
  expireDueMarkets,
  expireMarket,
  reinstateMarket,
  reopenMarket,
  suspendMarket,
} from '@/lib/markets/commands/standing'
import { admittedMarkets } from '@/lib/markets/queries/list'
import { marketOverview } from '@/lib/markets/queries/overview'
import { MARKET_ACTIVE, marketMachine } from '@/lib/markets/workflow'
import { systemActor } from '@/lib/platform/actor'
import { civilDate, type PlainDate, toDb } from '@/lib/platform/dates'
import { newId, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { type Cast, cast, goldenValues, inReview, ok, refusal } from './walk'

let db: TestDatabase
let c: Cast

beforeAll(async () => {
  db = await testDatabase()
  c = await cast()
})
afterAll(() => db.drop())

const staff = () => ({ bankId: c.bank.id, partyId: null })
const state = async (marketId: string) => (await marketOverview(c.auditor, { marketId })).state
const today = () => civilDate(new Date())
const startDay = (day: PlainDate) =>
  withTenant(staff(), (tx) =>
    tx.bankSetting.updateMany({ where: { bankId: c.bank.id }, data: { businessDate: toDb(day) } }),
  )

async function decided(name: string, decision: 'ADMIT' | 'CONDITIONAL' | 'REJECT'): Promise<string> {
  const marketId = await inReview(c, goldenValues(name))
  ok(await decideMarket(c.sbHead, { marketId, decision, opinion: '同意' }))
  ok(await decideMarket(c.crApprover, { marketId, decision, opinion: '同意' }))
  return marketId
}

describe('suspension', () => {
  test('RED freezes the market, ends its score and closes it to new batches; two heads lift it when the cause is gone', async () => {
    const marketId = await decided('M1', 'ADMIT')
    const request = { marketId, trigger: 'RED' as const, reason: '市场火灾，停业超过七天' }
    expect(refusal(await suspendMarket(c.rm, request)).code).toBe('E_FORBIDDEN')
    expect(ok(await suspendMarket(c.riskMgr, request)).state).toBe('SUSPENDED')
    const terms = () => withTenant(staff(), (tx) => marketFor(tx, c.bank.id, marketId, today()))
    expect(await terms()).toMatchObject({ state: 'SUSPENDED', frozen: true, scoreValid: false })
    expect((await admittedMarkets(c.rm, {})).items.map((m) => m.id)).not.toContain(marketId)
    expect(refusal(await suspendMarket(c.riskMgr, request))).toMatchObject({ code: 'E_STATE', status: 409 })

    const signal = newId()
    await withTenant(staff(), (tx) =>
      tx.warningSignal.create({
        data: {
          bankId: c.bank.id,
          id: signal,
          code: 'W-M05',
          objectType: 'MARKET',
          objectId: marketId,
          marketId,
          level: 'RED',
          state: 'CONFIRMED',
          value: '9',
          raisedOn: toDb(today()),
        },
      }),
    )
    const lift = (actor: Cast['sbHead']) => reinstateMarket(actor, { marketId, opinion: '已恢复营业，隐患销号' })
    expect(refusal(await lift(c.sbHead))).toMatchObject({ code: 'E_STOP_NOT_LIFTED', params: { stop: 'W-M05' } })
    await withTenant(staff(), (tx) =>
      tx.warningSignal.updateMany({ where: { bankId: c.bank.id, id: signal }, data: { state: 'CLOSED' } }),
    )
    expect(ok(await lift(c.sbHead))).toMatchObject({ state: 'SUSPENDED', final: false })
    expect(refusal(await lift(c.sbHead)).code).toBe('E_SOD')
    expect(ok(await lift(c.crHead))).toMatchObject({ state: 'ADMITTED', final: true })
    expect(await terms()).toMatchObject({ frozen: false, scoreValid: true })

    ok(await suspendMarket(c.riskMgr, { ...request, trigger: 'S7' }))
    const first = ok(await lift(c.crHead))
    expect(first.final, 'agreements to an earlier suspension do not count for the next').toBe(false)
  })

  test('a market that was admitted with conditions comes back with conditions', async () => {
    const marketId = await decided('M2-pre', 'CONDITIONAL')
    ok(await suspendMarket(c.riskMgr, { marketId, trigger: 'S1', reason: '逾期率超过百分之六' }))
    ok(await reinstateMarket(c.sbHead, { marketId, opinion: '指标回落' }))
    ok(await reinstateMarket(c.crHead, { marketId, opinion: '同意' }))
    expect(await state(marketId)).toBe('CONDITIONAL')
  })

  test('a fallen grade is lifted by a new score, not by agreement', async () => {
    const marketId = await decided('M1', 'ADMIT')
    ok(await suspendMarket(c.riskMgr, { marketId, trigger: 'S8', reason: '复评为C级' }))
    const refused = refusal(await reinstateMarket(c.sbHead, { marketId, opinion: '同意' }))
    expect(refused).toMatchObject({ code: 'E_STOP_NOT_LIFTED', params: { stop: 'S8' } })
  })
})

describe('the end', () => {
  test('a market serves to its last day and expires on the next, by the bank’s machinery only', async () => {
    const marketId = await decided('M1', 'ADMIT')
    const last = (await marketOverview(c.rm, { marketId })).expiresOn!
    const machine = systemActor(c.bank, 'end-of-day')
    await startDay(last)
    expect((await admittedMarkets(c.rm, {})).items.map((m) => m.id)).toContain(marketId)
    expect(refusal(await expireMarket(machine, { marketId })).code).toBe('E_STATE')
    expect(refusal(await expireMarket(c.sbHead, { marketId })).code).toBe('E_FORBIDDEN')
    await startDay(last.add({ days: 1 }))
    expect((await admittedMarkets(c.rm, {})).items.map((m) => m.id)).not.toContain(marketId)
    expect(ok(await expireDueMarkets(machine, {})).expired).toBeGreaterThan(0)
    expect(await state(marketId)).toBe('EXPIRED')
    expect(ok(await expireDueMarkets(machine, {})).expired, 'a second run finds nothing').toBe(0)
    await startDay(today())
    expect(ok(await reopenMarket(c.rm, { marketId })).state).toBe('DRAFT')
  })

  test('the bank leaves by a plan of the head of the business, and never comes back to that record', async () => {
    const marketId = await decided('M1', 'ADMIT')
    expect(refusal(await exitMarket(c.crHead, { marketId, plan: '存量到期收回' })).code).toBe('E_FORBIDDEN')
    expect(ok(await exitMarket(c.sbHead, { marketId, plan: '停止新增，存量贷款到期收回' })).state).toBe('EXITED')
    expect(refusal(await reopenMarket(c.rm, { marketId })).code).toBe('E_STATE')
  })

  test('a rejected market waits six months, and may be opened on the very day they are over', async () => {
    const marketId = await decided('M3', 'REJECT')
    const from = today().add({ months: 6 })
    expect(refusal(await reopenMarket(c.rm, { marketId }))).toMatchObject({
      code: 'E_COOLING_OFF',
      params: { from: from.toString() },
    })
    await startDay(from.subtract({ days: 1 }))
    expect(refusal(await reopenMarket(c.rm, { marketId })).code).toBe('E_COOLING_OFF')
    await startDay(from)
    expect(ok(await reopenMarket(c.rm, { marketId })).state).toBe('DRAFT')
    await startDay(today())
  })
})

test('the machine has no dead end but the exit, and every event has somebody who can raise it', () => {
  for (const s of marketMachine.states) {
    const out = marketMachine.transitions.filter((t) => (t.from as readonly string[]).includes(s))
    expect(out.length > 0, s).toBe(s !== 'EXITED')
  }
  for (const t of marketMachine.transitions) expect(t.roles.length).toBeGreaterThan(0)
  for (const s of MARKET_ACTIVE) expect(marketMachine.states).toContain(s)
})
