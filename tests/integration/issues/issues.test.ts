/** A collective note from its first issuer to its last payment: nobody issues above its slot, and nobody pays another's part. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decideMovement } from '@/lib/guarantees/commands/margin'
import { answerIssueCall } from '@/lib/issues/commands/calls'
import { addIssuer, advanceIssue, createIssuePool, dropIssuer, launchIssue } from '@/lib/issues/commands/pool'
import { depositReserve, recordDisclosure, settlePaymentDate } from '@/lib/issues/commands/service'
import { issuesDaily } from '@/lib/issues/daily'
import { issueDetail } from '@/lib/issues/queries'
import { partnerHome } from '@/lib/partners/home'
import { date } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { trialBalance } from '@/lib/servicing/ledger/queries'
import { type TestDatabase, testDatabase } from '../../database'
import { inside } from '../../fixtures/inside'
import { admittedMarket } from '../../fixtures/market'
import { type Person, testBank, testParty, testPerson } from '../../fixtures/people'
import { standOn } from '../../fixtures/portfolio'
import { value } from '../../fixtures/ready-group'

let db: TestDatabase
let bank: BankRow
let poolId: string
let enhancerId: string
let enhancer: Person
let stranger: Person
const who = {} as Record<'rm' | 'risk' | 'keeper' | 'checker', Person>
const refused = (code: string) => ({ ok: false, error: { code } })
const detail = () => issueDetail(who.rm, { poolId })
const issuer = (name: string, uscc: string, amount: string, netAssets = '100000000') =>
  addIssuer(who.rm, { poolId, name, uscc, netAssets, amount })

/** The second person books whatever waits, and answers how many movements that were. */
async function book(): Promise<number> {
  const asked = await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
    tx.movementRequest.findMany({ where: { bankId: bank.id, state: 'PENDING' } }),
  )
  for (const r of asked) value(await decideMovement(who.checker, { requestId: r.id, decision: 'POST' }))
  return asked.length
}
const reserve = async () => (await detail()).reserve!

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('DFB')
  who.rm = await testPerson(bank, 'rm', ['RM'])
  who.risk = await testPerson(bank, 'risk', ['RISK_MGR'])
  who.keeper = await testPerson(bank, 'keeper', ['POST_PARTNER'])
  who.checker = await testPerson(bank, 'checker', ['OPS_CHECKER'])
  const market = await admittedMarket(bank, 'M1')
  enhancerId = await testParty(bank, 'E1', 'GUARANTOR')
  enhancer = await testPerson(bank, 'enhancer', ['GUARANTOR_USER'], { partyCode: 'E1', partyId: enhancerId })
  const otherId = await testParty(bank, 'E2', 'GUARANTOR')
  stranger = await testPerson(bank, 'stranger', ['GUARANTOR_USER'], { partyCode: 'E2', partyId: otherId })
  poolId = value(await createIssuePool(who.rm, { marketId: market.id, name: '云江小微集合票据', kind: 'NOTE' })).id
  await standOn(bank.id, date('2026-06-01'))
})
afterAll(() => db.drop())

test('an issuer’s notes stay within 40 % of its net assets; one enterprise has one part', async () => {
  expect(await issuer('甲公司', '91330000MA00000011', '40000000.01')).toMatchObject(refused('E_AMOUNT_OVER_CAP:issuer'))
  value(await issuer('甲公司', '91330000MA00000011', '30000000'))
  expect(await issuer('甲公司', '91330000MA00000011', '1000000')).toMatchObject(refused('E_ISSUER_TWICE'))
  expect(await advanceIssue(who.rm, { poolId, event: 'investigate' })).toMatchObject(refused('E_POOL_SIZE'))
})

test('an issuer who leaves before registration sends the pool back to due diligence', async () => {
  value(await issuer('乙公司', '91330000MA00000022', '20000000'))
  const third = value(await issuer('丙公司', '91330000MA00000033', '10000000'))
  value(await advanceIssue(who.rm, { poolId, event: 'investigate' }))
  value(await advanceIssue(who.rm, { poolId, event: 'rate', rating: 'AA' }))
  expect(value(await dropIssuer(who.rm, { slotId: third.id, reason: '业绩下滑' })).state).toBe('DUE_DILIGENCE')
  value(await advanceIssue(who.rm, { poolId, event: 'rate', rating: 'AA' }))
  value(await advanceIssue(who.rm, { poolId, event: 'enhance', enhancerId, enhancement: '1000000' }))
  expect(await advanceIssue(who.rm, { poolId, event: 'register', registrationNo: 'ZZ-1' })).toMatchObject({ ok: false })
  value(await advanceIssue(who.risk, { poolId, event: 'register', registrationNo: 'ZZ-2026-001' }))
  expect(await issuer('丁公司', '91330000MA00000044', '1000000')).toMatchObject(refused('E_STATE'))
})

test('on the day of the issue stand the schedule of each issuer and the calendar of disclosure', async () => {
  const made = value(
    await launchIssue(who.risk, { poolId, issuedOn: '2026-06-01', maturesOn: '2028-06-01', rate: '4.50' }),
  )
  expect(made).toMatchObject({ state: 'ISSUED', payments: 4 })
  const d = await detail()
  expect(d.tranches).toEqual({ seniorFen: yuan('35000000'), mezzFen: yuan('10000000'), juniorFen: yuan('5000000') })
  expect(d.payments.map((p) => [p.dueOn.toString(), p.issuer, p.dueFen])).toEqual(
    expect.arrayContaining([
      ['2027-06-01', '甲公司', yuan('1350000')],
      ['2028-06-01', '乙公司', yuan('20900000')],
    ]),
  )
  const first = d.disclosures[0]!
  value(
    await recordDisclosure(who.keeper, { disclosureId: first.id, doneOn: '2026-06-01', reference: '交易商协会网站' }),
  )
  expect(
    await recordDisclosure(who.keeper, { disclosureId: first.id, doneOn: '2026-06-01', reference: '再次' }),
  ).toMatchObject(refused('E_STATE'))
})

