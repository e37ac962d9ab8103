/** The batch as a funnel: how many of its merchants came at least so far. Pure. */
import type { ApplicationState } from './workflow'

export const FUNNEL_STEPS = ['LISTED', 'CHECKED', 'ADMITTED', 'APPROVED', 'SIGNED', 'PAID'] as const
export type FunnelStep = (typeof FUNNEL_STEPS)[number]

/**
 * The furthest step that a merchant in this state has certainly reached. One that left the batch keeps only what its
 * state proves: a refused one was admitted, a dropped one may have left at any time.
 */
const REACHED: Record<ApplicationState, FunnelStep> = {
  DRAFT: 'LISTED',
  READY: 'LISTED',
  SUBMITTED: 'LISTED',
  RETURNED: 'LISTED',
  WITHDRAWN: 'LISTED',
  DROPPED: 'LISTED',
  PACKET_OK: 'CHECKED',
  SCORING: 'CHECKED',
  NOT_ADMITTED: 'CHECKED',
  ADMITTED: 'ADMITTED',
  REGROUP_REQUIRED: 'ADMITTED',
  IN_APPROVAL: 'ADMITTED',
  REJECTED: 'ADMITTED',
  APPROVED: 'APPROVED',
  APPROVED_REDUCED: 'APPROVED',
  CONTRACTING: 'APPROVED',
  EXPIRED: 'APPROVED',
  SIGNED: 'SIGNED',
  CP_PENDING: 'SIGNED',
  READY_TO_DRAW: 'SIGNED',
  ACTIVE: 'PAID',
  SETTLED: 'PAID',
}

export function batchFunnel(counts: Readonly<Record<string, number>>): { step: FunnelStep; count: number }[] {
  return FUNNEL_STEPS.map((step, at) => ({
    step,
    count: Object.entries(counts).reduce(
      (n, [state, c]) => n + (FUNNEL_STEPS.indexOf(REACHED[state as ApplicationState] ?? 'LISTED') >= at ? c : 0),
      0,
    ),
  }))
}
