/** What a countersign round decides from its seats' opinions and line votes (§6.2). Silence is never a yes. */

import { type PlainDate, type WorkingCalendar, workingDaysBetween } from '@/lib/platform/dates'
import type { Fen, Ppm } from '@/lib/platform/money'
import { type Condition, type MergedConditions, mergeConditions } from './conditions'
import type { Department } from './routing'

export type LineVote = { vote: 'APPROVE' } | { vote: 'REDUCE'; amountFen: Fen } | { vote: 'REJECT'; reason: string }

export type ReturnItem = { text: string; lineId: string | null }

/**
 * One seat's opinion. On the plan it is one of five; on the merchant lines it names those it wants otherwise and says
 * once what holds for all others. `otherLines` is an act of the person, not a default of the system.
 */
export type Opinion =
  | {
      opinion: 'AGREE' | 'AGREE_WITH_CONDITIONS'
      conditions: readonly Condition[]
      lines: Readonly<Record<string, LineVote>>
      otherLines: 'APPROVE' | 'REJECT' | null
    }
  | { opinion: 'RETURN_FOR_SUPPLEMENT'; items: readonly ReturnItem[] }
  | { opinion: 'REJECT'; reason: string }
  | { opinion: 'ABSTAIN'; conflict: string }

export type Seat = {
  id: string
  role: string
  department: Department
  /** confirms where conditions of two seats were in conflict */
  chair: boolean
  personId: string | null
  opinion: Opinion | null
}

export type Round = {
  order: 'PARALLEL' | 'SEQUENTIAL'
  seats: readonly Seat[]
  lines: readonly { id: string; amountFen: Fen }[]
  /** the chair has confirmed the stricter of conflicting conditions */
  chairConfirmed: boolean
  /** conditions of the first opinion and of a committee's members: part of the union like every seat's */
  further?: readonly Condition[]
}

export type LineResult =
  | { lineId: string; result: 'APPROVED' | 'APPROVED_REDUCED'; amountFen: Fen }
  | { lineId: string; result: 'REJECTED'; reasons: string[] }

export type RoundOutcome =
  | {
      state: 'PENDING'
      waitingFor: string[]
      reassign: string[]
      linesWithoutVote: string[]
      chairMustConfirm: boolean
    }
  | { state: 'REJECTED'; reasons: { seatId: string; reason: string }[] }
  | { state: 'RETURNED'; cause: 'ITEMS' | 'TOO_MANY_REJECTED'; items: (ReturnItem & { seatId: string | null })[] }
  | { state: 'APPROVED' | 'APPROVED_WITH_CONDITIONS'; lines: LineResult[]; conditions: MergedConditions }

export type CountersignParameters = { rejectedLinesMaxPpm: Ppm }

/**
 * §6.2: any REJECT decides at once. Else, when every seat has answered: any RETURN returns with all lists merged;
 * otherwise approved, with the union of conditions, unless more than 30 % of the lines were rejected.
 * A round without seats, a seat without a person or an opinion, and a line without votes stay PENDING for ever.
 */
