/**
 * Sixty-four clients on one hot agreement and on one hot account: `node --import ./scripts/resolve.mjs bench/hot-scheme.ts [rounds]`.
 * Each holds headroom for its own case, and each pays into its own sub-ledger of one account, again and again. The baseline is
 * the bare SQL transaction with the same locks and rows: same role, row security and pool, prepared statements, no rule looked
 * up. Both take turns; each figure is the median turn. At the end every sum is looked at: a lost update would show.
 */
process.env.DATABASE_POOL ??= '16'

import pg from 'pg'
import { bookMovement } from '@/lib/guarantees/accounts'
import { holdHeadroom } from '@/lib/partners/holds'
import type { CommandContext } from '@/lib/platform/commands'
import { date } from '@/lib/platform/dates'
import { closeDatabase } from '@/lib/platform/db/client'
import { yuan } from '@/lib/platform/money'
import { createBank } from '@/lib/platform/ops/bank'
import { findBankByCode, newId, withTenant } from '@/lib/platform/tenant'
import { testDatabase } from '../tests/database'
import { admittedMarket } from '../tests/fixtures/market'
import { approvedSingles } from '../tests/fixtures/singles'
import setup from '../tests/postgres'

const CLIENTS = 64
const ROUNDS = Number(process.argv[2] ?? 12)
const GOAL = 0.5
const DAY = date('2026-03-20')
const median = (ms: number[]): number => ms.toSorted((a, b) => a - b)[Math.floor(ms.length / 2)]!

async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await run()
  return performance.now() - began
}

