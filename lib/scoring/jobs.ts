/** Background work of scoring: a large batch in chunks, each committed by itself, and questions to bureau and registers. */
import { defineJob, JobFailed } from '@/lib/platform/jobs/worker'
import { withTenant } from '@/lib/platform/tenant'
import { checkSources } from './check-provider'
import { type CheckJob, recordChecks } from './commands/checks'
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

const CHECK_CHUNK = 20

/** Asks outside any transaction, records each chunk in one of its own; a source that does not answer is a FAILED check. */
defineJob('checks.query', async ({ actor, payload, progress, report }) => {
  const { batchId, applicationIds, kinds } = payload as unknown as CheckJob
  const sources = checkSources()
  const asked = kinds.flatMap((kind) => {
    const { query, name } = sources[kind]
    return query ? [{ kind, query, name }] : []
  })
  if (asked.length === 0) throw new JobFailed('E_CHECKS_MANUAL')
  for (let done = progress?.done ?? 0; done < applicationIds.length; done += CHECK_CHUNK) {
    const chunk = applicationIds.slice(done, done + CHECK_CHUNK)
    const subjects = await withTenant(actor, (tx) =>
      tx.application.findMany({
        where: { bankId: actor.bankId, id: { in: chunk }, state: { in: ['PACKET_OK', 'SCORING'] } },
        select: { id: true, name: true, uscc: true, ownerName: true, ownerIdNo: true },
      }),
    )
    const checks = await Promise.all(
      subjects.flatMap((s) =>
        asked.map(async ({ kind, query, name }) => {
          const at = new Date()
          const subject = { ...s, applicationId: s.id, name: s.name ?? '' }
          const answer = await query(subject, at).catch((e: unknown) => ({
            state: 'FAILED' as const,
            source: name,
            values: {},
            vetoes: [],
            summary: e instanceof Error ? e.message.slice(0, 200) : 'failed',
          }))
          return { applicationId: s.id, kind, checkedAt: at.toISOString(), ...answer }
        }),
      ),
    )
    if (checks.length > 0) {
      const result = await recordChecks(actor, { batchId, checks })
      if (!result.ok) throw new JobFailed(result.error.code)
    }
    await report({ done: Math.min(done + chunk.length, applicationIds.length), total: applicationIds.length })
  }
  return { items: applicationIds.length }
})
