/** Two logs missing in a week go to the head, once a week and person (§9 row 12). */
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import type { PlainDate } from '@/lib/platform/dates'
import { loggedDays, MISSING_DAYS_TO_HEAD } from '../rules/reports'

/** Run on the morning of `on`: the week's working days before it, of every customer manager who had the role by then. */
export async function remindOfLogs(ctx: CommandContext<unknown>, on: PlainDate): Promise<{ logsMissing: number }> {
  const { tx, actor, now } = ctx
  const yesterday = on.subtract({ days: 1 })
  const days = loggedDays(yesterday, await loadCalendar(tx, actor.bankId)).map(String)
  if (days.length < MISSING_DAYS_TO_HEAD) return { logsMissing: 0 }
  // a bank that keeps no logs is not told every week that it keeps none
  const logsMissing = await tx.$executeRaw`
    insert into task (bank_id, id, kind, object_type, object_id, role, params, due_on, state, created_at)
    select u.bank_id, uuidv7(), 'LOG_MISSING', 'user', u.id, 'SB_HEAD', json_build_object('code', u.name, 'week', ${days[0]}::text, 'missing', count(*)), ${on.toString()}::date, 'OPEN', ${now}
    from app_user u join role_grant g on g.bank_id = u.bank_id and g.user_id = u.id and g.role = 'RM' and g.state = 'ACTIVE' cross join unnest(${days}::date[]) d
    where u.bank_id = ${actor.bankId}::uuid and u.state = 'ACTIVE' and (g.requested_at at time zone 'Asia/Shanghai')::date <= d
      and exists (select from work_report r where r.bank_id = u.bank_id and r.kind = 'DAILY' and r.state <> 'DRAFT')
      and not exists (select from work_report r where r.bank_id = u.bank_id and r.user_id = u.id and r.kind = 'DAILY' and r.starts_on = d and r.state <> 'DRAFT')
      and not exists (select from task t where t.bank_id = u.bank_id and t.kind = 'LOG_MISSING' and t.object_id = u.id and t.params ->> 'week' = ${days[0]}::text)
    group by u.bank_id, u.id, u.name having count(*) >= ${MISSING_DAYS_TO_HEAD}`
  return { logsMissing }
}
