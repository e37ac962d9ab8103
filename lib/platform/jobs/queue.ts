/**
 * Background jobs: rows of the bank, added in the transaction of the command that asks for them and claimed with
 * FOR UPDATE SKIP LOCKED. A job is a list of ids; it re-enters `withTenant`, works in chunks, records how far it came,
 * and can be run again after kill -9. (docs/adr/0003)
 */
import type { Prisma, Tx } from '../tenant'
import { newId } from '../tenant'
import type { Json } from '../wire'

export type JobProgress = { done: number; total: number; note?: string } & { [key: string]: Json | undefined }

export type JobRequest = {
  payload: { [key: string]: Json | undefined }
  /** the same key is queued once only, ever */
  dedupeKey?: string
  runAfter?: Date
  maxAttempts?: number
  partyId?: string | null
  createdBy?: string | null
}

export const JOB_CHANNEL = 'fangshi_job'

/** Adds a job in the caller's transaction; workers are woken when it commits. Returns the job's id. */
export async function enqueueJob(tx: Tx, bankId: string, name: string, request: JobRequest): Promise<string> {
  const id = newId()
  const data: Prisma.JobUncheckedCreateInput = {
    bankId,
    id,
    name,
    payload: request.payload as Prisma.InputJsonObject,
    state: 'QUEUED',
    dedupeKey: request.dedupeKey ?? null,
    runAfter: request.runAfter ?? new Date(),
    maxAttempts: request.maxAttempts ?? 5,
    partyId: request.partyId ?? null,
    createdBy: request.createdBy ?? null,
  }
  if (request.dedupeKey) {
    const existing = await tx.job.findFirst({ where: { bankId, dedupeKey: request.dedupeKey }, select: { id: true } })
    if (existing) return existing.id
  }
  await tx.job.create({ data })
  await tx.$executeRaw`select pg_notify(${JOB_CHANNEL}, ${bankId})`
  return id
}
