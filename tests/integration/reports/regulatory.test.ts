/** Tables for the regulator: who counts as small, who counts once, what a row adds up to, and who gets it by e-mail. */
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listAnswer } from '@/lib/desk/exports'
import { collectNotices } from '@/lib/notices/collect'
import { setMailServer } from '@/lib/notices/commands'
import { sendMails } from '@/lib/notices/publish'
import { mailList } from '@/lib/notices/queries'
import { orderReports } from '@/lib/notices/reports'
import { date } from '@/lib/platform/dates'
import { type Tx, withTenant } from '@/lib/platform/tenant'
import { changeReport, createReport, regulatoryReport, reportList } from '@/lib/reports/regulatory'
import { type TestDatabase, testDatabase } from '../../database'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { portfolio, standOn } from '../../fixtures/portfolio'
import { rowsOf } from '../../fixtures/workbook'
import { CALENDAR, dice, randomTerms } from '../../model/lives'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let admin: Person
let head: Person
let loanIds: string[]
let smtp: SMTPServer
const got: { to: string; text: string }[] = []
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)
const WAN = 1_000_000n

/** Principal in 万, household, borrower, class, rate in ppm. */
const BOOK = [
  [300n, 'h1', 'INDIVIDUAL_BUSINESS', 'NORMAL', 40_000],
  [700n, 'h1', 'INDIVIDUAL_BUSINESS', 'SUBSTANDARD', 50_000],
  [1_000n, 'h2', 'ENTERPRISE', 'NORMAL', 45_000],
  [600n, 'h3', 'ENTERPRISE', 'NORMAL', 45_000],
  [401n, 'h3', 'ENTERPRISE', 'LOSS', 45_000],
  [50n, 'h4', 'FARM_COOP', 'NORMAL', 36_000],
] as const

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('REGU')
  admin = await testPerson(bank, 'admin', ['TENANT_ADMIN'])
  head = await testPerson(bank, 'head', ['SB_HEAD'], { email: 'head@bank.example' })
  await standOn(bank.id, date('2026-01-05'))
  const d = dice(3)
  loanIds = (
    await portfolio(
      db,
      bank,
      BOOK.map(() => ({ ...randomTerms(d, date('2026-01-05'), true), calendar: CALENDAR })),
    )
  ).loanIds
  const client = new pg.Client({ connectionString: db.superuserUrl })
  await client.connect()
  await client.query('set session_replication_role = replica')
  for (const [i, [wan, household, borrower, loanClass, rate]] of BOOK.entries()) {
    const id = loanIds[i]
    await client.query(
      `insert into merchant (bank_id, id, market_id, borrower_type, name, py_full, py_initials, household_key)
       select bank_id, id, market_id, $2, '商户' || number, 'sh', 'sh', $3 from loan where id = $1`,
      [id, borrower, household],
    )
    await client.query(
      `insert into application (bank_id, id, batch_id, party_id, merchant_id, state, row_no, position, borrower_type)
       select l.bank_id, l.id, l.batch_id, b.party_id, l.id, 'ACTIVE', $2::text, $4::int, $3 from loan l join batch b on b.bank_id = l.bank_id and b.id = l.batch_id where l.id = $1`,
      [id, String(i), borrower, i + 10],
    )
    await client.query(
      'update loan set merchant_id = id, application_id = id, principal_fen = $2, rate_ppm = $3 where id = $1',
      [id, String(wan * WAN), rate],
    )
    await client.query('update loan_state set principal_fen = $2, class = $3 where loan_id = $1', [
      id,
      String(wan * WAN),
      loanClass,
    ])
  }
  await client.end()
  smtp = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    onData: (stream, session, done) => {
      let text = ''
      stream.on('data', (chunk) => {
        text += chunk
      })
      stream.on('end', () => {
        got.push({ to: session.envelope.rcptTo.map((r) => r.address).join(), text })
        done()
      })
    },
  })
  await new Promise<void>((ready) => smtp.listen(0, '127.0.0.1', ready))
})
afterAll(async () => {
  await new Promise<void>((done) => smtp.close(done))
  await db.drop()
})

const make = async (input: Parameters<typeof createReport>[1]) => {
  const r = await createReport(head, input)
  if (!r.ok) throw new Error(JSON.stringify(r.error))
  return r.value.id
}

