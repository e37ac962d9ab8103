/** Two people take back what was booked, whatever it was: the loan and the ledger stand as if it had never been. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { date, type PlainDate } from '@/lib/platform/dates'
import type { Result } from '@/lib/platform/errors'
import { toYuan, yuan } from '@/lib/platform/money'
import { newId, withTenant } from '@/lib/platform/tenant'
import { loanChanges, previewLoanChange } from '@/lib/servicing/change-queries'
import { decideLoanChange, requestLoanChange, withdrawLoanChange } from '@/lib/servicing/commands/changes'
import { recordDebits } from '@/lib/servicing/commands/debits'
import { repayLoan } from '@/lib/servicing/commands/repay'
import { debitList } from '@/lib/servicing/debit-queries'
import { proveLedger } from '@/lib/servicing/end-of-day/prove'
import { closeBusinessDay } from '@/lib/servicing/end-of-day/run'
import { closePeriod } from '@/lib/servicing/ledger/period'
import { loanLedger, trialBalance } from '@/lib/servicing/ledger/queries'
import { loanDetail, repaymentPreview } from '@/lib/servicing/queries'
import type { BookTerms } from '@/lib/servicing/rules/loan-events'
import { loanTerms } from '@/lib/servicing/rules/loan-terms'
import { type TestDatabase, testDatabase } from '../../database'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { portfolio, standOn, systemOf } from '../../fixtures/portfolio'

const START = date('2026-03-18')
// many days are closed on the way
vi.setConfig({ testTimeout: 240_000 })
let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let today = START
/** paid 50.00 in March, and nothing more */
let march: string
const who = {} as Record<'rm' | 'rm2' | 'maker' | 'checker' | 'risk' | 'legal' | 'head' | 'sbHead', Person>

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('TBK')
  const roles = {
    rm: 'RM',
    rm2: 'RM',
    maker: 'OPS_MAKER',
    checker: 'OPS_CHECKER',
    risk: 'RISK_MGR',
    legal: 'LEGAL',
    head: 'CR_HEAD',
    sbHead: 'SB_HEAD',
  } as const
  for (const [login, role] of Object.entries(roles)) who[login as 'rm'] = await testPerson(bank, login, [role])
  await standOn(bank.id, START)
  march = await lend()
  value(await pay(march, '50.00'))
}, 120_000)
afterAll(() => db.drop())

const staff = () => ({ bankId: bank.id, partyId: null })
const value = <T>(r: Result<T>): T => {
  if (!r.ok) throw new Error(JSON.stringify(r.error))
  return r.value
}
const refused = (code: string) => ({ ok: false, error: { code } })
const detail = (loanId: string) => loanDetail(who.maker, { loanId })
const pay = (loanId: string, amount: string, more: Partial<Parameters<typeof repayLoan>[1]> = {}) =>
  repayLoan(who.maker, { loanId, amount, valueDate: today.toString(), ...more })

async function lend(more: Partial<BookTerms> = {}): Promise<string> {
  const terms: BookTerms = {
    ...loanTerms(
      {
        principalFen: yuan('200000'),
        annualRatePpm: 48_000,
        startDate: today,
        maturityDate: today.add({ months: 12 }),
        method: 'EQUAL_PRINCIPAL',
      },
      { frequency: 'WEEKLY' },
    ),
    upliftPpm: 500_000,
    misuseUpliftPpm: 1_000_000,
    graceDays: 0,
    settlementDay: 20,
    settlementMonths: 1,
    compoundOnPenalty: true,
    allocation: 'LEGAL',
    principalFirstAfter90: false,
    ...more,
  }
  return (await portfolio(db, bank, [terms])).loanIds[0]!
}
async function goTo(target: PlainDate): Promise<void> {
  while (Temporal.PlainDate.compare(today, target) < 0) {
    value(await closeBusinessDay(systemOf(bank), { date: today.toString() }))
    today = today.add({ days: 1 })
  }
}
type Change = Parameters<typeof requestLoanChange>[1]['change']
async function change(maker: Person, checker: Person, loanId: string, c: Change, valueDate?: string) {
  const day = valueDate ? { valueDate } : {}
  const asked = value(await requestLoanChange(maker, { loanId, change: c, reason: '按申请办理', ...day }))
  return value(await decideLoanChange(checker, { changeId: asked.id, decision: 'APPROVE' }))
}
/** What was booked last on the loan. */
const lastEvent = async (loanId: string) => (await detail(loanId)).events.at(-1)!
const takeBack = async (loanId: string, eventId?: string) =>
  change(who.maker, who.checker, loanId, { kind: 'REVERSAL', eventId: eventId ?? (await lastEvent(loanId)).id })
