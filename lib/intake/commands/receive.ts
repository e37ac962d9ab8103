import { z } from 'zod'
import { MODES, openBatch } from '@/lib/batches/commands/create'
import { lockBatch } from '@/lib/batches/progress'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { registerFile } from '@/lib/platform/files'
import { zId } from '@/lib/platform/schema'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { FIELDS } from '../fields'

const Stored = z.strictObject({
  name: z.string().min(1).max(255),
  sha256: z.string().length(64),
  sizeBytes: z.string().regex(/^\d+$/),
  mediaType: z.string().max(100),
})

export const ReceivePacket = z.strictObject({
  market: z.string().trim().min(1).max(40).optional(),
  mode: z.enum(MODES).optional(),
  batchId: zId.optional(),
  list: Stored.optional(),
  documents: z.array(Stored).max(20).default([]),
  mapping: z.record(z.string().max(200), z.enum(FIELDS).nullable()).optional(),
})

/**
 * Takes a packet whose files are in the store already: starts a batch for the market, or adds to a batch that is still
 * the operator's (DRAFT, RETURNED), and asks for it to be read. The reading happens in the background.
 */
export const receivePacket = defineCommand({
  name: 'packets.receive',
  input: ReceivePacket,
  access: { roles: ['OPERATOR_ADMIN', 'OPERATOR_CLERK', 'RM'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const bankId = actor.bankId
    if (!input.list && input.documents.length === 0)
      throw refuse('E_REQUIRED:list', {}, { fields: [{ path: 'list', code: 'E_REQUIRED' }] })
    let batch: { id: string; partyId: string }
    if (input.batchId) {
      const known = await lockBatch(ctx, input.batchId)
      if (!['DRAFT', 'RETURNED'].includes(known.state))
        throw refuse('E_STATE', { object: 'batch', state: known.state, event: 'add-packet' })
      batch = known
    } else {
      if (!input.list) throw refuse('E_REQUIRED:list', {}, { fields: [{ path: 'list', code: 'E_REQUIRED' }] })
      if (!input.market || !input.mode) {
        const missing = input.market ? 'mode' : 'market'
        throw refuse(`E_REQUIRED:${missing}`, {}, { fields: [{ path: missing, code: 'E_REQUIRED' }] })
      }
      batch = (await openBatch(ctx, { market: input.market, mode: input.mode })).batch
    }
    const no = (await tx.packet.count({ where: { bankId, batchId: batch.id } })) + 1
    const id = newId()
    const register = async (f: z.output<typeof Stored>) =>
      registerFile(
        tx,
        bankId,
        { sha256: f.sha256, sizeBytes: BigInt(f.sizeBytes) },
        { name: f.name, mediaType: f.mediaType, kind: 'PACKET', partyId: batch.partyId, createdBy: actor.userId },
      )
    const list = input.list ? await register(input.list) : null
    const files = [...(list ? [{ file: list, role: 'LIST' }] : [])]
    for (const d of input.documents) files.push({ file: await register(d), role: 'DOCUMENTS' })
    await tx.packet.create({
      data: {
        bankId,
        id,
        batchId: batch.id,
        partyId: batch.partyId,
        state: 'QUEUED',
        no,
        listFileId: list?.id ?? null,
        mapping: (input.mapping ?? undefined) as Prisma.InputJsonObject | undefined,
        createdBy: actor.userId,
        progress: { rowsRead: 0, rowsTotal: 0, filesRead: 0, filesTotal: 0 },
      },
    })
    await tx.packetFile.createMany({
      data: files.map(({ file, role }) => ({
        bankId,
        id: newId(),
        packetId: id,
        partyId: batch.partyId,
        fileId: file.id,
        role,
      })),
    })
    const jobId = await ctx.enqueue('packets.read', { packetId: id }, { partyId: batch.partyId })
    await tx.packet.update({ where: { bankId_id: { bankId, id } }, data: { jobId } })
    ctx.audit({ objectType: 'packet', objectId: id, to: 'QUEUED', detail: { batchId: batch.id, files: files.length } })
    return { id, status: 'QUEUED' as const, batchId: batch.id, jobId }
  },
})

/**
 * Reads the list of a packet again with another mapping of its columns. The mapping is remembered for this operator; of
 * two that are said at the same time the later one holds.
 */
export const remapPacket = defineCommand({
  name: 'packets.remap',
  input: z.strictObject({ packetId: zId, mapping: z.record(z.string().max(200), z.enum(FIELDS).nullable()) }),
  access: { roles: ['OPERATOR_ADMIN', 'OPERATOR_CLERK', 'RM'] },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const bankId = actor.bankId
    const known = await tx.packet.findFirst({ where: { bankId, id: input.packetId }, select: { batchId: true } })
    if (!known) throw refuse('E_NOT_FOUND', { object: 'packet' })
    const batch = await lockBatch(ctx, known.batchId)
    const packet = await tx.packet.findFirstOrThrow({ where: { bankId, id: input.packetId } })
    if (!['DRAFT', 'RETURNED'].includes(batch.state) || !packet.listFileId)
      throw refuse('E_STATE', { object: 'packet', state: packet.state, event: 'remap' })
    const jobId = await ctx.enqueue('packets.read', { packetId: packet.id }, { partyId: packet.partyId })
    // a reading that is still going on with the columns as they were ends without a trace
    await tx.packet.update({
      where: { bankId_id: { bankId, id: packet.id } },
      data: { state: 'QUEUED', jobId, mapping: input.mapping, errorCode: null, finishedAt: null },
    })
    ctx.audit({
      objectType: 'packet',
      objectId: packet.id,
      from: packet.state,
      to: 'QUEUED',
      detail: { event: 'remap' },
    })
    return { id: packet.id, status: 'QUEUED' as const, jobId }
  },
})
