import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { giveOpinion } from '@/lib/approvals/commands/opinion'
import { opinionChain } from '@/lib/approvals/queries'
import { approvalQueue } from '@/lib/approvals/queue'
import { reserveApproved } from '@/lib/approvals/results'
import { withdrawBatch } from '@/lib/batches/commands/submit'
import { proposeBatchGroups } from '@/lib/guarantees/commands/groups'
import { draftPlan, editLine, editSection } from '@/lib/plans/commands/draft'
import { submitPlan } from '@/lib/plans/commands/submit'
import { withdrawPlan } from '@/lib/plans/commands/withdraw'
import { planView } from '@/lib/plans/queries'
import { planSubmissions } from '@/lib/plans/versions'
import { systemActor } from '@/lib/platform/actor'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { planningBatch } from '../../fixtures/planning'

let db: TestDatabase
let bank: BankRow
let market: TestMarket
let evaluator: Person
let rm: Person
let sb: Person
let head: Person
let approver: Person
let crHead: Person
let everyone: Person
let stranger: Person

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('APR')
  rm = await testPerson(bank, 'rm', ['RM'])
  evaluator = await testPerson(bank, 'evaluator', ['EVALUATOR'])
  sb = await testPerson(bank, 'sb', ['SB_REVIEWER'])
  head = await testPerson(bank, 'head', ['SB_HEAD'])
  approver = await testPerson(bank, 'approver', ['CR_APPROVER'])
  crHead = await testPerson(bank, 'cr-head', ['CR_HEAD', 'CR_APPROVER'])
  everyone = await testPerson(bank, 'all', ['EVALUATOR', 'RM', 'SB_REVIEWER', 'SB_HEAD', 'CR_APPROVER', 'CR_HEAD'])
  market = await admittedMarket(bank, 'M2', { merchants: 600 })
  stranger = await testPerson(await testBank('OTX'), 'all', ['SB_REVIEWER', 'SB_HEAD', 'CR_APPROVER', 'CR_HEAD'])
})
afterAll(async () => db.drop())

type Answer<T> = { ok: true; value: T } | { ok: false; error: { code: string } }
const ok = <T>(r: Answer<T>): T => {
  if (!r.ok) throw new Error(JSON.stringify(r.error))
  return r.value
}
const code = (r: { ok: boolean; error?: { code: string } }) => r.error?.code

let batches = 0
/** A submitted plan of n merchants; each asks for 400,000. */
async function submitted(n = 5, author = evaluator) {
  const b = await planningBatch(
    bank,
    market,
    `B-A${++batches}`,
    Array.from({ length: n }, () => ({ requested: '400000', grade: 'B1' })),
  )
  const planId = ok(await draftPlan(author, { batchId: b.batchId })).id
  ok(await proposeBatchGroups(rm, { batchId: b.batchId }))
  ok(await submitPlan(author, { planId }))
  return { ...b, planId, lines: (await planView(author, { planId })).lines }
}
const AGREE = { opinion: 'AGREE', text: '同意', otherLines: 'APPROVE' } as const
const state = (planId: string) => planView(sb, { planId })

/** The person who holds the credit seat of this plan's level. */
async function creditSeat(planId: string) {
  return (await state(planId)).level === 'L1' ? approver : crHead
}

