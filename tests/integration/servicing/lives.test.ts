import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { date, fromDb, type PlainDate, toDb } from '@/lib/platform/dates'
import { withTenant } from '@/lib/platform/tenant'
import { bookOf, type LoanOrder } from '@/lib/servicing/book/apply'
import { readLoans } from '@/lib/servicing/book/read'
import { scheduleColumns, stateColumns } from '@/lib/servicing/book/state'
import { proveLedger } from '@/lib/servicing/end-of-day/prove'
import { closeBusinessDay } from '@/lib/servicing/end-of-day/run'
import { merchantBalances } from '@/lib/servicing/ledger/loan-balances'
import { trialBalance } from '@/lib/servicing/ledger/queries'
import { fromSerial, toSerial } from '@/lib/servicing/rules/serial-day'
import { type TestDatabase, testDatabase } from '../../database'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { bookOrders, portfolio, standOn, systemOf } from '../../fixtures/portfolio'
import { CALENDAR, dice, randomFact, randomTerms } from '../../model/lives'
import { slowLife } from '../../model/slow-loan'

const LOANS = Number(process.env.LIVES ?? 120)
const DAYS = Number(process.env.LIFE_DAYS ?? 110)
/** Over the turn of a year into a leap year, its 29 February and a long holiday. */
const START = date('2023-11-20')

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let loanIds: string[]
let merchantId: string
beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('LIF')
  await standOn(bank.id, START)
  const off: PlainDate[] = []
  for (let day = START; day.year < 2026; day = day.add({ days: 1 }))
    if (day.dayOfWeek <= 5 && !CALENDAR.isWorkingDay(day)) off.push(day)
  await withTenant({ bankId: bank.id, partyId: null }, async (tx) => {
    await tx.calendarDay.deleteMany({ where: { bankId: bank.id } })
    await tx.calendarDay.createMany({
      data: off.map((d) => ({ bankId: bank.id, day: toDb(d), isWorking: false, name: '假日' })),
    })
  })
  const d = dice(7)
  const terms = Array.from({ length: LOANS }, () => randomTerms(d, START))
  const made = await portfolio(db, bank, terms)
  loanIds = made.loanIds
  merchantId = made.merchantId
}, 600_000)
afterAll(() => db.drop())

const staff = () => ({ bankId: bank.id, partyId: null })
const stored = (ids: readonly string[]) => withTenant(staff(), (tx) => readLoans(tx, bank.id, ids))

describe('loans that live through days of business', () => {
  test('stand in the database as their books say, every end of day, and the ledger agrees to the fen', async () => {
    const d = dice(11)
    const system = systemOf(bank)
    let booked = 0
    let reversed = 0
    let backDated = 0
    for (let n = 0, day = START; n < DAYS; n++, day = day.add({ days: 1 })) {
      // some loans have something happen to them today, some of it with an earlier value date, some of it taken back
      const chosen = loanIds.filter(() => d.chance(0.035))
      const loans = await stored(chosen)
      const orders: LoanOrder[] = []
      for (const loan of loans) {
        const payments = loan.events.filter((e) => e.kind === 'PAY' && !e.fromSuspense)
        if (payments.length > 0 && d.chance(0.08)) {
          orders.push({ loanId: loan.id, reverse: d.pick(payments).id })
          continue
        }
        const back = d.chance(0.2) ? d.int(1, 40) : 0
        const on = Math.max(toSerial(loan.terms.startDate), toSerial(day) - back)
        const fact = randomFact(d, loan.terms, loan.events, on)
        if (!fact || (fact.kind === 'WRITE_OFF' && back > 0)) continue
        orders.push({ loanId: loan.id, add: [{ fact, valueDate: fromSerial(on), source: 'CUSTOMER' }] })
      }
      for (let i = 0; i < orders.length; i += 200) {
        const done = await bookedOf(system, orders.slice(i, i + 200))
        booked += done.length
        reversed += done.filter((o) => 'reverse' in o).length
        backDated += done.filter((o) => 'add' in o && !o.add[0]!.valueDate.equals(day)).length
      }
      const closed = await closeBusinessDay(system, { date: day.toString() })
      if (!closed.ok) throw new Error(`${day}: ${JSON.stringify(closed.error)}`)
      if (n % 10 === 9 || n === DAYS - 1) await compare(day.add({ days: 1 }).toString(), d.int(0, 4))
    }
    expect(booked).toBeGreaterThan(LOANS / 2)
    expect(reversed).toBeGreaterThan(LOANS / 60)
    expect(backDated).toBeGreaterThan(LOANS / 10)
  }, 3_000_000)

  test('stand as somebody says who counts every single night of each of them', async () => {
    const today = START.add({ days: DAYS })
    const loans = await stored(loanIds)
    const states = await withTenant(staff(), (tx) => tx.loanState.findMany({ where: { bankId: bank.id } }))
    const byId = new Map(states.map((s) => [s.loanId, s]))
    for (const loan of loans) {
      const slow = slowLife({ ...loan.terms, calendar: CALENDAR }, loan.events, toSerial(today))
      const s = byId.get(loan.id)!
      const book = bookOf(loan, loan.events, toSerial(today))
      expect({
        id: loan.id,
        principal: s.principalFen,
        principalDue: s.principalDueFen,
        interestDue: s.interestDueFen,
        ripe: s.interestRipeFen,
        penalty: s.oldestDue && s.live ? s.penaltyFen : slow.penaltyFen,
        compound: s.oldestDue && s.live ? s.compoundFen : slow.compoundFen,
        costs: s.costsFen,
        suspense: s.suspenseFen,
        dpd: s.live ? s.dpd : slow.dpd,
        rows: book.rows.map((r) => [r.due, r.paidPrincipalFen, r.paidInterestFen]),
      }).toEqual({
        id: loan.id,
        principal: slow.principalFen,
        principalDue: slow.principalDueFen,
        interestDue: slow.interestDueFen,
        ripe: slow.interestRipeFen,
        penalty: slow.penaltyFen,
        compound: slow.compoundFen,
        costs: slow.costsFen,
        suspense: slow.suspenseFen,
        dpd: slow.dpd,
        rows: slow.items,
      })
    }
  }, 3_000_000)

  test('add up to the accounts of the ledger on any day gone by, as it was known when that day closed', async () => {
    const clerk = await testPerson(bank, 'clerk', ['OPS_MAKER'])
    const d = dice(23)
    for (const back of [1, DAYS - 1, ...Array.from({ length: 6 }, () => d.int(2, DAYS - 2))]) {
      const day = START.add({ days: DAYS - back })
      const held = await heldOn(clerk, day)
      const loans = await merchantBalances(clerk, { merchantId, date: day.toString() })
      const sum = (part: 'costsFen' | 'suspenseFen') => loans.items.reduce((s, i) => s + i[part], 0n)
      expect({
        day: day.toString(),
        principal: loans.principalFen,
        interest: loans.interestFen,
        penalty: loans.penaltyFen,
        costs: sum('costsFen'),
        suspense: sum('suspenseFen'),
      }).toEqual({
        day: day.toString(),
        principal: held('1301'),
        interest: held('1321') + held('7101'),
        penalty: held('1322') + held('7102'),
        costs: held('1323'),
        suspense: -held('2241'),
      })
    }
  }, 600_000)
})

