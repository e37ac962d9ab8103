import { afterAll, beforeAll, expect, test } from 'vitest'
import { drainJobs } from '@/lib/platform/jobs/worker'
import { withTenant } from '@/lib/platform/tenant'
import { queryChecks, recordChecks } from '@/lib/scoring/commands/checks'
import { saveInvestigations } from '@/lib/scoring/commands/save'
import { scoreApplications, scoreChunk } from '@/lib/scoring/commands/score'
import { signInvestigations } from '@/lib/scoring/commands/sign'
import '@/lib/scoring/jobs'
import { systemActor } from '@/lib/platform/actor'
import { type TestDatabase, testDatabase } from '../../database'
import { testPerson } from '../../fixtures/people'
import {
  FIGURES,
  goldenSheet,
  gradedMarket,
  investigateAndScore,
  refusal,
  scoringBatch,
  scoringWorld,
  value,
  type World,
} from './fixture'

let db: TestDatabase
let world: World
let market: string
let better: string
beforeAll(async () => {
  db = await testDatabase()
  world = await scoringWorld('HND')
  market = await gradedMarket(world, 'M2', 'A')
  better = await gradedMarket(world, 'M1', 'AAA')
})
afterAll(() => db.drop())

const rows = <T>(read: (tx: Parameters<Parameters<typeof withTenant>[1]>[0]) => Promise<T>) =>
  withTenant({ bankId: world.bank.id, partyId: null }, read)

test('one person with both roles, or with two accounts, cannot be both investigators', async () => {
  const { batchId, items } = await scoringBatch(world, market, [{ name: '林某', rank: 28 }])
  value(await saveInvestigations(world.rm, { batchId, rows: [goldenSheet('C2', items[0]!)] }))
  const both = await testPerson(world.bank, 'both', ['RM', 'EVALUATOR'], { idNo: '11010519491231002X' })
  const twin = await testPerson(world.bank, 'twin', ['EVALUATOR'], { idNo: '11010519491231002X' })
  value(await signInvestigations(both, { batchId, applicationIds: items, as: 'RM' }))
  expect(refusal(await signInvestigations(both, { batchId, applicationIds: items, as: 'EVALUATOR' }))).toBe('E_SOD')
  expect(
    refusal(await signInvestigations({ ...twin, personKey: both.personKey }, { batchId, applicationIds: items })),
  ).toBe('E_SOD')
  expect(refusal(await scoreApplications(world.evaluator, { batchId }))).toBe('E_NOT_SIGNED')
  value(await signInvestigations(world.evaluator, { batchId, applicationIds: items }))
  expect(value(await scoreApplications(world.evaluator, { batchId })).scored[0]!.decision).toBe('ADMITTED')
})

test('a change after signing takes both signatures off, so that nobody has signed what they did not see', async () => {
  const { batchId, items } = await scoringBatch(world, market, [{ name: '林某', rank: 28 }])
  value(await saveInvestigations(world.rm, { batchId, rows: [goldenSheet('C2', items[0]!)] }))
  value(await signInvestigations(world.rm, { batchId, applicationIds: items }))
  value(await signInvestigations(world.evaluator, { batchId, applicationIds: items }))
  value(
    await saveInvestigations(world.evaluator, { batchId, rows: [{ applicationId: items[0]!, values: { CA2: '12' } }] }),
  )
  expect(refusal(await scoreApplications(world.evaluator, { batchId }))).toBe('E_NOT_SIGNED')
})

test('a sheet without a visit or figures is not signed, and says what is open', async () => {
  const { batchId, items } = await scoringBatch(world, market, [{ name: '林某', rank: 28 }])
  const result = await signInvestigations(world.rm, { batchId, applicationIds: items })
  expect(refusal(result)).toBe('E_INVESTIGATION_OPEN')
  expect(result.ok ? [] : result.error.params.open).toContain('visitedOn')
})