async function agreed(): Promise<void> {
  const proof = await withTenant(staff(), (tx) => proveLedger(tx, bank.id, today.toString()))
  expect(proof).toMatchObject({ agreed: true, imbalanceFen: 0n })
  expect((await trialBalance(who.maker, {})).balanced).toBe(true)
}
/** The figures of a loan that a reversal has to bring back. */
async function figures(loanId: string) {
  const d = await detail(loanId)
  const { state, balanceFen, totalDueFen, interestRunningFen, penaltyFen, suspenseFen, costsFen, dpd, ratePpm } = d
  const { maturityDate, misusedFen, payoffFen, restructuredOn, writtenOffOn } = d
  return {
    ...{ state, balanceFen, totalDueFen, interestRunningFen, penaltyFen, suspenseFen, costsFen, dpd, ratePpm },
    ...{ maturityDate: maturityDate.toString(), misusedFen, payoffFen, restructuredOn, writtenOffOn },
  }
}

test('whatever two people changed on a loan two people take back, and loan and ledger stand as before', async () => {
  const loanId = await lend()
  await goTo(today.add({ days: 9 })) // two days late
  value(await pay(loanId, '0.10'))
  const later = today.add({ months: 18 }).toString()
  const kinds: [Person, Person, Change, string?][] = [
    [who.rm, who.risk, { kind: 'WAIVER', penalty: '0.50' }],
    [who.maker, who.checker, { kind: 'COST', amount: '120.00' }],
    [who.rm, who.risk, { kind: 'MISUSE', amount: '50000.00' }, today.subtract({ days: 5 }).toString()],
    [who.rm, who.head, { kind: 'RATE', annualRate: '6.00' }, today.subtract({ days: 3 }).toString()],
    [who.rm, who.head, { kind: 'RESTRUCTURE', maturityDate: later, annualRate: '3.60' }],
    [who.rm, who.legal, { kind: 'ACCELERATE' }],
  ]
  for (const [maker, checker, c, valueDate] of kinds) {
    const before = await figures(loanId)
    await change(maker, checker, loanId, c, valueDate)
    expect(await figures(loanId), c.kind).not.toEqual(before)
    await agreed()
    await takeBack(loanId)
    expect(await figures(loanId), c.kind).toEqual(before)
    await agreed()
  }
  // days later, with nights in between: as if it had never been
  const twin = await lend()
  const called = await lend()
  await change(who.rm, who.legal, called, { kind: 'ACCELERATE' })
  await goTo(today.add({ days: 4 }))
  expect((await detail(called)).state).toBe('ACCELERATED')
  await takeBack(called)
  expect(await figures(called)).toEqual(await figures(twin))
  await agreed()
})

test('a write-off that was a mistake comes back with its provision; recoveries are taken back before it', async () => {
  const [loanId, twin] = [await lend(), await lend()]
  await goTo(today.add({ days: 8 }))
  for (const id of [loanId, twin])
    await withTenant(staff(), (tx) =>
      tx.loanState.updateMany({ where: { bankId: bank.id, loanId: id }, data: { class: 'LOSS' } }),
    )
  await goTo(today.add({ days: 2 }))
  await change(who.risk, who.sbHead, loanId, { kind: 'WRITE_OFF' })
  const { id } = await lastEvent(loanId)
  await goTo(today.add({ days: 2 }))
  await change(who.maker, who.checker, loanId, { kind: 'COST', amount: '300.00' })
  const cost = await lastEvent(loanId)
  value(await pay(loanId, '1000.00'))
  expect(
    await requestLoanChange(who.maker, { loanId, change: { kind: 'REVERSAL', eventId: id }, reason: '误核销' }),
  ).toMatchObject(refused('E_RECOVERY_FIRST'))
  await takeBack(loanId)
  await takeBack(loanId, cost.id)
  await agreed()
  await takeBack(loanId, id)
  await agreed()
  expect(await figures(loanId)).toEqual(await figures(twin))
  await goTo(today.add({ days: 1 }))
  expect((await detail(loanId)).provisionFen).toBe((await detail(twin)).provisionFen)
  await agreed()
})

