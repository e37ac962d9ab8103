/** A signing that will not be held: its unsigned documents are void and its merchants wait for another appointment (§7.1). */
import { z } from 'zod'
import { moveItems } from '@/lib/batches/progress'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { transitionMany } from '@/lib/platform/workflow'
import { contractMachine } from '../workflow'

/**
 * The RM of a signing calls it off, with the reason. Everything merged for it is void, with whatever was explained and
 * signed on it so far; the merchants stand where they stood before the appointment. Once a document of it has been signed
 * by all, it is not called off any more (E_SIGNING_BEGUN): what is left is rescheduled, or its merchants are dropped.
 * Documents of the whole scheme that were merged for it are merged again for the next signing of the batch.
 */
export const cancelSigning = defineCommand({
  name: 'signing.cancel',
  input: z.strictObject({ sessionId: zId, reason: z.string().trim().min(2).max(300) }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const bankId = actor.bankId
    // the merging of its documents takes the same lock
    await tx.$queryRaw`select 1 from signing_session where bank_id = ${bankId}::uuid and id = ${input.sessionId}::uuid for update`
    const session = await tx.signingSession.findFirst({ where: { bankId, id: input.sessionId } })
    if (!session) throw refuse('E_NOT_FOUND', { object: 'signingSession' })
    if (session.rmId !== actor.userId) throw refuse('E_FORBIDDEN', { need: 'signing' })
    if (session.state !== 'APPOINTED')
      throw refuse('E_STATE', { object: 'signingSession', state: session.state, event: 'cancel' })
    const contracts = await tx.contract.findMany({
      where: { bankId, sessionId: session.id, state: { not: 'VOID' } },
      select: { id: true, state: true, number: true, applicationId: true },
    })
    const signed = contracts.filter((c) => c.state === 'SIGNED')
    if (signed.length > 0) throw refuse('E_SIGNING_BEGUN', { contracts: signed.map((c) => c.number) })
    const ids = contracts.map((c) => c.id)
    const { moved: voided, skipped } = await transitionMany(ctx, contractMachine, ids, {
      event: 'void',
      reason: input.reason,
    })
    // completed by the contract officer in the same moment
    if (skipped.length > 0) throw refuse('E_VERSION_CONFLICT')
    const applicationIds = (session.applicationIds as string[] | null) ?? []
    const lines = await tx.planLine.findMany({
      where: { bankId, applicationId: { in: applicationIds }, state: { in: ['APPROVED', 'APPROVED_REDUCED'] } },
      orderBy: { id: 'asc' },
      select: { applicationId: true, state: true },
    })
    const approvedAs = new Map(lines.map((l) => [l.applicationId, l.state]))
    const back: string[] = []
    for (const to of ['APPROVED', 'APPROVED_REDUCED'] as const) {
      const which = applicationIds.filter((id) => (approvedAs.get(id) ?? 'APPROVED') === to)
      // whoever was dropped or has expired meanwhile stays so
      const { moved } = await moveItems(ctx, which, 'cancel-appointment', { to, reason: input.reason })
      back.push(...moved)
    }
    await tx.signingSession.update({
      where: { bankId_id: { bankId, id: session.id } },
      data: { state: 'CANCELLED', note: input.reason, version: { increment: 1 } },
    })
    const next = contracts.some((c) => c.applicationId === null)
      ? await tx.signingSession.findFirst({
          where: { bankId, batchId: session.batchId, state: 'APPOINTED' },
          orderBy: { startsAt: 'asc' },
          select: { id: true },
        })
      : null
    if (next) await ctx.enqueue('contracts.issue', { sessionIds: [next.id] })
    ctx.audit({
      objectType: 'signingSession',
      objectId: session.id,
      from: 'APPOINTED',
      to: 'CANCELLED',
      reason: input.reason,
      detail: { event: 'cancel', voided: voided.length, merchants: back.length },
    })
    ctx.emit('signing.cancelled', { sessionId: session.id, batchId: session.batchId })
    return { id: session.id, state: 'CANCELLED' as const, voided: voided.length, merchants: back.length }
  },
})
