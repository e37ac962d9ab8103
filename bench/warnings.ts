/**
 * How long the morning's look at every client's feeds takes: `node --import ./scripts/resolve.mjs bench/warnings.ts
 * [merchants …]` (default 25000 50000 100000; thirty events each). Goal: 100 thousand merchants with 3 million events in
 * under 20 s, linear. One client in fifty has fallen credits, one in a hundred a lawsuit, one in eighty overdue elsewhere.
 */
import pg from 'pg'
import { z } from 'zod'
import { loadParameters } from '@/lib/admin/parameters'
import { feedReadings } from '@/lib/monitoring/feeds'
import { raiseFromReadings } from '@/lib/monitoring/raise'
import { systemActor } from '@/lib/platform/actor'
import { defineCommand } from '@/lib/platform/commands'
import { date } from '@/lib/platform/dates'
import { closeDatabase } from '@/lib/platform/db/client'
import { testDatabase } from '../tests/database'
import { admittedMarket } from '../tests/fixtures/market'
import { testBank } from '../tests/fixtures/people'
import { standOn } from '../tests/fixtures/portfolio'
import setup from '../tests/postgres'

const SIZES = process.argv.slice(2).map(Number)
const DAY = date('2026-06-15')

const look = defineCommand({
  name: 'bench.warnings',
  input: z.strictObject({}),
  access: { roles: ['SYSTEM'] },
  timeoutMs: 600_000,
  async run(ctx) {
    const { monitoring } = await loadParameters(ctx.tx, ctx.actor.bankId, DAY)
    const made = await raiseFromReadings(
      ctx,
      { events: feedReadings(ctx.actor.bankId, DAY, null), whole: true },
      DAY,
      monitoring,
    )
    ctx.audit({ objectType: 'businessDay', objectId: DAY.toString() })
    return { raised: made.raised, merged: made.merged }
  },
})

/** Merchants i of n with 26 days of credits (13 in each of the two spans), two bureau lines and two of litigation at most. */
async function fill(url: string, bankId: string, marketId: string, n: number): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('set session_replication_role = replica')
  await client.query(
    `insert into merchant (bank_id, id, market_id, borrower_type, name, py_full, py_initials)
     select $1, uuidv7(), $2, 'INDIVIDUAL_BUSINESS', '商户' || i, 'sh', 'sh' from generate_series(1, $3::int) i`,
    [bankId, marketId, n],
  )
  await client.query(
    `insert into feed_entry (bank_id, id, merchant_id, feed, kind, on_date, amount_fen, count, reference)
     select $1, uuidv7(), m.id, 'ACCOUNT', 'CREDIT', (case when k < 13 then date '2025-03-03' else date '2026-03-03' end) + (k % 13) * 6,
       100000 * case when k >= 13 and m.i % 50 = 0 then 60 else 100 end, 0, m.i || '-' || k
     from (select id, row_number() over (order by id) as i from merchant where bank_id = $1) m, generate_series(0, 25) k
     union all select $1, uuidv7(), m.id, 'BUREAU', case k when 0 then 'HARD_INQUIRY' when 1 then 'NEW_INSTITUTION' when 2 then 'OVERDUE' else 'HARD_INQUIRY' end,
       date '2026-05-20' - k, 0, case when k = 2 then case when m.i % 80 = 0 then 40 else 0 end else 0 end, 'b' || m.i || '-' || k
     from (select id, row_number() over (order by id) as i from merchant where bank_id = $1) m, generate_series(0, 3) k
     union all select $1, uuidv7(), m.id, 'LITIGATION', 'DEFENDANT', date '2026-04-01', 5000000, 0, 'l' || m.i
     from (select id, row_number() over (order by id) as i from merchant where bank_id = $1) m where m.i % 100 = 0`,
    [bankId],
  )
  await client.query('analyze')
  const { rows } = await client.query('select count(*)::int as n from feed_entry')
  await client.end()
  return rows[0].n
}

const stop = await setup()
for (const n of SIZES.length > 0 ? SIZES : [25_000, 50_000, 100_000]) {
  const db = await testDatabase()
  const bank = await testBank('BEN')
  const market = await admittedMarket(bank, 'M-BEN')
  await standOn(bank.id, DAY)
  const events = await fill(db.superuserUrl, bank.id, market.id, n)
  const took: number[] = []
  let said = ''
  // the first look raises, the second merges: both are mornings
  for (let i = 0; i < 2; i++) {
    const started = performance.now()
    const r = await look(systemActor(bank, 'bench'), {})
    took.push((performance.now() - started) / 1000)
    if (!r.ok) throw new Error(JSON.stringify(r.error))
    said += `${i === 0 ? 'raised' : ', merged'} ${i === 0 ? r.value.raised : r.value.merged}`
  }
  console.log(`${n} merchants, ${events} events: ${took.map((s) => `${s.toFixed(1)} s`).join(', then ')} (${said})`)
  await closeDatabase()
  await db.drop()
}
await stop?.()
