/** Three good and three bad cases a team and month, asked for from the 25th; a training is held on cases (§9 rows 9, 19). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { caseSearch, writeCase } from '@/lib/desk/cases/cases'
import { casesDaily } from '@/lib/desk/cases/teams'
import { recordTraining, trainingBoard } from '@/lib/desk/training/training'
import { myWork } from '@/lib/desk/work'
import { defineCommand } from '@/lib/platform/commands'
import { date } from '@/lib/platform/dates'
import { zDate } from '@/lib/platform/schema'
import { newId, type Tx, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { standOn, systemOf } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let rm: Person
let head: Person
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

const morning = defineCommand({
  name: 'test.casesMorning',
  input: z.object({ on: zDate }),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    ctx.audit({ objectType: 'businessDay', objectId: ctx.input.on.toString() })
    return casesDaily(ctx, ctx.input.on)
  },
})
const at = async (on: string) => {
  await standOn(bank.id, date(on))
  return morning(systemOf(bank), { on })
}
const tell = (kind: 'WIN' | 'LOSS' | 'RISK', n: number) =>
  writeCase(rm, { kind, title: `案例${kind}${n}`, story: '客户在旺季前两周提出需求，经理当日上门，三日内完成资料收集。', lesson: '旺季前主动走访' }) // biome-ignore format: one line
const asked = async () => (await myWork(head, {})).items.filter((i) => i.title === 'CASES_MISSING')

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('CAS')
  await inBank((tx) => tx.branch.create({ data: { bankId: bank.id, id: newId(), code: 'T1', name: '一队', nameEn: 'Team one', level: 'SUB_BRANCH' } })) // biome-ignore format: one line
  rm = await testPerson(bank, 'rm', ['RM'], { branchCode: 'T1' })
  head = await testPerson(bank, 'head', ['SB_HEAD'])
  await standOn(bank.id, date('2026-04-10'))
})
afterAll(() => db.drop())

test('a team that told too few is asked for the rest from the 25th, once; having told them, it is asked no more', async () => {
  for (const n of [1, 2, 3]) await tell('WIN', n)
  await tell('LOSS', 1)
  expect((await caseSearch(rm, {})).teams).toMatchObject([{ good: 3, bad: 1, missing: { good: 0, bad: 2 } }])
  expect(await at('2026-04-24')).toMatchObject({ value: { casesAsked: 0 } })
  expect(await at('2026-04-25')).toMatchObject({ value: { casesAsked: 1 } })
  expect(await at('2026-04-26')).toMatchObject({ value: { casesAsked: 0 } })
  expect(await asked()).toMatchObject([{ detail: '一队', href: '/desk/cases' }])
  await tell('RISK', 1)
  await tell('RISK', 2)
  await at('2026-04-27')
  expect(await asked()).toEqual([])
})

test('the next month begins at nothing', async () => {
  await at('2026-05-02')
  expect((await caseSearch(rm, {})).teams).toMatchObject([{ good: 0, bad: 0, missing: { good: 3, bad: 3 } }])
})

test('a training stands with the cases that it was held on, and the case with its trainings', async () => {
  const [first] = (await caseSearch(rm, {})).items
  const training = { topic: '旺季走访', heldOn: '2026-05-02', halfDays: 1, people: [rm.login] }
  expect(await recordTraining(head, { ...training, cases: [newId()] })).toMatchObject({ ok: false, error: { code: 'E_NOT_FOUND' } }) // biome-ignore format: one line
  expect(await recordTraining(head, { ...training, cases: [first!.id] })).toMatchObject({ ok: true })
  expect((await caseSearch(rm, {})).items[0]!.trainings).toMatchObject([{ topic: '旺季走访', people: 1 }])
  expect((await trainingBoard(rm, {})).sessions).toMatchObject([{ topic: '旺季走访', cases: [{ id: first!.id }] }])
})
