import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { date, type PlainDate, toDb } from '@/lib/platform/dates'
import type { Result } from '@/lib/platform/errors'
import { toYuan, yuan } from '@/lib/platform/money'
import { withTenant } from '@/lib/platform/tenant'
import { previewLoanChange } from '@/lib/servicing/change-queries'
import { decideLoanChange, requestLoanChange } from '@/lib/servicing/commands/changes'
import { recordDebits } from '@/lib/servicing/commands/debits'
import { repayLoan } from '@/lib/servicing/commands/repay'
import { debitList } from '@/lib/servicing/debit-queries'
import { dryRunEndOfDay } from '@/lib/servicing/end-of-day/dry-run'
import { proveLedger } from '@/lib/servicing/end-of-day/prove'
import { closeBusinessDay } from '@/lib/servicing/end-of-day/run'
import { decideLedgerChange, proposeAccount, proposeRule } from '@/lib/servicing/ledger/configure'
import { exportContent, exportCsv, exportJournal } from '@/lib/servicing/ledger/export'
import { loanBalances } from '@/lib/servicing/ledger/loan-balances'
import { closePeriod } from '@/lib/servicing/ledger/period'
import { journalSearch, ledgerChart, loanLedger, trialBalance } from '@/lib/servicing/ledger/queries'
import { loanDetail, loanSchedule, repaymentPreview } from '@/lib/servicing/queries'
import { importCoreStatement, resolveDifference } from '@/lib/servicing/reconciliation/commands'
import type { BookTerms } from '@/lib/servicing/rules/loan-events'
import { loanTerms } from '@/lib/servicing/rules/loan-terms'
import { statementDocument } from '@/lib/servicing/statement/documents'
import { loanStatement } from '@/lib/servicing/statement/query'
import { type TestDatabase, testDatabase } from '../../database'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { portfolio, standOn, systemOf } from '../../fixtures/portfolio'

const START = date('2025-09-01')
// many days are closed on the way
vi.setConfig({ testTimeout: 240_000 })
let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let today = START
const who = {} as Record<
  'rm' | 'maker' | 'checker' | 'risk' | 'legal' | 'head' | 'sbHead' | 'approver' | 'admin' | 'admin2' | 'both',
  Person
>

function terms(more: Partial<BookTerms> = {}): BookTerms {
  return {
    ...loanTerms(
      {
        principalFen: yuan('500000'),
        annualRatePpm: 43_500,
        startDate: START,
        maturityDate: date('2026-09-01'),
        method: 'BULLET',
      },
      { repaymentDay: 20, holidayShift: 'NEXT' },
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
}

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('LLB')
  const person = (login: string, roles: Parameters<typeof testPerson>[2]) => testPerson(bank, login, roles)
  who.rm = await person('rm', ['RM'])
  who.maker = await person('maker', ['OPS_MAKER'])
  who.checker = await person('checker', ['OPS_CHECKER'])
  who.both = await person('both', ['OPS_MAKER', 'OPS_CHECKER'])
  who.risk = await person('risk', ['RISK_MGR'])
  who.legal = await person('legal', ['LEGAL'])
  who.head = await person('head', ['CR_HEAD'])
  who.sbHead = await person('sb-head', ['SB_HEAD'])
  who.approver = await person('approver', ['CR_APPROVER'])
  who.admin = await person('admin', ['TENANT_ADMIN'])
  who.admin2 = await person('admin2', ['TENANT_ADMIN'])
}, 120_000)
afterAll(() => db.drop())

const value = <T>(r: Result<T>): T => {
  if (!r.ok) throw new Error(JSON.stringify(r.error))
  return r.value
}
const refused = (code: string) => ({ ok: false, error: { code } })
/** A change of the ledger, proposed by the first administrator, approved by the second. */
const changed = async (proposed: Awaited<ReturnType<typeof proposeRule>>) =>
  value(await decideLedgerChange(who.admin2, { changeId: value(proposed).id, approve: true }))
