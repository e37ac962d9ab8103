import { defineJob, JobFailed } from '@/lib/platform/jobs/worker'
import { withTenant } from '@/lib/platform/tenant'
import { issueContracts } from './issue'

/** Merchants whose documents are merged in one transaction. */
const CHUNK = 50

/**
 * Merges the documents of one or many signings in the background, with progress by merchant. Run again, it merges only
 * what is missing. One signing that cannot be merged does not stop the others; the job fails with its code at the end.
 */
defineJob('contracts.issue', async ({ actor, payload, report }) => {
  const sessionIds = Array.isArray(payload.sessionIds) ? payload.sessionIds.map(String) : [String(payload.sessionId)]
  const sessions = await withTenant(actor, (tx) =>
    tx.signingSession.findMany({
      where: { bankId: actor.bankId, id: { in: sessionIds } },
      select: { id: true, groupId: true, applicationIds: true },
      orderBy: { id: 'asc' },
    }),
  )
  const work = sessions.flatMap((s) => {
    const ids = (s.applicationIds as string[] | null) ?? []
    if (s.groupId) return [{ sessionId: s.id, merchants: Math.max(1, ids.length) }]
    return Array.from({ length: Math.ceil(ids.length / CHUNK) }, (_, i) => {
      const applicationIds = ids.slice(i * CHUNK, (i + 1) * CHUNK)
      return { sessionId: s.id, applicationIds, merchants: applicationIds.length }
    })
  })
  const total = work.reduce((n, w) => n + w.merchants, 0)
  let done = 0
  let issued = 0
  const failed: string[] = []
  for (const { merchants, ...input } of work) {
    const result = await issueContracts(actor, input)
    if (result.ok) issued += result.value.issued
    else failed.push(result.error.code)
    done += merchants
    await report({ done, total, failed: failed.length })
  }
  if (failed.length > 0) throw new JobFailed(failed[0]!)
  return { issued }
})
