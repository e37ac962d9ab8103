/** The daily proof: the general ledger balances, and each of its loan accounts is the sum of the loans, to the fen. */
import { refuse } from '@/lib/platform/errors'
import { toYuan } from '@/lib/platform/money'
import { Prisma, type Tx } from '@/lib/platform/tenant'
import { chargeOn, day, interestOn } from './sql'

export type ProofLine = { account: string; ledgerFen: bigint; loansFen: bigint; differenceFen: bigint }
export type Proof = { lines: ProofLine[]; imbalanceFen: bigint; agreed: boolean }

/** What the loans say that the ledger's accounts must hold. A loan that is no longer live and still owes is written off. */
export type LoanTotals = {
  principal: bigint
  interest: bigint
  penalty: bigint
  costs: bigint
  suspense: bigint
  provision: bigint
  interestOff: bigint
  penaltyOff: bigint
  written: bigint
  claims: bigint
}

/** All loans of the bank as they stand on the morning of `on`. */
async function loanTotals(tx: Tx, bankId: string, on: string): Promise<LoanTotals> {
  const N = day(on)
  const [totals] = await tx.$queryRaw<LoanTotals[]>(Prisma.sql`
    select coalesce(sum(principal_fen) filter (where live), 0)::bigint as principal,
      coalesce(sum(interest) filter (where live and accruing), 0)::bigint as interest, coalesce(sum(penalty) filter (where live and accruing), 0)::bigint as penalty,
      coalesce(sum(costs_fen) filter (where live), 0)::bigint as costs, coalesce(sum(suspense_fen), 0)::bigint as suspense,
      coalesce(sum(provision_fen), 0)::bigint as provision,
      coalesce(sum(interest) filter (where live and not accruing), 0)::bigint as "interestOff",
      coalesce(sum(penalty) filter (where live and not accruing), 0)::bigint as "penaltyOff",
      coalesce(sum(principal_fen) filter (where not live), 0)::bigint as written,
      coalesce(sum(interest + penalty + costs_fen) filter (where not live), 0)::bigint as claims
    from (select s.principal_fen, s.interest_due_fen + s.interest_ripe_fen + ${interestOn(N)} as interest, ${chargeOn('pen', N)} + ${chargeOn('com', N)} as penalty,
            s.costs_fen, s.suspense_fen, s.provision_fen, s.accruing, s.live
          from loan_state s where s.bank_id = ${bankId}::uuid) x`)
  return totals!
}

/** The accounts that loans make, the side on which they stand, and what stands in them. */
const HELD = [
  ['1301', 1n, 'principal'],
  ['1304', -1n, 'provision'],
  ['1321', 1n, 'interest'],
  ['1322', 1n, 'penalty'],
  ['1323', 1n, 'costs'],
  ['2241', -1n, 'suspense'],
  ['7101', 1n, 'interestOff'],
  ['7102', 1n, 'penaltyOff'],
  ['7103', 1n, 'written'],
  ['7104', 1n, 'claims'],
] as const satisfies readonly (readonly [string, bigint, keyof LoanTotals])[]

/**
 * Loans against the ledger: the last closed day's turnover and what was posted since. Suspense holds the money of a claim
 * for an instant only.
 */
export async function holdAgainstLedger(tx: Tx, bankId: string, loans: LoanTotals): Promise<Proof> {
  const rows = await tx.$queryRaw<{ account: string; balance: bigint }[]>`
    with closed as (select max(day) as day from ledger_balance where bank_id = ${bankId}::uuid)
    select account, sum(balance)::bigint as balance from (
      select b.account_code as account, b.debit_fen - b.credit_fen as balance from ledger_balance b join closed on b.day = closed.day
      where b.bank_id = ${bankId}::uuid
      union all
      select n.account_code, n.debit_fen - n.credit_fen from closed join journal j on j.bank_id = ${bankId}::uuid
        and j.business_date > coalesce(closed.day, date '0001-01-01')
      join journal_line n on n.bank_id = j.bank_id and n.journal_id = j.id) y group by account`
  const lines = HELD.map(([account, sign, part]) => {
    const ledgerFen = sign * (rows.find((r) => r.account === account)?.balance ?? 0n)
    return { account, ledgerFen, loansFen: loans[part], differenceFen: ledgerFen - loans[part] }
  })
  const imbalanceFen = rows.reduce((sum, r) => sum + r.balance, 0n)
  return { lines, imbalanceFen, agreed: imbalanceFen === 0n && lines.every((l) => l.differenceFen === 0n) }
}

/** Loans against the ledger, the loans as they stand on the morning of `on`. */
export async function proveLedger(tx: Tx, bankId: string, on: string): Promise<Proof> {
  return holdAgainstLedger(tx, bankId, await loanTotals(tx, bankId, on))
}

/** Refuses to go on where loans and ledger differ: a day is not closed over a difference. */
export function agree(proof: Proof): { accountsProved: number } {
  if (proof.agreed) return { accountsProved: proof.lines.length }
  const off = proof.lines.filter((l) => l.differenceFen !== 0n).map((l) => `${l.account}: ${toYuan(l.differenceFen)}`)
  throw refuse('E_LEDGER_DIFFERENCE', { differences: off, imbalance: toYuan(proof.imbalanceFen) })
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