test('rank, verified turnover and household figures are computed, whatever a person typed', async () => {
  const { batchId, items } = await scoringBatch(world, market, [
    { name: '林某', rank: 28, marketEntryDate: '2022-11-20', requestedFen: 40_000_000n },
  ])
  const saved = value(
    await saveInvestigations(world.rm, {
      batchId,
      rows: [
        {
          applicationId: items[0]!,
          visitedOn: '2026-11-20',
          values: { CD2: '3', CB1: '900' },
          financials: {
            ...FIGURES,
            turnoverSources: { settlement: '2600000.00', receipts: '2700000.00', reconstructed: '2000000.00' },
          },
          household: { cash: '200000.00', stock: '600000.00', property: '900000.00', bankLoans: '700000.00' },
        },
      ],
    }),
  ).saved[0]!
  // sources 260, 300 and 200 (万元): the median 260 is above 1.2 × 200
  expect(saved.values).toMatchObject({
    CD2: '28',
    CB1: '240',
    CA1: '4',
    CB5: '88',
    CB6: '6.1',
    CF1: 'JOINT_MARGIN_GE10_OR_ASSIST',
  })
  // (70 + 40) ÷ (170 + 40) and (170 − 70) ÷ 40
  expect(saved.values).toMatchObject({ CE2: '52.38', CE3: '2.5' })
})

test('a bad cell is refused with its place, and nothing of the call is kept', async () => {
  const { batchId, items } = await scoringBatch(world, market, [
    { name: '甲', rank: 1 },
    { name: '乙', rank: 2 },
  ])
  const result = await saveInvestigations(world.rm, {
    batchId,
    rows: [
      { applicationId: items[0]!, values: { CA2: '6' } },
      { applicationId: items[1]!, values: { CC2: '1.5', CA3: 'RENTED' } },
    ],
  })
  expect(result.ok ? [] : result.error.fields.map((f) => [f.path, f.code])).toEqual([
    ['rows.1.values.CC2', 'E_WHOLE_NUMBER'],
    ['rows.1.values.CA3', 'E_OPTION_UNKNOWN'],
  ])
  const sheet = await rows((tx) =>
    tx.investigation.findFirstOrThrow({ where: { bankId: world.bank.id, applicationId: items[0]! } }),
  )
  expect(sheet.inputs).toEqual({})
})

test('a credit report without consent, or asked for before it, is refused', async () => {
  const { batchId, items } = await scoringBatch(world, market, [
    { name: '甲', rank: 1, consent: false },
    { name: '乙', rank: 2 },
  ])
  const check = (applicationId: string, checkedAt?: string) =>
    recordChecks(world.rm, {
      batchId,
      checks: [
        {
          applicationId,
          kind: 'CREDIT_BUREAU',
          state: 'CLEAR',
          source: '人行征信',
          summary: '征信报告第 8841 号',
          checkedAt,
          values: { CC1: 'CLEAN' },
        },
      ],
    })
  expect(refusal(await check(items[0]!))).toBe('E_CONSENT_MISSING')
  expect(refusal(await check(items[1]!, '2026-10-31T10:00:00+08:00'))).toBe('E_CONSENT_AFTER_QUERY')
  value(await check(items[1]!))
  const sheet = await rows((tx) =>
    tx.investigation.findFirstOrThrow({ where: { bankId: world.bank.id, applicationId: items[1]! } }),
  )
  expect(sheet.inputs).toMatchObject({ CC1: 'CLEAN' })
})

test('a consent that was taken back covers what was asked before, never after; one signed later than the query covers it not', async () => {
  const { batchId, items } = await scoringBatch(world, market, [
    { name: '甲', rank: 1 },
    { name: '乙', rank: 2 },
    { name: '丙', rank: 3 },
  ])
  const check = (applicationId: string, checkedAt: string) =>
    recordChecks(world.rm, {
      batchId,
      checks: [
        {
          applicationId,
          kind: 'CREDIT_BUREAU',
          state: 'CLEAR',
          source: '人行征信',
          summary: '征信报告第 8842 号',
          checkedAt,
        },
      ],
    })
  const set = (applicationId: string, data: object) =>
    rows((tx) => tx.consent.updateMany({ where: { bankId: world.bank.id, applicationId }, data }))
  const withdrawn = { state: 'WITHDRAWN', withdrawnAt: new Date('2026-11-05T02:00:00Z') }
  await set(items[0]!, { ...withdrawn, withdrawReason: '商户不再申请' })
  value(await check(items[0]!, '2026-11-05T09:59:00+08:00'))
  expect(refusal(await check(items[0]!, '2026-11-05T10:01:00+08:00'))).toBe('E_CONSENT_MISSING')
  await set(items[1]!, withdrawn)
  expect(refusal(await check(items[1]!, '2026-11-05T09:59:00+08:00'))).toBe('E_CONSENT_MISSING')
  await set(items[2]!, { signedOn: new Date('2026-11-04') })
  expect(refusal(await check(items[2]!, '2026-11-03T10:00:00+08:00'))).toBe('E_CONSENT_AFTER_QUERY')
  value(await check(items[2]!, '2026-11-04T10:00:00+08:00'))
})

