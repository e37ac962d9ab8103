/** Papers given to merchants and slots, added, replaced and taken away, one at a time. */
import { z } from 'zod'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { registerFile } from '@/lib/platform/files'
import { zId } from '@/lib/platform/schema'
import { newId } from '@/lib/platform/tenant'
import { SLOTS } from '../slots'
import { editableItem, lookAgain, mayFill, movablePaper, OPERATOR_SIDE, withdrawConsentsOf } from './editable'

const zSide = z.enum(['FRONT', 'BACK', 'BOTH']).nullable().default(null)

/** A paper from the tray, or one that was guessed wrong, is given to a merchant and a slot. `applicationId` null puts it back into the tray. */
export const assignDocument = defineCommand({
  name: 'documents.assign',
  input: z.strictObject({
    documentId: zId,
    applicationId: zId.nullable(),
    slot: z.enum(SLOTS).nullable(),
    side: zSide,
  }),
  access: { roles: OPERATOR_SIDE },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input } = ctx
    const document = await movablePaper(ctx, input.documentId)
    if (input.applicationId) {
      const { item } = await editableItem(ctx, input.applicationId)
      if (item.batchId !== document.batchId) throw refuse('E_NOT_FOUND', { object: 'application' })
      mayFill(item, input.slot)
    }
    if (document.applicationId !== input.applicationId || document.slot !== input.slot)
      await withdrawConsentsOf(ctx, [document.id])
    await tx.document.update({
      where: { bankId_id: { bankId: actor.bankId, id: document.id } },
      data: {
        applicationId: input.applicationId,
        slot: input.slot,
        side: input.side,
        state: input.applicationId && input.slot ? 'MATCHED' : 'UNMATCHED',
        version: { increment: 1 },
      },
    })
    ctx.audit({
      objectType: 'document',
      objectId: document.id,
      detail: { event: 'assign', applicationId: input.applicationId, slot: input.slot },
    })
    await lookAgain(ctx, document.batchId)
    return { id: document.id }
  },
})

/** A paper that does not belong to the packet at all is put aside; the file and the reason are kept. */
export const discardDocument = defineCommand({
  name: 'documents.discard',
  input: z.strictObject({ documentId: zId, reason: z.string().trim().min(2).max(500) }),
  access: { roles: OPERATOR_SIDE },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input } = ctx
    const document = await movablePaper(ctx, input.documentId)
    await withdrawConsentsOf(ctx, [document.id])
    await tx.document.update({
      where: { bankId_id: { bankId: actor.bankId, id: document.id } },
      data: { state: 'SUPERSEDED', note: input.reason, version: { increment: 1 } },
    })
    ctx.audit({
      objectType: 'document',
      objectId: document.id,
      from: document.state,
      to: 'SUPERSEDED',
      reason: input.reason,
      detail: { event: 'discard', applicationId: document.applicationId, slot: document.slot },
    })
    await lookAgain(ctx, document.batchId)
    return { id: document.id }
  },
})

/** One paper for one slot: the file is in the store already. An earlier paper that was refused, and the one it replaces, are superseded. */
export const addDocument = defineCommand({
  name: 'documents.add',
  input: z.strictObject({
    applicationId: zId,
    slot: z.enum(SLOTS),
    side: zSide,
    /** the paper of the same slot that this one stands in for */
    replaces: zId.optional(),
    file: z.strictObject({
      name: z.string().min(1).max(255),
      sha256: z.string().length(64),
      sizeBytes: z.string().regex(/^\d+$/),
      mediaType: z.enum(['image/jpeg', 'image/png', 'application/pdf', 'application/ofd']),
    }),
  }),
  access: { roles: OPERATOR_SIDE },
  timeoutMs: 60_000,
  async run(ctx) {
    const { tx, actor, input } = ctx
    const bankId = actor.bankId
    const { item, batch } = await editableItem(ctx, input.applicationId)
    mayFill(item, input.slot)
    const file = await registerFile(
      tx,
      bankId,
      { sha256: input.file.sha256, sizeBytes: BigInt(input.file.sizeBytes) },
      {
        name: input.file.name,
        mediaType: input.file.mediaType,
        kind: 'DOCUMENT',
        partyId: batch.partyId,
        createdBy: actor.userId,
      },
    )
    const earlier = await tx.document.findMany({
      where: {
        bankId,
        applicationId: item.id,
        slot: input.slot,
        OR: [{ state: 'REJECTED' }, ...(input.replaces ? [{ id: input.replaces, state: { not: 'SUPERSEDED' } }] : [])],
      },
      select: { id: true, side: true },
    })
    const replaced = earlier.find((d) => d.id === input.replaces)
    if (input.replaces && !replaced) throw refuse('E_NOT_FOUND', { object: 'document' })
    const ids = earlier.map((d) => d.id)
    await withdrawConsentsOf(ctx, ids)
    await tx.document.updateMany({
      where: { bankId, id: { in: ids } },
      data: { state: 'SUPERSEDED', version: { increment: 1 } },
    })
    const id = newId()
    await tx.document.create({
      data: {
        bankId,
        id,
        batchId: item.batchId,
        applicationId: item.id,
        partyId: batch.partyId,
        slot: input.slot,
        side: input.side ?? replaced?.side ?? null,
        fileId: file.id,
        originalPath: input.file.name,
        sha256: input.file.sha256,
        state: 'MATCHED',
      },
    })
    ctx.audit({
      objectType: 'document',
      objectId: id,
      detail: { event: 'add', applicationId: item.id, slot: input.slot, superseded: ids },
    })
    await lookAgain(ctx, item.batchId)
    return { id, fileId: file.id }
  },
})
