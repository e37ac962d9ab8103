/** The network as it stands in the database: what people learn of it becomes a finding, and a stress run costs what the rules say. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endOutsideGuarantee, recordOutsideGuarantee } from '@/lib/guarantees/commands/network'
import { guaranteeNetwork, stressNetwork } from '@/lib/guarantees/queries-network'
import { date } from '@/lib/platform/dates'
import type { Result } from '@/lib/platform/errors'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup, type TestGroup } from '../../fixtures/group'
import { paidOut } from '../../fixtures/loan'
import { admittedMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { standOn } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: BankRow
let rm: Person
let risk: Person
let group: TestGroup
let other: TestGroup

function value<T>(r: Result<T>): T {
  if (!r.ok) throw new Error(`${r.error.code} ${JSON.stringify(r.error.params)}`)
  return r.value
}
beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('NWB')
  rm = await testPerson(bank, 'rm', ['RM'])
  risk = await testPerson(bank, 'risk', ['RISK_MGR'])
  const [m1, m2] = [await admittedMarket(bank, 'M1'), await admittedMarket(bank, 'M2')]
  await standOn(bank.id, date('2026-03-20'))
  group = await approvedGroup(bank, m1, { rmId: rm.userId })
  other = await approvedGroup(bank, m2, { rmId: rm.userId }, '002')
  await paidOut(bank, m1, group)
  await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
    tx.jointGroup.updateMany({ where: { bankId: bank.id }, data: { state: 'ACTIVE' } }),
  )
})
afterAll(() => db.drop())

const record = (from: string, to: string) =>
  recordOutsideGuarantee(rm, {
    fromMerchantId: from,
    toMerchantId: to,
    amount: '100000.00',
    source: 'CREDIT_REPORT',
    notedOn: '2026-03-20',
  })

test('owners with shops in two groups are one family in two groups', async () => {
  // the fixture gives both groups the same owners
  const net = await guaranteeNetwork(risk, {})
  expect(net.families.length).toBe(5)
  expect(net.families[0]!.groups.map((g) => g.name).sort()).toEqual(['G-001', 'G-002'])
})

test('merchants of two markets who guarantee each other are a circle across markets, until it is over', async () => {
  const [a, b] = [group.members[0]!.merchantId, other.members[1]!.merchantId]
  value(await record(a, b))
  expect((await guaranteeNetwork(risk, {})).circles).toEqual([])
  const back = value(await record(b, a))
  const found = (await guaranteeNetwork(risk, {})).circles
  expect(found).toMatchObject([{ markets: 2, size: 2 }])
  expect(await record(a, a)).toMatchObject({ ok: false, error: { code: 'E_NOT_FOUND' } })
  value(await endOutsideGuarantee(rm, { guaranteeId: back.id, reason: '已还清解除' }))
  expect((await guaranteeNetwork(risk, {})).circles).toEqual([])
})

test('no identity number leaves the reader', async () => {
  expect(
    JSON.stringify(await guaranteeNetwork(risk, {}), (_, v) => (typeof v === 'bigint' ? v.toString() : v)),
  ).not.toContain('110101198001010012')
})

test('marked members fall, the bank loses what nobody covers, and the same seed tells the same year', async () => {
  const marked = [group.members[4]!.applicationId]
  const view = await stressNetwork(risk, { marked })
  const loan = group.members[4]!.amountFen
  expect(view.run.marginFen + view.run.jointFen + view.run.bankFen >= loan).toBe(true)
  expect(view.run.rounds[0]!.defaulted.map((m) => m.id)).toEqual(marked)
  expect(view.distribution.bank.tailFen >= view.distribution.bank.expectedFen).toBe(true)
  expect((await stressNetwork(risk, { marked })).distribution).toEqual(view.distribution)
})
