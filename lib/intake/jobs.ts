/** The packet reader in the background: list first, then the papers, with progress; and the re-check of a batch. */
import { z } from 'zod'
import type { Actor } from '@/lib/platform/actor'
import { defineCommand } from '@/lib/platform/commands'
import { fileStore } from '@/lib/platform/files'
import { defineJob, JobCancelled, JobFailed, JobLater } from '@/lib/platform/jobs/worker'
import { zId } from '@/lib/platform/schema'
import { withTenant } from '@/lib/platform/tenant'
import { applyPacket, failPacket, type PapersRead } from './apply-packet'
import type { Field } from './fields'
import { type ListAside, readListAside } from './list-aside'
import { macroPolicy, rememberedMapping } from './list-policy'
import { NAMED_REFUSED, type ReadDocument, readDocuments } from './read-documents'
import { recheckBatch } from './recheck'
import { FileRefused } from './refused-file'
import { SetAside } from './set-aside'

const MAX_DOCUMENT_BYTES = 20 * 2 ** 20
/** Progress is written about twice a second, however fast the files come. */
const SHOW_EVERY_MS = 500

defineJob('packets.read', async ({ actor, jobId, payload, report, lastAttempt }) => {
  const packetId = String(payload.packetId)
  const bankId = actor.bankId
  const packet = await withTenant(actor, (tx) =>
    tx.packet.findFirst({ where: { bankId, id: packetId }, include: { packetFiles: { include: { file: true } } } }),
  )
  if (!packet || packet.state === 'DONE' || packet.state === 'FAILED' || packet.jobId !== jobId) return undefined
  // what was sent later stands above what was sent before: one packet of a batch is read after the other
  if (await earlierBeingRead(actor, packet)) throw new JobLater(EARLIER_MS)
  const show = async (
    state: 'READING' | 'MATCHING',
    progress: { rowsRead: number; rowsTotal: number; filesRead: number; filesTotal: number },
  ) => {
    const { count } = await withTenant(actor, (tx) =>
      tx.packet.updateMany({ where: { bankId, id: packetId, jobId }, data: { state, progress } }),
    )
    if (count === 0) throw new Overtaken()
    await report({
      done: progress.rowsRead + progress.filesRead,
      total: Math.max(1, progress.rowsTotal + progress.filesTotal),
    })
  }
  const aside = await SetAside.begin<ReadDocument>()
  try {
    const list = packet.packetFiles.find((f) => f.role === 'LIST')
    let read: ListAside | null = null
    let rows = 0
    await show('READING', { rowsRead: 0, rowsTotal: 0, filesRead: 0, filesTotal: 0 })
    if (list) {
      const asked = packet.mapping as Record<string, Field> | null
      const { macros, remembered } = await withTenant(actor, async (tx) => ({
        macros: await macroPolicy(tx, bankId),
        remembered: asked ? undefined : await rememberedMapping(tx, bankId, packet.partyId),
      }))
      const path = await fileStore().localPath(bankId, list.file.sha256)
      // the rows wait on disk while the papers are read
      read = await readListAside(aside, path, { mapping: asked ?? undefined, remembered, macros })
      rows = read.about.rowsRead
    }
    await show('MATCHING', { rowsRead: rows, rowsTotal: rows, filesRead: 0, filesTotal: 0 })
    const archives = packet.packetFiles.filter((f) => f.role === 'DOCUMENTS')
    const documents: PapersRead = { papers: aside, refused: [], refusedTotal: 0, junk: 0, filesTotal: 0 }
    let shown = Date.now()
    for (const archive of archives) {
      // the archives before this one are read: their files count as well
      const before = documents.filesTotal
      const part = await readDocuments(await fileStore().localPath(bankId, archive.file.sha256), {
        sink: (bytes) => fileStore().put(bankId, bytes, MAX_DOCUMENT_BYTES),
        keep: (document) => aside.add(document),
        onProgress: async (done, total) => {
          if (Date.now() - shown < SHOW_EVERY_MS && done !== total) return
          shown = Date.now()
          await show('MATCHING', {
            rowsRead: rows,
            rowsTotal: rows,
            filesRead: before + done,
            filesTotal: before + total,
          })
        },
      })
      documents.refused.push(...part.refused.slice(0, NAMED_REFUSED - documents.refused.length))
      documents.refusedTotal += part.refusedTotal
      documents.junk += part.junk
      documents.filesTotal += part.filesTotal
    }
    const applied = await applyPacket(actor, {
      packetId,
      jobId,
      list: read,
      documents: archives.length > 0 ? documents : null,
    })
    if (!applied.ok) throw new JobFailed(applied.error.code)
    return { packetId }
  } catch (error) {
    if (error instanceof Overtaken) return { packetId, overtaken: true }
    const refused = error instanceof FileRefused || error instanceof JobFailed ? error.code : null
    const code = error instanceof JobCancelled ? 'E_READING_CANCELLED' : refused
    // a fault that may pass is tried again; after the last try the packet says so instead of reading for ever
    if (code === null && !lastAttempt) throw error
    const params = error instanceof FileRefused ? error.params : { requestId: jobId }
    await failPacket(actor, { packetId, jobId, code: code ?? 'E_INTERNAL', params })
    throw refused === null ? error : new JobFailed(refused)
  } finally {
    await aside.discard()
  }
})

/** Another reading of the same packet was asked for: this one is of no use any more. */
class Overtaken extends Error {}

const EARLIER_MS = 2_000

/** Whether a packet that was sent before this one, for the same batch, is still being read or waits for it. */
async function earlierBeingRead(actor: Actor, packet: { batchId: string; no: number }): Promise<boolean> {
  const { bankId } = actor
  return withTenant(actor, async (tx) => {
    const earlier = await tx.packet.findMany({
      where: {
        bankId,
        batchId: packet.batchId,
        no: { lt: packet.no },
        state: { in: ['QUEUED', 'READING', 'MATCHING'] },
      },
      select: { jobId: true },
    })
    const jobs = earlier.flatMap((p) => p.jobId ?? [])
    if (jobs.length === 0) return false
    return (await tx.job.count({ where: { bankId, id: { in: jobs }, state: { in: ['QUEUED', 'RUNNING'] } } })) > 0
  })
}

/** Re-check as the bank's machinery, which also sees what an operator may not: the same merchant with another operator. */
export const recheckAsBank = defineCommand({
  name: 'packets.recheck',
  input: z.strictObject({ batchId: zId }),
  access: { roles: ['SYSTEM'] },
  timeoutMs: 300_000,
  async run(ctx) {
    const counts = await recheckBatch(ctx, ctx.input.batchId)
    ctx.audit({ objectType: 'batch', objectId: ctx.input.batchId, detail: { event: 'recheck', ...counts } })
    return counts
  },
})

defineJob('intake.recheck', async ({ actor, payload }) => {
  const result = await recheckAsBank(actor, { batchId: String(payload.batchId) })
  if (!result.ok) throw new JobFailed(result.error.code)
  return { ...result.value }
})
