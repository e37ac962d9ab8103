/** What the pair of a market is measured by (§9 row 8): overdue and news read in time together, visits each on his own. */
import type { PlainDate } from '@/lib/platform/dates'
import type { Tx } from '@/lib/platform/tenant'
import { share, sharePpm } from '@/lib/reports/rules'

const DAYS = 90

/** Of the last ninety days, by pair. */
export async function pairFigures(tx: Tx, bankId: string, pairIds: readonly string[], today: PlainDate) {
  const [from, to] = [today.subtract({ days: DAYS }).toString(), today.toString()]
  const rows = await tx.$queryRaw<
    {
      id: string
      book: bigint
      late: bigint
      news: number
      read: number
      rm_due: number
      rm_done: number
      post_due: number
      post_done: number
    }[]
  >`
    with own as (select p.id, p.market_id, p.rm_id, p.post_mkt_id from market_pair p where p.bank_id = ${bankId}::uuid and p.id = any(${[...pairIds]}::uuid[])),
    seen as (select o.id, count(*) filter (where v.assignee_id = o.rm_id)::int as rm_due, count(*) filter (where v.assignee_id = o.rm_id and v.state = 'DONE')::int as rm_done,
        count(*) filter (where v.assignee_id = o.post_mkt_id)::int as post_due, count(*) filter (where v.assignee_id = o.post_mkt_id and v.state = 'DONE')::int as post_done
      from own o join visit v on v.bank_id = ${bankId}::uuid and v.market_id = o.market_id and v.planned_on between ${from}::date and ${to}::date group by o.id),
    told as (select o.id, count(*)::int as news, count(*) filter (where t.state = 'DONE' and (t.done_at at time zone 'Asia/Shanghai')::date <= t.due_on)::int as read
      from own o join visit v on v.bank_id = ${bankId}::uuid and v.market_id = o.market_id
      join task t on t.bank_id = v.bank_id and t.object_type = 'visit' and t.object_id = v.id and t.kind = 'MARKET_INFORMATION' and t.due_on >= ${from}::date group by o.id),
    owed as (select o.id, sum(s.principal_fen)::bigint as book, coalesce(sum(s.principal_fen) filter (where s.dpd > 0), 0)::bigint as late
      from own o join loan_state s on s.bank_id = ${bankId}::uuid and s.market_id = o.market_id and s.live group by o.id)
    select o.id, coalesce(w.book, 0)::bigint as book, coalesce(w.late, 0)::bigint as late, coalesce(t.news, 0) as news, coalesce(t.read, 0) as read,
      coalesce(s.rm_due, 0) as rm_due, coalesce(s.rm_done, 0) as rm_done, coalesce(s.post_due, 0) as post_due, coalesce(s.post_done, 0) as post_done
    from own o left join owed w on w.id = o.id left join told t on t.id = o.id left join seen s on s.id = o.id`
  return new Map(
    rows.map((r) => [
      r.id,
      {
        late: share('lateRatio', r.late, r.book, '§9.8'),
        news: { told: r.news, read: r.read, sharePpm: sharePpm(BigInt(r.read), BigInt(r.news)) },
        rm: { due: r.rm_due, done: r.rm_done },
        post: { due: r.post_due, done: r.post_done },
      },
    ]),
  )
}
