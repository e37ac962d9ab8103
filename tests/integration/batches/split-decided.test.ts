/** Merchants split off while two departments vote, and while others of the batch are being paid (B13), on real PostgreSQL. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { giveOpinion } from '@/lib/approvals/commands/opinion'
import { confirmSplit, splitBatch } from '@/lib/batches/commands/split'
import { lapseApprovals } from '@/lib/batches/lapse'
import { batchOverview } from '@/lib/batches/queries'
import { askWaiver, decideWaiver, submitCondition, verifyCondition } from '@/lib/conditions/commands'
import { conditionObjects } from '@/lib/conditions/queries'
import { proposeBatchGroups } from '@/lib/guarantees/commands/groups'
import { draftPlan } from '@/lib/plans/commands/draft'
import { submitPlan } from '@/lib/plans/commands/submit'
import { planView } from '@/lib/plans/queries'
import { systemActor } from '@/lib/platform/actor'
import { defineCommand } from '@/lib/platform/commands'
import { date } from '@/lib/platform/dates'
import { type BankRow, newId, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup, type TestGroup } from '../../fixtures/group'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { planningBatch } from '../../fixtures/planning'
import { type Cast, castOf, value } from '../../fixtures/ready-group'

let db: TestDatabase
let bank: BankRow
let who: Cast
let market: TestMarket
let evaluator: Person
let reviewer: Person
let credit: Person
const inBank = <T>(run: Parameters<typeof withTenant<T>>[1]) => withTenant({ bankId: bank.id, partyId: null }, run)
const refused = (code: string) => ({ ok: false, error: { code } })
const AGREE = { opinion: 'AGREE', text: '同意', otherLines: 'APPROVE' } as const

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('SPD')
  who = await castOf(bank)
  evaluator = await testPerson(bank, 'evaluator', ['EVALUATOR'])
  reviewer = await testPerson(bank, 'sb-reviewer', ['SB_REVIEWER'])
  credit = await testPerson(bank, 'credit', ['CR_APPROVER', 'CR_HEAD'])
  market = await admittedMarket(bank, 'M1', { people: { rmId: who.rm.userId } })
}, 120_000)
afterAll(() => db.drop())

const stateOf = (id: string) =>
  inBank((tx) => tx.application.findFirstOrThrow({ where: { bankId: bank.id, id } })).then((a) => a.state)
const conditionOf = (id: string) =>
  inBank((tx) => tx.condition.findFirstOrThrow({ where: { bankId: bank.id, id }, include: { waivers: true } }))

async function split(batchId: string, applicationIds: string[], confirmSmall = false) {
  const asked = value(await splitBatch(who.rm, { batchId, applicationIds, reason: '资料需另行补充', confirmSmall }))
  if (asked.status !== 'WAITING') throw new Error('a second person must confirm')
  const done = value(await confirmSplit(reviewer, { taskId: asked.taskId, confirm: true }))
  if (done.status !== 'SPLIT') throw new Error('not split')
  return done
}

test('split off between two votes, a merchant is voted on no more: the text stays as it was decided, the others are approved', async () => {
  const merchants = Array.from({ length: 12 }, () => ({ requested: '400000', grade: 'B1' }))
  const b = await planningBatch(bank, market, 'B-CS', merchants, { rmId: who.rm.userId })
  const { id: planId } = value(await draftPlan(evaluator, { batchId: b.batchId }))
  value(await proposeBatchGroups(evaluator, { batchId: b.batchId }))
  value(await submitPlan(evaluator, { planId }))
  value(await giveOpinion(reviewer, { planId, opinion: 'AGREE', text: '同意上会' }))
  value(await giveOpinion(who.sbHead, { planId, ...AGREE }))
  const before = await planView(reviewer, { planId })
  expect(before.state).toBe('COUNTERSIGNING')

  const gone = b.items[0]!
  const child = await split(b.batchId, [gone])
  const voting = await planView(reviewer, { planId })
  expect(voting.state).toBe('COUNTERSIGNING')
  expect(voting.sha256).toBe(before.sha256)
  expect(await stateOf(gone)).toBe('DRAFT')

  value(await giveOpinion(credit, { planId, ...AGREE }))
  const after = await planView(reviewer, { planId })
  expect(after).toMatchObject({ state: 'EFFECTIVE', approvedSumFen: 440_000_000n })
  expect(after.lines.find((l) => l.applicationId === gone)).toMatchObject({ state: 'DROPPED' })
  for (const id of b.items.slice(1)) expect(await stateOf(id)).toBe('APPROVED')
  expect(await stateOf(gone)).toBe('DRAFT')
  expect(await batchOverview(who.rm, { batchId: child.childId })).toMatchObject({ state: 'DRAFT', items: 1 })
})

/** Two groups of one batch: the first has signed and draws, the second has only its approval. */
async function paying(code: string): Promise<{ first: TestGroup; second: TestGroup; planId: string }> {
  const first = await approvedGroup(bank, market, { rmId: who.rm.userId }, `${code}1`)
  const second = await approvedGroup(bank, market, { rmId: who.rm.userId }, `${code}2`)
  const { batchId, planId } = first
  await inBank(async (tx) => {
    const ids = second.members.map((m) => m.applicationId)
    await tx.application.updateMany({
      where: { bankId: bank.id, id: { in: ids } },
      data: { batchId, position: { increment: 100 } },
    })
    await tx.planLine.updateMany({ where: { bankId: bank.id, planId: second.planId }, data: { planId } })
    await tx.creditPlan.updateMany({ where: { bankId: bank.id, id: second.planId }, data: { state: 'REVOKED' } })
    await tx.batch.updateMany({ where: { bankId: bank.id, id: second.batchId }, data: { state: 'SUPERSEDED' } })
    await tx.jointGroup.updateMany({ where: { bankId: bank.id, id: first.groupId }, data: { state: 'ACTIVE' } })
    await tx.application.updateMany({
      where: { bankId: bank.id, id: { in: first.members.map((m) => m.applicationId) } },
      data: { state: 'ACTIVE' },
    })
    await tx.batch.updateMany({ where: { bankId: bank.id, id: batchId }, data: { state: 'DISBURSING' } })
    const total = first.members.reduce((s, m) => s + m.amountFen, 0n)
    await tx.creditPlan.updateMany({
      where: { bankId: bank.id, id: planId },
      data: { aggregateLimitFen: total * 2n, approvedSumFen: total * 2n },
    })
  })
  return { first, second, planId }
}

