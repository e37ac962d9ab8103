/** What the night costs: interest, penalty and compound interest of every loan, summed by batch and posted as one journal. */
import type { CommandContext } from '@/lib/platform/commands'
import { type PlainDate, toDb } from '@/lib/platform/dates'
import { sumFen } from '@/lib/platform/money'
import { Prisma } from '@/lib/platform/tenant'
import { postSpread } from '../ledger/post'
import { agree, holdAgainstLedger } from './prove'
import { chargeOn, day, interestOn } from './sql'

type Ctx = CommandContext<unknown>
type BatchSum = {
  batch_id: string
  market_id: string
  accruing: boolean
  live: boolean
  loans: bigint
  interest: bigint
  penalty: bigint
  interest_after: bigint
  penalty_after: bigint
  principal: bigint
  costs: bigint
  suspense: bigint
  provision: bigint
}

/**
 * Interest of the day's closing balances: what runs from the close of `on` to the morning after (§5.6.1). The same look at
 * the loans says what the ledger must hold in the morning.
 */
export async function accrueNight(ctx: Ctx, on: PlainDate): Promise<{ loansAccrued: number; accountsProved: number }> {
  const { tx, actor } = ctx
  const from = day(on.toString())
  const to = day(on.add({ days: 1 }).toString())
  const charges = (d: Prisma.Sql) => Prisma.sql`${chargeOn('pen', d)} + ${chargeOn('com', d)}`
  const sums = await tx.$queryRaw<BatchSum[]>(Prisma.sql`
    select batch_id, market_id, accruing, live, count(*) as loans, sum(after - before)::bigint as interest, sum(charged_after - charged_before)::bigint as penalty,
      sum(due + after)::bigint as interest_after, sum(charged_after)::bigint as penalty_after, sum(principal_fen)::bigint as principal,
      sum(costs_fen)::bigint as costs, sum(suspense_fen)::bigint as suspense, sum(provision_fen)::bigint as provision
    from (select s.batch_id, s.market_id, s.accruing, s.live, s.principal_fen, s.costs_fen, s.suspense_fen, s.provision_fen,
        s.interest_due_fen + s.interest_ripe_fen as due, ${interestOn(from)} as before, ${interestOn(to)} as after,
        ${charges(from)} as charged_before, ${charges(to)} as charged_after
      from loan_state s where s.bank_id = ${actor.bankId}::uuid offset 0) x
    group by batch_id, market_id, accruing, live`)
  const live = sums.filter((s) => s.live)
  await postSpread(
    ctx,
    { event: 'ACCRUAL', businessDate: on, objectType: 'businessDay', objectId: actor.bankId, memo: on.toString() },
    live.map((s) => ({
      batchId: s.batch_id,
      marketId: s.market_id,
      amounts: s.accruing
        ? { interest: s.interest, penalty: s.penalty }
        : { interestOff: s.interest, penaltyOff: s.penalty },
    })),
  )
  const ended = sums.filter((s) => !s.live)
  const [income, memo] = [live.filter((s) => s.accruing), live.filter((s) => !s.accruing)]
  const total = (part: 'principal' | 'interest_after' | 'penalty_after' | 'costs', rows: readonly BatchSum[]) =>
    sumFen(rows.map((s) => s[part]))
  const proof = await holdAgainstLedger(tx, actor.bankId, {
    principal: total('principal', live),
    interest: total('interest_after', income),
    penalty: total('penalty_after', income),
    costs: total('costs', live),
    suspense: sumFen(sums.map((s) => s.suspense)),
    provision: sumFen(sums.map((s) => s.provision)),
    interestOff: total('interest_after', memo),
    penaltyOff: total('penalty_after', memo),
    written: total('principal', ended),
    claims: total('interest_after', ended) + total('penalty_after', ended) + total('costs', ended),
  })
  return { loansAccrued: Number(live.reduce((n, s) => n + s.loans, 0n)), ...agree(proof) }
}

/** Non-performing by class. A partial index holds the loans whose accrual does not fit their class. */
const NPL = Prisma.raw("(s.class in ('SUBSTANDARD', 'DOUBTFUL', 'LOSS'))")

/**
 * Loans above the line of days past due, or non-performing by class, stop being income: what was accrued and not received
 * leaves the balance sheet, and from tonight runs beside it. A loan that is up to date again and no longer non-performing
 * comes back the same way.
 */
export async function switchAccrual(
  ctx: Ctx,
  on: PlainDate,
  dpdAbove: number,
): Promise<{ nonAccrual: number; accrualAgain: number }> {
  const stopped = await switchTo(
    ctx,
    on,
    false,
    Prisma.sql`s.accruing and ((s.oldest_due is not null and s.dpd > ${dpdAbove}) or (${NPL} and s.accruing = ${NPL}))`,
  )
  const resumed = await switchTo(
    ctx,
    on,
    true,
    Prisma.sql`not s.accruing and s.oldest_due is null and not ${NPL} and s.accruing = ${NPL}`,
  )
  return { nonAccrual: stopped, accrualAgain: resumed }
}

async function switchTo(ctx: Ctx, on: PlainDate, accruing: boolean, which: Prisma.Sql): Promise<number> {
  const { tx, actor } = ctx
  const d = day(on.toString())
  const moved = await tx.$queryRaw<
    { loan_id: string; batch_id: string; market_id: string; interest: bigint; penalty: bigint }[]
  >(Prisma.sql`
    with t as (
      select s.loan_id, s.batch_id, s.market_id, s.interest_due_fen + s.interest_ripe_fen + ${interestOn(d)} as interest,
        ${chargeOn('pen', d)} + ${chargeOn('com', d)} as penalty
      from loan_state s where s.bank_id = ${actor.bankId}::uuid and s.live and ${which}),
    u as (update loan_state s set accruing = ${accruing} from t where s.bank_id = ${actor.bankId}::uuid and s.loan_id = t.loan_id),
    l as (update loan l set non_accrual_on = ${accruing ? null : toDb(on)}::date from t where l.bank_id = ${actor.bankId}::uuid and l.id = t.loan_id)
    select * from t`)
  const sign = accruing ? -1n : 1n
  for (const m of moved) {
    m.interest *= sign
    m.penalty *= sign
  }
  await postSpread(
    ctx,
    { event: 'NON_ACCRUAL', businessDate: on, objectType: 'businessDay', objectId: actor.bankId, memo: on.toString() },
    moved.map((m) => ({
      loanId: m.loan_id,
      batchId: m.batch_id,
      marketId: m.market_id,
      amounts: { interest: m.interest, penalty: m.penalty, interestOff: m.interest, penaltyOff: m.penalty },
    })),
  )
  return moved.length
}
