/** Finds the seat of a person in an open round, or says why there is none. */
import type { Actor } from '@/lib/platform/actor'
import { refuse } from '@/lib/platform/errors'
import type { Act } from './rules/separation-of-duties'
import { type Sitting, sittingIn } from './rules/sitting'
import type { StandIn } from './stand-ins'

export type SeatRow = {
  id: string
  role: string
  department: string
  isChair: boolean
  userId: string | null
  state: string
  escalatedAt: Date | null
}

export function sittingOf(
  seat: SeatRow,
  actor: Actor,
  kind: string,
  stands: readonly StandIn[],
): Sitting<StandIn> | null {
  return sittingIn({ ...seat, escalated: seat.escalatedAt !== null }, actor, kind, stands)
}

/** Seats of the own right come before those of another. */
const RANK: Record<Sitting<StandIn>['why'], number> = { NAMED: 0, ROLE: 1, DELEGATE: 2, SUPERIOR: 3 }

/** The waiting seat in which the actor speaks, own before another's; null when there is none. */
export function mySeat<S extends SeatRow>(
  seats: readonly S[],
  actor: Actor,
  kind: string,
  stands: readonly StandIn[],
): { seat: S; sitting: Sitting<StandIn> } | null {
  const found = seats.flatMap((seat) => {
    const sitting = seat.state === 'WAITING' ? sittingOf(seat, actor, kind, stands) : null
    return sitting ? [{ seat, sitting }] : []
  })
  return found.sort((a, b) => RANK[a.sitting.why] - RANK[b.sitting.why])[0] ?? null
}

/** As `mySeat`. Refuses E_STATE when it has spoken, E_FORBIDDEN when no seat is the actor's. */
export function seatOf<S extends SeatRow>(
  seats: readonly S[],
  actor: Actor,
  kind: string,
  stands: readonly StandIn[],
  seatId?: string,
): { seat: S; sitting: Sitting<StandIn> } {
  const asked = seatId ? seats.filter((s) => s.id === seatId) : seats
  if (asked.length === 0) throw refuse('E_NOT_FOUND', { object: 'seat' })
  const waiting = mySeat(asked, actor, kind, stands)
  if (waiting) return waiting
  const spoken = asked.some((s) => s.state === 'ANSWERED' && sittingOf(s, actor, kind, stands) !== null)
  if (spoken) throw refuse('E_STATE', { object: 'seat', state: 'ANSWERED', event: 'opinion' })
  throw refuse('E_FORBIDDEN', { roles: [...new Set(asked.map((s) => s.role))] })
}

/** The act of the matrix that speaking in this seat is (§6.3). */
export function actOfSeat(seat: Pick<SeatRow, 'role' | 'department'>, kind: string): Act {
  if (kind === 'PRELIMINARY') return 'SB_REVIEW'
  if (seat.department === 'SB') return 'SB_SEAT'
  return seat.role === 'CR_REVIEWER' ? 'CR_REVIEW' : 'CR_SEAT'
}
