/**
 * Random people do random things with defaulted loans of each mode, legal and illegal, in any order. After every step the
 * invariants of §2 hold in the database: no yuan without its payer, no account below zero, no cap passed, books that balance.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSubLedgers } from '@/lib/guarantees/accounts'
import { poolStanding } from '@/lib/guarantees/capacity/assist-fund'
import { requestReversal } from '@/lib/guarantees/commands/accounts'
import { answerNotice, notifyClaim, recordAnswer } from '@/lib/guarantees/commands/claim-answers'
import { debitAccepted, decideReceipt, endClaim, requestReceipt } from '@/lib/guarantees/commands/claim-money'
import { queryClaimPaper, recordClaimPaper } from '@/lib/guarantees/commands/claim-papers'
import { confirmCompensation, createClaim, makeCompensation, reviewClaim } from '@/lib/guarantees/commands/claims'
import { debitGuarantorMargin } from '@/lib/guarantees/commands/guarantor-margin'
import { decideMovement, requestMovement } from '@/lib/guarantees/commands/margin'
import { decideRecovery, requestRecovery } from '@/lib/guarantees/commands/recovery'
import { date, type PlainDate } from '@/lib/platform/dates'
import { toYuan, yuan } from '@/lib/platform/money'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { trialBalance } from '@/lib/servicing/ledger/queries'
import { type TestDatabase, testDatabase } from '../../database'
import { approvedGroup } from '../../fixtures/group'
import { inside } from '../../fixtures/inside'
import { paidOut } from '../../fixtures/loan'
import { admittedMarket } from '../../fixtures/market'
import { modeWorld, type PartnerMode, TROUBLE_DAY } from '../../fixtures/mode-world'
import { type Person, testBank, testPerson } from '../../fixtures/people'
import { standOn } from '../../fixtures/portfolio'

const STEPS = Number(process.env.SCENARIO_STEPS ?? 45)
const SEED = Number(process.env.SCENARIO_SEED ?? 20261130)

type World = {
  bank: BankRow
  mode: PartnerMode | 'JG'
  people: Person[]
  named: Record<string, Person>
  loanIds: string[]
  marketId: string
  today: PlainDate
}
let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.drop())

const ACTS = [
  'claim',
  'review',
  'make',
  'confirm',
  'paper',
  'query',
  'notify',
  'answer',
  'record',
  'debit',
  'margin',
  'receipt',
  'decide',
  'end',
  'recover',
  'recovered',
  'deposit',
  'reverse',
  'days',
] as const
const step = fc.record({
  act: fc.constantFrom(...ACTS),
  a: fc.nat(1000),
  b: fc.nat(1000),
  right: fc.integer({ min: 0, max: 9 }),
})
type Step = { act: (typeof ACTS)[number]; a: number; b: number; right: number }

const pick = <T>(list: readonly T[], n: number): T | undefined =>
  list.length === 0 ? undefined : list[n % list.length]
const inBank = <T>(w: World, run: Parameters<typeof withTenant<T>>[1]) =>
  withTenant({ bankId: w.bank.id, partyId: null }, run)

/** One step; nine times of ten by the person whose turn it may be, else by anybody. What is refused is a result too. */
async function act(w: World, s: Step): Promise<string> {
  const by = (name: string): Person => (s.right > 0 ? w.named[name]! : pick(w.people, s.b)!)
  const claims = await inBank(w, (tx) =>
    tx.claim.findMany({ where: { bankId: w.bank.id }, orderBy: { id: 'asc' }, include: { claimLines: true } }),
  )
  const open = claims.filter((c) => !['CLOSED'].includes(c.state))
  const claim = (states: string[]) =>
    pick(
      open.filter((c) => states.includes(c.state)),
      s.a,
    ) ?? pick(open, s.a)
  const day = w.today.toString()
  const say = (r: { ok: boolean; error?: { code: string } }) => (r.ok ? `${s.act}: done` : `${s.act}: ${r.error!.code}`)
  const notices = await inBank(w, (tx) =>
    tx.claimNotice.findMany({ where: { bankId: w.bank.id }, orderBy: { id: 'asc' } }),
  )
  switch (s.act) {
    case 'claim':
      return say(await createClaim(by('rm'), { loanId: pick(w.loanIds, s.a)! }))
    case 'review': {
      const c = claim(['SUBMITTED'])
      return c ? say(await reviewClaim(by('risk'), { claimId: c.id, agree: s.b % 5 > 0, reason: '看过' })) : 'none'
    }
    case 'make': {
      const c = claim(['UNDER_REVIEW'])
      return c ? say(await makeCompensation(by('maker'), { claimId: c.id })) : 'none'
    }
    case 'confirm': {
      const c = claim(['UNDER_REVIEW'])
      return c ? say(await confirmCompensation(by('checker'), { claimId: c.id })) : 'none'
    }
    case 'paper':
    case 'query': {
      const p = pick(
        await inBank(w, (tx) => tx.claimPaper.findMany({ where: { bankId: w.bank.id }, orderBy: { id: 'asc' } })),
        s.a,
      )
      if (!p) return 'none'
      return s.act === 'paper'
        ? say(await recordClaimPaper(by('rm'), { paperId: p.id, reference: `PAPER-${s.a}-${s.b}` }))
        : say(await queryClaimPaper(by('partner'), { paperId: p.id, note: '请补正' }))
    }
    case 'notify': {
      const c = claim(['BANK_CONFIRMED'])
      return c
        ? say(await notifyClaim(by('collector'), { claimId: c.id, channel: 'PARTNER_DESK', sentOn: day }))
        : 'none'
    }
    case 'answer': {
      const n = pick(notices, s.a)
      return n ? say(await answerNotice(by('partner'), { noticeId: n.id, agree: s.b % 4 > 0, note: '意见' })) : 'none'
    }
    case 'record': {
      const n = pick(notices, s.a)
      return n ? say(await recordAnswer(by('keeper'), { noticeId: n.id, agree: s.b % 4 > 0, note: '意见' })) : 'none'
    }
    case 'debit': {
      const c = claim(['ACCEPTED', 'PAID_PARTIAL'])
      return c ? say(await debitAccepted(by('checker'), { claimId: c.id })) : 'none'
    }
    case 'margin': {
      const c = claim(['NOTICE_SENT', 'ACCEPTED', 'PAID_PARTIAL'])
      return c ? say(await debitGuarantorMargin(by('checker'), { claimId: c.id })) : 'none'
    }
    case 'receipt': {
      const l = pick(
        open.flatMap((c) => c.claimLines).filter((x) => x.subLedgerId === null),
        s.a,
      )
      if (!l) return 'none'
      const part = (l.demandedFen * BigInt(1 + (s.b % 10))) / 8n
      return say(
        await requestReceipt(by('maker'), {
          lineId: l.id,
          amount: toYuan(part),
          valueDate: day,
          reference: `CORE-${s.a}-${s.b}`,
        }),
      )
    }
    case 'decide': {
      const r = pick(
        await inBank(w, (tx) =>
          tx.claimReceipt.findMany({ where: { bankId: w.bank.id, state: 'PENDING' }, orderBy: { id: 'asc' } }),
        ),
        s.a,
      )
      return r
        ? say(
            await decideReceipt(by('checker'), {
              receiptId: r.id,
              decision: s.b % 4 > 0 ? 'POST' : 'REJECT',
              reason: '核对',
            }),
          )
        : 'none'
    }
    case 'end': {
      const c = claim(['ACCEPTED', 'PAID_PARTIAL', 'DISPUTED', 'PAID', 'SHORTFALL'])
      return c
        ? say(
            await endClaim(by('risk'), { claimId: c.id, event: s.b % 2 ? 'fall-short' : 'close', reason: '无可再收' }),
          )
        : 'none'
    }
    case 'recover':
      return say(
        await requestRecovery(by('maker'), {
          loanId: pick(w.loanIds, s.a)!,
          amount: String(1 + s.b * 37),
          costs: '0',
          valueDate: day,
          origin: 'COURT',
          reference: `REC-${s.a}-${s.b}`,
        }),
      )
    case 'recovered': {
      const r = pick(
        await inBank(w, (tx) =>
          tx.recovery.findMany({ where: { bankId: w.bank.id, state: 'PENDING' }, orderBy: { id: 'asc' } }),
        ),
        s.a,
      )
      return r ? say(await decideRecovery(by('checker'), { recoveryId: r.id, decision: 'POST' })) : 'none'
    }
    case 'deposit': {
      const sub = pick(
        await inBank(w, (tx) =>
          tx.marginSubLedger.findMany({
            where: { bankId: w.bank.id },
            include: { account: true },
            orderBy: { id: 'asc' },
          }),
        ),
        s.a,
      )
      if (!sub) return 'none'
      const kind =
        sub.account.type === 'RISK_COMP_FUND' ? 'TOPUP_IN' : sub.replenishDueFen > 0n ? 'REPLENISH_IN' : 'MARGIN_IN'
      const asked = await requestMovement(by('maker'), {
        subLedgerId: sub.id,
        kind,
        amount: String(100 + s.b),
        valueDate: day,
        sourceAccount: '6222888800001111',
      })
      return asked.ok
        ? say(await decideMovement(by('checker'), { requestId: asked.value.id, decision: 'POST' }))
        : say(asked)
    }
    case 'reverse': {
      const m = pick(
        await inBank(w, (tx) => tx.accountMovement.findMany({ where: { bankId: w.bank.id }, orderBy: { id: 'asc' } })),
        s.a,
      )
      if (!m) return 'none'
      const asked = await requestReversal(by('maker'), { movementId: m.id, reason: '记错账户' })
      return asked.ok
        ? say(await decideMovement(by('checker'), { requestId: asked.value.id, decision: 'POST' }))
        : say(asked)
    }
    case 'days':
      w.today = w.today.add({ days: 1 + (s.a % 6) })
      await standOn(w.bank.id, w.today)
      return `days: ${w.today}`
  }
}

