import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { declareConflict } from '@/lib/admin/conflicts'
import { decideParameter, proposeParameter } from '@/lib/admin/parameter-changes'
import { delegateSeats, endDelegation } from '@/lib/approvals/commands/delegation'
import { giveOpinion } from '@/lib/approvals/commands/opinion'
import { reconsiderPlan } from '@/lib/approvals/commands/reconsider'
import { addCommitteeMember, assignSeat, confirmConditions } from '@/lib/approvals/commands/seats'
import { opinionChain } from '@/lib/approvals/queries'
import { approvalQueue } from '@/lib/approvals/queue'
import { chaseSeats } from '@/lib/approvals/seat-clock'
import { pauseBatchClock, resumeBatchClock } from '@/lib/batches/commands/clock'
import { proposeBatchGroups } from '@/lib/guarantees/commands/groups'
import { cancelPlan } from '@/lib/plans/commands/cancel'
import { draftPlan, editSection } from '@/lib/plans/commands/draft'
import { submitPlan } from '@/lib/plans/commands/submit'
import { planView } from '@/lib/plans/queries'
import { changesSinceMine, planSubmissions } from '@/lib/plans/versions'
import { systemActor } from '@/lib/platform/actor'
import { newTotpSecret, sealSecret, totpCode } from '@/lib/platform/auth/totp'
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
  bank = await testBank('SEA')
  const roles = {
    rm: ['RM'],
    evaluator: ['EVALUATOR'],
    sb: ['SB_REVIEWER'],
    head: ['SB_HEAD'],
    deputy: ['SB_REVIEWER'],
    approver: ['CR_APPROVER'],
    'cr-head': ['CR_HEAD'],
    'cr-reviewer': ['CR_REVIEWER'],
    risk: ['RISK_MGR'],
    legal: ['LEGAL'],
    admin: ['TENANT_ADMIN'],
    admin2: ['TENANT_ADMIN'],
  } as const
  for (const [name, r] of Object.entries(roles)) people[name] = await testPerson(bank, name, [...r])
  for (let i = 1; i <= 7; i++) people[`member${i}`] = await testPerson(bank, `member${i}`, ['RISK_MGR'])
  market = await admittedMarket(bank, 'M2', { merchants: 600 })
})
afterAll(async () => db.drop())

const run = <T>(fn: Parameters<typeof withTenant<T>>[1]) => withTenant<T>({ bankId: bank.id, partyId: null }, fn)
type Answer<T> = { ok: true; value: T } | { ok: false; error: { code: string } }
const ok = <T>(r: Answer<T>): T => {
  if (!r.ok) throw new Error(JSON.stringify(r.error))
  return r.value
}
const code = (r: { ok: boolean; error?: { code: string } }) => r.error?.code
const AGREE = { opinion: 'AGREE', text: '同意', otherLines: 'APPROVE' } as const

let batches = 0
async function submitted(level = 'L1') {
  const b = await planningBatch(
    bank,
    market,
    `B-S${++batches}`,
    Array.from({ length: 5 }, () => ({ requested: '400000', grade: 'B1' })),
    { rmId: as('rm').userId },
  )
  const planId = ok(await draftPlan(as('evaluator'), { batchId: b.batchId })).id
  ok(await proposeBatchGroups(as('rm'), { batchId: b.batchId }))
  ok(await submitPlan(as('evaluator'), { planId }))
  await run((tx) => tx.creditPlan.updateMany({ where: { bankId: bank.id, id: planId }, data: { level } }))
  return { ...b, planId }
}
async function countersigning(level = 'L1') {
  const p = await submitted(level)
  ok(await giveOpinion(as('sb'), { planId: p.planId, opinion: 'AGREE', text: '同意' }))
  return p
}
const openSeats = async (planId: string) => (await opinionChain(as('rm'), { planId })).rounds.at(-1)!.seats
const state = async (planId: string) => (await planView(as('rm'), { planId })).state

