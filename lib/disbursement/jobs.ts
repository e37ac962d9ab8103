/** Hands instructions to the core, once each, and fetches what it has answered. */
import { defineJob, JobFailed } from '@/lib/platform/jobs/worker'
import { sendTransfer } from './transfers/send'

defineJob('transfers.send', async ({ actor, payload }) => {
  const done = await sendTransfer(actor, String(payload.id))
  if (!done.ok) throw new JobFailed(done.code)
  return { act: done.act }
})