/** Everything that may be wrong in the world, by the name of its rule; empty when all is well. */
async function broken(w: World): Promise<string[]> {
  const found: string[] = []
  const bank = w.bank.id
  const count = async (rule: string, rows: Promise<{ n: number }[]>) => {
    const n = (await rows)[0]!.n
    if (n > 0) found.push(`${rule}: ${n}`)
  }
  await inBank(w, async (tx) => {
    await count(
      'INV-A1 two confirmers, neither the RM',
      tx.$queryRaw`
      select count(*)::int as n from account_movement m join claim c on c.bank_id = m.bank_id and c.id = m.claim_id join loan l on l.bank_id = c.bank_id and l.id = c.loan_id
      join batch b on b.bank_id = l.bank_id and b.id = l.batch_id
      where m.bank_id = ${bank}::uuid and m.kind = 'COMPENSATION_OUT' and (m.maker_id = m.checker_id or b.rm_id in (m.maker_id, m.checker_id)
        or m.beneficiary_account <> l.settlement_account or c.maker_id is null or c.checker_id is null)`,
    )
    await count(
      'INV-A1 no compensation without a claim',
      tx.$queryRaw`
      select count(*)::int as n from account_movement m where m.bank_id = ${bank}::uuid and m.kind = 'COMPENSATION_OUT' and m.claim_id is null`,
    )
    await count(
      'INV-A4 available ≥ 0',
      tx.$queryRaw`
      select count(*)::int as n from margin_sub_ledger s where s.bank_id = ${bank}::uuid and s.ledger_fen - s.frozen_fen < 0`,
    )
    await count(
      'INV-A4 Σ sub-ledgers = main',
      tx.$queryRaw`
      select count(*)::int as n from margin_account a where a.bank_id = ${bank}::uuid
        and a.ledger_fen <> (select coalesce(sum(s.ledger_fen), 0) from margin_sub_ledger s where s.bank_id = a.bank_id and s.account_id = a.id)`,
    )
    await count(
      'INV-A8 an unbroken chain of balances',
      tx.$queryRaw`
      select count(*)::int as n from (select m.before_fen, m.effect_fen, m.after_fen, lag(m.after_fen, 1, 0::bigint) over (partition by m.sub_ledger_id order by m.seq) as last
        from account_movement m where m.bank_id = ${bank}::uuid) x where x.before_fen <> x.last or x.after_fen <> x.before_fen + x.effect_fen`,
    )
    await count(
      '§8.6 each yuan of a claim',
      tx.$queryRaw`
      select count(*)::int as n from claim c where c.bank_id = ${bank}::uuid and (
        c.paid_fen <> (select coalesce(sum(p.amount_fen), 0) from claim_payment p where p.bank_id = c.bank_id and p.claim_id = c.id)
        or c.paid_fen <> (select coalesce(sum(l.paid_fen), 0) from claim_line l where l.bank_id = c.bank_id and l.claim_id = c.id)
        or c.paid_fen <> (select coalesce(sum(r.amount_fen), 0) from repayment r where r.bank_id = c.bank_id and r.claim_id = c.id))`,
    )
    await count(
      'a line never pays more than was asked',
      tx.$queryRaw`
      select count(*)::int as n from claim_line l where l.bank_id = ${bank}::uuid and l.paid_fen > l.demanded_fen`,
    )
    await count(
      'money of an account is a movement, other money a receipt',
      tx.$queryRaw`
      select count(*)::int as n from claim_payment p where p.bank_id = ${bank}::uuid and (p.movement_id is null) = (p.receipt_id is null)`,
    )
    await count(
      'P-11 Σ paid ≤ owed',
      tx.$queryRaw`
      select count(*)::int as n from loan_state s where s.bank_id = ${bank}::uuid and s.principal_fen < 0`,
    )
    await count(
      'LEG-5 no letter after the period',
      tx.$queryRaw`
      select count(*)::int as n from claim_notice n where n.bank_id = ${bank}::uuid and n.period_end is not null and n.sent_on > n.period_end`,
    )
    await count(
      'recourse never above what was paid',
      tx.$queryRaw`
      select count(*)::int as n from recourse_case r where r.bank_id = ${bank}::uuid and r.recovered_fen > r.amount_fen`,
    )
    await count(
      'what is due again is what was called',
      tx.$queryRaw`
      select count(*)::int as n from margin_sub_ledger s where s.bank_id = ${bank}::uuid and s.replenish_due_fen < 0`,
    )
    if (w.mode === 'GC') {
      await count(
        'INV-GC4 coverage × principal',
        tx.$queryRaw`
        select count(*)::int as n from (select c.loan_id, sum(c.paid_fen) as paid from claim c where c.bank_id = ${bank}::uuid group by c.loan_id) x
        join loan l on l.bank_id = ${bank}::uuid and l.id = x.loan_id where x.paid > (l.principal_fen * 8 + 9) / 10`,
      )
      await count(
        'INV-GC5 the year’s cap',
        tx.$queryRaw`
        select count(*)::int as n from (select coalesce(sum(l.paid_fen), 0) as paid from claim_line l where l.bank_id = ${bank}::uuid and l.source in ('guarantor', 'guarantorMargin')) p,
          (select sum(principal_fen) as volume from loan where bank_id = ${bank}::uuid) v where p.paid > v.volume * 3 / 100`,
      )
    }
    if (w.mode === 'LI')
      await count(
        'the insurer was asked with the whole file, and sees nothing of it before',
        tx.$queryRaw`
        select count(*)::int as n from claim_paper p where p.bank_id = ${bank}::uuid
          and ((p.state = 'MISSING' and exists (select from claim_notice n where n.bank_id = p.bank_id and n.claim_id = p.claim_id))
            or (p.party_id is not null and not exists (select from claim_notice n where n.bank_id = p.bank_id and n.claim_id = p.claim_id)))`,
      )
    if (w.mode === 'LI')
      await count(
        'LI coverage of principal and interest',
        tx.$queryRaw`
        select count(*)::int as n from claim c where c.bank_id = ${bank}::uuid and c.type = 'INSURER' and (c.penalty_fen <> 0 or c.costs_fen <> 0)`,
      )
    if (w.mode === 'JG')
      await count(
        'the bank’s others first: joint liability after the margins',
        tx.$queryRaw`
        select count(*)::int as n from claim c where c.bank_id = ${bank}::uuid and c.type = 'JOINT_LIABILITY' and c.state <> 'CLOSED'
          and not exists (select from claim m where m.bank_id = c.bank_id and m.loan_id = c.loan_id and m.type = 'MARGIN' and m.state in ('PAID', 'SHORTFALL', 'CLOSED'))`,
      )
  })
  if (w.mode === 'AF') {
    const pool = await inside(w.bank, (ctx) => poolStanding(ctx, w.marketId))
    const stopped = await inBank(w, (tx) =>
      tx.stopTrigger.count({ where: { bankId: bank, code: 'S2', state: 'ACTIVE' } }),
    )
    const should = pool !== null && (pool.capacity.value.poolDepleted || pool.capacity.value.overCap)
    // a payment of the loan can cure what a movement has stopped: the stop may stand longer, never shorter
    if (should && stopped === 0) found.push('INV-AF5: depleted and not stopped')
  }
  const t = await trialBalance(w.named.checker!, { date: w.today.toString() })
  if (t.accounts.reduce((s, a) => s + a.balanceFen, 0n) !== 0n) found.push('the books do not balance')
  const [recourse] = await inBank(
    w,
    (tx) =>
      tx.$queryRaw<
        { fen: bigint }[]
      >`select coalesce(sum(amount_fen - recovered_fen), 0)::bigint as fen from recourse_case where bank_id = ${bank}::uuid`,
  )
  const kept = t.accounts.find((a) => a.code === '7105')?.balanceFen ?? 0n
  if (kept !== recourse!.fen) found.push(`recourse off the balance sheet ${kept} ≠ ${recourse!.fen}`)
  return found
}

