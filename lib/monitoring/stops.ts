/**
 * The stops that the day's figures bring (§8.3). S1 by a market's non-performing and overdue balances, S2, S4, S5 and S6 by
 * what is last known of partners, S3 by replenishments that nobody paid, S7 by late returns, S8 by a fallen grade. Those
 * whose cause can be measured lift themselves when it is gone; the others are lifted by people (commands/stops.ts).
 */
import { suspendMarketNow } from '@/lib/markets/commands/standing'
import { MARKET_ACTIVE } from '@/lib/markets/workflow'
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { fromDb, type PlainDate, toDb, workingDaysBetween } from '@/lib/platform/dates'
import { mulDiv } from '@/lib/platform/money'
import { newId } from '@/lib/platform/tenant'
import type { MonitoringParameters } from './parameters'
import { partnerStops } from './partner-live'
import { type PartyReadings, partyStops } from './rules/party-stops'
import { type StopCode, type StopFacts, stopTriggers } from './rules/stop-triggers'

type Ctx = CommandContext<unknown>
type Stop = { code: StopCode; scopeType: 'MARKET' | 'GROUP' | 'PARTY'; scopeId: string; value: string }
/** Lifted by the figures themselves: topped up, paid, below the line again, cured, scored anew. */
const SELF_LIFTING: StopCode[] = ['S2', 'S3', 'S4', 'S6', 'S8']
/** A market with one of these is suspended (§10.1). */
const SUSPENDING = ['S1', 'S7', 'S8'] as const
type Suspending = (typeof SUSPENDING)[number]