export function roundOutcome(round: Round, p: CountersignParameters): RoundOutcome {
  const rejects = round.seats.flatMap((s) =>
    s.opinion?.opinion === 'REJECT' ? [{ seatId: s.id, reason: s.opinion.reason }] : [],
  )
  if (rejects.length > 0) return { state: 'REJECTED', reasons: rejects }

  const reassign = round.seats.filter((s) => s.opinion?.opinion === 'ABSTAIN').map((s) => s.id)
  const waitingFor = round.seats
    .filter((s) => s.personId === null || s.opinion === null || s.opinion.opinion === 'ABSTAIN')
    .map((s) => s.id)
  const pending = (linesWithoutVote: string[], chairMustConfirm: boolean): RoundOutcome => ({
    state: 'PENDING',
    waitingFor,
    reassign,
    linesWithoutVote,
    chairMustConfirm,
  })
  if (round.seats.length === 0 || waitingFor.length > 0) return pending([], false)

  const returns = round.seats.filter((s) => s.opinion?.opinion === 'RETURN_FOR_SUPPLEMENT')
  if (returns.length > 0) {
    const items = returns.flatMap((s) =>
      s.opinion?.opinion === 'RETURN_FOR_SUPPLEMENT' ? s.opinion.items.map((i) => ({ ...i, seatId: s.id })) : [],
    )
    return { state: 'RETURNED', cause: 'ITEMS', items }
  }

  const results = round.lines.map((line) => lineResult(line, round.seats))
  const linesWithoutVote = round.lines.filter((_, i) => results[i] === null).map((l) => l.id)
  if (linesWithoutVote.length > 0) return pending(linesWithoutVote, false)
  const lines = results as LineResult[]
  const rejected = lines.filter((l) => l.result === 'REJECTED')
  if (rejected.length * 1_000_000 > lines.length * p.rejectedLinesMaxPpm) {
    const items = rejected.map((l) => ({
      text: l.result === 'REJECTED' ? l.reasons.join('; ') : '',
      lineId: l.lineId,
      seatId: null,
    }))
    return { state: 'RETURNED', cause: 'TOO_MANY_REJECTED', items }
  }

  const conditions = mergeConditions([
    ...(round.further ?? []),
    ...round.seats.flatMap((s) => ('conditions' in s.opinion! ? s.opinion.conditions : [])),
  ])
  if (conditions.conflicts.length > 0 && !round.chairConfirmed) return pending([], true)
  return {
    state: conditions.conditions.length > 0 ? 'APPROVED_WITH_CONDITIONS' : 'APPROVED',
    lines,
    conditions,
  }
}

/** One line over all seats: any reject rejects; else the lowest amount that a seat still agrees to; null without a vote. */
function lineResult(line: { id: string; amountFen: Fen }, seats: readonly Seat[]): LineResult | null {
  const votes = seats.map((s) => lineVote(s, line.id))
  if (votes.some((v) => v === null)) return null
  const reasons = votes.flatMap((v) => (v?.vote === 'REJECT' ? [v.reason] : []))
  if (reasons.length > 0) return { lineId: line.id, result: 'REJECTED', reasons }
  let amountFen = line.amountFen
  for (const v of votes) if (v?.vote === 'REDUCE' && v.amountFen < amountFen) amountFen = v.amountFen
  if (amountFen <= 0n) return { lineId: line.id, result: 'REJECTED', reasons: [] }
  return { lineId: line.id, result: amountFen < line.amountFen ? 'APPROVED_REDUCED' : 'APPROVED', amountFen }
}

function lineVote(seat: Seat, lineId: string): LineVote | null {
  const o = seat.opinion
  if (!o || !('lines' in o)) return null
  const own = Object.hasOwn(o.lines, lineId) ? o.lines[lineId] : undefined
  if (own) return own
  if (o.otherLines === null) return null
  return o.otherLines === 'APPROVE' ? { vote: 'APPROVE' } : { vote: 'REJECT', reason: '' }
}

/**
 * Whether an opinion can end its round, so that the person proves to be there anew: a rejection always, any other one when
 * no seat waits beside it. The first opinion only passes the plan on, unless it rejects.
 */
export function endsRound(kind: string, verdict: Opinion['opinion'], othersWaiting: number): boolean {
  if (verdict === 'REJECT') return true
  return kind === 'COUNTERSIGN' && verdict !== 'ABSTAIN' && othersWaiting === 0
}

/** May this seat speak now: SEQUENTIAL lets the credit department speak after the small-business department (§6.2). */
export function mayOpine(round: Round, seatId: string): boolean {
  const seat = round.seats.find((s) => s.id === seatId)
  if (!seat || seat.personId === null || seat.opinion !== null) return false
  if (round.order === 'PARALLEL' || seat.department === 'SB') return true
  return round.seats.every((s) => s.department !== 'SB' || (s.opinion !== null && s.opinion.opinion !== 'ABSTAIN'))
}

export type SeatClock = 'IN_TIME' | 'REMIND' | 'ESCALATE'

/** A seat's clock: reminder after 1 working day, escalation to the superior after 2; never an automatic AGREE (§6.2). */
export function seatClock(
  openedOn: PlainDate,
  today: PlainDate,
  cal: WorkingCalendar,
  p: { remindAfterWorkingDays: number; escalateAfterWorkingDays: number },
): SeatClock {
  const gone = workingDaysBetween(openedOn, today, cal)
  if (gone >= p.escalateAfterWorkingDays) return 'ESCALATE'
  return gone >= p.remindAfterWorkingDays ? 'REMIND' : 'IN_TIME'
}
