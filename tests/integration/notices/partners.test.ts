/** What waits for a partner is told its own people in the portal: once a person, never another party's, gone when it is answered. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collectNotices } from '@/lib/notices/collect'
import { readNotices } from '@/lib/notices/commands'
import { noticeList } from '@/lib/notices/queries'
import { newId, type Tx, withTenant } from '@/lib/platform/tenant'
import { type TestDatabase, testDatabase } from '../../database'
import { type Person, testBank, testParty, testPerson } from '../../fixtures/people'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let operator: Person
let colleague: Person
let guarantor: Person
let rival: Person
const [returnId, caseId, letterId] = [newId(), newId(), newId()]
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)
const turn = () => collectNotices(bank, new Date('2026-09-29T02:00:00Z'))
const told = async (who: Person) => (await noticeList(who, {})).items

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('PTN')
  const [op, gc, other] = [
    await testParty(bank, 'OP1', 'OPERATOR'),
    await testParty(bank, 'GC1', 'GUARANTOR'),
    await testParty(bank, 'GC2', 'GUARANTOR'),
  ]
  operator = await testPerson(bank, 'op', ['OPERATOR_ADMIN'], { partyId: op, partyCode: 'OP1' })
  colleague = await testPerson(bank, 'clerk', ['OPERATOR_CLERK'], { partyId: op, partyCode: 'OP1' })
  guarantor = await testPerson(bank, 'gc', ['GUARANTOR_USER'], { partyId: gc, partyCode: 'GC1' })
  rival = await testPerson(bank, 'rival', ['GUARANTOR_USER'], { partyId: other, partyCode: 'GC2' })
  const client = new pg.Client({ connectionString: db.superuserUrl })
  await client.connect()
  await client.query('set session_replication_role = replica')
  const marketId = newId()
  await client.query(
    `insert into market (bank_id, id, code, name, city, trade, state, py_full, py_initials, operator_party_id) values ($1, $2, 'M-P', '某市场', '某市', '五金', 'ADMITTED', 'm', 'm', $3)`,
    [bank.id, marketId, op],
  )
  await client.query(
    `insert into market_return (bank_id, id, market_id, party_id, month, due_on, state) values ($1, $2, $3, $4, '2026-08-01', '2026-09-10', 'DUE')`,
    [bank.id, returnId, marketId, op],
  )
  await client.query(
    `insert into partner_case (bank_id, id, party_id, scheme_id, application_id, kind, number, borrower, amount_fen, state, asked_on, answer_by)
     values ($1, $2, $3, uuidv7(), uuidv7(), 'GUARANTEE', 'GC-0001', '甲铺', 100, 'ASKED', '2026-09-20', '2026-10-10')`,
    [bank.id, caseId, gc],
  )
  await client.query(
    `insert into claim_notice (bank_id, id, claim_id, line_id, party_id, number, claim_number, borrower, loan_number, amount_fen, sent_on, channel, answer_by, state)
     values ($1, $2, uuidv7(), uuidv7(), $3, 'L-0001', 'C-0001', '乙铺', 'LN1', 100, '2026-09-21', 'REGISTERED_MAIL', '2026-09-28', 'SENT')`,
    [bank.id, letterId, gc],
  )
  await client.end()
})
afterAll(() => db.drop())

test('each person of the party is told once, with what it is, until when and where; nobody of another party', async () => {
  expect(await turn()).toMatchObject({ told: 4, mails: 0 })
  expect(await turn()).toMatchObject({ told: 0, gone: 0 })
  for (const who of [operator, colleague])
    expect(await told(who)).toMatchObject([
      { kind: 'portalReturn', title: 'M-P 2026-08', href: `/portal/returns/${returnId}`, overdue: true },
    ])
  expect((await told(guarantor)).map((n) => [n.kind, n.title, String(n.dueOn)]).sort()).toEqual([
    ['portalCase', 'GC-0001', '2026-10-10'],
    ['portalLetter', 'L-0001', '2026-09-28'],
  ])
  expect(await told(rival)).toEqual([])
})

test('read by one it stays unread for the other; answered it is gone; sent back it is told anew', async () => {
  expect(await readNotices(operator, {})).toMatchObject({ value: { read: 1 } })
  expect((await noticeList(operator, {})).unread).toBe(0)
  expect((await noticeList(colleague, {})).unread).toBe(1)
  const state = (to: string, checkedAt: Date | null = null) =>
    inBank((tx) =>
      tx.marketReturn.updateMany({ where: { bankId: bank.id, id: returnId }, data: { state: to, checkedAt } }),
    )
  await state('SUBMITTED')
  expect(await turn()).toMatchObject({ told: 0, gone: 2 })
  expect((await told(colleague))[0]!.goneAt).toBeInstanceOf(Date)
  await state('RETURNED', new Date('2026-09-30'))
  expect(await turn()).toMatchObject({ told: 2 })
  expect((await told(operator)).map((n) => [n.detail, n.goneAt === null])).toEqual([
    ['RETURNED', true],
    [null, false],
  ])
})
