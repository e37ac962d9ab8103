/** Lists longer than a page on real PostgreSQL: whole to the last row, or told that they are not. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { grantList } from '@/lib/admin/queries'
import { signingList } from '@/lib/contracts/signing-list'
import { listAnswer, MOST_ROWS } from '@/lib/desk/exports'
import type { ListName } from '@/lib/desk/list-names'
import { visitList } from '@/lib/monitoring/queries'
import { date, toDb } from '@/lib/platform/dates'
import { type BankRow, newId, type Tx, withTenant } from '@/lib/platform/tenant'
import { businessDays } from '@/lib/servicing/end-of-day/queries'
import { type TestDatabase, testDatabase } from '../../database'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { rowsOf } from '../../fixtures/workbook'

let db: TestDatabase
let bank: BankRow
let market: TestMarket
let rm: Person
let admin: Person
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('YJB')
  rm = await testPerson(bank, 'rm', ['RM'])
  admin = await testPerson(bank, 'admin', ['TENANT_ADMIN'])
  market = await admittedMarket(bank, 'M1', { people: { rmId: rm.userId } })
})
afterAll(() => db.drop())

/** All rows of the list's workbook, its head too. */
async function taken(list: ListName, query: Record<string, string>): Promise<unknown[][]> {
  const answer = await listAnswer(rm, list, query)
  return rowsOf(new Uint8Array(await answer.arrayBuffer()))
}

describe('as a workbook', () => {
  test('a list of several pages is whole: no row lost, none twice', async () => {
    await inBank(async (tx) => {
      await tx.batch.createMany({
        data: Array.from({ length: 430 }, (_, i) => ({
          bankId: bank.id,
          code: `X-${String(i).padStart(4, '0')}`,
          marketId: market.id,
          partyId: market.partyId,
          mode: 'AF',
          state: 'WITHDRAWN',
        })),
      })
    })
    const rows = await taken('batches', { state: 'WITHDRAWN' })
    const codes = rows.slice(4).map((r) => r[0])
    expect(codes).toHaveLength(430)
    expect(new Set(codes).size).toBe(430)
  })

  test('after twenty thousand rows it ends and says so', async () => {
    await inBank(
      (tx) => tx.$executeRaw`
        insert into merchant (bank_id, id, market_id, borrower_type, name, py_full, py_initials)
        select ${bank.id}::uuid, uuidv7(), ${market.id}::uuid, 'INDIVIDUAL_BUSINESS', (case n when 0 then '另一户' else '批量商户' || n end), 'sh', 'sh'
        from generate_series(0, ${MOST_ROWS}) n`,
    )
    const all = await taken('merchants', {})
    expect(all[3]?.[0]).toBe('仅含前 20,000 行，后面还有；请缩小筛选范围')
    expect(all).toHaveLength(MOST_ROWS + 5)
    const fitting = await taken('merchants', { q: '批量商户' })
    expect(fitting).toHaveLength(MOST_ROWS + 4)
  })
})

describe('by the API', () => {
  /** Turns over to the end, two rows at a time. */
  async function turned<T>(read: (cursor: string | undefined) => Promise<{ items: T[]; nextCursor: string | null }>) {
    const all: T[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await read(cursor)
      all.push(...page.items)
      if (page.nextCursor === null) return all
      cursor = page.nextCursor
    }
  }

  test('visits due on one day, signings at one hour, role requests and closed days are turned over without loss', async () => {
    const day = toDb(date('2026-04-01'))
    await inBank(async (tx) => {
      await tx.visit.createMany({
        data: Array.from({ length: 7 }, () => ({
          bankId: bank.id,
          kind: 'ROUTINE',
          marketId: market.id,
          plannedOn: day,
          dueOn: day,
          state: 'PLANNED',
        })),
      })
      await tx.businessDayRun.createMany({
        data: Array.from({ length: 5 }, (_, i) => ({
          bankId: bank.id,
          day: toDb(date('2026-02-01').add({ days: i })),
          state: 'DONE',
          startedAt: new Date(),
        })),
      })
      const batchId = newId()
      await tx.batch.create({
        data: {
          bankId: bank.id,
          id: batchId,
          code: 'B-1',
          marketId: market.id,
          partyId: market.partyId,
          mode: 'JG',
          state: 'CONTRACTING',
        },
      })
      await tx.signingSession.createMany({
        data: Array.from({ length: 5 }, (_, i) => ({
          bankId: bank.id,
          batchId,
          rmId: rm.userId,
          contractOfficerId: admin.userId,
          place: '市场管理处',
          startsAt: new Date(i < 4 ? '2026-03-21T01:00:00Z' : '2026-03-20T01:00:00Z'),
          state: 'APPOINTED',
        })),
      })
      await tx.roleGrant.createMany({
        data: (['LEGAL', 'COLLECTOR', 'AUDITOR'] as const).map((role) => ({
          bankId: bank.id,
          userId: admin.userId,
          role,
          state: 'PENDING',
          requestedBy: rm.userId,
          requestedAt: new Date(),
        })),
      })
    })
    const visits = await turned((cursor) => visitList(rm, { limit: 2, ...(cursor ? { cursor } : {}) }))
    expect(new Set(visits.map((v) => v.id)).size).toBe(7)
    expect(visits).toHaveLength(7)
    const signings = await turned((cursor) => signingList(rm, { limit: 2, ...(cursor ? { cursor } : {}) }))
    expect(signings.map((x) => x.id)).toEqual((await signingList(rm, {})).items.map((x) => x.id))
    expect(signings.map((x) => x.startsAt.getUTCDate())).toEqual([20, 21, 21, 21, 21])
    const days = await turned((cursor) => businessDays(rm, { limit: 2, ...(cursor ? { cursor } : {}) }))
    expect(days.map((d) => d.day.toString())).toEqual(['05', '04', '03', '02', '01'].map((d) => `2026-02-${d}`))
    const grants = await turned((cursor) => grantList(admin, { limit: 2, ...(cursor ? { cursor } : {}) }))
    const once = await grantList(admin, { limit: 500 })
    expect(grants).toEqual(once.items)
    expect(grants.slice(0, 3).map((g) => g.state)).toEqual(['PENDING', 'PENDING', 'PENDING'])
  })
})
