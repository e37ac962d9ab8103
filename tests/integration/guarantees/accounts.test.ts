/** Accounts of all kinds: nothing moves but what the rules name, two people for each yuan, and the sums always agree. */
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { bookMovement } from '@/lib/guarantees/accounts'
import {
  freezeMargin,
  liftFreeze,
  openAccount,
  requestInterest,
  requestRelease,
  requestReversal,
} from '@/lib/guarantees/commands/accounts'
import { decideMovement, requestMovement } from '@/lib/guarantees/commands/margin'
import { reconcileAccounts } from '@/lib/guarantees/daily'
import { marginAccounts, subLedgers } from '@/lib/guarantees/queries'
import { accountStatement } from '@/lib/guarantees/queries-accounts'
import { ACCOUNT_TYPES, movementSide } from '@/lib/guarantees/rules/movements'
import { defineCommand } from '@/lib/platform/commands'
import { date } from '@/lib/platform/dates'
import type { Result } from '@/lib/platform/errors'
import { yuan } from '@/lib/platform/money'
import { type BankRow, newId, withTenant } from '@/lib/platform/tenant'
import { trialBalance } from '@/lib/servicing/ledger/queries'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup, type TestGroup } from '../../fixtures/group'
import { admittedMarket, type TestMarket } from '../../fixtures/market'
import { type Person, testBank, testParty, testPerson } from '../../fixtures/people'
import { standOn, systemOf } from '../../fixtures/portfolio'

let db: TestDatabase
let bank: BankRow
let market: TestMarket
let group: TestGroup
let maker: Person
let checker: Person
let account: string
let subs: string[]

function value<T>(r: Result<T>): T {
  if (!r.ok) throw new Error(`${r.error.code} ${JSON.stringify(r.error.params)}`)
  return r.value
}
const refused = (code: string) => ({ ok: false, error: { code } })
const TODAY = '2026-03-20'
const deposit = async (
  subLedgerId: string,
  amount: string,
  kind: 'MARGIN_IN' | 'SEED_IN' | 'TOPUP_IN' = 'MARGIN_IN',
  valueDate = TODAY,
) => {
  const asked = value(await requestMovement(maker, { subLedgerId, kind, amount, valueDate, sourceAccount: '62170001' }))
  return value(await decideMovement(checker, { requestId: asked.id, decision: 'POST' }))
}

/** What the invariants say of every account of the bank, read from the tables themselves. */
async function invariants(): Promise<void> {
  await withTenant({ bankId: bank.id, partyId: null }, async (tx) => {
    const rows = await tx.$queryRaw<
      { account_no: string; ledger: bigint; subs: bigint; moved: bigint; frozen: bigint; sub_frozen: bigint }[]
    >`
      select a.account_no, a.ledger_fen as ledger, a.frozen_fen as frozen,
        (select coalesce(sum(s.ledger_fen), 0) from margin_sub_ledger s where s.bank_id = a.bank_id and s.account_id = a.id)::bigint as subs,
        (select coalesce(sum(s.frozen_fen), 0) from margin_sub_ledger s where s.bank_id = a.bank_id and s.account_id = a.id)::bigint as sub_frozen,
        (select coalesce(sum(m.effect_fen), 0) from account_movement m where m.bank_id = a.bank_id and m.account_id = a.id)::bigint as moved
      from margin_account a where a.bank_id = ${bank.id}::uuid`
    for (const r of rows) expect(r).toMatchObject({ subs: r.ledger, moved: r.ledger, sub_frozen: r.frozen })
    const chain = await tx.$queryRaw<{ n: number }[]>`
      select count(*)::int as n from (select before_fen, lag(after_fen, 1, 0) over (partition by sub_ledger_id order by seq) as previous from account_movement where bank_id = ${bank.id}::uuid) x
      where before_fen <> previous`
    expect(chain[0]!.n).toBe(0)
  })
}

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('ACB')
  maker = await testPerson(bank, 'maker', ['OPS_MAKER'])
  checker = await testPerson(bank, 'checker', ['OPS_CHECKER'])
  const rm = await testPerson(bank, 'rm', ['RM'])
  market = await admittedMarket(bank, 'M1')
  group = await approvedGroup(bank, market, { rmId: rm.userId })
  await standOn(bank.id, date(TODAY))
  account = value(await openAccount(maker, { type: 'JG_MARGIN', marketId: market.id })).id
  subs = await withTenant({ bankId: bank.id, partyId: null }, async (tx) => {
    const rows = group.members.map((m, i) => ({
      bankId: bank.id,
      id: newId(),
      accountId: account,
      applicationId: m.applicationId,
      groupId: group.groupId,
      subNo: String(i + 1).padStart(5, '0'),
      state: 'OPEN',
      requiredFen: m.amountFen / 10n,
    }))
    await tx.marginSubLedger.createMany({ data: rows })
    return rows.map((r) => r.id)
  })
})
afterAll(() => db.drop())

