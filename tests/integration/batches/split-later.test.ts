/** Merchants split off a batch whose plan is written, decided or being signed (B13), on real PostgreSQL. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dropItem } from '@/lib/batches/commands/check'
import { confirmSplit, splitBatch } from '@/lib/batches/commands/split'
import { batchOverview } from '@/lib/batches/queries'
import { appointSigning, openContracting } from '@/lib/contracts/commands/appoint'
import { proposeBatchGroups } from '@/lib/guarantees/commands/groups'
import { draftPlan } from '@/lib/plans/commands/draft'
import { submitPlan } from '@/lib/plans/commands/submit'
import { planSubmissions } from '@/lib/plans/versions'
import { drainJobs } from '@/lib/platform/jobs/worker'
import { type BankRow, newId, withTenant } from '@/lib/platform/tenant'
import '@/lib/contracts/jobs'
import '@/lib/intake/jobs'
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
const inBank = <T>(run: Parameters<typeof withTenant<T>>[1]) => withTenant({ bankId: bank.id, partyId: null }, run)
const refused = (code: string) => ({ ok: false, error: { code } })

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('SPL')
  who = await castOf(bank)
  evaluator = await testPerson(bank, 'split-evaluator', ['EVALUATOR'])
  reviewer = await testPerson(bank, 'split-reviewer', ['SB_REVIEWER'])
  market = await admittedMarket(bank, 'M1', { people: { rmId: who.rm.userId } })
}, 120_000)
afterAll(() => db.drop())

const stateOf = (id: string) =>
  inBank((tx) => tx.application.findFirstOrThrow({ where: { bankId: bank.id, id } })).then((a) => a.state)
const planRow = (batchId: string) =>
  inBank((tx) => tx.creditPlan.findFirstOrThrow({ where: { bankId: bank.id, batchId }, include: { planLines: true } }))

/** Asked for by the RM, confirmed by the reviewer. */
async function split(batchId: string, applicationIds: string[], confirmSmall = false) {
  const asked = value(await splitBatch(who.rm, { batchId, applicationIds, reason: '资料需另行补充', confirmSmall }))
  if (asked.status !== 'WAITING') throw new Error('a second person must confirm')
  const done = value(await confirmSplit(reviewer, { taskId: asked.taskId, confirm: true }))
  if (done.status !== 'SPLIT') throw new Error('not split')
  return done
}

const MERCHANTS = (n: number) => Array.from({ length: n }, () => ({ requested: '400000', grade: 'B1' }))

/** A plan of `n` merchants in groups, handed to the small-business desk. */
async function inReview(code: string, n: number) {
  const b = await planningBatch(bank, market, code, MERCHANTS(n), { rmId: who.rm.userId })
  const { id: planId } = value(await draftPlan(evaluator, { batchId: b.batchId }))
  value(await proposeBatchGroups(evaluator, { batchId: b.batchId }))
  value(await submitPlan(evaluator, { planId, confirmSmall: true }))
  return { ...b, planId }
}

test('a member split off while the plan is written leaves its group, and only its own group is formed again', async () => {
  const b = await planningBatch(bank, market, 'B-PD', MERCHANTS(10), { rmId: who.rm.userId })
  value(await draftPlan(evaluator, { batchId: b.batchId }))
  value(await proposeBatchGroups(evaluator, { batchId: b.batchId }))
  const groups = await inBank((tx) =>
    tx.jointGroupMember.findMany({ where: { bankId: bank.id, applicationId: { in: b.items }, state: 'ACTIVE' } }),
  )
  const first = groups.find((g) => g.applicationId === b.items[0])!.groupId
  const own = groups.filter((g) => g.groupId === first).map((g) => g.applicationId)
  const others = b.items.filter((id) => !own.includes(id))
  await split(b.batchId, [b.items[0]!])
  expect(await stateOf(b.items[0]!)).toBe('DRAFT')
  for (const id of own.filter((i) => i !== b.items[0]))
    expect(await stateOf(id)).toBe(own.length - 1 < 5 ? 'REGROUP_REQUIRED' : 'ADMITTED')
  for (const id of others) expect(await stateOf(id)).toBe('ADMITTED')
  const plan = await planRow(b.batchId)
  expect(plan.planLines.find((l) => l.applicationId === b.items[0])).toMatchObject({ state: 'DROPPED', groupId: null })
})

