/** A merchant under investigation that goes to another batch: one sheet at a time, and nothing that was found is lost. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { confirmSplit, splitBatch, startScoring } from '@/lib/batches/commands/split'
import { withTenant } from '@/lib/platform/tenant'
import { saveInvestigations } from '@/lib/scoring/commands/save'
import { scoreApplications } from '@/lib/scoring/commands/score'
import { signInvestigations } from '@/lib/scoring/commands/sign'
import { scoringDesk } from '@/lib/scoring/queries'
import { type TestDatabase, testDatabase } from '../../database'
import { testPerson } from '../../fixtures/people'
import { goldenSheet, gradedMarket, refusal, scoringBatch, scoringWorld, value, type World } from './fixture'

let db: TestDatabase
let world: World
let market: string
beforeAll(async () => {
  db = await testDatabase()
  world = await scoringWorld('SPS')
  market = await gradedMarket(world, 'M2', 'A')
})
afterAll(() => db.drop())

test('the old sheet is closed with what stands in it; the new batch begins with it, unsigned, and a veto that was found stays found', async () => {
  const reviewer = await testPerson(world.bank, 'reviewer', ['SB_REVIEWER'])
  const { batchId, items } = await scoringBatch(world, market, [
    { name: '林某', rank: 28 },
    { name: '周某', rank: 8 },
  ])
  const [gone, stays] = [items[0]!, items[1]!]
  value(
    await saveInvestigations(world.rm, {
      batchId,
      rows: [
        { ...goldenSheet('C2', gone), vetoes: [{ code: 'CV9', note: '摊位已质押给他人' }] },
        goldenSheet('C1', stays),
      ],
    }),
  )
  value(await signInvestigations(world.rm, { batchId, applicationIds: items }))
  const asked = value(await splitBatch(world.rm, { batchId, applicationIds: [gone], reason: '另行补充资料' }))
  if (asked.status !== 'WAITING') throw new Error('a second person must confirm')
  const done = value(await confirmSplit(reviewer, { taskId: asked.taskId, confirm: true }))
  const child = done.status === 'SPLIT' ? done.childId : ''
  const sheets = (applicationId: string) =>
    withTenant({ bankId: world.bank.id, partyId: null }, (tx) =>
      tx.investigation.findMany({ where: { bankId: world.bank.id, applicationId }, orderBy: { createdAt: 'asc' } }),
    )
  expect((await sheets(gone)).map((s) => s.state)).toEqual(['SUPERSEDED'])
  expect((await sheets(stays)).map((s) => s.state)).toEqual(['DRAFT'])
  // nobody writes or signs the closed one
  expect(refusal(await signInvestigations(world.evaluator, { batchId, applicationIds: [gone] }))).toBe('E_NOT_FOUND')

  await withTenant({ bankId: world.bank.id, partyId: null }, async (tx) => {
    await tx.batch.updateMany({ where: { bankId: world.bank.id, id: child }, data: { state: 'ACCEPTED' } })
    await tx.application.updateMany({ where: { bankId: world.bank.id, id: gone }, data: { state: 'PACKET_OK' } })
  })
  value(await startScoring(world.rm, { batchId: child }))
  const [old, fresh] = await sheets(gone)
  expect([old!.state, fresh!.state]).toEqual(['SUPERSEDED', 'DRAFT'])
  expect(fresh).toMatchObject({ place: 'A-1', rmSignedAt: null, evaluatorSignedAt: null, vetoes: [{ code: 'CV9' }] })
  expect(fresh!.inputs).toMatchObject({ CA2: '6' })
  const { items: queue } = await scoringDesk(world.rm, {})
  expect(queue.find((b) => b.id === child)).toMatchObject({ items: 1, scoring: 1, started: 1, rmSigned: 0 })
  expect(refusal(await scoreApplications(world.evaluator, { batchId: child }))).toBe('E_NOT_SIGNED')
  for (const who of [world.rm, world.evaluator])
    value(await signInvestigations(who, { batchId: child, applicationIds: [gone] }))
  const scored = value(await scoreApplications(world.evaluator, { batchId: child })).scored[0]!
  expect(scored).toMatchObject({ total: 71, decision: 'VETOED' })
})
