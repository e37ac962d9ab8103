/** Finds the seat of a person in an open round, or says why there is none. */
import { type Actor, hasRole, type Role } from '@/lib/platform/actor'
import { refuse } from '@/lib/platform/errors'
import type { Act } from './rules/separation-of-duties'

export type SeatRow = {
  id: string
  role: string
  department: string
  isChair: boolean
  userId: string | null
  state: string
}

/** Committee seats have no role of their own: they are given to people by name. */
export const COMMITTEE_MEMBER = 'COMMITTEE_MEMBER'
export const VETO_ROLES = ['CHIEF_RISK_OFFICER', 'PRESIDENT']

/** May this actor fill the seat: a named seat only its person, an open one whoever holds the role. */
export function maySit(seat: SeatRow, actor: Actor, kind: string): boolean {
  if (seat.userId !== null) return seat.userId === actor.userId
  if (seat.department === 'COMMITTEE') return false
  if (kind === 'PRELIMINARY') return hasRole(actor, 'SB_REVIEWER', 'SB_HEAD')
  return hasRole(actor, seat.role as Role)
}

/** The seat in which the actor speaks. Refuses E_STATE when it has spoken, E_FORBIDDEN when no seat is the actor's. */
export function seatOf<S extends SeatRow>(seats: readonly S[], actor: Actor, kind: string, seatId?: string): S {
  const asked = seatId ? seats.filter((s) => s.id === seatId) : seats
  if (asked.length === 0) throw refuse('E_NOT_FOUND', { object: 'seat' })
  const mine = asked.filter((s) => s.state !== 'REASSIGNED' && maySit(s, actor, kind))
  const waiting = mine.find((s) => s.state === 'WAITING')
  if (waiting) return waiting
  if (mine.length > 0) throw refuse('E_STATE', { object: 'seat', state: 'ANSWERED', event: 'opinion' })
  throw refuse('E_FORBIDDEN', { roles: [...new Set(asked.map((s) => s.role))] })
}

/** The act of the matrix that speaking in this seat is (§6.3). */
export function actOfSeat(seat: Pick<SeatRow, 'role' | 'department'>, kind: string): Act {
  if (kind === 'PRELIMINARY') return 'SB_REVIEW'
  if (seat.department === 'SB') return 'SB_SEAT'
  return seat.role === 'CR_REVIEWER' ? 'CR_REVIEW' : 'CR_SEAT'
}