test('a reserve that is short ten working days ahead calls the enhancer, once', async () => {
  await standOn(bank.id, date('2027-05-17'))
  const d = await detail()
  const [a, b] = ['甲公司', '乙公司'].map(
    (n) => d.payments.find((p) => p.issuer === n && p.dueOn.toString() === '2027-06-01')!,
  )
  const deposit = (paymentId: string, amount: string, reference: string) =>
    depositReserve(who.keeper, { paymentId, amount, valueDate: '2027-05-17', reference })
  value(await deposit(a!.id, '1350000', 'ST-001'))
  expect(await deposit(a!.id, '0.01', 'ST-002')).toMatchObject(refused('E_RESERVE_OVER'))
  expect(await deposit(b!.id, '100', 'ST-001')).toMatchObject(refused('E_RESERVE_TWICE'))
  value(await deposit(b!.id, '300000', 'ST-003'))
  const run = (day: string) => inside(bank, (ctx) => issuesDaily(ctx, date(day)))
  expect((await run('2027-05-18')).issuesTriggered).toBe(1)
  expect((await run('2027-05-18')).issuesTriggered).toBe(0)
  expect((await detail()).state).toBe('TRIGGERED')
  expect((await run('2027-05-26')).issuesTriggered).toBe(1)
})

test('the enhancer finds the call on its own desk and answers it; another guarantor does neither', async () => {
  expect((await partnerHome(stranger, {})).calls).toEqual([])
  const [call] = (await partnerHome(enhancer, {})).calls
  expect(call).toMatchObject({ issuer: '乙公司', amountFen: yuan('600000'), stage: 'ENHANCER', state: 'SENT' })
  expect(await answerIssueCall(stranger, { callId: call!.id, agree: true })).toMatchObject(refused('E_NOT_FOUND'))
  expect(await answerIssueCall(enhancer, { callId: call!.id, agree: false })).toMatchObject(refused('E_REQUIRED:note'))
  value(await answerIssueCall(enhancer, { callId: call!.id, agree: true }))
  expect((await detail()).payments.find((p) => p.issuer === '乙公司')).toMatchObject({ call: { state: 'ACCEPTED' } })
})

test('on the date the enhancer pays for the short issuer alone, and the pool is in service again', async () => {
  expect(await settlePaymentDate(who.keeper, { poolId, dueOn: '2027-06-01' })).toMatchObject(refused('E_DATE'))
  await standOn(bank.id, date('2027-06-01'))
  // nothing is paid from a reserve that a second person has not yet put on its account
  expect(await settlePaymentDate(who.keeper, { poolId, dueOn: '2027-06-01' })).toMatchObject(
    refused('E_RESERVE_UNBOOKED'),
  )
  expect(await book()).toBe(2)
  expect((await reserve()).ledgerFen).toBe(yuan('1650000'))
  const done = value(await settlePaymentDate(who.keeper, { poolId, dueOn: '2027-06-01' }))
  // 900,000 due of 乙, 300,000 reserved
  expect(done).toMatchObject({ state: 'IN_SERVICE', enhancerFen: yuan('600000'), unpaidFen: 0n })
  expect((await detail()).enhancementLeftFen).toBe(yuan('400000'))
  // what the reserve paid leaves its account on the date of the payment, and nothing else does
  expect(await book()).toBe(2)
  expect((await reserve()).ledgerFen).toBe(0n)
  const t = await trialBalance(who.checker, { date: '2027-06-01' })
  expect(t.accounts.find((a) => a.code === '2516')?.balanceFen ?? 0n).toBe(0n)
  expect((await partnerHome(enhancer, {})).calls).toMatchObject([{ state: 'SETTLED', paidFen: yuan('600000') }])
  expect(await settlePaymentDate(who.keeper, { poolId, dueOn: '2027-06-01' })).toMatchObject(refused('E_STATE'))
})

test('what neither reserve, issuer nor enhancer pays is that issuer’s default, not its neighbour’s', async () => {
  await standOn(bank.id, date('2028-06-01'))
  const d = await detail()
  const last = d.payments.filter((p) => p.dueOn.toString() === '2028-06-01')
  const a = last.find((p) => p.issuer === '甲公司')!
  value(
    await depositReserve(who.keeper, {
      paymentId: a.id,
      amount: '31350000',
      valueDate: '2028-06-01',
      reference: 'ST-101',
    }),
  )
  await book()
  const b = last.find((p) => p.issuer === '乙公司')!
  const done = value(
    await settlePaymentDate(who.keeper, { poolId, dueOn: '2028-06-01', issuerPaid: { [b.slotId]: '20000000' } }),
  )
  // 20,900,000 due, 20,000,000 paid by itself, 400,000 left of the enhancement
  expect(done).toMatchObject({ unpaidFen: yuan('500000'), enhancerFen: yuan('400000') })
  const after = (await detail()).payments.filter((p) => p.dueOn.toString() === '2028-06-01')
  expect(after.find((p) => p.issuer === '甲公司')).toMatchObject({ state: 'PAID', unpaidFen: 0n })
  expect(after.find((p) => p.issuer === '乙公司')).toMatchObject({ state: 'DEFAULTED', unpaidFen: yuan('500000') })
  const bad = await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
    tx.issuePayment.count({ where: { bankId: bank.id, poolId, state: 'DUE' } }),
  )
  expect(bad).toBe(0)
})
