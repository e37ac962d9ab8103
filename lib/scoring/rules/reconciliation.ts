/** Two people score a market; when they are too far apart they must say why (§3.0-8). */

export const RECONCILIATION_POINTS = 5

/** |difference| of the two signed totals, and whether a reconciliation note must be written (more than 5 points). */
export function reconcile(firstTotal: number, secondTotal: number): { difference: number; noteRequired: boolean } {
  const difference = Math.abs(firstTotal - secondTotal)
  return { difference, noteRequired: difference > RECONCILIATION_POINTS }
}
