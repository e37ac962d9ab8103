/** The worker, put together: every feature's jobs, served until told to stop. */
import './contracts/jobs'
import './intake/jobs'
import './lab/jobs'
import './plans/jobs'
import './scoring/jobs'
import './servicing/jobs'
import { chaseSeatsInTime } from './approvals/seat-clock'
import { keepAnchorDaily } from './platform/audit-anchor'
import { closeDatabase } from './platform/db/client'
import { serveJobs } from './platform/jobs/worker'

export async function runWorker(signal: AbortSignal): Promise<void> {
  try {
    await serveJobs(signal, async (bank) => {
      await keepAnchorDaily(bank)
      await chaseSeatsInTime(bank)
    })
  } finally {
    await closeDatabase()
  }
}
