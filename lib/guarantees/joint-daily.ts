/** The morning of joint-guarantee groups: the steps of a default by day, freezes, and groups that are impaired (§2.2, §8.5). */
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { addWorkingDays, type PlainDate, toDb } from '@/lib/platform/dates'
import { moveGroups } from './move-groups'
import { DEFAULT_PROCEDURE, FREEZE_BORROWER_DPD, FREEZE_GROUP_DPD } from './rules/default-procedure'

type Ctx = CommandContext<unknown>
export type ImpairedLimits = { impairedMembers: number; impairedBalancePpm: number; replenishWorkingDays: number }

/** Each step once for each default: told apart by the day on which the oldest unpaid due date lies. Four statements for all loans. */
export async function jointGroupsDaily(ctx: Ctx, day: PlainDate, p: ImpairedLimits): Promise<Record<string, number>> {
  const { tx, actor, now } = ctx
  const bankId = actor.bankId
  const calendar = await loadCalendar(tx, bankId)
  const steps = JSON.stringify(
    DEFAULT_PROCEDURE.map((s) => ({ ...s, due: addWorkingDays(day, s.within, calendar).toString() })),
  )
  const asked = await tx.$executeRaw`
    insert into task (bank_id, id, kind, object_type, object_id, role, due_on, state, params, created_at)
    select l.bank_id, uuidv7(), p.kind, 'loan', l.id, p.role, p.due, 'OPEN',
      jsonb_build_object('code', l.number, 'oldestDue', s.oldest_due, 'dpd', s.dpd), ${now}
    from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id
    join jsonb_to_recordset(${steps}::jsonb) as p(day int, kind text, role text, due date) on s.dpd >= p.day
    where l.bank_id = ${bankId}::uuid and l.group_id is not null and s.oldest_due is not null
      and l.state not in ('SETTLED', 'WRITTEN_OFF', 'RENEWED')
      and not (p.kind = 'RAISE_CLAIM' and l.state not in ('OVERDUE', 'ACCELERATED'))
      and not exists (select from task t where t.bank_id = l.bank_id and t.object_type = 'loan' and t.object_id = l.id and t.kind = p.kind
        and t.params ->> 'oldestDue' = s.oldest_due::text)`
  // what is paid needs nothing more: its open steps fall away
  const dropped = await tx.$executeRaw`
    update task t set state = 'CANCELLED' from loan_state s
    where t.bank_id = ${bankId}::uuid and t.object_type = 'loan' and t.state = 'OPEN' and t.kind = any (${DEFAULT_PROCEDURE.map((x) => x.kind)}::text[])
      and s.bank_id = t.bank_id and s.loan_id = t.object_id and s.oldest_due is null`
  const frozen = await tx.$executeRaw`
    update application a set frozen = true from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id
    where a.bank_id = ${bankId}::uuid and l.bank_id = a.bank_id and l.merchant_id = a.merchant_id and not a.frozen and s.dpd >= ${FREEZE_BORROWER_DPD}
      and l.group_id is not null and l.state not in ('SETTLED', 'WRITTEN_OFF', 'RENEWED')
      and a.state in ('APPROVED', 'APPROVED_REDUCED', 'CONTRACTING', 'SIGNED', 'CP_PENDING', 'READY_TO_DRAW')`
  const groups = await tx.$queryRaw<{ id: string; freeze: boolean; impaired: boolean }[]>`
    with member as (
      select l.group_id, s.principal_fen as fen, s.dpd, s.class in ('SUBSTANDARD', 'DOUBTFUL', 'LOSS') as npl
      from loan l join loan_state s on s.bank_id = l.bank_id and s.loan_id = l.id
      where l.bank_id = ${bankId}::uuid and l.group_id is not null and l.state not in ('SETTLED', 'RENEWED')),
    late as (
      select b.group_id, count(*) as n from replenishment r join margin_sub_ledger b on b.bank_id = r.bank_id and b.id = r.sub_ledger_id
      where r.bank_id = ${bankId}::uuid and r.state in ('DUE', 'OVERDUE') and r.due_on < ${toDb(day)}::date group by b.group_id)
    select g.id, coalesce(max(m.dpd), 0) >= ${FREEZE_GROUP_DPD} as freeze,
      (count(*) filter (where m.npl) >= ${p.impairedMembers}
        or coalesce(sum(m.fen) filter (where m.npl), 0) * 1000000 >= greatest(coalesce(sum(m.fen), 0), 1) * ${p.impairedBalancePpm}::bigint
        or coalesce(max(late.n), 0) > 0) as impaired
    from joint_group g join member m on m.group_id = g.id left join late on late.group_id = g.id
    where g.bank_id = ${bankId}::uuid and g.state in ('SIGNED', 'ACTIVE', 'FROZEN') group by g.id`
  const freeze = groups.filter((g) => g.freeze && !g.impaired).map((g) => g.id)
  const impaired = groups.filter((g) => g.impaired).map((g) => g.id)
  await moveGroups(ctx, freeze, 'freeze', 'DPD_15')
  await moveGroups(ctx, impaired, 'impair', '§8.5')
  return { jointSteps: asked, jointStepsDropped: dropped, jointFrozen: frozen, groupsImpaired: impaired.length }
}