describe('while others of the batch are paid', () => {
  test('one that is not signed yet can still go; who has drawn stays as he is, and his group too', async () => {
    const { first, second, planId } = await paying('30')
    const [gone, ...left] = second.members
    expect(
      await splitBatch(who.rm, {
        batchId: first.batchId,
        applicationIds: [first.members[0]!.applicationId],
        reason: '转入其他批次',
      }),
    ).toMatchObject(refused('E_SPLIT_SIGNED'))
    await split(first.batchId, [gone!.applicationId])
    expect(await stateOf(gone!.applicationId)).toBe('DRAFT')
    for (const m of first.members) expect(await stateOf(m.applicationId)).toBe('ACTIVE')
    for (const m of left) expect(await stateOf(m.applicationId)).toBe('APPROVED')
    const total = first.members.reduce((s, m) => s + m.amountFen, 0n)
    const plan = await inBank((tx) => tx.creditPlan.findFirstOrThrow({ where: { bankId: bank.id, id: planId } }))
    expect(plan.approvedSumFen).toBe(total * 2n - gone!.amountFen)
    expect(await batchOverview(who.rm, { batchId: first.batchId })).toMatchObject({ state: 'DISBURSING' })
  })

  test('with the last undrawn merchants gone the batch has nothing left to pay, and is looked after from then on', async () => {
    const { first, second } = await paying('31')
    await split(
      first.batchId,
      second.members.map((m) => m.applicationId),
    )
    expect(await batchOverview(who.rm, { batchId: first.batchId })).toMatchObject({ state: 'ACTIVE' })
  })
})

describe('what an approval asked of one merchant', () => {
  async function withConditions(code: string) {
    const g = await approvedGroup(bank, market, { rmId: who.rm.userId }, code)
    const [own, met, whole, other] = [newId(), newId(), newId(), newId()]
    const [gone, stays] = [g.members[0]!.applicationId, g.members[1]!.applicationId]
    const base = { bankId: bank.id, planId: g.planId, type: 'CP', ownerRole: 'RM' }
    await inBank((tx) =>
      tx.condition.createMany({
        data: [
          { ...base, id: own, objectType: 'application', objectId: gone, text: '补交租约', state: 'OPEN' },
          { ...base, id: met, objectType: 'application', objectId: gone, text: '配偶签字', state: 'VERIFIED' },
          { ...base, id: whole, objectType: 'plan', objectId: g.planId, text: '市场走访', state: 'OPEN' },
          { ...base, id: other, objectType: 'application', objectId: stays, text: '补交流水', state: 'OPEN' },
        ],
      }),
    )
    return { g, gone, own, met, whole, other }
  }

  test('goes with it when it is split off: nobody brings, verifies or waives it any more, and what was met stays met', async () => {
    const { g, gone, own, met, whole, other } = await withConditions('401')
    value(await askWaiver(who.rm, { conditionId: own, reason: '租约由市场统一换签' }))
    await split(g.batchId, [gone])
    const lapsed = await conditionOf(own)
    expect(lapsed.state).toBe('LAPSED')
    expect(lapsed.waivers.map((w) => w.state)).toEqual(['REFUSED'])
    expect((await conditionOf(met)).state).toBe('VERIFIED')
    expect((await conditionOf(whole)).state).toBe('OPEN')
    expect((await conditionOf(other)).state).toBe('OPEN')
    const shown = (await conditionObjects(who.rm, { planId: g.planId })).items.find((c) => c.id === own)
    expect(shown).toMatchObject({ state: 'LAPSED', late: false, maySubmit: false, mayAskWaiver: false })
    for (const act of [
      submitCondition(who.rm, { conditionId: own, note: '已补' }),
      askWaiver(who.rm, { conditionId: own, reason: '请豁免此条件' }),
      verifyCondition(who.reviewer, { conditionId: own, verdict: 'VERIFY' }),
      decideWaiver(who.head, { conditionId: own, agree: true, note: '同意' }),
    ])
      expect(await act).toMatchObject(refused('E_STATE'))
  })

  test('goes with it when its approval runs out unused', async () => {
    const { g, gone, own, other } = await withConditions('402')
    await inBank((tx) =>
      tx.application.updateMany({ where: { bankId: bank.id, id: gone }, data: { signBy: new Date('2026-03-01') } }),
    )
    const lapse = defineCommand({
      name: 'test.lapse',
      input: z.strictObject({}),
      access: { roles: ['SYSTEM'] },
      run: (ctx) => lapseApprovals(ctx, date('2026-03-10'), []),
    })
    value(await lapse(systemActor(bank, 'test'), {}))
    expect(await stateOf(gone)).toBe('EXPIRED')
    expect((await conditionOf(own)).state).toBe('LAPSED')
    expect((await conditionOf(other)).state).toBe('OPEN')
    expect(await stateOf(g.members[1]!.applicationId)).toBe('APPROVED')
  })
})
