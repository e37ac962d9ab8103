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
import { joinInSets } from '@/lib/platform/join-in-sets'
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
 * What is read. `events` arrive: a signal that stands counts each day they come again. `lasting` is true for as long as it
 * is (days past due): it stands until the level rises, is not counted every morning, and comes again when the merge days
 * after its settling are over; its codes are LASTING_CODES. Both select code, object_type, object_id, market_id, reading, event and value, a lasting one
 * loan_id too; reading or event is null.
 */
export type Readings = {
  events: Prisma.Sql
  lasting?: Prisma.Sql
  /** of the whole bank: joined in sets, whatever the planner believes about tables that were empty this morning */
  whole?: boolean
}

/** However many rows the readings give, this is a fixed number of statements. */
export async function raiseFromReadings(
  ctx: Ctx,
  readings: Readings,
  on: PlainDate,
  p: MonitoringParameters,
): Promise<Raised> {
  const { tx, actor } = ctx
  const bankId = actor.bankId
  const calendar = await loadCalendar(tx, bankId)
  const verifyBy = WARNING_LEVELS.map((l) => addWorkingDays(on, p.verifyWorkingDays[l], calendar).toString())
  const levelOf = (column: Prisma.Sql) => Prisma.sql`array_position(${[...WARNING_LEVELS]}::text[], ${column}) - 1`
  const name = Prisma.sql`(${[...WARNING_LEVELS]}::text[])[1 + j.level]`
  const until = Prisma.sql`(${verifyBy}::date[])[1 + j.level]`
  const day = Prisma.sql`${on.toString()}::date`
  const { lasting, whole = false } = readings
  if (whole) await joinInSets(ctx.tx, true)
  const [made] = await tx.$queryRaw<
    { raised: string[] | null; lifted: string[] | null; merged: bigint; worst: Worst[] | null }[]
  >(Prisma.sql`
    with rule as materialized (
      select * from json_to_recordset(${JSON.stringify(thresholdsOf(p.warnings))}::json)
        as r(code text, reading text, event text, compare text, line bigint, level int)),
    reading as (
      select code, object_type, object_id, market_id, reading, event, value, null::uuid as loan_id, false as lasts from (${readings.events}) e
      ${lasting ? Prisma.sql`union all select code, object_type, object_id, market_id, reading, event, value, loan_id, true from (${lasting}) l` : Prisma.empty}),
    worst as (
      select distinct on (r.code, r.object_type, r.object_id) r.code, r.object_type, r.object_id, r.market_id, r.loan_id, r.lasts, rule.level,
        coalesce(r.event, r.value::text) as value
      from reading r join rule on rule.code = r.code and (r.event = rule.event or (r.reading = rule.reading and case rule.compare
        when '>=' then r.value >= rule.line when '<=' then r.value <= rule.line when '>' then r.value > rule.line else r.value < rule.line end))
      order by r.code, r.object_type, r.object_id, rule.level desc, case when rule.compare in ('<', '<=') then r.value else -r.value end, r.loan_id),
    -- each finding beside the signal that stands for it, or that was settled within the merge days and was as bad
    judged as materialized (
      select distinct on (f.code, f.object_type, f.object_id) f.*, w.id as signal, ${levelOf(Prisma.sql`w.level`)} as said,
        w.state in ('CLOSED', 'FALSE_ALARM') as settled
      from worst f left join warning_signal w on w.bank_id = ${bankId}::uuid and w.code = f.code and w.object_type = f.object_type and w.object_id = f.object_id
        and (w.state not in ('CLOSED', 'FALSE_ALARM') or (${levelOf(Prisma.sql`w.level`)} >= f.level
          and coalesce(w.last_raised_on, w.raised_on) > ${day} - ${p.mergeDays}::int))
      order by f.code, f.object_type, f.object_id, w.state in ('CLOSED', 'FALSE_ALARM'), w.id desc),
    merged as (
      update warning_signal w set last_raised_on = ${day}, version = w.version + 1,
        times = w.times + case when j.lasts then 0 else 1 end, value = case when j.settled then w.value else j.value end,
        loan_id = coalesce(j.loan_id, w.loan_id), level = case when j.level > j.said then ${name} else w.level end,
        verify_by = case when j.level > j.said then ${until} else w.verify_by end
      from judged j where w.bank_id = ${bankId}::uuid and w.id = j.signal
        and (j.level > j.said or (not j.lasts and coalesce(w.last_raised_on, w.raised_on) < ${day}))
      returning w.id, j.level > j.said as rises),
    raised as (
      insert into warning_signal (bank_id, id, code, object_type, object_id, market_id, loan_id, level, state, value, raised_on, last_raised_on, verify_by, assigned_to)
      select ${bankId}::uuid, uuidv7(), j.code, j.object_type, j.object_id, j.market_id, j.loan_id, ${name},
        case when who.id is null then 'RAISED' else 'ASSIGNED' end, j.value, ${day}, ${day}, ${until}, who.id
      from judged j left join market m on m.bank_id = ${bankId}::uuid and m.id = j.market_id
      left join (select distinct on (a.object_id) a.object_id, a.user_id from monitor_assignment a
        where a.bank_id = ${bankId}::uuid and a.object_type = 'PARTY' and a.ends_on is null order by a.object_id, a.starts_on desc) named
        on j.object_type = 'PARTY' and named.object_id = j.object_id
      cross join lateral (select case j.object_type when 'MERCHANT' then coalesce(m.rm_id, m.post_mkt_id) when 'PARTY' then named.user_id
        else coalesce(m.post_mkt_id, m.rm_id) end as id) who
      where j.signal is null
      returning id, code, state, value),
    told as (
      insert into state_history (bank_id, id, object_type, object_id, machine, event, state_from, state_to, actor_id, actor_name, detail, object_version, at)
      select ${bankId}::uuid, uuidv7(), 'warning', raised.id, 'warning', 'create', null, raised.state, ${actor.userId}::uuid, ${actor.name},
        json_build_object('code', raised.code, 'value', raised.value), 1, ${ctx.now} from raised)
    select (select array_agg(id) from raised) as raised, (select array_agg(id) from merged where rises) as lifted,
      (select count(*) from merged where not rises) as merged,
      (select json_agg(json_build_object('objectType', object_type, 'objectId', object_id, 'code', code, 'level', level)) from judged
        where object_type <> 'MERCHANT' and (level = 2 or (object_type = 'GROUP' and level = 1)) and settled is not true) as worst`)
  if (whole) await joinInSets(ctx.tx, false)
  const signals = [...(made!.raised ?? []), ...(made!.lifted ?? [])]
  await followEffects(ctx, made!.worst ?? [])
  await freezeRedMerchants(ctx, signals, whole)
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

/** §8.2: RED market → suspended with all that follows; RED partner → no new business; ORANGE group → undrawn frozen. */
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
  const parties = of('PARTY')
  if (parties.length > 0)
    await tx.$executeRaw`
      insert into stop_trigger (bank_id, id, code, scope_type, scope_id, state, value, reason, since)
      select ${bankId}::uuid, uuidv7(), 'RED', 'PARTY', x.id, 'ACTIVE', x.code, x.code, ${today.toString()}::date
      from json_to_recordset(${JSON.stringify(parties.map((id) => ({ id, code: worst.find((w) => w.objectId === id)!.code })))}::json) as x(id uuid, code text)
      where not exists (select from stop_trigger s where s.bank_id = ${bankId}::uuid and s.scope_type = 'PARTY' and s.scope_id = x.id and s.code = 'RED' and s.state = 'ACTIVE')`
}

