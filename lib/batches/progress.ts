/**
 * What other features call, inside their own command's transaction, to move a batch and its items. The batch's state
 * follows from its items except at review and countersign (§10.2 "Partial batches"): `deriveBatch` is that rule.
 */
import type { CommandContext } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { stopClocks } from '@/lib/platform/sla'
import { transition, transitionMany } from '@/lib/platform/workflow'
import {
  type ApplicationEvent,
  type ApplicationState,
  applicationMachine,
  BATCH_APPROVED,
  BATCH_OPEN,
  type BatchEvent,
  type BatchState,
  batchMachine,
  ITEM_GONE,
} from './workflow'

type Ctx = CommandContext<unknown>

/** The batch's row, locked for the rest of the transaction; 404 when it is not this bank's (or party's). */
export async function lockBatch(ctx: Pick<Ctx, 'tx' | 'actor'>, batchId: string) {
  await ctx.tx
    .$queryRaw`select 1 from batch where bank_id = ${ctx.actor.bankId}::uuid and id = ${batchId}::uuid for update`
  const batch = await ctx.tx.batch.findFirst({ where: { bankId: ctx.actor.bankId, id: batchId } })
  if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
  return batch
}

/** Moves the batch. With `bySystem` a person's command raises an event that only the bank's machinery may raise. */
export async function moveBatch(
  ctx: Ctx,
  batchId: string,
  event: BatchEvent,
  more: {
    to?: BatchState
    reason?: string
    detail?: Record<string, unknown>
    set?: Record<string, unknown>
    /** when the event itself changes it; else the batch's own */
    slaProfile?: string
    bySystem?: boolean
  } = {},
): Promise<{ state: BatchState; version: number }> {
  const batch = await lockBatch(ctx, batchId)
  const moved = await transition({ ...ctx, ifMatch: more.bySystem ? undefined : ctx.ifMatch }, batchMachine, batch, {
    event,
    slaProfile: batch.slaProfile,
    ...more,
  })
  // the bank's whole clock runs from acceptance to the final result (§9 row 17), whichever way that came about
  const decided = !(BATCH_OPEN as readonly string[]).includes(moved.state)
  if (decided && (BATCH_OPEN as readonly string[]).includes(batch.state))
    await stopClocks(ctx.tx, ctx.actor.bankId, batchMachine.objectType, batch.id, ctx.now)
  return moved
}

/** Moves items in bulk; items in a state that does not take the event are left alone and reported. */
export async function moveItems(
  ctx: Ctx,
  ids: string[],
  event: ApplicationEvent,
  more: {
    to?: ApplicationState
    reason?: string
    detail?: Record<string, unknown>
    set?: Record<string, unknown>
    bySystem?: boolean
  } = {},
) {
  return transitionMany(ctx, applicationMachine, ids, { event, ...more })
}

/** Moves one item, or refuses. */
export async function moveItem(
  ctx: Ctx,
  id: string,
  event: ApplicationEvent,
  more: {
    to?: ApplicationState
    reason?: string
    detail?: Record<string, unknown>
    set?: Record<string, unknown>
    bySystem?: boolean
  } = {},
): Promise<{ state: ApplicationState; version: number }> {
  const row = await ctx.tx.application.findFirst({
    where: { bankId: ctx.actor.bankId, id },
    select: { id: true, state: true, version: true, partyId: true, batch: { select: { slaProfile: true } } },
  })
  if (!row) throw refuse('E_NOT_FOUND', { object: 'application' })
  const { batch, ...item } = row
  return transition({ ...ctx, ifMatch: undefined }, applicationMachine, item, {
    event,
    slaProfile: batch.slaProfile,
    ...more,
  })
}

const APPROVED_UNDRAWN: readonly BatchState[] = [...BATCH_APPROVED, 'CONTRACTING', 'DISBURSING']

/**
 * The event that the items' states call for, if any: B7 finish scoring, B12 first CP complete, B14 all terminal,
 * B15 settled, B18 nothing left.
 */
export function derivedEvent(
  batch: BatchState,
  items: ApplicationState[],
): { event: BatchEvent; to?: BatchState } | null {
  const live = items.filter((s) => !ITEM_GONE.includes(s))
  if (batch === 'SCORING') {
    if (items.some((s) => s === 'SCORING' || s === 'PACKET_OK')) return null
    return live.length === 0
      ? { event: 'finish-scoring', to: 'REJECTED' }
      : { event: 'finish-scoring', to: 'PLAN_DRAFTING' }
  }
  if (batch === 'CONTRACTING' && live.some((s) => ['READY_TO_DRAW', 'ACTIVE', 'SETTLED'].includes(s)))
    return { event: 'first-cp-complete' }
  if (batch === 'DISBURSING' && live.length > 0 && live.every((s) => s === 'ACTIVE' || s === 'SETTLED'))
    return { event: 'all-items-terminal' }
  // its last approval lapsed or left unused: nothing of it can be drawn any more (B18)
  if (APPROVED_UNDRAWN.includes(batch) && items.length > 0 && live.length === 0) return { event: 'expire' }
  if (batch === 'ACTIVE' && live.every((s) => s === 'SETTLED')) return { event: 'all-settled' }
  return null
}

/** Applies `derivedEvent` until nothing more follows. Call it after items moved. */
export async function deriveBatch(ctx: Ctx, batchId: string): Promise<BatchState> {
  for (;;) {
    const batch = await lockBatch(ctx, batchId)
    const items = await ctx.tx.application.findMany({
      where: { bankId: ctx.actor.bankId, batchId },
      select: { state: true },
    })
    const next = derivedEvent(
      batch.state as BatchState,
      items.map((i) => i.state as ApplicationState),
    )
    if (!next) return batch.state as BatchState
    await moveBatch(ctx, batchId, next.event, {
      to: next.to,
      bySystem: true,
      set: next.event === 'all-settled' ? { closedAt: ctx.now } : undefined,
    })
  }
}
