/**
 * A year of three markets, day by day: a calm one, one whose merchants pay three weeks late for a month after a fire, and
 * one that collapses as steel trade did, where a third of the balance stops paying at once. A model that shares no code
 * with the engine lives the same year; at each month's end every loan, the portfolio, the roll rates and the vintages have
 * to agree to the fen, and the stop has to fall on the day that the model names.
 */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { date, fromDb, type PlainDate, toDb } from '@/lib/platform/dates'
import { withTenant } from '@/lib/platform/tenant'
import { portfolioReport, rollReport, vintageReport } from '@/lib/reports/queries'
import { takeSnapshot } from '@/lib/reports/snapshot'
import type { LoanOrder } from '@/lib/servicing/book/apply'
import { closeBusinessDay } from '@/lib/servicing/end-of-day/run'
import { toSerial } from '@/lib/servicing/rules/serial-day'
import { type TestDatabase, testDatabase } from '../../database'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { bookOrders, portfolio, standOn, systemOf } from '../../fixtures/portfolio'
import { CALENDAR, type Dice, dice, randomTerms } from '../../model/lives'
import { SlowLoan } from '../../model/slow-loan'

const EACH = 24
const DAYS = Number(process.env.YEAR_DAYS ?? 365)
const START = date('2026-01-05')
const FIRE = { from: date('2026-06-10'), to: date('2026-07-10'), lateDays: 21 }
const COLLAPSE = { on: date('2026-05-15'), loans: 9 }

const MONTHLY = {
  method: 'BULLET' as const,
  interestBasis: 'DAILY' as const,
  frequency: 'MONTHLY' as const,
  every: 1,
  gracePeriods: 0,
  balloonFen: 0n,
  maturityDate: START.add({ months: 18 }),
}

type Life = {
  id: string
  market: number
  slow: SlowLoan
  granted: bigint
  /** pays from so many days after the due date */
  lateBy: number
  /** pays nothing from this day on */
  stops: PlainDate | null
  worst: number
  /** at the end of each month gone by: days past due, or null when nothing was owed any more */
  ends: (number | null)[]
}

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let head: Person
let marketIds: string[]
const lives: Life[] = []

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('YEAR')
  head = await testPerson(bank, 'head', ['SB_HEAD'])
  await standOn(bank.id, START)
  const off: PlainDate[] = []
  for (let day = START; day.year < 2028; day = day.add({ days: 1 }))
    if (day.dayOfWeek <= 5 && !CALENDAR.isWorkingDay(day)) off.push(day)
  await withTenant({ bankId: bank.id, partyId: null }, async (tx) => {
    await tx.calendarDay.deleteMany({ where: { bankId: bank.id } })
    await tx.calendarDay.createMany({
      data: off.map((d) => ({ bankId: bank.id, day: toDb(d), isWorking: false, name: '假日' })),
    })
  })
  const d = dice(2026)
  marketIds = []
  for (let market = 0; market < 3; market++) {
    const terms = Array.from({ length: EACH }, (_, i) => ({
      ...randomTerms(d, START, true),
      graceDays: 0,
      // those who will collapse owe interest every month and their principal next year
      ...(market === 2 && i < COLLAPSE.loans ? MONTHLY : {}),
    }))
    const made = await portfolio(db, bank, terms)
    marketIds.push(made.marketId)
    for (const [i, t] of terms.entries())
      lives.push({
        id: made.loanIds[i]!,
        market,
        slow: new SlowLoan({ ...t, calendar: CALENDAR }),
        granted: t.principalFen,
        lateBy: d.chance(0.08) ? d.int(3, 12) : 0,
        stops: market === 2 && i < COLLAPSE.loans ? COLLAPSE.on : null,
        worst: 0,
        ends: [],
      })
  }
  await separateMerchants()
}, 300_000)
afterAll(() => db.drop())

/** Each loan a merchant of its own: nobody answers for another. */
async function separateMerchants() {
  const client = new pg.Client({ connectionString: db.superuserUrl })
  await client.connect()
  await client.query('set session_replication_role = replica')
  await client.query(
    `insert into merchant (bank_id, id, market_id, borrower_type, name, py_full, py_initials)
     select bank_id, id, market_id, 'INDIVIDUAL_BUSINESS', '商户' || number, 'sh', 'sh' from loan where bank_id = $1`,
    [bank.id],
  )
  await client.query('update loan set merchant_id = id where bank_id = $1', [bank.id])
  await client.end()
}