describe('a colleague who is away', () => {
  test('is represented by name: the delegate sees why, speaks once, and the chain says for whom', async () => {
    const p = await countersigning()
    expect(code(await giveOpinion(as('deputy'), { planId: p.planId, ...AGREE }))).toBe('E_FORBIDDEN')
    const given = ok(
      await delegateSeats(as('head'), {
        delegateId: as('deputy').userId,
        kind: 'ABSENCE',
        fromOn: '2026-03-20',
        untilOn: '2026-03-25',
        reason: '年休假',
      }),
    )
    const item = (await approvalQueue(as('deputy'), {})).items.find((i) => i.planId === p.planId)!
    expect(item).toMatchObject({ why: 'DELEGATE', onBehalfOf: { name: as('head').name, reason: '年休假' } })
    expect((await opinionChain(as('deputy'), { planId: p.planId })).mySeat).toMatchObject({ why: 'DELEGATE' })
    ok(await giveOpinion(as('deputy'), { planId: p.planId, ...AGREE }))
    const seat = (await openSeats(p.planId)).find((s) => s.role === 'SB_HEAD')!
    expect(seat).toMatchObject({ person: as('deputy').name, onBehalfOf: as('head').name, state: 'ANSWERED' })
    ok(await endDelegation(as('head'), { delegationId: given.id }))
    const q = await countersigning()
    expect(code(await giveOpinion(as('deputy'), { planId: q.planId, ...AGREE }))).toBe('E_FORBIDDEN')
  })

  test('cannot be represented across the departments, by an administrator, or for longer than the bank allows', async () => {
    const ask = (delegateId: string, untilOn = '2026-03-25') =>
      delegateSeats(as('approver'), {
        delegateId,
        kind: 'AUTHORITY',
        fromOn: '2026-03-20',
        untilOn,
        reason: '出差',
      })
    expect(code(await ask(as('sb').userId))).toBe('E_DELEGATE_UNFIT')
    expect(code(await ask(as('admin').userId))).toBe('E_DELEGATE_UNFIT')
    expect(code(await ask(as('approver').userId))).toBe('E_DELEGATE_UNFIT')
    expect(code(await ask(as('cr-head').userId, '2026-06-25'))).toBe('E_DELEGATION_PERIOD')
  })

  test('whom separation of duties keeps out sends nobody else', async () => {
    const writer = await testPerson(bank, 'writer', ['EVALUATOR', 'SB_HEAD'])
    const friend = await testPerson(bank, 'friend', ['SB_REVIEWER'])
    const b = await planningBatch(
      bank,
      market,
      `B-S${++batches}`,
      Array.from({ length: 5 }, () => ({ requested: '400000', grade: 'B1' })),
    )
    const planId = ok(await draftPlan(writer, { batchId: b.batchId })).id
    ok(await proposeBatchGroups(as('rm'), { batchId: b.batchId }))
    ok(await submitPlan(writer, { planId }))
    ok(await giveOpinion(as('sb'), { planId, opinion: 'AGREE', text: '同意' }))
    ok(
      await delegateSeats(writer, {
        delegateId: friend.userId,
        kind: 'ABSENCE',
        fromOn: '2026-03-20',
        untilOn: '2026-03-21',
        reason: '出差',
      }),
    )
    expect(code(await giveOpinion(friend, { planId, ...AGREE }))).toBe('E_SOD')
  })
})

