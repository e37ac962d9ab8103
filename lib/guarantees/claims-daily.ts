/** What a morning brings for claims: a payer that does not pay in time takes no new business; a long dispute goes to the lawyers (§2.4, §8.3 S6, §8.6). */
import { loadParameters } from '@/lib/admin/parameters'
import { partnerMachine, schemeMachine } from '@/lib/partners/workflow'
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { addWorkingDays, type PlainDate, toDb } from '@/lib/platform/dates'
import { Prisma } from '@/lib/platform/tenant'
import { transitionSet } from '@/lib/platform/workflow'
import { partnerProcedure } from './rules/default-procedure'

type Ctx = CommandContext<unknown>
/** Working days after which a dispute is the lawyers' (§8.6). */
const DISPUTE_DAYS = 10
/** Days before the end of an insurer’s window on which what its file lacks is asked for. */
const PAPER_DAYS = 10

export async function claimsDaily(ctx: Ctx, day: PlainDate): Promise<Record<string, number>> {
  const { tx, actor, now } = ctx
  const bankId = actor.bankId
  const calendar = await loadCalendar(tx, bankId)
  let since = day
  for (let n = 0; n < DISPUTE_DAYS; ) {
    since = since.subtract({ days: 1 })
    if (calendar.isWorkingDay(since)) n++
  }
  const legal = await tx.$executeRaw`
    insert into task (bank_id, id, kind, object_type, object_id, role, due_on, state, params, created_at)
    select c.bank_id, uuidv7(), 'CLAIM_DISPUTED', 'claim', c.id, 'LEGAL', ${toDb(day)}::date, 'OPEN', jsonb_build_object('code', c.number), ${now}
    from claim c where c.bank_id = ${bankId}::uuid and c.state = 'DISPUTED'
      and exists (select from claim_notice n where n.bank_id = c.bank_id and n.claim_id = c.id and n.state = 'DISPUTED' and n.answered_on < ${toDb(since)}::date)
      and not exists (select from task t where t.bank_id = c.bank_id and t.object_type = 'claim' and t.object_id = c.id and t.kind = 'CLAIM_DISPUTED')`
  const papers = await paperTasks(ctx, day)
  const asked = await partnerSteps(ctx, day)
  const late = Prisma.sql`select l.party_id from claim_line l where l.bank_id = ${bankId}::uuid and l.party_id is not null
    and l.source in ('guarantor', 'insurer', 'developerGuarantee') and l.state in ('NOTICE_SENT', 'ACCEPTED', 'PAID_PARTIAL') and l.pay_by < ${toDb(day)}::date`
  const stop = { event: 'stop', bySystem: true, reason: 'CLAIM_OVERDUE' } as const
  let stopped = 0
  for (const from of ['ADMITTED', 'WATCH'] as const)
    stopped += await transitionSet(ctx, partnerMachine, from, stop, late)
  const schemes = await transitionSet(
    ctx,
    schemeMachine,
    'ACTIVE',
    stop,
    Prisma.sql`select s.id from cooperation_scheme s where s.bank_id = ${bankId}::uuid and s.party_id in (${late})`,
  )
  return {
    partnerSteps: asked,
    claimsToLegal: legal,
    claimPapers: papers,
    partnersStopped: stopped,
    schemesStopped: schemes,
  }
}

/** A file that still lacks papers near the end of its window, or whose insurer asks for one again, is asked for once until it is whole. */
async function paperTasks(ctx: Ctx, day: PlainDate): Promise<number> {
  const { tx, actor, now } = ctx
  const bank = Prisma.sql`${actor.bankId}::uuid`
  const wanting = Prisma.sql`select from claim_paper p where p.bank_id = c.bank_id and p.claim_id = c.id and p.state <> 'RECEIVED'`
  await tx.$executeRaw`
    update task t set state = 'CANCELLED' where t.bank_id = ${bank} and t.kind = 'CLAIM_PAPERS' and t.state = 'OPEN'
      and exists (select from claim c where c.bank_id = t.bank_id and c.id = t.object_id
        and (c.state in ('PAID', 'SHORTFALL', 'CLOSED') or not exists (${wanting})))`
  return tx.$executeRaw`
    insert into task (bank_id, id, kind, object_type, object_id, role, due_on, state, params, created_at)
    select c.bank_id, uuidv7(), 'CLAIM_PAPERS', 'claim', c.id, 'RM', w.due, 'OPEN', jsonb_build_object('code', c.number, 'count', w.n), ${now}
    from claim c join lateral (select count(*) as n, min(case when p.state = 'QUERIED' then p.queried_on + ${PAPER_DAYS}::int else p.due_on end) as due,
        bool_or(p.state = 'QUERIED') as queried from claim_paper p where p.bank_id = c.bank_id and p.claim_id = c.id and p.state <> 'RECEIVED') w on w.n > 0
    where c.bank_id = ${bank} and c.state not in ('PAID', 'SHORTFALL', 'CLOSED') and (w.queried or w.due <= ${day.toString()}::date + ${PAPER_DAYS}::int)
      and not exists (select from task t where t.bank_id = c.bank_id and t.kind = 'CLAIM_PAPERS' and t.object_id = c.id and t.state = 'OPEN')`
}

/** Each step once for each default of a loan with a partner behind it; what is paid needs nothing more. */
async function partnerSteps(ctx: Ctx, day: PlainDate): Promise<number> {
  const { tx, actor, now } = ctx
  const bankId = actor.bankId
  const calendar = await loadCalendar(tx, bankId)
  const p = (await loadParameters(tx, bankId, day)).plans
  const table = partnerProcedure({
    AF: p.af.compensationTriggerDpd,
    GC: p.gc.compensationGraceDays,
    LI: p.li.claimWaitingDays,
    PK: 30,
  })
  const steps = JSON.stringify(table.map((s) => ({ ...s, due: addWorkingDays(day, s.within, calendar).toString() })))
  const asked = await tx.$executeRaw`
    insert into task (bank_id, id, kind, object_type, object_id, role, due_on, state, params, created_at)
    select l.bank_id, uuidv7(), p.kind, 'loan', l.id, p.role,
      case when p.mode = 'LI' and p.kind = 'RAISE_PARTNER_CLAIM' then s.oldest_due + p.day + ${p.li.claimFileWindowDays}::int else p.due end, 'OPEN',
      jsonb_build_object('code', l.number, 'oldestDue', s.oldest_due, 'dpd', s.dpd), ${now}
    from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id join batch b on b.bank_id = l.bank_id and b.id = l.batch_id
    join jsonb_to_recordset(${steps}::jsonb) as p(mode text, day int, kind text, role text, due date) on p.mode = b.mode and s.dpd >= p.day
    where l.bank_id = ${bankId}::uuid and s.oldest_due is not null and l.state in ('OVERDUE', 'ACCELERATED')
      and not exists (select from task t where t.bank_id = l.bank_id and t.object_type = 'loan' and t.object_id = l.id and t.kind = p.kind
        and t.params ->> 'oldestDue' = s.oldest_due::text)`
  await tx.$executeRaw`
    update task t set state = 'CANCELLED' from loan_state s
    where t.bank_id = ${bankId}::uuid and t.object_type = 'loan' and t.state = 'OPEN' and t.kind in ('NOTIFY_PARTNER', 'RAISE_PARTNER_CLAIM')
      and s.bank_id = t.bank_id and s.loan_id = t.object_id and s.oldest_due is null`
  return asked
}
