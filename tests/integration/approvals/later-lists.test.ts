import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { giveOpinion } from '@/lib/approvals/commands/opinion'
import { opinionChain } from '@/lib/approvals/queries'
import { proposeBatchGroups } from '@/lib/guarantees/commands/groups'
import { addOnBase } from '@/lib/plans/add-on'
import { cancelPlan } from '@/lib/plans/commands/cancel'
import { draftPlan, setPlanParameters } from '@/lib/plans/commands/draft'
import { submitPlan } from '@/lib/plans/commands/submit'
import { planView } from '@/lib/plans/queries'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { planningBatch } from '../../fixtures/planning'

let db: TestDatabase
let bank: BankRow
const people: Record<string, Person> = {}
const as = (name: string): Person => people[name]!

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('ADD')
  const roles = {
    rm: ['RM'],
    evaluator: ['EVALUATOR'],
    sb: ['SB_REVIEWER'],
    head: ['SB_HEAD'],
    approver: ['CR_APPROVER'],
    'cr-head': ['CR_HEAD'],
    'cr-reviewer': ['CR_REVIEWER'],
    risk: ['RISK_MGR'],
  } as const
  for (const [name, r] of Object.entries(roles)) people[name] = await testPerson(bank, name, [...r])
})
afterAll(async () => db.drop())

type Answer<T> = { ok: true; value: T } | { ok: false; error: { code: string } }
const ok = <T>(r: Answer<T>): T => {
  if (!r.ok) throw new Error(JSON.stringify(r.error))
  return r.value
}
const code = (r: { ok: boolean; error?: { code: string } }) => r.error?.code
const AGREE = { opinion: 'AGREE', text: '同意', otherLines: 'APPROVE' } as const
const view = (planId: string) => planView(as('rm'), { planId })

let n = 0
const batch = (market: TestMarket, merchants: number, requested = '400000', financials = {}) =>
  planningBatch(
    bank,
    market,
    `B-L${++n}`,
    Array.from({ length: merchants }, () => ({ requested, grade: 'B1', financials })),
  )

/** A market with a plan in force: L of `demand`, five merchants at 400,000 approved. */
async function inForce(name: string, demand: string) {
  const market = await admittedMarket(bank, name, { merchants: 600 })
  const b = await batch(market, 5)
  const planId = ok(await draftPlan(as('evaluator'), { batchId: b.batchId })).id
  ok(await setPlanParameters(as('evaluator'), { planId, basis: { surveyedDemand: demand } }))
  ok(await proposeBatchGroups(as('rm'), { batchId: b.batchId }))
  ok(await submitPlan(as('evaluator'), { planId }))
  ok(await giveOpinion(as('sb'), { planId, opinion: 'AGREE', text: '同意' }))
  ok(await giveOpinion(as('head'), { planId, ...AGREE }))
  const credit = (await view(planId)).level === 'L1' ? 'approver' : 'cr-head'
  ok(await giveOpinion(as(credit), { planId, ...AGREE }))
  expect((await view(planId)).state).toBe('EFFECTIVE')
  return { market, planId }
}
async function later(market: TestMarket, merchants = 5, requested = '400000', financials = {}) {
  const b = await batch(market, merchants, requested, financials)
  const drafted = ok(await draftPlan(as('evaluator'), { batchId: b.batchId, addOn: true }))
  ok(await proposeBatchGroups(as('rm'), { batchId: b.batchId }))
  return { ...b, planId: drafted.id }
}