const detail = (loanId: string) => loanDetail(who.maker, { loanId })
const pay = (loanId: string, amount: string, more: Partial<Parameters<typeof repayLoan>[1]> = {}) =>
  repayLoan(who.maker, { loanId, amount, valueDate: today.toString(), ...more })

/** A fresh loan on the day the bank stands on; the bank first goes back to the beginning of its life when nothing was closed. */
async function lend(more: Partial<BookTerms> = {}): Promise<string> {
  const { loanIds } = await portfolio(db, bank, [
    terms({ startDate: today, maturityDate: today.add({ months: 12 }), ...more }),
  ])
  return loanIds[0]!
}
/** Closes days until the bank stands on the day. */
async function goTo(day: PlainDate | string): Promise<void> {
  const target = typeof day === 'string' ? date(day) : day
  while (Temporal.PlainDate.compare(today, target) < 0) {
    value(await closeBusinessDay(systemOf(bank), { date: today.toString() }))
    today = today.add({ days: 1 })
  }
}
async function change(
  maker: Person,
  checker: Person,
  loanId: string,
  c: Parameters<typeof requestLoanChange>[1]['change'],
  valueDate?: string,
) {
  const asked = value(
    await requestLoanChange(maker, { loanId, change: c, reason: '测试申请', ...(valueDate ? { valueDate } : {}) }),
  )
  return value(await decideLoanChange(checker, { changeId: asked.id, decision: 'APPROVE' }))
}
async function agreed(): Promise<void> {
  const proof = await withTenant({ bankId: bank.id, partyId: null }, (tx) => proveLedger(tx, bank.id, today.toString()))
  expect(proof).toMatchObject({ agreed: true, imbalanceFen: 0n })
  expect((await trialBalance(who.maker, {})).balanced).toBe(true)
}

describe('a bullet loan of 500,000 at 4.35 %', () => {
  let loanId: string

  test('owes 1,147.92 on its first due date, and money that comes early waits in suspense and costs nothing', async () => {
    await standOn(bank.id, START)
    loanId = await lend()
    await goTo('2025-09-18')
    expect(value(await pay(loanId, '1000.00'))).toMatchObject({ surplusFen: yuan('1000'), stillDueFen: 0n })
    await goTo('2025-09-22') // the 20th is a Saturday: debited on Monday, without penalty
    const d = await detail(loanId)
    expect(d).toMatchObject({
      interestDueFen: yuan('147.92'),
      penaltyFen: 0n,
      suspenseFen: 0n,
      dpd: 0,
      state: 'CURRENT',
    })
    expect(value(await pay(loanId, '147.92'))).toMatchObject({ stillDueFen: 0n, interestFen: yuan('147.92') })
    await agreed()
  })

  test('falls overdue, and a payment value-dated to the due date takes its penalty away again', async () => {
    await goTo('2025-10-30')
    const late = await detail(loanId)
    expect(late).toMatchObject({ state: 'OVERDUE', dpd: 10, class: 'SPECIAL_MENTION', interestDueFen: yuan('1812.50') })
    expect(late.penaltyFen).toBeGreaterThan(0n)
    const preview = await repaymentPreview(who.rm, { loanId, amount: '1812.50', valueDate: '2025-10-20' })
    expect(preview).toMatchObject({ interestFen: yuan('1812.50'), penaltyFen: 0n, stillDueFen: 0n })
    expect(value(await pay(loanId, '1812.50', { valueDate: '2025-10-20' }))).toMatchObject({
      state: 'CURRENT',
      dpd: 0,
      stillDueFen: 0n,
    })
    expect((await detail(loanId)).penaltyFen).toBe(0n)
    await agreed()
  })

  test('a repayment is taken back by two people, and the loan owes as if it had never been paid', async () => {
    const { repayments } = await detail(loanId)
    const { eventId } = repayments.find((r) => r.amountFen === yuan('1812.50'))!
    const reversal = { kind: 'REVERSAL' as const, eventId: eventId! }
    const asked = value(await requestLoanChange(who.both, { loanId, change: reversal, reason: '记错借据' }))
    expect(await decideLoanChange(who.both, { changeId: asked.id, decision: 'APPROVE' })).toMatchObject(
      refused('E_SOD'),
    )
    expect(await requestLoanChange(who.maker, { loanId, change: reversal, reason: '再次' })).toMatchObject(
      refused('E_CHANGE_OPEN'),
    )
    const before = await previewLoanChange(who.maker, { loanId, change: reversal })
    expect(before.after.interestDueFen).toBe(yuan('1812.50'))
    value(await decideLoanChange(who.checker, { changeId: asked.id, decision: 'APPROVE' }))
    const d = await detail(loanId)
    expect(d).toMatchObject({ dpd: 10, state: 'OVERDUE', interestDueFen: yuan('1812.50') })
    expect(d.penaltyFen).toBe(before.after.penaltyFen)
    expect(await requestLoanChange(who.maker, { loanId, change: reversal, reason: '再冲' })).toMatchObject(
      refused('E_ALREADY_REVERSED'),
    )
    await agreed()
  })

  test('too much money goes to suspense and back to the borrower by two people', async () => {
    const due = (await detail(loanId)).totalDueFen
    value(await pay(loanId, toYuan(due + yuan('88.00'))))
    expect((await detail(loanId)).suspenseFen).toBe(yuan('88'))
    expect(
      await requestLoanChange(who.maker, { loanId, change: { kind: 'REFUND', amount: '88.01' }, reason: '退多缴' }),
    ).toMatchObject(refused('E_SUSPENSE_TOO_SMALL'))
    await change(who.maker, who.checker, loanId, { kind: 'REFUND', amount: '88.00' })
    expect((await detail(loanId)).suspenseFen).toBe(0n)
    await agreed()
  })
})

