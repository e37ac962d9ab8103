import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { giveOpinion } from '@/lib/approvals/commands/opinion'
import { reconsiderPlan } from '@/lib/approvals/commands/reconsider'
import { confirmConditions } from '@/lib/approvals/commands/seats'
import { opinionChain } from '@/lib/approvals/queries'
import { chaseSeats } from '@/lib/approvals/seat-clock'
import { dropItem } from '@/lib/batches/commands/check'
import { withdrawBatch } from '@/lib/batches/commands/submit'
import { proposeBatchGroups } from '@/lib/guarantees/commands/groups'
import { cancelPlan } from '@/lib/plans/commands/cancel'
import { draftPlan, editLine, editSection } from '@/lib/plans/commands/draft'
import { submitPlan } from '@/lib/plans/commands/submit'
import { withdrawPlan } from '@/lib/plans/commands/withdraw'
import { planView } from '@/lib/plans/queries'
import { planMachine } from '@/lib/plans/workflow'
import { systemActor } from '@/lib/platform/actor'
import { verifyAudit } from '@/lib/platform/audit'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { planningBatch } from '../../fixtures/planning'

let db: TestDatabase
let bank: BankRow
let market: TestMarket
const people: Record<string, Person> = {}
const as = (name: string): Person => people[name]!

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('MOD')
  const roles = {
    rm: ['RM'],
    evaluator: ['EVALUATOR'],
    sb: ['SB_REVIEWER'],
    head: ['SB_HEAD'],
    approver: ['CR_APPROVER'],
    'cr-head': ['CR_HEAD'],
    risk: ['RISK_MGR'],
    // one person with every role: separation of duties alone keeps it out
    all: ['EVALUATOR', 'RM', 'SB_REVIEWER', 'SB_HEAD', 'CR_APPROVER', 'CR_HEAD'],
  } as const
  for (const [name, r] of Object.entries(roles)) people[name] = await testPerson(bank, name, [...r])
  market = await admittedMarket(bank, 'M2', { merchants: 600 })
})
afterAll(async () => db.drop())

const run = <T>(fn: Parameters<typeof withTenant<T>>[1]) => withTenant<T>({ bankId: bank.id, partyId: null }, fn)
const must = <T>(r: { ok: true; value: T } | { ok: false; error: { code: string } }): T => {
  if (!r.ok) throw new Error(r.error.code)
  return r.value
}

const AGREE = { opinion: 'AGREE', text: '同意', otherLines: 'APPROVE' } as const

let batches = 0
type Case = { batchId: string; planId: string }
async function drafted(n = 6): Promise<Case> {
  const b = await planningBatch(
    bank,
    market,
    `B-M${++batches}`,
    Array.from({ length: n }, () => ({ requested: '400000', grade: 'B1' })),
    { rmId: as('rm').userId },
  )
  const planId = must(await draftPlan(as('evaluator'), { batchId: b.batchId })).id
  must(await proposeBatchGroups(as('rm'), { batchId: b.batchId }))
  return { batchId: b.batchId, planId }
}

