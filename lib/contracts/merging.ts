/** How far the merging of a signing's documents has come. */
import { z } from 'zod'
import type { JobProgress } from '@/lib/platform/jobs/queue'
import { defineQuery } from '@/lib/platform/queries'
import { zId } from '@/lib/platform/schema'
import { CONTRACT_READERS } from './queries'

export const mergingState = defineQuery({
  name: 'signing.merging',
  input: z.strictObject({ sessionId: zId }),
  access: { roles: CONTRACT_READERS },
  async run({ tx, actor, input }) {
    const rows = await tx.$queryRaw<
      { id: string; state: string; progress: JobProgress | null; error_code: string | null }[]
    >`
      select id, state, progress, error_code from job
      where bank_id = ${actor.bankId}::uuid and name = 'contracts.issue' and payload -> 'sessionIds' ? ${input.sessionId}
      order by id desc limit 1`
    const job = rows[0]
    if (!job) return null
    return {
      jobId: job.id,
      state: job.state,
      done: job.progress?.done ?? 0,
      total: job.progress?.total ?? null,
      errorCode: job.error_code,
    }
  },
})