describe('the clock of a seat', () => {
  const late = (planId: string, hours: number) =>
    run((tx) => {
      const at = new Date(Date.now() - hours * 3_600_000)
      return tx.countersignSeat.updateMany({
        where: { bankId: bank.id, state: 'WAITING', round: { planId } },
        data: { remindAt: at, dueAt: hours > 24 ? at : new Date(Date.now() + 3_600_000) },
      })
    })
  const chase = () => chaseSeats(systemActor(bank, 'approvals.chaseSeats'), {}).then(ok)

  test('reminds once, then calls the superior once, who may sit; time itself never agrees', async () => {
    const p = await countersigning()
    await late(p.planId, 1)
    expect((await chase()).reminded).toBe(2)
    expect(await chase()).toEqual({ reminded: 0, escalated: 0 })
    expect(code(await giveOpinion(as('cr-head'), { planId: p.planId, ...AGREE }))).toBe('E_FORBIDDEN')
    await late(p.planId, 100)
    expect((await chase()).escalated).toBe(2)
    expect(await chase()).toEqual({ reminded: 0, escalated: 0 })
    expect(await state(p.planId)).toBe('COUNTERSIGNING')
    const tasks = await run((tx) =>
      tx.task.findMany({ where: { bankId: bank.id, kind: 'SEAT_LATE', objectId: p.planId }, select: { role: true } }),
    )
    expect(tasks.map((t) => t.role).sort()).toEqual(['CR_HEAD', 'RISK_MGR'])
    expect((await approvalQueue(as('cr-head'), {})).items.find((i) => i.planId === p.planId)?.why).toBe('SUPERIOR')
    ok(await giveOpinion(as('head'), { planId: p.planId, ...AGREE }))
    ok(await giveOpinion(as('cr-head'), { planId: p.planId, ...AGREE }))
    expect(await state(p.planId)).toBe('EFFECTIVE')
    const left = await run((tx) => tx.task.count({ where: { bankId: bank.id, kind: 'SEAT_LATE', state: 'OPEN' } }))
    expect(left).toBe(0)
  })

  test('stands still while the batch waits for the customer, and goes on with what was left', async () => {
    const p = await countersigning()
    await run((tx) =>
      tx.slaClock.create({
        data: {
          bankId: bank.id,
          objectType: 'batch',
          objectId: p.batchId,
          kind: 'TOTAL',
          profile: 'NORMAL',
          workingDaysTenths: 150,
          state: 'RUNNING',
          startedAt: new Date(),
          dueAt: new Date(Date.now() + 86_400_000 * 20),
        },
      }),
    )
    ok(await pauseBatchClock(as('rm'), { batchId: p.batchId, reason: '等待市场方补充材料' }))
    await run((tx) =>
      tx.countersignSeat.updateMany({
        where: { bankId: bank.id, round: { planId: p.planId }, state: 'WAITING' },
        data: {
          remindAt: new Date(Date.now() - 1000),
          dueAt: new Date(Date.now() - 1000),
          pausedAt: new Date(Date.now() - 3_600_000),
        },
      }),
    )
    expect(await chase()).toEqual({ reminded: 0, escalated: 0 })
    ok(await resumeBatchClock(as('rm'), { batchId: p.batchId }))
    const seats = (await openSeats(p.planId)).filter((s) => s.state === 'WAITING')
    expect(seats.every((s) => !s.paused && s.dueAt! > new Date())).toBe(true)
  })
})

