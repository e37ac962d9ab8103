/** A batch at the bank on real PostgreSQL: judging papers, merchants that leave, its clock, and its list. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { acceptBatch, checkItems, dropItem, judgeDocument, returnBatch, returnItem } from '@/lib/batches/commands/check'
import { splitBatch, startScoring } from '@/lib/batches/commands/split'
import { withdrawBatch } from '@/lib/batches/commands/submit'
import { resumeBatch, suspendBatch } from '@/lib/batches/commands/suspend'
import { batchList, batchOverview } from '@/lib/batches/queries'
import { batchClocks, batchItems } from '@/lib/batches/screen-queries'
import { batchStanding } from '@/lib/batches/standing'
import { batchTimeline } from '@/lib/batches/timeline'
import { myWork } from '@/lib/desk/work'
import { checkList, merchantPapers } from '@/lib/intake/check-queries'
import { recheckAsBank } from '@/lib/intake/jobs'
import { packetDesk } from '@/lib/intake/queries'
import { systemActor } from '@/lib/platform/actor'
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

describe('what the register says of a licence', () => {
  test.each([
    ['LICENSE_STATUS', 'E_LICENSE_STATUS'],
    ['ABNORMAL_LIST', 'E_ABNORMAL_LIST'],
    ['ANNUAL_REPORT_MISSING', 'E_ANNUAL_REPORT_MISSING'],
  ] as const)(
    '%s keeps the merchant from being passed, and is told to the operator with the return',
    async (verdict, code) => {
      const b = await submitted(1)
      const [licence, card] = b.papers
      await inBank((tx) =>
        tx.document.update({
          where: { bankId_id: { bankId: bank.id, id: licence! } },
          data: { slot: 'BUSINESS_LICENSE', side: null },
        }),
      )
      expect(refusal(await judgeDocument(rm, { documentId: card!, verdict }))).toBe('E_VERDICT_SLOT')
      value(await judgeDocument(rm, { documentId: licence!, verdict }))
      expect(refusal(await checkItems(rm, { applicationIds: b.items, originalsSeen: true }))).toBe('E_ITEMS_NOT_READY')
      value(
        await returnItem(rm, { applicationId: b.items[0]!, slots: ['BUSINESS_LICENSE'], reason: '请先处理登记状况' }),
      )
      value(await returnBatch(rm, { batchId: b.id, reason: '一户待处理' }))
      value(await recheckAsBank(systemActor(bank, 'test'), { batchId: b.id }))
      const [row] = (await packetDesk(rm, { batchId: b.id })).items
      expect(row!.issues.map((i) => i.code)).toContain(code)
      expect(row!.slots.BUSINESS_LICENSE).toBe('REFUSED')
    },
  )
})

describe('what the checker sees', () => {
  test('the papers that were judged are counted, in the list and at the merchant', async () => {
    const b = await submitted(2)
    value(await judgeDocument(rm, { documentId: b.papers[0]!, verdict: 'ACCEPTED' }))
    value(await judgeDocument(rm, { documentId: b.papers[1]!, verdict: 'EXPIRED', expiresOn: '2026-02-28' }))
    const { items } = await checkList(rm, { batchId: b.id })
    expect(items.map((i) => [i.row, i.papers, i.good, i.bad, i.errors])).toEqual([
      ['1', 2, 1, 1, 1],
      ['2', 2, 0, 0, 0],
    ])
    const papers = await merchantPapers(rm, { applicationId: b.items[0]! })
    expect(papers.documents.map((d) => [d.side, d.state, d.checkedBy, d.expiresOn?.toString() ?? null])).toEqual([
      ['FRONT', 'ACCEPTED', rm.name, null],
      ['BACK', 'REJECTED', rm.name, '2026-02-28'],
    ])
    expect(papers.issues.map((i) => i.code)).toEqual(['E_ID_EXPIRED'])
  })

  test('under an agreement with a whitelist, a merchant whom the operator never ranked is not taken over', async () => {
    const b = await submitted(3)
    value(await checkItems(rm, { applicationIds: b.items, originalsSeen: true }))
    const scheme = newId()
    await inBank((tx) =>
      tx.cooperationScheme.create({
        data: {
          bankId: bank.id,
          id: scheme,
          marketId: market.id,
          partyId: market.partyId,
          mode: 'JG',
          versionNo: 1,
          number: 'CO-9',
          state: 'ACTIVE',
          params: { whitelistControlled: true },
          startsOn: new Date('2026-01-01'),
          endsOn: new Date('2026-12-31'),
        },
      }),
    )
    const accepted = await acceptBatch(rm, { batchId: b.id })
    expect(accepted).toMatchObject({ ok: false, error: { code: 'E_NOT_ON_LIST', params: { rows: ['1'] } } })
    await inBank((tx) => tx.cooperationScheme.deleteMany({ where: { bankId: bank.id, id: scheme } }))
    value(await acceptBatch(rm, { batchId: b.id }))
  })

  test('the second look is told what was changed since the first', async () => {
    const b = await submitted(1)
    const entry = (phone: string, sha256: string) => [
      { applicationId: b.items[0]!, no: '1', phone, documents: [{ slot: 'STALL_TENURE', side: null, sha256 }] },
    ]
    await inBank((tx) =>
      tx.submission.createMany({
        data: [entry('13800000001', 'a'), entry('13900000002', 'b')].map((snapshot, i) => ({
          bankId: bank.id,
          batchId: b.id,
          partyId: market.partyId,
          no: i + 1,
          snapshot,
          sha256: 'x',
          at: new Date(),
        })),
      }),
    )
    const { changes } = await merchantPapers(rm, { applicationId: b.items[0]! })
    expect(changes).toEqual({
      values: [{ field: 'phone', from: '13800000001', to: '13900000002' }],
      slots: ['STALL_TENURE'],
    })
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

test('a suspended batch pays nothing out, and goes on where it stood when that is lifted', async () => {
  const risk = await testPerson(bank, 'risk', ['RISK_MGR'])
  const b = await submitted(1)
  const stand = () =>
    inBank((tx) =>
      tx.batch.findFirstOrThrow({ where: { bankId: bank.id, id: b.id }, select: { state: true, frozen: true } }),
    )
  const put = (state: string) =>
    inBank((tx) => tx.batch.updateMany({ where: { bankId: bank.id, id: b.id }, data: { state } }))
  expect(refusal(await suspendBatch(risk, { batchId: b.id, reason: '红色预警' }))).toBe('E_STATE')
  await put('CONTRACTING')
  expect(refusal(await suspendBatch(rm, { batchId: b.id, reason: '红色预警' }))).toBe('E_FORBIDDEN')
  value(await suspendBatch(risk, { batchId: b.id, reason: '红色预警' }))
  expect(await stand()).toEqual({ state: 'SUSPENDED', frozen: true })
  value(await resumeBatch(risk, { batchId: b.id, reason: '预警已解除' }))
  expect(await stand()).toEqual({ state: 'CONTRACTING', frozen: false })
})

test('a batch of the green channel is promised its result in the shorter time', async () => {
  const due = async (profile: 'NORMAL' | 'GREEN') => {
    const b = await submitted(1)
    value(await checkItems(rm, { applicationIds: b.items, originalsSeen: true }))
    value(await acceptBatch(rm, { batchId: b.id, profile }))
    const clocks = await batchClocks(rm, { batchIds: [b.id] })
    return Object.fromEntries(clocks.map((c) => [c.kind, c.leftMinutes]))
  }
  const [normal, green] = [await due('NORMAL'), await due('GREEN')]
  expect(green.TOTAL).toBeLessThan(normal.TOTAL!)
  expect(green.B6).toBeLessThan(normal.B6!)
})

test('the timeline tells the checking of a day in one line, and the child of a split by its number', async () => {
  const b = await submitted(4)
  for (const id of b.items.slice(0, 2)) value(await checkItems(rm, { applicationIds: [id], originalsSeen: true }))
  const split = value(
    await splitBatch(rm, { batchId: b.id, applicationIds: [b.items[3]!], reason: '资料暂缺，另行报送' }),
  )
  const { items } = await batchTimeline(rm, { batchId: b.id })
  const checked = items.filter((i) => i.event === 'check')
  expect(checked.map((i) => [i.kind, i.count, i.names])).toEqual([['items', 2, ['商户1', '商户2']]])
  expect(items.find((i) => i.kind === 'split')).toMatchObject({
    reason: '资料暂缺，另行报送',
    child: { id: split.status === 'SPLIT' ? split.childId : '' },
  })
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

test('an errand about a merchant leads to the merchant, not to a batch that does not exist', async () => {
  const b = await submitted(1)
  const collector = await testPerson(bank, 'collector', ['COLLECTOR'])
  await inBank((tx) =>
    tx.task.create({
      data: {
        bankId: bank.id,
        kind: 'DEMAND_JOINT_LIABILITY',
        objectType: 'application',
        objectId: b.items[0]!,
        role: 'COLLECTOR',
        state: 'OPEN',
      },
    }),
  )
  const { items } = await myWork(collector, {})
  expect(items.filter((i) => i.kind === 'task').map((i) => [i.href, i.detail])).toEqual([
    [`/applications/${b.items[0]}`, '商户1'],
  ])
})

test('people whose work has nothing to do with a batch do not read it', async () => {
  const b = await submitted(1)
  const admin = await testPerson(bank, 'admin', ['TENANT_ADMIN'])
  await expect(batchOverview(admin, { batchId: b.id })).rejects.toMatchObject({ error: { code: 'E_FORBIDDEN' } })
  await expect(batchItems(admin, { batchId: b.id })).rejects.toMatchObject({ error: { code: 'E_FORBIDDEN' } })
})

test('a batch whose last merchants are split off is replaced by its child, not rejected; what left is counted nowhere', async () => {
  const b = await submitted(3)
  value(await dropItem(rm, { applicationId: b.items[2]!, reason: '商户已退租' }))
  expect(await batchOverview(rm, { batchId: b.id })).toMatchObject({ items: 2, requestedFen: 190_000_000n })
  const listed = (await batchList(rm, { limit: 200 })).items.find((i) => i.id === b.id)
  expect(listed).toMatchObject({ merchants: 2, requestedFen: 190_000_000n })
  const split = value(
    await splitBatch(rm, { batchId: b.id, applicationIds: b.items.slice(0, 2), reason: '改按另一批次报送' }),
  )
  expect(await batchOverview(rm, { batchId: b.id })).toMatchObject({ state: 'SUPERSEDED', items: 0 })
  const child = split.status === 'SPLIT' ? split.childId : ''
  expect(await batchOverview(rm, { batchId: child })).toMatchObject({ state: 'DRAFT', items: 2 })
})
