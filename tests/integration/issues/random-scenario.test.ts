/**
 * Random people do random things with a joint issue in service, legal and illegal, in any order. After every step the rules
 * of §2.7 and of its reserve account (§2.1.3) hold in the database: each issuer owes its own part, the reserve pays on its
 * date and nothing else, the enhancer never above its sum, and the books say what the account says.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freezeMargin, liftFreeze, requestRelease, requestReversal } from '@/lib/guarantees/commands/accounts'
import { decideMovement, requestMovement } from '@/lib/guarantees/commands/margin'
import { addIssuer, advanceIssue, createIssuePool, dropIssuer, launchIssue } from '@/lib/issues/commands/pool'
import { depositReserve, recordDisclosure, settlePaymentDate } from '@/lib/issues/commands/service'
import { issuesDaily } from '@/lib/issues/daily'
import { date, fromDb, type PlainDate } from '@/lib/platform/dates'
import { toYuan } from '@/lib/platform/money'
import { type BankRow, type Tx, withTenant } from '@/lib/platform/tenant'
import { trialBalance } from '@/lib/servicing/ledger/queries'
import { type TestDatabase, testDatabase } from '../../database'
import { inside } from '../../fixtures/inside'
import { admittedMarket } from '../../fixtures/market'
import { type Person, testBank, testParty, testPerson } from '../../fixtures/people'
import { standOn } from '../../fixtures/portfolio'
import { value } from '../../fixtures/ready-group'

const STEPS = Number(process.env.SCENARIO_STEPS ?? 60)
const SEED = Number(process.env.SCENARIO_SEED ?? 20261130)
const ROLES = {
  rm: 'RM',
  risk: 'RISK_MGR',
  keeper: 'POST_PARTNER',
  maker: 'OPS_MAKER',
  checker: 'OPS_CHECKER',
} as const
const ACTS = [
  'deposit',
  'deposit',
  'deposit',
  'book',
  'book',
  'reject',
  'reverse',
  'direct',
  'release',
  'freeze',
  'lift',
  'settle',
  'settle',
  'disclose',
  'drop',
  'redo',
  'morning',
  'days',
  'month',
] as const

let db: TestDatabase
let bank: BankRow
let poolId: string
let today: PlainDate
const who = {} as Record<keyof typeof ROLES, Person>
const inBank = <T>(run: (tx: Tx) => Promise<T>) => withTenant({ bankId: bank.id, partyId: null }, run)

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('DFR')
  for (const [name, role] of Object.entries(ROLES) as [keyof typeof ROLES, 'RM'][])
    who[name] = await testPerson(bank, name, [role])
  const market = await admittedMarket(bank, 'M1')
  const enhancerId = await testParty(bank, 'E1', 'GUARANTOR')
  today = date('2026-06-01')
  await standOn(bank.id, today)
  poolId = value(await createIssuePool(who.rm, { marketId: market.id, name: '随机集合票据', kind: 'NOTE' })).id
  for (const [name, uscc, amount] of [
    ['甲公司', '91330000MA00000011', '30000000'],
    ['乙公司', '91330000MA00000022', '20000000'],
    ['丙公司', '91330000MA00000033', '10000000'],
  ] as const)
    value(await addIssuer(who.rm, { poolId, name, uscc, netAssets: '100000000', amount }))
  value(await advanceIssue(who.rm, { poolId, event: 'investigate' }))
  value(await advanceIssue(who.rm, { poolId, event: 'rate', rating: 'AA' }))
  value(await advanceIssue(who.rm, { poolId, event: 'enhance', enhancerId, enhancement: '1500000' }))
  value(await advanceIssue(who.risk, { poolId, event: 'register', registrationNo: 'ZZ-2026-009' }))
  value(await launchIssue(who.risk, { poolId, issuedOn: '2026-06-01', maturesOn: '2028-06-01', rate: '4.50' }))
})
afterAll(() => db.drop())

type Step = { act: (typeof ACTS)[number]; a: number; b: number; right: number }
const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(...ACTS),
  a: fc.nat(40),
  b: fc.nat(99),
  right: fc.nat(9),
})
const pick = <T>(of: readonly T[], n: number): T | undefined => (of.length > 0 ? of[n % of.length] : undefined)

/** Nine times in ten the person whose work it is; else anybody. Answers the act and how it went. */
async function act(s: Step): Promise<string> {
  const by = (name: keyof typeof ROLES): Person => (s.right > 0 ? who[name] : pick(Object.values(who), s.a)!)
  const say = (r: { ok: boolean; error?: { code: string } }) => `${s.act}: ${r.ok ? 'done' : r.error?.code}`
  const payments = await inBank((tx) =>
    tx.issuePayment.findMany({ where: { bankId: bank.id, poolId }, orderBy: [{ dueOn: 'asc' }, { slotId: 'asc' }] }),
  )
  const day = today.toString()
  const subs = await inBank((tx) => tx.marginSubLedger.findMany({ where: { bankId: bank.id }, orderBy: { id: 'asc' } }))
  const sub = pick(subs, s.a)!
  switch (s.act) {
    case 'deposit': {
      const p = pick(payments.filter((x) => x.state === 'DUE').slice(0, 4), s.a) ?? payments[0]!
      const amount = toYuan(((p.principalFen + p.interestFen) * BigInt(1 + (s.b % 12))) / 10n)
      return say(
        await depositReserve(by('keeper'), { paymentId: p.id, amount, valueDate: day, reference: `T-${s.a}-${s.b}` }),
      )
    }
    case 'book':
    case 'reject': {
      const waiting = await inBank((tx) =>
        tx.movementRequest.findMany({ where: { bankId: bank.id, state: 'PENDING' }, orderBy: { id: 'asc' } }),
      )
      const r = pick(waiting, s.a)
      if (!r) return 'none'
      const decision = s.act === 'book' ? ('POST' as const) : ('REJECT' as const)
      return say(await decideMovement(by('checker'), { requestId: r.id, decision, reason: '核对' }))
    }
    case 'reverse': {
      const m = pick(
        await inBank((tx) => tx.accountMovement.findMany({ where: { bankId: bank.id }, orderBy: { id: 'asc' } })),
        s.a,
      )
      return m ? say(await requestReversal(by('maker'), { movementId: m.id, reason: '记错' })) : 'none'
    }
    case 'direct':
      return say(
        await requestMovement(by('maker'), {
          subLedgerId: sub.id,
          kind: 'MARGIN_IN',
          amount: '100',
          valueDate: day,
          sourceAccount: '62170001',
        }),
      )
    case 'release': {
      const asked = await requestRelease(by('maker'), { subLedgerId: sub.id })
      return asked.ok
        ? say(await decideMovement(by('checker'), { requestId: asked.value.id, decision: 'POST' }))
        : say(asked)
    }
    case 'freeze':
      return say(
        await freezeMargin(by('maker'), {
          subLedgerId: sub.id,
          amount: String(1 + s.b * 1000),
          authority: '云江市人民法院',
          documentNo: `执-${s.a}-${s.b}`,
        }),
      )
    case 'lift': {
      const f = await inBank((tx) => tx.accountFreeze.findFirst({ where: { bankId: bank.id, state: 'ACTIVE' } }))
      return f ? say(await liftFreeze(by('checker'), { freezeId: f.id, documentNo: '解-1' })) : 'none'
    }
    case 'settle': {
      const dates = [...new Set(payments.map((p) => fromDb(p.dueOn).toString()))]
      const slot = pick(payments, s.a)!.slotId
      return say(
        await settlePaymentDate(by('keeper'), {
          poolId,
          dueOn: pick(dates, s.a)!,
          ...(s.b % 2 ? { issuerPaid: { [slot]: String(s.b * 20_000) } } : {}),
        }),
      )
    }
    case 'disclose': {
      const d = pick(await inBank((tx) => tx.issueDisclosure.findMany({ where: { bankId: bank.id } })), s.a)
      return d
        ? say(await recordDisclosure(by('keeper'), { disclosureId: d.id, doneOn: day, reference: `公告-${s.b}` }))
        : 'none'
    }
    case 'drop':
      return say(await dropIssuer(by('rm'), { slotId: pick(payments, s.a)!.slotId, reason: '退出' }))
    case 'redo':
      return say(
        await launchIssue(by('risk'), {
          poolId,
          issuedOn: day,
          maturesOn: today.add({ years: 1 }).toString(),
          rate: '5',
        }),
      )
    case 'morning':
      return `morning: ${(await inside(bank, (ctx) => issuesDaily(ctx, today))).issuesTriggered}`
    case 'days':
    case 'month':
      today = today.add(s.act === 'days' ? { days: 1 + (s.a % 9) } : { months: 1 + (s.a % 3) })
      await standOn(bank.id, today)
      return `${s.act}: ${today}`
  }
}

