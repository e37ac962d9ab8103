/**
 * The morning's look at money that was lent and has not reached its payee (§7.4): in principle within so many working days,
 * which asks its manager; at the latest within so many more, which asks who approves payments.
 */
import { loadParameters } from '@/lib/admin/parameters'
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import type { PlainDate, WorkingCalendar } from '@/lib/platform/dates'
import { keepTasks } from '@/lib/platform/standing-tasks'
import { Prisma } from '@/lib/platform/tenant'

export async function latePaymentsDaily(
  ctx: CommandContext<unknown>,
  day: PlainDate,
): Promise<{ paymentsLate: number; paymentsOverdue: number }> {
  const { tx, actor } = ctx
  const open = { bankId: actor.bankId, state: 'OPEN', kind: { in: ['PAYMENT_LATE', 'PAYMENT_OVERDUE'] } }
  const back = { bankId: actor.bankId, OR: [{ state: 'RETURNED' }, { state: 'PENDING', replacesId: { not: null } }] }
  if ((await tx.paymentOrder.count({ where: back })) + (await tx.task.count({ where: open })) === 0)
    return { paymentsLate: 0, paymentsOverdue: 0 }
  const p = (await loadParameters(tx, actor.bankId, day)).disbursement
  const calendar = await loadCalendar(tx, actor.bankId)
  const before = (days: number) => workingDaysBefore(day, days, calendar)
  return {
    paymentsLate: await ask(ctx, 'PAYMENT_LATE', before(p.entrustedWorkingDays), null),
    paymentsOverdue: await ask(ctx, 'PAYMENT_OVERDUE', before(p.entrustedLatestWorkingDays), 'DISB_APPROVER'),
  }
}

/** The day so many working days ago: what was lent before it has had its time. */
function workingDaysBefore(day: PlainDate, days: number, calendar: WorkingCalendar): PlainDate {
  let since = day
  for (let n = 0; n < days; ) {
    since = since.subtract({ days: 1 })
    if (calendar.isWorkingDay(since)) n++
  }
  return since
}

/** One errand a drawdown, for its manager or for a role; it goes when the last payment has reached its payee. */
function ask(ctx: CommandContext<unknown>, kind: string, since: PlainDate, role: string | null): Promise<number> {
  return keepTasks(
    ctx,
    { kind, objectType: 'drawdown' },
    Prisma.sql`
    select d.id as object_id, d.number as code,
      case when ${role}::text is null and d.requested_by is null then 'RM' else ${role}::text end as role,
      case when ${role}::text is null then d.requested_by end as assignee_id
    from drawdown d
    where d.bank_id = ${ctx.actor.bankId}::uuid and d.state = 'DISBURSED' and d.start_date < ${since.toString()}::date
      and exists (select from payment_order o where o.bank_id = d.bank_id and o.drawdown_id = d.id
        and (o.state = 'RETURNED' or (o.state = 'PENDING' and o.replaces_id is not null)))`,
  )
}
