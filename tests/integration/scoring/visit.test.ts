import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId, withTenant } from '@/lib/platform/tenant'
import { applicationScores } from '@/lib/scoring/application-queries'
import { saveInvestigations } from '@/lib/scoring/commands/save'
import { saveOne } from '@/lib/scoring/commands/save-one'
import { scoreApplications } from '@/lib/scoring/commands/score'
import { signInvestigations } from '@/lib/scoring/commands/sign'
import { addVisitPhoto, assessSheet, removeVisitPhoto } from '@/lib/scoring/commands/visit'
import { visitList, visitSheet } from '@/lib/scoring/visit-queries'
import type { TestDatabase } from '../../database'
import { testDatabase } from '../../database'
import { goldenSheet, gradedMarket, refusal, scoringBatch, scoringWorld, value, type World } from './fixture'

let db: TestDatabase
let world: World
let other: World
let market: string
beforeAll(async () => {
  db = await testDatabase()
  world = await scoringWorld('VIS')
  other = await scoringWorld('VIX')
  market = await gradedMarket(world, 'M1', 'AAA')
})
afterAll(() => db.drop())

const VISIT = {
  goodMonths: 3,
  badMonths: 2,
  goodSales: '300000',
  normalSales: '200000',
  badSales: '120000',
  purchases: '160000',
  goods: [{ name: '电缆', price: '100', cost: '76', share: '100' }],
  rent: '10000',
  living: '8000',
  stock: [{ name: '电缆', quantity: '12.5', unitCost: '1000' }],
}

async function one(): Promise<{ batchId: string; id: string }> {
  const { batchId, items } = await scoringBatch(world, market, [{ name: '林某', rank: 28 }])
  return { batchId, id: items[0]! }
}

async function picture(): Promise<string> {
  const id = newId()
  await withTenant({ bankId: world.bank.id, partyId: null }, (tx) =>
    tx.fileObject.create({
      data: {
        bankId: world.bank.id,
        id,
        sha256: 'b'.repeat(64),
        sizeBytes: 1n,
        mediaType: 'image/jpeg',
        name: 'stall.jpg',
        kind: 'EVIDENCE',
        createdBy: world.rm.userId,
      },
    }),
  )
  return id
}

test('what is written at the stall fills in the sheet: turnover, cost of sales, net cash, stock and household', async () => {
  const { id } = await one()
  const list = value(await listOf(world))
  expect(list.find((i) => i.id === id)).toMatchObject({ visitedOn: null, photos: 0, rmSigned: false })
  value(
    await saveOne(world.rm, {
      applicationId: id,
      visitedOn: '2026-11-02',
      place: '3-12',
      visit: VISIT,
      household: { cash: '100000', bankLoans: '50000' },
      financials: { turnoverSources: { settlement: '2400000' } },
    }),
  )
  const sheet = await visitSheet(world.rm, { applicationId: id })
  expect(sheet.sheet.financials).toMatchObject({
    costOfSales: '1930400.00',
    turnoverSources: { settlement: '2400000', reconstructed: '2526315.79' },
    inventoryDays: '2.36', // 12,500 × 365 ÷ 1,930,400
    householdNetAssets: '62500.00', // 100,000 + 12,500 − 50,000
  })
  expect(sheet.sheet.household).toMatchObject({ stock: '12500.00', cash: '100000' })
  expect(sheet.figures.turnoverFen).toBe(240_000_000n) // the lower of the two sources
  expect(sheet.values.CB1).toBe('240')
  const wrong = await saveOne(world.rm, { applicationId: id, visit: { goodMonths: 9, badMonths: 9 } })
  expect(wrong).toMatchObject({ ok: false, error: { code: 'E_RANGE', fields: [{ path: 'rows.0.visit.badMonths' }] } })
})

async function listOf(w: World) {
  return { ok: true as const, value: (await visitList(w.rm, {})).items }
}

test('the same request sent twice from a phone counts once, an older one is a conflict', async () => {
  const { id } = await one()
  const request = { applicationId: id, version: 1, visit: { normalSales: '100000' } }
  const seen = (await visitSheet(world.rm, { applicationId: id })).version
  const first = value(await saveOne(world.rm, { ...request, version: seen }, { idempotencyKey: 'phone-visit-0001' }))
  const again = value(await saveOne(world.rm, { ...request, version: seen }, { idempotencyKey: 'phone-visit-0001' }))
  expect(again.version).toBe(first.version)
  expect((await visitSheet(world.rm, { applicationId: id })).version).toBe(first.version)
  expect(
    refusal(await saveOne(world.evaluator, { ...request, version: seen }, { idempotencyKey: 'phone-visit-0002' })),
  ).toBe('E_VERSION_CONFLICT')
})

