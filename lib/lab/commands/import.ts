/** Labelled histories: brought in as a file, read in the background, removed when they are no longer needed. */
import { z } from 'zod'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { zId } from '@/lib/platform/schema'
import { newId, type Prisma } from '@/lib/platform/tenant'
import { CARD_ROLES } from '@/lib/scoring/workflow'
import type { HistoryCase, HistoryColumns, HistoryProblem } from '../rules/history'

/** Takes a csv or text file that was uploaded before; reading it is a job. */
export const importHistory = defineCommand({
  name: 'lab.import',
  input: z.strictObject({
    fileId: zId,
    name: z.string().trim().min(1).max(120),
    note: z.string().trim().max(1000).optional(),
  }),
  access: { roles: CARD_ROLES },
  async run(ctx) {
    const { tx, actor, input } = ctx
    const file = await tx.fileObject.findFirst({ where: { bankId: actor.bankId, id: input.fileId } })
    if (!file) throw refuse('E_NOT_FOUND', { object: 'file' })
    if (!['text/csv', 'text/plain'].includes(file.mediaType)) throw refuse('E_FILE_TYPE', { type: file.mediaType })
    const id = newId()
    const jobId = await ctx.enqueue('lab.read', { datasetId: id })
    await tx.labDataset.create({
      data: {
        bankId: actor.bankId,
        id,
        name: input.name,
        note: input.note ?? null,
        fileId: file.id,
        state: 'QUEUED',
        jobId,
        createdBy: actor.userId,
      },
    })
    ctx.audit({ objectType: 'lab-dataset', objectId: id, to: 'QUEUED', detail: { event: 'import', name: input.name } })
    return { id, jobId }
  },
})

/** One chunk of cases, by the reader; the same chunk again takes the place of itself. */
export const storeCases = defineCommand({
  name: 'lab.store',
  input: z.strictObject({ datasetId: zId, no: z.int().min(0), cases: z.array(z.unknown()).max(1000) }),
  access: { roles: ['SYSTEM'] },
  async run({ tx, actor, input, audit }) {
    const { datasetId, no } = input
    const cases = input.cases as Prisma.InputJsonValue
    await tx.labDataset.updateMany({ where: { bankId: actor.bankId, id: datasetId }, data: { state: 'READING' } })
    await tx.labChunk.upsert({
      where: { bankId_datasetId_no: { bankId: actor.bankId, datasetId, no } },
      create: { bankId: actor.bankId, datasetId, no, cases },
      update: { cases },
    })
    audit({ objectType: 'lab-dataset', objectId: datasetId, detail: { event: 'store', no, cases: input.cases.length } })
    return { no }
  },
})

type Finished = {
  columns: HistoryColumns
  months: Record<string, number>
  cases: number
  bads: number
  refused: number
  problems: HistoryProblem[]
}

/** The end of reading: what was found, or the code of why it could not be read. */
export const finishDataset = defineCommand({
  name: 'lab.finishDataset',
  input: z.strictObject({
    datasetId: zId,
    errorCode: z.string().max(60).nullable(),
    found: z.custom<Finished>().nullable(),
  }),
  access: { roles: ['SYSTEM'] },
  async run({ tx, actor, input, now, audit }) {
    const { found } = input
    const state = found ? 'READY' : 'FAILED'
    await tx.labDataset.updateMany({
      where: { bankId: actor.bankId, id: input.datasetId },
      data: {
        state,
        errorCode: input.errorCode,
        finishedAt: now,
        ...(found
          ? {
              columns: found.columns as Prisma.InputJsonObject,
              months: found.months,
              cases: found.cases,
              bads: found.bads,
              refused: found.refused,
              problems: found.problems as Prisma.InputJsonArray,
            }
          : {}),
      },
    })
    audit({
      objectType: 'lab-dataset',
      objectId: input.datasetId,
      to: state,
      detail: { event: 'read', cases: found?.cases ?? 0, refused: found?.refused ?? 0, code: input.errorCode },
    })
    return { state }
  },
})

/** Removes the cases of a history and keeps what was measured on them: figures, not people. */
export const removeHistory = defineCommand({
  name: 'lab.remove',
  input: z.strictObject({ datasetId: zId, reason: z.string().trim().min(2).max(500) }),
  access: { roles: CARD_ROLES },
  async run({ tx, actor, input, audit }) {
    const where = { bankId: actor.bankId, datasetId: input.datasetId }
    const dataset = await tx.labDataset.findFirst({ where: { bankId: actor.bankId, id: input.datasetId } })
    if (!dataset) throw refuse('E_NOT_FOUND', { object: 'lab-dataset' })
    const { count } = await tx.labChunk.deleteMany({ where })
    audit({
      objectType: 'lab-dataset',
      objectId: dataset.id,
      reason: input.reason,
      detail: { event: 'remove', chunks: count },
    })
    return { id: dataset.id, removed: dataset.cases }
  },
})

export type StoredCase = HistoryCase