describe('the table of permitted movements', () => {
  test('every pair of account and movement that the rules forbid is refused by the database as well', async () => {
    const client = new pg.Client({ connectionString: db.superuserUrl })
    await client.connect()
    const kinds = [
      'MARGIN_IN',
      'REPLENISH_IN',
      'DEPOSIT_INTEREST',
      'RECOVERY_IN',
      'SEED_IN',
      'TOPUP_IN',
      'COMPENSATION_OUT',
      'RELEASE_OUT',
      'INTEREST_OUT',
      'PROGRAM_END_OUT',
      'BOND_PAYMENT_OUT',
      'WITHDRAWAL',
    ]
    for (const type of ACCOUNT_TYPES)
      for (const kind of kinds) {
        const out = kind.endsWith('_OUT') || kind === 'WITHDRAWAL'
        const permitted = movementSide(type, kind) !== null
        await client.query('begin; set local session_replication_role = replica')
        const insert = client.query(
          `insert into account_movement (bank_id, id, account_id, account_type, sub_ledger_id, seq, claim_id, kind, amount_fen, effect_fen, before_fen, after_fen, value_date, beneficiary_account, core_journal_no, idempotency_key, maker_id, checker_id, at)
           values ($1, $2, $3, $4, $3, 1, $3, $5, 100, $6, 1000, $7, $8, 'x', 'x', $9, $2, $3, now())`,
          [bank.id, newId(), newId(), type, kind, out ? -100 : 100, out ? 900 : 1100, TODAY, newId()],
        )
        if (permitted) await insert
        else await expect(insert).rejects.toMatchObject({ code: '23514' })
        await client.query('rollback')
      }
    await client.end()
  })

  test('one person cannot be both hands of a movement, not even by the table', async () => {
    const client = new pg.Client({ connectionString: db.superuserUrl })
    await client.connect()
    await client.query('begin; set local session_replication_role = replica')
    const same = newId()
    await expect(
      client.query(
        `insert into account_movement (bank_id, id, account_id, account_type, sub_ledger_id, seq, kind, amount_fen, effect_fen, before_fen, after_fen, value_date, core_journal_no, idempotency_key, maker_id, checker_id, at)
         values ($1, $2, $2, 'JG_MARGIN', $2, 1, 'MARGIN_IN', 1, 1, 0, 1, $3, 'x', 'y', $4, $4, now())`,
        [bank.id, newId(), TODAY, same],
      ),
    ).rejects.toMatchObject({ code: '23514', constraint: 'account_movement_two_people_check' })
    await client.query('rollback')
    await client.end()
  })

  test('seed money does not enter a margin account, and a government’s fund takes no margin', async () => {
    expect(
      await requestMovement(maker, { subLedgerId: subs[0]!, kind: 'SEED_IN', amount: '1', valueDate: TODAY }),
    ).toMatchObject(refused('E_MOVEMENT_NOT_PERMITTED'))
  })
})

describe('a fund of its own kind', () => {
  test('an account of a partner names it, there is one of each, and the common ledger takes its seed', async () => {
    const fund = await testParty(bank, 'F1', 'GOV_FUND')
    expect(await openAccount(maker, { type: 'RISK_COMP_FUND', marketId: market.id })).toMatchObject(
      refused('E_REQUIRED:partyId'),
    )
    const opened = value(await openAccount(maker, { type: 'RISK_COMP_FUND', marketId: market.id, partyId: fund }))
    expect(await openAccount(maker, { type: 'RISK_COMP_FUND', marketId: market.id, partyId: fund })).toMatchObject(
      refused('E_ACCOUNT_EXISTS'),
    )
    const [pool] = (await subLedgers(maker, { accountId: opened.id })).items
    await deposit(pool!.id, '10000000.00', 'SEED_IN')
    await deposit(pool!.id, '500000.00', 'TOPUP_IN')
    const t = await trialBalance(checker, { date: TODAY })
    expect(t.accounts.find((a) => a.code === '2513')?.balanceFen).toBe(-yuan('10500000'))
    await invariants()
  })
})

