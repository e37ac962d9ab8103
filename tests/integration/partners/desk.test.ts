/** A partner's own desk: what waits for it and nothing else; what it gives opens the way for the money. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requireCases } from '@/lib/partners/cases'
import { answerCase, askPartner, submitReturn } from '@/lib/partners/commands/cases'
import { partnerHome } from '@/lib/partners/home'
import { checkCases } from '@/lib/partners/rules/cases'
import { date, toDb } from '@/lib/platform/dates'
import type { Result } from '@/lib/platform/errors'
import { yuan } from '@/lib/platform/money'
import { type BankRow, newId, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup, type TestGroup } from '../../fixtures/group'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testParty, testPerson } from '../../fixtures/people'
import { standOn } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: BankRow
let market: TestMarket
let group: TestGroup
let rm: Person
let insurer: Person
let stranger: Person

function value<T>(r: Result<T>): T {
  if (!r.ok) throw new Error(`${r.error.code} ${JSON.stringify(r.error.params)}`)
  return r.value
}
const refused = (code: string) => ({ ok: false, error: { code } })
const draw = (amount: string) => ({
  applicationId: group.members[0]!.applicationId,
  amountFen: yuan(amount),
  tenorMonths: 12,
  batch: { marketId: market.id, mode: 'LI' },
})
const gate = (amount: string) =>
  withTenant(rm, (tx) => requireCases({ tx, actor: rm, today: date('2026-03-20') }, draw(amount)))

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('DKB')
  rm = await testPerson(bank, 'rm', ['RM'])
  market = await admittedMarket(bank, 'M1')
  group = await approvedGroup(bank, market, { rmId: rm.userId })
  await standOn(bank.id, date('2026-03-20'))
  const [own, other] = [await testParty(bank, 'I1', 'INSURER'), await testParty(bank, 'I2', 'INSURER')]
  insurer = await testPerson(bank, 'insurer', ['INSURER_USER'], { partyCode: 'I1', partyId: own })
  stranger = await testPerson(bank, 'stranger', ['INSURER_USER'], { partyCode: 'I2', partyId: other })
  await withTenant({ bankId: bank.id, partyId: null }, async (tx) => {
    await tx.batch.updateMany({ where: { bankId: bank.id }, data: { mode: 'LI' } })
    await tx.cooperationScheme.create({
      data: {
        bankId: bank.id,
        id: newId(),
        marketId: market.id,
        partyId: own,
        mode: 'LI',
        versionNo: 1,
        number: 'CO-1',
        state: 'ACTIVE',
        params: {},
        totalCoopLimitFen: yuan('10000000'),
        singleDealLimitFen: yuan('600000'),
        startsOn: toDb(date('2026-01-01')),
        endsOn: toDb(date('2026-12-31')),
      },
    })
  })
})
afterAll(() => db.drop())

test('no money goes out before the policy is there (INV-LI1)', async () => {
  await expect(gate('500000')).rejects.toMatchObject({
    error: { code: 'E_CASE_MISSING', params: { missing: ['POLICY'], fault: 'MISSING' } },
  })
})

test('the bank asks within the agreement; the insurer finds the case on its desk, another insurer does not', async () => {
  const applicationId = group.members[0]!.applicationId
  expect(await askPartner(rm, { applicationId, kind: 'GUARANTEE', amount: '500000' })).toMatchObject(
    refused('E_CASE_KIND'),
  )
  expect(await askPartner(rm, { applicationId, kind: 'POLICY', amount: '600000.01' })).toMatchObject(
    refused('E_SCHEME_HEADROOM:deal'),
  )
  value(await askPartner(rm, { applicationId, kind: 'POLICY', amount: '500000' }))
  expect(await askPartner(rm, { applicationId, kind: 'POLICY', amount: '500000' })).toMatchObject(
    refused('E_CASE_OPEN'),
  )
  const home = await partnerHome(insurer, {})
  expect(home.cases).toMatchObject([
    { kind: 'POLICY', borrower: group.members[0]!.name, amountFen: yuan('500000'), state: 'ASKED' },
  ])
  expect((await partnerHome(stranger, {})).cases).toEqual([])
  expect(await answerCase(stranger, { caseId: home.cases[0]!.id, agree: true, referenceNo: 'X' })).toMatchObject(
    refused('E_NOT_FOUND'),
  )
})

test('a policy without its sum or its period is none; one that ends before the claim’s window is too short', async () => {
  const [c] = (await partnerHome(insurer, {})).cases
  const answer = (more: object) =>
    answerCase(insurer, { caseId: c!.id, agree: true, referenceNo: 'PY-2026-1', ...more })
  expect(await answer({})).toMatchObject(refused('E_REQUIRED:cover'))
  expect(await answer({ cover: '530000', validFrom: '2026-03-20', validUntil: '2026-03-19' })).toMatchObject(
    refused('E_REQUIRED:validUntil'),
  )
  value(await answer({ cover: '530000', premium: '12500', validFrom: '2026-03-20', validUntil: '2027-06-17' }))
  // maturity 2027-03-20 + 60 days + 30 days = 2027-06-18
  await expect(gate('500000')).rejects.toMatchObject({ error: { code: 'E_CASE_MISSING', params: { fault: 'PERIOD' } } })
  expect(await answer({ cover: '530000', validFrom: '2026-03-20', validUntil: '2027-06-18' })).toMatchObject(
    refused('E_STATE'),
  )
  value(await askPartner(rm, { applicationId: group.members[0]!.applicationId, kind: 'POLICY', amount: '500000' }))
  const again = (await partnerHome(insurer, {})).cases.find((x) => x.state === 'ASKED')!
  value(
    await answerCase(insurer, {
      caseId: again.id,
      agree: true,
      referenceNo: 'PY-2026-2',
      cover: '530000',
      validFrom: '2026-03-20',
      validUntil: '2027-06-18',
    }),
  )
  await gate('530000')
  await expect(gate('530000.01')).rejects.toMatchObject({
    error: { code: 'E_CASE_MISSING', params: { fault: 'COVER' } },
  })
})

test('each drawdown of a guaranteed loan is filed by itself, and small guarantees follow the bank', () => {
  const need = { drawdownFen: 100n, drawdownDate: date('2026-03-20'), mustReach: date('2027-03-20') }
  const given = (kind: 'GUARANTEE' | 'DRAWDOWN_FILING', state: string, amountFen = 100n) => ({
    kind,
    state,
    amountFen,
    coverFen: null,
    validFrom: null,
    validUntil: null,
  })
  expect(checkCases('GC', [given('GUARANTEE', 'AUTO')], need)).toEqual([{ kind: 'DRAWDOWN_FILING', fault: 'MISSING' }])
  expect(checkCases('GC', [given('GUARANTEE', 'AUTO'), given('DRAWDOWN_FILING', 'ASKED')], need)).toEqual([
    { kind: 'DRAWDOWN_FILING', fault: 'MISSING' },
  ])
  expect(checkCases('GC', [given('GUARANTEE', 'AUTO'), given('DRAWDOWN_FILING', 'GIVEN', 99n)], need)).toEqual([
    { kind: 'DRAWDOWN_FILING', fault: 'AMOUNT' },
  ])
  expect(checkCases('GC', [given('GUARANTEE', 'GIVEN'), given('DRAWDOWN_FILING', 'GIVEN')], need)).toEqual([])
  expect(checkCases('JG', [], need)).toEqual([])
})

test('the month is handed in once, when it is over, and read by its own party only', async () => {
  const figures = { outstanding: '500000.00', compensated: '0.00' }
  expect(await submitReturn(insurer, { month: '2026-03-01', figures })).toMatchObject(refused('E_DATE'))
  value(await submitReturn(insurer, { month: '2026-02-14', figures }))
  expect(await submitReturn(insurer, { month: '2026-02-01', figures })).toMatchObject(refused('E_RETURN_TWICE'))
  expect((await partnerHome(insurer, {})).returns).toMatchObject([{ figures }])
  expect((await partnerHome(stranger, {})).returns).toEqual([])
})