async function play(w: World): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: STEPS, maxLength: STEPS }), async (steps) => {
      const told: string[] = []
      // the way to money is long: every scenario begins with one claim through the bank's own hands
      const papers: Step[] = w.mode === 'LI' ? [0, 1, 2, 3, 4].map((a) => ({ act: 'paper', a, b: 1, right: 9 })) : []
      const lead: Step[] = (['claim', 'review', 'make', 'confirm', 'notify', 'answer', 'record'] as const).flatMap(
        (act) => [...(act === 'notify' ? papers : []), { act, a: 0, b: 1, right: 9 }],
      )
      for (const s of [...lead, ...steps]) {
        told.push(await act(w, s))
        const wrong = await broken(w)
        if (wrong.length > 0) throw new Error(`${wrong.join('; ')} after ${told.slice(-6).join(' → ')}`)
      }
      expect(told.filter((x) => x.endsWith('done')).length).toBeGreaterThan(5)
    }),
    { numRuns: 1, seed: SEED, endOnFailure: true },
  )
}

describe('whatever people do, in whatever order', () => {
  test.each(['GC', 'AF', 'LI', 'PK'] as const)(
    '%s keeps its invariants',
    async (mode) => {
      const m = await modeWorld(db, `RS${mode}`, mode, ['300000', '200000', '100000'])
      if (mode === 'GC') await m.fill('GUARANTOR_MARGIN', 'MARGIN_IN', '5000')
      if (mode === 'PK') await m.fill('DEVELOPER_MARGIN', 'MARGIN_IN', '30000')
      if (mode === 'LI') await m.fill('RISK_COMP_FUND', 'SEED_IN', '50000')
      if (mode === 'AF') {
        await m.fill('RISK_COMP_FUND', 'SEED_IN', '80000')
        await m.fill('ASSIST_FUND', 'MARGIN_IN', '18000')
      }
      await play({
        bank: m.bank,
        mode,
        people: Object.values(m.who),
        named: m.who,
        loanIds: m.loans.loanIds,
        marketId: m.loans.marketId,
        today: date(TROUBLE_DAY),
      })
    },
    240_000,
  )

  test('JG keeps its invariants', async () => {
    const bank = await testBank('RSJG')
    const named = {} as Record<string, Person>
    for (const [name, role] of [
      ['rm', 'RM'],
      ['risk', 'RISK_MGR'],
      ['maker', 'OPS_MAKER'],
      ['checker', 'OPS_CHECKER'],
      ['collector', 'COLLECTOR'],
      ['keeper', 'POST_PARTNER'],
      ['partner', 'POST_MKT'],
    ] as const)
      named[name] = await testPerson(bank, name, [role])
    const market = await admittedMarket(bank, 'M1')
    const group = await approvedGroup(bank, market, { rmId: named.rm!.userId })
    const loanIds = await paidOut(bank, market, group)
    const w: World = {
      bank,
      mode: 'JG',
      people: Object.values(named),
      named,
      loanIds,
      marketId: market.id,
      today: date('2026-07-20'),
    }
    await inBank(w, async (tx) => {
      await tx.jointGroup.updateMany({ where: { bankId: bank.id }, data: { state: 'ACTIVE' } })
      await tx.loan.updateMany({ where: { bankId: bank.id }, data: { state: 'OVERDUE' } })
    })
    await inside(bank, (ctx) =>
      openSubLedgers(
        ctx,
        market.id,
        group.members.map((x) => ({
          applicationId: x.applicationId,
          groupId: group.groupId,
          contractAmountFen: x.amountFen,
          marginRatioPpm: 100_000,
        })),
      ),
    )
    await standOn(bank.id, w.today)
    const subs = await inBank(w, (tx) => tx.marginSubLedger.findMany({ where: { bankId: bank.id } }))
    for (const s of subs) {
      const r = await requestMovement(named.maker!, {
        subLedgerId: s.id,
        kind: 'MARGIN_IN',
        amount: toYuan(s.requiredFen),
        valueDate: '2026-07-20',
        sourceAccount: '6222888800001111',
      })
      if (r.ok) await decideMovement(named.checker!, { requestId: r.value.id, decision: 'POST' })
    }
    expect((await inBank(w, (tx) => tx.marginAccount.findFirstOrThrow({ where: { bankId: bank.id } }))).ledgerFen).toBe(
      yuan('200000'),
    )
    await play(w)
  }, 240_000)
})