test('a day that is being closed takes no bookings, and says so', async () => {
  const loanId = await lend()
  const staff = { bankId: bank.id, partyId: null }
  await withTenant(staff, (tx) =>
    tx.businessDayRun.create({ data: { bankId: bank.id, day: toDb(today), state: 'RUNNING', startedAt: new Date() } }),
  )
  expect(await pay(loanId, '10.00')).toMatchObject(refused('E_DAY_CLOSING'))
  await withTenant(staff, (tx) => tx.businessDayRun.deleteMany({ where: { bankId: bank.id, day: toDb(today) } }))
  expect(await pay(loanId, '10.00')).toMatchObject({ ok: true })
})

test('a prepayment shortens the instalments or the term, as the borrower chose', async () => {
  const [a, b] = [
    await lend({ method: 'ANNUITY', interestBasis: 'PERIOD', repaymentDay: null }),
    await lend({ method: 'ANNUITY', interestBasis: 'PERIOD', repaymentDay: null }),
  ]
  const before = await loanSchedule(who.rm, { loanId: a })
  await goTo(today.add({ days: 10 }))
  const kept = value(await pay(a, '200000', { prepay: 'KEEP_TERM' }))
  expect(kept.prepaidFen + kept.prepaidInterestFen).toBe(yuan('200000'))
  value(await pay(b, '200000', { prepay: 'KEEP_INSTALMENT' }))
  const [term, instalment] = [await loanSchedule(who.rm, { loanId: a }), await loanSchedule(who.rm, { loanId: b })]
  expect(term.rows).toHaveLength(13)
  expect(term.rows[1]!.totalFen).toBeLessThan(before.rows[1]!.totalFen)
  expect(instalment.rows.length).toBeLessThan(term.rows.length)
  expect(instalment.rows[2]!.totalFen).toBe(before.rows[1]!.totalFen)
  expect(value(await pay(a, toYuan((await detail(a)).payoffFen), { prepay: 'KEEP_TERM' }))).toMatchObject({
    principalBalanceFen: 0n,
  })
  expect((await detail(a)).interestRunningFen).toBe(0n)
  await agreed()
})