test('a photo keeps its time and place, once, and only who brought it takes it away', async () => {
  const { id } = await one()
  const photo = {
    applicationId: id,
    fileId: await picture(),
    source: 'SITE_PHOTO',
    observedAt: '2026-11-02T02:03:04.000Z',
    latitude: '30.274100',
    longitude: '120.155100',
  }
  const added = value(await addVisitPhoto(world.rm, photo, { idempotencyKey: 'phone-photo-0001' }))
  value(await addVisitPhoto(world.rm, photo, { idempotencyKey: 'phone-photo-0001' }))
  const { photos } = await visitSheet(world.evaluator, { applicationId: id })
  expect(photos).toHaveLength(1)
  expect(photos[0]).toMatchObject({ kind: 'SITE_PHOTO', mine: false, file: { name: 'stall.jpg' } })
  expect(photos[0]!.observedAt?.toISOString()).toBe('2026-11-02T02:03:04.000Z')
  expect(Number(photos[0]!.latitude)).toBeCloseTo(30.2741)
  expect(refusal(await removeVisitPhoto(world.evaluator, { applicationId: id, evidenceId: added.id }))).toBe(
    'E_NOT_FOUND',
  )
  value(await removeVisitPhoto(world.rm, { applicationId: id, evidenceId: added.id }))
  expect((await visitSheet(world.rm, { applicationId: id })).photos).toHaveLength(0)
})

test('views more than five points apart are not signed without a reason; the lower total is the score', async () => {
  const { batchId, id } = await one()
  value(await saveInvestigations(world.rm, { batchId, rows: [goldenSheet('C2', id)] }))
  value(await signInvestigations(world.rm, { batchId, applicationIds: [id] }))
  expect(refusal(await assessSheet(world.rm, { applicationId: id, values: { CA2: '1' } }))).toBe('E_FORBIDDEN')
  value(await assessSheet(world.evaluator, { applicationId: id, values: { CA2: '0', CC1: 'M2_ONCE' } }))
  const before = await visitSheet(world.evaluator, { applicationId: id })
  expect(before.views?.noteRequired).toBe(true)
  expect(before.rm.signedAt).not.toBeNull() // the sheet itself did not change
  expect(refusal(await signInvestigations(world.evaluator, { batchId, applicationIds: [id] }))).toBe('E_VIEWS_APART')
  value(await assessSheet(world.evaluator, { applicationId: id, reconciliation: '经营年限以租赁合同为准' }))
  value(await signInvestigations(world.evaluator, { batchId, applicationIds: [id] }))
  value(await scoreApplications(world.evaluator, { batchId }))
  const { results } = await applicationScores(world.rm, { applicationId: id })
  expect(results[0]!.total).toBe(before.views!.evaluatorTotal)
  expect(results[0]!.total).toBeLessThan(before.views!.sheetTotal)
})

test('an own value that the sheet has as well is no difference, and nobody signs over an unreadable one', async () => {
  const { batchId, id } = await one()
  value(await saveInvestigations(world.rm, { batchId, rows: [goldenSheet('C2', id)] }))
  const { values } = await visitSheet(world.rm, { applicationId: id })
  const same = value(await assessSheet(world.evaluator, { applicationId: id, values: { CA2: values.CA2! } }))
  expect(same.values).toEqual({})
  expect((await visitSheet(world.rm, { applicationId: id })).views).toBeNull()
  expect(await assessSheet(world.evaluator, { applicationId: id, values: { CA2: 'old', ZZ9: '1' } })).toMatchObject({
    ok: false,
    error: { fields: [{ path: 'values.CA2' }, { path: 'values.ZZ9', code: 'E_INDICATOR_UNKNOWN' }] },
  })
})

test('another bank sees and changes nothing', async () => {
  const { id } = await one()
  expect(refusal(await saveOne(other.rm, { applicationId: id, visit: VISIT }))).toBe('E_NOT_FOUND')
  expect(refusal(await assessSheet(other.evaluator, { applicationId: id, values: {} }))).toBe('E_NOT_FOUND')
  expect(
    refusal(await addVisitPhoto(other.rm, { applicationId: id, fileId: await picture(), source: 'SITE_PHOTO' })),
  ).toBe('E_NOT_FOUND')
  await expect(visitSheet(other.rm, { applicationId: id })).rejects.toThrow()
  expect((await visitList(other.rm, { all: true })).items).toEqual([])
})
