/** Decided items go back to scoring (§3.0-6): a change after the decision is scored again, as a new result. */
import { lockBatch, moveBatch, moveItems } from '@/lib/batches/progress'
import type { CommandContext } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'

export const REOPENABLE = ['ADMITTED', 'NOT_ADMITTED', 'REGROUP_REQUIRED']

/**
 * Only while the batch is scored or its plan is written; the plan waits for them. Why stands in the audit trail alone:
 * the operator reads the history. Throws E_STATE.
 */
export async function reopenItems(
  ctx: CommandContext<unknown>,
  batchId: string,
  applicationIds: string[],
  bySystem = false,
): Promise<void> {
  const batch = await lockBatch(ctx, batchId)
  if (batch.state !== 'SCORING' && batch.state !== 'PLAN_DRAFTING')
    throw refuse('E_STATE', { object: 'batch', state: batch.state, event: 'rescore' })
  const { skipped } = await moveItems(ctx, applicationIds, 'rescore', { bySystem })
  const [first] = skipped
  if (first) throw refuse('E_STATE', { object: 'application', state: first.state, event: 'rescore' })
  if (batch.state === 'PLAN_DRAFTING') await moveBatch(ctx, batchId, 'reopen-scoring', { bySystem: true })
}