describe('while the plan is reviewed', () => {
  test('the split merchant is decided no more: the plan is frozen anew as an annex, the others stay in approval', async () => {
    const b = await inReview('B-RV', 12)
    const before = await planRow(b.batchId)
    const done = await split(b.batchId, [b.items[0]!])
    const after = await planRow(b.batchId)
    expect(after.state).toBe('IN_REVIEW')
    expect(after.sha256).not.toBe(before.sha256)
    expect(after.planLines.filter((l) => l.state === 'PROPOSED')).toHaveLength(11)
    expect(Object.keys((after.snapshot as { merchants: object }).merchants)).toHaveLength(11)
    const { items } = await planSubmissions(evaluator, { planId: b.planId })
    expect(items.map((i) => [i.kind, i.no])).toEqual([
      ['ANNEX', 1],
      ['SUBMITTED', 1],
    ])
    expect(items[0]!.sha256).toBe(after.sha256)
    for (const id of b.items.slice(1)) expect(await stateOf(id)).toBe('IN_APPROVAL')
    expect(await batchOverview(who.rm, { batchId: done.childId })).toMatchObject({ state: 'DRAFT', items: 1 })
    expect(await batchOverview(who.rm, { batchId: b.batchId })).toMatchObject({ state: 'IN_REVIEW', items: 11 })
  })

  test('too few are left only when the customer manager goes on with them, and never nobody', async () => {
    const b = await inReview('B-SM', 6)
    const two = b.items.slice(0, 2)
    const ask = (applicationIds: string[], confirmSmall: boolean) =>
      splitBatch(who.rm, { batchId: b.batchId, applicationIds, reason: '商户要求缓办', confirmSmall })
    expect(await ask(two, false)).toMatchObject(refused('E_BATCH_SMALL'))
    expect(await ask(b.items, true)).toMatchObject(refused('E_SPLIT_LAST'))
    await split(b.batchId, two, true)
    expect((await planRow(b.batchId)).planLines.filter((l) => l.state === 'PROPOSED')).toHaveLength(4)
    const tasks = await inBank((tx) =>
      tx.task.findMany({ where: { bankId: bank.id, kind: 'REGROUP', state: 'OPEN', assigneeId: who.rm.userId } }),
    )
    expect(tasks.length).toBeGreaterThan(0)
  })

  test('who asked for the split does not confirm it, and a refused one changes nothing', async () => {
    const b = await inReview('B-NO', 7)
    const both = await testPerson(bank, 'split-both', ['RM', 'SB_REVIEWER'])
    const asked = value(
      await splitBatch(both, { batchId: b.batchId, applicationIds: [b.items[0]!], reason: '资料需另行补充' }),
    )
    if (asked.status !== 'WAITING') throw new Error('a second person must confirm')
    expect(await confirmSplit(both, { taskId: asked.taskId, confirm: true })).toMatchObject(refused('E_SOD'))
    value(await confirmSplit(reviewer, { taskId: asked.taskId, confirm: false, note: '先由审查岗处理' }))
    expect(await stateOf(b.items[0]!)).toBe('IN_APPROVAL')
  })

  test('a merchant dropped during review is not approved with the rest', async () => {
    const b = await inReview('B-DR', 7)
    value(await dropItem(who.rm, { applicationId: b.items[0]!, reason: '商户已退租' }))
    const plan = await planRow(b.batchId)
    expect(plan.planLines.find((l) => l.applicationId === b.items[0])?.state).toBe('DROPPED')
  })
})

