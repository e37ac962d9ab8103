/**
 * How long a person waits for the first screen of the day: `node --import ./scripts/resolve.mjs bench/desk.ts [tasks …]`
 * (default 1000 10000 100000). So many open tasks in the bank, a tenth of them the person's, a tenth his role's, with a
 * visit, a complaint and a warning for every tenth. Beside it the bare statement: the person's tasks and nothing else.
 * Medians of 21. Goal: under 200 ms at ten thousand tasks, for each role.
 */
import pg from 'pg'
import { myWork } from '@/lib/desk/work'
import type { Role } from '@/lib/platform/actor'
import { date } from '@/lib/platform/dates'
import { closeDatabase } from '@/lib/platform/db/client'
import { testDatabase } from '../tests/database'
import { approvedGroup } from '../tests/fixtures/group'
import { paidOut } from '../tests/fixtures/loan'
import { admittedMarket } from '../tests/fixtures/market'
import { testBank, testPerson } from '../tests/fixtures/people'
import { standOn } from '../tests/fixtures/portfolio'
import setup from '../tests/postgres'

const SIZES = process.argv.slice(2).map(Number)
const DAY = date('2026-06-15')
const GOAL_MS = 200
const GOAL_TASKS = 10_000
const ROLES: Role[] = ['RM', 'POST_MKT', 'RISK_MGR', 'SB_HEAD']

/** Tasks i of n: a tenth for `me`, a tenth for the role, the rest for others; as many done as open, due around the day. */
async function fill(url: string, bankId: string, me: string, role: string, marketId: string, n: number): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('set session_replication_role = replica')
  const merchant = (await client.query('select id from merchant where bank_id = $1 limit 1', [bankId])).rows[0].id
  await client.query(
    `insert into task (bank_id, id, kind, object_type, object_id, assignee_id, role, params, due_on, state, created_at)
     select $1, uuidv7(), (array['VISIT_FOLLOW_UP','RESOLUTION','HELP_WANTED','MARKET_INFORMATION'])[1 + i % 4], (array['visit','joint-meeting','work-report','market'])[1 + i % 4], uuidv7(),
       case i % 10 when 0 then $2::uuid when 1 then null else md5('u' || i % 500)::uuid end, case i % 10 when 1 then $3 else null end, json_build_object('code', '事项' || i),
       date '2026-06-15' + (i * 7919 % 61)::int - 30, case when k = 0 then 'OPEN' else 'DONE' end, now() - (i || ' seconds')::interval
     from generate_series(1, $4::int) i, generate_series(0, 1) k`,
    [bankId, me, role, n],
  )
  await client.query(
    `insert into visit (bank_id, id, kind, merchant_id, market_id, assignee_id, planned_on, due_on, state)
     select $1, uuidv7(), 'ROUTINE', $2, $3, case when i % 10 = 0 then $4::uuid else md5('u' || i % 500)::uuid end, date '2026-06-15' + i % 40, date '2026-06-20' + i % 40, 'PLANNED'
     from generate_series(1, $5::int / 10) i`,
    [bankId, merchant, marketId, me, n],
  )
  await client.query(
    `insert into warning_signal (bank_id, id, code, object_type, object_id, market_id, level, state, value, raised_on, verify_by, assigned_to)
     select $1, uuidv7(), 'W-C' || i, 'MERCHANT', uuidv7(), $2, (array['YELLOW','ORANGE','RED'])[1 + i % 3], 'RAISED', '1', date '2026-06-01', date '2026-06-20', case when i % 10 = 0 then $3::uuid else md5('u' || i % 500)::uuid end
     from generate_series(1, $4::int / 10) i`,
    [bankId, marketId, me, n],
  )
  await client.query('vacuum analyze task, visit, warning_signal')
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
for (const n of SIZES.length > 0 ? SIZES : [1_000, 10_000, 100_000]) {
  for (const role of ROLES) {
    const db = await testDatabase()
    const bank = await testBank('BEN')
    const rm = await testPerson(bank, 'rm', ['RM'])
    const me = role === 'RM' ? rm : await testPerson(bank, 'me', [role])
    const market = await admittedMarket(bank, 'M-BEN', { people: { rmId: rm.userId } })
    await paidOut(bank, market, await approvedGroup(bank, market, { rmId: rm.userId }))
    await standOn(bank.id, DAY)
    await fill(db.superuserUrl, bank.id, me.userId, role, market.id, n)
    const client = new pg.Client({ connectionString: db.superuserUrl })
    await client.connect()
    const bare = await median(() =>
      client.query(
        `select kind, object_id, due_on from task where bank_id = $1 and state = 'OPEN' and (assignee_id = $2 or (assignee_id is null and role = $3)) order by due_on, created_at limit 100`,
        [bank.id, me.userId, role],
      ),
    )
    const page = await median(() => myWork(me, {}))
    if (n <= GOAL_TASKS) slow ||= page >= GOAL_MS
    const { items } = await myWork(me, {})
    console.log(`${n} tasks, ${role}: first screen ${ms(page)} (${items.length} lines; bare tasks ${ms(bare)}, ratio ${(page / bare).toFixed(1)})`) // biome-ignore format: one line
    await client.end()
    await closeDatabase()
    await db.drop()
  }
}
await stop?.()
process.exitCode = slow ? 1 : 0
