/**
 * How long the end of a bank's day takes: `node --import ./scripts/resolve.mjs bench/end-of-day.ts [loans …]` (default 10000
 * 100000 1000000). Loans in the middle of their lives, a thirtieth of them due in the morning, a fiftieth late; beside each
 * figure the same run's baseline: one bare UPDATE of as many rows of a narrow table, as a table is by itself. Both are the best
 * of three: the day is closed in three copies of the database, for a second day without a payment would be a market's collapse.
 * The worker has closed the day of a bank without loans before, as one that runs for weeks has. Ratios count; times depend on
 * the machine. `BENCH_DAY=mass` lets every loan fall due on the same morning.
 */
import { execFileSync } from 'node:child_process'
import pg from 'pg'
import { date, type PlainDate } from '@/lib/platform/dates'
import { closeDatabase } from '@/lib/platform/db/client'
import { createBank } from '@/lib/platform/ops/bank'
import { findBankByCode, newId, withTenant } from '@/lib/platform/tenant'
import { scheduleColumns, stateColumns } from '@/lib/servicing/book/state'
import { storedTerms } from '@/lib/servicing/book/terms'
import { STEP_NAMES } from '@/lib/servicing/end-of-day/steps'
import { seedLedger } from '@/lib/servicing/ledger/post'
import { advance, openBook, positionOf } from '@/lib/servicing/rules/book'
import { happen } from '@/lib/servicing/rules/book-events'
import type { BookTerms } from '@/lib/servicing/rules/loan-events'
import { loanTerms } from '@/lib/servicing/rules/loan-terms'
import { toSerial } from '@/lib/servicing/rules/serial-day'
import { withClient } from '../scripts/boot/roles'
import { WORKER_FLAGS } from '../scripts/boot/worker-flags'
import { testDatabase } from '../tests/database'
import setup from '../tests/postgres'

const SIZES = process.argv.slice(2).map(Number)
const [MOST_RATIO, MILLION_MS, MOST_MB] = [3.5, 10_000, 300]
const MASS = process.env.BENCH_DAY === 'mass'
/** Distinct lives; every loan is a copy of one of them. */
const PATTERNS = 2000
const DAY = date(MASS ? '2026-05-19' : '2026-05-13')

/** Deterministic and evenly spread over [0, n). */
const spread = (i: number, n: number): number => (i * 7919) % n

function pattern(i: number): { terms: BookTerms; loanClass: string; state: string } & ReturnType<typeof live> {
  const start = DAY.subtract({ days: 8 + spread(i, 320) })
  const terms: BookTerms = {
    ...loanTerms(
      {
        principalFen: BigInt(100_000 + spread(i, 900) * 1000) * 100n,
        annualRatePpm: 36_000 + spread(i, 17) * 1000,
        startDate: start,
        maturityDate: start.add({ months: 12 }),
        method: (['BULLET', 'ANNUITY', 'EQUAL_PRINCIPAL', 'BULLET'] as const)[i % 4]!,
      },
      { repaymentDay: MASS ? 20 : 1 + spread(i, 28), holidayShift: 'NEXT' },
    ),
    upliftPpm: 500_000,
    misuseUpliftPpm: 1_000_000,
    graceDays: 0,
    settlementDay: 20,
    settlementMonths: 1,
    compoundOnPenalty: true,
    allocation: 'LEGAL',
    principalFirstAfter90: false,
  }
  return { terms, ...live(terms, i % 50 === 0 ? DAY.subtract({ days: spread(i, 150) }) : DAY) }
}

/** Pays every instalment when it falls due, until it stops paying. */
function live(terms: BookTerms, paysUntil: PlainDate) {
  const book = openBook(terms)
  const [end, until] = [toSerial(DAY), toSerial(paysUntil)]
  for (let on = toSerial(terms.startDate); on <= end; on++) {
    advance(book, on)
    const { totalDueFen } = positionOf(book)
    if (totalDueFen > 0n && on <= until)
      happen(book, { id: 'p', on, kind: 'PAY', amountFen: totalDueFen, prepay: null, fromSuspense: false })
  }
  const { dpd } = positionOf(book)
  const loanClass = dpd > 90 ? 'SUBSTANDARD' : dpd > 0 ? 'SPECIAL_MENTION' : 'NORMAL'
  return { book, loanClass, state: dpd > 0 ? 'OVERDUE' : 'CURRENT' }
}

