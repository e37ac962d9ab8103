/** The visit planner on real PostgreSQL: grades, the month's plan, the morning's draw, check-in, gaps, follow-ups (§9 rows 1 to 3). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { drawVisits } from '@/lib/desk/rules/visit-draw'
import { escalateUnread, finishTask, objectTasks } from '@/lib/desk/team/hand-tasks'
import {
  addVisitPhoto,
  checkIn,
  confirmGrade,
  moveVisit,
  planVisitMonth,
  setGrade,
  setPlace,
} from '@/lib/desk/visits/commands'
import { visitsDaily } from '@/lib/desk/visits/plan'
import { gradeList, visitDraws, visitMonth } from '@/lib/desk/visits/queries'
import { myWork } from '@/lib/desk/work'
import { completeVisit, reviewVisit } from '@/lib/monitoring/commands/visits'
import { replanMissedVisits } from '@/lib/monitoring/missed-visits'
import { defineCommand } from '@/lib/platform/commands'
import { date } from '@/lib/platform/dates'
import { zDate } from '@/lib/platform/schema'
import { newId, type Tx, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup } from '../../fixtures/group'
import { paidOut } from '../../fixtures/loan'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { standOn, systemOf } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let market: TestMarket
let rm: Person
let post: Person
let risk: Person
let clients: number
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

const morning = defineCommand({
  name: 'test.visitsMorning',
  input: z.object({ on: zDate }),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    const { monitoring } = await loadParameters(ctx.tx, ctx.actor.bankId, ctx.input.on)
    ctx.audit({ objectType: 'businessDay', objectId: ctx.input.on.toString() })
    return { ...(await visitsDaily(ctx, ctx.input.on, monitoring)), ...(await escalateUnread(ctx, ctx.input.on)) }
  },
})
const replan = defineCommand({
  name: 'test.replanMissed',
  input: z.object({ on: zDate }),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    ctx.audit({ objectType: 'businessDay', objectId: ctx.input.on.toString() })
    return replanMissedVisits(ctx as never, ctx.input.on)
  },
})
const at = async (on: string) => {
  await standOn(bank.id, date(on))
  const r = await morning(systemOf(bank), { on })
  if (!r.ok) throw new Error(JSON.stringify(r.error))
  return r.value
}

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('VIP')
  rm = await testPerson(bank, 'rm', ['RM'])
  post = await testPerson(bank, 'post', ['POST_MKT'])
  risk = await testPerson(bank, 'risk', ['RISK_MGR'])
  market = await admittedMarket(bank, 'M-VIP', { people: { rmId: rm.userId } })
  clients = (await paidOut(bank, market, await approvedGroup(bank, market, { rmId: rm.userId }))).length
  await inBank((tx) => tx.market.updateMany({ data: { postMktId: post.userId } }))
})
afterAll(() => db.drop())

describe('the month', () => {
  test('is planned on the 25th, once: a new borrower is KEY and seen twice', async () => {
    expect(await at('2026-03-24')).toMatchObject({ merchantsGraded: clients + 1, visitsPlanned: 0, visitsDrawn: 0 })
    expect(await at('2026-03-25')).toMatchObject({ visitsPlanned: clients * 2 })
    expect(await at('2026-03-26')).toMatchObject({ visitsPlanned: 0 })
    const grades = await gradeList(rm, {})
    expect(grades.items.map((g) => g.effective)).toEqual(Array(clients).fill('KEY'))
    expect(grades.items[0]!.reasons).toContain('NEW_BORROWER')
    expect((await inBank((tx) => tx.merchant.findMany())).every((m) => m.monitoringGrade === 'KEY')).toBe(true)
  })

  test('nobody sees the day of an off-hour visit before it is drawn', async () => {
    const april = await visitMonth(rm, { month: '2026-04-01' })
    expect(april.waitingForDraw).toBe(clients)
    expect(april.days.flatMap((d) => d.visits)).toHaveLength(clients)
    expect(april.days.flatMap((d) => d.visits).some((v) => v.offHour)).toBe(false)
  })
})

describe('the draw', () => {
  test('takes so many each working day that the month’s end finds the pool empty, and keeps seed and pool', async () => {
    expect(await at('2026-04-01')).toMatchObject({ visitsDrawn: 1 })
    expect(await at('2026-04-01')).toMatchObject({ visitsDrawn: 0 })
    expect(await at('2026-04-04')).toMatchObject({ visitsDrawn: 0 })
    const [draw] = (await visitDraws(rm, {})).items
    expect(draw).toMatchObject({ proven: true, take: 1, pool: clients, assignee: rm.name })
    const row = await inBank((tx) => tx.visitDraw.findFirstOrThrow())
    expect(drawVisits(row.seed, row.pool as string[], 1)[0]!.visitId).toBe(draw!.drawn[0]!.visitId)
    const today = (await visitMonth(rm, { month: '2026-04-01' })).days.find((d) => d.day === '2026-04-01')!
    expect(today.visits.find((v) => v.offHour)).toMatchObject({ window: draw!.drawn[0]!.window, mayMove: false })
  })

  test('who makes a drawn visit cannot move it; the named person can, within three working days', async () => {
    await standOn(bank.id, date('2026-04-01'))
    const drawn = await inBank((tx) => tx.visit.findFirstOrThrow({ where: { drawId: { not: null } } }))
    const move = (who: Person, plannedOn: string) =>
      moveVisit(who, { visitId: drawn.id, plannedOn, reason: '商户外出' })
    expect(await move(rm, '2026-04-02')).toMatchObject({ ok: false, error: { code: 'E_VISIT_DRAWN' } })
    expect(await move(post, '2026-04-20')).toMatchObject({ ok: false, error: { code: 'E_VISIT_DAY' } })
    expect(await move(post, '2026-04-02')).toMatchObject({ ok: true, value: { dueOn: '2026-04-02' } })
  })
})

describe('a visit of the plan', () => {
  const form = { result: 'ATTENTION' as const, marketInformation: '东区三户准备搬走' }
  let visitId: string
  test('is closed on the spot only: 200 m, two photos, the merchant’s name, a follow-up where something was found', async () => {
    const visit = await inBank((tx) => tx.visit.findFirstOrThrow({ where: { source: 'PLAN', offHour: false } }))
    visitId = visit.id
    await setPlace(post, { objectType: 'MARKET', objectId: market.id, latitude: '30.000000', longitude: '120.000000' })
    expect(await checkIn(rm, { visitId, latitude: '30.01', longitude: '120' })).toMatchObject({
      ok: false,
      error: { code: 'E_CHECK_IN_FAR', params: { metres: 1112 } },
    })
    expect(await completeVisit(rm, { visitId, form })).toMatchObject({
      ok: false,
      error: {
        code: 'E_VISIT_GAPS:CHECK_IN',
        fields: [{ path: 'latitude' }, { path: 'photos' }, { path: 'counterSignedBy' }, { path: 'form.followUps' }],
      },
    })
    expect(await checkIn(rm, { visitId, latitude: '30.001', longitude: '120' })).toMatchObject({
      ok: true,
      value: { metres: 111 },
    })
    for (const key of ['photo-one', 'photo-one', 'photo-two']) {
      const fileId = await photo(key)
      await addVisitPhoto(rm, { visitId, fileId, source: 'SITE_PHOTO' }, { idempotencyKey: key })
    }
    const done = await completeVisit(rm, {
      visitId,
      counterSignedBy: '韩某',
      form: { ...form, followUps: [{ what: '补充租约', dueOn: '2026-04-20' }] },
    })
    expect(done).toMatchObject({ ok: true, value: { state: 'DONE' } })
    expect(await inBank((tx) => tx.evidence.count({ where: { objectType: 'visit' } }))).toBe(2)
    expect(await inBank((tx) => tx.visit.findFirstOrThrow({ where: { id: visitId } }))).toMatchObject({ reviewState: 'NONE', checkInMetres: 111 }) // biome-ignore format: one line
  })

  test('leaves its follow-up with the visitor and what is said in the market with the named person', async () => {
    const mine = (await myWork(rm, {})).items.filter((i) => i.title === 'VISIT_FOLLOW_UP')
    expect(mine).toMatchObject([{ detail: '补充租约', href: `/monitoring/visits/${visitId}` }])
    const named = (await myWork(post, {})).items.filter((i) => i.title === 'MARKET_INFORMATION')
    expect(named).toMatchObject([{ detail: '东区三户准备搬走' }])
    expect(named[0]!.dueOn?.toString()).toBe('2026-04-03')
    const { items } = await objectTasks(rm, { objectType: 'visit', objectId: visitId })
    const followUp = items.find((k) => k.kind === 'VISIT_FOLLOW_UP')
    expect(await finishTask(post, { taskId: followUp!.id, note: '代办' })).toMatchObject({ ok: false, error: { code: 'E_NOT_FOUND' } }) // biome-ignore format: one line
    expect(await finishTask(rm, { taskId: followUp!.id, note: '租约已补' })).toMatchObject({ ok: true })
    expect((await myWork(rm, {})).items.filter((i) => i.title === 'VISIT_FOLLOW_UP')).toEqual([])
  })

  test('what nobody read in two working days goes to the risk manager, once', async () => {
    await at('2026-04-07')
    await at('2026-04-08')
    expect((await myWork(risk, {})).items.filter((i) => i.title === 'MARKET_INFORMATION_LATE')).toHaveLength(1)
    await standOn(bank.id, date('2026-04-01'))
  })

  test('closed with less, it needs a reason and goes to a superior; sent back, it is planned for the same merchant', async () => {
    const visit = await inBank((tx) =>
      tx.visit.findFirstOrThrow({ where: { source: 'PLAN', offHour: false, state: 'PLANNED' } }),
    )
    const closed = await completeVisit(rm, {
      visitId: visit.id,
      gapReason: '市场地下室无信号，定位不可用',
      form: { result: 'SATISFACTORY' },
    })
    expect(closed).toMatchObject({ ok: true })
    const back = await reviewVisit(risk, { visitId: visit.id, pass: false, note: '照片须补拍' })
    if (!back.ok) throw new Error(back.error.code)
    expect(await inBank((tx) => tx.visit.findFirstOrThrow({ where: { id: back.value.again! } }))).toMatchObject({
      merchantId: visit.merchantId,
      state: 'PLANNED',
    })
  })

  test('missed, it counts, and comes again within three working days', async () => {
    const before = (await visitMonth(rm, { month: '2026-04-01' })).counts
    const r = await replan(systemOf(bank), { on: '2026-04-25' })
    if (!r.ok) throw new Error(r.error.code)
    expect(r.value.visitsMissed).toBeGreaterThan(0)
    const after = (await visitMonth(rm, { month: '2026-04-01' })).counts
    expect(after.missed).toBe(before.missed + r.value.visitsMissed)
    const again = await inBank((tx) => tx.visit.findFirstOrThrow({ where: { source: { startsWith: 'MISSED:' } } }))
    expect(again).toMatchObject({ state: 'PLANNED', monitoringGrade: 'KEY' })
    expect(again.dueOn.toISOString().slice(0, 10)).toBe('2026-04-29')
  })
})

const photo = (name: string) =>
  inBank(async (tx) => {
    const id = newId()
    const sha256 = Buffer.from(id).toString('hex').padEnd(64, '0').slice(0, 64)
    await tx.fileObject.create({
      data: { bankId: bank.id, id, sha256, sizeBytes: 10n, mediaType: 'image/jpeg', name, kind: 'EVIDENCE' },
    })
    return id
  })

test('a grade is lowered by two people, raised by one, and the lowering falls when the reasons change', async () => {
  await standOn(bank.id, date('2026-04-02'))
  const [g] = (await gradeList(rm, {})).items
  const of = { objectType: 'MERCHANT' as const, objectId: g!.id }
  const lower = await setGrade(post, { ...of, grade: 'GENERAL', reason: '老客户新开户' })
  expect(lower).toMatchObject({ ok: true, value: { effective: 'KEY', waits: true } })
  expect(await confirmGrade(post, { ...of, agree: true })).toMatchObject({ ok: false, error: { code: 'E_SOD' } })
  expect(await confirmGrade(risk, { ...of, agree: true })).toMatchObject({ ok: true, value: { effective: 'GENERAL' } })
  await planVisitMonth(risk, { month: '2026-04-01' })
  expect((await gradeList(rm, {})).items[0]).toMatchObject({ effective: 'GENERAL', computed: 'KEY' })
  await inBank((tx) => tx.loanState.updateMany({ data: { dpd: 9 } }))
  await planVisitMonth(risk, { month: '2026-04-01' })
  expect((await gradeList(rm, {})).items[0]).toMatchObject({ effective: 'KEY', manual: null })
})