describe('a final decision', () => {
  test('takes the second factor where one is set up, each code once, and the opinion is signed into the trail', async () => {
    const p = await countersigning()
    const secret = newTotpSecret()
    const { userId } = as('approver')
    await run((tx) =>
      tx.appUser.updateMany({
        where: { bankId: bank.id, id: userId },
        data: { totpSecret: sealSecret(secret, userId), totpEnabledAt: new Date() },
      }),
    )
    ok(await giveOpinion(as('head'), { planId: p.planId, ...AGREE }))
    expect((await opinionChain(as('approver'), { planId: p.planId })).mySeat!.proof).toMatchObject({
      kind: 'CODE',
      onAgree: true,
      onReject: true,
    })
    const decide = (proof?: string) => giveOpinion(as('approver'), { planId: p.planId, ...AGREE, proof })
    expect(code(await decide())).toBe('E_PROOF_REQUIRED')
    expect(code(await decide('000000'))).toBe('E_PROOF_WRONG')
    const proof = totpCode(secret, new Date())
    ok(await decide(proof))
    expect(await state(p.planId)).toBe('EFFECTIVE')
    const seat = (await opinionChain(as('rm'), { planId: p.planId })).rounds
      .at(-1)!
      .seats.find((s) => s.role === 'CR_APPROVER')!
    expect(seat.opinion).toMatchObject({ factor: 'TOTP', seal: 'SOUND' })
    const trail = await run((tx) =>
      tx.auditEvent.findFirst({ where: { bankId: bank.id, objectType: 'opinion' }, orderBy: { seq: 'desc' } }),
    )
    expect(trail!.detail).toMatchObject({ hash: seat.opinion!.hash, factor: 'TOTP' })
    const q = await countersigning()
    ok(await giveOpinion(as('head'), { planId: q.planId, ...AGREE }))
    expect(code(await giveOpinion(as('approver'), { planId: q.planId, ...AGREE, proof }))).toBe('E_PROOF_WRONG')
    await run((tx) =>
      tx.appUser.updateMany({
        where: { bankId: bank.id, id: userId },
        data: { totpSecret: null, totpEnabledAt: null, totpLastStep: null },
      }),
    )
    ok(await giveOpinion(as('approver'), { planId: q.planId, ...AGREE }))
  })
})

test('without a second factor the password is asked for, and a bank may want the second factor only', async () => {
  const p = await countersigning()
  ok(await giveOpinion(as('head'), { planId: p.planId, ...AGREE }))
  const atScreen = { ...as('approver'), sessionId: crypto.randomUUID() }
  const decide = (proof?: string) => giveOpinion(atScreen, { planId: p.planId, ...AGREE, proof })
  expect(code(await decide())).toBe('E_PROOF_REQUIRED')
  expect(code(await decide('not-my-password'))).toBe('E_PROOF_WRONG')
  await run((tx) =>
    tx.parameter.create({
      data: {
        bankId: bank.id,
        key: 'approvals.countersign.secondFactorOnly',
        versionNo: 1,
        value: 'true',
        effectiveFrom: new Date('2026-01-01'),
        state: 'ACTIVE',
        proposedAt: new Date(),
      },
    }),
  )
  expect(code(await decide(as('approver').password))).toBe('E_PROOF_SECOND_FACTOR')
  await run((tx) =>
    tx.parameter.deleteMany({ where: { bankId: bank.id, key: 'approvals.countersign.secondFactorOnly' } }),
  )
  ok(await decide(as('approver').password))
  expect(await state(p.planId)).toBe('EFFECTIVE')
})

test('who lives where a merchant of the case lives takes no step on it, nor who named a relative among them', async () => {
  const p = await countersigning()
  const merchant = await run((tx) =>
    tx.application.findFirstOrThrow({ where: { bankId: bank.id, batchId: p.batchId } }),
  )
  const operator = await run((tx) => tx.market.findFirstOrThrow({ where: { bankId: bank.id, id: market.id } }))
  const party = await run((tx) =>
    tx.party.findFirstOrThrow({ where: { bankId: bank.id, id: operator.operatorPartyId } }),
  )
  await testPerson(bank, 'clerk', ['OPERATOR_CLERK'], { partyCode: party.code, address: '恒山市 人民路 18 号' })
  const neighbour = await testPerson(bank, 'neighbour', ['SB_HEAD'], { address: '恒山市人民路18号' })
  expect(code(await giveOpinion(neighbour, { planId: p.planId, ...AGREE }))).toBe('E_SOD')
  const cousin = await testPerson(bank, 'cousin', ['SB_HEAD'])
  ok(
    await declareConflict(cousin, {
      subjectType: 'PERSON',
      idNo: merchant.ownerIdNo,
      relation: 'FAMILY',
      note: '表亲',
    }),
  )
  expect(code(await giveOpinion(cousin, { planId: p.planId, ...AGREE }))).toBe('E_SOD')
  ok(await giveOpinion(as('head'), { planId: p.planId, ...AGREE }))
})