const stop = await setup()
try {
  const db = await testDatabase()
  await createBank(db.ownerUrl, { code: 'HOT', name: '热点银行', nameEn: 'Hot Bank' })
  const bank = (await findBankByCode('HOT'))!
  const bankId = bank.id
  const staff = { bankId, partyId: null }
  const market = await admittedMarket(bank, 'M1')
  const of = await approvedSingles(bank, market, 'PK', CLIENTS, { rmId: newId() })
  const scheme = await withTenant(staff, (tx) => tx.cooperationScheme.findFirstOrThrow({ where: { bankId } }))
  const accountId = newId()
  const subs = of.applicationIds.map(() => newId())
  await withTenant(staff, async (tx) => {
    await tx.marginAccount.create({
      data: {
        bankId,
        id: accountId,
        marketId: market.id,
        type: 'DEVELOPER_MARGIN',
        accountNo: '8HOT1',
        name: '热点专户',
        controlledBy: 'BANK',
        state: 'OPEN',
        partyId: of.partnerId,
      },
    })
    await tx.marginSubLedger.createMany({
      data: subs.map((id, i) => ({
        bankId,
        id,
        accountId,
        applicationId: of.applicationIds[i]!,
        subNo: String(i + 1).padStart(5, '0'),
        state: 'OPEN',
        requiredFen: 0n,
      })),
    })
  })
  const pool = new pg.Pool({ connectionString: db.appUrl, max: Number(process.env.DATABASE_POOL) })
  const context = (tx: unknown) =>
    ({
      tx,
      actor: { bankId, userId: null, partyId: null, name: 'bench', bankCode: 'HOT' },
      now: new Date(),
      today: DAY,
      audit: () => {},
      emit: () => {},
    }) as unknown as CommandContext<unknown>

  const bare = async (run: (c: pg.PoolClient) => Promise<void>) => {
    const c = await pool.connect()
    try {
      await c.query('begin')
      await c.query({
        name: 'scope',
        text: `select set_config('app.bank_id', $1, true), set_config('app.party_id', 'staff', true)`,
        values: [bankId],
      })
      await run(c)
      await c.query('commit')
    } finally {
      c.release()
    }
  }
  const amount = (i: number, round: number) => yuan(String(1_000 + ((i * 7 + round * 13) % 900)))

  const holdOurs = (i: number, round: number) =>
    withTenant(staff, (tx) =>
      holdHeadroom(context(tx), scheme.id, [
        { applicationId: of.applicationIds[i]!, clientKey: `c${i}`, amountFen: amount(i, round) },
      ]),
    )
  const holdBare = (i: number, round: number) =>
    bare(async (c) => {
      const { rows } = await c.query({
        name: 'scheme',
        text: 'select state, total_coop_limit_fen, single_client_limit_fen, used_fen from cooperation_scheme where bank_id = $1 and id = $2 for update',
        values: [bankId, scheme.id],
      })
      const held = await c.query({
        name: 'held',
        text: 'select application_id, client_key, used_fen from scheme_hold where bank_id = $1 and scheme_id = $2 and (client_key = $3 or application_id = $4)',
        values: [bankId, scheme.id, `c${i}`, of.applicationIds[i]],
      })
      const used = BigInt(rows[0].used_fen) - BigInt(held.rows[0]?.used_fen ?? 0) + amount(i, round)
      await c.query({
        name: 'hold',
        text: `insert into scheme_hold (bank_id, scheme_id, application_id, client_key, amount_fen, used_fen, state) values ($1, $2, $3, $4, $5, $5, 'HELD')
        on conflict (bank_id, scheme_id, application_id) do update set amount_fen = excluded.amount_fen, used_fen = excluded.used_fen, version = scheme_hold.version + 1`,
        values: [bankId, scheme.id, of.applicationIds[i], `c${i}`, String(amount(i, round))],
      })
      await c.query({
        name: 'used',
        text: 'update cooperation_scheme set used_fen = $3 where bank_id = $1 and id = $2',
        values: [bankId, scheme.id, String(used)],
      })
    })
  const moveOurs = (i: number, round: number) =>
    withTenant(staff, (tx) =>
      bookMovement(context(tx), {
        subLedgerId: subs[i]!,
        kind: 'MARGIN_IN',
        amountFen: amount(i, round),
        valueDate: DAY,
        sourceAccount: '6222',
        makerId: newId(),
        checkerId: newId(),
        idempotencyKey: `o:${round}:${i}`,
      }),
    )
  const moveBare = (i: number, round: number) =>
    bare(async (c) => {
      const fen = String(amount(i, round))
      const id = newId()
      await c.query({
        name: 'account',
        text: 'select ledger_fen from margin_account where bank_id = $1 and id = $2 for update',
        values: [bankId, accountId],
      })
      const sub = await c.query({
        name: 'sub',
        text: 'select ledger_fen from margin_sub_ledger where bank_id = $1 and id = $2 for update',
        values: [bankId, subs[i]],
      })
      const last = await c.query({
        name: 'last',
        text: 'select seq from account_movement where bank_id = $1 and sub_ledger_id = $2 order by seq desc limit 1',
        values: [bankId, subs[i]],
      })
      const before = BigInt(sub.rows[0].ledger_fen)
      await c.query({
        name: 'movement',
        text: `insert into account_movement (bank_id, id, account_id, account_type, sub_ledger_id, seq, kind, amount_fen, effect_fen, before_fen, after_fen, value_date, source_account, core_journal_no, idempotency_key, maker_id, checker_id, at)
        values ($1, $2, $3, 'DEVELOPER_MARGIN', $4, $5, 'MARGIN_IN', $6, $6, $7, $8, $9, '6222', $10, $11, $12, $13, now())`,
        values: [
          bankId,
          id,
          accountId,
          subs[i],
          (last.rows[0]?.seq ?? 0) + 1,
          fen,
          String(before),
          String(before + amount(i, round)),
          DAY.toString(),
          id,
          `b:${round}:${i}`,
          newId(),
          newId(),
        ],
      })
      await c.query({
        name: 'subUp',
        text: 'update margin_sub_ledger set ledger_fen = ledger_fen + $3, version = version + 1 where bank_id = $1 and id = $2',
        values: [bankId, subs[i], fen],
      })
      await c.query({
        name: 'accUp',
        text: 'update margin_account set ledger_fen = ledger_fen + $3, version = version + 1 where bank_id = $1 and id = $2',
        values: [bankId, accountId, fen],
      })
      const counter = await c.query({
        name: 'counter',
        text: `insert into counter (bank_id, name, value) values ($1, 'bare', 1) on conflict (bank_id, name) do update set value = counter.value + 1 returning value`,
        values: [bankId],
      })
      const journal = newId()
      await c.query({
        name: 'journal',
        text: `insert into journal (bank_id, id, number, business_date, event, object_type, object_id, at) values ($1, $2, $3, $4, 'MARGIN_IN', 'accountMovement', $5, now())`,
        values: [bankId, journal, `B${String(counter.rows[0].value).padStart(10, '0')}`, DAY.toString(), id],
      })
      await c.query({
        name: 'lines',
        text: `insert into journal_line (bank_id, id, journal_id, account_code, debit_fen, credit_fen, position) values ($1, $2, $4, '1002', $5, 0, 0), ($1, $3, $4, '2005', 0, $5, 1)`,
        values: [bankId, newId(), newId(), journal, fen],
      })
    })

  let deadlocks = 0
  const all = (run: (i: number, round: number) => Promise<unknown>, round: number) =>
    timed(() =>
      Promise.all(
        Array.from({ length: CLIENTS }, (_, i) =>
          run(i, round).catch((e: unknown) => {
            if (String(e).includes('deadlock')) deadlocks++
            throw e
          }),
        ),
      ),
    )
  console.log(`${CLIENTS} clients, ${ROUNDS} rounds each, pool of ${process.env.DATABASE_POOL}`)
  for (const [name, ours, theirs] of [
    ['headroom held', holdOurs, holdBare],
    ['margin movement', moveOurs, moveBare],
  ] as const) {
    const [a, b] = [[] as number[], [] as number[]]
    await all(ours, 900)
    await all(theirs, 901)
    for (let round = 0; round < ROUNDS; round++) {
      b.push(await all(theirs, round))
      a.push(await all(ours, round))
    }
    const rate = (ms: number[]) => (CLIENTS * 1000) / median(ms)
    const share = rate(a) / rate(b)
    console.log(
      `${name}: ours ${Math.round(rate(a))} /s, bare SQL ${Math.round(rate(b))} /s, share ${share.toFixed(2)} (goal ${GOAL}: ${share >= GOAL ? 'met' : 'missed'})`,
    )
  }
  const [sums] = await withTenant(
    staff,
    (tx) => tx.$queryRaw<{ used: bigint; held: bigint; main: bigint; subs: bigint; moved: bigint }[]>`
      select (select used_fen from cooperation_scheme where bank_id = ${bankId}::uuid and id = ${scheme.id}::uuid) as used,
        (select sum(used_fen)::bigint from scheme_hold where bank_id = ${bankId}::uuid) as held,
        (select ledger_fen from margin_account where bank_id = ${bankId}::uuid and id = ${accountId}::uuid) as main,
        (select sum(ledger_fen)::bigint from margin_sub_ledger where bank_id = ${bankId}::uuid) as subs,
        (select sum(effect_fen)::bigint from account_movement where bank_id = ${bankId}::uuid) as moved`,
  )
  const lost = sums!.used !== sums!.held || sums!.main !== sums!.subs || sums!.main !== sums!.moved
  console.log(`lost updates: ${lost ? 'YES' : 'none'}, deadlocks: ${deadlocks}`)
  if (lost || deadlocks > 0) process.exitCode = 1
  await pool.end()
  await closeDatabase()
  await db.drop()
} finally {
  await stop()
}