async function fill(client: pg.Client, bankId: string, loans: number): Promise<void> {
  const patterns = Array.from({ length: PATTERNS }, (_, i) => ({ i, ...pattern(i) }))
  await client.query('set session_replication_role = replica')
  await client.query("set work_mem = '256MB'")
  await client.query('create temp table pattern (i int, terms jsonb, class text, state text, s jsonb)')
  await client.query(
    'insert into pattern select * from json_to_recordset($1::json) as j(i int, terms jsonb, class text, state text, s jsonb)',
    [
      JSON.stringify(
        patterns.map((p) => ({
          i: p.i,
          terms: storedTerms(p.terms),
          class: p.loanClass,
          state: p.state,
          s: stateColumns(p.book),
        })),
      ),
    ],
  )
  const row = `no int, kind text, due_date date, interest_from date, interest_to date, charge_from date, days int, principal_fen bigint, interest_fen bigint,
    balance_fen bigint, int_step bigint, int_den bigint, paid_principal_fen bigint, paid_interest_fen bigint, moved_fen bigint, cleared_on date`
  await client.query(
    `create temp table pattern_row as select j.i, x.* from json_to_recordset($1::json) as j(i int, r jsonb) cross join lateral jsonb_to_record(j.r) as x(${row})`,
    [JSON.stringify(patterns.flatMap((p) => scheduleColumns(p.book).map((r) => ({ i: p.i, r }))))],
  )
  await client.query(
    `create temp table pattern_state as select p.i, x.* from pattern p cross join lateral jsonb_populate_record(null::loan_state, p.s || jsonb_build_object('bank_id', $1::text,
       'loan_id', $1::text, 'batch_id', $1::text, 'market_id', $1::text, 'class', p.class, 'accruing', p.class <> 'SUBSTANDARD', 'live', true, 'as_of', $2::text,
       'provision_fen', ((p.s->>'principal_fen')::bigint * (case p.class when 'NORMAL' then 15000 when 'SPECIAL_MENTION' then 30000 else 300000 end) + 500000) / 1000000)) x`,
    [bankId, DAY.toString()],
  )
  await client.query(
    `create temp table copy as select lpad(to_hex(n), 32, '0')::uuid as id, n % ${PATTERNS} as i, n, md5('batch' || n / 400)::uuid as batch, md5('market' || n / 40000)::uuid as market
     from generate_series(0, $1::int - 1) n`,
    [loans],
  )
  await client.query('analyze pattern; analyze pattern_row; analyze pattern_state; analyze copy')
  // what the morning lists of a market's loans hangs on the market
  await client.query(
    `insert into market (bank_id, id, code, name, city, trade, operator_party_id, state, py_full, py_initials)
     select $1, m.market, 'B' || m.market, 'B' || m.market, '-', '-', m.market, 'ADMITTED', '-', '-' from (select distinct market from copy) m`,
    [bankId],
  )
  await client.query(
    `insert into loan (bank_id, id, number, application_id, drawdown_id, batch_id, market_id, merchant_id, principal_fen, rate_ppm, penalty_uplift_ppm, method, frequency,
       day_count, interest_basis, repayment_day, start_date, maturity_date, first_disbursement_date, settlement_account, monitoring_line, terms, state)
     select $1, c.id, 'LN' || c.n, c.id, c.id, c.batch, c.market, c.id, (p.terms->>'principalFen')::bigint, (p.terms->>'annualRatePpm')::int, 500000, p.terms->>'method', 'MONTHLY',
       'ACT/360', p.terms->>'interestBasis', (p.terms->>'repaymentDay')::int, (p.terms->>'startDate')::date, (p.terms->>'maturityDate')::date, (p.terms->>'startDate')::date,
       '6217' || c.n, 'LIGHT', p.terms, p.state from copy c join pattern p on p.i = c.i order by c.n`,
    [bankId],
  )
  const columns = (
    await client.query<{ column_name: string }>(
      "select column_name from information_schema.columns where table_name = 'loan_state' and column_name not in ('loan_id', 'batch_id', 'market_id')",
    )
  ).rows.map((r) => r.column_name)
  await client.query(
    `insert into loan_state (loan_id, batch_id, market_id, ${columns.join(', ')}) select c.id, c.batch, c.market, ${columns.map((x) => `p.${x}`).join(', ')}
     from copy c join pattern_state p on p.i = c.i order by c.n`,
  )
  await client.query(
    `insert into schedule_row (bank_id, loan_id, no, kind, due_date, interest_from, interest_to, charge_from, days, principal_fen, interest_fen, balance_fen, int_step, int_den,
       paid_principal_fen, paid_interest_fen, moved_fen, cleared_on)
     select $1, c.id, p.no, p.kind, p.due_date, p.interest_from, p.interest_to, p.charge_from, p.days, p.principal_fen, p.interest_fen, p.balance_fen, p.int_step, p.int_den,
       p.paid_principal_fen, p.paid_interest_fen, p.moved_fen, p.cleared_on from copy c join pattern_row p on p.i = c.i order by c.n, p.no`,
    [bankId],
  )
  // what the nights before have listed; the warnings that they have raised
  await client.query(
    `insert into annual_review (bank_id, id, loan_id, market_id, review_on, consent_by, survey_by, conclude_by, sign_by, state)
     select l.bank_id, uuidv7(), l.id, l.market_id, l.maturity_date, l.maturity_date - 45, l.maturity_date - 30, l.maturity_date - 20, l.maturity_date - 10, 'LISTED'
     from loan l where l.state = 'CURRENT' and l.maturity_date < $1::date + 60`,
    [DAY.toString()],
  )
  await client.query(
    `insert into warning_signal (bank_id, id, code, object_type, object_id, market_id, loan_id, level, state, value, raised_on, last_raised_on)
     select l.bank_id, uuidv7(), 'W-C01', 'MERCHANT', l.merchant_id, l.market_id, l.id, case when s.dpd > 30 then 'RED' when s.dpd > 7 then 'ORANGE' else 'YELLOW' end,
       'RAISED', s.dpd::text, $1::date - s.dpd, $1::date - s.dpd from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id where s.dpd > 0`,
    [DAY.toString()],
  )
  await client.query('drop table copy, pattern, pattern_row, pattern_state')
  await client.query('set session_replication_role = default')
}