const owed = (i: SlowLoan['items'][number]) => i.principal - i.paidP - i.moved + i.interest - i.paidI
const alive = (l: Life) => l.slow.outstanding() > 0n || l.slow.items.some((i) => owed(i) > 0n)
const CLASS_FROM = [1, 91, 271, 361]
const rank = (dpd: number) => CLASS_FROM.filter((from) => dpd >= from).length
const BUCKETS = [1, 31, 61, 91, 181, 361]
const bucket = (dpd: number) => BUCKETS.filter((from) => dpd >= from).length

/** What each borrower does on a day, in the model's words; the engine is told the amounts. */
function pays(day: PlainDate, d: Dice): LoanOrder[] {
  const orders: LoanOrder[] = []
  for (const l of lives) {
    const late = l.slow.items.filter((i) => i.due <= l.slow.today && owed(i) > 0n)
    if (late.length === 0 || (l.stops && Temporal.PlainDate.compare(day, l.stops) >= 0)) continue
    const burning = l.market === 1 && day.toString() >= FIRE.from.toString() && day.toString() <= FIRE.to.toString()
    const since = l.slow.today - Math.min(...late.map((i) => i.due))
    if (since < (burning ? FIRE.lateDays : l.lateBy)) continue
    const p = l.slow.position()
    const all = p.principalDueFen + p.interestDueFen + p.penaltyFen + p.compoundFen + p.costsFen
    // some pay a part first; the rest follows the next day
    const amountFen = d.chance(0.05) ? all / 2n + 1n : all
    if (amountFen === 0n) continue
    l.slow.happen({ id: 'p', on: l.slow.today, kind: 'PAY', amountFen, prepay: null, fromSuspense: false })
    orders.push({
      loanId: l.id,
      add: [
        { fact: { kind: 'PAY', amountFen, prepay: null, fromSuspense: false }, valueDate: day, source: 'CUSTOMER' },
      ],
    })
  }
  return orders
}

/** Overdue balance ≥ 6 % or non-performing ≥ 3 % of a market, as its loans stand in the morning (§8.3 S1). */
function stopsToday(market: number): boolean {
  let [all, late, npl] = [0n, 0n, 0n]
  for (const l of lives.filter((x) => x.market === market && alive(x))) {
    const principal = l.slow.outstanding()
    all += principal
    if (l.slow.dpd() > 0) late += principal
    if (l.worst >= 2) npl += principal
  }
  return all > 0n && (late * 100n >= all * 6n || npl * 100n >= all * 3n)
}

test('a year of three markets stands at each month’s end as the model says', async () => {
  const d = dice(7)
  const system = systemOf(bank)
  const firstStop: (string | null)[] = [null, null, null]
  let compared = 0
  for (let n = 0, day = START; n < DAYS; n++, day = day.add({ days: 1 })) {
    const orders = pays(day, d)
    for (let i = 0; i < orders.length; i += 200) {
      const booked = await bookOrders(system, { orders: orders.slice(i, i + 200) })
      if (!booked.ok) throw new Error(`${day}: ${JSON.stringify(booked.error)}`)
    }
    const monthEnds = day.day === day.daysInMonth
    if (monthEnds) for (const l of lives) l.ends.push(alive(l) ? l.slow.dpd() : null)
    const expected = monthEnds ? statementsOf() : null
    const closed = await closeBusinessDay(system, { date: day.toString() })
    if (!closed.ok) throw new Error(`${day}: ${JSON.stringify(closed.error)}`)
    for (const l of lives) {
      l.slow.sleep()
      l.worst = Math.max(l.worst, rank(l.slow.dpd()))
    }
    for (const m of [0, 1, 2]) if (!firstStop[m] && stopsToday(m)) firstStop[m] = day.add({ days: 1 }).toString()
    if (expected) {
      await compareStatements(day, expected)
      await comparePortfolio(day)
      compared++
    }
  }
  expect(compared).toBe(DAYS >= 365 ? 12 : START.add({ days: DAYS }).month - 1)
  const stops = await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
    tx.stopTrigger.findMany({ where: { bankId: bank.id, code: 'S1' }, orderBy: { since: 'asc' } }),
  )
  const said = marketIds.map((id) => stops.find((s) => s.scopeId === id)?.since ?? null)
  expect(said.map((s) => s && fromDb(s).toString())).toEqual(firstStop)
  if (DAYS >= 365) await theYearWentAsTold()
}, 3_000_000)

