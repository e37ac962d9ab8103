/** A condition before drawdown stands on the checklist of every merchant that it touches: both always say the same. */
import type { CommandContext } from '@/lib/platform/commands'
import type { Prisma } from '@/lib/platform/tenant'
import { transitionMany } from '@/lib/platform/workflow'
import { CONDITION_SETTLED, conditionMachine } from './workflow'

type Ctx = CommandContext<unknown>

export type ConditionEvent = (typeof conditionMachine)['transitions'][number]['event']

/** Moves conditions that take the event; the others are left alone. Answers which moved. */
export async function moveConditions(
  ctx: Ctx,
  ids: readonly string[],
  event: ConditionEvent,
  more: { reason?: string | undefined; set?: Record<string, unknown> } = {},
): Promise<string[]> {
  const { moved } = await transitionMany(ctx, conditionMachine, [...new Set(ids)], {
    event,
    ...(more.reason ? { reason: more.reason } : {}),
    ...(more.set ? { set: more.set } : {}),
  })
  return moved
}

/**
 * What was asked of these merchants alone goes with their approval: their open conditions under the given plans (any,
 * when none is named) lapse, and a waiver that was asked for is decided no more. What was met or let go stays so.
 */
export async function lapseConditions(
  ctx: Ctx,
  of: { applicationIds: readonly string[]; planIds?: readonly string[] },
  reason: string,
): Promise<void> {
  const { tx, actor, now } = ctx
  const bankId = actor.bankId
  const open = await tx.condition.findMany({
    where: {
      bankId,
      objectType: 'application',
      objectId: { in: [...of.applicationIds] },
      ...(of.planIds ? { planId: { in: [...of.planIds] } } : {}),
      state: { notIn: [...CONDITION_SETTLED] },
    },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  if (open.length === 0) return
  const ids = open.map((c) => c.id)
  await transitionMany(ctx, conditionMachine, ids, { event: 'lapse', bySystem: true, reason })
  await tx.conditionWaiver.updateMany({
    where: { bankId, conditionId: { in: ids }, state: 'ASKED' },
    data: { state: 'REFUSED', decidedAt: now, version: { increment: 1 } },
  })
}

/** Writes a condition's outcome on every checklist that carries it; answers the applications concerned. */
export async function settleItems(
  ctx: Ctx,
  conditionId: string,
  data: Prisma.CpItemUncheckedUpdateManyInput,
): Promise<string[]> {
  const { tx, actor } = ctx
  const where = { bankId: actor.bankId, conditionId, state: { not: 'CLOSED' } }
  const items = await tx.cpItem.findMany({ where, select: { applicationId: true } })
  await tx.cpItem.updateMany({ where, data: { ...data, version: { increment: 1 } } })
  return [...new Set(items.map((i) => i.applicationId))]
}

/** The conditions that hold one merchant: those of the whole plan and its own. */
export const conditionsOf = (bankId: string, planId: string, applicationId: string) => ({
  bankId,
  planId,
  type: 'CP',
  OR: [{ objectType: 'plan' }, { objectType: 'application', objectId: applicationId }],
})
