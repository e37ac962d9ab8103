/**
 * How fast business events are posted: `node --import ./scripts/resolve.mjs bench/posting.ts [events]` (default 4000). Each
 * repayment is one journal of six lines by the bank's own posting rules, numbered without a gap. The baseline is the bare SQL
 * transaction with the same rows: the same role and row security, the same counter, prepared statements over one connection,
 * rows made beforehand and no rule looked up. One event a transaction, as a teller books; and five hundred, as files and the
 * end of day do. Baseline and posting take turns, fifty events each (or one transaction); each figure is the median turn.
 */
import pg from 'pg'
import type { CommandContext } from '@/lib/platform/commands'
import { date, type PlainDate } from '@/lib/platform/dates'
import { closeDatabase } from '@/lib/platform/db/client'
import { createBank } from '@/lib/platform/ops/bank'
import { findBankByCode, newId, withTenant } from '@/lib/platform/tenant'
import { type Posting, postJournals, seedLedger } from '@/lib/servicing/ledger/post'
import { POSTING_RULES } from '@/lib/servicing/ledger/rules'
import { testDatabase } from '../tests/database'
import setup from '../tests/postgres'

const EVENTS = Number(process.argv[2] ?? 4000)
const BULK = 500
/** Events a turn, where each is a transaction of its own. */
const TURN = 50
const GOAL = 0.5
const DAY: PlainDate = date('2026-05-13')
const PARTS = ['principal', 'interest', 'penalty'] as const

const amountOf = (i: number, part: number): bigint => BigInt(10_000 + ((i * 7919 + part * 104_729) % 900_000))

function posting(i: number): Posting {
  return {
    event: 'REPAYMENT',
    amounts: { principal: amountOf(i, 0), interest: amountOf(i, 1), penalty: amountOf(i, 2) },
    businessDate: DAY,
    objectType: 'bank',
    objectId: newId(),
    memo: 'CUSTOMER',
  }
}

const sides = PARTS.map((part) => {
  const rule = POSTING_RULES.REPAYMENT.find(([p]) => p === part)!
  return { debit: rule[1], credit: rule[2] }
})

type Rows = { journals: unknown[][]; lines: unknown[][] }
/** The rows of many events, ready to be sent: columns as arrays. */
function rowsOf(from: number, count: number): Rows {
  const journals: unknown[][] = [[], [], [], []]
  const lines: unknown[][] = [[], [], [], [], [], []]
  for (let i = from; i < from + count; i++) {
    const id = newId()
    for (const [k, v] of [id, newId(), 'REPAYMENT', 'CUSTOMER'].entries()) journals[k]!.push(v)
    for (const [p, { debit, credit }] of sides.entries()) {
      const fen = String(amountOf(i, p))
      const pair = [
        [newId(), id, debit, fen, '0', p * 2],
        [newId(), id, credit, '0', fen, p * 2 + 1],
      ]
      for (const line of pair) for (const [k, v] of line.entries()) lines[k]!.push(v)
    }
  }
  return { journals, lines }
}

async function bare(client: pg.Client, bankId: string, rows: Rows): Promise<void> {
  const count = rows.journals[0]!.length
  await client.query('begin')
  await client.query({
    name: 'scope',
    text: "select set_config('app.bank_id', $1, true), set_config('app.party_id', 'staff', true)",
    values: [bankId],
  })
  const { rows: counter } = await client.query({
    name: 'counter',
    text: `insert into counter (bank_id, name, value) values ($1, 'bare', $2) on conflict (bank_id, name)
      do update set value = counter.value + $2 returning value`,
    values: [bankId, count],
  })
  const last = Number(counter[0]!.value)
  const numbers = rows.journals[0]!.map((_, i) => `B${String(last - count + 1 + i).padStart(10, '0')}`)
  await client.query({
    name: 'journals',
    text: `insert into journal (bank_id, id, number, business_date, event, object_type, object_id, memo, at)
      select $1, j.id, j.number, $2::date, j.event, 'bank', j.object, j.memo, now() from unnest($3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[]) as j(id, number, object, event, memo)`,
    values: [bankId, DAY.toString(), rows.journals[0], numbers, rows.journals[1], rows.journals[2], rows.journals[3]],
  })
  await client.query({
    name: 'lines',
    text: `insert into journal_line (bank_id, id, journal_id, account_code, debit_fen, credit_fen, position)
      select $1, * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::bigint[], $7::int[])`,
    values: [bankId, ...rows.lines],
  })
  await client.query('commit')
}

/** What a command hands to posting; it has no user, whose name would be one more column of each journal. */
function contextOf(tx: CommandContext<unknown>['tx'], bankId: string): CommandContext<unknown> {
  return {
    tx,
    actor: { bankId, userId: null, partyId: null },
    now: new Date(),
    today: DAY,
  } as unknown as CommandContext<unknown>
}

const median = (ms: number[]): number => ms.toSorted((a, b) => a - b)[Math.floor(ms.length / 2)]!

async function timed(run: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await run()
  return performance.now() - began
}

const stop = await setup()
try {
  const db = await testDatabase()
  const client = new pg.Client({ connectionString: db.appUrl })
  await client.connect()
  await createBank(db.ownerUrl, { code: 'BEN', name: '基准银行', nameEn: 'Bench Bank' })
  const bankId = (await findBankByCode('BEN'))!.id
  const staff = { bankId, partyId: null }
  await withTenant(staff, (tx) => seedLedger(tx, bankId))
  console.log(`${EVENTS.toLocaleString('en')} repayments, ${2 * PARTS.length} lines each, one connection`)
  for (const size of [1, BULK]) {
    const [ours, theirs] = [[] as number[], [] as number[]]
    for (let from = 0; from < EVENTS; from += Math.max(size, TURN)) {
      const starts = Array.from({ length: Math.max(size, TURN) / size }, (_, i) => from + i * size)
      const rows = starts.map((i) => rowsOf(i, size))
      const postings = starts.map((i) => Array.from({ length: size }, (_, k) => posting(i + k)))
      theirs.push(
        await timed(async () => {
          for (const r of rows) await bare(client, bankId, r)
        }),
      )
      ours.push(
        await timed(async () => {
          for (const p of postings) await withTenant(staff, (tx) => postJournals(contextOf(tx, bankId), p))
        }),
      )
    }
    const rate = (ms: number[]) => (Math.max(size, TURN) * 1000) / median(ms)
    const share = rate(ours) / rate(theirs)
    const said = (n: number) => Math.round(n).toLocaleString('en').padStart(8)
    console.log(
      `${String(size).padStart(4)} a transaction: posting ${said(rate(ours))} /s, bare SQL ${said(rate(theirs))} /s, share ${share.toFixed(2)} (goal ${GOAL}: ${share >= GOAL ? 'met' : 'missed'})`,
    )
  }
  await client.end()
  await closeDatabase()
  await db.drop()
} finally {
  await stop()
}