describe('a committee', () => {
  async function seated(level = 'L3') {
    const p = await countersigning(level)
    const seats = await openSeats(p.planId)
    const members = seats.filter((s) => s.role === 'COMMITTEE_MEMBER')
    expect(members).toHaveLength(5)
    for (const [i, s] of members.entries())
      ok(await assignSeat(as('cr-head'), { planId: p.planId, seatId: s.id, userId: as(`member${i + 1}`).userId }))
    const veto = seats.find((s) => s.role === (level === 'L3' ? 'CHIEF_RISK_OFFICER' : 'PRESIDENT'))!
    ok(await assignSeat(as('cr-head'), { planId: p.planId, seatId: veto.id, userId: as('legal').userId }))
    ok(await giveOpinion(as('head'), { planId: p.planId, ...AGREE }))
    ok(await giveOpinion(as('cr-head'), { planId: p.planId, ...AGREE }))
    return p
  }
  const vote = (n: number, planId: string, opinion: 'AGREE' | 'REJECT' = 'AGREE') =>
    giveOpinion(as(`member${n}`), { planId, opinion, text: '表决', otherLines: 'APPROVE' }).then(ok)

  test('needs two thirds and no veto; its conditions join the others', async () => {
    const p = await seated()
    for (const n of [1, 2, 3]) await vote(n, p.planId)
    ok(
      await giveOpinion(as('member4'), {
        planId: p.planId,
        opinion: 'AGREE_WITH_CONDITIONS',
        text: '附条件',
        otherLines: 'APPROVE',
        conditions: [{ text: '保证金提高', type: 'CP', ownerRole: 'RM', term: { kind: 'MARGIN_MIN', value: '15.00' } }],
      }),
    )
    await vote(5, p.planId, 'REJECT')
    expect(await state(p.planId)).toBe('COUNTERSIGNING')
    ok(await giveOpinion(as('legal'), { planId: p.planId, ...AGREE }))
    const view = await planView(as('rm'), { planId: p.planId })
    expect([view.state, view.result]).toEqual(['EFFECTIVE', 'APPROVED_WITH_CONDITIONS'])
    expect(view.conditions).toMatchObject([{ text: '保证金提高' }])
    expect(view.params.marginRatio).toBe('15.00')
  })

  test('a president stops what it agreed to, and cannot agree to what it refused', async () => {
    const stopped = await seated('L4')
    for (const n of [1, 2, 3, 4, 5]) await vote(n, stopped.planId)
    ok(await giveOpinion(as('legal'), { planId: stopped.planId, opinion: 'REJECT', text: '否决' }))
    expect(await state(stopped.planId)).toBe('REJECTED')
    const refused = await seated('L4')
    ok(await giveOpinion(as('legal'), { planId: refused.planId, ...AGREE }))
    await vote(1, refused.planId, 'REJECT')
    expect(await state(refused.planId)).toBe('COUNTERSIGNING')
    await vote(2, refused.planId, 'REJECT')
    expect(await state(refused.planId)).toBe('REJECTED')
  })

  test('may be larger than its least number: the two thirds are of all', async () => {
    const p = await seated()
    ok(await addCommitteeMember(as('cr-head'), { planId: p.planId, userId: as('member6').userId }))
    expect(code(await addCommitteeMember(as('cr-head'), { planId: p.planId, userId: as('member6').userId }))).toBe(
      'E_SEAT_TAKEN',
    )
    for (const n of [1, 2, 3, 4]) await vote(n, p.planId)
    ok(await giveOpinion(as('legal'), { planId: p.planId, ...AGREE }))
    await vote(5, p.planId, 'REJECT')
    expect(await state(p.planId)).toBe('COUNTERSIGNING')
    await vote(6, p.planId, 'REJECT')
    expect(await state(p.planId)).toBe('EFFECTIVE')
  })
})