test('without a connected source nothing pretends to have asked; a simulated one fills the sheets', async () => {
  const { batchId, items } = await scoringBatch(world, market, [
    { name: '甲', rank: 1 },
    { name: '乙', rank: 2 },
  ])
  expect(refusal(await queryChecks(world.rm, { batchId, applicationIds: items }))).toBe('E_CHECKS_MANUAL')
  process.env.FANGSHI_CHECKS = 'simulated'
  try {
    value(await queryChecks(world.rm, { batchId, applicationIds: items }))
    await drainJobs(world.bank.id)
  } finally {
    delete process.env.FANGSHI_CHECKS
  }
  const found = await rows((tx) =>
    tx.publicCheck.findMany({ where: { bankId: world.bank.id, applicationId: { in: items } } }),
  )
  expect(found).toHaveLength(8)
})

test('too much missing keeps the merchant in scoring and says what is missing; the batch waits', async () => {
  const { batchId, items } = await scoringBatch(world, market, [
    { name: '甲', rank: 1 },
    { name: '乙', rank: 8 },
  ])
  const empty = { ...goldenSheet('C1', items[0]!), values: { CA2: '6' }, sources: { CA2: { kinds: ['INTERVIEW'] } } }
  const done = value(await investigateAndScore(world, batchId, [empty, goldenSheet('C1', items[1]!)]))
  expect(done.scored.map((s) => s.decision)).toEqual(['INSUFFICIENT_DATA', 'ADMITTED'])
  expect(done.scored[0]!.missing).toContain('CC1')
  expect(done.state).toBe('SCORING')
})

test('five hundred merchants are scored in chunks, and a crash half-way leaves one result each', async () => {
  const merchants = Array.from({ length: 500 }, (_, i) => ({ name: `商户${i}`, rank: 8 }))
  const { batchId, items } = await scoringBatch(world, better, merchants)
  const asked = value(
    await investigateAndScore(
      world,
      batchId,
      items.map((id, i) => goldenSheet(i % 5 === 4 ? 'C4' : 'C1', id)),
    ),
  )
  expect(asked.jobId).not.toBeNull()
  // what a worker had committed before it was killed: a chunk is done, the job's own progress was not yet recorded
  value(
    await scoreChunk(systemActor(world.bank, 'test'), {
      batchId,
      applicationIds: items.slice(0, 100),
      by: world.evaluator.userId,
    }),
  )
  await drainJobs(world.bank.id)
  const { states, results, batch } = await rows(async (tx) => ({
    states: await tx.application.groupBy({
      by: ['state'],
      where: { bankId: world.bank.id, batchId },
      _count: { _all: true },
    }),
    results: await tx.scoreResult.groupBy({
      by: ['subjectId'],
      where: { bankId: world.bank.id, subjectId: { in: items } },
      _count: { _all: true },
    }),
    batch: await tx.batch.findFirstOrThrow({ where: { bankId: world.bank.id, id: batchId } }),
  }))
  expect(Object.fromEntries(states.map((s) => [s.state, s._count._all]))).toEqual({ ADMITTED: 400, NOT_ADMITTED: 100 })
  expect(results).toHaveLength(500)
  expect(results.every((r) => r._count._all === 1)).toBe(true)
  expect(batch.state).toBe('PLAN_DRAFTING')
})
