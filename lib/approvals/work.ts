/** What waits for one person across all stages: open tasks, and objects whose state asks for one of the person's roles. */
import { z } from 'zod'
import { BANK_ROLES } from '@/lib/platform/actor'
import { fromDb, fromDbOrNull, isBefore } from '@/lib/platform/dates'
import { defineQuery } from '@/lib/platform/queries'

export type WorkKind =
  | 'task'
  | 'seat'
  | 'batch'
  | 'signing'
  | 'cp'
  | 'drawRequest'
  | 'drawdown'
  | 'movement'
  | 'warning'
  | 'visit'

type Row = {
  kind: WorkKind
  object_type: string
  object_id: string
  title: string
  detail: string | null
  /** a clock of working time: judged by the clock on the wall */
  due_at: Date | null
  /** a day of business: judged by the bank's business date */
  due_on: Date | null
  n: number
}

/** Where each kind of work is done. */
const HREF: Record<WorkKind, (r: Row) => string> = {
  task: (r) => objectHref(r.object_type, r.object_id),
  seat: (r) => `/queue/${r.object_id}`,
  batch: (r) => (r.detail === 'PLAN_DRAFTING' ? `/plans/new?batch=${r.object_id}` : `/batches/${r.object_id}`),
  signing: (r) => `/signing/${r.object_id}`,
  cp: (r) => `/disbursement?batch=${r.object_id}`,
  drawRequest: (r) => `/disbursement?batch=${r.object_id}`,
  drawdown: (r) => `/disbursement/${r.object_id}`,
  movement: () => '/ledger',
  warning: (r) => `/monitoring?warning=${r.object_id}`,
  visit: (r) => `/monitoring/visits/${r.object_id}`,
}

function objectHref(type: string, id: string): string {
  if (type === 'plan') return `/plans/${id}`
  if (type === 'market') return `/markets/${id}`
  if (type === 'loan') return `/loans/${id}`
  return type === 'batch' ? `/batches/${id}` : '/desk'
}

