/** Figures for those who lead, on real loans: every figure leads to exactly its loans, says of which day it is, and is not for everyone. */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listAnswer } from '@/lib/desk/exports'
import { date, toDb } from '@/lib/platform/dates'
import { type Tx, withTenant } from '@/lib/platform/tenant'
import { concentrationReport, portfolioReport, rollReport, scoreReport, vintageReport } from '@/lib/reports/queries'
import { countDaily, takeSnapshot } from '@/lib/reports/snapshot'
import { flowReport, partnerReport, workloadReport } from '@/lib/reports/work-queries'
import { loanList } from '@/lib/servicing/queries'
import { type TestDatabase, testDatabase } from '../../database'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { type Portfolio, portfolio, standOn, systemOf } from '../../fixtures/portfolio'
import { rowsOf } from '../../fixtures/workbook'
import { CALENDAR, dice, randomTerms } from '../../model/lives'

let db: TestDatabase
let bank: Awaited<ReturnType<typeof testBank>>
let head: Person
let books: Portfolio[]
const TODAY = date('2026-03-02')
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)
const asked = (href: string) => Object.fromEntries(new URLSearchParams(href.split('?')[1]))
const behind = async (href: string) => {
  const { market, ...rest } = asked(href)
  return (await loanList(head, { ...(rest as object), ...(market ? { market } : {}), limit: 200 })).items
}

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('LEAD')
  head = await testPerson(bank, 'head', ['SB_HEAD'])
  const d = dice(7)
  const terms = (n: number, start: string) =>
    Array.from({ length: n }, () => ({ ...randomTerms(d, date(start), true), calendar: CALENDAR }))
  await standOn(bank.id, date('2026-01-05'))
  books = [await portfolio(db, bank, terms(8, '2026-01-05')), await portfolio(db, bank, terms(6, '2026-01-05'))]
  // as a quarter left them: late, non-performing, written off; at two month ends
  const client = new pg.Client({ connectionString: db.superuserUrl })
  await client.connect()
  await client.query('set session_replication_role = replica')
  const [a, b] = books.map((x) => x.loanIds)
  const put = (id: string, dpd: number, loanClass: string) =>
    client.query('update loan_state set dpd = $2, class = $3, provision_fen = principal_fen / 10 where loan_id = $1', [
      id,
      dpd,
      loanClass,
    ])
  await put(a![0]!, 12, 'SPECIAL_MENTION')
  await put(a![1]!, 45, 'SPECIAL_MENTION')
  await put(a![2]!, 120, 'SUBSTANDARD')
  await put(b![0]!, 400, 'LOSS')
  await client.query('update loan_state set live = false where loan_id = any($1::uuid[])', [[b![1], b![2]]])
  await client.query("update loan set state = 'WRITTEN_OFF' where id = $1", [b![1]])
  await client.query("update loan set state = 'SETTLED' where id = $1", [b![2]])
  await client.query(
    `insert into loan_statement (bank_id, loan_id, month, principal_fen, due_fen, interest_fen, dpd, class)
     select l.bank_id, l.id, m.month, l.principal_fen, 0, 0, case m.month when '2026-01-01' then 0 else s.dpd end, 'NORMAL'
     from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id cross join (values ('2026-01-01'::date), ('2026-02-01')) m(month)
     where l.bank_id = $1 and (s.live or m.month = '2026-01-01')`,
    [bank.id],
  )
  await client.end()
  await standOn(bank.id, TODAY)
})
afterAll(() => db.drop())

test('before the first count there is no figure, and nobody is shown an old one', async () => {
  expect(await portfolioReport(head, {})).toBeNull()
  expect((await concentrationReport(head, {})).items).toEqual([])
})

test('the worker counts the business day by itself, once', async () => {
  await countDaily(bank)
  const report = (await portfolioReport(head, {}))!
  expect([report.asOn.toString(), report.stale, report.totals.loans]).toEqual(['2026-03-02', false, 12])
  const trail = await inBank((tx) => tx.auditEvent.count({ where: { bankId: bank.id, command: 'reports.snapshot' } }))
  expect(trail).toBe(1)
})