describe('after the decision', () => {
  test('a refused plan is reconsidered once, with new facts, by the next level, and everybody speaks anew', async () => {
    const p = await countersigning('L1')
    ok(await giveOpinion(as('head'), { planId: p.planId, opinion: 'REJECT', text: '市场下行' }))
    expect(await state(p.planId)).toBe('REJECTED')
    expect(code(await reconsiderPlan(as('evaluator'), { planId: p.planId, facts: ' ' }))).toBe(
      'E_RECONSIDERATION_FACTS',
    )
    const again = ok(await reconsiderPlan(as('evaluator'), { planId: p.planId, facts: '新签租约与首季流水' }))
    expect(again.level).toBe('L2')
    const view = await planView(as('rm'), { planId: p.planId })
    expect([view.state, view.batch.state]).toEqual(['COUNTERSIGNING', 'COUNTERSIGNING'])
    expect(view.lines.every((l) => l.itemState === 'IN_APPROVAL' && l.state === 'PROPOSED')).toBe(true)
    expect((await openSeats(p.planId)).map((s) => s.role).sort()).toEqual(['CR_HEAD', 'SB_HEAD'])
    ok(await giveOpinion(as('head'), { planId: p.planId, opinion: 'REJECT', text: '仍不同意' }))
    expect(code(await reconsiderPlan(as('evaluator'), { planId: p.planId, facts: '再来' }))).toBe(
      'E_RECONSIDERATION_USED',
    )
  })

  test('is not asked for after thirty days, or above the highest level', async () => {
    const p = await countersigning('L4')
    ok(await giveOpinion(as('head'), { planId: p.planId, opinion: 'REJECT', text: '不同意' }))
    expect(code(await reconsiderPlan(as('evaluator'), { planId: p.planId, facts: '新事实' }))).toBe(
      'E_RECONSIDERATION_TOP',
    )
    await run((tx) =>
      tx.creditPlan.updateMany({
        where: { bankId: bank.id, id: p.planId },
        data: { level: 'L1', decidedOn: new Date('2026-02-01') },
      }),
    )
    expect(code(await reconsiderPlan(as('evaluator'), { planId: p.planId, facts: '新事实' }))).toBe(
      'E_RECONSIDERATION_LATE',
    )
  })

  test('a plan in force is cancelled with a reason: unsigned approvals lapse with it, and what was asked of each of them', async () => {
    const p = await countersigning()
    const [line] = (await planView(as('rm'), { planId: p.planId })).lines
    const conditions = [
      { text: '补交租赁合同', type: 'CP' as const, lineId: line!.id },
      { text: '市场方出具承诺', type: 'CP' as const },
    ]
    ok(await giveOpinion(as('head'), { planId: p.planId, ...AGREE, conditions }))
    ok(await giveOpinion(as('approver'), { planId: p.planId, ...AGREE }))
    expect(ok(await cancelPlan(as('risk'), { planId: p.planId, reason: '市场停新' })).lapsed).toBe(5)
    const view = await planView(as('rm'), { planId: p.planId })
    expect([view.state, view.batch.state]).toEqual(['REVOKED', 'EXPIRED'])
    const rows = await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
      tx.condition.findMany({ where: { bankId: bank.id, planId: p.planId }, orderBy: { objectType: 'asc' } }),
    )
    expect(rows.map((c) => [c.objectType, c.state])).toEqual([
      ['application', 'LAPSED'],
      ['plan', 'OPEN'],
    ])
    expect(code(await cancelPlan(as('risk'), { planId: p.planId, reason: '再次' }))).toBe('E_STATE')
  })

  test('what was decided stays on file beside what was submitted, and nobody can write it again', async () => {
    const p = await countersigning()
    ok(await giveOpinion(as('head'), { planId: p.planId, ...AGREE }))
    const view = await planView(as('rm'), { planId: p.planId })
    const lines = { [view.lines[0]!.id]: { vote: 'REDUCE' as const, amount: '300000.00' } }
    ok(await giveOpinion(as('approver'), { planId: p.planId, ...AGREE, lines }))
    const [decided, sent] = (await planSubmissions(as('rm'), { planId: p.planId })).items
    expect([decided!.kind, sent!.kind]).toEqual(['DECIDED', 'SUBMITTED'])
    expect(decided!.changes).toMatchObject([
      { path: 'merchants.1.amount', before: '400000.00', after: '300000.00', subject: '恒山1号五金商行' },
    ])
    expect(code(await editSection(as('evaluator'), { planId: p.planId, key: 'risks', text: '改' }))).toBe('E_STATE')
    await expect(
      run((tx) =>
        tx.planSubmission.updateMany({ where: { bankId: bank.id, planId: p.planId }, data: { sha256: 'x' } }),
      ),
    ).rejects.toThrow()
  })
})

