/** Who is busy with what, and where it waits: batches stage by stage, managers, partners. */
import { z } from 'zod'
import { batchFunnel } from '@/lib/batches/funnel'
import { defineQuery } from '@/lib/platform/queries'
import { LEADERS, loansHref, marketNames } from './queries'
import { groupCells, hoursOf, sharesOf, totalsOf } from './rules'
import { latestCells } from './snapshot'

/** Stages in which a batch is somebody's work, in their order. */
const STAGES = [
  'DRAFT',
  'SUBMITTED',
  'RETURNED',
  'ACCEPTED',
  'SCORING',
  'PLAN_DRAFTING',
  'IN_REVIEW',
  'COUNTERSIGNING',
  'APPROVED',
  'APPROVED_WITH_CONDITIONS',
  'CONTRACTING',
  'DISBURSING',
] as const

type Stage = {
  state: string
  passed: number
  mean_s: string | null
  median_s: string | null
  waiting: number
  late: number
  longest_s: string | null
  longest: string | null
}

/** The funnel of merchants, how long batches stood in each stage, and how many stand there now. Times by the calendar. */
export const flowReport = defineQuery({
  name: 'reports.flow',
  input: z.strictObject({ months: z.coerce.number().int().min(1).max(36).default(12) }),
  access: { roles: LEADERS },
  async run({ tx, actor, input, now }) {
    const { bankId } = actor
    const since = new Date(now.getTime() - input.months * 30 * 86_400_000)
    const states = await tx.$queryRaw<{ state: string; n: number }[]>`
      select x.state, count(*)::int as n from application x join batch b on b.bank_id = x.bank_id and b.id = x.batch_id
      where x.bank_id = ${bankId}::uuid and b.created_at >= ${since} group by x.state`
    const stages = await tx.$queryRaw<Stage[]>`
      with stay as (
        select h.object_id, h.state_to as state, h.at, lead(h.at) over (partition by h.object_id order by h.at, h.id) as until
        from state_history h where h.bank_id = ${bankId}::uuid and h.object_type = 'batch' and h.machine = 'batch' and h.state_from is distinct from h.state_to),
      done as (
        select state, count(*)::int as passed, avg(extract(epoch from until - at)) as mean_s,
          percentile_cont(0.5) within group (order by extract(epoch from until - at)) as median_s
        from stay where until is not null and until >= ${since} group by state),
      here as (
        select b.state, count(*)::int as waiting, max(extract(epoch from ${now}::timestamptz - coalesce(s.at, b.created_at))) as longest_s,
          (array_agg(b.code order by coalesce(s.at, b.created_at)))[1] as longest,
          count(*) filter (where exists (select from sla_clock c where c.bank_id = b.bank_id and c.object_type = 'batch' and c.object_id = b.id
            and c.state = 'RUNNING' and c.due_at < ${now}))::int as late
        from batch b left join lateral (select max(s.at) as at from stay s where s.object_id = b.id and s.state = b.state) s on true
        where b.bank_id = ${bankId}::uuid group by b.state)
      select coalesce(d.state, h.state) as state, coalesce(d.passed, 0) as passed, d.mean_s::text, d.median_s::text, coalesce(h.waiting, 0) as waiting,
        coalesce(h.late, 0) as late, h.longest_s::text, h.longest
      from done d full join here h on h.state = d.state`
    const byState = new Map(stages.map((s) => [s.state, s]))
    const hours = (text: string | null | undefined) => (text ? hoursOf(Number(text)) : null)
    return {
      funnel: batchFunnel(Object.fromEntries(states.map((s) => [s.state, s.n]))),
      items: STAGES.filter((s) => byState.has(s)).map((state) => {
        const s = byState.get(state)!
        return {
          state,
          passed: s.passed,
          meanHours: hours(s.mean_s),
          medianHours: hours(s.median_s),
          waiting: s.waiting,
          late: s.late,
          longestHours: s.waiting > 0 ? hours(s.longest_s) : null,
          longest: s.waiting > 0 ? s.longest : null,
          href: `/batches?state=${state}`,
        }
      }),
    }
  },
})
export type FlowReport = Awaited<ReturnType<typeof flowReport>>