test('every row leads to exactly the loans that it counts, by every dimension, to the fen', async () => {
  for (const by of ['market', 'mode', 'grade', 'bucket', 'class', 'borrowerType'] as const) {
    const report = (await portfolioReport(head, { by }))!
    for (const row of report.items) {
      const loans = await behind(row.href)
      expect([by, row.key, loans.length, loans.reduce((n, l) => n + l.balanceFen, 0n)]).toEqual([
        by,
        row.key,
        row.totals.loans,
        row.totals.principalFen,
      ])
    }
    expect(report.items.reduce((n, r) => n + r.totals.principalFen, 0n)).toBe(report.totals.principalFen)
  }
  const late = (await portfolioReport(head, { by: 'bucket' }))!
  expect(late.items.map((r) => [r.key, r.totals.loans]).sort()).toEqual([
    ['0', 8],
    ['1', 1],
    ['2', 1],
    ['4', 1],
    ['6', 1],
  ])
})

test('a figure of yesterday says so; counted again it is of today', async () => {
  await standOn(bank.id, TODAY.add({ days: 1 }))
  expect((await portfolioReport(head, {}))!.stale).toBe(true)
  const r = await takeSnapshot(head, {})
  expect(r).toMatchObject({ ok: true, value: { loans: 12, months: 0 } })
  await takeSnapshot(head, {})
  const again = (await portfolioReport(head, {}))!
  expect([again.stale, again.totals.loans]).toEqual([false, 12])
})

test('from January to February: who got later, who was paid back, who was written off, each behind its figure', async () => {
  const roll = await rollReport(head, {})
  expect([roll.month, roll.items.map((r) => r.fromBucket)]).toEqual(['2026-02', [0]])
  expect(roll.items[0]!.to.map((x) => [x.bucket, x.loans])).toEqual([
    [0, 8],
    [1, 1],
    [2, 1],
    [4, 1],
    [6, 1],
    [7, 1],
    [8, 1],
  ])
  for (const x of roll.items[0]!.to) expect((await behind(x.href)).length, x.href).toBe(x.loans)
})

test('a loan counts in its vintage from the month in which it was first more than 30 days late', async () => {
  const { items, upTo } = await vintageReport(head, {})
  expect(upTo).toBe('2026-02')
  expect(items.map((c) => [c.startMonth, c.loans, c.lateLoans, c.points.map((p) => p.age)])).toEqual([
    ['2026-01', 14, 3, [0, 1]],
  ])
  const loans = (await loanList(head, { limit: 200 })).items
  const late = loans.filter((l) => l.dpd > 30)
  expect(items[0]!.lateFen).toBe(late.reduce((n, l) => n + l.principalFen, 0n))
  expect((await behind(items[0]!.href)).length).toBe(14)
})

test('batches, managers, partners, scores and caps are put together from the same loans', async () => {
  const total = (await portfolioReport(head, {}))!.totals.principalFen
  const people = await workloadReport(head, {})
  expect(people.items.reduce((n, p) => n + p.batches, 0)).toBe(0)
  const partners = await partnerReport(head, {})
  expect(partners.items.reduce((n, p) => n + p.totals.principalFen, 0n)).toBe(total)
  const caps = await concentrationReport(head, {})
  expect(caps.items.filter((c) => c.kind === 'market').reduce((n, c) => n + c.exposureFen, 0n)).toBe(total)
  expect(caps.items.every((c) => c.over)).toBe(true)
  expect((await scoreReport(head, {})).items).toEqual([])
  expect((await flowReport(head, {})).items.map((s) => s.state)).toEqual([])
})

