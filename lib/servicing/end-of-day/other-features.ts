/** What the end of day does for other features: warnings, lapsed approvals and replenishments, visits not made. */
import { loadParameters } from '@/lib/admin/parameters'
import { lapseApprovals, withdrawUnanswered } from '@/lib/batches/lapse'
import { collateralDaily } from '@/lib/collateral/daily'
import { judgePromises } from '@/lib/collection/daily'
import { lostDaily } from '@/lib/desk/clients/lost'
import { payDaily } from '@/lib/desk/pay/daily'
import { pairsDaily } from '@/lib/desk/training/training'
import { latePaymentsDaily } from '@/lib/disbursement/daily'
import { claimsDaily } from '@/lib/guarantees/claims-daily'
import { contagionDaily } from '@/lib/guarantees/contagion-daily'
import { reconcileAccounts } from '@/lib/guarantees/daily'
import { jointGroupsDaily } from '@/lib/guarantees/joint-daily'
import { issuesDaily } from '@/lib/issues/daily'
import { escalateUnverified, raiseDailyWarnings } from '@/lib/monitoring/daily'
import { moveLines, planInspections } from '@/lib/monitoring/lines-daily'
import { replanMissedVisits } from '@/lib/monitoring/missed-visits'
import { openReturns } from '@/lib/monitoring/open-returns'
import { evaluateStops } from '@/lib/monitoring/stops'
import { partnersDaily } from '@/lib/partners/daily'
import { lapsePlans } from '@/lib/plans/lapse'
import type { CommandContext } from '@/lib/platform/commands'
import { type PlainDate, toDb } from '@/lib/platform/dates'
import { lapseReviews, listReviews } from '@/lib/reviews/daily'

type Ctx = CommandContext<unknown>

/** Warnings of the morning's days past due, of the books and of the feeds; those not verified in time go up (§8.2). */
export async function warn(ctx: Ctx, on: PlainDate): Promise<Record<string, number>> {
  const { monitoring, manager } = await loadParameters(ctx.tx, ctx.actor.bankId, on)
  return {
    ...(await judgePromises(ctx, on)),
    ...(await lapseReviews(ctx, on)),
    ...(await listReviews(ctx, on, monitoring.review)),
    ...(await planInspections(ctx, on, monitoring)),
    ...(await moveLines(ctx, on, monitoring)),
    ...(await openReturns(ctx, on, monitoring)),
    ...(await raiseDailyWarnings(ctx, on, monitoring)),
    ...(await jointGroupsDaily(ctx, on, monitoring.contagion)),
    ...(await collateralDaily(ctx, on)),
    ...(await latePaymentsDaily(ctx, on)),
    ...(await claimsDaily(ctx, on)),
    ...(await issuesDaily(ctx, on)),
    ...(await contagionDaily(ctx, on, monitoring.contagion)),
    ...(await escalateUnverified(ctx, on)),
    ...(await lostDaily(ctx, on)),
    ...(await payDaily(ctx, on, manager)),
    ...(await pairsDaily(ctx, on, manager)),
  }
}

/** The stops that the figures of the closed day bring (§8.3). */
export async function stop(ctx: Ctx, on: PlainDate): Promise<Record<string, number>> {
  const { monitoring } = await loadParameters(ctx.tx, ctx.actor.bankId, on)
  return evaluateStops(ctx, on, monitoring)
}

/**
 * What is over at the end of the day: plans (twelve months, six without a contract) and approvals (60 days to sign, 90
 * to draw, §6.4), returned packets that stayed away, replenishments past their day; missed visits are planned again.
 */
export async function lapse(ctx: Ctx, closing: PlainDate): Promise<Record<string, number>> {
  const { tx, actor } = ctx
  const { bankId } = actor
  const before = { lt: toDb(closing) }
  const ended = await lapsePlans(ctx, closing)
  const expired = await lapseApprovals(ctx, closing, ended.unsignedItems)
  const withdrawn = await withdrawUnanswered(ctx)
  const overdue = await tx.replenishment.updateMany({
    where: { bankId, state: 'DUE', dueOn: before },
    data: { state: 'OVERDUE', version: { increment: 1 } },
  })
  const visits = await replanMissedVisits(ctx, closing)
  const partners = await partnersDaily(ctx, closing)
  const accounts = await reconcileAccounts(ctx, closing)
  return {
    plansExpired: ended.plans,
    expired: expired.items,
    packetsWithdrawn: withdrawn.batches,
    replenishmentsOverdue: overdue.count,
    ...visits,
    ...partners,
    ...accounts,
  }
}
