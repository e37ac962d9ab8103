/** Margin that comes out of the loan is no margin (INV-A6): not from its account, not from transit, not a payment of it that comes round. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSubLedgers } from '@/lib/guarantees/accounts'
import { requestMovement } from '@/lib/guarantees/commands/margin'
import { date } from '@/lib/platform/dates'
import { yuan } from '@/lib/platform/money'
import { type BankRow, newId, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup } from '../../fixtures/group'
import { inside } from '../../fixtures/inside'
import { paidOut } from '../../fixtures/loan'
import { admittedMarket } from '../../fixtures/market'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { standOn } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: BankRow
let maker: Person
let subLedgerId: string
let loan: { number: string }

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('MSB')
  maker = await testPerson(bank, 'maker', ['OPS_MAKER'])
  const rm = await testPerson(bank, 'rm', ['RM'])
  const market = await admittedMarket(bank, 'M1')
  const group = await approvedGroup(bank, market, { rmId: rm.userId })
  const [loanId] = await paidOut(bank, market, group)
  await standOn(bank.id, date('2026-03-27'))
  const first = group.members[0]!
  await inside(bank, (ctx) =>
    openSubLedgers(ctx, market.id, [
      {
        applicationId: first.applicationId,
        groupId: group.groupId,
        contractAmountFen: first.amountFen,
        marginRatioPpm: 100_000,
      },
    ]),
  )
  await withTenant({ bankId: bank.id, partyId: null }, async (tx) => {
    const sub = await tx.marginSubLedger.findFirstOrThrow({ where: { bankId: bank.id } })
    subLedgerId = sub.id
    const row = await tx.loan.findFirstOrThrow({ where: { bankId: bank.id, id: loanId! } })
    loan = row
    // 50,000 of the loan were paid to a supplier on 20 March
    await tx.paymentOrder.create({
      data: {
        bankId: bank.id,
        id: newId(),
        drawdownId: row.drawdownId,
        payeeName: '恒山批发部',
        payeeAccount: '6217000099990000',
        payeeBank: '恒山银行',
        amountFen: yuan('50000'),
        purpose: '货款',
        state: 'PAID',
        paidAt: new Date('2026-03-20T02:00:00Z'),
      },
    })
  })
})
afterAll(() => db.drop())

const from = async (sourceAccount: string, amount: string, valueDate: string) => {
  const r = await requestMovement(maker, { subLedgerId, kind: 'MARGIN_IN', amount, valueDate, sourceAccount })
  return r.ok ? 'taken' : r.error.code
}

test('money from the loan’s own account or the bank’s transit account is refused', async () => {
  expect(await from(loan.number, '1000', '2026-03-27')).toBe('E_MARGIN_FROM_LOAN')
  expect(await from('2411', '1000', '2026-03-27')).toBe('E_MARGIN_FROM_LOAN')
})

test('the sum of a payment of the loan that comes back as margin within three days is refused, later or another sum is not', async () => {
  expect(await from('62170001', '50000', '2026-03-23')).toBe('E_MARGIN_FROM_LOAN')
  expect(await from('62170001', '49999.99', '2026-03-23')).toBe('taken')
  expect(await from('62170001', '50000', '2026-03-24')).toBe('taken')
})

test('so is the whole loan, and what came before it is not', async () => {
  expect(await from('62170001', '500000', '2026-03-20')).toBe('E_MARGIN_FROM_LOAN')
  expect(await from('62170001', '500000', '2026-03-17')).toBe('taken')
})
