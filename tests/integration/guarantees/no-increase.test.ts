/** A member in trouble stops what others of its group may be lent more, and nothing else (§8.5). */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requireNoIncrease } from '@/lib/guarantees/no-increase'
import { type Fen, yuan } from '@/lib/platform/money'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup, type TestGroup } from '../../fixtures/group'
import { inside } from '../../fixtures/inside'
import { paidOut } from '../../fixtures/loan'
import { admittedMarket } from '../../fixtures/market'
import { testBank, testPerson } from '../../fixtures/people'

let db: TestDatabase
let bank: BankRow
let group: TestGroup
let loanIds: string[]
beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('NIB')
  const rm = await testPerson(bank, 'rm', ['RM'])
  const market = await admittedMarket(bank, 'M1')
  group = await approvedGroup(bank, market, { rmId: rm.userId })
  loanIds = await paidOut(bank, market, group)
})
afterAll(() => db.drop())

/** 甲, who has 500,000, asks for so much. */
const asks = (amountFen: Fen, member = 0) =>
  inside(bank, (ctx) => requireNoIncrease(ctx, [{ applicationId: group.members[member]!.applicationId, amountFen }]))
const late = (loan: number, dpd: number) =>
  withTenant({ bankId: bank.id, partyId: null }, (tx) =>
    tx.loanState.updateMany({ where: { bankId: bank.id, loanId: loanIds[loan]! }, data: { dpd } }),
  )

test('while nobody is eight days late more may be asked for', async () => {
  await late(4, 7)
  await asks(yuan('600000'))
})

test('from the eighth day of another member as much as before passes, a fen more does not', async () => {
  await late(4, 8)
  await asks(yuan('500000'))
  await expect(asks(yuan('500000.01'))).rejects.toThrow('E_GROUP_NO_INCREASE')
})

test('the one who is late is judged by its own papers, not by its group', async () => {
  await asks(yuan('600000'), 4)
})

test('what is paid again lets the others have more; an impaired group does not', async () => {
  await late(4, 0)
  await asks(yuan('600000'))
  await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
    tx.jointGroup.updateMany({ where: { bankId: bank.id }, data: { state: 'IMPAIRED' } }),
  )
  await expect(asks(yuan('600000'))).rejects.toThrow('E_GROUP_NO_INCREASE')
})
