/** Monitoring's work in the background. */
import { defineJob, JobFailed } from '@/lib/platform/jobs/worker'
import { readReturn } from './commands/returns'

defineJob('monitoring.readReturn', async ({ actor, payload }) => {
  const done = await readReturn(actor, { returnId: String(payload.returnId) })
  if (!done.ok) throw new JobFailed(done.error.code)
  return done.value
})
