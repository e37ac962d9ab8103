/** The three lines' routine on real PostgreSQL: inspections by grade, the superior's word, clients that change their line (§8.1). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { completeVisit, reviewVisit } from '@/lib/monitoring/commands/visits'
import { assignMonitor } from '@/lib/monitoring/commands/warnings'
import { moveLines, planInspections } from '@/lib/monitoring/lines-daily'
import { defineCommand } from '@/lib/platform/commands'
import { date, fromDb, toDb } from '@/lib/platform/dates'
import { newId, type Tx, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup } from '../../fixtures/group'
import { paidOut } from '../../fixtures/loan'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testParty, testPerson } from '../../fixtures/people'
import { standOn, systemOf } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let market: TestMarket
let post: Person
let head: Person
let risk: Person
let loans: string[]
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('LIN')
  const rm = await testPerson(bank, 'rm', ['RM'])
  post = await testPerson(bank, 'post', ['POST_MKT', 'RISK_MGR'])
  head = await testPerson(bank, 'head', ['SB_HEAD'])
  risk = await testPerson(bank, 'risk', ['RISK_MGR'])
  const partner = await testPerson(bank, 'partner', ['POST_PARTNER'])
  market = await admittedMarket(bank, 'M-LIN', { grade: 'A', people: { rmId: rm.userId } })
  loans = await paidOut(bank, market, await approvedGroup(bank, market, { rmId: rm.userId }))
  await assignMonitor(risk, { objectType: 'MARKET', objectId: market.id, userId: post.userId })
  const partyId = await testParty(bank, 'G7', 'GUARANTOR')
  await assignMonitor(risk, { objectType: 'PARTY', objectId: partyId, userId: partner.userId })
})
afterAll(() => db.drop())

const morning = defineCommand({
  name: 'test.linesMorning',
  input: z.object({ date: z.string() }),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    const { monitoring } = await loadParameters(ctx.tx, ctx.actor.bankId, ctx.today)
    ctx.audit({ objectType: 'businessDay', objectId: ctx.input.date })
    const on = date(ctx.input.date)
    return {
      ...(await planInspections(ctx as never, on, monitoring)),
      ...(await moveLines(ctx as never, on, monitoring)),
    }
  },
})
const at = async (day: string) => {
  await standOn(bank.id, date(day))
  const r = await morning(systemOf(bank), { date: day })
  if (!r.ok) throw new Error(JSON.stringify(r.error))
  return r.value
}
const inspections = (kind: string) =>
  inBank((tx) => tx.visit.findMany({ where: { bankId: bank.id, kind }, orderBy: { id: 'asc' } }))

test('a market of grade A is inspected every two months, a partner every three, by their named persons, planned once', async () => {
  // admitted on 10 January: due on 10 March, and so at once on the 20th
  expect(await at('2026-03-20')).toMatchObject({ inspectionsPlanned: 1 })
  expect(await at('2026-03-21')).toMatchObject({ inspectionsPlanned: 0 })
  const [visit] = await inspections('MARKET_INSPECTION')
  expect(visit).toMatchObject({ assigneeId: post.userId, marketId: market.id, reviewState: 'NONE' })
  expect(fromDb(visit!.dueOn).toString()).toBe('2026-03-20')
  // named on 20 March: the partner's check is due on 20 June, on the desk a fortnight before
  await at('2026-06-05')
  expect(await inspections('PARTNER_CHECK')).toEqual([])
  await at('2026-06-06')
  expect((await inspections('PARTNER_CHECK')).map((v) => fromDb(v.dueOn).toString())).toEqual(['2026-06-20'])
})

test('a market’s check goes to a superior, who is another person; sent back it is made again', async () => {
  const [visit] = await inspections('MARKET_INSPECTION')
  const form = {
    result: 'SATISFACTORY' as const,
    note: '抽查三十户，经营正常',
    answers: {
      occupancy: '93',
      footfallYoY: '-20',
      operatorChange: 'NONE',
      planning: 'RELOCATION_NOTICE_PUBLISHED',
    },
  }
  expect(
    await completeVisit(post, { visitId: visit!.id, form: { ...form, answers: { occupancy: '九成', planning: 'X' } } }),
  ).toMatchObject({
    error: {
      code: 'E_ANSWERS',
      fields: [
        { path: 'form.answers.occupancy', code: 'E_NUMBER' },
        { path: 'form.answers.footfallYoY', code: 'E_REQUIRED' },
        { path: 'form.answers.operatorChange', code: 'E_REQUIRED' },
        { path: 'form.answers.planning', code: 'E_ANSWER' },
      ],
    },
  })
  expect(await completeVisit(post, { visitId: visit!.id, form })).toMatchObject({ ok: true })
  // what was found on the spot is a warning at once
  const raised = await inBank((tx) => tx.warningSignal.findMany({ where: { bankId: bank.id, objectId: market.id } }))
  expect(raised.map((w) => `${w.code} ${w.level}`).sort()).toEqual(['W-M02 ORANGE', 'W-M06 ORANGE'])
  expect(await reviewVisit(post, { visitId: visit!.id, pass: true, note: '同意' })).toMatchObject({
    ok: false,
    error: { code: 'E_SOD' },
  })
  const back = await reviewVisit(head, { visitId: visit!.id, pass: false, note: '缺少空铺清单' })
  expect(back).toMatchObject({ ok: true, value: { state: 'RETURNED', again: expect.any(String) } })
  expect(await reviewVisit(risk, { visitId: visit!.id, pass: true, note: '同意' })).toMatchObject({
    ok: false,
    error: { code: 'E_STATE' },
  })
  expect(await inspections('MARKET_INSPECTION')).toMatchObject([
    { reviewState: 'RETURNED' },
    { state: 'PLANNED', assigneeId: post.userId },
  ])
})

test('a client is measured with its whole household: over two million it goes to FULL, on the line it comes back', async () => {
  const [a, b] = [loans[0]!, loans[1]!]
  const rows = await inBank((tx) => tx.loan.findMany({ where: { bankId: bank.id, id: { in: [a, b] } } }))
  const line = (id: string) =>
    inBank((tx) => tx.loan.findFirstOrThrow({ where: { bankId: bank.id, id } })).then((l) => l.monitoringLine)
  await inBank((tx) =>
    tx.merchant.updateMany({
      where: { bankId: bank.id, id: { in: rows.map((r) => r.merchantId) } },
      data: { householdKey: 'H-1' },
    }),
  )
  const owe = async (fenA: bigint, fenB: bigint, day: string, seq: number) => {
    await inBank(async (tx) => {
      await tx.loanState.updateMany({ where: { bankId: bank.id, loanId: a }, data: { principalFen: fenA, dpd: 0 } })
      await tx.loanState.updateMany({ where: { bankId: bank.id, loanId: b }, data: { principalFen: fenB, dpd: 0 } })
      await tx.loanEvent.create({
        data: {
          bankId: bank.id,
          id: newId(),
          loanId: a,
          seq,
          kind: 'PAY',
          valueDate: toDb(date(day)),
          bookedOn: toDb(date(day)),
          fact: {},
          at: new Date(),
        },
      })
    })
    await at(day)
  }
  await owe(150_000_000n, 50_000_001n, '2026-07-01', 90)
  expect([await line(a), await line(b)]).toEqual(['FULL', 'FULL'])
  await owe(150_000_000n, 50_000_000n, '2026-07-05', 91)
  expect([await line(a), await line(b)]).toEqual(['LIGHT', 'LIGHT'])
})
