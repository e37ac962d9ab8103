/** A condition before drawdown stands on the checklist of every merchant that it touches: both always say the same. */
import type { CommandContext } from '@/lib/platform/commands'
import type { Prisma } from '@/lib/platform/tenant'
import { transitionMany } from '@/lib/platform/workflow'
import { conditionMachine } from './workflow'

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
