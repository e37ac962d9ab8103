/** The daily proof: the general ledger balances, and each of its loan accounts is the sum of the loans, to the fen. */
import { Prisma, type Tx } from '@/lib/platform/tenant'
import { chargeOn, day, interestOn } from './sql'

export type ProofLine = { account: string; ledgerFen: bigint; loansFen: bigint; differenceFen: bigint }
export type Proof = { lines: ProofLine[]; imbalanceFen: bigint; agreed: boolean }

/**
 * Loans against the ledger, the loans as they stand on the morning of `on`. A loan that is no longer live and still owes
 * has been written off. The ledger is the last closed day's turnover and what was posted since. Suspense holds the money of
 * a claim for an instant only.
 */
export async function proveLedger(tx: Tx, bankId: string, on: string): Promise<Proof> {
  const N = day(on)
  const interest = Prisma.sql`(s.interest_due_fen + s.interest_ripe_fen + ${interestOn(N)})`
  const penalty = Prisma.sql`(${chargeOn('pen', N)} + ${chargeOn('com', N)})`
  const rows = await tx.$queryRaw<{ account: string; ledger: bigint; loans: bigint }[]>(Prisma.sql`
    with l as (
      select coalesce(sum(principal_fen) filter (where live), 0)::bigint as principal,
        coalesce(sum(interest) filter (where live and accruing), 0)::bigint as interest, coalesce(sum(penalty) filter (where live and accruing), 0)::bigint as penalty,
        coalesce(sum(costs_fen) filter (where live), 0)::bigint as costs, coalesce(sum(suspense_fen), 0)::bigint as suspense,
        coalesce(sum(provision_fen), 0)::bigint as provision,
        coalesce(sum(interest) filter (where live and not accruing), 0)::bigint as interest_off,
        coalesce(sum(penalty) filter (where live and not accruing), 0)::bigint as penalty_off,
        coalesce(sum(principal_fen) filter (where not live), 0)::bigint as written,
        coalesce(sum(interest + penalty + costs_fen) filter (where not live), 0)::bigint as claims
      from (select s.principal_fen, ${interest} as interest, ${penalty} as penalty, s.costs_fen, s.suspense_fen, s.provision_fen, s.accruing, s.live
            from loan_state s where s.bank_id = ${bankId}::uuid) x),
    closed as (select max(day) as day from ledger_balance where bank_id = ${bankId}::uuid),
    g as (
      select account, sum(balance)::bigint as balance from (
        select b.account_code as account, b.debit_fen - b.credit_fen as balance from ledger_balance b join closed on b.day = closed.day
        where b.bank_id = ${bankId}::uuid
        union all
        select n.account_code, n.debit_fen - n.credit_fen from closed join journal j on j.bank_id = ${bankId}::uuid
          and j.business_date > coalesce(closed.day, date '0001-01-01')
        join journal_line n on n.bank_id = j.bank_id and n.journal_id = j.id) y group by account)
    select v.account, coalesce(v.sign * g.balance, 0)::bigint as ledger, v.loans
    from l cross join lateral (values ('1301', 1, principal), ('1321', 1, interest), ('1322', 1, penalty), ('1323', 1, costs), ('2241', -1, suspense),
      ('1304', -1, provision), ('7101', 1, interest_off), ('7102', 1, penalty_off), ('7103', 1, written), ('7104', 1, claims)) v(account, sign, loans)
    left join g on g.account = v.account
    union all select 'ALL', coalesce(sum(balance), 0)::bigint, 0::bigint from g`)
  const lines = rows
    .filter((r) => r.account !== 'ALL')
    .map((r) => ({ account: r.account, ledgerFen: r.ledger, loansFen: r.loans, differenceFen: r.ledger - r.loans }))
    .sort((a, b) => (a.account < b.account ? -1 : 1))
  const imbalanceFen = rows.find((r) => r.account === 'ALL')?.ledger ?? 0n
  return { lines, imbalanceFen, agreed: imbalanceFen === 0n && lines.every((l) => l.differenceFen === 0n) }
}

const NO_MARKET = '00000000-0000-0000-0000-000000000000'

/** The turnover of every account and market up to the close of a day: the day before's, and the day's own journal. */
export async function keepBalances(tx: Tx, bankId: string, closing: string): Promise<number> {
  const D = day(closing)
  return tx.$executeRaw(Prisma.sql`
    with before as (select max(day) as day from ledger_balance where bank_id = ${bankId}::uuid and day < ${D})
    insert into ledger_balance (bank_id, day, account_code, market_id, debit_fen, credit_fen)
    select ${bankId}::uuid, ${D}, account, market, sum(debit)::bigint, sum(credit)::bigint from (
      select b.account_code as account, b.market_id as market, b.debit_fen as debit, b.credit_fen as credit
      from ledger_balance b join before on b.day = before.day where b.bank_id = ${bankId}::uuid
      union all
      select n.account_code, coalesce(n.market_id, ${NO_MARKET}::uuid), n.debit_fen, n.credit_fen from before join journal j on j.bank_id = ${bankId}::uuid
        and j.business_date > coalesce(before.day, date '0001-01-01') and j.business_date <= ${D}
      join journal_line n on n.bank_id = j.bank_id and n.journal_id = j.id) x
    group by account, market`)
}
