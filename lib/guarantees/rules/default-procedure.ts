/** What has to happen on which day of a joint-guarantee loan's default (§2.2), by whom. Pure. */

export type ProcedureStep = {
  /** days past due from which it is to be done */
  day: number
  kind:
    | 'OVERDUE_CALL'
    | 'STALL_VISIT'
    | 'OVERDUE_NOTICE'
    | 'GROUP_MEETING'
    | 'RAISE_CLAIM'
    | 'JOINT_DEMAND'
    | 'LITIGATION'
  role: 'RM' | 'POST_MKT' | 'COLLECTOR' | 'LEGAL'
  /** working days in which it is to be done */
  within: number
}

/** The visit of day 3 is asked of the market's operator; the post-loan officer sees that it is made. */
export const DEFAULT_PROCEDURE: readonly ProcedureStep[] = [
  { day: 1, kind: 'OVERDUE_CALL', role: 'RM', within: 1 },
  { day: 3, kind: 'STALL_VISIT', role: 'POST_MKT', within: 2 },
  { day: 7, kind: 'OVERDUE_NOTICE', role: 'RM', within: 1 },
  { day: 15, kind: 'GROUP_MEETING', role: 'POST_MKT', within: 5 },
  { day: 30, kind: 'RAISE_CLAIM', role: 'RM', within: 2 },
  { day: 60, kind: 'JOINT_DEMAND', role: 'COLLECTOR', within: 5 },
  { day: 90, kind: 'LITIGATION', role: 'LEGAL', within: 10 },
]
/** From here on the borrower's own undrawn limit stands still, and that of its group. */
export const FREEZE_BORROWER_DPD = 7
export const FREEZE_GROUP_DPD = 15

/** The modes with a partner (§2.3–§2.6): told within five working days, and asked from the day on which its claim may be raised. */
export function partnerProcedure(trigger: {
  AF: number
  GC: number
  LI: number
  PK: number
}): { mode: string; day: number; kind: 'NOTIFY_PARTNER' | 'RAISE_PARTNER_CLAIM'; role: string; within: number }[] {
  return (Object.keys(trigger) as (keyof typeof trigger)[]).flatMap((mode) => [
    { mode, day: 1, kind: 'NOTIFY_PARTNER' as const, role: 'RM', within: 5 },
    { mode, day: trigger[mode], kind: 'RAISE_PARTNER_CLAIM' as const, role: 'RM', within: 5 },
  ])
}

/** The steps that are due at so many days past due. */
export function stepsDue(dpd: number): ProcedureStep[] {
  return DEFAULT_PROCEDURE.filter((s) => dpd >= s.day)
}