/** Each manager's markets, batches, errands and visits, and how his book does. */
export const workloadReport = defineQuery({
  name: 'reports.workload',
  input: z.strictObject({}),
  access: { roles: LEADERS },
  async run({ tx, actor, today }) {
    const { bankId } = actor
    const people = await tx.$queryRaw<
      {
        id: string
        login: string
        name: string
        markets: number
        batches: number
        tasks: number
        late_tasks: number
        visits: number
        missed: number
        warnings: number
      }[]
    >`
      select u.id, u.login, u.name,
        (select count(*)::int from market m where m.bank_id = u.bank_id and m.rm_id = u.id) as markets,
        (select count(*)::int from batch b where b.bank_id = u.bank_id and b.rm_id = u.id and b.state = any(${[...STAGES]}::text[])) as batches,
        (select count(*)::int from task t where t.bank_id = u.bank_id and t.assignee_id = u.id and t.state = 'OPEN') as tasks,
        (select count(*)::int from task t where t.bank_id = u.bank_id and t.assignee_id = u.id and t.state = 'OPEN' and t.due_on < ${today.toString()}::date) as late_tasks,
        (select count(*)::int from visit v where v.bank_id = u.bank_id and v.assignee_id = u.id and v.state = 'PLANNED') as visits,
        (select count(*)::int from visit v where v.bank_id = u.bank_id and v.assignee_id = u.id and v.state = 'MISSED') as missed,
        (select count(*)::int from warning_signal w join market m on m.bank_id = w.bank_id and m.id = w.market_id and m.rm_id = u.id
          where w.bank_id = u.bank_id and w.state not in ('CLOSED', 'FALSE_ALARM')) as warnings
      from app_user u where u.bank_id = ${bankId}::uuid and u.state = 'ACTIVE' and u.party_id is null
        and exists (select from role_grant g where g.bank_id = u.bank_id and g.user_id = u.id and g.role = 'RM' and g.state = 'ACTIVE')
      order by u.login limit 1000`
    const markets = await tx.market.findMany({ where: { bankId }, select: { id: true, rmId: true } })
    const managerOf = new Map(markets.map((m) => [m.id, m.rmId ?? '-']))
    const counted = await latestCells(tx, bankId)
    const books = new Map(
      groupCells(counted?.cells ?? [], (c) => managerOf.get(c.marketId) ?? '-').map((g) => [g.key, g.totals]),
    )
    return {
      asOn: counted?.asOn ?? null,
      items: people.map((p) => {
        const totals = books.get(p.id) ?? totalsOf([])
        return {
          ...p,
          lateTasks: p.late_tasks,
          totals,
          shares: sharesOf(totals),
          href: loansHref({ rm: p.login }),
        }
      }),
    }
  },
})

/** Each partner: what hangs on it and how that does, what it paid of what was asked, its returns, its open warnings. */
export const partnerReport = defineQuery({
  name: 'reports.partners',
  input: z.strictObject({}),
  access: { roles: LEADERS },
  async run({ tx, actor }) {
    const { bankId } = actor
    const rows = await tx.$queryRaw<
      {
        id: string
        code: string
        name: string
        kind: string
        state: string
        limit_fen: bigint
        used_fen: bigint
        markets: string[]
        modes: string[]
        asked_fen: bigint
        paid_fen: bigint
        returns: number
        late_returns: number
        warnings: number
      }[]
    >`
      select p.id, p.code, p.name, p.kind, p.state, coalesce(s.limit_fen, 0)::bigint as limit_fen, coalesce(s.used_fen, 0)::bigint as used_fen,
        coalesce(s.markets, '{}') as markets, coalesce(s.modes, '{}') as modes, coalesce(c.asked, 0)::bigint as asked_fen, coalesce(c.paid, 0)::bigint as paid_fen,
        coalesce(r.n, 0)::int as returns, coalesce(r.late, 0)::int as late_returns,
        (select count(*)::int from warning_signal w where w.bank_id = p.bank_id and w.object_id = p.id and w.state not in ('CLOSED', 'FALSE_ALARM')) as warnings
      from party p
      left join lateral (select sum(s.total_coop_limit_fen) as limit_fen, sum(s.used_fen) as used_fen, array_agg(distinct s.market_id::text) as markets, array_agg(distinct s.mode) as modes
        from cooperation_scheme s where s.bank_id = p.bank_id and s.party_id = p.id and s.state in ('ACTIVE', 'STOPPED')) s on true
      left join lateral (select sum(l.demanded_fen) as asked, sum(l.paid_fen) as paid from claim_line l where l.bank_id = p.bank_id and l.party_id = p.id) c on true
      left join lateral (select count(*) as n, count(*) filter (where m.late_days > 0) as late from market_return m where m.bank_id = p.bank_id and m.party_id = p.id) r on true
      where p.bank_id = ${bankId}::uuid order by p.kind, p.code limit 1000`
    const names = await marketNames(tx, bankId)
    const counted = await latestCells(tx, bankId)
    const cells = counted?.cells ?? []
    return {
      asOn: counted?.asOn ?? null,
      items: rows.map((r) => {
        const operated = new Set([...names].filter(([, m]) => m.operator.id === r.id).map(([id]) => id))
        // an operator answers for its markets, another partner for the loans of its modes in the markets of its agreements
        const own = cells.filter((c) =>
          r.kind === 'OPERATOR' ? operated.has(c.marketId) : r.markets.includes(c.marketId) && r.modes.includes(c.mode),
        )
        const totals = totalsOf(own)
        return {
          id: r.id,
          code: r.code,
          name: r.name,
          kind: r.kind,
          state: r.state,
          limitFen: r.limit_fen,
          usedFen: r.used_fen,
          askedFen: r.asked_fen,
          paidFen: r.paid_fen,
          returns: r.returns,
          lateReturns: r.late_returns,
          warnings: r.warnings,
          totals,
          shares: sharesOf(totals),
          href: `/partners/${r.id}`,
          loans: r.kind === 'OPERATOR' ? loansHref({ operator: r.code }) : null,
        }
      }),
    }
  },
})
