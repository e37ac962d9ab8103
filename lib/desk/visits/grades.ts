/** Monitoring grades of merchants, markets and partners, recomputed from the books (§9 row 1). */
import type { MonitoringParameters } from '@/lib/monitoring/parameters'
import { type GradeReason, type MonitoringGrade, monitoringGrade } from '@/lib/monitoring/rules/lines'
import type { WarningLevel } from '@/lib/monitoring/rules/warnings'
import type { CustomerGrade } from '@/lib/plans/rules/grades'
import type { CommandContext } from '@/lib/platform/commands'
import type { PlainDate } from '@/lib/platform/dates'
import { Prisma } from '@/lib/platform/tenant'
import type { Trace } from '@/lib/platform/trace'
import { effectiveGrade, objectGrade } from '../rules/monitor-grade'

type Ctx = Pick<CommandContext<unknown>, 'tx' | 'actor'>
type Graded = { type: string; id: string; grade: MonitoringGrade; reasons: GradeReason[] | string[]; trace: Trace }
type Standing = { object_type: string; object_id: string; reasons: string[]; manual: string | null; confirmed_by: string | null } // biome-ignore format: one line

/**
 * Grades of all clients with a live loan, or of those that something happened to since yesterday (a signal raised or
 * closed, a loan paid out, the eighth day past due), with all markets and partners. One read, the rule, one write.
 */
export async function regrade(
  ctx: Ctx,
  on: PlainDate,
  p: MonitoringParameters,
  scope: 'ALL' | 'TOUCHED',
): Promise<{ graded: number }> {
  let graded = 0
  const keep = async (some: Graded[]) => {
    if (some.length > 0) await store(ctx, on, some)
    graded += some.length
  }
  await keep(await objects(ctx, on, p))
  for await (const ids of clients(ctx, on, p, scope)) await keep(await merchants(ctx, on, p, ids))
  return { graded }
}

/** So many clients are graded at a time: what is in memory does not grow with the bank. */
const PAGE = 5000