type Statement = { id: string; principal: string; due: string; interest: string; dpd: number }

function statementsOf(): Statement[] {
  return lives.filter(alive).map((l) => {
    const p = l.slow.position()
    return {
      id: l.id,
      principal: String(p.principalFen),
      due: String(p.principalDueFen + p.interestDueFen + p.penaltyFen + p.compoundFen + p.costsFen),
      interest: String(p.interestRipeFen + p.interestRunningFen),
      dpd: p.dpd,
    }
  })
}

async function compareStatements(day: PlainDate, expected: Statement[]) {
  const rows = await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
    tx.loanStatement.findMany({ where: { bankId: bank.id, month: toDb(day.with({ day: 1 })) } }),
  )
  const got = rows.map((r) => ({
    id: r.loanId,
    principal: String(r.principalFen),
    due: String(r.dueFen),
    interest: String(r.interestFen),
    dpd: r.dpd,
  }))
  const byId = (a: Statement, b: Statement) => a.id.localeCompare(b.id)
  expect([day.toString(), ...got.sort(byId)]).toEqual([day.toString(), ...expected.sort(byId)])
}

/** The leaders' figures on the first morning of the month. */
async function comparePortfolio(day: PlainDate) {
  const taken = await takeSnapshot(head, {})
  if (!taken.ok) throw new Error(taken.error.code)
  for (const [market, id] of marketIds.entries()) {
    const code = (await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
      tx.market.findFirst({ where: { bankId: bank.id, id } }),
    ))!.code
    const report = (await portfolioReport(head, { by: 'market' }))!
    const own = lives.filter((l) => l.market === market && alive(l))
    const sum = (of: (l: Life) => boolean) => String(own.filter(of).reduce((s, l) => s + l.slow.outstanding(), 0n))
    const t = report.items.find((r) => r.key === code)?.totals
    expect({
      day: day.toString(),
      market,
      loans: t?.loans ?? 0,
      principal: String(t?.principalFen ?? 0n),
      late: String(t?.lateFen ?? 0n),
      late30: String(t?.late30Fen ?? 0n),
      npl: String(t?.nplFen ?? 0n),
    }).toEqual({
      day: day.toString(),
      market,
      loans: own.length,
      principal: sum(() => true),
      late: sum((l) => l.slow.dpd() > 0),
      late30: sum((l) => l.slow.dpd() > 30),
      npl: sum((l) => l.worst >= 2),
    })
  }
  const k = lives[0]!.ends.length - 1
  if (k === 0) return
  const moved = new Map<string, number>()
  for (const l of lives) {
    const [from, to] = [l.ends[k - 1]!, l.ends[k]!]
    if (from === null) continue
    const key = `${bucket(from)} ${to === null ? 7 : bucket(to)}`
    moved.set(key, (moved.get(key) ?? 0) + 1)
  }
  const roll = await rollReport(head, {})
  expect(roll.month).toBe(day.toString().slice(0, 7))
  const got = roll.items.flatMap((r) => r.to.map((x) => [`${r.fromBucket} ${x.bucket}`, x.loans] as const))
  expect(Object.fromEntries(got)).toEqual(Object.fromEntries(moved))
}

/** The shocks left their marks: the calm market is calm, the burnt one recovered, the collapsed one did not. */
async function theYearWentAsTold() {
  const [curve] = (await vintageReport(head, {})).items
  const ever = lives.filter((l) => l.ends.some((dpd) => dpd !== null && dpd > 30))
  expect(String(curve!.lateFen)).toBe(String(ever.reduce((s, l) => s + l.granted, 0n)))
  expect(curve!.lateLoans).toBe(ever.length)
  expect(ever.filter((l) => l.market === 2).length).toBeGreaterThanOrEqual(COLLAPSE.loans)
  expect(lives.filter((l) => l.market === 0 && l.worst >= 2)).toEqual([])
  const burnt = lives.filter((l) => l.market === 1)
  expect(burnt.some((l) => l.worst === 1)).toBe(true)
  expect(burnt.every((l) => l.worst < 2 && l.slow.dpd() < 30)).toBe(true)
  const fallen = lives.filter((l) => l.market === 2 && l.stops && l.worst >= 2)
  expect(fallen.length).toBe(COLLAPSE.loans)
  expect(lives.every((l) => l.slow.today === toSerial(START.add({ days: DAYS })))).toBe(true)
}