test('a payment whose surplus the end of day used is taken back with that use; a refund of it is taken back first', async () => {
  const loanId = await lend()
  value(await pay(loanId, '100.00'))
  const { id } = await lastEvent(loanId)
  const ask = () => requestLoanChange(who.maker, { loanId, change: { kind: 'REVERSAL', eventId: id }, reason: '记错' })
  await change(who.maker, who.checker, loanId, { kind: 'REFUND', amount: '40.00' })
  expect(await ask()).toMatchObject(refused('E_REVERSE_FIRST'))
  await takeBack(loanId)
  await goTo(today.add({ days: 7 }))
  expect((await detail(loanId)).repayments.find((r) => r.source === 'SUSPENSE')).toMatchObject({ reversed: false })
  await takeBack(loanId, id)
  const d = await detail(loanId)
  expect(d.repayments.every((r) => r.reversed)).toBe(true)
  expect(d).toMatchObject({ suspenseFen: 0n, balanceFen: yuan('200000') })
  await agreed()
})

test('money that a claim paid is not taken back here, and what is not there cannot be', async () => {
  const loanId = await lend()
  value(await pay(loanId, '10.00'))
  const { id } = await lastEvent(loanId)
  const client = new pg.Client({ connectionString: db.superuserUrl })
  await client.connect()
  await client.query('set session_replication_role = replica')
  await client.query('update repayment set claim_id = $1 where event_id = $2', [newId(), id])
  await client.end()
  const asked = (eventId: string) =>
    requestLoanChange(who.maker, { loanId, change: { kind: 'REVERSAL', eventId }, reason: '记错' })
  expect(await asked(id)).toMatchObject(refused('E_REVERSAL_OF_CLAIM'))
  expect(await asked(newId())).toMatchObject(refused('E_NOT_FOUND'))
})

test('who asked for a change may withdraw it, nobody else, and not after it was decided', async () => {
  const loanId = await lend()
  const c: Change = { kind: 'RATE', annualRate: '5.00' }
  const asked = value(await requestLoanChange(who.rm, { loanId, change: c, reason: '利率调整' }))
  expect(await withdrawLoanChange(who.rm2, { changeId: asked.id })).toMatchObject(refused('E_CHANGE_NOT_YOURS'))
  value(await withdrawLoanChange(who.rm, { changeId: asked.id }))
  expect(await decideLoanChange(who.head, { changeId: asked.id, decision: 'APPROVE' })).toMatchObject(
    refused('E_STATE'),
  )
  expect((await loanChanges(who.rm, { loanId })).items[0]).toMatchObject({ state: 'WITHDRAWN' })
  value(await requestLoanChange(who.rm, { loanId, change: c, reason: '重新申请' }))
})

test('a request that cannot be is refused when it is asked for, with the reason', async () => {
  const loanId = await lend()
  const ask = (c: Change, valueDate?: string) =>
    requestLoanChange(who.rm, { loanId, change: c, reason: '申请', ...(valueDate ? { valueDate } : {}) })
  const tomorrow = today.add({ days: 1 }).toString()
  expect(await ask({ kind: 'RATE', annualRate: '5.00' }, tomorrow)).toMatchObject(refused('E_DATE:valueDate'))
  expect(await ask({ kind: 'WAIVER', penalty: '1.00' })).toMatchObject(refused('E_WAIVER_TOO_LARGE'))
  expect(await ask({ kind: 'RESTRUCTURE', maturityDate: today.toString() })).toMatchObject(refused('E_MATURITY_PASSED'))
  await expect(
    previewLoanChange(who.rm, { loanId, valueDate: tomorrow, change: { kind: 'MISUSE', amount: '1.00' } }),
  ).rejects.toMatchObject({ error: { code: 'E_DATE:valueDate' } })
  await expect(repaymentPreview(who.rm, { loanId, amount: '1.00', valueDate: tomorrow })).rejects.toMatchObject({
    error: { code: 'E_DATE:valueDate' },
  })
})

test('a renewal says beforehand what the borrower has to bring', async () => {
  const loanId = await lend({ method: 'BULLET', interestBasis: 'DAILY' })
  await goTo(today.add({ days: 3 }))
  const { interestRunningFen } = await detail(loanId)
  const c = { kind: 'RENEWAL' as const, maturityDate: today.add({ months: 14 }).toString(), principal: '150000.00' }
  const { renewal } = await previewLoanChange(who.rm, { loanId, change: c })
  expect(renewal).toMatchObject({ principalFen: yuan('150000'), ownFen: yuan('50000') + interestRunningFen })
})

