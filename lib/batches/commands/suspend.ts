import { z } from 'zod'
import { defineCommand } from '@/lib/platform/commands'
import { zId } from '@/lib/platform/schema'
import { deriveBatch, lockBatch, moveBatch } from '../progress'
import type { BatchState } from '../workflow'

const Suspension = z.strictObject({ batchId: zId, reason: z.string().trim().min(2).max(500) })

/** B17: stops what is not yet drawn of a batch (§8.2, §8.3); loans that run go on. The batch remembers where it stood. */
export const suspendBatch = defineCommand({
  name: 'batches.suspend',
  input: Suspension,
  access: { roles: ['RISK_MGR', 'SYSTEM'] },
  async run(ctx) {
    const batch = await lockBatch(ctx, ctx.input.batchId)
    const moved = await moveBatch(ctx, batch.id, 'suspend', {
      reason: ctx.input.reason,
      set: { suspendedFrom: batch.state, frozen: true },
    })
    ctx.emit('batch.suspended', { batchId: batch.id, code: batch.code })
    return { id: batch.id, ...moved }
  },
})

/** Lifts it: the batch goes on where it stood, or further when its merchants have gone on meanwhile. */
export const resumeBatch = defineCommand({
  name: 'batches.resume',
  input: Suspension,
  access: { roles: ['RISK_MGR', 'SYSTEM'] },
  async run(ctx) {
    const batch = await lockBatch(ctx, ctx.input.batchId)
    const moved = await moveBatch(ctx, batch.id, 'resume', {
      to: (batch.suspendedFrom ?? undefined) as BatchState | undefined,
      reason: ctx.input.reason,
      set: { suspendedFrom: null, frozen: false },
    })
    const state = await deriveBatch(ctx, batch.id)
    ctx.emit('batch.resumed', { batchId: batch.id, code: batch.code })
    return { id: batch.id, ...moved, state }
  },
})
