/** Something in a document has changed: it is void with every signature on it, and another text with another seal takes its place. */
import { z } from 'zod'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { transitionMany } from '@/lib/platform/workflow'
import { contractMachine } from '../workflow'

/**
 * Voids the unsigned documents of one merchant, or with an agreement of the group those of all its members, and merges
 * them anew. Nothing is kept of what was signed on the old text; a document that everybody has signed is not touched.
 */
export const reissueContracts = defineCommand({
  name: 'contracts.reissue',
  input: z.strictObject({ contractId: zId, reason: z.string().trim().min(2).max(500) }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const bankId = actor.bankId
    const contract = await tx.contract.findFirst({ where: { bankId, id: input.contractId } })
    if (!contract?.sessionId) throw refuse('E_NOT_FOUND', { object: 'contract' })
    if (contract.state !== 'ISSUED')
      throw refuse('E_STATE', { object: 'contract', state: contract.state, event: 'reissue' })
    const shared = contract.applicationId === null
    const affected = await tx.contract.findMany({
      where: {
        bankId,
        sessionId: contract.sessionId,
        ...(shared ? {} : { applicationId: contract.applicationId }),
        state: { in: ['ISSUED', 'SIGNED'] },
      },
      select: { id: true, state: true, number: true },
    })
    // The agreement of a group names every member's amount: once a member's own contract stands, it is not written anew.
    if (shared && affected.some((c) => c.state === 'SIGNED'))
      throw refuse('E_STATE', { object: 'contract', state: 'SIGNED', event: 'reissue' })
    const open = affected.filter((c) => c.state === 'ISSUED').map((c) => c.id)
    const { moved } = await transitionMany(ctx, contractMachine, open, { event: 'void', reason: input.reason })
    const sessionIds = [contract.sessionId]
    const jobId = await ctx.enqueue('contracts.issue', { sessionIds })
    ctx.audit({
      objectType: 'contract',
      objectId: contract.id,
      reason: input.reason,
      detail: { event: 'reissue', voided: moved.length },
    })
    return { voided: moved.length, jobId }
  },
})
