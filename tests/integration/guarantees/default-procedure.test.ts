/** A default by its days: what is to be done comes once, by whom it is to be done, and falls away when it is paid. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { jointGroupsDaily } from '@/lib/guarantees/joint-daily'
import { DEFAULT_PROCEDURE, stepsDue } from '@/lib/guarantees/rules/default-procedure'
import { MONITORING_DEFAULTS } from '@/lib/monitoring/parameters'
import { defineCommand } from '@/lib/platform/commands'
import { date, toDb } from '@/lib/platform/dates'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup, type TestGroup } from '../../fixtures/group'
import { paidOut } from '../../fixtures/loan'
import { admittedMarket } from '../../fixtures/market'
import { testBank, testPerson } from '../../fixtures/people'
import { systemOf } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: BankRow
let group: TestGroup
let loans: string[]
const staff = () => ({ bankId: bank.id, partyId: null })

const morning = defineCommand({
  name: 'test.jointMorning',
  input: z.object({ day: z.string() }),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    ctx.audit({ objectType: 'test', objectId: bank.id })
    return jointGroupsDaily(ctx, date(ctx.input.day), MONITORING_DEFAULTS.contagion)
  },
})
const run = async (day: string) => {
  const r = await morning(systemOf(bank), { day })
  if (!r.ok) throw new Error(r.error.code)
  return r.value
}
const late = (loanId: string, dpd: number, oldest: string | null, cls = 'NORMAL') =>
  withTenant(staff(), (tx) =>
    tx.loanState.updateMany({
      where: { bankId: bank.id, loanId },
      data: { dpd, oldestDue: oldest ? toDb(date(oldest)) : null, class: cls },
    }),
  )
const tasks = () =>
  withTenant(staff(), (tx) =>
    tx.task.findMany({
      where: { bankId: bank.id, objectType: 'loan', state: 'OPEN' },
      orderBy: { kind: 'asc' },
      select: { kind: true, role: true, objectId: true },
    }),
  )
const groupState = () =>
  withTenant(staff(), async (tx) => (await tx.jointGroup.findFirstOrThrow({ where: { bankId: bank.id } })).state)

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('DPB')
  const rm = await testPerson(bank, 'rm', ['RM'])
  const market = await admittedMarket(bank, 'M1')
  group = await approvedGroup(bank, market, { rmId: rm.userId })
  loans = await paidOut(bank, market, group)
  await withTenant(staff(), async (tx) => {
    await tx.jointGroup.updateMany({ where: { bankId: bank.id }, data: { state: 'ACTIVE' } })
    await tx.loan.updateMany({ where: { bankId: bank.id }, data: { state: 'OVERDUE' } })
  })
  for (const id of loans) await late(id, 0, null)
})
afterAll(() => db.drop())

test('day by day exactly the steps of the table are due', () => {
  expect([0, 1, 2, 3, 6, 7, 14, 15, 29, 30, 59, 60, 89, 90].map((d) => stepsDue(d).length)).toEqual([
    0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7,
  ])
  expect(DEFAULT_PROCEDURE.map((s) => s.day)).toEqual([1, 3, 7, 15, 30, 60, 90])
})

test('a step is asked for once, however often the morning comes', async () => {
  await late(loans[0]!, 7, '2026-04-20')
  expect((await run('2026-04-27')).jointSteps).toBe(3)
  expect((await run('2026-04-27')).jointSteps).toBe(0)
  expect((await tasks()).map((t) => [t.kind, t.role])).toEqual([
    ['OVERDUE_CALL', 'RM'],
    ['OVERDUE_NOTICE', 'RM'],
    ['STALL_VISIT', 'POST_MKT'],
  ])
  expect(await groupState()).toBe('ACTIVE')
})

test('on day 15 the group stands still; two non-performing members impair it', async () => {
  await late(loans[0]!, 15, '2026-04-20')
  await run('2026-05-05')
  expect(await groupState()).toBe('FROZEN')
  await late(loans[0]!, 91, '2026-04-20', 'SUBSTANDARD')
  await late(loans[1]!, 91, '2026-04-20', 'SUBSTANDARD')
  expect((await run('2026-07-20')).groupsImpaired).toBe(1)
  expect(await groupState()).toBe('IMPAIRED')
})

test('what is paid needs nothing more, and a new default begins anew', async () => {
  for (const id of loans) await late(id, 0, null)
  expect((await run('2026-07-21')).jointStepsDropped).toBeGreaterThan(0)
  expect(await tasks()).toEqual([])
  await late(loans[0]!, 1, '2026-08-20')
  expect((await run('2026-08-21')).jointSteps).toBe(1)
})
