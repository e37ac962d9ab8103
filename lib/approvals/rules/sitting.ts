/** Who may speak in a seat, and why: named, by role, for somebody who is away, or as the superior of a late one (§6.1, §6.2). */

export type SeatFacts = {
  role: string
  department: string
  userId: string | null
  state: string
  /** the seat's time ran out and its superior was called */
  escalated: boolean
}

/** Committee seats have no role of their own: they are given to people by name. */
export const COMMITTEE_MEMBER = 'COMMITTEE_MEMBER'
export const VETO_ROLES: readonly string[] = ['CHIEF_RISK_OFFICER', 'PRESIDENT']

/** The superior who is called when a seat is late. The heads have nobody above them in the bank's roles: risk control chases. */
export const SUPERIOR: Readonly<Record<string, string>> = {
  SB_REVIEWER: 'SB_HEAD',
  CR_REVIEWER: 'CR_APPROVER',
  CR_APPROVER: 'CR_HEAD',
  SB_HEAD: 'RISK_MGR',
  CR_HEAD: 'RISK_MGR',
}

/** Superiors who may sit in the late seat themselves; the others only call. */
const SITS_FOR: Readonly<Record<string, readonly string[]>> = {
  SB_REVIEWER: ['SB_HEAD'],
  CR_REVIEWER: ['CR_APPROVER', 'CR_HEAD'],
  CR_APPROVER: ['CR_HEAD'],
}

export type Sitting<D> = { why: 'NAMED' | 'ROLE' | 'SUPERIOR' | 'DELEGATE'; delegation: D | null }

/** How this person may sit here, own right before another's; null when not at all. */
export function sittingIn<D extends { userId: string; roles: readonly string[] }>(
  seat: SeatFacts,
  person: { userId: string | null; roles: readonly string[] },
  kind: string,
  delegations: readonly D[],
): Sitting<D> | null {
  const own = ownRight(seat, person, kind)
  if (own) return { why: own, delegation: null }
  const delegation = delegations.find((d) => ownRight({ ...seat, escalated: false }, d, kind) !== null)
  if (delegation) return { why: 'DELEGATE', delegation }
  const above = seat.escalated && seat.department !== 'COMMITTEE' ? (SITS_FOR[seat.role] ?? []) : []
  return above.some((r) => person.roles.includes(r)) ? { why: 'SUPERIOR', delegation: null } : null
}

function ownRight(
  seat: SeatFacts,
  person: { userId: string | null; roles: readonly string[] },
  kind: string,
): 'NAMED' | 'ROLE' | null {
  if (seat.userId !== null) return seat.userId === person.userId ? 'NAMED' : null
  if (seat.department === 'COMMITTEE') return null
  const roles = kind === 'PRELIMINARY' ? ['SB_REVIEWER', 'SB_HEAD'] : [seat.role]
  return roles.some((r) => person.roles.includes(r)) ? 'ROLE' : null
}

/** Roles under which an unnamed waiting seat is this person's to fill: own, then (for late seats) those below. */
export function fillableRoles(roles: readonly string[]): { always: string[]; late: string[] } {
  const late = Object.entries(SITS_FOR).flatMap(([seat, above]) => (above.some((r) => roles.includes(r)) ? [seat] : []))
  return { always: [...roles], late }
}
