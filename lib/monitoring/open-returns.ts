/** Each market in which the bank lends owes a return for each month; asked for when the month is over (§8.1). */
import type { CommandContext } from '@/lib/platform/commands'
import { maxDate, type PlainDate } from '@/lib/platform/dates'
import type { MonitoringParameters } from './parameters'
import { returnDue } from './rules/market-return'

/**
 * Opens last month's returns that are not there yet. Markets admitted within the month begin with the next. One that is
 * opened after the first of the month has as many days as the others: nobody is late for what was not asked.
 */
export async function openReturns(
  { tx, actor }: CommandContext<unknown>,
  on: PlainDate,
  p: MonitoringParameters,
): Promise<{ returnsOpened: number }> {
  const month = on.with({ day: 1 }).subtract({ months: 1 })
  const dueOn = maxDate(returnDue(month, p.returns.dueDay), on.add({ days: p.returns.dueDay - 1 }))
  const made = await tx.$executeRaw`
    insert into market_return (bank_id, id, market_id, party_id, month, due_on, state)
    select m.bank_id, uuidv7(), m.id, m.operator_party_id, ${month.toString()}::date, ${dueOn.toString()}::date, 'DUE'
    from market m where m.bank_id = ${actor.bankId}::uuid and m.state in ('ADMITTED', 'CONDITIONAL', 'SUSPENDED') and m.admitted_on < ${month.toString()}::date
    on conflict (bank_id, market_id, month) do nothing`
  return { returnsOpened: made }
}
