/** A batch at the bank on real PostgreSQL: judging papers, merchants that leave, its clock, and its list. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { acceptBatch, checkItems, dropItem, judgeDocument } from '@/lib/batches/commands/check'
import { startScoring } from '@/lib/batches/commands/split'
import { withdrawBatch } from '@/lib/batches/commands/submit'
import { batchOverview } from '@/lib/batches/queries'
import { batchClocks, batchItems } from '@/lib/batches/screen-queries'
import { batchStanding } from '@/lib/batches/standing'
import { type BankRow, newId, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { refusal, value } from '../scoring/fixture'

let db: TestDatabase
let bank: BankRow
let market: TestMarket
let rm: Person
let evaluator: Person
const inBank = <T>(run: Parameters<typeof withTenant<T>>[1]) => withTenant({ bankId: bank.id, partyId: null }, run)

/** A submitted batch; each merchant with both sides of an identity card. */
async function submitted(count: number): Promise<{ id: string; items: string[]; papers: string[] }> {
  const id = newId()
  const items = Array.from({ length: count }, () => newId())
  const papers = items.flatMap(() => [newId(), newId()])
  await inBank(async (tx) => {
    const keys = { bankId: bank.id, batchId: id, partyId: market.partyId }
    await tx.batch.create({
      data: {
        bankId: bank.id,
        id,
        code: `B-${id.slice(-8)}`,
        marketId: market.id,
        partyId: market.partyId,
        mode: 'JG',
        state: 'SUBMITTED',
        submissionNo: 1,
        rmId: rm.userId,
      },
    })
    await tx.packet.create({ data: { ...keys, id: newId(), state: 'DONE', no: 1 } })
    await tx.application.createMany({
      data: items.map((item, i) => ({
        ...keys,
        id: item,
        state: 'SUBMITTED',
        rowNo: String(i + 1),
        position: i,
        name: `商户${i + 1}`,
        stallNo: `A-${i + 1}`,
        uscc: null,
        borrowerType: 'INDIVIDUAL_BUSINESS',
        requestedFen: BigInt(10 - i) * 10_000_000n,
        rank: i === 0 ? null : i,
        pyInitials: `sh${i + 1}`,
      })),
    })
    const fileId = newId()
    await tx.fileObject.create({
      data: {
        bankId: bank.id,
        id: fileId,
        sha256: id.replaceAll('-', '').padEnd(64, '0'),
        sizeBytes: 1n,
        mediaType: 'image/png',
        name: 'a.png',
        kind: 'DOCUMENT',
      },
    })
    await tx.document.createMany({
      data: papers.map((paper, i) => ({
        ...keys,
        id: paper,
        applicationId: items[Math.floor(i / 2)]!,
        slot: 'ID_LEGAL_REP',
        side: i % 2 === 0 ? 'FRONT' : 'BACK',
        fileId,
        originalPath: `${i}.png`,
        sha256: 'x',
        state: 'MATCHED',
      })),
    })
  })
  return { id, items, papers }
}

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('YJB')
  rm = await testPerson(bank, 'rm', ['RM'])
  evaluator = await testPerson(bank, 'evaluator', ['EVALUATOR'])
  market = await admittedMarket(bank, 'M1', { people: { rmId: rm.userId, evaluatorId: evaluator.userId } })
})
afterAll(() => db.drop())

describe('judging papers', () => {
  test('a good back of the card does not make its unreadable front good', async () => {
    const b = await submitted(1)
    const [front, back] = b.papers
    value(await judgeDocument(rm, { documentId: front!, verdict: 'UNREADABLE' }))
    value(await judgeDocument(rm, { documentId: back!, verdict: 'ACCEPTED' }))
    expect(refusal(await checkItems(rm, { applicationIds: b.items, originalsSeen: true }))).toBe('E_ITEMS_NOT_READY')
    value(await judgeDocument(rm, { documentId: front!, verdict: 'ACCEPTED' }))
    expect(value(await checkItems(rm, { applicationIds: b.items, originalsSeen: true })).done).toEqual(b.items)
  })
})

describe('a merchant that leaves', () => {
  test('does not leave the batch waiting for it for ever', async () => {
    const b = await submitted(2)
    value(await checkItems(rm, { applicationIds: b.items, originalsSeen: true }))
    value(await acceptBatch(rm, { batchId: b.id }))
    value(await startScoring(rm, { batchId: b.id, rmId: rm.userId!, evaluatorId: evaluator.userId! }))
    await inBank((tx) =>
      tx.application.updateMany({ where: { bankId: bank.id, id: b.items[0]! }, data: { state: 'ADMITTED' } }),
    )
    value(await dropItem(rm, { applicationId: b.items[1]!, reason: '商户放弃申请' }))
    expect((await batchOverview(rm, { batchId: b.id })).state).toBe('PLAN_DRAFTING')
  })
})

test("the bank's clock does not run on after the batch has ended", async () => {
  const b = await submitted(1)
  value(await checkItems(rm, { applicationIds: b.items, originalsSeen: true }))
  value(await acceptBatch(rm, { batchId: b.id }))
  const kinds = async () => (await batchClocks(rm, { batchIds: [b.id] })).map((c) => c.kind).sort()
  expect(await kinds()).toEqual(['B6', 'TOTAL'])
  expect((await batchStanding(rm, { batchId: b.id })).totalClock).toEqual({ state: 'RUNNING', pauses: 0 })
  value(await withdrawBatch(rm, { batchId: b.id, reason: '市场方要求撤回' }))
  expect(await kinds()).toEqual([])
})

describe('the list of merchants', () => {
  test('paged by any order, it shows each merchant once and those without the figure last', async () => {
    const b = await submitted(5)
    const walk = async (sort: '-requested' | 'rank') => {
      const rows: string[] = []
      let cursor: string | undefined
      do {
        const page = await batchItems(rm, { batchId: b.id, sort, limit: 2, ...(cursor ? { cursor } : {}) })
        expect(page.total).toBe(5)
        rows.push(...page.items.map((i) => i.row))
        cursor = page.nextCursor ?? undefined
      } while (cursor)
      return rows
    }
    expect(await walk('-requested')).toEqual(['1', '2', '3', '4', '5'])
    expect(await walk('rank')).toEqual(['2', '3', '4', '5', '1'])
  })

  test('is found by name, initials, stall and state, and a sign for "anything" is only a sign', async () => {
    const b = await submitted(3)
    const rows = async (more: object) => (await batchItems(rm, { batchId: b.id, ...more })).items.map((i) => i.row)
    expect(await rows({ search: '商户2' })).toEqual(['2'])
    expect(await rows({ search: 'SH3' })).toEqual(['3'])
    expect(await rows({ search: 'A-1' })).toEqual(['1'])
    expect(await rows({ search: '%' })).toEqual([])
    expect(await rows({ state: 'RETURNED,PACKET_OK' })).toEqual([])
  })
})

test('people whose work has nothing to do with a batch do not read it', async () => {
  const b = await submitted(1)
  const admin = await testPerson(bank, 'admin', ['TENANT_ADMIN'])
  await expect(batchOverview(admin, { batchId: b.id })).rejects.toMatchObject({ error: { code: 'E_FORBIDDEN' } })
  await expect(batchItems(admin, { batchId: b.id })).rejects.toMatchObject({ error: { code: 'E_FORBIDDEN' } })
})
