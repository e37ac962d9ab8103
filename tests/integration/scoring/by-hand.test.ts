import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGroup } from '@/lib/guarantees/commands/groups'
import { readPlanItems } from '@/lib/plans/read-batch'
import { systemActor } from '@/lib/platform/actor'
import { newId, withTenant } from '@/lib/platform/tenant'
import { applicationScores } from '@/lib/scoring/application-queries'
import { recordChecks } from '@/lib/scoring/commands/checks'
import { decideOverride, overrideScore, withdrawOverride } from '@/lib/scoring/commands/override'
import { rescore } from '@/lib/scoring/commands/rescore'
import { saveInvestigations } from '@/lib/scoring/commands/save'
import { scoreApplications } from '@/lib/scoring/commands/score'
import { signInvestigations } from '@/lib/scoring/commands/sign'
import { waiveVeto } from '@/lib/scoring/commands/waive'
import { applicationOverrides, overrideMonth } from '@/lib/scoring/override-queries'
import { type TestDatabase, testDatabase } from '../../database'
import { type Person, testPerson } from '../../fixtures/people'
import {
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
let other: World
let crHead: Person
let secondSbHead: Person
let market: string
beforeAll(async () => {
  db = await testDatabase()
  world = await scoringWorld('OVR')
  other = await scoringWorld('OVX')
  crHead = await testPerson(world.bank, 'crhead', ['CR_HEAD'])
  secondSbHead = await testPerson(world.bank, 'sbhead2', ['SB_HEAD'])
  market = await gradedMarket(world, 'M2', 'A')
})
afterAll(() => db.drop())

const rows = <T>(read: (tx: Parameters<Parameters<typeof withTenant>[1]>[0]) => Promise<T>) =>
  withTenant({ bankId: world.bank.id, partyId: null }, read)

async function file(): Promise<string> {
  const id = newId()
  await rows((tx) =>
    tx.fileObject.create({
      data: {
        bankId: world.bank.id,
        id,
        sha256: 'a'.repeat(64),
        sizeBytes: 1n,
        mediaType: 'application/pdf',
        name: '复核.pdf',
        kind: 'DOCUMENT',
      },
    }),
  )
  return id
}

/** 邓某 63 points B2, not admitted in a market of grade A (65); 林某 71 points B1, admitted. */
async function scored() {
  const { batchId, items } = await scoringBatch(world, market, [
    { name: '邓某', rank: 31 },
    { name: '林某', rank: 28 },
  ])
  value(await investigateAndScore(world, batchId, [goldenSheet('C3', items[0]!), goldenSheet('C2', items[1]!)]))
  return { batchId, low: items[0]!, high: items[1]! }
}

const TODAY = Temporal.PlainDate.from('2026-11-20')
const hit = (applicationId: string) => ({
  applicationId,
  kind: 'ENFORCEMENT' as const,
  state: 'HIT' as const,
  source: '执行信息公开网',
  summary: '网页查询，结果见截屏',
})
const REASON = '新增订单合同已核实，经营改善'

test('who scored or signed cannot change the grade; more credit waits for a second head, less does not', async () => {
  const { low, high } = await scored()
  const input = { applicationId: low, grade: 'B1', reason: REASON, fileIds: [await file()] }
  expect(refusal(await overrideScore(world.evaluator, input))).toBe('E_FORBIDDEN')
  expect(refusal(await overrideScore({ ...world.evaluator, roles: ['SB_HEAD'] }, input))).toBe('E_SOD')
  expect(refusal(await overrideScore(world.sbHead, { ...input, grade: 'A2' }))).toBe('E_OVERRIDE_STEP')
  expect(refusal(await overrideScore(world.sbHead, { ...input, fileIds: [newId()] }))).toBe('E_NOT_FOUND')
  const asked = value(await overrideScore(world.sbHead, input))
  expect(asked).toMatchObject({ override: 'PENDING', grade: 'B2', state: 'NOT_ADMITTED', scoreResultId: null })
  expect(refusal(await overrideScore(crHead, input))).toBe('E_OVERRIDE_WAITING')
  // the same person under another account is the same person
  const twin = { ...crHead, personKey: world.sbHead.personKey }
  expect(refusal(await decideOverride(twin, { overrideId: asked.overrideId, accept: true }))).toBe('E_SOD')
  expect(
    refusal(
      await decideOverride({ ...world.evaluator, roles: ['CR_HEAD'] }, { overrideId: asked.overrideId, accept: true }),
    ),
  ).toBe('E_SOD')
  const applied = value(await decideOverride(crHead, { overrideId: asked.overrideId, accept: true }))
  expect(applied).toMatchObject({ override: 'APPLIED', grade: 'B1', decision: 'ADMITTED', state: 'ADMITTED' })
  expect(refusal(await decideOverride(crHead, { overrideId: asked.overrideId, accept: true }))).toBe('E_STATE')
  expect(refusal(await overrideScore(secondSbHead, { ...input, grade: 'A2' }))).toBe('E_OVERRIDE_DONE')
  const { results } = await applicationScores(world.rm, { applicationId: low })
  expect(results.map((r) => [r.grade, r.total])).toEqual([
    ['B1', 63],
    ['B2', 63],
  ])
  expect(results[0]!.override).toMatchObject({ byName: world.sbHead.name, secondName: crHead.name })
  const lowered = value(
    await overrideScore(world.sbHead, {
      ...input,
      applicationId: high,
      grade: 'B2',
      reason: '主要供应商停止合作，收入下降',
    }),
  )
  expect(lowered).toMatchObject({ override: 'APPLIED', grade: 'B2', decision: 'NOT_ADMITTED', state: 'NOT_ADMITTED' })
})

test('above the month’s limit one of the two is the head of credit; the report counts what was applied', async () => {
  const { low } = await scored()
  const input = { applicationId: low, grade: 'B1', reason: REASON, fileIds: [await file()] }
  const asked = value(await overrideScore(world.sbHead, input))
  const [row] = (await applicationOverrides(world.rm, { applicationId: low })).items
  expect(row).toMatchObject({ overLimit: true, raises: true, state: 'PENDING' })
  expect(refusal(await decideOverride(secondSbHead, { overrideId: asked.overrideId, accept: true }))).toBe(
    'E_OVERRIDE_LIMIT',
  )
  expect(refusal(await decideOverride(crHead, { overrideId: asked.overrideId, accept: false }))).toBe('E_REQUIRED')
  value(await decideOverride(crHead, { overrideId: asked.overrideId, accept: false, reason: '证据不足' }))
  const again = value(await overrideScore(secondSbHead, input))
  expect(refusal(await withdrawOverride(world.sbHead, { overrideId: again.overrideId }))).toBe('E_FORBIDDEN')
  value(await withdrawOverride(secondSbHead, { overrideId: again.overrideId }))
  const month = await overrideMonth(world.sbHead, {})
  expect(month.overridden).toBe(2) // both of the first test; the refused and the withdrawn one are none
  expect(month.scored).toBe(4)
  expect(month).toMatchObject({ over: true, ratePpm: 500_000, limitPpm: 50_000 })
  expect(month.items.map((i) => i.state).sort()).toEqual(['APPLIED', 'APPLIED', 'REFUSED', 'WITHDRAWN'])
  expect(month.trace.result.value).toBe('50.00')
})

test('a plan knows which grade was changed by hand, so that it goes one level up', async () => {
  const { batchId, low, high } = await scored()
  const input = { applicationId: low, grade: 'B1', reason: REASON, fileIds: [await file()] }
  const asked = value(await overrideScore(world.sbHead, input))
  value(await decideOverride(crHead, { overrideId: asked.overrideId, accept: true }))
  const items = await rows((tx) => readPlanItems({ tx, actor: { bankId: world.bank.id }, today: TODAY }, batchId))
  expect(items.map((i) => [i.id, i.gradeOverridden, i.waived])).toEqual([
    [low, true, false],
    [high, false, false],
  ])
})

test('a decided merchant is opened again, changed, signed and scored; every result stays', async () => {
  const { batchId, high } = await scored()
  const batchState = () =>
    rows((tx) => tx.batch.findFirstOrThrow({ where: { bankId: world.bank.id, id: batchId } })).then((b) => b.state)
  expect(await batchState()).toBe('PLAN_DRAFTING')
  expect(
    refusal(await saveInvestigations(world.rm, { batchId, rows: [{ applicationId: high, values: { CA2: '1' } }] })),
  ).toBe('E_STATE')
  expect(refusal(await rescore(other.rm, { batchId, applicationIds: [high], reason: '更换摊位面积' }))).toBe(
    'E_NOT_FOUND',
  )
  value(await rescore(world.rm, { batchId, applicationIds: [high], reason: '更换摊位面积' }))
  expect(await batchState()).toBe('SCORING')
  value(await saveInvestigations(world.rm, { batchId, rows: [{ applicationId: high, values: { CA2: '1' } }] }))
  value(await signInvestigations(world.rm, { batchId, applicationIds: [high] }))
  value(await signInvestigations(world.evaluator, { batchId, applicationIds: [high] }))
  value(await scoreApplications(world.evaluator, { batchId }))
  expect(await batchState()).toBe('PLAN_DRAFTING')
  const { results } = await applicationScores(world.rm, { applicationId: high })
  expect(results).toHaveLength(2)
  expect(results[0]!.total).toBeLessThan(results[1]!.total)
})

test('a hit that arrives after the decision opens the merchant again; a clean answer does not', async () => {
  const { batchId, high } = await scored()
  const check = {
    applicationId: high,
    kind: 'ENFORCEMENT' as const,
    source: '执行信息公开网',
    summary: '网页查询，结果见截屏',
  }
  const clean = value(await recordChecks(world.rm, { batchId, checks: [{ ...check, state: 'CLEAR' }] }))
  expect(clean.reopened).toEqual([])
  const hit = value(
    await recordChecks(systemActor(world.bank, 'test'), { batchId, checks: [{ ...check, state: 'HIT' }] }),
  )
  expect(hit.reopened).toEqual([high])
  const done = value(await scoreApplications(world.evaluator, { batchId }))
  expect(done.scored).toMatchObject([{ applicationId: high, decision: 'VETOED' }])
})

test('a grade changed by hand does not survive a new score of the same facts', async () => {
  const { batchId, low } = await scored()
  const input = { applicationId: low, grade: 'B1', reason: REASON, fileIds: [await file()] }
  const asked = value(await overrideScore(world.sbHead, input))
  value(await decideOverride(crHead, { overrideId: asked.overrideId, accept: true }))
  value(await rescore(world.rm, { batchId, applicationIds: [low], reason: '核对调查数据' }))
  value(await scoreApplications(world.evaluator, { batchId }))
  const { results } = await applicationScores(world.rm, { applicationId: low })
  expect(results.map((r) => r.grade)).toEqual(['B2', 'B1', 'B2'])
  const stale = value(await overrideScore(world.sbHead, input))
  value(await rescore(world.rm, { batchId, applicationIds: [low], reason: '核对调查数据' }))
  value(await saveInvestigations(world.rm, { batchId, rows: [{ applicationId: low, values: { CA2: '3' } }] }))
  value(await signInvestigations(world.rm, { batchId, applicationIds: [low] }))
  value(await signInvestigations(world.evaluator, { batchId, applicationIds: [low] }))
  value(await scoreApplications(world.evaluator, { batchId }))
  expect(refusal(await decideOverride(crHead, { overrideId: stale.overrideId, accept: true }))).toBe('E_OVERRIDE_STALE')
})

test('a member that is refused after all leaves the group, and the rest of a small one regroups', async () => {
  const names = ['甲', '乙', '丙', '丁', '戊']
  const { batchId, items } = await scoringBatch(
    world,
    market,
    names.map((name, i) => ({ name, rank: 20 + i })),
  )
  value(
    await investigateAndScore(
      world,
      batchId,
      items.map((id) => goldenSheet('C2', id)),
    ),
  )
  value(await createGroup(world.rm, { batchId, name: '五户小组', applicationIds: items }))
  value(
    await overrideScore(world.sbHead, {
      applicationId: items[0]!,
      grade: 'B2',
      reason: '主要供应商停止合作，收入下降',
      fileIds: [await file()],
    }),
  )
  const members = () =>
    rows((tx) =>
      tx.jointGroupMember.findMany({
        where: { bankId: world.bank.id, applicationId: { in: items }, state: 'ACTIVE' },
        select: { applicationId: true },
      }),
    )
  expect((await members()).map((m) => m.applicationId).sort()).toEqual(items.slice(1).sort())
  value(await recordChecks(world.rm, { batchId, checks: [hit(items[1]!)] }))
  value(await scoreApplications(world.evaluator, { batchId }))
  expect((await members()).map((m) => m.applicationId).sort()).toEqual(items.slice(2).sort())
  const states = await rows((tx) =>
    tx.application.findMany({ where: { bankId: world.bank.id, id: { in: items } }, orderBy: { position: 'asc' } }),
  )
  expect(states.map((a) => a.state)).toEqual([
    'NOT_ADMITTED',
    'NOT_ADMITTED',
    'REGROUP_REQUIRED',
    'REGROUP_REQUIRED',
    'REGROUP_REQUIRED',
  ])
})

test('only CR_HEAD waives a veto, only one that may be waived, and it is scored again without it', async () => {
  const { batchId, items } = await scoringBatch(world, market, [
    { name: '林某', rank: 28 },
    { name: '邓某', rank: 31 },
  ])
  const [vetoed] = items
  value(
    await investigateAndScore(world, batchId, [
      { ...goldenSheet('C2', items[0]!), vetoes: [{ code: 'CV15' }] },
      goldenSheet('C2', items[1]!),
    ]),
  )
  const input = { applicationId: vetoed!, veto: 'CV15', reason: REASON, fileIds: [await file()] }
  expect(refusal(await waiveVeto(world.sbHead, input))).toBe('E_FORBIDDEN')
  expect(refusal(await waiveVeto(crHead, { ...input, veto: 'CV1' }))).toBe('E_VETO_NOT_WAIVABLE')
  expect(refusal(await overrideScore(world.sbHead, { ...input, grade: 'A2' } as never))).not.toBe('')
  expect(value(await waiveVeto(crHead, input))).toMatchObject({ reopened: true })
  const done = value(await scoreApplications(world.evaluator, { batchId }))
  expect(done.scored).toMatchObject([{ applicationId: vetoed, decision: 'ADMITTED' }])
  const { results } = await applicationScores(world.rm, { applicationId: vetoed! })
  expect(results[0]!.waived).toMatchObject([{ code: 'CV15', reason: REASON }])
  const planned = await rows((tx) => readPlanItems({ tx, actor: { bankId: world.bank.id }, today: TODAY }, batchId))
  expect(planned.find((i) => i.id === vetoed)!.waived).toBe(true)
})

test('another bank finds none of it', async () => {
  const { low } = await scored()
  const asked = value(
    await overrideScore(world.sbHead, { applicationId: low, grade: 'B1', reason: REASON, fileIds: [await file()] }),
  )
  expect(refusal(await decideOverride(other.sbHead, { overrideId: asked.overrideId, accept: true }))).toBe(
    'E_NOT_FOUND',
  )
  expect(refusal(await withdrawOverride(other.sbHead, { overrideId: asked.overrideId }))).toBe('E_NOT_FOUND')
  expect((await applicationOverrides(other.rm, { applicationId: low })).items).toEqual([])
  expect((await overrideMonth(other.sbHead, {})).items).toEqual([])
})