/** Evaluates the stops after a day has closed. `on` is the morning after. */
export async function evaluateStops(
  ctx: Ctx,
  on: PlainDate,
  p: MonitoringParameters,
): Promise<{ stopsSet: number; stopsLifted: number }> {
  const { tx, actor } = ctx
  const { bankId } = actor
  const met = [
    ...(await marketRatios(ctx, on, p)),
    ...(await lateReplenishments(ctx, on, p)),
    ...(await partnerStops(ctx, on, p)),
    ...(await partnerReadings(ctx, p)),
    ...(await lateReturns(ctx, on, p)),
    ...(await fallenGrades(ctx)),
  ]
  const active = await tx.stopTrigger.findMany({
    where: { bankId, state: 'ACTIVE', code: { in: ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8'] } },
    select: { id: true, code: true, scopeId: true, scopeType: true, setBy: true },
  })
  const key = (s: { code: string; scopeId: string }) => `${s.code} ${s.scopeId}`
  const standing = new Set(active.map(key))
  const fresh = met.filter((m, i) => !standing.has(key(m)) && met.findIndex((o) => key(o) === key(m)) === i)
  await tx.stopTrigger.createMany({
    data: fresh.map((s) => ({ bankId, id: newId(), ...s, state: 'ACTIVE', since: toDb(on) })),
  })
  const still = new Set(met.map(key))
  const below = await poolsBelow(ctx, p)
  const gone = active.filter(
    (s) =>
      !s.setBy &&
      SELF_LIFTING.includes(s.code as StopCode) &&
      !still.has(key(s)) &&
      (s.code !== 'S4' || below.has(s.scopeId)),
  )
  await tx.stopTrigger.updateMany({
    where: { bankId, id: { in: gone.map((s) => s.id) } },
    data: { state: 'LIFTED', liftedOn: toDb(on), version: { increment: 1 } },
  })
  for (const s of fresh)
    ctx.audit({
      objectType: s.scopeType.toLowerCase(),
      objectId: s.scopeId,
      detail: { stop: s.code, to: 'ACTIVE', value: s.value },
    })
  for (const s of gone) ctx.audit({ objectType: 'stop', objectId: s.id, detail: { stop: s.code, to: 'LIFTED' } })
  await suspendMarkets(ctx, fresh)
  return { stopsSet: fresh.length, stopsLifted: gone.length }
}

/** §10.1: the market of a fresh S1, S7 or S8 is suspended at once. */
async function suspendMarkets(ctx: Ctx, fresh: readonly Stop[]): Promise<void> {
  const stopped = fresh.filter((s) => s.scopeType === 'MARKET' && SUSPENDING.includes(s.code as Suspending))
  if (stopped.length === 0) return
  const markets = await ctx.tx.market.findMany({
    where: {
      bankId: ctx.actor.bankId,
      id: { in: stopped.map((s) => s.scopeId) },
      state: { in: MARKET_ACTIVE.filter((s) => s !== 'SUSPENDED') },
    },
  })
  for (const market of markets) {
    const { code } = stopped.find((s) => s.scopeId === market.id)!
    await suspendMarketNow(ctx, market, { trigger: code as Suspending, reason: code, bySystem: true })
  }
}

/** A market in which nothing else is wrong. */
const SOUND = { grade: 'A', vetoed: false, lateReturns: 0, falseList: false, refusedStallFreeze: false }
const SOUND_RATIOS = { nplPpm: 0, overduePpm: 0 }

/** Balances of the market's loans by the ledger's last close; late and non-performing ones by the loans themselves. */
async function marketRatios(ctx: Ctx, on: PlainDate, p: MonitoringParameters): Promise<Stop[]> {
  const { tx, actor } = ctx
  const rows = await tx.$queryRaw<{ market_id: string; overdue: bigint; npl: bigint; balance: bigint }[]>`
    with ill as (
      select market_id, coalesce(sum(principal_fen) filter (where dpd > 0), 0)::bigint as overdue,
        coalesce(sum(principal_fen) filter (where class in ('SUBSTANDARD', 'DOUBTFUL', 'LOSS')), 0)::bigint as npl
      from (
        select market_id, principal_fen, dpd, class from loan_state
        where bank_id = ${actor.bankId}::uuid and live and oldest_due is not null
        union all
        select market_id, principal_fen, dpd, class from loan_state
        where bank_id = ${actor.bankId}::uuid and live and oldest_due is null and class in ('SUBSTANDARD', 'DOUBTFUL', 'LOSS')) x
      group by market_id)
    select ill.market_id, ill.overdue, ill.npl, coalesce(sum(b.debit_fen - b.credit_fen), 0)::bigint as balance from ill
    left join ledger_balance b on b.bank_id = ${actor.bankId}::uuid and b.day = ${toDb(on.subtract({ days: 1 }))}::date
      and b.account_code = '1301' and b.market_id = ill.market_id
    group by ill.market_id, ill.overdue, ill.npl`
  return rows.flatMap((r): Stop[] => {
    const ppm = (part: bigint) => (r.balance > 0n ? Number(mulDiv(part, 1_000_000n, r.balance)) : 0)
    const market = { ...SOUND, nplPpm: ppm(r.npl), overduePpm: ppm(r.overdue) }
    return stopTriggers({ market }, p.stop).map(({ code }) => ({
      code,
      scopeType: 'MARKET',
      scopeId: r.market_id,
      value: `${market.nplPpm}/${market.overduePpm}`,
    }))
  })
}

/** Groups that owe a replenishment for too long; from two in one market on, the market stops with them. */
async function lateReplenishments(ctx: Ctx, on: PlainDate, p: MonitoringParameters): Promise<Stop[]> {
  const { tx, actor } = ctx
  const rows = await tx.$queryRaw<{ group_id: string; market_id: string; due_on: Date }[]>`
    select m.group_id, b.market_id, min(r.due_on) as due_on from replenishment r
    join margin_sub_ledger s on s.bank_id = r.bank_id and s.id = r.sub_ledger_id
    join joint_group_member m on m.bank_id = s.bank_id and m.application_id = s.application_id and m.state = 'ACTIVE'
    join joint_group g on g.bank_id = m.bank_id and g.id = m.group_id join batch b on b.bank_id = g.bank_id and b.id = g.batch_id
    where r.bank_id = ${actor.bankId}::uuid and r.state in ('DUE', 'OVERDUE') and r.due_on < ${toDb(on)}::date
    group by m.group_id, b.market_id`
  if (rows.length === 0) return []
  const calendar = await loadCalendar(tx, actor.bankId)
  const stops: Stop[] = []
  for (const [marketId, late] of Map.groupBy(rows, (r) => r.market_id)) {
    const groups: NonNullable<StopFacts['groups']> = late.map((r) => ({
      id: r.group_id,
      replenishOverdueWorkingDays: workingDaysBetween(fromDb(r.due_on), on, calendar),
    }))
    for (const found of stopTriggers({ groups }, p.stop)) {
      const { code } = found
      const value = String(Math.max(...groups.map((g) => g.replenishOverdueWorkingDays)))
      for (const scopeId of found.groupIds) stops.push({ code, scopeType: 'GROUP', scopeId, value })
      if (found.scope === 'market') stops.push({ code, scopeType: 'MARKET', scopeId: marketId, value })
    }
  }
  return stops
}

/** What was last observed of each partner, reading by reading. */
async function lastReadings({ tx, actor }: Ctx): Promise<Map<string, PartyReadings>> {
  const rows = await tx.$queryRaw<{ object_id: string; reading: string; value: bigint }[]>`
    select distinct on (object_id, reading) object_id, reading, value from observation
    where bank_id = ${actor.bankId}::uuid and object_type = 'PARTY' and reading is not null
    order by object_id, reading, observed_on desc, id desc`
  return new Map(
    [...Map.groupBy(rows, (r) => r.object_id)].map(([id, all]) => [
      id,
      Object.fromEntries(all.map((r) => [r.reading, Number(r.value)])) as PartyReadings,
    ]),
  )
}

async function partnerReadings(ctx: Ctx, p: MonitoringParameters): Promise<Stop[]> {
  return [...(await lastReadings(ctx))].flatMap(([scopeId, readings]) =>
    partyStops(readings, p).map(({ code, value }): Stop => ({ code, scopeType: 'PARTY', scopeId, value })),
  )
}

/** Pools whose overdue rate has come below the line at which S4 lifts (§8.3: under 3 %, not merely under 5 %). */
async function poolsBelow(ctx: Ctx, p: MonitoringParameters): Promise<Set<string>> {
  const readings = [...(await lastReadings(ctx))]
  return new Set(readings.filter(([, r]) => (r.poolOverdueRate ?? 0) < p.stop.poolOverdueLiftPpm).map(([id]) => id))
}

/** S7: an operator whose returns came late, or have not come, twice within twelve months. */
async function lateReturns({ tx, actor }: Ctx, on: PlainDate, p: MonitoringParameters): Promise<Stop[]> {
  const rows = await tx.$queryRaw<{ market_id: string; late: bigint }[]>`
    select r.market_id, count(*) as late from market_return r
    where r.bank_id = ${actor.bankId}::uuid and r.due_on > ${on.subtract({ months: 12 }).toString()}::date
      and greatest(r.late_days, case when r.state in ('DUE', 'RETURNED') then ${on.toString()}::date - r.due_on else 0 end) >= ${p.returns.lateDays}
      and r.due_on > coalesce((select max(s.lifted_on) from stop_trigger s where s.bank_id = r.bank_id and s.code = 'S7' and s.scope_id = r.market_id), '-infinity')
    group by r.market_id`
  return rows.flatMap((r): Stop[] =>
    stopTriggers({ market: { ...SOUND, ...SOUND_RATIOS, lateReturns: Number(r.late) } }, p.stop).map(({ code }) => ({
      code,
      scopeType: 'MARKET',
      scopeId: r.market_id,
      value: String(r.late),
    })),
  )
}

/** S8: a market that lends and whose grade in force is C. */
async function fallenGrades({ tx, actor }: Ctx): Promise<Stop[]> {
  const rows = await tx.marketGrading.findMany({
    where: { bankId: actor.bankId, grade: 'C', market: { state: { in: [...MARKET_ACTIVE] } } },
    select: { marketId: true, grade: true },
  })
  return rows.map((r) => ({ code: 'S8', scopeType: 'MARKET', scopeId: r.marketId, value: r.grade }))
}