test('a bank’s own word for a source is kept; margin, suspense and renewal money is not moved by a repayment', async () => {
  const loanId = await lend()
  value(await pay(loanId, '1.00', { source: 'auto-debit' }))
  value(await pay(loanId, '1.00', { source: '柜面缴存' }))
  value(await pay(loanId, '1.00', { source: 'COUNTER/03' }))
  expect((await detail(loanId)).repayments.map((r) => r.source).sort()).toEqual([
    'AUTO_DEBIT',
    'COUNTER/03',
    '柜面缴存',
  ])
  for (const source of ['SUSPENSE', 'margin', 'Renewal'])
    expect(await pay(loanId, '1.00', { source }), source).toMatchObject(refused('E_SOURCE_RESERVED'))
  for (const source of ['', '=1+1', 'x'.repeat(41)])
    expect(await pay(loanId, '1.00', { source }), source).toMatchObject(refused('E_SOURCE'))
  await agreed()
})

test('what the core debited for a loan that was paid meanwhile waits in suspense, and the file is booked', async () => {
  const loanId = await lend({ maturityDate: today.add({ days: 2 }), principalFen: yuan('1000') })
  const mine = async () => (await debitList(who.maker, {})).items.find((i) => i.loanId === loanId)
  while (!(await mine())) await goTo(today.add({ days: 1 }))
  const order = (await mine())!
  value(await pay(loanId, toYuan((await detail(loanId)).payoffFen), { prepay: 'KEEP_TERM' }))
  expect((await detail(loanId)).state).toBe('SETTLED')
  const items = [{ number: order.number, paid: toYuan(order.amountFen) }]
  expect(value(await recordDebits(who.maker, { items }))).toMatchObject({ paid: 1 })
  expect(await detail(loanId)).toMatchObject({ state: 'SETTLED', suspenseFen: order.amountFen })
  await agreed()
  await change(who.maker, who.checker, loanId, { kind: 'REFUND', amount: toYuan(order.amountFen) })
  expect((await detail(loanId)).suspenseFen).toBe(0n)
  await agreed()
})

test('something of a closed month is taken back today: told anew from its day, posted into the open period', async () => {
  const open = date('2026-04-01')
  const { id } = (await detail(march)).events[0]!
  value(await closePeriod(who.checker, { month: '2026-03-01' }))
  await takeBack(march, id)
  await agreed()
  const journals = (await loanLedger(who.maker, { loanId: march })).items.filter((j) => j.date.equals(today))
  expect(journals.length).toBeGreaterThan(0)
  for (const j of journals) expect(Temporal.PlainDate.compare(j.valueDate, open)).toBeGreaterThanOrEqual(0)
})

test('two repayments at the same moment are both booked, one after the other; the same key books once', async () => {
  const loanId = march
  const due = (await detail(loanId)).totalDueFen
  expect(due).toBeGreaterThan(0n)
  const both = await Promise.all([pay(loanId, toYuan(due)), pay(loanId, toYuan(due))])
  expect(both.every((r) => r.ok)).toBe(true)
  expect(await detail(loanId)).toMatchObject({ totalDueFen: 0n, suspenseFen: due })
  const once = () =>
    repayLoan(who.maker, { loanId, amount: '7.00', valueDate: today.toString() }, { idempotencyKey: 'teller-1' })
  const [a, b] = await Promise.all([once(), once()])
  expect(value(a).id).toBe(value(b).id)
  expect((await detail(loanId)).suspenseFen).toBe(due + yuan('7'))
  await agreed()
})

test('two people who decide the same reversal at once take it back once', async () => {
  const loanId = await lend()
  value(await pay(loanId, '5.00'))
  const { id } = await lastEvent(loanId)
  const checker2 = await testPerson(bank, `checker-${newId().slice(-4)}`, ['OPS_CHECKER'])
  const asked = value(
    await requestLoanChange(who.maker, { loanId, change: { kind: 'REVERSAL', eventId: id }, reason: '记错' }),
  )
  const decide = (p: Person) => decideLoanChange(p, { changeId: asked.id, decision: 'APPROVE' })
  const done = await Promise.all([decide(who.checker), decide(checker2)])
  expect(done.filter((r) => r.ok)).toHaveLength(1)
  expect((await detail(loanId)).suspenseFen).toBe(0n)
  await agreed()
})

test('a repayment and the end of the day do not cross: it is booked before, after, or refused', async () => {
  const loanId = await lend()
  const [closed, paid] = await Promise.all([
    closeBusinessDay(systemOf(bank), { date: today.toString() }),
    pay(loanId, '9.00'),
  ])
  value(closed)
  today = today.add({ days: 1 })
  if (!paid.ok) expect(['E_DAY_CLOSING', 'E_DATE:valueDate']).toContain(paid.error.code)
  expect((await detail(loanId)).suspenseFen).toBe(paid.ok ? yuan('9') : 0n)
  await agreed()
})
