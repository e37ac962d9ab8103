/** The worker, put together: every feature's jobs, served until told to stop. */
import './contracts/jobs'
import './disbursement/jobs'
import './intake/jobs'
import './lab/jobs'
import './monitoring/jobs'
import './plans/jobs'
import './scoring/jobs'
import './servicing/jobs'
import { chaseSeatsInTime } from './approvals/seat-clock'
import { keepDesk } from './desk/morning'
import { fetchAnswers } from './disbursement/transfers/send'
import { tellPeople } from './notices/publish'
import { systemActor } from './platform/actor'
import { keepAnchorDaily } from './platform/audit-anchor'
import { closeDatabase } from './platform/db/client'
import { serveJobs } from './platform/jobs/worker'
import type { BankRow } from './platform/tenant'
import { countDaily } from './reports/snapshot'
import { tellSystems } from './webhooks/publish'

export async function runWorker(signal: AbortSignal): Promise<void> {
  try {
    await serveJobs(signal, betweenJobs)
  } finally {
    await closeDatabase()
  }
}

/** For each bank: the head of its trail once a day, seats that are late, answers of the core, systems told of what happened, people of what waits for them, the portfolio counted, the day's work laid on the desks. */
async function betweenJobs(bank: BankRow): Promise<void> {
  await keepAnchorDaily(bank)
  await chaseSeatsInTime(bank)
  await fetchAnswers(systemActor(bank, 'transfers'))
  await tellSystems(bank)
  await tellPeople(bank)
  await countDaily(bank)
  await keepDesk(bank)
}
