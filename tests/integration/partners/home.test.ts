import { afterAll, beforeAll, expect, test } from 'vitest'
import { partnerHome } from '@/lib/partners/home'
import { date, toDb } from '@/lib/platform/dates'
import { newId, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { admittedMarket } from '../../fixtures/market'
import { type Person, testBank, testParty, testPerson } from '../../fixtures/people'

let db: TestDatabase
let guarantor: Person
let operator: Person

beforeAll(async () => {
  db = await testDatabase()
  const bank = await testBank('YJB')
  const market = await admittedMarket(bank, 'M1')
  const [own, other] = [await testParty(bank, 'G1', 'GUARANTOR'), await testParty(bank, 'G2', 'GUARANTOR')]
  guarantor = await testPerson(bank, 'guarantor', ['GUARANTOR_USER'], { partyCode: 'G1', partyId: own })
  await testPerson(bank, 'stranger', ['GUARANTOR_USER'], { partyCode: 'G2', partyId: other })
  operator = await testPerson(bank, 'operator', ['OPERATOR_ADMIN'], { partyCode: 'OP-M1', partyId: market.partyId })
  const scheme = (partyId: string, versionNo: number, state: string, fen: bigint) => ({
    bankId: bank.id,
    id: newId(),
    marketId: market.id,
    partyId,
    mode: 'GC',
    versionNo,
    state,
    params: {},
    totalCoopLimitFen: fen,
    startsOn: toDb(date('2026-01-01')),
    endsOn: toDb(date('2026-12-31')),
  })
  await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
    tx.cooperationScheme.createMany({
      data: [
        scheme(own, 1, 'ACTIVE', 20_000_000_000n),
        scheme(own, 2, 'DRAFT', 30_000_000_000n),
        scheme(other, 3, 'ACTIVE', 50_000_000_000n),
      ],
    }),
  )
})
afterAll(() => db.drop())

test('a guarantor reads its own agreements and people, not a draft of the bank and nothing of another guarantor', async () => {
  const home = await partnerHome(guarantor, {})
  expect(home.party).toMatchObject({ code: 'G1', kind: 'GUARANTOR' })
  expect(home.schemes).toMatchObject([{ mode: 'GC', versionNo: 1, totalCoopLimitFen: 20_000_000_000n }])
  expect(home.people.map((p) => p.login)).toEqual(['guarantor@yjb'])
})

test('the page of guarantors and insurers is none of a market operator', async () => {
  await expect(partnerHome(operator, {})).rejects.toMatchObject({ error: { code: 'E_FORBIDDEN' } })
})