/** Books orders together; a portion with one that is refused is halved until the refused ones stand alone. */
async function bookedOf(system: ReturnType<typeof systemOf>, orders: LoanOrder[]): Promise<LoanOrder[]> {
  if ((await bookOrders(system, { orders })).ok) return orders
  if (orders.length === 1) return []
  const half = orders.length >> 1
  return [...(await bookedOf(system, orders.slice(0, half))), ...(await bookedOf(system, orders.slice(half)))]
}

/** What stood in an account at the end of a day, debit above zero. */
async function heldOn(person: Person, day: PlainDate): Promise<(code: string) => bigint> {
  const { accounts, balanced } = await trialBalance(person, { date: day.toString() })
  expect(balanced).toBe(true)
  return (code) => accounts.find((a) => a.code === code)?.balanceFen ?? 0n
}

/** State and schedule of every loan (or a fifth of them) against the book told anew; and the ledger's own proof. */
async function compare(day: string, slice: number): Promise<void> {
  const N = toSerial(date(day))
  const some = LOANS > 1000 ? loanIds.filter((_, i) => i % 5 === slice) : loanIds
  const loans = await stored(some)
  const [states, rows, proof] = await withTenant(staff(), async (tx) => [
    await tx.$queryRaw<
      Record<string, unknown>[]
    >`select (select jsonb_object_agg(c.key, case jsonb_typeof(c.value) when 'number' then to_jsonb(c.value #>> '{}') else c.value end)
        from jsonb_each(to_jsonb(s)) c) as s from loan_state s where bank_id = ${bank.id}::uuid`,
    await tx.scheduleRow.findMany({
      where: { bankId: bank.id, loanId: { in: some } },
      orderBy: [{ loanId: 'asc' }, { no: 'asc' }],
    }),
    await proveLedger(tx, bank.id, day),
  ])
  expect(proof).toMatchObject({ agreed: true, imbalanceFen: 0n })
  const byId = new Map(states.map((r) => [(r.s as { loan_id: string }).loan_id, r.s as Record<string, unknown>]))
  const rowsOf = Map.groupBy(rows, (r) => r.loanId)
  for (const loan of loans) {
    const book = bookOf(loan, loan.events, N)
    const s = byId.get(loan.id)!
    const said: Record<string, unknown> = { ...stateColumns(book) }
    const got: Record<string, unknown> = {}
    // where nothing runs it does not matter since when; days past due and running sums are kept of late, live loans only
    if (said.pen_step === '0') delete said.pen_from
    if (said.com_step === '0') delete said.com_from
    if (!s.live || said.oldest_due === null) {
      delete said.penalty_fen
      delete said.compound_fen
    }
    if (!s.live) {
      for (const key of ['dpd', 'next_on', 'turn_on', 'row_from', 'row_no']) delete said[key]
    }
    for (const key of Object.keys(said))
      got[key] = typeof said[key] === 'number' && s[key] !== null ? Number(s[key]) : s[key]
    expect({ day, id: loan.id, ...got }).toEqual({ day, id: loan.id, ...said })
    const plan = (rowsOf.get(loan.id) ?? []).map((r) => [
      r.no,
      fromDb(r.dueDate).toString(),
      String(r.principalFen),
      String(r.interestFen),
      String(r.paidPrincipalFen),
      String(r.paidInterestFen),
    ])
    expect(plan).toEqual(
      scheduleColumns(book).map((r) => [
        r.no,
        r.due_date,
        r.principal_fen,
        r.interest_fen,
        r.paid_principal_fen,
        r.paid_interest_fen,
      ]),
    )
  }
}
