/** Plans whose time is over (§6.4): twelve months after approval, or six without a first contract. */
import type { CommandContext } from '@/lib/platform/commands'
import { type PlainDate, toDb } from '@/lib/platform/dates'
import { transitionMany } from '@/lib/platform/workflow'
import { planMachine } from './workflow'

/** Contracts that count as the plan's first: issued ones that were signed, whatever became of them later. */
const CONTRACTED = ['SIGNED', 'CP_PENDING', 'READY_TO_DRAW', 'ACTIVE', 'SETTLED']

/**
 * Ends the plans in force that the day `on` is too late for, and answers the items of theirs that are not signed:
 * these lapse with it, signed and drawn ones go on under the plan they were signed under (B18).
 */
export async function lapsePlans(
  ctx: CommandContext<unknown>,
  on: PlainDate,
): Promise<{ plans: number; unsignedItems: string[] }> {
  const { tx, actor } = ctx
  const late = { lt: toDb(on) }
  const plans = await tx.creditPlan.findMany({
    where: {
      bankId: actor.bankId,
      state: 'EFFECTIVE',
      OR: [
        { validUntil: late },
        { firstContractBy: late, batch: { applications: { none: { state: { in: CONTRACTED } } } } },
      ],
    },
    select: { id: true },
  })
  const { moved } = await transitionMany(
    ctx,
    planMachine,
    plans.map((p) => p.id),
    { event: 'expire', bySystem: true, reason: '§6.4' },
  )
  const lines = await tx.planLine.findMany({
    where: {
      bankId: actor.bankId,
      planId: { in: moved },
      application: { state: { in: ['APPROVED', 'APPROVED_REDUCED', 'CONTRACTING'] } },
    },
    select: { applicationId: true },
  })
  return { plans: moved.length, unsignedItems: lines.map((l) => l.applicationId) }
}