test('an extension needs its cap, a restructuring marks the loan, an acceleration calls everything in', async () => {
  const loanId = await lend({ maturityDate: today.add({ months: 3 }) })
  expect(
    await requestLoanChange(who.rm, {
      loanId,
      change: { kind: 'EXTENSION', maturityDate: today.add({ months: 7 }).toString() },
      reason: '展期',
    }),
  ).toMatchObject(refused('E_MATURITY_CAP'))
  await change(who.rm, who.approver, loanId, { kind: 'EXTENSION', maturityDate: today.add({ months: 6 }).toString() })
  expect((await detail(loanId)).maturityDate.toString()).toBe(today.add({ months: 6 }).toString())
  await goTo(today.add({ days: 45 }))
  expect((await detail(loanId)).dpd).toBeGreaterThan(0)
  await change(who.rm, who.head, loanId, {
    kind: 'RESTRUCTURE',
    maturityDate: today.add({ months: 12 }).toString(),
    annualRate: '3.60',
    method: 'EQUAL_PRINCIPAL',
  })
  const restructured = await detail(loanId)
  expect(restructured).toMatchObject({ class: 'SPECIAL_MENTION', ratePpm: 36_000 })
  expect(restructured.restructuredOn?.toString()).toBe(today.toString())
  await change(who.rm, who.legal, loanId, { kind: 'ACCELERATE' })
  const called = await detail(loanId)
  expect(called).toMatchObject({ state: 'ACCELERATED', principalDueFen: yuan('500000') })
  await goTo(today.add({ days: 1 }))
  expect((await detail(loanId)).penaltyFen).toBeGreaterThan(called.penaltyFen)
  await agreed()
})

test('costs come first, penalty can be waived, misused money bears the higher rate once', async () => {
  const loanId = await lend({ maturityDate: today.add({ months: 2 }) })
  await change(who.rm, who.risk, loanId, { kind: 'MISUSE', amount: '120000' })
  await goTo(today.add({ days: 30 }))
  const d = await detail(loanId)
  // 8.70 % in all: the plan's 4.35 % and as much again as penalty
  expect(d.penaltyFen).toBeGreaterThanOrEqual(yuan('435.00'))
  await change(who.maker, who.checker, loanId, { kind: 'COST', amount: '300.00' })
  expect(value(await pay(loanId, '100.00'))).toMatchObject({ costsFen: yuan('100') })
  const owed = (await detail(loanId)).penaltyFen
  expect(
    await requestLoanChange(who.rm, {
      loanId,
      change: { kind: 'WAIVER', penalty: toYuan(owed + 100_000n) },
      reason: '减免',
    }),
  ).toMatchObject(refused('E_WAIVER_TOO_LARGE'))
  const asked = value(
    await requestLoanChange(who.rm, {
      loanId,
      change: { kind: 'WAIVER', penalty: toYuan(owed - yuan('2')) },
      reason: '减免',
    }),
  )
  value(await pay(loanId, '250.00')) // what is left of the costs, and 50.00 of the penalty
  expect(await decideLoanChange(who.risk, { changeId: asked.id, decision: 'APPROVE' })).toMatchObject(
    refused('E_WAIVER_TOO_LARGE'),
  )
  value(await decideLoanChange(who.risk, { changeId: asked.id, decision: 'REJECT', note: '金额过大' }))
  await change(who.rm, who.risk, loanId, { kind: 'WAIVER', penalty: '100.00' })
  expect((await detail(loanId)).penaltyFen).toBe(owed - yuan('150'))
  await agreed()
})

test('a renewal without repayment closes the old note with the new one, and the borrower brings the interest', async () => {
  const loanId = await lend({ maturityDate: today.add({ months: 6 }) })
  const renewal = { kind: 'RENEWAL' as const, maturityDate: today.add({ months: 12 }).toString() }
  await goTo(today.add({ days: 5 }))
  const asked = value(await requestLoanChange(who.rm, { loanId, change: renewal, reason: '无还本续贷' }))
  expect(await decideLoanChange(who.approver, { changeId: asked.id, decision: 'APPROVE' })).toMatchObject(
    refused('E_RENEWAL_INTEREST'),
  )
  const { interestRunningFen } = await detail(loanId)
  value(await pay(loanId, toYuan(interestRunningFen)))
  const done = value(await decideLoanChange(who.approver, { changeId: asked.id, decision: 'APPROVE' }))
  expect(await detail(loanId)).toMatchObject({ state: 'RENEWED', balanceFen: 0n, totalDueFen: 0n, suspenseFen: 0n })
  expect(await detail(done.newLoanId!)).toMatchObject({
    state: 'CURRENT',
    balanceFen: yuan('500000'),
    renewedFrom: loanId,
  })
  expect(await pay(loanId, '1.00')).toMatchObject(refused('E_STATE'))
  await agreed()
})

