import { afterAll, beforeAll, expect, test } from 'vitest'
import { withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import {
  goldenSheet,
  goldenTotal,
  gradedMarket,
  investigateAndScore,
  scoringBatch,
  scoringWorld,
  value,
  type World,
} from './fixture'

let db: TestDatabase
let world: World
beforeAll(async () => {
  db = await testDatabase()
  world = await scoringWorld('GLD')
})
afterAll(() => db.drop())

const CUSTOMERS = ['C1', 'C2', 'C3', 'C4'] as const
const RANKS = { C1: 8, C2: 28, C3: 31, C4: 47 }

async function walk(marketCode: string, grade: 'AAA' | 'A') {
  const market = await gradedMarket(world, marketCode, grade)
  const { batchId, items } = await scoringBatch(world, market, [
    ...CUSTOMERS.map((c) => ({ name: c, rank: RANKS[c] })),
    { name: 'C1-v', rank: 8 },
  ])
  const rows = CUSTOMERS.map((c, i) => goldenSheet(c, items[i]!))
  const overdue = { ...goldenSheet('C1', items[4]!), vetoes: [{ code: 'CV1', note: '信用卡逾期1200元' }] }
  const scored = value(await investigateAndScore(world, batchId, [...rows, overdue]))
  const stored = await withTenant({ bankId: world.bank.id, partyId: null }, async (tx) => ({
    batch: await tx.batch.findFirstOrThrow({ where: { bankId: world.bank.id, id: batchId } }),
    items: await tx.application.findMany({
      where: { bankId: world.bank.id, batchId },
      orderBy: { position: 'asc' },
      include: { applicationOutcome: { include: { scoreResult: true } } },
    }),
  }))
  return { scored, stored }
}

test('in an AAA market C1 to C3 are admitted, C4 is not, and a current overdue vetoes even 93 points', async () => {
  const { scored, stored } = await walk('M1', 'AAA')
  expect(scored.state).toBe('PLAN_DRAFTING')
  expect(stored.batch.state).toBe('PLAN_DRAFTING')
  expect(stored.items.map((i) => i.state)).toEqual(['ADMITTED', 'ADMITTED', 'ADMITTED', 'NOT_ADMITTED', 'NOT_ADMITTED'])
  expect(stored.items.map((i) => i.applicationOutcome?.scoreTotal)).toEqual([
    ...CUSTOMERS.map(goldenTotal),
    goldenTotal('C1'),
  ])
  expect(stored.items.map((i) => i.applicationOutcome?.grade)).toEqual(['A1', 'B1', 'B2', 'C', 'A1'])
  expect(stored.items.map((i) => i.applicationOutcome?.scoreDecision)).toEqual([
    'ADMITTED',
    'ADMITTED',
    'ADMITTED',
    'NOT_ADMITTED',
    'VETOED',
  ])
  expect(stored.items[4]!.applicationOutcome?.decisionReason).toBe('VETO:CV1')
  const result = stored.items[2]!.applicationOutcome!.scoreResult!
  expect(result.coefficientPpm).toBe(500_000)
  expect(result).toMatchObject({ scoredBy: world.evaluator.userId, secondBy: world.rm.userId, marketGrade: 'AAA' })
})

test('the same C3 is refused in an A market, and C4 outside the top third is vetoed there', async () => {
  const { stored } = await walk('M2', 'A')
  expect(stored.items.map((i) => i.state)).toEqual([
    'ADMITTED',
    'ADMITTED',
    'NOT_ADMITTED',
    'NOT_ADMITTED',
    'NOT_ADMITTED',
  ])
  expect(stored.items[2]!.applicationOutcome?.decisionReason).toBe('BELOW_MARKET_THRESHOLD; GRADE_NEEDS_BETTER_MARKET')
  expect(stored.items[3]!.applicationOutcome).toMatchObject({
    scoreDecision: 'VETOED',
    decisionReason: 'VETO:CV10; GRADE_REJECTED',
  })
})
