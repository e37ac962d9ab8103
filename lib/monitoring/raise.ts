/**
 * From readings to signals, in sets: whatever the indicator, the thresholds are rows, the worst reading of an object
 * counts, an open signal is merged and rises, a settled one that comes again within the merge days stays settled unless
 * it is worse (§8.2). The automatic effects follow in the same transaction.
 */
import { moveGroups } from '@/lib/guarantees/move-groups'
import { jointGroupMachine } from '@/lib/guarantees/workflow'
import { suspendMarketNow } from '@/lib/markets/commands/standing'
import { MARKET_ACTIVE } from '@/lib/markets/workflow'
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { addWorkingDays, type PlainDate } from '@/lib/platform/dates'
import { Prisma } from '@/lib/platform/tenant'
import type { MonitoringParameters } from './parameters'
import { thresholdsOf, WARNING_LEVELS } from './rules/warnings'

type Ctx = CommandContext<unknown>
export type Raised = { raised: number; lifted: number; merged: number; signals: string[] }
/** The states in which a group can be frozen. */
const FREEZABLE = jointGroupMachine.transitions.flatMap((t) => (t.event === 'freeze' ? [...t.from] : []))
/** Approved and not paid out: what a RED merchant's freeze reaches. */
const UNDRAWN = ['APPROVED', 'APPROVED_REDUCED', 'CONTRACTING', 'SIGNED', 'CP_PENDING', 'READY_TO_DRAW']

/**
 * `readings` selects code, object_type, object_id, market_id, reading, event and value; a reading or an event is null.
 * However many rows it gives, this is a fixed number of statements.
 */
export async function raiseFromReadings(
  ctx: Ctx,
  readings: Prisma.Sql,
  on: PlainDate,
  p: MonitoringParameters,
): Promise<Raised> {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  const calendar = await loadCalendar(tx, bankId)
  const verifyBy = WARNING_LEVELS.map((l) => addWorkingDays(on, p.verifyWorkingDays[l], calendar).toString())
  const name = (level: Prisma.Sql) => Prisma.sql`(${[...WARNING_LEVELS]}::text[])[1 + ${level}]`
  const until = Prisma.sql`(${verifyBy}::date[])[1 + worst.level]`
  const day = Prisma.sql`${on.toString()}::date`
  const [made] = await tx.$queryRaw<
    { raised: string[] | null; lifted: string[] | null; merged: bigint; worst: Worst[] | null }[]
  >(Prisma.sql`
    with rule as materialized (
      select * from json_to_recordset(${JSON.stringify(thresholdsOf(p.warnings))}::json)
        as r(code text, reading text, event text, compare text, line bigint, level int)),
    reading as (${readings}),
    worst as materialized (
      select distinct on (r.code, r.object_type, r.object_id) r.code, r.object_type, r.object_id, r.market_id, rule.level,
        coalesce(r.event, r.value::text) as value
      from reading r join rule on rule.code = r.code and (r.event = rule.event or (r.reading = rule.reading and case rule.compare
        when '>=' then r.value >= rule.line when '<=' then r.value <= rule.line when '>' then r.value > rule.line else r.value < rule.line end))
      order by r.code, r.object_type, r.object_id, rule.level desc, r.value),
    standing as materialized (
      select distinct on (w.code, w.object_id) w.id, w.code, w.object_type, w.object_id, w.level as said,
        array_position(${[...WARNING_LEVELS]}::text[], w.level) - 1 as level, w.state in ('CLOSED', 'FALSE_ALARM') as settled
      from warning_signal w join worst on worst.code = w.code and worst.object_type = w.object_type and worst.object_id = w.object_id
      where w.bank_id = ${bankId}::uuid
        and (w.state not in ('CLOSED', 'FALSE_ALARM') or (coalesce(w.last_raised_on, w.raised_on) > ${day} - ${p.mergeDays}::int
          and array_position(${[...WARNING_LEVELS]}::text[], w.level) - 1 >= worst.level))
      order by w.code, w.object_id, w.state in ('CLOSED', 'FALSE_ALARM'), w.id desc),
    merged as (
      update warning_signal w set times = w.times + 1, last_raised_on = ${day}, value = case when standing.settled then w.value else worst.value end,
        level = case when worst.level > standing.level then ${name(Prisma.sql`worst.level`)} else w.level end,
        verify_by = case when worst.level > standing.level then ${until} else w.verify_by end, version = w.version + 1
      from standing join worst on worst.code = standing.code and worst.object_type = standing.object_type and worst.object_id = standing.object_id
      where w.bank_id = ${bankId}::uuid and w.id = standing.id
        and (worst.level > standing.level or coalesce(w.last_raised_on, w.raised_on) < ${day})
      returning w.id, worst.level > standing.level as rises),
    raised as (
      insert into warning_signal (bank_id, id, code, object_type, object_id, market_id, level, state, value, raised_on, last_raised_on, verify_by, assigned_to)
      select ${bankId}::uuid, uuidv7(), worst.code, worst.object_type, worst.object_id, worst.market_id, ${name(Prisma.sql`worst.level`)},
        case when who.id is null then 'RAISED' else 'ASSIGNED' end, worst.value, ${day}, ${day}, ${until}, who.id
      from worst left join market m on m.bank_id = ${bankId}::uuid and m.id = worst.market_id
      left join lateral (select user_id as id from monitor_assignment a where a.bank_id = ${bankId}::uuid and worst.object_type = 'PARTY'
        and a.object_type = 'PARTY' and a.object_id = worst.object_id and a.ends_on is null limit 1) named on true
      cross join lateral (select case worst.object_type when 'MERCHANT' then coalesce(m.rm_id, m.post_mkt_id) when 'PARTY' then named.id
        else coalesce(m.post_mkt_id, m.rm_id) end as id) who
      where not exists (select from standing s where s.code = worst.code and s.object_type = worst.object_type and s.object_id = worst.object_id)
      returning id, code, state, value),
    told as (
      insert into state_history (bank_id, id, object_type, object_id, machine, event, state_from, state_to, actor_id, actor_name, detail, object_version, at)
      select ${bankId}::uuid, uuidv7(), 'warning', raised.id, 'warning', 'create', null, raised.state, ${actor.userId}::uuid, ${actor.name},
        json_build_object('code', raised.code, 'value', raised.value), 1, ${ctx.now} from raised)
    select (select array_agg(id) from raised) as raised, (select array_agg(id) from merged where rises) as lifted,
      (select count(*) from merged where not rises) as merged,
      (select json_agg(json_build_object('objectType', object_type, 'objectId', object_id, 'code', code, 'level', level)) from worst
        where (level = 2 or (object_type = 'GROUP' and level = 1))
          and not exists (select from standing s where s.settled and s.code = worst.code and s.object_id = worst.object_id)) as worst`)
  const signals = [...(made!.raised ?? []), ...(made!.lifted ?? [])]
  await followEffects(ctx, made!.worst ?? [])
  if (signals.length > 0)
    ctx.emit('warning.raised', { count: signals.length, on: on.toString(), ids: signals.slice(0, 200) })
  return {
    raised: made!.raised?.length ?? 0,
    lifted: made!.lifted?.length ?? 0,
    merged: Number(made!.merged),
    signals,
  }
}

