/** What the night costs: interest, penalty and compound interest of every loan, summed by batch and posted as one journal. */
import type { CommandContext } from '@/lib/platform/commands'
import { type PlainDate, toDb } from '@/lib/platform/dates'
import { Prisma } from '@/lib/platform/tenant'
import { postSpread } from '../ledger/post'
import { chargeOn, day, interestOn } from './sql'

type Ctx = CommandContext<unknown>
type BatchSum = {
  batch_id: string
  market_id: string
  accruing: boolean
  interest: bigint
  penalty: bigint
  loans: bigint
}

/** Interest of the day's closing balances: what runs from the close of `on` to the morning after (§5.6.1). */
export async function accrueNight(ctx: Ctx, on: PlainDate): Promise<{ loansAccrued: number }> {
  const from = day(on.toString())
  const to = day(on.add({ days: 1 }).toString())
  const charges = (d: Prisma.Sql) => Prisma.sql`${chargeOn('pen', d)} + ${chargeOn('com', d)}`
  const sums = await ctx.tx.$queryRaw<BatchSum[]>(Prisma.sql`
    select s.batch_id, s.market_id, s.accruing, sum(${interestOn(to)} - ${interestOn(from)})::bigint as interest,
      sum(case when s.pen_step = 0 and s.com_step = 0 then 0 else (${charges(to)}) - (${charges(from)}) end)::bigint as penalty, count(*) as loans
    from loan_state s where s.bank_id = ${ctx.actor.bankId}::uuid and s.live
    group by s.batch_id, s.market_id, s.accruing`)
  await postSpread(
    ctx,
    { event: 'ACCRUAL', businessDate: on, objectType: 'businessDay', objectId: ctx.actor.bankId, memo: on.toString() },
    sums.map((s) => ({
      batchId: s.batch_id,
      marketId: s.market_id,
      amounts: s.accruing
        ? { interest: s.interest, penalty: s.penalty }
        : { interestOff: s.interest, penaltyOff: s.penalty },
    })),
  )
  return { loansAccrued: Number(sums.reduce((n, s) => n + s.loans, 0n)) }
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
