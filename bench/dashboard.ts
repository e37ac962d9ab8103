/**
 * How long those who lead wait for the figures of a large bank: `node --import ./scripts/resolve.mjs bench/dashboard.ts
 * [loans …]` (default 100000 1000000). Beside each figure two bare statements: the whole portfolio grouped anew from the
 * loans, and the day's cells read and nothing else. Medians of 21. Goal: under 500 ms at a million loans.
 */
import pg from 'pg'
import { date } from '@/lib/platform/dates'
import { closeDatabase } from '@/lib/platform/db/client'
import { portfolioReport } from '@/lib/reports/queries'
import { takeSnapshot } from '@/lib/reports/snapshot'
import { testDatabase } from '../tests/database'
import { testBank, testPerson } from '../tests/fixtures/people'
import { standOn } from '../tests/fixtures/portfolio'
import setup from '../tests/postgres'

const SIZES = process.argv.slice(2).map(Number)
const DAY = date('2026-06-15')
const GOAL_MS = 500

/** Loans i of n: 25 markets, 400 loans a batch, six modes, five grades, two of a hundred late. */
async function fill(url: string, bankId: string, n: number): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('set session_replication_role = replica')
  await client.query(
    `create temp table copy as select lpad(to_hex(i), 32, '0')::uuid as id, i, md5('b' || i / 400)::uuid as batch, md5('m' || (i / 400) % 25)::uuid as market,
       (array['JG','AF','GC','LI','PK','DF'])[1 + (i / 400) % 6] as mode, case when i % 50 = 0 then 1 + (i::bigint * 7919 % 400)::int else 0 end as dpd,
       (20000000 + (i % 97) * 1000000)::bigint as fen from generate_series(0, $1::int - 1) i`,
    [n],
  )
  await client.query(
    `insert into party (bank_id, id, code, kind, name, state, py_full, py_initials)
     select $1, market, 'O' || left(market::text, 8), 'OPERATOR', '市场管理', 'ADMITTED', 's', 's' from (select distinct market from copy) m`,
    [bankId],
  )
  await client.query(
    `insert into market (bank_id, id, code, name, city, trade, operator_party_id, state, py_full, py_initials)
     select $1, market, 'M' || left(market::text, 8), '市场', '-', '面料', market, 'ADMITTED', 's', 's' from (select distinct market from copy) m`,
    [bankId],
  )
  await client.query(
    `insert into batch (bank_id, id, code, market_id, party_id, mode, state)
     select $1, batch, 'B' || left(batch::text, 12), market, market, mode, 'ACTIVE' from (select distinct batch, market, mode from copy) b`,
    [bankId],
  )
  await client.query(
    `insert into application (bank_id, id, batch_id, party_id, state, row_no, position, borrower_type)
     select $1, id, batch, market, 'ACTIVE', i::text, i, case when i % 3 = 0 then 'ENTERPRISE' else 'INDIVIDUAL_BUSINESS' end from copy`,
    [bankId],
  )
  await client.query(
    "insert into application_outcome (bank_id, application_id, grade) select $1, id, (array['A1','A2','B1','B2','C'])[1 + i % 5] from copy",
    [bankId],
  )
  await client.query(
    `insert into loan (bank_id, id, number, application_id, drawdown_id, batch_id, market_id, merchant_id, principal_fen, rate_ppm, penalty_uplift_ppm, method, frequency,
       day_count, interest_basis, start_date, maturity_date, first_disbursement_date, settlement_account, monitoring_line, terms, state)
     select $1, id, 'LN' || i, id, id, batch, market, id, fen, 40000, 500000, 'BULLET', 'MONTHLY', 'ACT/360', 'DAILY', date '2025-09-01' + i % 200, date '2027-01-01',
       date '2025-09-01', '6217', 'LIGHT', '{}', 'CURRENT' from copy`,
    [bankId],
  )
  await client.query(
    `insert into loan_state (bank_id, loan_id, batch_id, market_id, principal_fen, dpd, class, provision_fen, as_of)
     select $1, id, batch, market, fen, dpd, case when dpd > 360 then 'LOSS' when dpd > 270 then 'DOUBTFUL' when dpd > 90 then 'SUBSTANDARD' when dpd > 0 then 'SPECIAL_MENTION' else 'NORMAL' end,
       fen / 100, $2 from copy`,
    [bankId, DAY.toString()],
  )
  await client.query('drop table copy')
  await client.query('vacuum analyze loan, loan_state, application, application_outcome, batch')
  await client.end()
}

async function median(run: () => Promise<unknown>, times = 21): Promise<number> {
  const took: number[] = []
  for (let i = 0; i < times; i++) {
    const began = performance.now()
    await run()
    took.push(performance.now() - began)
  }
  return took.sort((a, b) => a - b)[times >> 1]!
}

const ms = (n: number): string => `${n.toFixed(n < 10 ? 1 : 0)} ms`
const stop = await setup()
let slow = false
for (const n of SIZES.length > 0 ? SIZES : [100_000, 1_000_000]) {
  const db = await testDatabase()
  const bank = await testBank('BEN')
  const head = await testPerson(bank, 'head', ['SB_HEAD'])
  await standOn(bank.id, DAY)
  await fill(db.superuserUrl, bank.id, n)
  const client = new pg.Client({ connectionString: db.superuserUrl })
  await client.connect()
  const began = performance.now()
  const taken = await takeSnapshot(head, {})
  const count = performance.now() - began
  if (!taken.ok || taken.value.loans !== n) throw new Error(JSON.stringify(taken))
  const whole = await median(
    () =>
      client.query(
        `select s.market_id, count(*), sum(s.principal_fen), sum(s.principal_fen) filter (where s.dpd > 0) from loan_state s where s.bank_id = $1 and s.live group by 1`,
        [bank.id],
      ),
    5,
  )
  const cells = await median(() =>
    client.query('select * from portfolio_cell where bank_id = $1 and as_on = $2', [bank.id, DAY.toString()]),
  )
  const { rows } = await client.query('select count(*)::int as n from portfolio_cell')
  const page = await median(() => portfolioReport(head, { by: 'market' }))
  slow ||= page >= GOAL_MS
  console.log(
    `${n} loans: dashboard ${ms(page)} (${rows[0].n} cells; bare read of them ${ms(cells)}, ratio ${(page / cells).toFixed(1)}; grouping the loans anew ${ms(whole)}, ratio ${(page / whole).toFixed(2)}); the day’s count once ${ms(count)}`,
  )
  await client.end()
  await closeDatabase()
  await db.drop()
}
await stop?.()
process.exitCode = slow ? 1 : 0
