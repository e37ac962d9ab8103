/** How many cases each team has told in a month: three good and three bad are wanted, and asked for (§9 row 19). */
import type { CommandContext } from '@/lib/platform/commands'
import { addMonths, type PlainDate } from '@/lib/platform/dates'
import type { Tx } from '@/lib/platform/tenant'
import { CASES_ASKED_FROM, casesMissing } from '../rules/clients'

/** Branches and teams in which a customer manager sits, with the cases of their people in the month of `on`. */
export async function teamCases(tx: Tx, bankId: string, on: PlainDate) {
  const from = on.with({ day: 1 })
  const rows = await tx.$queryRaw<{ id: string; name: string; name_en: string; good: number; bad: number }[]>`
    select b.id, b.name, b.name_en, count(c.id) filter (where c.kind = 'WIN')::int as good, count(c.id) filter (where c.kind <> 'WIN')::int as bad
    from branch b left join app_user u on u.bank_id = b.bank_id and u.branch_id = b.id
    left join case_story c on c.bank_id = u.bank_id and c.author_id = u.id and c.written_on >= ${from.toString()}::date and c.written_on < ${addMonths(from, 1).toString()}::date
    where b.bank_id = ${bankId}::uuid and b.level <> 'HEAD' and exists (select from app_user m join role_grant g on g.bank_id = m.bank_id and g.user_id = m.id
      where m.bank_id = b.bank_id and m.branch_id = b.id and m.state = 'ACTIVE' and g.role = 'RM' and g.state = 'ACTIVE')
    group by b.id, b.code, b.name, b.name_en order by b.code`
  return rows.map((r) => ({ id: r.id, name: r.name, nameEn: r.name_en, good: r.good, bad: r.bad, missing: casesMissing(r.good, r.bad) })) // biome-ignore format: one line
}

/** From the 25th on, each team that has told too few is asked for the rest, once a month; told, the errand is done. */
export async function casesDaily(
  { tx, actor, now }: Pick<CommandContext<unknown>, 'tx' | 'actor' | 'now'>,
  on: PlainDate,
): Promise<{ casesAsked: number }> {
  const { bankId } = actor
  const month = on.toString().slice(0, 7)
  const teams = await teamCases(tx, bankId, on)
  const lacking = teams.filter((t) => t.missing.good + t.missing.bad > 0)
  await tx.$executeRaw`
    update task t set state = 'DONE', done_at = ${now} where t.bank_id = ${bankId}::uuid and t.kind = 'CASES_MISSING' and t.state = 'OPEN'
      and (t.params ->> 'month' <> ${month} or not t.object_id = any(${lacking.map((t) => t.id)}::uuid[]))`
  // a bank whose teams have told nothing yet this year has not begun with the library
  const begun = await tx.caseStory.findFirst({ where: { bankId }, select: { id: true } })
  if (on.day < CASES_ASKED_FROM || lacking.length === 0 || !begun) return { casesAsked: 0 }
  const casesAsked = await tx.$executeRaw`
    insert into task (bank_id, id, kind, object_type, object_id, role, params, due_on, state, created_at)
    select ${bankId}::uuid, uuidv7(), 'CASES_MISSING', 'branch', l.id, 'SB_HEAD', json_build_object('code', l.name, 'month', ${month}::text, 'good', l.good, 'bad', l.bad),
      ${addMonths(on.with({ day: 1 }), 1)
        .subtract({ days: 1 })
        .toString()}::date, 'OPEN', ${now}
    from json_to_recordset(${JSON.stringify(lacking.map((t) => ({ id: t.id, name: t.name, ...t.missing })))}::json) as l(id uuid, name text, good int, bad int)
    where not exists (select from task t where t.bank_id = ${bankId}::uuid and t.kind = 'CASES_MISSING' and t.object_id = l.id and t.params ->> 'month' = ${month}::text)`
  return { casesAsked }
}
