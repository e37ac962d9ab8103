import { z } from 'zod'
import { pauseSeats, resumeSeats } from '@/lib/approvals/seat-clock'
import { type CommandContext, defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { pauseClock, resumeClock } from '@/lib/platform/sla'
import { lockBatch } from '../progress'

/** The bank's whole clock of a batch, from acceptance to the final result (§9 row 17). */
async function totalClock(ctx: CommandContext<unknown>, batchId: string, event: 'pause' | 'resume') {
  const batch = await lockBatch(ctx, batchId)
  const clock = await ctx.tx.slaClock.findFirst({
    where: {
      bankId: ctx.actor.bankId,
      objectType: 'batch',
      objectId: batch.id,
      kind: 'TOTAL',
      state: event === 'pause' ? 'RUNNING' : 'PAUSED',
    },
  })
  if (!clock) throw refuse('E_CLOCK')
  return { batch, clock }
}

/** Stops the bank's clock while the customer or a partner is waited for; a reason, and at most two pauses (§9 row 17). */
export const pauseBatchClock = defineCommand({
  name: 'batches.pauseClock',
  input: z.strictObject({ batchId: zId, reason: z.string().trim().min(2).max(300) }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { batch, clock } = await totalClock(ctx, ctx.input.batchId, 'pause')
    await pauseClock(ctx.tx, ctx.actor.bankId, clock.id, ctx.input.reason, ctx.now)
    await pauseSeats(ctx, batch.id)
    ctx.audit({
      objectType: 'batch',
      objectId: batch.id,
      reason: ctx.input.reason,
      detail: { event: 'clock-paused', pause: clock.pauseCount + 1 },
    })
    return { id: batch.id, paused: true }
  },
})

/** Lets it run again with the working time that was left. */
export const resumeBatchClock = defineCommand({
  name: 'batches.resumeClock',
  input: z.strictObject({ batchId: zId }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { batch, clock } = await totalClock(ctx, ctx.input.batchId, 'resume')
    await resumeClock(ctx.tx, ctx.actor.bankId, clock.id, ctx.now)
    await resumeSeats(ctx, batch.id)
    ctx.audit({ objectType: 'batch', objectId: batch.id, detail: { event: 'clock-resumed' } })
    return { id: batch.id, paused: false }
  },
})
