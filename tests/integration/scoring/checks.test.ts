import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fileStore } from '@/lib/platform/files'
import { drainJobs } from '@/lib/platform/jobs/worker'
import { newId, withTenant } from '@/lib/platform/tenant'
import { applicationFile } from '@/lib/scoring/application-queries'
import { queryChecks, recordChecks } from '@/lib/scoring/commands/checks'
import { importChecks } from '@/lib/scoring/commands/import-checks'
import { visitSheet } from '@/lib/scoring/visit-queries'
import '@/lib/scoring/jobs'
import { type TestDatabase, testDatabase } from '../../database'
import { gradedMarket, refusal, scoringBatch, scoringWorld, value, type World } from './fixture'

let db: TestDatabase
let world: World
let other: World
let market: string
beforeAll(async () => {
  db = await testDatabase()
  world = await scoringWorld('CHK')
  other = await scoringWorld('CHX')
  market = await gradedMarket(world, 'M1', 'AAA')
})
afterAll(() => db.drop())

async function csv(text: string, bank = world.bank): Promise<string> {
  const id = newId()
  const content = await fileStore().put(bank.id, Readable.from([Buffer.from(text)]), 1_000_000)
  await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
    tx.fileObject.create({
      data: { bankId: bank.id, id, ...content, mediaType: 'text/csv', name: '征信.csv', kind: 'CHECK' },
    }),
  )
  return id
}

const batch = () =>
  scoringBatch(world, market, [
    { name: '甲', rank: 1 },
    { name: '乙', rank: 2 },
  ])

test('a person proves what a source answered: with its paper, or at least in words', async () => {
  const { batchId, items } = await batch()
  const check = { applicationId: items[0]!, kind: 'TAX' as const, state: 'CLEAR' as const, source: '电子税务局' }
  const bare = await recordChecks(world.rm, { batchId, checks: [check] })
  expect(bare).toMatchObject({ ok: false, error: { code: 'E_CHECK_PROOF', fields: [{ path: 'checks.0.fileId' }] } })
  expect(refusal(await recordChecks(world.rm, { batchId, checks: [{ ...check, fileId: newId() }] }))).toBe(
    'E_NOT_FOUND',
  )
  value(await recordChecks(world.rm, { batchId, checks: [{ ...check, report: '纳税信用等级 B' }] }))
  value(await recordChecks(world.rm, { batchId, checks: [{ ...check, summary: '网页查询，未见异常记录' }] }))
  value(await recordChecks(world.rm, { batchId, checks: [{ ...check, state: 'FAILED' }] }))
  const { checks } = await applicationFile(world.rm, { applicationId: items[0]! })
  expect(checks.map((c) => [c.state, c.fileId !== null, c.by])).toEqual([
    ['FAILED', false, world.rm.name],
    ['CLEAR', false, world.rm.name],
    ['CLEAR', true, world.rm.name],
  ])
})

test('a file of answers is taken in as a whole, keeps itself as the proof and fills the sheets', async () => {
  const { batchId, items } = await batch()
  const head = '序号,类别,结果,来源,查询时间,CC1,CC2,CC3'
  const wrong = await csv(
    `${head}\n1,征信,正常,人民银行,2026-11-02,CLEAN,2,1\n7,征信,正常,人民银行,2026-11-02,CLEAN,2,1`,
  )
  expect(refusal(await importChecks(world.rm, { batchId, fileId: wrong }))).toBe('E_CHECK_MERCHANT')
  expect((await applicationFile(world.rm, { applicationId: items[0]! })).checks).toEqual([])
  const early = await csv(`${head}\n1,征信,正常,人民银行,2026-10-01,CLEAN,2,1`)
  expect(refusal(await importChecks(world.rm, { batchId, fileId: early }))).toBe('E_CONSENT_AFTER_QUERY')
  const fileId = await csv(
    `${head}\n1,征信,正常,人民银行,2026-11-02,CLEAN,2,1\n2,征信,正常,人民银行,2026-11-02 10:30,M1_1_2,4,2`,
  )
  expect(refusal(await importChecks(other.rm, { batchId, fileId }))).toBe('E_NOT_FOUND')
  expect(value(await importChecks(world.rm, { batchId, fileId }))).toMatchObject({ recorded: 2 })
  const { checks } = await applicationFile(world.rm, { applicationId: items[1]! })
  expect(checks).toMatchObject([{ kind: 'CREDIT_BUREAU', source: '人民银行', fileId }])
  expect(checks[0]!.at.toISOString()).toBe('2026-11-02T02:30:00.000Z')
  const { values, sources } = await visitSheet(world.rm, { applicationId: items[1]! })
  expect(values).toMatchObject({ CC1: 'M1_1_2', CC2: '4', CC3: '2' })
  expect(sources.CC1?.by).toBe('SYSTEM')
})

test('one source may be connected while the others are left to people; a simulated answer leaves its report', async () => {
  const { batchId, items } = await batch()
  process.env.FANGSHI_CHECKS_TAX = 'simulated'
  try {
    expect(value(await queryChecks(world.rm, { batchId, applicationIds: items })).kinds).toEqual(['TAX'])
    await drainJobs(world.bank.id)
    expect(refusal(await queryChecks(world.rm, { batchId, applicationIds: items, kinds: ['ENFORCEMENT'] }))).toBe(
      'E_CHECKS_MANUAL',
    )
  } finally {
    delete process.env.FANGSHI_CHECKS_TAX
  }
  const { checks } = await applicationFile(world.rm, { applicationId: items[0]! })
  expect(checks.map((c) => [c.kind, c.source, c.fileId !== null])).toEqual([['TAX', 'simulated', true]])
})