describe('reversal', () => {
  test('takes back a whole movement once, linked both ways, and the ledger with it', async () => {
    const booked = await deposit(subs[0]!, '50000.00')
    const asked = value(await requestReversal(maker, { movementId: booked.movementId!, reason: '入账户名有误' }))
    expect(await requestReversal(maker, { movementId: booked.movementId!, reason: '再来一次' })).toMatchObject(
      refused('E_MOVEMENT_REVERSED'),
    )
    expect(value(await decideMovement(checker, { requestId: asked.id, decision: 'POST' })).balanceFen).toBe(0n)
    expect(await requestReversal(maker, { movementId: booked.movementId!, reason: '再来一次' })).toMatchObject(
      refused('E_MOVEMENT_REVERSED'),
    )
    const s = await accountStatement(maker, { accountId: account })
    expect(s.items.map((i) => [i.kind, i.effectFen])).toEqual([
      ['MARGIN_IN', 5_000_000n],
      ['REVERSAL', -5_000_000n],
    ])
    expect(s.items[1]!.reversesId).toBe(s.items[0]!.id)
    expect(s.items[0]!.reversedBy).toBe(s.items[1]!.id)
    const t = await trialBalance(checker, { date: TODAY })
    expect(t.accounts.find((a) => a.code === '2511')?.balanceFen ?? 0n).toBe(0n)
    await invariants()
  })
})

describe('judicial freeze', () => {
  test('lowers what is available and not the ledger; nothing leaves; another person lifts it with the paper', async () => {
    await deposit(subs[1]!, '40000.00')
    expect(
      await freezeMargin(maker, {
        subLedgerId: subs[1]!,
        amount: '40000.01',
        authority: '恒山市人民法院',
        documentNo: '2026-执-12',
      }),
    ).toMatchObject(refused('E_MARGIN_UNAVAILABLE'))
    const freeze = value(
      await freezeMargin(maker, {
        subLedgerId: subs[1]!,
        amount: '30000.00',
        authority: '恒山市人民法院',
        documentNo: '2026-执-12',
      }),
    )
    expect(freeze.availableFen).toBe(yuan('10000'))
    const s = await accountStatement(maker, { accountId: account })
    expect(s.account).toMatchObject({ ledgerFen: yuan('40000'), frozenFen: yuan('30000'), availableFen: yuan('10000') })
    const warning = await withTenant(maker, (tx) =>
      tx.warningSignal.findFirst({ where: { bankId: bank.id, code: 'W-A01', objectId: account } }),
    )
    expect(warning).toMatchObject({ level: 'RED', value: 'JUDICIAL_FREEZE' })
    await invariants()
    const both = { ...maker, roles: ['OPS_MAKER' as const, 'OPS_CHECKER' as const] }
    expect(await liftFreeze(both, { freezeId: freeze.id, documentNo: '2026-执-13' })).toMatchObject(refused('E_SOD'))
    value(await liftFreeze(checker, { freezeId: freeze.id, documentNo: '2026-执-13' }))
    expect((await accountStatement(maker, { accountId: account })).account.availableFen).toBe(yuan('40000'))
    await invariants()
  })
})

describe('release', () => {
  test('what was paid in for a loan that was never made goes back to where it came from, looked at twice', async () => {
    const asked = value(await requestRelease(maker, { subLedgerId: subs[1]! }))
    expect(asked).toMatchObject({ amountFen: yuan('40000'), beneficiaryAccount: '62170001' })
    // the world changes between the two hands: a court was faster
    const freeze = value(
      await freezeMargin(maker, {
        subLedgerId: subs[1]!,
        amount: '1.00',
        authority: '恒山市人民法院',
        documentNo: '2026-执-14',
      }),
    )
    expect(await decideMovement(checker, { requestId: asked.id, decision: 'POST' })).toMatchObject(
      refused('E_MARGIN_UNAVAILABLE'),
    )
    value(await liftFreeze(checker, { freezeId: freeze.id, documentNo: '2026-执-15' }))
    expect(value(await decideMovement(checker, { requestId: asked.id, decision: 'POST' })).balanceFen).toBe(0n)
    await invariants()
  })
})

