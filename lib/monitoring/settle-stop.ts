/** Sets a stop that a figure meets, or lifts it when the figure is cured: at once, where waiting for the morning would let business through. */
import type { CommandContext } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { newId } from '@/lib/platform/tenant'
import type { StopCode } from './rules/stop-triggers'

export async function settleStop(
  ctx: Pick<CommandContext<unknown>, 'tx' | 'actor' | 'today' | 'audit'>,
  stop: { code: StopCode; scopeType: 'PARTY' | 'SCHEME'; scopeId: string; value: string; met: boolean },
): Promise<void> {
  const { tx, actor, today } = ctx
  const bankId = actor.bankId
  const { met, value, ...key } = stop
  const active = await tx.stopTrigger.findFirst({ where: { bankId, ...key, state: 'ACTIVE' } })
  if (met === (active !== null)) return
  if (met)
    await tx.stopTrigger.create({ data: { bankId, id: newId(), ...key, value, state: 'ACTIVE', since: toDb(today) } })
  // what people set, people lift
  else if (active && !active.setBy)
    await tx.stopTrigger.updateMany({
      where: { bankId, id: active.id, state: 'ACTIVE' },
      data: { state: 'LIFTED', liftedOn: toDb(today), version: { increment: 1 } },
    })
  ctx.audit({
    objectType: stop.scopeType.toLowerCase(),
    objectId: stop.scopeId,
    detail: { stop: stop.code, to: met ? 'ACTIVE' : 'LIFTED', value },
  })
}
