/** The green channel (§9 row 17): three or seven working days from acceptance to the result; over it, somebody has a name. */

/** An add-on list under an effective plan has its resources in place; a new plan, or an outside report, has not. */
export function greenDays(kind: 'ADD_ON' | 'PLAN', days: { greenAddOnDays: number; greenPlanDays: number }): number {
  return kind === 'ADD_ON' ? days.greenAddOnDays : days.greenPlanDays
}

/** Whose hands the batch is in: the role that answers for the time it takes now. */
export function answerable(state: string): 'RM' | 'EVALUATOR' | 'SB_HEAD' | 'CR_HEAD' {
  switch (state) {
    case 'SCORING':
      return 'EVALUATOR'
    case 'IN_REVIEW':
      return 'SB_HEAD'
    case 'COUNTERSIGNING':
      return 'CR_HEAD'
    default:
      return 'RM'
  }
}

/** From all conditions fulfilled to the money: whose hands it is in while the request stands so; without one, nobody asked yet. */
export function payAnswerable(drawdownState: string | null): 'RM' | 'DISB_REVIEWER' | 'DISB_APPROVER' {
  switch (drawdownState) {
    case 'IN_REVIEW':
      return 'DISB_REVIEWER'
    case 'REVIEWED':
    case 'DISBURSE_PENDING':
      return 'DISB_APPROVER'
    default:
      return 'RM'
  }
}
