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
import type { BankRow } from './platform/tenant'
import { tellSystems } from './webhooks/publish'

export async function runWorker(signal: AbortSignal): Promise<void> {
  try {
    await serveJobs(signal, betweenJobs)
  } finally {
    await closeDatabase()
  }
}

/** For each bank: the head of its trail once a day, and its systems told of what happened. */
async function betweenJobs(bank: BankRow): Promise<void> {
  await keepAnchorDaily(bank)
  await tellSystems(bank)
}