test('a stage’s time is from the entry to the next one, and what waits is named', async () => {
  const [x, y] = books
  const at = (h: number) => new Date(Date.now() - h * 3_600_000)
  await inBank(async (tx) => {
    const step = (batchId: string, stateFrom: string | null, stateTo: string, hours: number) => ({
      bankId: bank.id,
      objectType: 'batch',
      objectId: batchId,
      machine: 'batch',
      event: 'x',
      stateFrom,
      stateTo,
      actorName: 'test',
      at: at(hours),
    })
    await tx.stateHistory.createMany({
      data: [
        step(x!.batchId, null, 'DRAFT', 100),
        step(x!.batchId, 'DRAFT', 'SUBMITTED', 90),
        step(x!.batchId, 'SUBMITTED', 'SCORING', 70),
        step(y!.batchId, null, 'DRAFT', 50),
        step(y!.batchId, 'DRAFT', 'SUBMITTED', 30),
      ],
    })
    await tx.batch.updateMany({ where: { bankId: bank.id, id: x!.batchId }, data: { state: 'SCORING' } })
    await tx.batch.updateMany({ where: { bankId: bank.id, id: y!.batchId }, data: { state: 'SUBMITTED' } })
  })
  const { items } = await flowReport(head, {})
  expect(items.map((s) => [s.state, s.passed, s.medianHours, s.waiting, s.longestHours])).toEqual([
    ['DRAFT', 2, 15, 0, null],
    ['SUBMITTED', 1, 20, 1, 30],
    ['SCORING', 0, null, 1, 70],
  ])
})

test('who does not lead sees none of it, by screen, export or interface', async () => {
  const rm = await testPerson(bank, 'rm-x', ['RM'])
  for (const query of [
    portfolioReport,
    vintageReport,
    rollReport,
    scoreReport,
    concentrationReport,
    flowReport,
    partnerReport,
    workloadReport,
  ])
    await expect(query(rm, {})).rejects.toMatchObject({ error: { code: 'E_FORBIDDEN' } })
  await expect(listAnswer(rm, 'portfolio', {})).rejects.toMatchObject({ error: { code: 'E_FORBIDDEN' } })
  expect(await takeSnapshot(rm, {})).toMatchObject({ ok: false, error: { code: 'E_FORBIDDEN' } })
  const other = await testPerson(await testBank('OTHR'), 'head', ['SB_HEAD'])
  expect(await portfolioReport(other, {})).toBeNull()
})

test('in a workbook a name that looks like a formula stays a name, and the sums are the screen’s', async () => {
  await inBank((tx) =>
    tx.market.updateMany({ where: { bankId: bank.id, id: books[0]!.marketId }, data: { name: '=1+1' } }),
  )
  const answer = await listAnswer(head, 'portfolio', {})
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const rows = (await rowsOf(bytes)).slice(4)
  expect(rows.map((r) => String(r[1])).some((n) => n.endsWith('=1+1'))).toBe(true)
  const sum = rows.reduce((n, r) => n + Math.round(Number(r[3]) * 100), 0)
  expect(BigInt(sum)).toBe((await portfolioReport(head, {}))!.totals.principalFen)
  for (const list of [
    'batch-flow',
    'workload',
    'vintages',
    'roll-rates',
    'concentration',
    'score-performance',
    'partner-scores',
  ] as const)
    expect((await listAnswer(head, list, {})).status, list).toBe(200)
})

test('old days are forgotten, the last of each month is kept', async () => {
  await inBank(async (tx) => {
    const days = ['2025-10-30', '2025-10-31', '2025-11-28'].map((d) => toDb(date(d)))
    await tx.portfolioDay.createMany({
      data: days.map((asOn) => ({ bankId: bank.id, asOn, takenAt: new Date(), loans: 1 })),
    })
    await tx.portfolioCell.createMany({
      data: days.map((asOn) => ({
        bankId: bank.id,
        asOn,
        marketId: books[0]!.marketId,
        mode: 'JG',
        grade: '-',
        bucket: 0,
        class: 'NORMAL',
        borrowerType: '-',
        loans: 1,
        principalFen: 1n,
        provisionFen: 0n,
      })),
    })
  })
  await takeSnapshot(systemOf(bank), {})
  const kept = await inBank((tx) => tx.portfolioDay.findMany({ orderBy: { asOn: 'asc' }, select: { asOn: true } }))
  expect(kept.map((k) => k.asOn.toISOString().slice(0, 10))).toEqual([
    '2025-10-31',
    '2025-11-28',
    '2026-03-02',
    '2026-03-03',
  ])
})
