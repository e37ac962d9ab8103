/** The warnings of each morning, read from the bank's own books and files, and those that nobody verified in time (§8.2). */
import type { CommandContext } from '@/lib/platform/commands'
import type { PlainDate } from '@/lib/platform/dates'
import { Prisma } from '@/lib/platform/tenant'
import { feedReadings } from './feeds'
import type { MonitoringParameters } from './parameters'
import { raiseFromReadings } from './raise'

type Ctx = CommandContext<unknown>

/**
 * Reads the books of the morning: days past due (W-C01 of the merchant, W-G01 of the group: as bad as the worst loan),
 * overdue and non-performing balances (W-M08 of the worst batch, W-M09 of the market), proof of use that is late (W-C09), the
 * operator's return that is (W-M10), differences and freezes of accounts (W-A01), the feeds of all clients (W-C04 to W-C07).
 */
export async function raiseDailyWarnings(
  ctx: Ctx,
  day: PlainDate,
  p: MonitoringParameters,
): Promise<{ warningsRaised: number; warningsRaisedLevel: number }> {
  const { bankId } = ctx.actor
  const on = Prisma.sql`${day.toString()}::date`
  const made = await raiseFromReadings(
    ctx,
    { events: morningReadings(bankId, day, on), lasting: lateReadings(bankId), whole: true },
    day,
    p,
  )
  return { warningsRaised: made.raised, warningsRaisedLevel: made.lifted }
}

/** Days past due, once for the merchant and once for the group that answers for the loan. */
function lateReadings(bankId: string): Prisma.Sql {
  return Prisma.sql`
    with late as (
      select l.id, l.merchant_id, l.group_id, l.market_id, s.dpd::bigint as dpd
      from loan_state s join loan l on l.bank_id = s.bank_id and l.id = s.loan_id
      where s.bank_id = ${bankId}::uuid and s.oldest_due is not null and s.dpd > 0 and l.state not in ('SETTLED', 'WRITTEN_OFF'))
    select 'W-C01' as code, 'MERCHANT' as object_type, merchant_id as object_id, market_id, 'dpd' as reading, null::text as event, dpd as value, id as loan_id from late
    union all select 'W-G01', 'GROUP', group_id, market_id, 'memberDpd', null, dpd, id from late where group_id is not null`
}

function morningReadings(bankId: string, day: PlainDate, on: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
      with book as materialized (
        select s.batch_id, s.market_id, sum(s.principal_fen) as balance, coalesce(sum(s.principal_fen) filter (where s.dpd > 0), 0) as late,
          coalesce(sum(s.principal_fen) filter (where s.class in ('SUBSTANDARD', 'DOUBTFUL', 'LOSS')), 0) as bad
        from loan_state s where s.bank_id = ${bankId}::uuid and s.live group by s.batch_id, s.market_id having sum(s.principal_fen) > 0)
      select 'W-M08' as code, 'MARKET' as object_type, market_id as object_id, market_id, 'overdueRatio' as reading, null::text as event,
        max(div(late * 1000000, balance))::bigint as value from book group by market_id
      union all select 'W-M09', 'MARKET', market_id, market_id, 'nplRatio', null, div(sum(bad) * 1000000, sum(balance))::bigint from book group by market_id
      union all select 'W-C09', 'MERCHANT', v.merchant_id, v.market_id, 'useProofLate', null, max(${on} - coalesce(f.due_on, v.due_on))::bigint
        from visit v join loan l on l.bank_id = v.bank_id and l.id = v.loan_id and l.state not in ('SETTLED', 'WRITTEN_OFF', 'RENEWED')
        join lateral (select min(o.due_on) as due_on from visit o where o.bank_id = v.bank_id and o.loan_id = v.loan_id and o.kind = 'FIRST_CHECK') f on true
        where v.bank_id = ${bankId}::uuid and v.kind = 'FIRST_CHECK' and v.state in ('PLANNED', 'MISSED') and v.merchant_id is not null and v.due_on < ${on} + 7
        group by v.merchant_id, v.market_id
      union all select 'W-M10', 'MARKET', r.market_id, r.market_id, 'returnDaysLate', null, max(${on} - r.due_on)::bigint from market_return r
        where r.bank_id = ${bankId}::uuid and r.state in ('DUE', 'RETURNED') and r.due_on < ${on} group by r.market_id
      union all select 'W-A01', 'ACCOUNT', a.id, a.market_id, null, 'RECONCILIATION_DIFFERENCE', null
        from margin_account a join lateral (select c.state from core_statement c where c.bank_id = a.bank_id and c.account_no = a.account_no order by c.day desc limit 1) c on c.state = 'DIFFERENT'
        where a.bank_id = ${bankId}::uuid
      union all select 'W-A01', 'ACCOUNT', a.id, a.market_id, null, 'JUDICIAL_FREEZE', null from margin_account a
        where a.bank_id = ${bankId}::uuid and exists (select from account_freeze f where f.bank_id = a.bank_id and f.account_id = a.id and f.state = 'ACTIVE')
      union all select * from (${feedReadings(bankId, day, null)}) feeds`
}

/** Signals that nobody verified in time go to the risk manager, once each (§8.2 SLA). */
export async function escalateUnverified(ctx: Ctx, day: PlainDate): Promise<{ warningsEscalated: number }> {
  const { tx, actor, now } = ctx
  const made = await tx.$executeRaw`
    insert into task (bank_id, id, kind, object_type, object_id, role, params, due_on, state, created_at)
    select w.bank_id, uuidv7(), 'WARNING_LATE', 'warning', w.id, 'RISK_MGR', json_build_object('code', w.code), ${day.toString()}::date, 'OPEN', ${now}
    from warning_signal w where w.bank_id = ${actor.bankId}::uuid and w.state in ('RAISED', 'ASSIGNED', 'VERIFYING') and w.verify_by < ${day.toString()}::date
      and not exists (select from task t where t.bank_id = w.bank_id and t.object_type = 'warning' and t.object_id = w.id and t.kind = 'WARNING_LATE')`
  return { warningsEscalated: made }
}
