/**
 * The stops that the day's figures bring (§8.3): S1 by a market's non-performing and overdue balances, S3 by replenishments
 * that nobody paid. S1 is lifted by people only; S3 lifts itself when it is paid.
 */
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { fromDb, type PlainDate, toDb, workingDaysBetween } from '@/lib/platform/dates'
import { mulDiv } from '@/lib/platform/money'
import { newId } from '@/lib/platform/tenant'
import type { MonitoringParameters } from './parameters'
import { type StopCode, type StopFacts, stopTriggers } from './rules/stop-triggers'

type Ctx = CommandContext<unknown>
type Stop = { code: StopCode; scopeType: 'MARKET' | 'GROUP'; scopeId: string; value: string }

/** Evaluates the stops after a day has closed. `on` is the morning after. */
export async function evaluateStops(
  ctx: Ctx,
  on: PlainDate,
  p: MonitoringParameters,
): Promise<{ stopsSet: number; stopsLifted: number }> {
  const { tx, actor } = ctx
  const { bankId } = actor
  const met = [...(await marketRatios(ctx, on, p)), ...(await lateReplenishments(ctx, on, p))]
  const active = await tx.stopTrigger.findMany({
    where: { bankId, state: 'ACTIVE', code: { in: ['S1', 'S3'] } },
    select: { id: true, code: true, scopeId: true },
  })
  const key = (s: { code: string; scopeId: string }) => `${s.code} ${s.scopeId}`
  const standing = new Set(active.map(key))
  const fresh = met.filter((m) => !standing.has(key(m)))
  await tx.stopTrigger.createMany({
    data: fresh.map((s) => ({ bankId, id: newId(), ...s, state: 'ACTIVE', since: toDb(on) })),
  })
  const still = new Set(met.map(key))
  const paid = active.filter((s) => s.code === 'S3' && !still.has(key(s)))
  await tx.stopTrigger.updateMany({
    where: { bankId, id: { in: paid.map((s) => s.id) } },
    data: { state: 'LIFTED', liftedOn: toDb(on) },
  })
  for (const s of fresh)
    ctx.audit({
      objectType: s.scopeType.toLowerCase(),
      objectId: s.scopeId,
      detail: { stop: s.code, to: 'ACTIVE', value: s.value },
    })
  for (const s of paid) ctx.audit({ objectType: 'stop', objectId: s.id, detail: { stop: s.code, to: 'LIFTED' } })
  return { stopsSet: fresh.length, stopsLifted: paid.length }
}

/** A market in which nothing else is wrong. */
const SOUND = { grade: 'A', vetoed: false, lateReturns: 0, falseList: false, refusedStallFreeze: false }

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
