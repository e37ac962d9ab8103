import { z } from 'zod'
import { performDuty } from '@/lib/approvals/duties'
import { deriveBatch, lockBatch } from '@/lib/batches/progress'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { customerCardOf } from '../card-in-force'
import { type ChunkResult, marketContext, SCORE_CHUNK, scoreItems } from '../score-items'

const EMPTY: ChunkResult = { scored: [], notReady: [] }

/**
 * Scores the signed items of a batch (all, or those named) on the card in force and in the market's grade. Up to 100 at
 * once inside the command; more in the background, in chunks. The caller is the scorer (§6.3); the batch goes on to
 * PLAN_DRAFTING, or REJECTED when nobody is admitted, once every item is decided.
 */
export const scoreApplications = defineCommand({
  name: 'applications.score',
  input: z.strictObject({ batchId: zId, applicationIds: z.array(zId).min(1).max(5000).optional() }),
  access: { roles: ['EVALUATOR', 'RM'] },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input } = ctx
    const batch = await lockBatch(ctx, input.batchId)
    if (batch.state !== 'SCORING') throw refuse('E_STATE', { object: 'batch', state: batch.state, event: 'score' })
    await marketContext(ctx, batch.marketId)
    const open = await tx.application.findMany({
      where: {
        bankId: actor.bankId,
        batchId: batch.id,
        state: 'SCORING',
        ...(input.applicationIds ? { id: { in: input.applicationIds } } : {}),
      },
      orderBy: { position: 'asc' },
      select: { id: true, rowNo: true, investigations: { select: { state: true } } },
    })
    const signed = open.filter((i) => i.investigations.some((s) => s.state === 'SIGNED'))
    if (signed.length === 0) throw refuse('E_NOT_SIGNED', { count: open.length, rows: open.map((i) => i.rowNo) })
    const ids = signed.map((i) => i.id)
    await performDuty(ctx, 'SCORE', { batch: [batch.id], merchant: ids })
    if (ids.length > SCORE_CHUNK) {
      const jobId = await ctx.enqueue('scoring.run', { batchId: batch.id, applicationIds: ids, by: actor.userId })
      ctx.audit({ objectType: 'batch', objectId: batch.id, detail: { event: 'score', items: ids.length, jobId } })
      return { jobId, state: batch.state, waiting: open.length - ids.length, ...EMPTY }
    }
    const card = await customerCardOf(tx, actor.bankId, batch.id, ctx.today)
    const done = await scoreItems(ctx, batch, card, ids, actor.userId)
    ctx.audit({ objectType: 'batch', objectId: batch.id, detail: { event: 'score', items: ids.length } })
    return { jobId: null, state: await deriveBatch(ctx, batch.id), waiting: open.length - ids.length, ...done }
  },
})

/** One chunk of the job, in a transaction of its own; called by the machinery. */
export const scoreChunk = defineCommand({
  name: 'applications.scoreChunk',
  input: z.strictObject({ batchId: zId, applicationIds: z.array(zId).max(SCORE_CHUNK), by: zId.nullable() }),
  access: { roles: ['SYSTEM'] },
  timeoutMs: 60_000,
  async run(ctx) {
    const batch = await lockBatch(ctx, ctx.input.batchId)
    const card = await customerCardOf(ctx.tx, ctx.actor.bankId, batch.id, ctx.today)
    const done = await scoreItems(ctx, batch, card, ctx.input.applicationIds, ctx.input.by)
    ctx.audit({
      objectType: 'batch',
      objectId: batch.id,
      detail: { event: 'score', items: done.scored.length, scoredBy: ctx.input.by },
    })
    return { state: await deriveBatch(ctx, batch.id), scored: done.scored.length, notReady: done.notReady.length }
  },
})
