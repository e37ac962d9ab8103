/** What the mornings make of late loans: signals that rise with the days, limits frozen, stops set and lifted (§8.2, §8.3). */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { handleWarning, releaseWarning, takeWarning, verifyWarning } from '@/lib/monitoring/commands/warnings'
import { planOrangeVisit } from '@/lib/monitoring/orange-visit'
import { evaluateStops } from '@/lib/monitoring/stops'
import { defineCommand } from '@/lib/platform/commands'
import { date, type PlainDate, toDb } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'
import { newId, type Tx, withTenant } from '@/lib/platform/tenant'
import { closeBusinessDay } from '@/lib/servicing/end-of-day/run'
import type { BookTerms } from '@/lib/servicing/rules/loan-events'
import { loanTerms } from '@/lib/servicing/rules/loan-terms'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup } from '../../fixtures/group'
import { inside } from '../../fixtures/inside'
import { admittedMarket } from '../../fixtures/market'
import { testBank, testPerson } from '../../fixtures/people'
import { type Portfolio, portfolio, standOn, systemOf } from '../../fixtures/portfolio'

const START = date('2026-03-21')
let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let loans: Portfolio
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

function terms(repaymentDay: number): BookTerms {
  return {
    ...loanTerms(
      {
        principalFen: yuan('100000'),
        annualRatePpm: 72_000,
        startDate: START,
        maturityDate: START.add({ months: 12 }),
        method: 'ANNUITY',
      },
      { repaymentDay },
    ),
    upliftPpm: 500_000,
    misuseUpliftPpm: 1_000_000,
    graceDays: 0,
    settlementDay: 20,
    settlementMonths: 1,
    compoundOnPenalty: true,
    allocation: 'LEGAL',
    principalFirstAfter90: false,
  }
}

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('WAT')
  await standOn(bank.id, START)
  loans = await portfolio(db, bank, [terms(20), terms(20), terms(20)])
})
afterAll(() => db.drop())

const close = async (upTo: PlainDate, from: PlainDate) => {
  for (let d = from; !d.equals(upTo); d = d.add({ days: 1 })) {
    const closed = await closeBusinessDay(systemOf(bank), { date: d.toString() })
    if (!closed.ok) throw new Error(JSON.stringify(closed.error))
  }
}
const signals = () => inBank((tx) => tx.warningSignal.findMany({ where: { bankId: bank.id, code: 'W-C01' } }))
const stops = (code: string) => inBank((tx) => tx.stopTrigger.findMany({ where: { bankId: bank.id, code } }))

test('one merchant gets one signal, as bad as the worst loan; it rises with the days, and RED freezes the limit', async () => {
  // due on 20 April, late from the 21st
  await close(date('2026-04-20'), START)
  expect(await signals()).toEqual([])
  await close(date('2026-04-21'), date('2026-04-20'))
  expect(await signals()).toMatchObject([{ level: 'YELLOW', value: '1', objectId: loans.merchantId, version: 1 }])
  await inBank((tx) =>
    tx.application.update({
      where: { bankId_id: { bankId: bank.id, id: loans.applicationId } },
      data: { state: 'SIGNED' },
    }),
  )
  const frozen = async () =>
    (await inBank((tx) => tx.application.findFirstOrThrow({ where: { bankId: bank.id, id: loans.applicationId } })))
      .frozen
  await close(date('2026-04-28'), date('2026-04-21'))
  expect(await signals()).toMatchObject([{ level: 'ORANGE', value: '8', version: 2 }])
  expect(await frozen()).toBe(false)
  await close(date('2026-05-21'), date('2026-04-28'))
  expect(await signals()).toMatchObject([{ level: 'RED', value: '31', version: 3, raisedOn: toDb(date('2026-04-21')) }])
  expect(await frozen()).toBe(true)
})

test('a confirmed orange signal is answered at the stall, once, within the days of its line', async () => {
  const orange = { level: 'ORANGE', objectType: 'MERCHANT', objectId: loans.merchantId, assignedTo: null }
  const person = await testPerson(bank, 'site', ['POST_MKT'])
  const plan = () => inside(bank, (ctx) => planOrangeVisit(ctx, { ...orange, assignedTo: person.userId }))
  await plan()
  await plan()
  const visits = await inBank((tx) =>
    tx.visit.findMany({ where: { bankId: bank.id, merchantId: loans.merchantId, kind: 'WARNING' } }),
  )
  expect(visits).toMatchObject([{ assigneeId: person.userId, isOnsite: true, state: 'PLANNED' }])
  // five working days from Thursday 2026-05-21
  expect(visits[0]!.dueOn.toISOString().slice(0, 10)).toBe('2026-05-28')
  await inBank((tx) => tx.visit.deleteMany({ where: { bankId: bank.id, kind: 'WARNING' } }))
})