describe('deposit interest', () => {
  test('runs by day on what was there, once for each day', async () => {
    // 40,000 for 20 days and 60,000 for 10 days at 0.05 %: (800,000 + 600,000) × 0.0005 ÷ 360 = 1.94
    await deposit(subs[2]!, '40000.00', 'MARGIN_IN', '2026-02-18')
    await deposit(subs[2]!, '20000.00', 'MARGIN_IN', '2026-03-10')
    const asked = value(await requestInterest(maker, { accountId: account, upTo: TODAY }))
    expect(await requestInterest(maker, { accountId: account, upTo: TODAY })).toMatchObject(refused('E_INTEREST_TWICE'))
    const pending = (await marginAccounts(checker, {})).pending
    expect(pending.map((p) => [p.kind, p.amountFen])).toEqual([['DEPOSIT_INTEREST', 194n]])
    expect(asked.totalFen).toBe(194n)
    value(await decideMovement(checker, { requestId: pending[0]!.id, decision: 'POST' }))
    await invariants()
  })
})

const book = defineCommand({
  name: 'test.bookMany',
  input: z.object({
    subLedgerId: z.string(),
    kind: z.enum(['MARGIN_IN', 'RELEASE_OUT', 'DEPOSIT_INTEREST']),
    fen: z.coerce.bigint(),
    key: z.string(),
  }),
  access: { roles: ['OPS_CHECKER'] },
  run: (ctx) =>
    bookMovement(ctx, {
      subLedgerId: ctx.input.subLedgerId,
      kind: ctx.input.kind,
      amountFen: ctx.input.fen,
      valueDate: ctx.today,
      makerId: maker.userId,
      checkerId: checker.userId,
      idempotencyKey: ctx.input.key,
      beneficiaryAccount: 'x',
    }),
})
const prove = defineCommand({
  name: 'test.proveAccounts',
  input: z.object({ day: z.string() }),
  access: { roles: ['SYSTEM'] },
  async run(ctx) {
    ctx.audit({ objectType: 'test', objectId: bank.id })
    return reconcileAccounts(ctx, date(ctx.input.day))
  },
})

describe('many at once', () => {
  test('sixty-four movements on one account lose nothing, whoever comes first', async () => {
    const before = (await accountStatement(maker, { accountId: account })).account.ledgerFen
    const all = await Promise.all(
      Array.from({ length: 64 }, (_, i) =>
        book(checker, { subLedgerId: subs[i % 5]!, kind: 'MARGIN_IN', fen: BigInt(100 + i), key: `p${i}` }),
      ),
    )
    expect(all.every((r) => r.ok)).toBe(true)
    const sum = Array.from({ length: 64 }, (_, i) => BigInt(100 + i)).reduce((a, b) => a + b)
    expect((await accountStatement(maker, { accountId: account })).account.ledgerFen).toBe(before + sum)
    await invariants()
  })

  test('a random life of deposits and releases never goes below zero, and the day is proved to the fen', async () => {
    let seed = 7
    const next = (n: number) => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % n
    }
    for (let i = 0; i < 60; i++) {
      const out = next(3) === 0
      const answer = await book(checker, {
        subLedgerId: subs[next(5)]!,
        kind: out ? 'RELEASE_OUT' : 'MARGIN_IN',
        fen: BigInt(1 + next(out ? 9_000 : 4_000)),
        key: `r${i}`,
      })
      if (!answer.ok) expect(answer.error.code).toBe('E_MARGIN_UNAVAILABLE')
      if (i % 10 === 9) await invariants()
    }
    expect(value(await prove(systemOf(bank), { day: TODAY }))).toMatchObject({
      accountsReconciled: 2,
      accountsDifferent: 0,
    })
    const proofs = (await accountStatement(maker, { accountId: account })).reconciliations
    expect(proofs).toHaveLength(1)
    expect(proofs[0]!.differenceFen).toBe(0n)
  })
})
