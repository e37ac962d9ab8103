/** Background jobs as the person who asked for them sees them. */
import { z } from 'zod'
import { hasRole } from '@/lib/platform/actor'
import { defineCommand } from '@/lib/platform/commands'
import { refuse } from '@/lib/platform/errors'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'

/** A partner user sees the jobs of its own party (row-level security), staff those of the bank. */
export const jobStatus = defineQuery({
  name: 'admin.job',
  input: z.strictObject({ jobId: zId }),
  access: { roles: 'ANY_SIGNED_IN' },
  async run({ tx, actor, input }) {
    const job = await tx.job.findFirst({ where: { bankId: actor.bankId, id: input.jobId } })
    if (!job) throw refuse('E_NOT_FOUND', { object: 'job' })
    return {
      id: job.id,
      name: job.name,
      status: job.state,
      progress: job.progress,
      result: job.state === 'DONE' ? job.result : null,
      error: job.state === 'FAILED' ? { code: job.errorCode, detail: job.errorDetail } : null,
      attempts: job.attempts,
      createdAt: job.createdAt,
      startedAt: job.startedAt,
      finishedAt: job.finishedAt,
    }
  },
})

/** Asks a job to stop at its next step; who asked for it, or an administrator. */
export const cancelJob = defineCommand({
  name: 'admin.cancelJob',
  input: z.strictObject({ jobId: zId }),
  access: { roles: 'ANY_SIGNED_IN' },
  async run({ tx, actor, input, now, audit }) {
    const where = { bankId: actor.bankId, id: input.jobId }
    const job = await tx.job.findFirst({ where })
    if (!job) throw refuse('E_NOT_FOUND', { object: 'job' })
    if (job.createdBy !== actor.userId && !hasRole(actor, 'TENANT_ADMIN')) throw refuse('E_FORBIDDEN')
    const queued = await tx.job.updateMany({
      where: { ...where, state: 'QUEUED' },
      data: { state: 'CANCELLED', finishedAt: now, cancelRequested: true },
    })
    const running = await tx.job.updateMany({ where: { ...where, state: 'RUNNING' }, data: { cancelRequested: true } })
    if (queued.count + running.count === 0) {
      throw refuse('E_STATE', { object: 'job', state: job.state, event: 'cancel' }, { allowed: [] })
    }
    audit({ objectType: 'job', objectId: job.id, from: job.state, to: queued.count ? 'CANCELLED' : 'CANCELLING' })
    return { cancelled: queued.count > 0 }
  },
})
