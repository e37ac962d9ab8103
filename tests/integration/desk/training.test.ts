/** Exams, and the pair of a market with its hand-over, on real PostgreSQL (§9 rows 8 and 9). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { HAND_OVER_POINTS } from '@/lib/desk/rules/training'
import { requireExam } from '@/lib/desk/training/gate'
import {
  handOverPair,
  pairsDaily,
  recordExam,
  recordTraining,
  takePair,
  trainingBoard,
} from '@/lib/desk/training/training'
import { defineCommand } from '@/lib/platform/commands'
import { date } from '@/lib/platform/dates'
import { zDate } from '@/lib/platform/schema'
import { newId, type Tx, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { admittedMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { standOn, systemOf } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let rm: Person
let rm2: Person
let head: Person
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

const act = defineCommand({
  name: 'test.actWithExam',
  input: z.object({}),
  access: { roles: ['RM'] },
  async run(ctx) {
    await requireExam(ctx, 'SIGNING')
    ctx.audit({ objectType: 'bank', objectId: bank.id })
    return true
  },
})
const morning = defineCommand({
  name: 'test.pairsMorning',
  input: z.object({ on: zDate }),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    const { manager } = await loadParameters(ctx.tx, ctx.actor.bankId, ctx.input.on)
    ctx.audit({ objectType: 'bank', objectId: bank.id })
    return pairsDaily(ctx, ctx.input.on, manager)
  },
})

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('TRN')
  rm = await testPerson(bank, 'rm', ['RM'])
  rm2 = await testPerson(bank, 'rm2', ['RM'])
  head = await testPerson(bank, 'head', ['SB_HEAD', 'RM'])
  const post = await testPerson(bank, 'post', ['POST_MKT'])
  await admittedMarket(bank, 'M-TRN', { people: { rmId: rm.userId } })
  await inBank((tx) => tx.market.updateMany({ data: { postMktId: post.userId } }))
  await standOn(bank.id, date('2026-04-10'))
})
afterAll(() => db.drop())

test('without an exam nobody acts where the bank asks for one; it lapses after twelve months', async () => {
  expect(await act(rm, {})).toMatchObject({ ok: true })
  await inBank((tx) =>
    tx.parameter.create({
      data: { bankId: bank.id, id: newId(), key: 'manager.training.examRequired', value: 'true', versionNo: 1, state: 'ACTIVE', effectiveFrom: new Date('2026-01-01'), proposedAt: new Date() }, // biome-ignore format: one line
    }),
  )
  expect(await act(rm, {})).toMatchObject({ ok: false, error: { code: 'E_EXAM' } })
  const exam = (score: number) => recordExam(head, { login: rm.login, permission: 'SIGNING', takenOn: '2026-04-10', score }) // biome-ignore format: one line
  expect(await exam(59)).toMatchObject({ ok: true, value: { passed: false } })
  expect(await act(rm, {})).toMatchObject({ ok: false, error: { code: 'E_EXAM' } })
  expect(await exam(60)).toMatchObject({ ok: true, value: { passed: true } })
  expect(await act(rm, {})).toMatchObject({ ok: true })
  expect(await recordExam(head, { login: head.login, permission: 'SIGNING', takenOn: '2026-04-10', score: 100 })).toMatchObject({ ok: false, error: { code: 'E_EXAM_OWN' } }) // biome-ignore format: one line
  await standOn(bank.id, date('2027-04-11'))
  expect(await act(rm, {})).toMatchObject({ ok: false, error: { code: 'E_EXAM' } })
})

test('training counts by half-days', async () => {
  await recordTraining(head, { topic: '面签要点', heldOn: '2027-04-09', halfDays: 1, people: [rm.login] })
  expect((await trainingBoard(rm, {})).people).toMatchObject([{ halfDays: 1 }])
})

test('a pair follows who is assigned, rotates after 24 months, and hands everything over to who comes', async () => {
  const at = async (on: string) => {
    await standOn(bank.id, date(on))
    return morning(systemOf(bank), { on })
  }
  expect(await at('2024-04-10')).toMatchObject({ value: { pairsBegun: 1, rotationsDue: 0 } })
  expect(await at('2026-04-09')).toMatchObject({ value: { pairsBegun: 0, rotationsDue: 0 } })
  expect(await at('2026-04-10')).toMatchObject({ value: { rotationsDue: 1 } })
  await inBank((tx) => tx.market.updateMany({ data: { rmId: rm2.userId } }))
  expect((await trainingBoard(rm, {})).pairs[0]!.figures).toMatchObject({
    late: { value: expect.any(Number) },
    news: { told: 0 },
    rm: { due: 0 },
  })
  expect(await at('2026-04-11')).toMatchObject({ value: { pairsEnded: 1, pairsBegun: 1, rotationsDue: 0 } })
  const old = (await trainingBoard(rm, {})).pairs[0]!
  expect(await handOverPair(rm, { pairId: old.id, points: ['CLIENTS'], note: '移交' })).toMatchObject({ ok: false, error: { code: 'E_HAND_OVER:LATE_LOANS' } }) // biome-ignore format: one line
  expect(await handOverPair(rm, { pairId: old.id, points: [...HAND_OVER_POINTS], note: '逐项移交' })).toMatchObject({ ok: true }) // biome-ignore format: one line
  expect(await takePair(rm, { pairId: old.id })).toMatchObject({ ok: false, error: { code: 'E_NOT_FOUND' } })
  expect(await takePair(rm2, { pairId: old.id })).toMatchObject({ ok: true })
})