/** One statement over the state tables; what is due first comes first, then what waits longest. */
export const myWork = defineQuery({
  name: 'work.mine',
  input: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(100) }),
  access: { roles: BANK_ROLES },
  async run({ tx, actor, input, today, now }) {
    const bank = actor.bankId
    const me = actor.userId
    const roles = actor.roles as string[]
    const has = (...r: string[]) => r.some((x) => roles.includes(x))
    const rows = await tx.$queryRaw<Row[]>`
      with work as (
        select 'task' as kind, t.object_type, t.object_id, t.kind as title, coalesce(t.params->>'code', t.params->>'group') as detail,
          null::timestamptz as due_at, t.due_on, 1 as n, t.created_at as since
        from task t where t.bank_id = ${bank}::uuid and t.state = 'OPEN'
          and (t.assignee_id = ${me}::uuid or (t.assignee_id is null and t.role = any(${roles}::text[])))
          and (t.kind <> 'CONFIRM_SPLIT' or t.created_by is distinct from ${me}::uuid)
        union all
        select 'seat', 'plan', p.id, p.code || ' ' || m.name, r.kind, min(s.due_at), null::date, 1, r.opened_at
        from countersign_seat s join countersign_round r on r.bank_id = s.bank_id and r.id = s.round_id and r.state = 'OPEN'
        join credit_plan p on p.bank_id = r.bank_id and p.id = r.plan_id join market m on m.bank_id = p.bank_id and m.id = p.market_id
        where s.bank_id = ${bank}::uuid and s.state = 'WAITING' and p.written_by is distinct from ${me}::uuid
          and (s.user_id = ${me}::uuid or (s.user_id is null and (s.role = any(${roles}::text[]) or (r.kind = 'PRELIMINARY' and ${has('SB_HEAD')}))))
        group by p.id, p.code, m.name, r.kind, r.opened_at
        union all
        select 'batch', 'batch', b.id, b.code || ' ' || m.name, b.state,
          (select min(c.due_at) from sla_clock c where c.bank_id = b.bank_id and c.object_type = 'batch' and c.object_id = b.id and c.state = 'RUNNING'), null, 1, b.created_at
        from batch b join market m on m.bank_id = b.bank_id and m.id = b.market_id
        where b.bank_id = ${bank}::uuid and (
          (${has('RM')} and b.state in ('SUBMITTED', 'ACCEPTED', 'SCORING', 'PLAN_DRAFTING', 'APPROVED', 'APPROVED_WITH_CONDITIONS')
            and (b.rm_id is null or b.rm_id = ${me}::uuid))
          or (${has('RM')} and b.state = 'CONTRACTING' and (b.rm_id is null or b.rm_id = ${me}::uuid)
            and exists (select 1 from application a where a.bank_id = b.bank_id and a.batch_id = b.id and a.state in ('APPROVED', 'APPROVED_REDUCED')))
          or (${has('EVALUATOR')} and b.state in ('SCORING', 'PLAN_DRAFTING') and (b.evaluator_id is null or b.evaluator_id = ${me}::uuid)))
        union all
        select 'signing', 'signing', s.id, b.code || ' ' || coalesce(g.name, ''), s.place, null, (s.starts_at at time zone 'Asia/Shanghai')::date, 1, s.created_at
        from signing_session s join batch b on b.bank_id = s.bank_id and b.id = s.batch_id
        left join joint_group g on g.bank_id = s.bank_id and g.id = s.group_id
        where s.bank_id = ${bank}::uuid and s.state = 'APPOINTED' and (s.rm_id = ${me}::uuid or s.contract_officer_id = ${me}::uuid)
        union all
        select case when a.state = 'CP_PENDING' then 'cp' else 'drawRequest' end, 'batch', b.id, b.code || ' ' || m.name, null, null, null, count(*)::int, min(b.created_at)
        from application a join batch b on b.bank_id = a.bank_id and b.id = a.batch_id join market m on m.bank_id = b.bank_id and m.id = b.market_id
        where a.bank_id = ${bank}::uuid and ((${has('DISB_REVIEWER')} and a.state = 'CP_PENDING')
          or (${has('RM')} and a.state = 'READY_TO_DRAW' and (b.rm_id is null or b.rm_id = ${me}::uuid)
            and not exists (select 1 from drawdown d where d.bank_id = a.bank_id and d.application_id = a.id and d.state not in ('REFUSED', 'CANCELLED'))))
        group by a.state, b.id, b.code, m.name
        union all
        select 'drawdown', 'drawdown', d.id, d.number || ' ' || coalesce(a.name, ''), d.state, null, null, 1, d.created_at
        from drawdown d join application a on a.bank_id = d.bank_id and a.id = d.application_id
        where d.bank_id = ${bank}::uuid and ((${has('DISB_REVIEWER')} and d.state = 'IN_REVIEW')
          or (${has('DISB_APPROVER')} and d.state = 'REVIEWED' and d.reviewed_by is distinct from ${me}::uuid)
          or (d.state in ('RETURNED', 'DRAFT') and d.requested_by = ${me}::uuid))
        union all
        select 'movement', 'movement', r.id, r.kind, null, null, null, 1, r.created_at
        from movement_request r where r.bank_id = ${bank}::uuid and r.state = 'PENDING' and ${has('OPS_CHECKER')} and r.maker_id is distinct from ${me}::uuid
        union all
        select 'warning', 'warning', w.id, w.code || ' ' || coalesce(m.name, ''), w.level, null, w.verify_by, 1, w.created_at
        from warning_signal w left join market m on m.bank_id = w.bank_id and m.id = w.market_id
        where w.bank_id = ${bank}::uuid and w.state in ('RAISED', 'ASSIGNED', 'VERIFYING')
          and (w.assigned_to = ${me}::uuid or (w.assigned_to is null and ${has('POST_MKT', 'RM')} and (m.rm_id = ${me}::uuid or m.post_mkt_id = ${me}::uuid)))
        union all
        select 'visit', 'visit', v.id, coalesce(mm.name, m.name, ''), v.kind, null, v.due_on, 1, v.created_at
        from visit v left join merchant mm on mm.bank_id = v.bank_id and mm.id = v.merchant_id left join market m on m.bank_id = v.bank_id and m.id = v.market_id
        where v.bank_id = ${bank}::uuid and v.state in ('PLANNED', 'MISSED') and v.assignee_id = ${me}::uuid and v.planned_on <= ${today.add({ days: 14 }).toString()}::date
      )
      select kind, object_type, object_id, title, detail, due_at, due_on, n from work
      order by (case when due_on is null then due_at < ${now} else due_on < ${today.toString()}::date end) desc nulls last,
        coalesce(due_on, (due_at at time zone 'Asia/Shanghai')::date) asc nulls last, since asc limit ${input.limit}`
    const warnings = await tx.$queryRaw<
      { id: string; code: string; level: string; state: string; market: string; raised_on: Date; value: string }[]
    >`
      select w.id, w.code, w.level, w.state, m.name as market, w.raised_on, w.value from warning_signal w
      join market m on m.bank_id = w.bank_id and m.id = w.market_id
      where w.bank_id = ${bank}::uuid and w.state not in ('CLOSED', 'FALSE_ALARM')
        and (m.rm_id = ${me}::uuid or m.post_mkt_id = ${me}::uuid or m.post_mkt_deputy_id = ${me}::uuid or ${has('RISK_MGR', 'AUDITOR')})
      order by array_position(array['RED', 'ORANGE', 'YELLOW'], w.level), w.raised_on desc limit 20`
    return {
      today,
      items: rows.map((r) => ({
        kind: r.kind,
        objectType: r.object_type,
        objectId: r.object_id,
        title: r.title,
        detail: r.detail,
        count: r.n,
        dueAt: r.due_at,
        dueOn: fromDbOrNull(r.due_on),
        overdue: r.due_on ? isBefore(fromDb(r.due_on), today) : r.due_at !== null && r.due_at < now,
        href: HREF[r.kind](r),
      })),
      warnings: warnings.map((w) => ({
        id: w.id,
        code: w.code,
        level: w.level,
        state: w.state,
        market: w.market,
        raisedOn: w.raised_on,
        value: w.value,
      })),
    }
  },
})
export type MyWork = Awaited<ReturnType<typeof myWork>>
