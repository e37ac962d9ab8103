/** §8.1: a confirmed ORANGE signal of a merchant is answered at its stall within days that its monitoring line says. */
import { loadParameters } from '@/lib/admin/parameters'
import { loadCalendar } from '@/lib/platform/calendar'
import type { CommandContext } from '@/lib/platform/commands'
import { addWorkingDays, toDb } from '@/lib/platform/dates'
import { newId } from '@/lib/platform/tenant'

/** Plans the visit for who looked into the signal; none for a merchant that owes nothing, or that one is planned for. */
export async function planOrangeVisit(
  { tx, actor, today }: CommandContext<unknown>,
  signal: { level: string; objectType: string; objectId: string; assignedTo: string | null },
): Promise<void> {
  if (signal.level !== 'ORANGE' || signal.objectType !== 'MERCHANT') return
  const bankId = actor.bankId
  const merchantId = signal.objectId
  const loans = await tx.loan.findMany({
    where: { bankId, merchantId, state: { notIn: ['SETTLED', 'WRITTEN_OFF', 'RENEWED'] } },
    select: { id: true, marketId: true, monitoringLine: true },
    orderBy: { id: 'asc' },
  })
  const planned = await tx.visit.count({ where: { bankId, merchantId, kind: 'WARNING', state: 'PLANNED' } })
  if (!loans[0] || planned > 0) return
  const { routines } = (await loadParameters(tx, bankId, today)).monitoring
  const line = loans.some((l) => l.monitoringLine === 'FULL') ? 'FULL' : 'LIGHT'
  const due = addWorkingDays(today, routines[line].orangeOnSiteWorkingDays, await loadCalendar(tx, bankId))
  await tx.visit.create({
    data: {
      bankId,
      id: newId(),
      kind: 'WARNING',
      marketId: loans[0].marketId,
      merchantId,
      loanId: loans[0].id,
      assigneeId: signal.assignedTo ?? actor.userId,
      plannedOn: toDb(today),
      dueOn: toDb(due),
      isOnsite: true,
      state: 'PLANNED',
      source: 'WARNING',
    },
  })
}