describe('from the first opinion to the final result', () => {
  test('both departments agree: amounts, dates, items, groups and batch follow at once', async () => {
    const p = await submitted()
    expect((await approvalQueue(sb, { tab: 'TODO' })).items.map((i) => i.planId)).toContain(p.planId)
    ok(await giveOpinion(sb, { planId: p.planId, opinion: 'AGREE', text: '数据一致，同意上会。' }))
    ok(await giveOpinion(head, { planId: p.planId, ...AGREE }))
    const credit = await creditSeat(p.planId)
    expect((await opinionChain(credit, { planId: p.planId })).rounds.at(-1)!.seats.some((s) => s.hidden)).toBe(true)
    const done = ok(
      await giveOpinion(credit, {
        planId: p.planId,
        opinion: 'AGREE_WITH_CONDITIONS',
        text: '附条件',
        conditions: [{ text: '首笔放款前完成摊位核查', type: 'CP', ownerRole: 'RM' }],
        lines: { [p.lines[0]!.id]: { vote: 'REDUCE', amount: '300000.00', reason: '库存偏高' } },
        otherLines: 'APPROVE',
      }),
    )
    expect(done).toMatchObject({ state: 'EFFECTIVE', result: 'APPROVED_WITH_CONDITIONS', approvedSumFen: 190_000_000n })
    const view = await state(p.planId)
    expect(view.batch.state).toBe('APPROVED_WITH_CONDITIONS')
    expect(view.lines.map((l) => l.itemState).sort()).toEqual([
      'APPROVED',
      'APPROVED',
      'APPROVED',
      'APPROVED',
      'APPROVED_REDUCED',
    ])
    expect(view.validUntil!.toString()).toBe('2027-03-20')
    expect(view.firstContractBy!.toString()).toBe('2026-09-20')
    expect(view.conditions).toMatchObject([{ type: 'CP', state: 'OPEN', ownerRole: 'RM' }])
    expect(view.groups.every((g) => g.state === 'LOCKED')).toBe(true)
    // The groups were formed after the first draft: the text that was decided names them all the same.
    expect(view.sections.find((s) => s.key === 'partners')!.generated).toContain('1 个联保小组')
  })

  test('silence is no agreement: one seat alone decides nothing, and agreeing without a word on the lines is refused', async () => {
    const p = await submitted()
    ok(await giveOpinion(sb, { planId: p.planId, opinion: 'AGREE', text: '同意' }))
    expect(code(await giveOpinion(head, { planId: p.planId, opinion: 'AGREE', text: '同意' }))).toBe(
      'E_OPINION_INCOMPLETE',
    )
    const one = ok(await giveOpinion(head, { planId: p.planId, ...AGREE }))
    expect(one.state).toBe('COUNTERSIGNING')
    expect(code(await giveOpinion(head, { planId: p.planId, ...AGREE }))).toBe('E_STATE')
  })

  test('more than 30 % of the lines rejected sends the whole plan back', async () => {
    const p = await submitted()
    ok(await giveOpinion(sb, { planId: p.planId, opinion: 'AGREE', text: '同意' }))
    const lines = Object.fromEntries(
      p.lines.slice(0, 2).map((l) => [l.id, { vote: 'REJECT' as const, reason: '多头授信' }]),
    )
    ok(await giveOpinion(head, { planId: p.planId, ...AGREE, lines }))
    ok(await giveOpinion(await creditSeat(p.planId), { planId: p.planId, ...AGREE }))
    const view = await state(p.planId)
    expect(view.state).toBe('DRAFT')
    expect(view.batch.state).toBe('PLAN_DRAFTING')
    expect(view.lines.every((l) => l.itemState === 'ADMITTED')).toBe(true)
    expect(view.groups.every((g) => g.state === 'FORMING')).toBe(true)
  })

  test('one rejected line is its own end; its group is checked again and the others are approved', async () => {
    const p = await submitted(6)
    ok(await giveOpinion(sb, { planId: p.planId, opinion: 'AGREE', text: '同意' }))
    const lines = { [p.lines[5]!.id]: { vote: 'REJECT' as const, reason: '负面信息' } }
    ok(await giveOpinion(head, { planId: p.planId, ...AGREE, lines }))
    ok(await giveOpinion(await creditSeat(p.planId), { planId: p.planId, ...AGREE }))
    const view = await state(p.planId)
    expect(view.lines.filter((l) => l.itemState === 'APPROVED')).toHaveLength(5)
    expect(view.lines[5]!).toMatchObject({ itemState: 'REJECTED', state: 'REJECTED', reason: '负面信息' })
    expect(view.groups[0]!.members).toHaveLength(5)
    expect(view.approvedSumFen).toBe(200_000_000n)
  })

  test('a reject decides at once: plan, batch and items end', async () => {
    const p = await submitted()
    ok(await giveOpinion(sb, { planId: p.planId, opinion: 'AGREE', text: '同意' }))
    ok(await giveOpinion(head, { planId: p.planId, opinion: 'REJECT', text: '市场下行' }))
    const view = await state(p.planId)
    expect([view.state, view.batch.state]).toEqual(['REJECTED', 'REJECTED'])
    expect(view.lines.every((l) => l.itemState === 'REJECTED')).toBe(true)
  })
})