const who = fc.constantFrom('sb', 'head', 'approver', 'cr-head', 'rm', 'evaluator', 'all')
const verdict = fc.constantFrom('AGREE', 'AGREE', 'AGREE', 'AGREE_WITH_CONDITIONS', 'RETURN_FOR_SUPPLEMENT', 'REJECT')
const event = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'submit' as const }) },
  // whose turn it is agrees: without it a walk seldom comes to an end
  { weight: 9, arbitrary: fc.constant({ kind: 'agree' as const }) },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constant('opinion' as const),
      who,
      verdict,
      reject: fc.subarray([0, 1, 2, 3, 4, 5], { maxLength: 3 }),
      tenor: fc.constantFrom(6, 9),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('edit' as const),
      line: fc.nat(5),
      amount: fc.integer({ min: 10, max: 39 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'text' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop' as const), line: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'confirm' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'late' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'reconsider' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'cancel' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'withdraw' as const }) },
)
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never

/** Raises the event, legal or not; true when it was taken. */
async function raise(c: Case, e: Event): Promise<boolean> {
  const lines = (await planView(as('rm'), { planId: c.planId })).lines
  switch (e.kind) {
    case 'submit':
      return (await submitPlan(as('evaluator'), { planId: c.planId, confirmSmall: true })).ok
    case 'agree': {
      const chain = await opinionChain(as('risk'), { planId: c.planId })
      const seat = chain.rounds.find((r) => r.state === 'OPEN')?.seats.find((s) => s.state === 'WAITING')
      const next =
        seat && { SB_REVIEWER: 'sb', SB_HEAD: 'head', CR_APPROVER: 'approver', CR_HEAD: 'cr-head' }[seat.role]
      if (!next) return false
      return (await giveOpinion(as(next), { planId: c.planId, seatId: seat.id, ...AGREE })).ok
    }
    case 'opinion':
      return (
        await giveOpinion(as(e.who), {
          planId: c.planId,
          opinion: e.verdict as 'AGREE',
          text: '意见',
          otherLines: 'APPROVE',
          lines: Object.fromEntries(
            e.reject.flatMap((i) =>
              lines[i]?.state === 'PROPOSED' ? [[lines[i].id, { vote: 'REJECT' as const, reason: '否决' }]] : [],
            ),
          ),
          conditions:
            e.verdict === 'AGREE_WITH_CONDITIONS'
              ? [{ text: `期限 ${e.tenor} 个月`, type: 'CP', term: { kind: 'TENOR_MAX', value: String(e.tenor) } }]
              : [],
          returnItems: e.verdict === 'RETURN_FOR_SUPPLEMENT' ? [{ text: '补充材料' }] : [],
        })
      ).ok
    case 'edit': {
      const line = lines[e.line]
      if (!line) return false
      return (
        await editLine(as('evaluator'), {
          planId: c.planId,
          lineId: line.id,
          limit: `${e.amount}0000.00`,
          reason: '审慎',
        })
      ).ok
    }
    case 'text':
      return (
        await editSection(as('evaluator'), {
          planId: c.planId,
          key: 'risks',
          text: `风险 ${Math.trunc(performance.now())}`,
        })
      ).ok
    case 'drop': {
      const line = lines[e.line]
      return line ? (await dropItem(as('rm'), { applicationId: line.applicationId, reason: '退出' })).ok : false
    }
    case 'confirm':
      return (await confirmConditions(as('approver'), { planId: c.planId })).ok
    case 'late': {
      await run((tx) =>
        tx.countersignSeat.updateMany({
          where: { bankId: bank.id, state: 'WAITING', round: { planId: c.planId } },
          data: { remindAt: new Date(0), dueAt: new Date(0) },
        }),
      )
      const before = (await planView(as('rm'), { planId: c.planId })).state
      must(await chaseSeats(systemActor(bank, 'approvals.chaseSeats'), {}))
      expect((await planView(as('rm'), { planId: c.planId })).state, 'time decided').toBe(before)
      return true
    }
    case 'reconsider':
      return (await reconsiderPlan(as('evaluator'), { planId: c.planId, facts: '新事实' })).ok
    case 'cancel':
      return (await cancelPlan(as('risk'), { planId: c.planId, reason: '停新' })).ok
    case 'withdraw': {
      if (!(await withdrawBatch(as('rm'), { batchId: c.batchId, reason: '撤回' })).ok) return false
      must(await withdrawPlan(systemActor(bank, 'plans.withdraw'), { batchId: c.batchId, reason: '撤回' }))
      return true
    }
  }
}

const BATCH_OF: Record<string, string[]> = {
  DRAFT: ['PLAN_DRAFTING'],
  IN_REVIEW: ['IN_REVIEW'],
  COUNTERSIGNING: ['COUNTERSIGNING'],
  EFFECTIVE: ['APPROVED', 'APPROVED_WITH_CONDITIONS', 'EXPIRED'],
  REJECTED: ['REJECTED'],
  REVOKED: ['WITHDRAWN', 'EXPIRED'],
}
const ITEM_OF: Record<string, string[]> = {
  DRAFT: ['ADMITTED', 'REGROUP_REQUIRED', 'DROPPED'],
  IN_REVIEW: ['IN_APPROVAL', 'DROPPED'],
  COUNTERSIGNING: ['IN_APPROVAL', 'DROPPED'],
  EFFECTIVE: ['APPROVED', 'APPROVED_REDUCED', 'REJECTED', 'DROPPED'],
  REJECTED: ['REJECTED', 'DROPPED'],
  REVOKED: ['WITHDRAWN', 'EXPIRED', 'REJECTED', 'DROPPED'],
}

async function checkInvariants(c: Case, submits: number): Promise<void> {
  const view = await planView(as('rm'), { planId: c.planId })
  expect(BATCH_OF[view.state], `batch while the plan is ${view.state}`).toContain(view.batch.state)
  for (const l of view.lines) expect(ITEM_OF[view.state], `item while the plan is ${view.state}`).toContain(l.itemState)
  expect(view.approvedSumFen <= (view.aggregateLimitFen ?? 0n)).toBe(true)
  const chain = await opinionChain(as('risk'), { planId: c.planId })
  const open = chain.rounds.filter((r) => r.state === 'OPEN')
  expect(open.length).toBe(view.state === 'IN_REVIEW' || view.state === 'COUNTERSIGNING' ? 1 : 0)
  for (const r of chain.rounds) {
    const heard = r.seats.filter((s) => s.state === 'ANSWERED')
    expect(new Set(heard.map((s) => s.person)).size, 'one person in two seats').toBe(heard.length)
    expect(
      heard.every((s) => s.person !== as('evaluator').name),
      'the author sits',
    ).toBe(true)
    expect(heard.every((s) => s.opinion?.seal === 'SOUND')).toBe(true)
    if (r.state !== 'OPEN') expect(r.seats.every((s) => s.state !== 'WAITING')).toBe(true)
  }
  if (view.state === 'EFFECTIVE') {
    const good = view.lines.filter((l) => l.state === 'APPROVED' || l.state === 'APPROVED_REDUCED')
    expect(good.reduce((s, l) => s + l.approvedFen!, 0n)).toBe(view.approvedSumFen)
    expect(good.every((l) => l.approvedFen! > 0n && l.approvedFen! <= l.limitFen)).toBe(true)
    const decided = chain.rounds.filter((r) => r.kind === 'COUNTERSIGN').at(-1)!
    expect(decided.seats.every((s) => s.opinion?.verdict.startsWith('AGREE'))).toBe(true)
    const rejected = view.lines.filter((l) => l.state === 'REJECTED').length
    expect(rejected * 10).toBeLessThanOrEqual(view.lines.filter((l) => l.state !== 'DROPPED').length * 3)
  }
  await run(async (tx) => {
    const sent = await tx.planSubmission.findMany({ where: { bankId: bank.id, planId: c.planId, kind: 'SUBMITTED' } })
    expect(sent.map((s) => s.no).sort()).toEqual(Array.from({ length: submits }, (_, i) => i + 1))
    const history = await tx.stateHistory.findMany({
      where: { bankId: bank.id, objectType: 'plan', objectId: c.planId },
      orderBy: { id: 'asc' },
    })
    let state: string | null = null
    for (const h of history) {
      expect(h.stateFrom ?? null).toBe(state)
      if (state !== null) {
        const fits = planMachine.transitions.some(
          (t) =>
            t.event === h.event &&
            (t.from as readonly string[]).includes(h.stateFrom!) &&
            [t.to].flat().includes(h.stateTo as never),
        )
        expect(fits, `${h.event} from ${h.stateFrom} to ${h.stateTo}`).toBe(true)
      }
      state = h.stateTo
    }
    expect(state, 'the history replayed').toBe(view.state)
  })
}

test('whatever legal and illegal events come in whatever order, a plan, its batch, items, seats and trail agree', async () => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 6, maxLength: 12 }), async (events) => {
      const c = await drafted()
      let submits = 0
      for (const e of [{ kind: 'submit' as const }, ...events]) {
        const before = await planView(as('rm'), { planId: c.planId })
        const taken = await raise(c, e as Event)
        if (taken && e.kind === 'submit') submits++
        const after = await planView(as('rm'), { planId: c.planId })
        if (!taken) expect(after, `a refused ${e.kind} changed something`).toEqual(before)
        seen.add(`${before.state}→${after.state}`)
        await checkInvariants(c, submits)
      }
    }),
    { numRuns: 8, seed: 20261107, endOnFailure: true },
  )
  // the walk is worth something only when it gets about
  for (const step of ['DRAFT→IN_REVIEW', 'IN_REVIEW→COUNTERSIGNING', 'COUNTERSIGNING→EFFECTIVE'])
    expect(seen).toContain(step)
  expect((await verifyAudit(systemActor(bank, 'test'))).ok).toBe(true)
}, 600_000)