/** A ledger that agrees with the loans: one journal that brings their balances in, against clearing. */
async function bringIn(client: pg.Client, bankId: string): Promise<void> {
  const id = newId()
  await client.query(
    `insert into journal (bank_id, id, number, business_date, event, object_type, object_id, at) values ($1, $2, 'J0000000000', $3, 'DISBURSE_SELF', 'bank', $1, now())`,
    [bankId, id, DAY.toString()],
  )
  const { proveLedger } = await import('@/lib/servicing/end-of-day/prove')
  const proof = await withTenant({ bankId, partyId: null }, (tx) => proveLedger(tx, bankId, DAY.toString()), {
    timeoutMs: 600_000,
  })
  for (const line of proof.lines) {
    const fen = ['2241', '1304'].includes(line.account) ? -line.loansFen : line.loansFen
    if (fen === 0n) continue
    const contra = line.account.startsWith('7') ? '7199' : '1001'
    for (const [account, amount] of [
      [line.account, fen],
      [contra, -fen],
    ] as const)
      await client.query(
        'insert into journal_line (bank_id, id, journal_id, account_code, debit_fen, credit_fen, position) values ($1, $2, $3, $4, $5, $6, 0)',
        [bankId, newId(), id, account, String(amount > 0n ? amount : 0n), String(amount < 0n ? -amount : 0n)],
      )
  }
}

/**
 * The baseline: as many rows of a narrow table, one UPDATE, nothing else. Best of three, vacuumed in between. `roomy`: with
 * half of every page left free, so that no index has to be touched.
 */
async function bareUpdate(client: pg.Client, roomy: boolean): Promise<number> {
  await client.query(
    `create table bench_narrow with (fillfactor = ${roomy ? 45 : 100}) as select bank_id, loan_id, principal_fen, rate_ppm, 0::bigint as accrued, 0 as dpd, current_date as as_of from loan_state`,
  )
  await client.query('alter table bench_narrow add primary key (bank_id, loan_id)')
  await client.query('vacuum analyze bench_narrow')
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < 3; i++) {
    const began = performance.now()
    await client.query(
      'update bench_narrow set accrued = accrued + principal_fen * rate_ppm / 360000000, dpd = dpd + 1, as_of = as_of + 1',
    )
    best = Math.min(best, performance.now() - began)
    await client.query('vacuum bench_narrow')
  }
  await client.query('drop table bench_narrow')
  return best
}

type Step = { step: string; ms: string; counts: object }
type Closed = { ms: number; cpu: number; before: number; peak: number; steps: Step[] }

