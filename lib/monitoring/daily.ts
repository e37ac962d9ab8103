/** The warnings that follow from the day's figures: W-C01 (days past due of a merchant) and W-G01 (one member of a group). */
import { moveGroups } from '@/lib/guarantees/move-groups'
import { jointGroupMachine } from '@/lib/guarantees/workflow'
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { addWorkingDays, type PlainDate } from '@/lib/platform/dates'
import { Prisma } from '@/lib/platform/tenant'
import { feedReadings } from './feeds'
import type { MonitoringParameters } from './parameters'
import { raiseFromReadings } from './raise'
import { dpdWarning, evaluateWarning, WARNING_LEVELS, type WarningLevel, type WarningTable } from './rules/warnings'

type Ctx = CommandContext<unknown>
/** The states in which a group can be frozen. */
const FREEZABLE = jointGroupMachine.transitions.flatMap((t) => (t.event === 'freeze' ? [...t.from] : []))

/**
 * Looks at every overdue loan; raises new signals, lifts the level of open ones, leaves the rest alone (§8.2: merged). A
 * merchant, or a group, is as bad as its worst loan. One statement, whatever the number of loans.
 */
export async function raiseDailyWarnings(
  ctx: Ctx,
  day: PlainDate,
  p: MonitoringParameters,
): Promise<{ warningsRaised: number; warningsRaisedLevel: number }> {
  const { tx, actor } = ctx
  const { bankId } = actor
  const [longest] = await tx.$queryRaw<{ dpd: number | null }[]>`
    select dpd from loan_state where bank_id = ${bankId}::uuid and oldest_due is not null order by oldest_due limit 1`
  if (!longest?.dpd) return { warningsRaised: 0, warningsRaisedLevel: 0 }
  const calendar = await loadCalendar(tx, bankId)
  const verifyBy = WARNING_LEVELS.map((l) => addWorkingDays(day, p.verifyWorkingDays[l], calendar).toString())
  const name = Prisma.sql`(${[...WARNING_LEVELS]}::text[])[1 + worst.level]`
  const until = Prisma.sql`(${verifyBy}::date[])[1 + worst.level]`
  const { merchant, member } = levelsUpTo(longest.dpd, p.warnings)
  const [made] = await tx.$queryRaw<{ raised: bigint; lifted: bigint; groups: string[] | null }[]>(Prisma.sql`
    with late as (
      select l.id, l.merchant_id, l.group_id, l.market_id, s.dpd, (${merchant}::int[])[s.dpd] as merchant, (${member}::int[])[s.dpd] as member
      from loan_state s join loan l on l.bank_id = s.bank_id and l.id = s.loan_id
      where s.bank_id = ${bankId}::uuid and s.oldest_due is not null and s.dpd > 0 and l.state not in ('SETTLED', 'WRITTEN_OFF')),
    worst as (
      select distinct on (code, object_id) * from (
        select 'W-C01' as code, 'MERCHANT' as object_type, merchant_id as object_id, market_id, id as loan_id, merchant as level, dpd from late where merchant >= 0
        union all select 'W-G01', 'GROUP', group_id, market_id, id, member, dpd from late where member >= 0 and group_id is not null) f
      order by code, object_id, level desc, dpd desc, loan_id),
    standing as (
      select w.id, w.code, w.object_id, array_position(${[...WARNING_LEVELS]}::text[], w.level) - 1 as level from warning_signal w
      where w.bank_id = ${bankId}::uuid and w.code in ('W-C01', 'W-G01') and w.state not in ('CLOSED', 'FALSE_ALARM')),
    lifted as (
      update warning_signal w set level = ${name}, value = worst.dpd::text, verify_by = ${until}, version = w.version + 1
      from standing join worst on worst.code = standing.code and worst.object_id = standing.object_id and worst.level > standing.level
      where w.bank_id = ${bankId}::uuid and w.id = standing.id returning 1),
    raised as (
      insert into warning_signal (bank_id, id, code, object_type, object_id, market_id, loan_id, level, state, value, raised_on, verify_by, assigned_to)
      select ${bankId}::uuid, uuidv7(), worst.code, worst.object_type, worst.object_id, worst.market_id, worst.loan_id, ${name},
        case when m.rm_id is null then 'RAISED' else 'ASSIGNED' end, worst.dpd::text, ${day.toString()}::date, ${until}, m.rm_id
      from worst join market m on m.bank_id = ${bankId}::uuid and m.id = worst.market_id
      where not exists (select from standing where standing.code = worst.code and standing.object_id = worst.object_id) returning id, code, state, value),
    told as (
      insert into state_history (bank_id, id, object_type, object_id, machine, event, state_from, state_to, actor_id, actor_name, detail, object_version, at)
      select ${bankId}::uuid, uuidv7(), 'warning', raised.id, 'warning', 'create', null, raised.state, ${actor.userId}::uuid, ${actor.name},
        json_build_object('code', raised.code, 'value', raised.value), 1, ${ctx.now} from raised),
    -- §8.2: a RED merchant's undrawn limit and an ORANGE group's undrawn limits are frozen at once
    frozen as (
      update application a set frozen = true from worst
      where worst.code = 'W-C01' and worst.level = 2 and a.bank_id = ${bankId}::uuid and a.merchant_id = worst.object_id and not a.frozen
        and a.state in ('APPROVED', 'APPROVED_REDUCED', 'CONTRACTING', 'SIGNED', 'CP_PENDING', 'READY_TO_DRAW'))
    select (select count(*) from raised) as raised, (select count(*) from lifted) as lifted,
      (select array_agg(g.id) from worst join joint_group g on g.bank_id = ${bankId}::uuid and g.id = worst.object_id
       where worst.code = 'W-G01' and worst.level >= 1 and g.state = any(${FREEZABLE})) as groups`)
  await moveGroups(ctx, made!.groups ?? [], 'freeze', 'W-G01')
  return { warningsRaised: Number(made!.raised), warningsRaisedLevel: Number(made!.lifted) }
}

