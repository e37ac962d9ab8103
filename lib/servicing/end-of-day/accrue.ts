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
  principal: bigint
  /** interest of the running period and of periods whose due date is still to come, before and after the night */
  run_before: bigint
  run_after: bigint
  due: bigint
  /** penalty and compound interest */
  charged_before: bigint
  charged_after: bigint
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
    select s.batch_id, any_value(s.market_id) as market_id, s.accruing, s.live, count(*) as loans, sum(s.principal_fen)::bigint as principal,
      sum(${interestOn(from)})::bigint as run_before, sum(${interestOn(to)})::bigint as run_after, sum(s.interest_due_fen + s.interest_ripe_fen)::bigint as due,
      sum(${charges(from)})::bigint as charged_before, sum(${charges(to)})::bigint as charged_after,
      sum(s.costs_fen)::bigint as costs, sum(s.suspense_fen)::bigint as suspense, sum(s.provision_fen)::bigint as provision
    from loan_state s where s.bank_id = ${actor.bankId}::uuid group by s.batch_id, s.accruing, s.live`)
  const live = sums.filter((s) => s.live)
  await postSpread(
    ctx,
    { event: 'ACCRUAL', businessDate: on, objectType: 'businessDay', objectId: actor.bankId, memo: on.toString() },
    live.map((s) => {
      const [interest, penalty] = [s.run_after - s.run_before, s.charged_after - s.charged_before]
      return {
        batchId: s.batch_id,
        marketId: s.market_id,
        amounts: s.accruing ? { interest, penalty } : { interestOff: interest, penaltyOff: penalty },
      }
    }),
  )
  const ended = sums.filter((s) => !s.live)
  const [income, memo] = [live.filter((s) => s.accruing), live.filter((s) => !s.accruing)]
  const total = (part: 'principal' | 'charged_after' | 'costs', rows: readonly BatchSum[]) =>
    sumFen(rows.map((s) => s[part]))
  const interest = (rows: readonly BatchSum[]) => sumFen(rows.map((s) => s.due + s.run_after))
  const proof = await holdAgainstLedger(tx, actor.bankId, {
    principal: total('principal', live),
    interest: interest(income),
    penalty: total('charged_after', income),
    costs: total('costs', live),
    suspense: sumFen(sums.map((s) => s.suspense)),
    provision: sumFen(sums.map((s) => s.provision)),
    interestOff: interest(memo),
    penaltyOff: total('charged_after', memo),
    written: total('principal', ended),
    claims: interest(ended) + total('charged_after', ended) + total('costs', ended),
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
