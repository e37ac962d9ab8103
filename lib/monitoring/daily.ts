/** The warnings that follow from the day's figures: W-C01 (days past due of a merchant) and W-G01 (one member of a group). */
import { moveGroups } from '@/lib/guarantees/move-groups'
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { addWorkingDays, type PlainDate } from '@/lib/platform/dates'
import { Prisma } from '@/lib/platform/tenant'
import type { MonitoringParameters } from './parameters'
import { dpdWarning, evaluateWarning, WARNING_LEVELS, type WarningTable } from './rules/warnings'

type Ctx = CommandContext<unknown>

/**
 * Looks at every overdue loan; raises new signals, lifts the level of open ones, leaves the rest alone (§8.2: merged). A
 * merchant, or a group, is as bad as its worst loan. Two statements, whatever the number of loans.
 */
export async function raiseDailyWarnings(
  ctx: Ctx,
  day: PlainDate,
  p: MonitoringParameters,
): Promise<{ warningsRaised: number; warningsRaisedLevel: number }> {
  const { tx, actor } = ctx
  const { bankId } = actor
  const distinct = await tx.$queryRaw<{ dpd: number }[]>`
    select distinct dpd from loan_state where bank_id = ${bankId}::uuid and oldest_due is not null and dpd > 0`
  if (distinct.length === 0) return { warningsRaised: 0, warningsRaisedLevel: 0 }
  const calendar = await loadCalendar(tx, bankId)
  const verifyBy = WARNING_LEVELS.map((l) => addWorkingDays(day, p.verifyWorkingDays[l], calendar).toString())
  const levels = levelsOf(
    distinct.map((d) => d.dpd),
    p.warnings,
  )
  const late = Prisma.sql`
    levels as (select * from json_to_recordset(${JSON.stringify(levels)}::json) as v(dpd int, merchant int, member int)),
    late as (
      select l.id, l.merchant_id, l.group_id, l.market_id, s.dpd, v.merchant, v.member from loan_state s join levels v on v.dpd = s.dpd
      join loan l on l.bank_id = s.bank_id and l.id = s.loan_id
      where s.bank_id = ${bankId}::uuid and s.oldest_due is not null and s.dpd > 0 and l.state not in ('SETTLED', 'WRITTEN_OFF'))`
  const name = (level: Prisma.Sql) => Prisma.sql`(${[...WARNING_LEVELS]}::text[])[1 + ${level}]`
  const until = (level: Prisma.Sql) => Prisma.sql`(${verifyBy}::date[])[1 + ${level}]`
  const worst = Prisma.sql`worst.level`
  const [made] = await tx.$queryRaw<{ raised: bigint; lifted: bigint }[]>(Prisma.sql`
    with ${late},
    worst as (
      select distinct on (code, object_id) * from (
        select 'W-C01' as code, 'MERCHANT' as object_type, merchant_id as object_id, market_id, id as loan_id, merchant as level, dpd from late where merchant >= 0
        union all select 'W-G01', 'GROUP', group_id, market_id, id, member, dpd from late where member >= 0 and group_id is not null) f
      order by code, object_id, level desc, dpd desc, loan_id),
    standing as (
      select w.id, w.code, w.object_id, array_position(${[...WARNING_LEVELS]}::text[], w.level) - 1 as level from warning_signal w
      where w.bank_id = ${bankId}::uuid and w.code in ('W-C01', 'W-G01') and w.state not in ('CLOSED', 'FALSE_ALARM')),
    lifted as (
      update warning_signal w set level = ${name(worst)}, value = worst.dpd::text, verify_by = ${until(worst)}, version = w.version + 1
      from standing join worst on worst.code = standing.code and worst.object_id = standing.object_id and worst.level > standing.level
      where w.bank_id = ${bankId}::uuid and w.id = standing.id returning 1),
    raised as (
      insert into warning_signal (bank_id, id, code, object_type, object_id, market_id, loan_id, level, state, value, raised_on, verify_by, assigned_to)
      select ${bankId}::uuid, uuidv7(), worst.code, worst.object_type, worst.object_id, worst.market_id, worst.loan_id, ${name(worst)},
        case when m.rm_id is null then 'RAISED' else 'ASSIGNED' end, worst.dpd::text, ${day.toString()}::date, ${until(worst)}, m.rm_id
      from worst join market m on m.bank_id = ${bankId}::uuid and m.id = worst.market_id
      where not exists (select from standing where standing.code = worst.code and standing.object_id = worst.object_id) returning 1)
    select (select count(*) from raised) as raised, (select count(*) from lifted) as lifted`)
  await freeze(ctx, late)
  return { warningsRaised: Number(made!.raised), warningsRaisedLevel: Number(made!.lifted) }
}

/** Every number of days that occurs, with the level (0 yellow to 2 red, −1 none) of a merchant and of a group's member. */
function levelsOf(days: readonly number[], table: WarningTable) {
  return days.map((dpd) => {
    const [merchant, member] = [
      dpdWarning(dpd, table),
      evaluateWarning('W-G01', [{ reading: 'memberDpd', value: dpd }], table).level,
    ].map((level) => (level === null ? -1 : WARNING_LEVELS.indexOf(level)))
    return { dpd, merchant, member }
  })
}

/** §8.2: a RED merchant's undrawn limit and an ORANGE group's undrawn limits are frozen at once. */
async function freeze(ctx: Ctx, late: Prisma.Sql): Promise<void> {
  const { tx, actor } = ctx
  await tx.$executeRaw(Prisma.sql`
    with ${late}
    update application a set frozen = true from (select distinct merchant_id from late where merchant = 2) red
    where a.bank_id = ${actor.bankId}::uuid and a.merchant_id = red.merchant_id and not a.frozen
      and a.state in ('APPROVED', 'APPROVED_REDUCED', 'CONTRACTING', 'SIGNED', 'CP_PENDING', 'READY_TO_DRAW')`)
  const groups = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    with ${late}
    select distinct g.id from late join joint_group g on g.bank_id = ${actor.bankId}::uuid and g.id = late.group_id
    where late.member >= 1 and g.state in ('SIGNED', 'ACTIVE')`)
  await moveGroups(
    ctx,
    groups.map((g) => g.id),
    'freeze',
    'W-G01',
  )
}