/** The level (0 yellow to 2 red, −1 none) of a merchant, and of a group's member, by days past due from 1 on. */
function levelsUpTo(longest: number, table: WarningTable): { merchant: number[]; member: number[] } {
  const days = Array.from({ length: longest }, (_, i) => i + 1)
  const rank = (level: WarningLevel | null) => (level === null ? -1 : WARNING_LEVELS.indexOf(level))
  return {
    merchant: days.map((dpd) => rank(dpdWarning(dpd, table))),
    member: days.map((dpd) => rank(evaluateWarning('W-G01', [{ reading: 'memberDpd', value: dpd }], table).level)),
  }
}

/**
 * The indicators that the bank's own books and files answer each morning: overdue and non-performing balances (W-M08 of
 * the worst batch, W-M09 of the market), proof of use that is late (W-C09), the operator's return that is (W-M10), differences and freezes of margin accounts
 * (W-A01), and the feeds of all clients (W-C04 to W-C07).
 */
export async function raiseStandingWarnings(
  ctx: Ctx,
  day: PlainDate,
  p: MonitoringParameters,
): Promise<{ standingRaised: number; standingRaisedLevel: number }> {
  const { bankId } = ctx.actor
  const on = Prisma.sql`${day.toString()}::date`
  const made = await raiseFromReadings(
    ctx,
    Prisma.sql`
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
      union all select 'W-A01', 'ACCOUNT', a.id, a.market_id, null, 'JUDICIAL_FREEZE', null from margin_account a where a.bank_id = ${bankId}::uuid and a.state = 'FROZEN'
      union all select * from (${feedReadings(bankId, day, null)}) feeds`,
    day,
    p,
  )
  return { standingRaised: made.raised, standingRaisedLevel: made.lifted }
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