test('a settled signal keeps quiet for the merge days though the loan is late as before, and is raised anew after them', async () => {
  const [red] = await signals()
  const people = [await testPerson(bank, 'v1', ['RISK_MGR']), await testPerson(bank, 'v2', ['RISK_MGR'])] as const
  await takeWarning(people[0], { warningId: red!.id })
  await verifyWarning(people[0], { warningId: red!.id, confirmed: true, note: '店铺仍在营业' })
  await handleWarning(people[0], { warningId: red!.id, note: '已约谈' })
  expect(await releaseWarning(people[1], { warningId: red!.id, reason: '已签还款计划' })).toMatchObject({ ok: true })
  await close(date('2026-05-27'), date('2026-05-21'))
  expect((await signals()).map((s) => s.state)).toEqual(['CLOSED'])
  await close(date('2026-05-28'), date('2026-05-27'))
  const [again] = (await signals()).filter((s) => s.state !== 'CLOSED')
  expect(again).toMatchObject({ level: 'RED', value: '38', times: 1 })
  expect(loans.loanIds).toContain(again!.loanId)
  const tasks = await inBank((tx) => tx.task.findMany({ where: { bankId: bank.id, kind: 'REVIEW_CLASS' } }))
  expect(new Set(tasks.map((t) => t.objectId))).toEqual(new Set(loans.loanIds))
})

test('a market whose late balances pass the line is stopped on that morning, once, and only people lift it', async () => {
  expect(await stops('S1')).toMatchObject([
    { scopeType: 'MARKET', scopeId: loans.marketId, state: 'ACTIVE', since: toDb(date('2026-04-21')) },
  ])
})

test('whatever a step of the day counts has a name in both languages', async () => {
  const steps = await inBank((tx) => tx.businessDayStep.findMany({ where: { bankId: bank.id } }))
  const counted = new Set(
    steps.flatMap((s) => Object.entries(s.counts ?? {}).flatMap(([key, n]) => (typeof n === 'number' ? [key] : []))),
  )
  expect(counted.size).toBeGreaterThan(30)
  for (const locale of ['zh-CN', 'en']) {
    const { count } = JSON.parse(readFileSync(`messages/${locale}/servicing.json`, 'utf8')) as { count: object }
    expect([...counted].filter((key) => !(key in count))).toEqual([])
  }
})

const evaluate = defineCommand({
  name: 'test.evaluateStops',
  input: z.object({ date: z.string() }),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    const { monitoring } = await loadParameters(ctx.tx, ctx.actor.bankId, ctx.today)
    ctx.audit({ objectType: 'businessDay', objectId: ctx.input.date })
    return evaluateStops(ctx as never, date(ctx.input.date), monitoring)
  },
})

test('a group that owes a replenishment for more than ten working days stops; the second takes the market with it; payment lifts both', async () => {
  const rm = await testPerson(bank, 'rm', ['RM'])
  const market = await admittedMarket(bank, 'M-S3', { people: { rmId: rm.userId } })
  const groups = [
    await approvedGroup(bank, market, { rmId: rm.userId }, '001'),
    await approvedGroup(bank, market, { rmId: rm.userId }, '002'),
  ]
  const ids = groups.map(() => newId())
  await inBank(async (tx) => {
    const accountId = newId()
    await tx.marginAccount.create({
      data: {
        bankId: bank.id,
        id: accountId,
        accountNo: '9988776655443322110',
        name: '保证金',
        type: 'JG_MARGIN',
        controlledBy: 'BANK',
        marketId: market.id,
        state: 'OPEN',
      },
    })
    for (const [i, group] of groups.entries()) {
      const [subLedgerId, claimId] = [newId(), newId()]
      const { applicationId } = group.members[0]!
      await tx.marginSubLedger.create({
        data: {
          bankId: bank.id,
          id: subLedgerId,
          accountId,
          subNo: `000${i}`,
          applicationId,
          groupId: group.groupId,
          state: 'OPEN',
          requiredFen: 5_000_000n,
        },
      })
      await tx.claim.create({
        data: {
          bankId: bank.id,
          id: claimId,
          loanId: loans.loanIds[i]!,
          applicationId,
          type: 'MARGIN',
          state: 'PAID',
          number: `CL-${i}`,
          amountFen: 100n,
          waterfall: {},
          trace: {},
          asOf: toDb(date('2026-05-01')),
        },
      })
      await tx.replenishment.create({
        data: {
          bankId: bank.id,
          id: ids[i]!,
          claimId,
          subLedgerId,
          amountFen: 100n,
          dueOn: toDb(date(i === 0 ? '2026-05-06' : '2026-05-08')),
          state: 'OVERDUE',
        },
      })
    }
  })
  const active = async () =>
    (await stops('S3')).filter((s) => s.state === 'ACTIVE').map((s) => [s.scopeType, s.scopeId].join())
  const at = async (day: string) => {
    const done = await evaluate(systemOf(bank), { date: day })
    return done.ok ? done.value : done.error
  }
  // Saturday the 9th is worked: ten working days after 6 May 2026 are over with 19 May
  expect(await at('2026-05-19')).toMatchObject({ stopsSet: 0 })
  expect(await at('2026-05-20')).toMatchObject({ stopsSet: 1 })
  expect(await active()).toEqual([`GROUP,${groups[0]!.groupId}`])
  expect(await at('2026-05-22')).toMatchObject({ stopsSet: 2 })
  expect((await active()).sort()).toEqual(
    [`GROUP,${groups[0]!.groupId}`, `GROUP,${groups[1]!.groupId}`, `MARKET,${market.id}`].sort(),
  )
  await inBank((tx) =>
    tx.replenishment.updateMany({ where: { bankId: bank.id, id: ids[0]! }, data: { state: 'PAID' } }),
  )
  expect(await at('2026-05-25')).toMatchObject({ stopsSet: 0, stopsLifted: 2 })
  expect(await active()).toEqual([`GROUP,${groups[1]!.groupId}`])
})
