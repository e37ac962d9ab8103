import { defineJob, JobFailed } from '@/lib/platform/jobs/worker'
import { withdrawPlan } from './commands/withdraw'

/** Ends the plan and the groups of a withdrawn batch. */
defineJob('plans.withdraw', async ({ actor, payload }) => {
  const result = await withdrawPlan(actor, { batchId: String(payload.batchId), reason: String(payload.reason ?? '') })
  if (!result.ok) throw new JobFailed(result.error.code)
  return result.value
})
