import { z } from 'zod'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { CHECK_KINDS, type CheckKind, connectedKinds } from '../check-provider'
import { CheckEntry, OPEN_STATES, recordEntries, refuseWithoutConsent } from '../record-checks'
import { investigate } from './save'

/** Records answers that people or other systems bring, see `recordEntries`. */
export const recordChecks = defineCommand({
  name: 'checks.record',
  input: z.strictObject({ batchId: zId, checks: z.array(CheckEntry).min(1).max(500) }),
  access: { roles: ['RM', 'EVALUATOR', 'SYSTEM'] },
  run: (ctx) => recordEntries(ctx, ctx.input),
})

/**
 * Asks the connected sources in the background, for all merchants of the batch that are named; kinds without a line are
 * left to people. Refused when nothing is connected (E_CHECKS_MANUAL) and, for credit reports, without consent.
 */
export const queryChecks = defineCommand({
  name: 'checks.query',
  input: z.strictObject({
    batchId: zId,
    applicationIds: z.array(zId).min(1).max(2000),
    kinds: z
      .array(z.enum(CHECK_KINDS))
      .min(1)
      .default([...CHECK_KINDS]),
  }),
  access: { roles: ['RM', 'EVALUATOR'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const kinds = connectedKinds().filter((kind) => input.kinds.includes(kind))
    if (kinds.length === 0) throw refuse('E_CHECKS_MANUAL')
    const batch = await tx.batch.findFirst({ where: { bankId: actor.bankId, id: input.batchId } })
    if (!batch) throw refuse('E_NOT_FOUND', { object: 'batch' })
    if (!['ACCEPTED', 'SCORING'].includes(batch.state))
      throw refuse('E_STATE', { object: 'batch', state: batch.state, event: 'check' })
    await investigate(ctx, batch.id)
    const items = await tx.application.findMany({
      where: {
        bankId: actor.bankId,
        batchId: batch.id,
        id: { in: input.applicationIds },
        state: { in: OPEN_STATES },
      },
      select: { id: true },
    })
    const ids = items.map((i) => i.id)
    if (kinds.includes('CREDIT_BUREAU'))
      await refuseWithoutConsent(
        ctx,
        ids.map((applicationId) => ({ applicationId, at: now })),
      )
    const jobId = await ctx.enqueue('checks.query', { batchId: batch.id, applicationIds: ids, kinds })
    ctx.audit({
      objectType: 'batch',
      objectId: batch.id,
      detail: { event: 'query-checks', kinds, items: ids.length, jobId },
    })
    return { jobId, items: ids.length, kinds }
  },
})

export type CheckJob = { batchId: string; applicationIds: string[]; kinds: CheckKind[] }