test('a loss is written off by a head, kept beside the balance sheet, and what comes back is recovered', async () => {
  const loanId = await lend({ maturityDate: today.add({ months: 1 }), principalFen: yuan('10000') })
  await goTo(today.add({ days: 33 }))
  expect(await requestLoanChange(who.risk, { loanId, change: { kind: 'WRITE_OFF' }, reason: '核销' })).toMatchObject(
    refused('E_NOT_LOSS_CLASS'),
  )
  await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
    tx.loanState.updateMany({ where: { bankId: bank.id, loanId }, data: { class: 'LOSS' } }),
  )
  await goTo(today.add({ days: 2 })) // provided for in full, and no longer accruing
  const before = await detail(loanId)
  expect(before).toMatchObject({ accruing: false, provisionFen: yuan('10000') })
  await change(who.risk, who.sbHead, loanId, { kind: 'WRITE_OFF' })
  const written = await detail(loanId)
  expect(written).toMatchObject({ state: 'WRITTEN_OFF', provisionFen: 0n })
  await agreed()
  await goTo(today.add({ days: 3 }))
  expect((await detail(loanId)).totalDueFen).toBe(written.totalDueFen) // nothing runs any more
  value(await pay(loanId, '4000.00'))
  const t = await trialBalance(who.maker, {})
  expect(
    t.accounts.find((a) => a.code === '7103')!.balanceFen + t.accounts.find((a) => a.code === '7104')!.balanceFen,
  ).toBe(written.totalDueFen - yuan('4000'))
  await agreed()
})

