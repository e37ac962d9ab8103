/** The three lines' routine, each morning (§8.1): inspections that come due, and clients that change their line. */
import type { CommandContext } from '@/lib/platform/commands'
import type { PlainDate } from '@/lib/platform/dates'
import { Prisma } from '@/lib/platform/tenant'
import { exposureOf, forcedFull, UNDRAWN_STATES } from './exposure'
import type { MonitoringParameters } from './parameters'

type Ctx = CommandContext<unknown>
/** An inspection is put on somebody's desk so many days before it is due. */
const AHEAD_DAYS = 14

/**
 * The next inspection of each market (by its grade: AAA and AA quarterly, A every two months, B and C monthly) and of each
 * partner with a named person, counted from the last one made, else from when it began. The named person makes it.
 */
export async function planInspections(
  { tx, actor }: Ctx,
  on: PlainDate,
  p: MonitoringParameters,
): Promise<{ inspectionsPlanned: number }> {
  const bank = Prisma.sql`${actor.bankId}::uuid`
  const day = Prisma.sql`${on.toString()}::date`
  const months = Prisma.join(
    Object.entries(p.marketVisitMonths).map(([grade, n]) => Prisma.sql`when ${grade} then ${n}`),
    ' ',
  )
  const markets = await tx.$executeRaw(Prisma.sql`
    insert into visit (bank_id, id, kind, market_id, assignee_id, planned_on, due_on, is_onsite, state, source)
    select ${bank}, uuidv7(), 'MARKET_INSPECTION', m.id, coalesce(m.post_mkt_id, m.post_mkt_deputy_id), greatest(next.due - ${AHEAD_DAYS}::int, ${day}), greatest(next.due, ${day}), true, 'PLANNED', 'ROUTINE'
    from market m join market_grading g on g.bank_id = m.bank_id and g.market_id = m.id
    cross join lateral (select (coalesce((select max((v.done_at at time zone 'Asia/Shanghai')::date) from visit v where v.bank_id = m.bank_id and v.market_id = m.id
        and v.kind = 'MARKET_INSPECTION' and v.state = 'DONE'), m.admitted_on) + (case g.grade ${months} else 1 end)::int * interval '1 month')::date as due) next
    where m.bank_id = ${bank} and m.state in ('ADMITTED', 'CONDITIONAL', 'SUSPENDED') and coalesce(m.post_mkt_id, m.post_mkt_deputy_id) is not null
      and next.due <= ${day} + ${AHEAD_DAYS}::int
      and not exists (select from visit v where v.bank_id = m.bank_id and v.market_id = m.id and v.kind = 'MARKET_INSPECTION' and v.state in ('PLANNED', 'MISSED'))`)
  const partners = await tx.$executeRaw(Prisma.sql`
    insert into visit (bank_id, id, kind, party_id, assignee_id, planned_on, due_on, is_onsite, state, source)
    select ${bank}, uuidv7(), 'PARTNER_CHECK', a.object_id, a.user_id, greatest(next.due - ${AHEAD_DAYS}::int, ${day}), greatest(next.due, ${day}), true, 'PLANNED', 'ROUTINE'
    from monitor_assignment a
    cross join lateral (select (coalesce((select max((v.done_at at time zone 'Asia/Shanghai')::date) from visit v where v.bank_id = a.bank_id and v.party_id = a.object_id
        and v.kind = 'PARTNER_CHECK' and v.state = 'DONE'), a.starts_on) + ${p.partnerVisitMonths}::int * interval '1 month')::date as due) next
    where a.bank_id = ${bank} and a.object_type = 'PARTY' and a.ends_on is null and next.due <= ${day} + ${AHEAD_DAYS}::int
      and not exists (select from visit v where v.bank_id = a.bank_id and v.party_id = a.object_id and v.kind = 'PARTNER_CHECK' and v.state in ('PLANNED', 'MISSED'))`)
  return { inspectionsPlanned: markets + partners }
}

/**
 * Clients whose loans moved since yesterday, who are approved and have not drawn, or who are watched fully today: measured
 * anew, so that a commitment that lapsed and a market that is calm again count too.
 */
export async function moveLines(
  ctx: Pick<Ctx, 'tx' | 'actor'>,
  on: PlainDate,
  p: MonitoringParameters,
): Promise<{ linesMoved: number }> {
  const bank = Prisma.sql`${ctx.actor.bankId}::uuid`
  return {
    linesMoved: await measureClients(
      ctx,
      p,
      Prisma.sql`
        select m.household_key, m.id from loan_event e join loan l on l.bank_id = e.bank_id and l.id = e.loan_id
          join merchant m on m.bank_id = l.bank_id and m.id = l.merchant_id where e.bank_id = ${bank} and e.booked_on >= ${on.toString()}::date - 1
        union all select m.household_key, m.id from application a join merchant m on m.bank_id = a.bank_id and m.id = a.merchant_id
          where a.bank_id = ${bank} and a.state = any(${[...UNDRAWN_STATES]}::text[])
        union all select m.household_key, m.id from loan l join merchant m on m.bank_id = l.bank_id and m.id = l.merchant_id
          where l.bank_id = ${bank} and l.monitoring_line = 'FULL' and l.state not in ('SETTLED', 'WRITTEN_OFF', 'RENEWED')`,
    ),
  }
}

/** The clients of these groups, at once: after who belongs to them has changed. */
export function moveLinesOf(
  ctx: Pick<Ctx, 'tx' | 'actor'>,
  p: MonitoringParameters,
  merchantIds: readonly string[],
): Promise<number> {
  return measureClients(
    ctx,
    p,
    Prisma.sql`select m.household_key, m.id from merchant m where m.bank_id = ${ctx.actor.bankId}::uuid and m.id = any(${[...merchantIds]}::uuid[])`,
  )
}

/**
 * All notes of the household or controller group and what is approved and not yet drawn, summed. Over the line they go to
 * FULL, on it or under to LIGHT; a market with an open RED signal, and the other members of a group with one over thirty
 * days late, keep FULL whatever the amount. `touched` selects household_key and id of merchants.
 */
async function measureClients(
  { tx, actor }: Pick<Ctx, 'tx' | 'actor'>,
  p: MonitoringParameters,
  touched: Prisma.Sql,
): Promise<number> {
  const bank = Prisma.sql`${actor.bankId}::uuid`
  return tx.$executeRaw(Prisma.sql`
    with touched as (select distinct coalesce(t.household_key, t.id::text) as client from (${touched}) t),
    whole as (
      select m.id, t.client from touched t join merchant m on m.bank_id = ${bank} and m.household_key = t.client
      union all select m.id, t.client from touched t join merchant m on m.bank_id = ${bank} and m.household_key is null and m.id::text = t.client),
    exposure as (
      select w.client, coalesce(sum(x.fen), 0) as fen from whole w cross join lateral (${exposureOf(bank, Prisma.sql`w.id`)}) x group by w.client)
    update loan l set monitoring_line = target.line from whole w join exposure e on e.client = w.client, lateral (
      select case when e.fen > ${p.lineFen} then 'FULL' else 'LIGHT' end as line) target
    where l.bank_id = ${bank} and l.merchant_id = w.id and l.state not in ('SETTLED', 'WRITTEN_OFF', 'RENEWED') and l.monitoring_line <> target.line
      and (target.line = 'FULL' or not (${forcedFull(p)}))`)
}
