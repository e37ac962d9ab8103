/** What one member's trouble means for the others, each morning (§8.5): limits, monitoring, classes, tasks. */
import type { ContagionParameters } from '@/lib/monitoring/rules/contagion'
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { addWorkingDays, fromDb, type PlainDate, toDb, workingDaysBetween } from '@/lib/platform/dates'
import { Prisma } from '@/lib/platform/tenant'
import { moveGroups } from './move-groups'

type Ctx = CommandContext<unknown>
const LIVING = Prisma.sql`l.state not in ('SETTLED', 'WRITTEN_OFF', 'RENEWED')`

/**
 * The table of §8.5, event by event, each a fixed number of statements for all groups: more than thirty days late or a
 * claim raised freezes what the group has not drawn and puts the others on the full line; an impaired group, and whoever
 * leaves a demand under joint liability unpaid for thirty days, is at least SPECIAL_MENTION; a margin that is not filled
 * again in time asks for that class; a member who died or is missing asks for a meeting.
 */
export async function contagionDaily(ctx: Ctx, on: PlainDate, p: ContagionParameters): Promise<Record<string, number>> {
  const { tx, actor, now } = ctx
  const bank = Prisma.sql`${actor.bankId}::uuid`
  const day = Prisma.sql`${on.toString()}::date`
  const calendar = await loadCalendar(tx, actor.bankId)
  const open = await tx.replenishment.findMany({
    where: { bankId: actor.bankId, state: { in: ['DUE', 'OVERDUE'] }, dueOn: { lt: toDb(on) } },
    distinct: ['dueOn'],
    select: { dueOn: true },
  })
  const late = open
    .map((r) => fromDb(r.dueOn))
    .filter((d) => workingDaysBetween(d, on, calendar) > p.replenishWorkingDays)
    .map(String)
  const due = addWorkingDays(on, p.meetingWorkingDays, calendar).toString()

  const serious = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    select distinct l.group_id as id from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id
    where l.bank_id = ${bank} and l.group_id is not null and ${LIVING} and (s.dpd > ${p.freezeDpdAbove}
      or exists (select from claim c where c.bank_id = l.bank_id and c.loan_id = l.id and c.state not in ('DRAFT', 'CLOSED')))`)
  const groups = serious.map((g) => g.id)
  if (groups.length > 0) await moveGroups(ctx, groups, 'freeze', '§8.5')
  const watched = await tx.$executeRaw(Prisma.sql`
    update loan l set monitoring_line = 'FULL' where l.bank_id = ${bank} and l.group_id = any (${groups}::uuid[]) and ${LIVING} and l.monitoring_line <> 'FULL'`)

  const lowered = await tx.$executeRaw(Prisma.sql`
    update loan_state s set class = 'SPECIAL_MENTION' from loan l
    where s.bank_id = ${bank} and s.live and s.class = 'NORMAL' and l.bank_id = s.bank_id and l.id = s.loan_id and l.group_id is not null and (
      exists (select from joint_group g where g.bank_id = l.bank_id and g.id = l.group_id and g.state = 'IMPAIRED')
      or exists (select from claim_line k join claim c on c.bank_id = k.bank_id and c.id = k.claim_id and c.type = 'JOINT_LIABILITY'
        join claim_notice n on n.bank_id = k.bank_id and n.line_id = k.id
        where k.bank_id = l.bank_id and k.application_id = l.application_id and k.source = 'jointLiability' and k.paid_fen < k.demanded_fen
          and k.state <> 'WAIVED' and n.sent_on < ${day} - ${p.demandDays}::int))`)

  const reviews = await tx.$executeRaw(Prisma.sql`
    insert into classification_case (bank_id, id, loan_id, kind, as_of, due_on, state, present, floor, facts)
    select distinct on (s.loan_id) s.bank_id, uuidv7(), s.loan_id, 'EVENT', ${day}, ${addWorkingDays(on, 5, calendar).toString()}::date, 'PROPOSED', s.class,
      'SPECIAL_MENTION', jsonb_build_object('replenishmentOverdue', r.id)
    from replenishment r join margin_sub_ledger b on b.bank_id = r.bank_id and b.id = r.sub_ledger_id
    join loan l on l.bank_id = b.bank_id and l.application_id = b.application_id and ${LIVING}
    join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id and s.live and s.class = 'NORMAL'
    where r.bank_id = ${bank} and r.state in ('DUE', 'OVERDUE') and r.due_on = any (${late}::date[])
      and not exists (select from classification_case c where c.bank_id = s.bank_id and c.loan_id = s.loan_id
        and (c.state in ('PROPOSED', 'INITIAL', 'RECOGNISED') or c.facts ->> 'replenishmentOverdue' = r.id::text))
    order by s.loan_id, r.due_on`)

  const exits = await tx.$executeRaw(Prisma.sql`
    insert into task (bank_id, id, kind, object_type, object_id, role, due_on, state, params, created_at)
    select g.bank_id, uuidv7(), 'GROUP_EXIT_PLAN', 'group', g.id, 'POST_MKT', ${due}::date, 'OPEN', jsonb_build_object('code', g.code), ${now}
    from joint_group g where g.bank_id = ${bank} and g.state = 'IMPAIRED'
      and not exists (select from task t where t.bank_id = g.bank_id and t.object_type = 'group' and t.object_id = g.id and t.kind = 'GROUP_EXIT_PLAN')`)
  const meetings = await tx.$executeRaw(Prisma.sql`
    insert into task (bank_id, id, kind, object_type, object_id, role, due_on, state, params, created_at)
    select distinct on (w.id) g.bank_id, uuidv7(), 'GROUP_MEMBER_LOST', 'group', g.id, 'POST_MKT', ${due}::date, 'OPEN',
      jsonb_build_object('code', g.code, 'member', a.name, 'signal', w.id), ${now}
    from warning_signal w join application a on a.bank_id = w.bank_id and a.merchant_id = w.object_id
    join joint_group_member m on m.bank_id = a.bank_id and m.application_id = a.id and m.state = 'ACTIVE'
    join joint_group g on g.bank_id = m.bank_id and g.id = m.group_id and g.state in ('SIGNED', 'ACTIVE', 'FROZEN', 'IMPAIRED')
    where w.bank_id = ${bank} and w.object_type = 'MERCHANT' and w.value in ('DEATH', 'MISSING') and w.state <> 'FALSE_ALARM'
      and not exists (select from task t where t.bank_id = w.bank_id and t.kind = 'GROUP_MEMBER_LOST' and t.params ->> 'signal' = w.id::text)
    order by w.id, g.id`)
  return {
    contagionWatched: watched,
    contagionLowered: lowered,
    contagionReviews: reviews,
    groupExitPlans: exits,
    groupMeetings: meetings,
  }
}
