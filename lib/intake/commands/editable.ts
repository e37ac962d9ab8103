/** What the operator may still change, and the look that follows every change. */
import { lockBatch } from '@/lib/batches/progress'
import type { CommandContext } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import type { Prisma } from '@/lib/platform/tenant'
import { recheckBatch } from '../recheck'
import type { Returned } from '../slot-standing'

type Ctx = CommandContext<unknown>

export const OPERATOR_SIDE = ['OPERATOR_ADMIN', 'OPERATOR_CLERK', 'RM'] as const
const OPEN_BATCH = ['DRAFT', 'RETURNED']
const OPEN_ITEM = ['DRAFT', 'READY', 'RETURNED']
/** A batch of up to so many items is looked at again inside the command; a larger one in the background. */
const INLINE_ITEMS = 1500

type Item = Prisma.ApplicationGetPayload<object>

/** The item, its batch locked; refused once it has left the operator's hands (§10.2 B3, B4). */
export async function editableItem(ctx: Ctx, applicationId: string) {
  const item = await ctx.tx.application.findFirst({ where: { bankId: ctx.actor.bankId, id: applicationId } })
  if (!item) throw refuse('E_NOT_FOUND', { object: 'application' })
  const batch = await openBatchOf(ctx, item.batchId)
  if (!OPEN_ITEM.includes(item.state)) throw refuse('E_LOCKED', { object: 'application', state: item.state })
  return { item, batch }
}

export async function openBatchOf(ctx: Ctx, batchId: string) {
  const batch = await lockBatch(ctx, batchId)
  if (!OPEN_BATCH.includes(batch.state)) throw refuse('E_LOCKED', { object: 'batch', state: batch.state })
  return batch
}

/** A returned item takes papers only in the slots that it was returned for. */
export function mayFill(item: Item, slot: string | null): void {
  const asked = (item.returned as Returned | null)?.slots ?? []
  if (item.state === 'RETURNED' && (slot === null || !asked.includes(slot)))
    throw refuse(
      'E_NOT_RETURNED',
      { fields: [slot ?? 'document'] },
      { fields: [{ path: 'slot', code: 'E_NOT_RETURNED' }] },
    )
}

/** The paper, if it may be taken from where it is: not out of an item that was handed over, nor one the bank has accepted. */
export async function movablePaper(ctx: Ctx, documentId: string) {
  const document = await ctx.tx.document.findFirst({ where: { bankId: ctx.actor.bankId, id: documentId } })
  if (!document || document.state === 'SUPERSEDED') throw refuse('E_NOT_FOUND', { object: 'document' })
  if (document.applicationId) {
    const { item } = await editableItem(ctx, document.applicationId)
    // a paper whose kind is not known yet says nothing of the item that it lies with
    if (document.slot !== null) mayFill(item, document.slot)
  } else await openBatchOf(ctx, document.batchId)
  if (document.state === 'ACCEPTED') throw refuse('E_LOCKED', { object: 'document', state: document.state })
  return document
}

/** A consent stands on its paper: when that is taken away, moved or replaced, the consent is no longer given (§4.1). */
export async function withdrawConsentsOf(ctx: Ctx, documentIds: string[]): Promise<void> {
  if (documentIds.length === 0) return
  await ctx.tx.consent.updateMany({
    where: { bankId: ctx.actor.bankId, documentId: { in: documentIds }, state: 'GIVEN' },
    data: { state: 'WITHDRAWN', withdrawnAt: ctx.now },
  })
}

export async function lookAgain(ctx: Ctx, batchId: string): Promise<void> {
  const items = await ctx.tx.application.count({ where: { bankId: ctx.actor.bankId, batchId } })
  if (items <= INLINE_ITEMS) await recheckBatch(ctx, batchId)
  // What only the bank may see (the same merchant with another operator) is looked at by its own machinery.
  await ctx.enqueue('intake.recheck', { batchId })
}
