/** After the signing: copies are handed over against a receipt; before it: another time or place is agreed (§7.1). */
import { z } from 'zod'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'

/** §7.1 step 7: each signer gets the signed copies; the receipt is kept where there is one on paper. */
export const deliverCopies = defineCommand({
  name: 'signing.deliver',
  input: z.strictObject({
    signerIds: z.array(zId).min(1).max(500),
    method: z.enum(['PAPER', 'ELECTRONIC', 'POST']),
    receiptFileId: zId.optional(),
  }),
  access: { roles: ['RM', 'CONTRACT_OFFICER'] },
  async run(ctx) {
    const { tx, actor, input, now } = ctx
    const bankId = actor.bankId
    const signers = await tx.contractSigner.findMany({
      where: { bankId, id: { in: input.signerIds } },
      select: { id: true, deliveredAt: true, contract: { select: { id: true, number: true, state: true } } },
    })
    if (signers.length !== new Set(input.signerIds).size) throw refuse('E_NOT_FOUND', { object: 'signer' })
    const unsigned = signers.find((s) => s.contract.state !== 'SIGNED')
    if (unsigned) throw refuse('E_STATE', { object: 'contract', state: unsigned.contract.state, event: 'deliver' })
    // posted copies are proved by their receipt alone
    if (input.method === 'POST' && !input.receiptFileId)
      throw refuse(
        'E_REQUIRED:receiptFileId',
        {},
        { fields: [{ path: 'receiptFileId', code: 'E_REQUIRED:receiptFileId' }] },
      )
    const fresh = signers.filter((s) => !s.deliveredAt).map((s) => s.id)
    await tx.contractSigner.updateMany({
      where: { bankId, id: { in: fresh } },
      data: {
        deliveredAt: now,
        deliveredBy: actor.userId,
        deliveryMethod: input.method,
        receiptFileId: input.receiptFileId ?? null,
      },
    })
    const contracts = [...new Set(signers.map((s) => s.contract.number))]
    ctx.audit({
      objectType: 'contract',
      objectId: signers.length === 1 ? signers[0]!.contract.id : `${contracts.length} contracts`,
      detail: { event: 'deliver', method: input.method, signers: fresh, contracts },
    })
    return { delivered: fresh.length }
  },
})

/** Another place or time for a signing that was not held; the documents stay as they are. */
export const rescheduleSigning = defineCommand({
  name: 'signing.reschedule',
  input: z.strictObject({
    sessionId: zId,
    place: z.string().trim().min(2).max(200),
    startsAt: z.iso.datetime({ offset: true }),
    reason: z.string().trim().min(2).max(300),
  }),
  access: { roles: ['RM'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const session = await tx.signingSession.findFirst({ where: { bankId: actor.bankId, id: input.sessionId } })
    if (!session) throw refuse('E_NOT_FOUND', { object: 'signingSession' })
    if (session.rmId !== actor.userId) throw refuse('E_FORBIDDEN', { need: 'signing' })
    if (session.state !== 'APPOINTED')
      throw refuse('E_STATE', { object: 'signingSession', state: session.state, event: 'reschedule' })
    await tx.signingSession.update({
      where: { bankId_id: { bankId: actor.bankId, id: session.id } },
      data: { place: input.place, startsAt: new Date(input.startsAt), version: { increment: 1 } },
    })
    ctx.audit({
      objectType: 'signingSession',
      objectId: session.id,
      reason: input.reason,
      detail: { event: 'reschedule', place: input.place, startsAt: input.startsAt },
    })
    ctx.emit('signing.rescheduled', { sessionId: session.id })
    return { id: session.id, startsAt: new Date(input.startsAt) }
  },
})