async function atTheLastSeats(): Promise<Case & { credit: string }> {
  const c = await drafted()
  must(await submitPlan(as('evaluator'), { planId: c.planId }))
  must(await giveOpinion(as('sb'), { planId: c.planId, opinion: 'AGREE', text: '同意' }))
  const level = (await planView(as('rm'), { planId: c.planId })).level
  return { ...c, credit: level === 'L1' ? 'approver' : 'cr-head' }
}
test('two approvers at the same moment: both are heard, the plan is approved once', async () => {
  for (let i = 0; i < 3; i++) {
    const c = await atTheLastSeats()
    const both = await Promise.all([
      giveOpinion(as('head'), { planId: c.planId, ...AGREE }),
      giveOpinion(as(c.credit), { planId: c.planId, ...AGREE }),
    ])
    expect(both.map((r) => r.ok)).toEqual([true, true])
    const view = await planView(as('rm'), { planId: c.planId })
    expect(view).toMatchObject({ state: 'EFFECTIVE', approvedSumFen: 240_000_000n })
    await checkInvariants(c, 1)
  }
})

test('two tabs of one person say different things: one of them counts, the other is refused', async () => {
  for (let i = 0; i < 3; i++) {
    const c = await atTheLastSeats()
    const both = await Promise.all([
      giveOpinion(as('head'), { planId: c.planId, ...AGREE }),
      giveOpinion(as('head'), { planId: c.planId, opinion: 'REJECT', text: '不同意' }),
    ])
    expect(both.filter((r) => r.ok)).toHaveLength(1)
    await checkInvariants(c, 1)
  }
})

test('a withdrawal against the last agreement: either the batch is gone or the plan is in force, never both', async () => {
  for (let i = 0; i < 4; i++) {
    const c = await atTheLastSeats()
    must(await giveOpinion(as('head'), { planId: c.planId, ...AGREE }))
    const [gone, agreed] = await Promise.all([
      withdrawBatch(as('rm'), { batchId: c.batchId, reason: '撤回' }),
      giveOpinion(as(c.credit), { planId: c.planId, ...AGREE }),
    ])
    const view = await planView(as('rm'), { planId: c.planId })
    if (gone.ok) {
      must(await withdrawPlan(systemActor(bank, 'plans.withdraw'), { batchId: c.batchId, reason: '撤回' }))
      expect((await planView(as('rm'), { planId: c.planId })).state).toBe('REVOKED')
    } else expect([agreed.ok, view.state]).toEqual([true, 'EFFECTIVE'])
    expect(gone.ok && agreed.ok).toBe(false)
    await checkInvariants(c, 1)
  }
})
