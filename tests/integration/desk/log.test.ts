/** Daily logs filled in from what was done, answered by the superior, on real PostgreSQL (§9 rows 12 to 14, 20). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { reviewReport, saveReport, submitReport } from '@/lib/desk/log/commands'
import { remindOfLogs } from '@/lib/desk/log/daily'
import { myReport, reportDetail, reportList } from '@/lib/desk/log/queries'
import { myWork } from '@/lib/desk/work'
import { completeVisit, planVisit } from '@/lib/monitoring/commands/visits'
import { defineCommand } from '@/lib/platform/commands'
import { civilDate } from '@/lib/platform/dates'
import { zDate } from '@/lib/platform/schema'
import { type Tx, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { admittedMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { standOn, systemOf } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let rm: Person
let peer: Person
let head: Person
const today = civilDate(new Date())
const on = today.toString()
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('LOG')
  rm = await testPerson(bank, 'rm', ['RM'])
  peer = await testPerson(bank, 'peer', ['RM'])
  head = await testPerson(bank, 'head', ['SB_HEAD'])
  const market = await admittedMarket(bank, 'M-LOG')
  await standOn(bank.id, today)
  const planned = await planVisit(rm, { kind: 'MARKET_INSPECTION', marketId: market.id, plannedOn: on })
  if (!planned.ok) throw new Error(planned.error.code)
  const answers = { occupancy: '95', footfallYoY: '1', operatorChange: 'NONE', planning: 'NONE' }
  const done = await completeVisit(rm, { visitId: planned.value.id, form: { result: 'SATISFACTORY', answers } })
  if (!done.ok) throw new Error(done.error.code)
})
afterAll(() => db.drop())

describe('a daily log', () => {
  let reportId: string
  test('shows the visit that was made, and nothing that a colleague did', async () => {
    const mine = await myReport(rm, { kind: 'DAILY' })
    expect(mine.facts.counts).toMatchObject({ visits: 1 })
    expect(mine.facts.acts.map((a) => a.command)).toContain('visits.complete')
    expect((await myReport(peer, { kind: 'DAILY' })).facts.counts).toMatchObject({ visits: 0, acts: 0 })
  })

  test('is not handed in without tomorrow’s plan, and the draft stays its writer’s', async () => {
    expect(await submitReport(rm, { kind: 'DAILY', on, words: {} })).toMatchObject({
      ok: false,
      error: { code: 'E_REQUIRED:words', fields: [{ path: 'words.tomorrow' }] },
    })
    const saved = await saveReport(rm, { kind: 'DAILY', on, words: { problem: '商户不在' } })
    if (!saved.ok) throw new Error(saved.error.code)
    reportId = saved.value.id
    await expect(reportDetail(head, { reportId })).rejects.toMatchObject({ error: { code: 'E_NOT_FOUND' } })
    expect((await reportList(head, { scope: 'TEAM' })).items).toEqual([])
  })

  test('handed in, its facts are frozen: what is done later does not slip in', async () => {
    const r = await submitReport(rm, {
      kind: 'DAILY',
      on,
      words: { tomorrow: '走访三户', help: [], met: [{ name: '新商户孙某' }] },
    })
    expect(r).toMatchObject({ ok: true, value: { id: reportId, state: 'SUBMITTED' } })
    const market = await inBank((tx) => tx.market.findFirstOrThrow())
    await planVisit(rm, { kind: 'MARKET_INSPECTION', marketId: market.id, plannedOn: on })
    const after = await reportDetail(head, { reportId })
    expect(after.facts.acts.find((a) => a.command === 'visits.plan')?.count).toBe(1)
    expect(await submitReport(rm, { kind: 'DAILY', on, words: { tomorrow: '再改' } })).toMatchObject({
      ok: false,
      error: { code: 'E_STATE' },
    })
  })

  test('is answered by the superior, not by a peer; sent back it needs words, and is handed in anew', async () => {
    expect(await reviewReport(peer, { reportId, accept: true })).toMatchObject({
      ok: false,
      error: { code: 'E_FORBIDDEN' },
    })
    expect(await reviewReport(head, { reportId, accept: false })).toMatchObject({
      ok: false,
      error: { code: 'E_REQUIRED:comment' },
    })
    expect(await reviewReport(head, { reportId, accept: false, comment: '计划要写到户' })).toMatchObject({ ok: true })
    expect((await myReport(rm, { kind: 'DAILY' })).mayWrite).toBe(true)
    await submitReport(rm, { kind: 'DAILY', on, words: { tomorrow: '走访甲、乙、丙三户' } })
    expect(await reviewReport(head, { reportId, accept: true, praise: '走访及时' })).toMatchObject({
      ok: true,
      value: { state: 'REVIEWED' },
    })
    expect((await reportList(rm, {})).items).toMatchObject([{ praised: true, counts: { visits: 1 } }])
  })
})

test('help that is asked for becomes a task of the colleague; nobody asks a stranger', async () => {
  const help = (owner: string) =>
    submitReport(peer, { kind: 'DAILY', on, words: { tomorrow: '跟进', help: [{ owner, ask: '陪访一户' }] } })
  expect(await help('nobody@log')).toMatchObject({ ok: false, error: { code: 'E_COLLEAGUE' } })
  expect(await help(rm.login)).toMatchObject({ ok: true })
  const work = (await myWork(rm, {})).items.filter((i) => i.title === 'HELP_WANTED')
  expect(work).toMatchObject([{ detail: '陪访一户', href: expect.stringContaining('/desk/log/') }])
})

const remind = defineCommand({
  name: 'test.remindOfLogs',
  input: z.object({ on: zDate }),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    ctx.audit({ objectType: 'bank', objectId: bank.id })
    return remindOfLogs(ctx, ctx.input.on)
  },
})

test('two logs missing in a week go to the head, once', async () => {
  const saturday = today.add({ days: 13 - today.dayOfWeek })
  const first = await remind(systemOf(bank), { on: saturday.toString() })
  expect(first).toMatchObject({ ok: true, value: { logsMissing: 2 } })
  expect(await remind(systemOf(bank), { on: saturday.toString() })).toMatchObject({ value: { logsMissing: 0 } })
  const tasks = await inBank((tx) => tx.task.findMany({ where: { kind: 'LOG_MISSING' } }))
  expect(tasks.map((t) => t.role)).toEqual(['SB_HEAD', 'SB_HEAD'])
  expect((await myWork(head, {})).items.filter((i) => i.title === 'LOG_MISSING')).toHaveLength(2)
})
