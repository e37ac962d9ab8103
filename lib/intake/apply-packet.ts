/** Writes what the reader found into the batch: rows by the operator's own number, papers with their places, and looks at it all. */
import { z } from 'zod'
import { lockBatch } from '@/lib/batches/progress'
import { defineCommand } from '@/lib/platform/commands'
import { toDb } from '@/lib/platform/dates'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import type { Prisma } from '@/lib/platform/tenant'
import type { ListAside } from './list-aside'
import { keepPacketFindings, type Outside } from './packet-findings'
import type { DocumentsRead, ReadDocument } from './read-documents'
import { recheckBatch } from './recheck'
import type { SetAside } from './set-aside'
import { storePapers } from './store-papers'
import { storeRows } from './store-rows'

/**
 * The reader's result becomes applications, documents and issues in one transaction: run again after a crash it does
 * the same again. Good rows are kept whatever is wrong with others.
 */
export const applyPacket = defineCommand({
  name: 'packets.apply',
  input: z.strictObject({
    packetId: zId,
    /** the job that read it; once another reading was asked for, this one is not written any more */
    jobId: zId,
    list: z.custom<ListAside | null>(),
    documents: z.custom<PapersRead | null>(),
  }),
  access: { roles: ['SYSTEM'] },
  timeoutMs: 300_000,
  async run(ctx) {
    const { tx, actor, input, today, now } = ctx
    const bankId = actor.bankId
    const known = await tx.packet.findFirst({ where: { bankId, id: input.packetId }, select: { batchId: true } })
    if (!known) throw refuse('E_NOT_FOUND', { object: 'packet' })
    const batch = await lockBatch(ctx, known.batchId)
    const packet = await tx.packet.findFirstOrThrow({
      where: { bankId, id: input.packetId },
      include: { batch: true },
    })
    if (packet.state === 'DONE' || packet.jobId !== input.jobId) {
      ctx.audit({ objectType: 'packet', objectId: packet.id, detail: { event: 'overtaken', jobId: input.jobId } })
      return { id: packet.id, already: true as const }
    }
    // submitted while its files were being read: what was handed over stays as it is
    if (!['DRAFT', 'RETURNED'].includes(batch.state)) throw refuse('E_LOCKED', { object: 'batch', state: batch.state })
    const returned = batch.state === 'RETURNED'
    const outside: Outside = { rows: [], papers: [] }
    const list = input.list?.about ?? null
    if (input.list) await storeRows(ctx, packet, input.list, returned ? outside : null)
    if (input.documents) await storePapers(ctx, packet, input.documents.papers, returned ? outside : null)
    await tx.packet.update({
      where: { bankId_id: { bankId, id: packet.id } },
      data: {
        state: 'DONE',
        finishedAt: now,
        ...(list
          ? {
              sheet: list.sheet,
              headerRow: list.headerRow,
              encoding: list.encoding,
              unit: list.unit,
              mapping: { ...leftOut(packet.mapping), ...list.mapping },
            }
          : {}),
        progress: {
          rowsRead: list?.rowsRead ?? 0,
          rowsTotal: list?.rowsRead ?? 0,
          filesRead: input.documents?.filesTotal ?? 0,
          filesTotal: input.documents?.filesTotal ?? 0,
        },
      },
    })
    if (!packet.batch.listDate)
      await tx.batch.update({ where: { bankId_id: { bankId, id: packet.batchId } }, data: { listDate: toDb(today) } })
    const counts = await recheckBatch(ctx, packet.batchId)
    await keepPacketFindings(ctx, packet, list, input.documents, outside)
    ctx.audit({ objectType: 'packet', objectId: packet.id, to: 'DONE', detail: { ...counts } })
    ctx.emit('packet.read', {
      packetId: packet.id,
      batchId: packet.batchId,
      ready: counts.ready,
      withErrors: counts.withErrors,
    })
    return { id: packet.id, already: false as const, ...counts }
  },
})

/** What was read out of the archives: the papers themselves lie set aside. */
export type PapersRead = Omit<DocumentsRead, 'documents'> & { papers: SetAside<ReadDocument> }

/** Headings that a person said are no field: kept with the mapping, so that the next list is not guessed at again. */
function leftOut(asked: Prisma.JsonValue): Record<string, null> {
  return Object.fromEntries(
    Object.entries((asked ?? {}) as Record<string, string | null>).filter(([, f]) => f === null),
  ) as Record<string, null>
}

/** A packet that cannot be read at all ends FAILED with one code; the batch and its earlier packets stay as they were. */
export const failPacket = defineCommand({
  name: 'packets.fail',
  input: z.strictObject({
    packetId: zId,
    jobId: zId,
    code: z.string().max(60),
    params: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
  }),
  access: { roles: ['SYSTEM'] },
  async run({ tx, actor, input, now, audit }) {
    const { count } = await tx.packet.updateMany({
      where: { bankId: actor.bankId, id: input.packetId, jobId: input.jobId, state: { not: 'DONE' } },
      data: { state: 'FAILED', errorCode: input.code, errorParams: input.params, finishedAt: now },
    })
    audit({
      objectType: 'packet',
      objectId: input.packetId,
      ...(count > 0 ? { to: 'FAILED' } : {}),
      detail: count > 0 ? { code: input.code } : { event: 'overtaken', jobId: input.jobId },
    })
    return { id: input.packetId }
  },
})