describe('returns', () => {
  async function returnedByCredit() {
    const p = await submitted()
    ok(await giveOpinion(sb, { planId: p.planId, opinion: 'AGREE', text: '同意' }))
    ok(await giveOpinion(head, { planId: p.planId, ...AGREE }))
    const items = [{ text: '补充市场空置率说明' }]
    ok(
      await giveOpinion(await creditSeat(p.planId), {
        planId: p.planId,
        opinion: 'RETURN_FOR_SUPPLEMENT',
        returnItems: items,
      }),
    )
    expect((await state(p.planId)).state).toBe('DRAFT')
    return p
  }
  const openSeats = async (planId: string) => (await opinionChain(rm, { planId })).rounds.at(-1)!.seats

  test('opinions are kept when only the text changed', async () => {
    const p = await returnedByCredit()
    ok(await editSection(evaluator, { planId: p.planId, key: 'market', text: '补充：空置率 3%。' }))
    ok(await submitPlan(evaluator, { planId: p.planId }))
    ok(await giveOpinion(sb, { planId: p.planId, opinion: 'AGREE', text: '已补充' }))
    const seats = await openSeats(p.planId)
    expect(seats.map((s) => s.state)).toEqual(['ANSWERED', 'WAITING'])
    expect(seats[0]!.opinion!.kept).toBe(true)
    ok(await giveOpinion(await creditSeat(p.planId), { planId: p.planId, ...AGREE }))
    expect((await state(p.planId)).state).toBe('EFFECTIVE')
  })

  test('opinions are void when an amount changed, and each submission stays on file with its hash', async () => {
    const p = await returnedByCredit()
    const first = (await state(p.planId)).sha256
    const lineId = p.lines[0]!.id
    ok(await editLine(evaluator, { planId: p.planId, lineId, limit: '350000.00', reason: '审慎' }))
    ok(await submitPlan(evaluator, { planId: p.planId }))
    ok(await giveOpinion(sb, { planId: p.planId, opinion: 'AGREE', text: '同意' }))
    expect((await openSeats(p.planId)).every((s) => s.state === 'WAITING')).toBe(true)
    const history = await planSubmissions(rm, { planId: p.planId })
    expect(history.items).toHaveLength(2)
    expect(history.items[1]!.sha256).toBe(first)
    expect(history.items[0]!.changes).toContainEqual(
      expect.objectContaining({ path: 'merchants.1.amount', before: '400000.00', after: '350000.00', material: true }),
    )
  })

  test('a withdrawn batch takes its plan, its round and its groups along', async () => {
    const p = await submitted()
    ok(await withdrawBatch(rm, { batchId: p.batchId, reason: '市场方撤回' }))
    ok(await withdrawPlan(systemActor(bank, 'plans.withdraw'), { batchId: p.batchId, reason: '市场方撤回' }))
    const view = await state(p.planId)
    expect([view.state, view.batch.state]).toEqual(['REVOKED', 'WITHDRAWN'])
    expect(view.groups).toEqual([])
    expect(code(await giveOpinion(sb, { planId: p.planId, opinion: 'AGREE', text: '同意' }))).toBe('E_STATE')
  })

  test('k returns keep k submissions', async () => {
    const p = await submitted()
    for (let k = 0; k < 3; k++) {
      ok(
        await giveOpinion(sb, {
          planId: p.planId,
          opinion: 'RETURN_FOR_SUPPLEMENT',
          returnItems: [{ text: `第${k}次补充` }],
        }),
      )
      ok(await editSection(evaluator, { planId: p.planId, key: 'risks', text: `第${k}次` }))
      ok(await submitPlan(evaluator, { planId: p.planId }))
    }
    const history = await planSubmissions(rm, { planId: p.planId })
    expect(history.items.map((i) => i.no)).toEqual([4, 3, 2, 1])
    expect(new Set(history.items.map((i) => i.sha256)).size).toBe(4)
  })
})