test('who decided before is shown what changed since, not what changed since somebody else', async () => {
  const p = await countersigning()
  ok(await giveOpinion(as('head'), { planId: p.planId, ...AGREE }))
  ok(
    await giveOpinion(as('approver'), {
      planId: p.planId,
      opinion: 'RETURN_FOR_SUPPLEMENT',
      text: '补充',
      returnItems: [{ text: '补充空置率' }],
    }),
  )
  ok(await editSection(as('evaluator'), { planId: p.planId, key: 'market', text: '空置率 3%' }))
  ok(await submitPlan(as('evaluator'), { planId: p.planId }))
  const since = await changesSinceMine(as('approver'), { planId: p.planId })
  expect(since.since).toMatchObject({ mine: true, no: 1 })
  expect(since.changes.map((c) => c.path)).toEqual(['sections.market'])
})

test('conditions that differ wait for the chair, who confirms the stricter one', async () => {
  const p = await countersigning()
  const give = (who: string, value: string) =>
    giveOpinion(as(who), {
      planId: p.planId,
      opinion: 'AGREE_WITH_CONDITIONS',
      text: '附条件',
      otherLines: 'APPROVE',
      conditions: [{ text: `期限不超过 ${value} 个月`, type: 'CP', term: { kind: 'TENOR_MAX', value } }],
    }).then(ok)
  await give('head', '9')
  await give('approver', '6')
  expect(await state(p.planId)).toBe('COUNTERSIGNING')
  expect(code(await confirmConditions(as('head'), { planId: p.planId }))).toBe('E_FORBIDDEN')
  ok(await confirmConditions(as('approver'), { planId: p.planId }))
  const view = await planView(as('rm'), { planId: p.planId })
  expect(view.state).toBe('EFFECTIVE')
  expect(new Set(view.lines.map((l) => l.tenorMonths))).toEqual(new Set([6]))
})

test('a parameter changed after the submission is for later plans: the order of the seats stays as it was', async () => {
  const p = await countersigning()
  const change = ok(
    await proposeParameter(as('admin'), {
      key: 'approvals.countersign.order',
      value: 'SEQUENTIAL',
      effectiveFrom: '2026-03-21',
      reason: '依次会签',
    }),
  )
  ok(await decideParameter(as('admin2'), { parameterId: change.id, approve: true }))
  await run((tx) =>
    tx.bankSetting.updateMany({ where: { bankId: bank.id }, data: { businessDate: new Date('2026-03-23') } }),
  )
  ok(await giveOpinion(as('approver'), { planId: p.planId, ...AGREE }))
  const later = await countersigning()
  expect(code(await giveOpinion(as('approver'), { planId: later.planId, ...AGREE }))).toBe('E_STATE')
  ok(await giveOpinion(as('head'), { planId: later.planId, ...AGREE }))
  ok(await giveOpinion(as('approver'), { planId: later.planId, ...AGREE }))
})
