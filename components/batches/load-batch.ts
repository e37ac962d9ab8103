import { opinionChain } from '@/lib/approvals/queries'
import { type NextAct, nextActs, type PlaceKey, type Standing } from '@/lib/batches/next-acts'
import { batchOverview } from '@/lib/batches/queries'
import { batchClocks, investigators, openSplits } from '@/lib/batches/screen-queries'
import { batchStanding } from '@/lib/batches/standing'
import { planOfBatch } from '@/lib/plans/queries'
import { type Actor, hasRole } from '@/lib/platform/actor'
import { orNotFound } from '@/lib/platform/http/page'
import type { BatchActsProps } from './batch-acts'

/** What the head of a batch's pages shows and offers to this person, read once. */
export async function loadBatch(actor: Actor, batchId: string) {
  const overview = await orNotFound(batchOverview(actor, { batchId }))
  const deciding = overview.state === 'IN_REVIEW' || overview.state === 'COUNTERSIGNING'
  const [standing, clocks, splits, { plan }, people] = await Promise.all([
    batchStanding(actor, { batchId }),
    batchClocks(actor, { batchIds: [batchId] }),
    openSplits(actor, { batchId }),
    planOfBatch(actor, { batchId }),
    overview.state === 'ACCEPTED' && hasRole(actor, 'RM') ? investigators(actor, {}) : null,
  ])
  const chain = deciding && plan ? await opinionChain(actor, { planId: plan.id }) : null
  const facts: Standing = {
    state: overview.state,
    mode: overview.mode,
    roles: actor.roles,
    counts: overview.counts,
    operatorSubmits: standing.operatorSubmits,
    planId: plan?.id ?? null,
    seatWaits: chain !== null && chain.mySeat !== null,
    totalClock: standing.totalClock?.state ?? null,
  }
  const acts: NextAct[] = nextActs(facts)
  const hrefs: Record<PlaceKey, string> = {
    check: `/batches/${batchId}/check`,
    papers: `/batches/${batchId}/desk`,
    scoring: `/scoring/${batchId}`,
    results: `/scoring/${batchId}/results`,
    groups: `/groups/${batchId}`,
    plan: plan ? `/plans/${plan.id}` : `/plans/new?batch=${batchId}`,
    decide: `/queue/${plan?.id ?? ''}`,
    contracts: `/contracts?batch=${batchId}`,
    disbursement: `/disbursement?batch=${batchId}`,
    loans: `/loans?batch=${batchId}`,
  }
  const profile = overview.slaProfile === 'GREEN' ? 'GREEN' : 'NORMAL'
  const mendedAt = (id: string) =>
    overview.state === 'SUBMITTED' ? `${hrefs.check}?item=${id}` : `${hrefs.papers}?open=${id}`
  const actProps: BatchActsProps = {
    batchId,
    version: overview.version,
    acts,
    hrefs,
    counts: overview.counts,
    open: standing.open.map((m) => ({ ...m, href: mendedAt(m.id) })),
    pauses: standing.totalClock?.pauses ?? 0,
    days: standing.days,
    profile,
    people,
    rmId: standing.rmId,
    evaluatorId: standing.evaluatorId,
  }
  return { overview, standing, standingFacts: facts, clocks, splits, acts, hrefs, actProps }
}