describe('the ledger', () => {
  test('a debit order is answered once, whatever comes twice', async () => {
    const loanId = await lend({ maturityDate: today.add({ months: 6 }) })
    do await goTo(today.add({ days: 1 }))
    while ((await debitList(who.maker, {})).items.every((i) => i.loanId !== loanId))
    const { items } = await debitList(who.maker, {})
    const mine = items.find((i) => i.loanId === loanId)!
    const answer = { number: mine.number, paid: toYuan(mine.amountFen), reference: 'CORE-1' }
    expect(await recordDebits(who.maker, { items: [{ ...answer, paid: toYuan(mine.amountFen + 1n) }] })).toMatchObject(
      refused('E_DEBIT_OVER'),
    )
    expect(value(await recordDebits(who.maker, { items: [answer] }))).toMatchObject({ answered: 1, paid: 1, again: 0 })
    expect(value(await recordDebits(who.maker, { items: [answer] }))).toMatchObject({ answered: 0, again: 1 })
    expect((await detail(loanId)).totalDueFen).toBe(0n)
    await agreed()
  })

  test('what an end of day would do is shown and undone', async () => {
    const before = await trialBalance(who.maker, { date: today.toString() })
    const plan = await dryRunEndOfDay(systemOf(bank), today)
    expect(plan).toMatchObject({
      date: today.toString(),
      postings: expect.arrayContaining([expect.objectContaining({ event: 'ACCRUAL' })]),
    })
    expect(await trialBalance(who.maker, { date: today.toString() })).toEqual(before)
    value(await closeBusinessDay(systemOf(bank), { date: today.toString() }))
    expect(await closeBusinessDay(systemOf(bank), { date: today.toString() })).toMatchObject(refused('E_DAY_CLOSED'))
    today = today.add({ days: 1 })
  })

  test('a closed day is exported once and always the same, and its hash is that of the file', async () => {
    expect(await exportJournal(who.maker, { date: today.toString() })).toMatchObject(refused('E_DAY_OPEN'))
    const day = today.subtract({ days: 1 }).toString()
    const first = value(await exportJournal(who.maker, { date: day }))
    await changed(
      await proposeAccount(who.admin, {
        code: '1321',
        nameZh: '应收利息',
        nameEn: 'Interest receivable',
        kind: 'ASSET',
        glCode: '113201',
        reason: '总行科目调整',
      }),
    )
    const again = value(await exportJournal(who.checker, { date: day }))
    expect(again).toMatchObject({ sha256: first.sha256, number: first.number, again: true })
    const { lines } = await exportContent(who.checker, { date: day })
    expect(createHash('sha256').update(exportCsv(lines)).digest('hex')).toBe(first.sha256)
    const sum = (key: 'debit' | 'credit') => lines.reduce((s, l) => s + yuan(l[key]), 0n)
    expect(sum('debit')).toBe(sum('credit'))
  })

  test('a posting rule keeps its proved side, both sides belong together, and a closed account is not used', async () => {
    const reason = '核算口径调整'
    const rule = { event: 'ACCRUAL', part: 'interest', debit: '1321', reason } as const
    const refusals = [
      await proposeRule(who.admin, { ...rule, debit: '1001', credit: '6011' }),
      await proposeRule(who.admin, { ...rule, credit: '7199' }),
      await proposeAccount(who.admin, {
        code: '6011',
        nameZh: '利息收入',
        nameEn: 'Interest income',
        kind: 'INCOME',
        closed: true,
        reason,
      }),
    ]
    expect(refusals).toMatchObject(['E_RULE_PROVED', 'E_RULE_SIDES', 'E_ACCOUNT_USED'].map(refused))
    const account = {
      code: '6013',
      nameZh: '小微利息收入',
      nameEn: 'Small business interest',
      kind: 'INCOME',
      reason,
    } as const
    await changed(await proposeAccount(who.admin, account))
    await changed(await proposeRule(who.admin, { ...rule, credit: '6013' }))
    await goTo(today.add({ days: 1 }))
    const t = await trialBalance(who.maker, {})
    expect(t.accounts.find((a) => a.code === '6013')!.creditFen).toBeGreaterThan(0n)
    await agreed()
  })

  test("where a yuan goes is nobody's alone: the proposer does not decide, one proposal waits at a time, and a rejected one changes nothing", async () => {
    const rule = { event: 'ACCRUAL', part: 'interest', debit: '1321', credit: '6011', reason: '改回' } as const
    const { id: changeId } = value(await proposeRule(who.admin, rule))
    const ruleNow = async () =>
      (await ledgerChart(who.admin, {})).rules.find((r) => r.event === 'ACCRUAL' && r.part === 'interest')!.credit
    expect(await ruleNow()).toBe('6013')
    expect(await decideLedgerChange(who.admin, { changeId, approve: true })).toMatchObject(refused('E_FOUR_EYES'))
    expect(await proposeRule(who.admin2, rule)).toMatchObject(refused('E_LEDGER_PENDING'))
    value(await decideLedgerChange(who.admin2, { changeId, approve: false, reason: '口径未定' }))
    expect(await ruleNow()).toBe('6013')
    expect(await decideLedgerChange(who.admin2, { changeId, approve: true })).toMatchObject(refused('E_STATE'))
    const { changes } = await ledgerChart(who.maker, {})
    expect(changes.find((c) => c.id === changeId)).toMatchObject({ state: 'REJECTED', before: { credit: '6013' } })
  })

  test('nothing is value-dated into a closed month', async () => {
    const loanId = await lend({ startDate: today, maturityDate: today.add({ months: 8 }) })
    const next = today.with({ day: 1 }).add({ months: 1 })
    await goTo(next.add({ days: 5 }))
    for (let m = START.with({ day: 1 }); Temporal.PlainDate.compare(m, next) < 0; m = m.add({ months: 1 }))
      value(await closePeriod(who.checker, { month: m.toString() }))
    expect(await closePeriod(who.checker, { month: next.toString() })).toMatchObject(refused('E_PERIOD_NOT_OVER'))
    expect(await pay(loanId, '10.00', { valueDate: next.subtract({ days: 1 }).toString() })).toMatchObject(
      refused('E_PERIOD_CLOSED'),
    )
    expect(await pay(loanId, '10.00', { valueDate: next.toString() })).toMatchObject({ ok: true })
    await agreed()
  })

  test('journals are found by number and event, and a loan has its own', async () => {
    const { items } = await journalSearch(who.maker, { event: 'REPAYMENT', limit: 3 })
    expect(items.length).toBe(3)
    const found = await journalSearch(who.maker, { search: items[1]!.number })
    expect(found.items.map((i) => i.number)).toEqual([items[1]!.number])
    const own = await loanLedger(who.rm, { loanId: items[0]!.objectId })
    for (const j of own.items) expect(j.lines.reduce((s, l) => s + l.debitFen - l.creditFen, 0n)).toBe(0n)
    const b = await loanBalances(who.rm, { loanId: items[0]!.objectId })
    expect(b.principalFen).toBeGreaterThanOrEqual(0n)
  })

  test('the core’s statement is matched line by line; a difference stands until a second person explains it', async () => {
    const loanId = await lend()
    value(await pay(loanId, '123.45'))
    const { accounts } = await trialBalance(who.maker, {})
    const book = -accounts.find((a) => a.code === '2011')!.balanceFen
    const rows = await withTenant(
      { bankId: bank.id, partyId: null },
      (tx) =>
        tx.$queryRaw<
          { number: string; amount: bigint }[]
        >`select j.number, sum(l.credit_fen - l.debit_fen)::bigint as amount from journal j
        join journal_line l on l.bank_id = j.bank_id and l.journal_id = j.id where j.business_date = ${toDb(today)}::date and l.account_code = '2011' group by j.number order by j.number`,
    )
    const csv = (lines: typeof rows) =>
      ['日期,流水号,发生额', ...lines.map((r) => `${today},${r.number},${toYuan(r.amount)}`)].join('\n')
    const good = { accountNo: '2011', date: today.toString(), csv: csv(rows), closing: toYuan(book) }
    expect(value(await importCoreStatement(who.maker, good))).toMatchObject({
      state: 'MATCHED',
      differenceFen: 0n,
      onlyInBooks: 0,
    })
    const short = { ...good, csv: csv(rows.slice(0, -1)), closing: toYuan(book - rows.at(-1)!.amount) }
    const off = value(await importCoreStatement(who.maker, short))
    expect(off).toMatchObject({ state: 'DIFFERENT', onlyInBooks: 1, differenceFen: -rows.at(-1)!.amount })
    expect(
      await resolveDifference(who.maker, { statementId: off.id, explanation: '在途款项，次日到账' }),
    ).toMatchObject(refused('E_FORBIDDEN'))
    value(await resolveDifference(who.checker, { statementId: off.id, explanation: '在途款项，次日到账' }))
    expect(await importCoreStatement(who.maker, { ...good, accountNo: '9999' })).toMatchObject(
      refused('E_ACCOUNT_UNKNOWN'),
    )
    expect(await importCoreStatement(who.maker, { ...good, csv: '甲,乙\n1,2' })).toMatchObject(
      refused('E_STATEMENT_HEADINGS'),
    )
  })

  test('a statement opens where the one before closed, and comes as PDF and as a workbook', async () => {
    const loanId = await lend()
    const began = today
    await goTo(today.add({ days: 25 }))
    value(await pay(loanId, toYuan((await detail(loanId)).totalDueFen + 1n)))
    const first = await loanStatement(who.rm, { loanId, from: began.toString(), to: began.add({ days: 9 }).toString() })
    const second = await loanStatement(who.rm, { loanId, from: began.add({ days: 10 }).toString() })
    expect(second.opening).toEqual(first.closing)
    expect(second.entries.map((e) => e.kind)).toContain('PAY')
    const pdf = await statementDocument(who.rm, { loanId }, 'pdf')
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
    const xlsx = await statementDocument(who.rm, { loanId }, 'xlsx')
    expect(
      Buffer.from(await xlsx.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK')
  })
})
