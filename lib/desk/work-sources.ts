/**
 * What asks for somebody, kind by kind: who is asked, which rows, and where the work is done. A new stage adds a source
 * here and appears on everyone's first screen. Each source selects: object_type, object_id, title, detail,
 * due_at (a clock of working time), due_on (a day of business), n (how many) and since.
 */
import type { Role } from '@/lib/platform/actor'
import { Prisma } from '@/lib/platform/tenant'

/** `userId`: one person, or the column in which a surrounding statement holds several with these roles. */
export type Asking = { bankId: string; userId: string | Prisma.Sql | null; roles: readonly string[]; today: string }

export type WorkRow = {
  kind: string
  object_type: string
  object_id: string
  title: string
  detail: string | null
  due_at: Date | null
  due_on: Date | null
  n: number
}

type Source = {
  roles: readonly Role[] | 'ALL'
  rows(asking: Asking): Prisma.Sql
  href(row: WorkRow): string
}

const has = (asking: Asking, ...roles: Role[]) => roles.some((r) => asking.roles.includes(r))

/** Errands whose work is done elsewhere than on the page of their object. */
const ERRAND_PAGES: Readonly<Record<string, string>> = {
  RELEASE_MARGIN: '/margin',
  REPLENISH_MARGIN: '/margin',
  LTV_TOP_UP: '/collateral',
  REVALUE_COLLATERAL: '/collateral',
}