describe('separation of duties', () => {
  test('the author neither reviews nor countersigns, and one person does not sit for both departments', async () => {
    const own = await submitted(5, everyone)
    expect(code(await giveOpinion(everyone, { planId: own.planId, opinion: 'AGREE', text: '同意' }))).toBe('E_SOD')
    ok(await giveOpinion(sb, { planId: own.planId, opinion: 'AGREE', text: '同意' }))
    expect(code(await giveOpinion(everyone, { planId: own.planId, ...AGREE }))).toBe('E_SOD')
    const p = await submitted()
    ok(await giveOpinion(everyone, { planId: p.planId, opinion: 'AGREE', text: '同意' }))
    const seats = (await opinionChain(rm, { planId: p.planId })).rounds.at(-1)!.seats
    const credit = seats.find((s) => s.department === 'CR')!
    expect(code(await giveOpinion(everyone, { planId: p.planId, seatId: credit.id, ...AGREE }))).toBe('E_SOD')
  })

  test('someone without the seat is refused, and another bank finds nothing', async () => {
    const p = await submitted()
    expect(code(await giveOpinion(approver, { planId: p.planId, opinion: 'AGREE', text: '同意' }))).toBe('E_FORBIDDEN')
    expect(code(await giveOpinion(rm, { planId: p.planId, opinion: 'AGREE', text: '同意' }))).toBe('E_FORBIDDEN')
    expect(code(await giveOpinion(stranger, { planId: p.planId, opinion: 'AGREE', text: '同意' }))).toBe('E_NOT_FOUND')
  })

  test('who abstains is out of the case, and the seat waits for someone else', async () => {
    const p = await submitted()
    ok(await giveOpinion(sb, { planId: p.planId, opinion: 'AGREE', text: '同意' }))
    ok(await giveOpinion(head, { planId: p.planId, opinion: 'ABSTAIN', text: '配偶为该市场商户' }))
    expect(code(await giveOpinion(head, { planId: p.planId, ...AGREE }))).toBe('E_SOD')
    ok(await giveOpinion(await creditSeat(p.planId), { planId: p.planId, ...AGREE }))
    expect((await state(p.planId)).state).toBe('COUNTERSIGNING')
  })
})

describe('limits under load', () => {
  test('a hundred approvals at once never take more than the aggregate limit', async () => {
    const p = await submitted()
    const view = await state(p.planId)
    const room = view.aggregateLimitFen!
    const each = room / 30n
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, () =>
        withTenant({ bankId: bank.id, partyId: null }, (tx) => reserveApproved(tx, bank.id, p.planId, each), {
          timeoutMs: 60_000,
        }),
      ),
    )
    const taken = results.filter((r) => r.status === 'fulfilled').length
    expect(taken).toBe(30)
    expect((await state(p.planId)).approvedSumFen <= room).toBe(true)
  })

  test('the same opinion sent twenty times at once is one opinion', async () => {
    const p = await submitted()
    const all = await Promise.all(
      Array.from({ length: 20 }, () => giveOpinion(sb, { planId: p.planId, opinion: 'AGREE', text: '同意' })),
    )
    expect(all.filter((r) => r.ok)).toHaveLength(1)
    expect((await opinionChain(rm, { planId: p.planId })).rounds.map((r) => r.kind)).toEqual([
      'PRELIMINARY',
      'COUNTERSIGN',
    ])
  })
})