/** Closes the day in a copy of the database, which nobody may be connected to; the copy is dropped. */
async function closeInCopy(superuserUrl: string, day: PlainDate, times: number): Promise<Closed> {
  const name = new URL(superuserUrl).pathname.slice(1)
  const copy = `${name}_${times}`
  const at = (url: string, database: string) => Object.assign(new URL(url), { pathname: `/${database}` }).href
  const server = at(superuserUrl, 'postgres')
  await withClient(server, (c) => c.query(`create database ${copy} template ${name} strategy file_copy`))
  try {
    // what the last night left in memory; a copy comes from the disk
    await withClient(at(superuserUrl, copy), async (c) => {
      for (const table of ['loan_state', 'loan', 'schedule_row'])
        await c.query(`select count(*), max(${table}::text) from ${table}`)
      await c.query('checkpoint')
    })
    const said = execFileSync(
      process.execPath,
      [...WORKER_FLAGS, '--import', './scripts/resolve.mjs', 'bench/close-day.ts', 'BEN', day.toString()],
      {
        encoding: 'utf8',
        env: { ...process.env, DATABASE_URL: at(process.env.DATABASE_URL!, copy) },
      },
    )
    const steps = await withClient(at(superuserUrl, copy), (c) =>
      c.query<Step>(
        `select s.step, extract(epoch from s.finished_at - s.started_at) * 1000 as ms, s.counts from business_day_step s
         join bank b on b.id = s.bank_id and b.code = 'BEN' where s.day = $1`,
        [day.toString()],
      ),
    )
    return { ...(JSON.parse(said) as Omit<Closed, 'steps'>), steps: steps.rows }
  } finally {
    await withClient(server, (c) => c.query(`drop database ${copy} with (force)`))
  }
}

const seconds = (ms: number): string => (ms / 1000).toFixed(2).padStart(7)

const stop = await setup()
const rates: { loans: number; ms: number }[] = []
try {
  for (const loans of SIZES.length > 0 ? SIZES : [10_000, 100_000, 1_000_000]) {
    const db = await testDatabase()
    const client = new pg.Client({ connectionString: db.superuserUrl })
    await client.connect()
    await createBank(db.ownerUrl, { code: 'BEN', name: '基准银行', nameEn: 'Bench Bank' })
    await createBank(db.ownerUrl, { code: 'WRM', name: '预热银行', nameEn: 'Warm Bank' })
    const bank = (await findBankByCode('BEN'))!
    for (const { id: bankId } of [bank, (await findBankByCode('WRM'))!])
      await withTenant({ bankId, partyId: null }, async (tx) => {
        await tx.bankSetting.updateMany({ where: { bankId }, data: { businessDate: new Date(`${DAY}T00:00:00Z`) } })
        await tx.calendarDay.deleteMany({ where: { bankId } })
        await seedLedger(tx, bankId)
      })
    await fill(client, bank.id, loans)
    await client.query('vacuum analyze loan_state, loan, schedule_row, annual_review, warning_signal')
    await bringIn(client, bank.id)
    const bare = await bareUpdate(client, false)
    const roomy = await bareUpdate(client, true)
    await client.end()
    await closeDatabase()
    const closed: Closed[] = []
    for (let times = 1; times <= (MASS ? 1 : 3); times++) closed.push(await closeInCopy(db.superuserUrl, DAY, times))
    const best = closed.reduce((a, b) => (b.ms < a.ms ? b : a))
    console.log(
      `\n${loans.toLocaleString('en')} loans: end of day ${seconds(best.ms)} s (${closed.map((c) => seconds(c.ms).trim()).join(', ')}), bare UPDATE ${seconds(bare)} s, ratio ${(best.ms / bare).toFixed(2)} (UPDATE with room in its pages ${seconds(roomy).trim()} s, ratio ${(best.ms / roomy).toFixed(2)}); worker ${best.before} MB before, ${Math.max(...closed.map((c) => c.peak))} MB at its peak`,
    )
    const met = (ok: boolean) => (ok ? 'met' : 'missed')
    console.log(
      `   goals: ratio at most ${MOST_RATIO} ${met(best.ms / bare <= MOST_RATIO)}, ${loans < 1e6 ? '' : `a million in ${MILLION_MS / 1000} s ${met((best.ms / loans) * 1e6 <= MILLION_MS)}, `}worker under ${MOST_MB} MB ${met(Math.max(...closed.map((c) => c.peak)) < MOST_MB)}; processor of the worker ${seconds(best.cpu).trim()} s`,
    )
    for (const name of STEP_NAMES) {
      const row = best.steps.find((r) => r.step === name)
      console.log(`   ${name.padEnd(14)} ${seconds(Number(row?.ms ?? 0))} s  ${JSON.stringify(row?.counts ?? {})}`)
    }
    rates.push({ loans, ms: best.ms })
    await db.drop()
  }
  const [first, last] = [rates[0]!, rates.at(-1)!]
  if (rates.length > 1)
    console.log(
      `\ngrowth: ${(last.loans / first.loans).toFixed(0)} times the loans, ${(last.ms / first.ms).toFixed(1)} times the time`,
    )
} finally {
  await stop()
}
