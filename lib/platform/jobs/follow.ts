/** Waiting for a job from the command line. */
import { setTimeout as sleep } from 'node:timers/promises'
import { withTenant } from '../tenant'
import type { JobProgress } from './queue'
import { drainJobs } from './worker'

/**
 * Works on the bank's jobs, beside any worker, until this one has ended, and says how far it comes. The handlers must
 * have been loaded. Answers the state that it ended in and the code when it failed.
 */
export async function followJob(
  bankId: string,
  jobId: string,
  say: (line: string) => void,
): Promise<{ state: string; code: string | null }> {
  const draining = drainJobs(bankId).catch((error: Error) => say(error.message))
  for (let last = ''; ; await sleep(300)) {
    const job = await withTenant({ bankId, partyId: null }, (tx) => tx.job.findFirst({ where: { bankId, id: jobId } }))
    const progress = job?.progress as JobProgress | null
    const line = progress?.total ? `${progress.done} of ${progress.total} ${progress.note ?? ''}`.trim() : ''
    if (line && line !== last) say(line)
    last = line
    if (job?.state === 'QUEUED' || job?.state === 'RUNNING') continue
    await draining
    return { state: job?.state ?? 'UNKNOWN', code: job?.errorCode ?? null }
  }
}