describe('a later list under a plan in force', () => {
  test('with nothing unusual is decided by the two reviewers, each once, and takes from the plan', async () => {
    const base = await inForce('L1', '6000000.00')
    const before = await view(base.planId)
    const p = await later(base.market)
    expect((await view(p.planId)).aggregateLimitFen).toBe(before.aggregateLimitFen! - before.approvedSumFen)
    expect(ok(await submitPlan(as('evaluator'), { planId: p.planId })).level).toBe('ADD_ON')
    expect(code(await giveOpinion(as('sb'), { planId: p.planId, opinion: 'AGREE', text: '同意' }))).toBe(
      'E_OPINION_INCOMPLETE',
    )
    ok(await giveOpinion(as('sb'), { planId: p.planId, ...AGREE }))
    const seats = (await opinionChain(as('rm'), { planId: p.planId })).rounds.at(-1)!.seats
    expect(seats.map((s) => [s.role, s.state])).toEqual([
      ['SB_REVIEWER', 'ANSWERED'],
      ['CR_REVIEWER', 'WAITING'],
    ])
    ok(await giveOpinion(as('cr-reviewer'), { planId: p.planId, ...AGREE }))
    const [after, list] = [await view(base.planId), await view(p.planId)]
    expect(list).toMatchObject({ state: 'EFFECTIVE', kind: 'ADD_ON', approvedSumFen: 200_000_000n })
    expect(after.approvedSumFen).toBe(before.approvedSumFen + 200_000_000n)
    expect(list.validUntil!.toString()).toBe(after.validUntil!.toString())
    expect(after.state).toBe('EFFECTIVE')
  })

  test('goes to the level of its largest merchant when one is above the reviewers, and is refused above what is left', async () => {
    const base = await inForce('L2', '6000000.00')
    const big = await later(base.market, 5, '1100000', {
      lastYearSales: '9000000.00',
      householdNetAssets: '6000000.00',
      ownFunds: '0.00',
    })
    const view1 = await view(big.planId)
    expect(view1.lines[0]!.limitFen > 100_000_000n).toBe(true)
    expect(code(await submitPlan(as('evaluator'), { planId: big.planId }))).toBe('E_AMOUNT_OVER_CAP:plan')
    const roomy = await inForce('L3', '60000000.00')
    const list = await later(roomy.market, 5, '1100000', {
      lastYearSales: '9000000.00',
      householdNetAssets: '6000000.00',
      ownFunds: '0.00',
    })
    expect(ok(await submitPlan(as('evaluator'), { planId: list.planId })).level).toBe('L2')
  })

  test('several lists approved at once never take more than is left of the plan', async () => {
    const base = await inForce('L4', '8000000.00')
    const left = (await view(base.planId)).aggregateLimitFen! - (await view(base.planId)).approvedSumFen
    const lists = []
    for (let i = 0; i < 4; i++) {
      const p = await later(base.market)
      ok(await submitPlan(as('evaluator'), { planId: p.planId }))
      ok(await giveOpinion(as('sb'), { planId: p.planId, ...AGREE }))
      lists.push(p)
    }
    const results = await Promise.all(lists.map((p) => giveOpinion(as('cr-reviewer'), { planId: p.planId, ...AGREE })))
    const taken = results.filter((r) => r.ok).length
    expect(taken).toBe(Number(left / 200_000_000n))
    expect(taken).toBeLessThan(4)
    expect(results.filter((r) => !r.ok).every((r) => code(r) === 'E_AMOUNT_OVER_CAP:plan')).toBe(true)
    const after = await view(base.planId)
    expect(after.approvedSumFen <= after.aggregateLimitFen!).toBe(true)
  })

  test('does not outlive its plan: cancelled or over, no list comes under it any more', async () => {
    const base = await inForce('L5', '6000000.00')
    const p = await later(base.market)
    ok(await submitPlan(as('evaluator'), { planId: p.planId }))
    ok(await giveOpinion(as('sb'), { planId: p.planId, ...AGREE }))
    ok(await cancelPlan(as('risk'), { planId: base.planId, reason: '停新' }))
    expect(code(await giveOpinion(as('cr-reviewer'), { planId: p.planId, ...AGREE }))).toBe('E_ADD_ON_PLAN')
    expect((await view(p.planId)).state).toBe('COUNTERSIGNING')
    const b = await batch(base.market, 5)
    expect(await addOnBase(as('rm'), { batchId: b.batchId })).toEqual({ base: null })
    expect(code(await draftPlan(as('evaluator'), { batchId: b.batchId, addOn: true }))).toBe('E_ADD_ON_PLAN')
    const none = await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
      tx.creditPlan.count({ where: { bankId: bank.id, batchId: b.batchId } }),
    )
    expect(none).toBe(0)
  })
})
