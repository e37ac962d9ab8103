/** Background work of scoring: a large batch in chunks, each committed by itself. */
import { defineJob, JobFailed } from '@/lib/platform/jobs/worker'
import { scoreChunk } from './commands/score'
import { SCORE_CHUNK } from './score-items'

/** Starts again where it stopped: items that were decided before a crash are no longer in SCORING and are passed over. */
defineJob('scoring.run', async ({ actor, payload, progress, report }) => {
  const { batchId, applicationIds, by } = payload as { batchId: string; applicationIds: string[]; by: string | null }
  let state = 'SCORING'
  for (let done = progress?.done ?? 0; done < applicationIds.length; done += SCORE_CHUNK) {
    const chunk = applicationIds.slice(done, done + SCORE_CHUNK)
    const result = await scoreChunk(actor, { batchId, applicationIds: chunk, by })
    if (!result.ok) throw new JobFailed(result.error.code)
    state = result.value.state
    await report({ done: Math.min(done + chunk.length, applicationIds.length), total: applicationIds.length })
  }
  return { items: applicationIds.length, state }
})