describe('after the approval', () => {
  async function approved(code: string): Promise<TestGroup> {
    const group = await approvedGroup(bank, market, { rmId: who.rm.userId }, code)
    await inBank((tx) =>
      tx.applicationOutcome.updateMany({
        where: { bankId: bank.id, applicationId: { in: group.members.map((m) => m.applicationId) } },
        data: { approvedOn: new Date('2026-03-16') },
      }),
    )
    return group
  }

  test('what was approved for it lapses and is free again, under the plan and in its agreement', async () => {
    const g = await approved('101')
    const m = g.members[0]!
    const scheme = newId()
    await inBank(async (tx) => {
      await tx.cooperationScheme.create({
        data: {
          bankId: bank.id,
          id: scheme,
          marketId: market.id,
          partyId: market.partyId,
          mode: 'JG',
          versionNo: 1,
          number: 'CO-S',
          state: 'ACTIVE',
          params: {},
          totalCoopLimitFen: 1_000_000_000n,
          usedFen: m.amountFen,
          startsOn: new Date('2026-01-01'),
          endsOn: new Date('2026-12-31'),
        },
      })
      await tx.schemeHold.create({
        data: {
          bankId: bank.id,
          schemeId: scheme,
          applicationId: m.applicationId,
          clientKey: 'k',
          amountFen: m.amountFen,
          usedFen: m.amountFen,
          state: 'HELD',
        },
      })
    })
    const before = await planRow(g.batchId)
    await split(g.batchId, [m.applicationId])
    const after = await planRow(g.batchId)
    expect(before.approvedSumFen - after.approvedSumFen).toBe(m.amountFen)
    expect(after.state).toBe('EFFECTIVE')
    const outcome = await inBank((tx) =>
      tx.applicationOutcome.findFirst({ where: { bankId: bank.id, applicationId: m.applicationId } }),
    )
    expect(outcome?.approvedFen ?? null).toBeNull()
    const used = await inBank((tx) => tx.cooperationScheme.findFirstOrThrow({ where: { bankId: bank.id, id: scheme } }))
    expect(used.usedFen).toBe(0n)
    expect(await stateOf(m.applicationId)).toBe('DRAFT')
    for (const other of g.members.slice(1)) expect(await stateOf(other.applicationId)).toBe('APPROVED')
    await inBank((tx) => tx.cooperationScheme.updateMany({ where: { id: scheme }, data: { state: 'ENDED' } }))
  })

  test('appointed merchants leave their signing: unsigned papers are void, those of the group are merged without them', async () => {
    const g = await approved('102')
    value(await openContracting(who.rm, { batchId: g.batchId }))
    value(
      await appointSigning(who.rm, {
        batchId: g.batchId,
        groupIds: [g.groupId],
        place: '市场管理处',
        startsAt: '2026-03-20T09:00:00+08:00',
        contractOfficerId: who.officer.userId,
      }),
    )
    await drainJobs(bank.id)
    const gone = g.members[4]!
    await split(g.batchId, [gone.applicationId])
    await drainJobs(bank.id)
    const contracts = await inBank((tx) =>
      tx.contract.findMany({
        where: { bankId: bank.id, batchId: g.batchId },
        include: { contractSigners: { select: { applicationId: true } } },
      }),
    )
    const live = contracts.filter((c) => c.state !== 'VOID')
    expect(live.length).toBeGreaterThan(0)
    expect(live.filter((c) => c.applicationId === gone.applicationId)).toEqual([])
    expect(live.flatMap((c) => c.contractSigners).filter((s) => s.applicationId === gone.applicationId)).toEqual([])
    const sub = await inBank((tx) =>
      tx.marginSubLedger.findFirst({ where: { bankId: bank.id, applicationId: gone.applicationId } }),
    )
    expect(sub).toBeNull()
  })

  test('a merchant that has signed, or whose group has, stays; so does one whose margin lies at the bank', async () => {
    const g = await approved('103')
    const ask = (i: number) =>
      splitBatch(who.rm, { batchId: g.batchId, applicationIds: [g.members[i]!.applicationId], reason: '转入其他批次' })
    const put = (state: string) =>
      inBank((tx) => tx.application.updateMany({ where: { id: g.members[0]!.applicationId }, data: { state } }))
    for (const state of ['SIGNED', 'CP_PENDING', 'READY_TO_DRAW', 'ACTIVE']) {
      await put(state)
      expect(await ask(0)).toMatchObject(refused('E_SPLIT_SIGNED'))
    }
    await put('APPROVED')
    await inBank((tx) => tx.jointGroup.updateMany({ where: { id: g.groupId }, data: { state: 'SIGNED' } }))
    expect(await ask(1)).toMatchObject(refused('E_SPLIT_SIGNED'))
  })
})