/** Everything that may be wrong in the world, by the name of its rule; empty when all is well. */
async function broken(): Promise<string[]> {
  const found: string[] = []
  const b = bank.id
  await inBank(async (tx) => {
    const none = async (rule: string, rows: Promise<{ n: number }[]>) => {
      const { n } = (await rows)[0]!
      if (n > 0) found.push(`${rule}: ${n}`)
    }
    await none(
      'INV-A3 a reserve is filled by deposits and pays on its date',
      tx.$queryRaw`select count(*)::int as n from account_movement m where m.bank_id = ${b}::uuid and not (
        (m.kind = 'MARGIN_IN' and exists (select from issue_deposit d where d.bank_id = m.bank_id and d.request_id = m.request_id and d.amount_fen = m.amount_fen))
        or (m.kind = 'BOND_PAYMENT_OUT' and exists (select from issue_payment p where p.bank_id = m.bank_id and p.request_id = m.request_id and p.due_on <= m.value_date))
        or (m.kind = 'REVERSAL' and exists (select from account_movement o where o.bank_id = m.bank_id and o.id = m.reverses_id and o.kind = 'MARGIN_IN')))`,
    )
    await none(
      'INV-A4 Σ sub-ledgers = main, nothing below what is frozen',
      tx.$queryRaw`select ((select count(*) from margin_account a where a.bank_id = ${b}::uuid
          and a.ledger_fen <> (select coalesce(sum(s.ledger_fen), 0) from margin_sub_ledger s where s.bank_id = a.bank_id and s.account_id = a.id))
        + (select count(*) from margin_sub_ledger s where s.bank_id = ${b}::uuid and s.ledger_fen < s.frozen_fen))::int as n`,
    )
    await none(
      'INV-A7 what is frozen is what courts froze',
      tx.$queryRaw`select count(*)::int as n from margin_sub_ledger s where s.bank_id = ${b}::uuid
        and s.frozen_fen <> (select coalesce(sum(f.amount_fen), 0) from account_freeze f where f.bank_id = s.bank_id and f.sub_ledger_id = s.id and f.state = 'ACTIVE')`,
    )
    await none(
      'INV-A8 an unbroken chain of balances, each by two people',
      tx.$queryRaw`select count(*)::int as n from (select m.*, lag(m.after_fen, 1, 0::bigint) over (partition by m.sub_ledger_id order by m.seq) as last
        from account_movement m where m.bank_id = ${b}::uuid) x where x.before_fen <> x.last or x.after_fen <> x.before_fen + x.effect_fen or x.maker_id = x.checker_id`,
    )
    await none(
      'each issuer owes its own part: its ledger holds its own deposits',
      tx.$queryRaw`select count(*)::int as n from issue_deposit d join issue_payment p on p.bank_id = d.bank_id and p.id = d.payment_id
        join issuer_slot s on s.bank_id = p.bank_id and s.id = p.slot_id join movement_request r on r.bank_id = d.bank_id and r.id = d.request_id
        where d.bank_id = ${b}::uuid and r.sub_ledger_id <> s.sub_ledger_id`,
    )
    await none(
      'never more reserved than is due, never a yuan of a settled payment without its payer',
      tx.$queryRaw`select count(*)::int as n from issue_payment p left join movement_request r on r.bank_id = p.bank_id and r.id = p.request_id
        where p.bank_id = ${b}::uuid and (p.reserved_fen > p.principal_fen + p.interest_fen
          or (p.state <> 'DUE' and p.principal_fen + p.interest_fen <> coalesce(r.amount_fen, 0) + p.issuer_fen + p.enhancer_fen + p.unpaid_fen)
          or (p.state = 'PAID' and p.unpaid_fen <> 0) or (p.state = 'DEFAULTED' and p.unpaid_fen = 0))`,
    )
    await none(
      'what a date took of a reserve can still be paid from it',
      tx.$queryRaw`select count(*)::int as n from margin_sub_ledger s where s.bank_id = ${b}::uuid and s.ledger_fen < (
        select coalesce(sum(r.amount_fen), 0) from movement_request r where r.bank_id = s.bank_id and r.sub_ledger_id = s.id and r.kind = 'BOND_PAYMENT_OUT' and r.state = 'PENDING')`,
    )
    await none(
      'the enhancer pays up to its sum',
      tx.$queryRaw`select count(*)::int as n from issue_pool o where o.bank_id = ${b}::uuid
        and o.enhancement_fen < (select coalesce(sum(p.enhancer_fen), 0) from issue_payment p where p.bank_id = o.bank_id and p.pool_id = o.id)`,
    )
    await none(
      'two to ten issuers each within 40 % of its net assets, one issue, redeemed when all is paid',
      tx.$queryRaw`select count(*)::int as n from issue_pool o where o.bank_id = ${b}::uuid and (
        (select count(*) from issuer_slot s where s.bank_id = o.bank_id and s.pool_id = o.id and s.state = 'IN') not between 2 and 10
        or exists (select from issuer_slot s where s.bank_id = o.bank_id and s.pool_id = o.id and s.amount_fen > s.net_assets_fen * 2 / 5 - s.existing_notes_fen)
        or (select sum(p.principal_fen) from issue_payment p where p.bank_id = o.bank_id and p.pool_id = o.id) <> 6000000000
        or (o.state = 'REDEEMED') <> (not exists (select from issue_payment p where p.bank_id = o.bank_id and p.pool_id = o.id and p.state <> 'PAID')))`,
    )
  })
  const t = await trialBalance(who.checker, { date: today.toString() })
  if (t.accounts.reduce((s, a) => s + a.balanceFen, 0n) !== 0n) found.push('the books do not balance')
  const [held] = await inBank((tx) => tx.marginAccount.findMany({ where: { bankId: bank.id } }))
  const kept = -(t.accounts.find((a) => a.code === '2516')?.balanceFen ?? 0n)
  if (kept !== (held?.ledgerFen ?? 0n)) found.push(`the ledger keeps ${kept}, the account ${held?.ledgerFen}`)
  return found
}

test('DF keeps its invariants whatever people do, in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: STEPS, maxLength: STEPS }), async (steps) => {
      const told: string[] = []
      // money first, so that every scenario has a date that is paid; then whatever comes
      const lead: Step[] = [
        ...[0, 1, 2].flatMap((a): Step[] => [
          { act: 'deposit', a, b: 9 + a * 12, right: 9 },
          { act: 'book', a: 0, b: 0, right: 9 },
        ]),
        ...Array.from({ length: 4 }, (): Step => ({ act: 'month', a: 2, b: 0, right: 9 })),
        { act: 'settle', a: 0, b: 0, right: 9 },
        { act: 'book', a: 0, b: 0, right: 9 },
      ]
      for (const s of [...lead, ...steps]) {
        told.push(await act(s))
        const wrong = await broken()
        if (wrong.length > 0) throw new Error(`${wrong.join('; ')} after ${told.slice(-8).join(' → ')}`)
      }
      expect(told.filter((x) => x.endsWith('done')).length).toBeGreaterThan(8)
    }),
    { numRuns: 1, seed: SEED, endOnFailure: true },
  )
}, 240_000)
