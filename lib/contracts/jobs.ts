import { defineJob, JobFailed } from '@/lib/platform/jobs/worker'
import { issueContracts } from './issue'

/** Merges the contracts of one signing in the background; run again it merges only what is missing. */
defineJob('contracts.issue', async ({ actor, payload }) => {
  const result = await issueContracts(actor, { sessionId: String(payload.sessionId) })
  if (!result.ok) throw new JobFailed(result.error.code)
  return { issued: result.value.issued }
})