type Worst = { objectType: string; objectId: string; code: string; level: number }

/** §8.2: RED market → suspended with all that follows; RED merchant → limit frozen and class reviewed; RED partner → no new business; ORANGE group → undrawn frozen. */
async function followEffects(ctx: Ctx, worst: Worst[]): Promise<void> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const of = (type: string) => [...new Set(worst.filter((w) => w.objectType === type).map((w) => w.objectId))]
  const markets = of('MARKET')
  if (markets.length > 0) {
    const rows = await tx.market.findMany({ where: { bankId, id: { in: markets }, state: { in: [...MARKET_ACTIVE] } } })
    for (const market of rows)
      await suspendMarketNow(ctx, market, {
        trigger: 'RED',
        reason: worst.find((w) => w.objectId === market.id)!.code,
        bySystem: true,
      })
  }
  const groups = of('GROUP')
  if (groups.length > 0) {
    const frozen = await tx.jointGroup.findMany({
      where: { bankId, id: { in: groups }, state: { in: FREEZABLE } },
      select: { id: true },
    })
    const ids = frozen.map((g) => g.id)
    await moveGroups(ctx, ids, 'freeze', 'WARNING')
  }
  const merchants = of('MERCHANT')
  if (merchants.length > 0) {
    await tx.application.updateMany({
      where: { bankId, merchantId: { in: merchants }, frozen: false, state: { in: UNDRAWN } },
      data: { frozen: true },
    })
    const due = addWorkingDays(today, 5, await loadCalendar(tx, bankId))
    await tx.$executeRaw`
      insert into task (bank_id, id, kind, object_type, object_id, role, params, due_on, state, created_at)
      select ${bankId}::uuid, uuidv7(), 'REVIEW_CLASS', 'loan', l.id, 'RM', json_build_object('code', l.number), ${due.toString()}::date, 'OPEN', ${ctx.now}
      from loan l where l.bank_id = ${bankId}::uuid and l.merchant_id = any(${merchants}::uuid[]) and l.state not in ('SETTLED', 'WRITTEN_OFF', 'RENEWED')
        and not exists (select from task t where t.bank_id = l.bank_id and t.kind = 'REVIEW_CLASS' and t.object_id = l.id and t.state = 'OPEN')`
  }
  const parties = of('PARTY')
  if (parties.length > 0)
    await tx.$executeRaw`
      insert into stop_trigger (bank_id, id, code, scope_type, scope_id, state, value, reason, since)
      select ${bankId}::uuid, uuidv7(), 'RED', 'PARTY', x.id, 'ACTIVE', x.code, x.code, ${today.toString()}::date
      from json_to_recordset(${JSON.stringify(parties.map((id) => ({ id, code: worst.find((w) => w.objectId === id)!.code })))}::json) as x(id uuid, code text)
      where not exists (select from stop_trigger s where s.bank_id = ${bankId}::uuid and s.scope_type = 'PARTY' and s.scope_id = x.id and s.code = 'RED' and s.state = 'ACTIVE')`
}