export const WORK_SOURCES = {
  /** errands that a command left for a person or a role */
  task: {
    roles: 'ALL',
    rows: ({ bankId, userId, roles }) => Prisma.sql`
      select t.object_type, coalesce(g.batch_id, s.id, t.object_id) as object_id, t.kind as title,
        coalesce(t.params->>'code', t.params->>'group', x.name) as detail,
        null::timestamptz as due_at, t.due_on, 1 as n, t.created_at as since
      from task t
      left join joint_group g on t.object_type = 'group' and g.bank_id = t.bank_id and g.id = t.object_id
      left join application x on t.object_type = 'application' and x.bank_id = t.bank_id and x.id = t.object_id
      left join margin_sub_ledger s on t.kind in ('RELEASE_MARGIN', 'REPLENISH_MARGIN') and s.bank_id = t.bank_id and s.application_id = x.id
      where t.bank_id = ${bankId}::uuid and t.state = 'OPEN'
        and (t.assignee_id = ${userId}::uuid or (t.assignee_id is null and t.role = any(${roles}::text[])))
        and (t.kind not in ('CONFIRM_SPLIT', 'SCORECARD_CHECK') or t.created_by is distinct from ${userId}::uuid)`,
    href: (r) =>
      ERRAND_PAGES[r.title]
        ? `${ERRAND_PAGES[r.title]}/${r.object_id}`
        : ({
            plan: `/plans/${r.object_id}`,
            market: `/markets/${r.object_id}`,
            loan: `/loans/${r.object_id}`,
            warning: `/monitoring/warnings/${r.object_id}`,
            stop: '/monitoring?tab=stops',
            party: `/partners/${r.object_id}`,
            collection: `/collection/${r.object_id}`,
            claim: `/claims/${r.object_id}`,
            scorecard: `/scorecards/drafts/${r.object_id}`,
            application: `/applications/${r.object_id}`,
            drawdown: `/disbursement/drawdowns/${r.object_id}`,
            'work-report': `/desk/log/${r.object_id}`,
            user: '/desk/log',
            branch: '/desk/cases',
            'joint-meeting': `/desk/meetings/${r.object_id}`,
            visit: `/monitoring/visits/${r.object_id}`,
            // the board of all groups of the batch, where a group is put together again
            group: `/groups/${r.object_id}`,
          }[r.object_type] ?? `/batches/${r.object_id}`),
  },
  /** seats of a round of opinions */
  seat: {
    // anyone may be called to a committee, or sit for a colleague who is away
    roles: 'ALL',
    rows: (a) => Prisma.sql`
      select 'plan', p.id, p.code || ' ' || m.name, r.kind, min(s.due_at), null::date, 1, r.opened_at
      from countersign_seat s join countersign_round r on r.bank_id = s.bank_id and r.id = s.round_id and r.state = 'OPEN'
      join credit_plan p on p.bank_id = r.bank_id and p.id = r.plan_id join market m on m.bank_id = p.bank_id and m.id = p.market_id
      where s.bank_id = ${a.bankId}::uuid and s.state = 'WAITING' and p.written_by is distinct from ${a.userId}::uuid
        and (s.user_id = ${a.userId}::uuid or (s.user_id is null and s.department <> 'COMMITTEE' and
          (s.role = any(${a.roles}::text[]) or (r.kind = 'PRELIMINARY' and ${has(a, 'SB_HEAD')})
            or (s.escalated_at is not null and ((s.role = 'CR_REVIEWER' and ${has(a, 'CR_APPROVER', 'CR_HEAD')})
              or (s.role = 'CR_APPROVER' and ${has(a, 'CR_HEAD')})))))
          or exists (select 1 from delegation d where d.bank_id = s.bank_id and d.delegate_id = ${a.userId}::uuid and d.state = 'ACTIVE'
            and ${a.today}::date between d.from_on and d.until_on and (d.user_id = s.user_id or (s.user_id is null
              and s.department <> 'COMMITTEE' and exists (select 1 from role_grant g where g.bank_id = d.bank_id and g.user_id = d.user_id
                and g.state = 'ACTIVE' and g.role = s.role)))))
      group by p.id, p.code, m.name, r.kind, r.opened_at`,
    href: (r) => `/queue/${r.object_id}`,
  },
  batch: {
    roles: ['RM', 'EVALUATOR'],
    rows: (a) => Prisma.sql`
      select 'batch', b.id, b.code || ' ' || m.name, b.state,
        (select min(c.due_at) from sla_clock c where c.bank_id = b.bank_id and c.object_type = 'batch' and c.object_id = b.id and c.state = 'RUNNING'),
        null, 1, b.created_at
      from batch b join market m on m.bank_id = b.bank_id and m.id = b.market_id
      where b.bank_id = ${a.bankId}::uuid and (
        (${has(a, 'RM')} and b.state in ('SUBMITTED', 'ACCEPTED', 'SCORING', 'PLAN_DRAFTING', 'APPROVED', 'APPROVED_WITH_CONDITIONS')
          and (b.rm_id is null or b.rm_id = ${a.userId}::uuid))
        or (${has(a, 'RM')} and b.state = 'CONTRACTING' and (b.rm_id is null or b.rm_id = ${a.userId}::uuid)
          and exists (select 1 from application x where x.bank_id = b.bank_id and x.batch_id = b.id and x.state in ('APPROVED', 'APPROVED_REDUCED')))
        or (${has(a, 'EVALUATOR')} and b.state in ('SCORING', 'PLAN_DRAFTING') and (b.evaluator_id is null or b.evaluator_id = ${a.userId}::uuid)))`,
    href: (r) =>
      r.detail === 'PLAN_DRAFTING'
        ? `/plans/new?batch=${r.object_id}`
        : r.detail === 'SCORING'
          ? `/scoring/${r.object_id}`
          : r.detail === 'SUBMITTED'
            ? `/batches/${r.object_id}/check`
            : `/batches/${r.object_id}`,
  },
  /** markets that are surveyed, scored, reviewed or decided by this person */
  market: {
    roles: ['RM', 'EVALUATOR', 'RISK_MGR', 'SB_REVIEWER', 'SB_HEAD', 'CR_APPROVER'],
    rows: (a) => Prisma.sql`
      select 'market', m.id, m.code || ' ' || m.name, m.state,
        (select min(c.due_at) from sla_clock c where c.bank_id = m.bank_id and c.object_type = 'market' and c.object_id = m.id and c.state = 'RUNNING'),
        null, 1, m.created_at
      from market m where m.bank_id = ${a.bankId}::uuid and (
        (${has(a, 'EVALUATOR')} and m.state = 'SURVEYING' and m.evaluator_id = ${a.userId}::uuid)
        or (${has(a, 'RISK_MGR')} and m.state = 'SURVEYING' and m.risk_mgr_id = ${a.userId}::uuid)
        or (${has(a, 'RM')} and m.state in ('DRAFT', 'SCORED') and m.rm_id = ${a.userId}::uuid)
        or (${has(a, 'SB_REVIEWER', 'SB_HEAD', 'CR_APPROVER')} and m.state = 'IN_REVIEW'))`,
    href: (r) => (r.detail === 'SURVEYING' ? `/markets/${r.object_id}/survey` : `/markets/${r.object_id}`),
  },
  signing: {
    roles: ['RM', 'CONTRACT_OFFICER'],
    rows: (a) => Prisma.sql`
      select 'signing', s.id, b.code || ' ' || coalesce(g.name, ''), s.place, null, (s.starts_at at time zone 'Asia/Shanghai')::date, 1, s.created_at
      from signing_session s join batch b on b.bank_id = s.bank_id and b.id = s.batch_id
      left join joint_group g on g.bank_id = s.bank_id and g.id = s.group_id
      where s.bank_id = ${a.bankId}::uuid and s.state = 'APPOINTED' and (s.rm_id = ${a.userId}::uuid or s.contract_officer_id = ${a.userId}::uuid)`,
    href: (r) => `/signing/${r.object_id}`,
  },
  /** margin that signed members have still to pay in */
  margin: {
    roles: ['OPS_MAKER'],
    rows: (a) => Prisma.sql`
      select 'group', g.id, b.code || ' ' || g.name, b.id::text, null, min(s.replenish_due_on), count(*)::int, min(s.created_at)
      from margin_sub_ledger s join application x on x.bank_id = s.bank_id and x.id = s.application_id
      join joint_group g on g.bank_id = s.bank_id and g.id = s.group_id join batch b on b.bank_id = g.bank_id and b.id = g.batch_id
      where s.bank_id = ${a.bankId}::uuid and (s.replenish_due_fen > 0 or (s.ledger_fen < s.required_fen and x.state in ('SIGNED', 'CP_PENDING')))
        and not exists (select 1 from movement_request r where r.bank_id = s.bank_id and r.sub_ledger_id = s.id and r.state = 'PENDING')
      group by g.id, g.name, b.code, b.id`,
    href: (r) => `/margin?batch=${r.detail}`,
  },
  movement: {
    roles: ['OPS_CHECKER'],
    rows: (a) => Prisma.sql`
      select 'movement', r.id, x.name, r.kind, null, null, 1, r.created_at
      from movement_request r join margin_sub_ledger s on s.bank_id = r.bank_id and s.id = r.sub_ledger_id
      join application x on x.bank_id = s.bank_id and x.id = s.application_id
      where r.bank_id = ${a.bankId}::uuid and r.state = 'PENDING' and r.maker_id is distinct from ${a.userId}::uuid`,
    href: () => '/margin?tab=pending',
  },
  /** claims by the hand whose turn it is */
  claim: {
    roles: ['RISK_MGR', 'OPS_MAKER', 'OPS_CHECKER', 'COLLECTOR'],
    rows: (a) => Prisma.sql`
      select 'claim', c.id, c.number || ' ' || x.name, c.state, null, null, 1, c.created_at
      from claim c join application x on x.bank_id = c.bank_id and x.id = c.application_id
      where c.bank_id = ${a.bankId}::uuid and (
        (${has(a, 'RISK_MGR')} and c.state = 'SUBMITTED')
        or (${has(a, 'OPS_MAKER')} and c.state = 'UNDER_REVIEW' and c.maker_id is null)
        or (${has(a, 'OPS_CHECKER')} and c.state = 'UNDER_REVIEW' and c.maker_id is not null and c.maker_id <> ${a.userId}::uuid)
        or (${has(a, 'COLLECTOR')} and c.state = 'SHORTFALL'))`,
    href: (r) => `/claims/${r.object_id}`,
  },
  /** merchants whose conditions are open */
  cp: {
    roles: ['DISB_REVIEWER'],
    rows: (a) => Prisma.sql`
      select 'batch', b.id, b.code || ' ' || m.name, null, null, null, count(*)::int, min(b.created_at)
      from application x join batch b on b.bank_id = x.bank_id and b.id = x.batch_id join market m on m.bank_id = b.bank_id and m.id = b.market_id
      where x.bank_id = ${a.bankId}::uuid and x.state = 'CP_PENDING' group by b.id, b.code, m.name`,
    href: (r) => `/disbursement?batch=${r.object_id}&tab=conditions`,
  },
  drawRequest: {
    roles: ['RM'],
    rows: (a) => Prisma.sql`
      select 'batch', b.id, b.code || ' ' || m.name, null, null, min(x.draw_by), count(*)::int, min(b.created_at)
      from application x join batch b on b.bank_id = x.bank_id and b.id = x.batch_id join market m on m.bank_id = b.bank_id and m.id = b.market_id
      where x.bank_id = ${a.bankId}::uuid and x.state = 'READY_TO_DRAW' and (b.rm_id is null or b.rm_id = ${a.userId}::uuid)
        and not exists (select 1 from drawdown d where d.bank_id = x.bank_id and d.application_id = x.id and d.state not in ('REFUSED', 'CANCELLED'))
      group by b.id, b.code, m.name`,
    href: (r) => `/disbursement?batch=${r.object_id}&tab=conditions`,
  },
  drawdown: {
    roles: ['DISB_REVIEWER', 'DISB_APPROVER', 'RM'],
    rows: (a) => Prisma.sql`
      select 'drawdown', d.id, d.number || ' ' || coalesce(x.name, ''), d.state,
        (select min(c.due_at) from sla_clock c where c.bank_id = d.bank_id and c.object_type = 'drawdown' and c.object_id = d.id and c.state = 'RUNNING'),
        null, 1, d.created_at
      from drawdown d join application x on x.bank_id = d.bank_id and x.id = d.application_id
      where d.bank_id = ${a.bankId}::uuid and ((${has(a, 'DISB_REVIEWER')} and d.state = 'IN_REVIEW')
        or (${has(a, 'DISB_APPROVER')} and d.state = 'REVIEWED' and d.reviewed_by is distinct from ${a.userId}::uuid)
        or (d.state in ('RETURNED', 'DRAFT') and d.requested_by = ${a.userId}::uuid))`,
    href: (r) => `/disbursement/drawdowns/${r.object_id}`,
  },
  warning: {
    roles: ['RM', 'POST_MKT', 'POST_PARTNER', 'RISK_MGR', 'COLLECTOR'],
    rows: (a) => Prisma.sql`
      select 'warning', w.id, w.code || ' ' || coalesce(m.name, ''), w.level, null, w.verify_by, 1, w.created_at
      from warning_signal w left join market m on m.bank_id = w.bank_id and m.id = w.market_id
      where w.bank_id = ${a.bankId}::uuid and w.state in ('RAISED', 'ASSIGNED', 'VERIFYING')
        and (w.assigned_to = ${a.userId}::uuid or m.post_mkt_id = ${a.userId}::uuid
          or (w.assigned_to is null and m.rm_id = ${a.userId}::uuid))`,
    href: (r) => `/monitoring/warnings/${r.object_id}`,
  },
  /** loans past due, by market: the collector's list */
  overdue: {
    roles: ['COLLECTOR'],
    rows: (a) => Prisma.sql`
      select 'market', m.id, m.code || ' ' || m.name, max(s.dpd)::text, null, null, count(*)::int, min(l.start_date)::timestamptz
      from loan_state s join loan l on l.bank_id = s.bank_id and l.id = s.loan_id join market m on m.bank_id = l.bank_id and m.id = l.market_id
      where s.bank_id = ${a.bankId}::uuid and s.dpd > 0 and l.state not in ('SETTLED', 'WRITTEN_OFF', 'RENEWED')
      group by m.id, m.code, m.name`,
    href: () => '/collection',
  },
  /** checks of markets and partners that wait for a superior */
  inspection: {
    roles: ['RISK_MGR', 'SB_HEAD'],
    rows: (a) => Prisma.sql`
      select 'visit', v.id, coalesce(m.code || ' ' || m.name, p.name, ''), v.kind, null, (v.done_at at time zone 'Asia/Shanghai')::date + 7, 1, v.done_at
      from visit v left join market m on m.bank_id = v.bank_id and m.id = v.market_id left join party p on p.bank_id = v.bank_id and p.id = v.party_id
      where v.bank_id = ${a.bankId}::uuid and v.review_state = 'WAITING' and v.done_by is distinct from ${a.userId}::uuid`,
    href: (r) => `/monitoring/visits/${r.object_id}`,
  },
  /** classifications by the hand whose turn it is */
  classification: {
    roles: ['RM', 'RISK_MGR', 'CR_APPROVER'],
    rows: (a) => Prisma.sql`
      select 'classification', c.id, l.number || ' ' || mm.name, c.state, null, c.due_on, 1, c.created_at
      from classification_case c join loan l on l.bank_id = c.bank_id and l.id = c.loan_id join merchant mm on mm.bank_id = l.bank_id and mm.id = l.merchant_id
      join market m on m.bank_id = l.bank_id and m.id = l.market_id
      where c.bank_id = ${a.bankId}::uuid and ((${has(a, 'RM')} and c.state = 'PROPOSED' and m.rm_id = ${a.userId}::uuid)
        or (${has(a, 'RISK_MGR')} and c.state = 'INITIAL' and c.initial_by is distinct from ${a.userId}::uuid)
        or (${has(a, 'CR_APPROVER')} and c.state = 'RECOGNISED' and c.initial_by is distinct from ${a.userId}::uuid and c.recognised_by is distinct from ${a.userId}::uuid))
      order by c.due_on limit 200`,
    href: (r) => `/monitoring/classification/${r.object_id}`,
  },
  /** complaints that this person owns or is asked to take, tip-offs that he investigates or triages */
  voice: {
    roles: 'ALL',
    rows: (a) => Prisma.sql`
      select 'complaint', c.id, c.number, c.state, null, case c.state when 'RECEIVED' then c.accept_by else c.reply_by end, 1, c.created_at
      from complaint c where c.bank_id = ${a.bankId}::uuid and c.state in ('RECEIVED', 'ACCEPTED') and (c.owner_id = ${a.userId}::uuid or c.handed_to = ${a.userId}::uuid)
      union all select 'tip-off', t.id, t.number, t.state, null, t.due_on, 1, t.created_at from tip_off t
      where t.bank_id = ${a.bankId}::uuid and ((t.state in ('INVESTIGATING', 'CONCLUDED') and t.investigator_id = ${a.userId}::uuid)
        or (t.state in ('RECEIVED', 'TRIAGED') and ${has(a, 'RISK_MGR', 'AUDITOR')}
          and not exists (select from app_user u where u.bank_id = t.bank_id and u.id = ${a.userId}::uuid and t.named ? u.person_key)))`,
    href: (r) => (r.object_type === 'complaint' ? '/voices' : '/voices?tab=tips'),
  },
  /** requests that this person owns or is asked to take, and clients to win back or whose exit is to be confirmed */
  client: {
    roles: 'ALL',
    rows: (a) => Prisma.sql`
      select 'contact-request', q.id, q.number || ' ' || q.asker, q.state, null, null::date, 1, q.created_at from contact_request q
      where q.bank_id = ${a.bankId}::uuid and q.state = 'OPEN' and (q.owner_id = ${a.userId}::uuid or q.handed_to = ${a.userId}::uuid)
      union all select 'lost-customer', c.id, m.name, c.state, null, c.recover_by, 1, c.created_at
      from lost_customer c join merchant m on m.bank_id = c.bank_id and m.id = c.merchant_id join market k on k.bank_id = c.bank_id and k.id = c.market_id
      where c.bank_id = ${a.bankId}::uuid and ((c.state = 'RECOVERING' and c.rm_id = ${a.userId}::uuid) or (c.state = 'EXIT_ASKED' and k.post_mkt_id = ${a.userId}::uuid))`,
    href: (r) => (r.object_type === 'contact-request' ? '/desk/clients' : '/desk/clients?tab=lost'),
  },
  /** referrals that a second person decides, and those that their proposer hands in */
  referral: {
    roles: ['RM', 'POST_MKT', 'POST_PARTNER', 'COLLECTOR', 'RISK_MGR', 'LEGAL'],
    rows: (a) => Prisma.sql`
      select 'external-referral', e.id, e.number || ' ' || e.subject, e.state, null, null::date, 1, e.created_at from external_referral e
      where e.bank_id = ${a.bankId}::uuid and ((e.state = 'PROPOSED' and ${has(a, 'LEGAL', 'RISK_MGR')} and e.proposed_by is distinct from ${a.userId}::uuid)
        or (e.state = 'APPROVED' and e.proposed_by = ${a.userId}::uuid))`,
    href: () => '/desk/referrals',
  },
  /** yearly reviews by the hand whose turn it is */
  review: {
    roles: ['RM', 'RISK_MGR', 'SB_HEAD', 'CONTRACT_OFFICER'],
    rows: (a) => Prisma.sql`
      select 'review', r.id, l.number || ' ' || mm.name, r.state, null,
        case r.state when 'LISTED' then r.survey_by when 'APPROVED' then r.sign_by else r.conclude_by end, 1, r.created_at
      from annual_review r join loan l on l.bank_id = r.bank_id and l.id = r.loan_id join merchant mm on mm.bank_id = l.bank_id and mm.id = l.merchant_id
      join market m on m.bank_id = r.bank_id and m.id = r.market_id
      where r.bank_id = ${a.bankId}::uuid and ((${has(a, 'RM')} and r.state = 'LISTED' and m.rm_id = ${a.userId}::uuid)
        or (${has(a, 'RISK_MGR')} and r.state = 'SURVEYED' and r.surveyed_by is distinct from ${a.userId}::uuid)
        or (${has(a, 'SB_HEAD')} and r.state = 'CONCLUDED') or (${has(a, 'CONTRACT_OFFICER')} and r.state = 'APPROVED'))
      order by r.review_on limit 200`,
    href: (r) => `/reviews/${r.object_id}`,
  },
  /** monthly returns that were handed in and wait for the market's named person */
  marketReturn: {
    roles: ['POST_MKT', 'RISK_MGR'],
    rows: (a) => Prisma.sql`
      select 'market-return', r.id, m.code || ' ' || m.name, to_char(r.month, 'YYYY-MM'), null, (r.submitted_on + 3), 1, r.submitted_at
      from market_return r join market m on m.bank_id = r.bank_id and m.id = r.market_id
      where r.bank_id = ${a.bankId}::uuid and r.state = 'SUBMITTED' and (m.post_mkt_id = ${a.userId}::uuid or m.post_mkt_deputy_id = ${a.userId}::uuid
        or (m.post_mkt_id is null and ${has(a, 'RISK_MGR')}))`,
    href: (r) => `/monitoring/returns/${r.object_id}`,
  },
  visit: {
    roles: ['RM', 'POST_MKT', 'POST_PARTNER', 'COLLECTOR', 'RISK_MGR'],
    rows: (a) => Prisma.sql`
      select 'visit', v.id, coalesce(mm.name, m.name, ''), v.kind, null, v.due_on, 1, v.created_at
      from visit v left join merchant mm on mm.bank_id = v.bank_id and mm.id = v.merchant_id left join market m on m.bank_id = v.bank_id and m.id = v.market_id
      where v.bank_id = ${a.bankId}::uuid and v.state in ('PLANNED', 'MISSED') and v.assignee_id = ${a.userId}::uuid
        and v.planned_on <= ${a.today}::date + 14`,
    href: (r) => `/monitoring/visits/${r.object_id}`,
  },
  /** roles and parameters that wait for the other administrator */
  grant: {
    roles: ['TENANT_ADMIN'],
    rows: (a) => Prisma.sql`
      select 'grant', g.id, u.name, g.role, null, null, 1, g.requested_at
      from role_grant g join app_user u on u.bank_id = g.bank_id and u.id = g.user_id
      where g.bank_id = ${a.bankId}::uuid and g.state = 'PENDING' and g.requested_by is distinct from ${a.userId}::uuid and g.user_id <> ${a.userId}::uuid`,
    href: () => '/admin/grants',
  },
  parameter: {
    roles: ['TENANT_ADMIN'],
    rows: (a) => Prisma.sql`
      select 'parameter', p.id, p.key, null, null, p.effective_from, 1, p.proposed_at
      from parameter p where p.bank_id = ${a.bankId}::uuid and p.state = 'PENDING' and p.proposed_by is distinct from ${a.userId}::uuid`,
    href: (r) => `/admin/parameters/${encodeURIComponent(r.title)}`,
  },
} satisfies Record<string, Source>

export type WorkKind = keyof typeof WORK_SOURCES
export const WORK_KINDS = Object.keys(WORK_SOURCES) as [WorkKind, ...WorkKind[]]

/** The kinds of work that these roles can bring. */
export const kindsFor = (roles: readonly string[]): WorkKind[] => sourcesFor(roles).map(([kind]) => kind)

/** The sources that may hold something for a person with these roles. */
function sourcesFor(roles: readonly string[]): [WorkKind, Source][] {
  return (Object.entries(WORK_SOURCES) as [WorkKind, Source][]).filter(
    ([, s]) => s.roles === 'ALL' || s.roles.some((r) => roles.includes(r)),
  )
}

/** Everything that waits for a person with these roles, as one select: kind and the columns of the sources. */
export function workOf(asking: Asking): Prisma.Sql {
  const parts = sourcesFor(asking.roles).map(
    ([kind, source]) => Prisma.sql`
      select ${kind}::text as kind, s.object_type::text, s.object_id, s.title, s.detail, s.due_at::timestamptz, s.due_on::date, s.n, s.since from (${source.rows(asking)})
        s (object_type, object_id, title, detail, due_at, due_on, n, since)`,
  )
  return Prisma.join(parts, ' union all ')
}
