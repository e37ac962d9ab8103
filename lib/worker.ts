/** The worker, put together: every feature's jobs, served until told to stop. */
import './contracts/jobs'
import './intake/jobs'
import './lab/jobs'
import './monitoring/jobs'
import './plans/jobs'
import './scoring/jobs'
import './servicing/jobs'
import { keepAnchorDaily } from './platform/audit-anchor'
import { closeDatabase } from './platform/db/client'
import { serveJobs } from './platform/jobs/worker'

export async function runWorker(signal: AbortSignal): Promise<void> {
  try {
    await serveJobs(signal, keepAnchorDaily)
  } finally {
    await closeDatabase()
  }
}
