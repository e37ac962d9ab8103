/**
 * What a person did between two days, from what the work itself left behind: visits, calls and other acts of collecting,
 * opinions given, tasks done, and the acts on the audit trail. Nobody types it, so nobody can embellish it. Tip-offs are
 * left out: a superior who is named in one would read here who took it in.
 */
import { BANK_ZONE, type PlainDate } from '@/lib/platform/dates'
import { toYuan } from '@/lib/platform/money'
import type { Tx } from '@/lib/platform/tenant'

/** The most that one report lists of each; the counts are of all. */
const MOST = 200

export type WorkFacts = {
  counts: { visits: number; calls: number; opinions: number; tasks: number; acts: number }
  visits: { id: string; kind: string; on: string; customer: string; result: string | null }[]
  calls: { id: string; loanId: string; kind: string; on: string; customer: string; contact: string | null; outcome: string | null }[] // biome-ignore format: one line
  opinions: { planId: string; plan: string; verdict: string; on: string }[]
  tasks: { kind: string; count: number }[]
  /** commands on the trail, most frequent first */
  acts: { command: string; count: number }[]
  /** whom the person spoke to, with what the bank has with them already (§9 row 12) */
  customers: { merchantId: string; name: string; place: string; person: string | null; loans: number; balance: string }[] // biome-ignore format: one line
}

/** how many there are in all, beside each row */
type All = { n: number }

const start = (day: PlainDate): Date => new Date(day.toZonedDateTime({ timeZone: BANK_ZONE }).epochMilliseconds)

export async function workFacts(
  tx: Tx,
  bankId: string,
  userId: string,
  period: { startsOn: PlainDate; endsOn: PlainDate },
): Promise<WorkFacts> {
  const from = start(period.startsOn)
  const until = start(period.endsOn.add({ days: 1 }))
  const visits = await tx.$queryRaw<(WorkFacts['visits'][number] & All)[]>`
    select count(*) over ()::int as n, v.id, v.kind, to_char(v.done_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as on, coalesce(mm.name, m.name, p.name, '') as customer, v.form ->> 'result' as result
    from visit v left join merchant mm on mm.bank_id = v.bank_id and mm.id = v.merchant_id left join market m on m.bank_id = v.bank_id and m.id = v.market_id
    left join party p on p.bank_id = v.bank_id and p.id = v.party_id
    where v.bank_id = ${bankId}::uuid and v.done_by = ${userId}::uuid and v.done_at >= ${from} and v.done_at < ${until}
    order by v.done_at limit ${MOST}`
  const calls = await tx.$queryRaw<(WorkFacts['calls'][number] & All)[]>`
    select count(*) over ()::int as n, c.id, c.loan_id as "loanId", c.kind, to_char(c.at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as on, mm.name as customer, c.contact, c.outcome
    from collection_act c join loan l on l.bank_id = c.bank_id and l.id = c.loan_id join merchant mm on mm.bank_id = l.bank_id and mm.id = l.merchant_id
    where c.bank_id = ${bankId}::uuid and c.created_by = ${userId}::uuid and c.at >= ${from} and c.at < ${until} order by c.at limit ${MOST}`
  const opinions = await tx.$queryRaw<(WorkFacts['opinions'][number] & All)[]>`
    select count(*) over ()::int as n, o.plan_id as "planId", p.code as plan, o.verdict, to_char(o.at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as on
    from opinion o join credit_plan p on p.bank_id = o.bank_id and p.id = o.plan_id
    where o.bank_id = ${bankId}::uuid and o.user_id = ${userId}::uuid and o.at >= ${from} and o.at < ${until} order by o.at limit ${MOST}`
  const tasks = await tx.$queryRaw<WorkFacts['tasks']>`
    select kind, count(*)::int as count from task
    where bank_id = ${bankId}::uuid and done_by = ${userId}::uuid and done_at >= ${from} and done_at < ${until} group by kind order by 2 desc, 1`
  const acts = await tx.$queryRaw<WorkFacts['acts']>`
    select command, count(distinct coalesce(request_id, id::text))::int as count from audit_event
    where bank_id = ${bankId}::uuid and actor_id = ${userId}::uuid and at >= ${from} and at < ${until} and command not in ('logs.save', 'logs.submit', 'auth.signIn', 'auth.signOut')
      and object_type <> 'tip-off'
    group by command order by 2 desc, 1`
  const customers = await tx.$queryRaw<
    { merchantId: string; name: string; place: string; person: string | null; loans: number; fen: bigint }[]
  >`
    with met as (
      select v.merchant_id as id from visit v where v.bank_id = ${bankId}::uuid and v.done_by = ${userId}::uuid and v.done_at >= ${from} and v.done_at < ${until} and v.merchant_id is not null
      union select l.merchant_id from collection_act c join loan l on l.bank_id = c.bank_id and l.id = c.loan_id
        where c.bank_id = ${bankId}::uuid and c.created_by = ${userId}::uuid and c.at >= ${from} and c.at < ${until})
    select m.id as "merchantId", m.name, trim(k.name || ' ' || coalesce(m.stall_no, '')) as place, m.owner_name as person, count(s.loan_id)::int as loans, coalesce(sum(s.principal_fen), 0)::bigint as fen
    from met join merchant m on m.bank_id = ${bankId}::uuid and m.id = met.id join market k on k.bank_id = m.bank_id and k.id = m.market_id
    left join loan l on l.bank_id = m.bank_id and l.merchant_id = m.id left join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id and s.live
    group by m.id, m.name, k.name, m.stall_no, m.owner_name order by m.name limit ${MOST}`
  const total = (rows: { count: number }[]) => rows.reduce((n, r) => n + r.count, 0)
  return {
    counts: {
      visits: visits[0]?.n ?? 0,
      calls: calls[0]?.n ?? 0,
      opinions: opinions[0]?.n ?? 0,
      tasks: total(tasks),
      acts: total(acts),
    },
    visits: visits.map(({ n: _, ...v }) => v),
    calls: calls.map(({ n: _, ...c }) => c),
    opinions: opinions.map(({ n: _, ...o }) => o),
    tasks,
    acts,
    customers: customers.map(({ fen, ...c }) => ({ ...c, balance: toYuan(fen) })),
  }
}
