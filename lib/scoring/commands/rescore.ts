import { z } from 'zod'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { reopenItems } from '../reopen'
import { investigate } from './save'

/**
 * Opens decided items again because something changed after their decision (§3.0-6). They are investigated, signed and
 * scored as before; the earlier results stay. The batch's plan waits for them.
 */
export const rescore = defineCommand({
  name: 'applications.rescore',
  input: z.strictObject({
    batchId: zId,
    applicationIds: z.array(zId).min(1).max(200),
    reason: z.string().trim().min(6).max(1000),
  }),
  access: { roles: ['RM', 'EVALUATOR'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const ids = [...new Set(input.applicationIds)]
    const known = await tx.application.count({
      where: { bankId: actor.bankId, batchId: input.batchId, id: { in: ids } },
    })
    if (known !== ids.length) throw refuse('E_NOT_FOUND', { object: 'application' })
    await investigate(ctx, input.batchId)
    await reopenItems(ctx, input.batchId, ids)
    ctx.audit({
      objectType: 'batch',
      objectId: input.batchId,
      reason: input.reason,
      detail: { event: 'rescore', applicationIds: ids },
    })
    return { applicationIds: ids, state: 'SCORING' as const }
  },
})