/**
 * §8.2, RED merchant: what is approved and not paid out is frozen, and the class of the loans is reviewed. `whole`: also what
 * was approved since, for a merchant whose signal stands; otherwise only merchants whose signals were raised or rose now.
 */
async function freezeRedMerchants(ctx: Ctx, signals: readonly string[], whole: boolean): Promise<void> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  if (signals.length === 0 && !whole) return
  const now = Prisma.sql`and w.id = any(${signals}::uuid[])`
  await tx.$executeRaw(Prisma.sql`
    update application a set frozen = true
    where a.bank_id = ${bankId}::uuid and not a.frozen and a.state = any(${UNDRAWN})
      and exists (select from warning_signal w where w.bank_id = a.bank_id and w.object_type = 'MERCHANT' and w.object_id = a.merchant_id
        and w.level = 'RED' and w.state not in ('CLOSED', 'FALSE_ALARM') ${whole ? Prisma.empty : now})`)
  if (signals.length === 0) return
  const due = addWorkingDays(today, 5, await loadCalendar(tx, bankId))
  await tx.$executeRaw(Prisma.sql`
    insert into task (bank_id, id, kind, object_type, object_id, role, params, due_on, state, created_at)
    select ${bankId}::uuid, uuidv7(), 'REVIEW_CLASS', 'loan', l.id, 'RM', json_build_object('code', l.number), ${due.toString()}::date, 'OPEN', ${ctx.now}
    from (select distinct w.object_id from warning_signal w where w.bank_id = ${bankId}::uuid ${now} and w.object_type = 'MERCHANT' and w.level = 'RED') red
    join loan l on l.bank_id = ${bankId}::uuid and l.merchant_id = red.object_id and l.state not in ('SETTLED', 'WRITTEN_OFF', 'RENEWED')
    where not exists (select from task t where t.bank_id = l.bank_id and t.kind = 'REVIEW_CLASS' and t.object_id = l.id and t.state = 'OPEN')`)
}