/** The clients with a live loan, all or those that something happened to, a page at a time. */
async function* clients({ tx, actor }: Ctx, on: PlainDate, p: MonitoringParameters, scope: 'ALL' | 'TOUCHED') {
  const bank = Prisma.sql`${actor.bankId}::uuid`
  const day = Prisma.sql`${on.toString()}::date`
  const touched = Prisma.sql`
    and (exists (select from warning_signal w where w.bank_id = ${bank} and w.object_type = 'MERCHANT' and w.object_id = b.id
        and (w.raised_on >= ${day} - 1 or w.last_raised_on >= ${day} - 1 or w.closed_at >= ${day} - 1))
      or b.newest >= ${day} - 1 or b.dpd = ${p.grade.keyDpdAbove + 1}::int
      or not exists (select from monitor_grade g where g.bank_id = ${bank} and g.object_type = 'MERCHANT' and g.object_id = b.id))`
  let after = '00000000-0000-0000-0000-000000000000'
  for (let more = true; more; ) {
    const rows = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
      select b.id from (select l.merchant_id as id, max(s.dpd) as dpd, max(l.start_date) as newest
        from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id
        where l.bank_id = ${bank} and s.live and l.merchant_id > ${after}::uuid group by l.merchant_id) b
      where true ${scope === 'ALL' ? Prisma.empty : touched} order by b.id limit ${PAGE}`)
    more = rows.length === PAGE
    after = rows.at(-1)?.id ?? after
    if (rows.length > 0) yield rows.map((r) => r.id)
  }
}

type MerchantRow = {
  id: string
  level: number | null
  dpd: number
  grade: string | null
  first_days: number
  months: number
  quiet: number | null
  exposure: bigint
  misused: boolean
  told: boolean
}
const LEVELS: readonly WarningLevel[] = ['YELLOW', 'ORANGE', 'RED']

async function merchants({ tx, actor }: Ctx, on: PlainDate, p: MonitoringParameters, ids: readonly string[]) {
  const bank = Prisma.sql`${actor.bankId}::uuid`
  const day = Prisma.sql`${on.toString()}::date`
  const rows = await tx.$queryRaw<MerchantRow[]>(Prisma.sql`
    with asked as materialized (
      select m.id, m.household_key from merchant m where m.bank_id = ${bank} and m.id = any(${ids}::uuid[])),
    near as materialized (
      select m.id, coalesce(m.household_key, m.id::text) as key from merchant m where m.bank_id = ${bank}
        and (m.id = any(${ids}::uuid[]) or m.household_key in (select a.household_key from asked a where a.household_key is not null))),
    book as materialized (
      select l.merchant_id as id, max(s.dpd)::int as dpd, sum(s.principal_fen)::bigint as fen, bool_or(s.misused_fen > 0) as misused
      from near n join loan l on l.bank_id = ${bank} and l.merchant_id = n.id join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id and s.live
      group by l.merchant_id),
    wanted as (select b.* from book b join asked a on a.id = b.id),
    household as (select n.key, sum(b.fen)::bigint as fen from book b join near n on n.id = b.id group by n.key)
    select w.id, sig.level, w.dpd, outcome.grade, ${day} - first.day as first_days,
      (extract(year from age(${day}, first.day)) * 12 + extract(month from age(${day}, first.day)))::int as months,
      (extract(year from age(${day}, sig.last)) * 12 + extract(month from age(${day}, sig.last)))::int as quiet,
      h.fen as exposure, w.misused,
      exists (select from tip_off t where t.bank_id = ${bank} and t.merchant_id = w.id and t.confirmed and t.received_on > ${day} - 365) as told
    from wanted w join merchant m on m.bank_id = ${bank} and m.id = w.id join household h on h.key = coalesce(m.household_key, m.id::text)
    left join lateral (select max(array_position(array['YELLOW', 'ORANGE', 'RED'], x.level) - 1) filter (where x.state not in ('CLOSED', 'FALSE_ALARM')) as level,
        max(x.raised_on) filter (where x.state <> 'FALSE_ALARM') as last from warning_signal x where x.bank_id = ${bank} and x.object_type = 'MERCHANT' and x.object_id = w.id) sig on true
    left join lateral (select min(l.first_disbursement_date) as day from loan l where l.bank_id = ${bank} and l.merchant_id = w.id) first on true
    left join lateral (select o.grade from application a join application_outcome o on o.bank_id = a.bank_id and o.application_id = a.id
        where a.bank_id = ${bank} and a.merchant_id = w.id and o.grade is not null order by a.id desc limit 1) outcome on true
    order by w.id`)
  return rows.map((r): Graded => {
    const { value, trace } = monitoringGrade(
      {
        openLevel: r.level === null ? null : LEVELS[r.level]!,
        dpd: r.dpd,
        // a client whom nobody scored has proven nothing
        customerGrade: (r.grade ?? 'B1') as CustomerGrade,
        daysSinceFirstLoan: r.first_days,
        monthsWithBank: r.months,
        monthsSinceLastSignal: r.quiet,
        exposureFen: r.exposure,
        misuseWatch: r.misused,
        tipOffConfirmed: r.told,
      },
      p.grade,
    )
    return { type: 'MERCHANT', id: r.id, grade: value.grade, reasons: value.reasons, trace }
  })
}

async function objects({ tx, actor }: Ctx, on: PlainDate, p: MonitoringParameters): Promise<Graded[]> {
  const day = Prisma.sql`${on.toString()}::date`
  const rows = await tx.$queryRaw<
    { type: string; id: string; level: number | null; quiet: number | null; weak: boolean; strong: boolean }[]
  >(Prisma.sql`
    with objects as (
      select 'MARKET' as type, m.id, coalesce(g.grade in ('B', 'C'), true) as weak, coalesce(g.grade in ('AAA', 'AA'), false) as strong
      from market m left join market_grading g on g.bank_id = m.bank_id and g.market_id = m.id
      where m.bank_id = ${actor.bankId}::uuid and m.state in ('ADMITTED', 'CONDITIONAL', 'SUSPENDED')
      union all select 'PARTY', p.id, p.state in ('WATCH', 'STOPPED'), p.state = 'ADMITTED' from party p
      where p.bank_id = ${actor.bankId}::uuid and p.state in ('ADMITTED', 'WATCH', 'STOPPED') and p.kind <> 'OPERATOR')
    select o.type, o.id, o.weak, o.strong, sig.level,
      (extract(year from age(${day}, sig.last)) * 12 + extract(month from age(${day}, sig.last)))::int as quiet
    from objects o left join lateral (select max(array_position(array['YELLOW', 'ORANGE', 'RED'], x.level) - 1) filter (where x.state not in ('CLOSED', 'FALSE_ALARM')) as level,
      max(x.raised_on) filter (where x.state <> 'FALSE_ALARM') as last from warning_signal x
      where x.bank_id = ${actor.bankId}::uuid and x.object_id = o.id and x.object_type in ('MARKET', 'PARTY', 'PARTNER')) sig on true`)
  return rows.map((r) => {
    const { value, trace } = objectGrade({
      openLevel: r.level === null ? null : LEVELS[r.level]!,
      weak: r.weak,
      strong: r.strong,
      monthsSinceLastSignal: r.quiet,
      quietMonths: p.grade.serviceQuietMonths,
    })
    return { type: r.type, id: r.id, grade: value, reasons: [], trace }
  })
}

/** A grade set lower by hand falls away when the reasons change: the second person confirmed it for the old ones. */
async function store({ tx, actor }: Ctx, on: PlainDate, graded: Graded[]): Promise<void> {
  const standing = await tx.$queryRaw<Standing[]>`
    select object_type, object_id, reasons, manual, confirmed_by from monitor_grade where bank_id = ${actor.bankId}::uuid and manual is not null`
  const before = new Map(standing.map((s) => [`${s.object_type}:${s.object_id}`, s]))
  const rows = graded.map((g) => {
    const s = before.get(`${g.type}:${g.id}`)
    const void_ = s?.confirmed_by && JSON.stringify(s.reasons) !== JSON.stringify(g.reasons)
    const manual = s && !void_ ? (s.manual as MonitoringGrade) : null
    return {
      type: g.type,
      id: g.id,
      computed: g.grade,
      reasons: g.reasons,
      trace: g.trace,
      manual,
      effective: effectiveGrade(g.grade, manual, Boolean(s?.confirmed_by)),
    }
  })
  const CHUNK = 5000
  for (let i = 0; i < rows.length; i += CHUNK)
    await tx.$executeRaw`
      with given as (select * from json_to_recordset(${JSON.stringify(rows.slice(i, i + CHUNK))}::json)
          as g(type text, id uuid, computed text, reasons jsonb, trace jsonb, manual text, effective text)),
      kept as (
        insert into monitor_grade as k (bank_id, object_type, object_id, computed, reasons, trace, graded_on, effective)
        select ${actor.bankId}::uuid, g.type, g.id, g.computed, g.reasons, g.trace, ${on.toString()}::date, g.effective from given g
        on conflict (bank_id, object_type, object_id) do update set computed = excluded.computed, reasons = excluded.reasons, trace = excluded.trace,
          graded_on = excluded.graded_on, effective = excluded.effective, version = k.version + 1,
          manual = (select g.manual from given g where g.type = k.object_type and g.id = k.object_id),
          confirmed_by = case when (select g.manual from given g where g.type = k.object_type and g.id = k.object_id) is null then null else k.confirmed_by end)
      update merchant m set monitoring_grade = g.effective from given g
      where g.type = 'MERCHANT' and m.bank_id = ${actor.bankId}::uuid and m.id = g.id and m.monitoring_grade is distinct from g.effective`
}
