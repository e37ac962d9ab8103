import { afterAll, beforeAll, expect, test } from 'vitest'
import { myWork } from '@/lib/desk/work'
import { proposeBatchGroups } from '@/lib/guarantees/commands/groups'
import { draftPlan } from '@/lib/plans/commands/draft'
import { submitPlan } from '@/lib/plans/commands/submit'
import { BANK_ROLES } from '@/lib/platform/actor'
import type { BankRow } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { admittedMarket } from '../../fixtures/market'
import { testBank, testPerson } from '../../fixtures/people'
import { planningBatch } from '../../fixtures/planning'

let db: TestDatabase
let bank: BankRow
beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('WRK')
})
afterAll(async () => db.drop())

test('work follows the state: the author sees the batch while writing, the reviewer the plan when it is submitted', async () => {
  const rm = await testPerson(bank, 'rm', ['RM'])
  const evaluator = await testPerson(bank, 'evaluator', ['EVALUATOR'])
  const sb = await testPerson(bank, 'sb', ['SB_REVIEWER'])
  const market = await admittedMarket(bank, 'M2')
  const b = await planningBatch(
    bank,
    market,
    'B-W1',
    Array.from({ length: 5 }, () => ({ requested: '400000', grade: 'B1' })),
    { rmId: rm.userId, evaluatorId: evaluator.userId },
  )
  const kinds = async (who: typeof rm) => (await myWork(who, {})).items.map((i) => `${i.kind}:${i.detail}`)
  expect(await kinds(evaluator)).toEqual(['batch:PLAN_DRAFTING'])
  expect(await kinds(sb)).toEqual([])
  const plan = await draftPlan(evaluator, { batchId: b.batchId })
  if (!plan.ok) throw new Error(plan.error.code)
  await proposeBatchGroups(rm, { batchId: b.batchId })
  const sent = await submitPlan(evaluator, { planId: plan.value.id })
  expect(sent.ok).toBe(true)
  expect(await kinds(evaluator)).toEqual([])
  const work = await myWork(sb, {})
  expect(work.items).toMatchObject([{ kind: 'seat', detail: 'PRELIMINARY', href: `/queue/${plan.value.id}` }])
  expect(work.items[0]!.dueAt).not.toBeNull()
})

test('every role of the bank can open its first screen', async () => {
  for (const role of BANK_ROLES) {
    const person = await testPerson(bank, `w-${role.toLowerCase().replaceAll('_', '-')}`, [role])
    expect(Array.isArray((await myWork(person, {})).items)).toBe(true)
  }
})
