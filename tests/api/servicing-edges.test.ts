/** What a bank's program, a clerk in a hurry or somebody with bad intentions may send about loans: an answer or a code, never a fault. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { date } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'
import type { BankRow } from '@/lib/platform/tenant'
import { newId } from '@/lib/platform/tenant'
import { loanTerms } from '@/lib/servicing/rules/loan-terms'
import { type TestDatabase, testDatabase } from '../database'
import { testBank, testPerson } from '../fixtures/people'
import { portfolio, standOn } from '../fixtures/portfolio'
import { apiClient, type Client } from './client'

vi.setConfig({ testTimeout: 240_000 })
const START = date('2026-03-18')
let db: TestDatabase
let bank: BankRow
let loanId: string
const as = {} as Record<'rm' | 'maker' | 'checker' | 'head' | 'stranger', Client>

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('EDG')
  const people = { rm: 'RM', maker: 'OPS_MAKER', checker: 'OPS_CHECKER', head: 'CR_HEAD' } as const
  for (const [login, role] of Object.entries(people)) {
    await testPerson(bank, login, [role])
    as[login as 'rm'] = await apiClient(bank, login)
  }
  const other = await testBank('OTH')
  await testPerson(other, 'maker', ['OPS_MAKER', 'RM'])
  as.stranger = await apiClient(other, 'maker')
  await standOn(bank.id, START)
  const terms = {
    ...loanTerms(
      {
        principalFen: yuan('100000'),
        annualRatePpm: 43_500,
        startDate: START,
        maturityDate: START.add({ months: 12 }),
        method: 'ANNUITY',
      },
      { frequency: 'WEEKLY' },
    ),
    ...{
      upliftPpm: 500_000,
      misuseUpliftPpm: 1_000_000,
      graceDays: 0,
      settlementDay: 20,
      settlementMonths: 1 as const,
    },
    ...{ compoundOnPenalty: true, allocation: 'LEGAL' as const, principalFirstAfter90: false },
  }
  loanId = (await portfolio(db, bank, [terms])).loanIds[0]!
}, 240_000)
afterAll(() => db.drop())

const DAYS = ['0001-01-01', '1899-12-31', '2026-02-30', '2026-03-18', '9999-12-31', 'yesterday', '']

test('odd days, amounts and words in any question about loans and ledger are answered or refused by code', async () => {
  const paths = DAYS.flatMap((d) => [
    `/ledger/trial-balance?date=${d}`,
    `/ledger/balances?account=1301&date=${d}`,
    `/ledger/journals?from=${d}&to=2020-01-01`,
    `/ledger/exports/${d || 'x'}`,
    `/loans/${loanId}/balances?date=${d}`,
    `/loans/${loanId}/statement?from=${d}&to=2026-03-18`,
    `/loans/${loanId}/statement?from=2026-03-18&to=${d}`,
    `/auto-debits?date=${d}`,
    `/end-of-day?date=${d}`,
  ])
  paths.push(
    '/ledger/journals?amount=1e9',
    '/ledger/journals?search=%27%3B drop table loan',
    '/ledger/journals/J9999999999',
    '/ledger/balances',
    '/loans?limit=0',
    '/loans?cursor=abc',
    `/loans/${newId()}`,
    '/loans/not-an-id/schedule',
    `/reconciliations/${newId()}`,
  )
  for (const path of paths) {
    const { status, json } = await as.maker.ask(path)
    expect(status, `${path} ${JSON.stringify(json)}`).toBeLessThan(500)
    if (status >= 400) expect(json.code, path).toMatch(/^E_/)
  }
})

test('odd repayments, changes and acts are refused by code, and nothing of them is booked', async () => {
  const today = START.toString()
  const posts: [Client, string, unknown][] = [
    ...['0.00', '-1', '1e3', '0.001', '99999999999999.99', '', null, 5].map((amount): [Client, string, unknown] => [
      as.maker,
      `/loans/${loanId}/repayments`,
      { amount, valueDate: today, source: 'CASH' },
    ]),
    ...DAYS.filter((d) => d !== today).map((valueDate): [Client, string, unknown] => [
      as.maker,
      `/loans/${loanId}/repayments`,
      { amount: '1.00', valueDate, source: 'CASH' },
    ]),
    [as.maker, `/loans/${loanId}/repayments`, { amount: '1.00', valueDate: today, source: 'CASH', fee: '1.00' }],
    [as.maker, `/loans/${newId()}/repayments`, { amount: '1.00', valueDate: today }],
    [as.stranger, `/loans/${loanId}/repayments`, { amount: '1.00', valueDate: today }],
    ...['9999-12-31', '2099-01-01', today, '2020-01-01'].map((maturityDate): [Client, string, unknown] => [
      as.rm,
      `/loans/${loanId}/changes`,
      { reason: '申请', change: { kind: 'RESTRUCTURE', maturityDate } },
    ]),
    [as.rm, `/loans/${loanId}/changes`, { reason: '申请', change: { kind: 'EXTENSION', maturityDate: '9999-12-31' } }],
    [as.rm, `/loans/${loanId}/changes`, { reason: '申请', change: { kind: 'MISUSE', amount: '99999999999999.99' } }],
    [as.rm, `/loans/${loanId}/changes`, { reason: '申请', change: { kind: 'REVERSAL', eventId: newId() } }],
    [as.maker, `/loans/${loanId}/changes`, { reason: '申请', change: { kind: 'REFUND', amount: '1.00' } }],
    [as.checker, `/ledger/periods/2026-13-01/close`, {}],
    [as.checker, `/ledger/periods/9999-12-01/close`, {}],
    [as.checker, `/ledger/periods/2026-03-01/close`, {}],
    [as.maker, '/end-of-day', { date: '9999-12-31' }],
    [as.maker, '/end-of-day', { date: '2020-01-01' }],
    [as.maker, '/ledger/exports', { date: '9999-12-31' }],
    [as.maker, '/reconciliations', { accountNo: '1001', date: '9999-12-31', csv: 'x' }],
    [as.maker, '/reconciliations', { accountNo: '1001', date: today, csv: '\u0000\u0001,,,\n' }],
    [as.maker, '/auto-debits/results', { items: [{ number: 'AD1', paid: '1.00' }] }],
    [as.stranger, `/loans/${loanId}/changes`, { reason: '申请', change: { kind: 'RATE', annualRate: '1.00' } }],
  ]
  for (const [client, path, body] of posts) {
    const { status, json } = await client.send('POST', path, body)
    expect(status, `${path} ${JSON.stringify(body)} ${JSON.stringify(json)}`).toBeGreaterThanOrEqual(400)
    expect(status, `${path} ${JSON.stringify(body)} ${JSON.stringify(json)}`).toBeLessThan(500)
    expect(json.code, `${path} ${JSON.stringify(body)}`).toMatch(/^E_/)
    if (client === as.stranger) expect(status).toBe(404)
  }
  const { json: loan } = await as.rm.get(`/loans/${loanId}`)
  expect(loan).toMatchObject({ balance: '100000.00', suspense: '0.00', repayments: [], changes: [] })
})

test('a request sent twice under one key is one repayment; the same key for another is refused', async () => {
  const key = { 'idempotency-key': 'teller-7' }
  const body = { amount: '12.00', valueDate: START.toString(), source: 'COUNTER' }
  const send = (b: object) => as.maker.send('POST', `/loans/${loanId}/repayments`, b, key)
  const [a, b] = await Promise.all([send(body), send(body)])
  expect([a.status, b.status]).toEqual([201, 201])
  expect(a.json).toEqual(b.json)
  expect(await send({ ...body, amount: '13.00' })).toMatchObject({
    status: 422,
    json: { code: 'E_IDEMPOTENCY_MISMATCH' },
  })
  const { json } = await as.rm.get(`/loans/${loanId}`)
  expect(json.repayments).toHaveLength(1)
})