test('a household is one client, exactly ten million is small, a fen-step above is left out whole, a cooperative is no small firm', async () => {
  const id = await make({ kind: 'INCLUSIVE', name: '普惠表' })
  const r = await regulatoryReport(head, { reportId: id })
  expect(
    r.items.map((x) => [x.key, x.clients, x.loans, x.principalFen / WAN, x.averageRatePpm, x.nplShare.value]),
  ).toEqual([
    ['ENTERPRISE', 1, 1, 1_000n, 45_000, 0],
    ['INDIVIDUAL_BUSINESS', 1, 2, 1_000n, 47_000, 700_000],
  ])
  expect([r.total.principalFen / WAN, r.total.yearLoans, r.total.nplFen / WAN]).toEqual([2_000n, 3, 700n])
  await changeReport(head, { reportId: id, clientCap: '9999999.99', borrowerTypes: ['FARM_COOP', 'ENTERPRISE'] })
  expect((await regulatoryReport(head, { reportId: id })).items.map((x) => [x.key, x.principalFen / WAN])).toEqual([
    ['FARM_COOP', 50n],
  ])
})

test('the five categories hold every loan once, and the workbook says what the screen says', async () => {
  const id = await make({ kind: 'FIVE_CATEGORY', name: '五级分类', groupBy: 'MARKET' })
  const { total, items } = await regulatoryReport(head, { reportId: id })
  expect([total.normalFen, total.substandardFen, total.lossFen, total.nplFen].map((f) => f / WAN)).toEqual([
    1_950n,
    700n,
    401n,
    1_101n,
  ])
  expect(total.normalFen + total.specialFen + total.substandardFen + total.doubtfulFen + total.lossFen).toBe(
    total.principalFen,
  )
  expect(items).toHaveLength(1)
  const answer = await listAnswer(head, 'five-category', { report: id })
  const rows = await rowsOf(new Uint8Array(await answer.arrayBuffer()))
  expect(Number(rows.at(-1)![3])).toBe(30_510_000)
})

test('only who may see the figures is a recipient; others neither read nor change a table', async () => {
  const rm = await testPerson(bank, 'rm', ['RM'])
  expect(await createReport(head, { kind: 'INCLUSIVE', name: '小微表', recipients: [rm.login] })).toMatchObject({
    ok: false,
    error: { code: 'E_REPORT_RECIPIENT' },
  })
  expect(await createReport(rm, { kind: 'INCLUSIVE', name: '表一' })).toMatchObject({
    ok: false,
    error: { code: 'E_FORBIDDEN' },
  })
  const { items } = await reportList(head, {})
  await expect(regulatoryReport(rm, { reportId: items[0]!.id })).rejects.toMatchObject({
    error: { code: 'E_FORBIDDEN' },
  })
})

test('a monthly table goes out once, on the first working day, with its workbook; who lost the role gets none', async () => {
  await setMailServer(admin, {
    host: '127.0.0.1',
    port: (smtp.server.address() as AddressInfo).port,
    security: 'NONE',
    sender: 'fangshi@bank.example',
    link: 'http://127.0.0.1:3000',
  })
  await make({ kind: 'INCLUSIVE', name: '每月普惠表', schedule: 'MONTHLY', recipients: [head.login] })
  const turn = async (at: string) => {
    const now = new Date(at)
    await collectNotices(bank, now, (tx, when) => orderReports(tx, bank.id, when))
    await sendMails(bank, now)
  }
  // Sunday, Monday before the hour, Monday, Tuesday
  await turn('2026-03-01T03:00:00Z')
  await turn('2026-03-02T00:00:00Z')
  expect(got).toEqual([])
  await turn('2026-03-02T01:00:00Z')
  await turn('2026-03-02T01:01:00Z')
  await turn('2026-03-03T01:00:00Z')
  expect(got.map((g) => g.to)).toEqual(['head@bank.example'])
  expect(got[0]!.text).toContain('spreadsheetml')
  const [, base64 = ''] = /attachment[\s\S]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)/.exec(got[0]!.text) ?? []
  const rows = await rowsOf(new Uint8Array(Buffer.from(base64, 'base64')))
  expect(rows.flat().map(String)).toContain('个体工商户')
  await inBank((tx) =>
    tx.roleGrant.updateMany({ where: { bankId: bank.id, userId: head.userId }, data: { state: 'REVOKED' } }),
  )
  await turn('2026-04-01T01:00:00Z')
  expect(got).toHaveLength(1)
  expect((await mailList(admin, {})).items[0]).toMatchObject({ kind: 'REPORT', state: 'CANCELLED', error: 'NO_REPORT' })
})
