/** The feeds of full-line clients, summed to readings of W-C04 to W-C07 in one statement: of some clients, or of all (§8.1, §8.2). */
import type { PlainDate } from '@/lib/platform/dates'
import { Prisma } from '@/lib/platform/tenant'
import { feedWindows } from './rules/feeds'

/**
 * Selects readings as `raiseFromReadings` takes them. The change of credits is the pure rule's: (now − before) × 1,000,000
 * ÷ before, towards zero, for account credits and receipts each. Claims are measured against the net assets that the
 * client's last investigation found; without them the lawsuit alone counts.
 */
export function feedReadings(bankId: string, on: PlainDate, merchantIds: readonly string[] | null): Prisma.Sql {
  const w = feedWindows(on)
  const day = (d: PlainDate) => Prisma.sql`${d.toString()}::date`
  const ours = merchantIds ? Prisma.sql`and f.merchant_id = any(${[...merchantIds]}::uuid[])` : Prisma.empty
  const from = (feed: string) =>
    Prisma.sql`from feed_entry f where f.bank_id = ${bankId}::uuid and f.feed = ${feed} ${ours}`
  return Prisma.sql`
    with flow as (
      select f.merchant_id, f.feed, sum(f.amount_fen) filter (where f.on_date >= ${day(w.flowFrom)}) as now3,
        sum(f.amount_fen) filter (where f.on_date < ${day(w.beforeTo)}) as before3
      from feed_entry f where f.bank_id = ${bankId}::uuid and f.feed in ('ACCOUNT', 'POS') ${ours}
        and ((f.on_date >= ${day(w.flowFrom)} and f.on_date < ${day(w.flowTo)}) or (f.on_date >= ${day(w.beforeFrom)} and f.on_date < ${day(w.beforeTo)}))
      group by f.merchant_id, f.feed),
    claimed as (
      select f.merchant_id, sum(f.amount_fen) as claimed, bool_or(f.kind = 'DEFENDANT') as defendant,
        bool_or(f.kind = 'ENFORCEMENT') as enforced, bool_or(f.kind = 'DISHONEST_DEBTOR') as dishonest
      ${from('LITIGATION')} and f.on_date > ${day(w.litigationFrom)} and f.on_date <= ${day(on)} group by f.merchant_id),
    bureau as (
      select f.merchant_id, coalesce(sum(f.count) filter (where f.kind = 'NEW_INSTITUTION'), 0) as institutions,
        coalesce(sum(f.count) filter (where f.kind = 'HARD_INQUIRY'), 0) as inquiries
      ${from('BUREAU')} and f.kind in ('NEW_INSTITUTION', 'HARD_INQUIRY') and f.on_date > ${day(w.bureauFrom)} and f.on_date <= ${day(on)} group by f.merchant_id),
    elsewhere as (
      select distinct on (f.merchant_id, f.kind) f.merchant_id, f.kind, f.count
      ${from('BUREAU')} and f.kind in ('OVERDUE', 'NPL') and f.on_date > ${day(w.overdueFrom)} and f.on_date <= ${day(on)} order by f.merchant_id, f.kind, f.on_date desc, f.id desc),
    said (code, merchant_id, reading, event, value) as (
      select 'W-C04', merchant_id, 'accountCreditsChange', null::text, div((coalesce(now3, 0) - before3) * 1000000, before3)::bigint from flow where before3 > 0
      union all select 'W-C05', merchant_id, null, 'DEFENDANT', null::bigint from claimed where defendant
      union all select 'W-C05', merchant_id, null, 'ENFORCEMENT', null from claimed where enforced
      union all select 'W-C05', merchant_id, null, 'DISHONEST_DEBTOR', null from claimed where dishonest
      union all select 'W-C05', c.merchant_id, 'claimsToNetAssets', null, div(c.claimed * 1000000, net.fen)::bigint from claimed c
        join lateral (select ((i.financials ->> 'householdNetAssets')::numeric * 100)::numeric as fen from investigation i
          join application a on a.bank_id = i.bank_id and a.id = i.application_id
          where a.bank_id = ${bankId}::uuid and a.merchant_id = c.merchant_id and i.financials ->> 'householdNetAssets' is not null
          order by i.id desc limit 1) net on net.fen > 0 where c.defendant
      union all select 'W-C06', merchant_id, 'newInstitutions', null, institutions::bigint from bureau
      union all select 'W-C06', merchant_id, 'hardInquiries', null, inquiries::bigint from bureau
      union all select 'W-C07', merchant_id, case kind when 'OVERDUE' then 'overdueElsewhere' end, case kind when 'NPL' then 'NPL_ELSEWHERE' end,
        case kind when 'OVERDUE' then count end::bigint from elsewhere)
    select s.code, 'MERCHANT' as object_type, s.merchant_id as object_id, m.market_id, s.reading, s.event, s.value
    from said s join merchant m on m.bank_id = ${bankId}::uuid and m.id = s.merchant_id`
}
