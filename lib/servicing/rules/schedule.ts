/**
 * The repayment schedule of a loan (§5.5, §5.6): who owes what, when, down to days × rate × balance.
 *
 * Conventions, beside those of `due-dates.ts` and `day-count.ts`:
 * - Interest is posted once a due date and rounded half up to the fen there; the last instalment takes what is left.
 * - ANNUITY: the instalment is solved from the real factors of its periods, broken ones by their days, so that all but
 *   the last are equal. EQUAL_PRINCIPAL: principal ÷ number of due dates. BULLET: interest on each due date, principal
 *   at maturity. INTEREST_AT_MATURITY and REVOLVING: interest with the principal.
 * - An event counts from the beginning of its day; on a due date the instalment of that day comes first.
 * - A prepayment is a line of its own: the principal given, and the interest on the whole balance to that day.
 *   A change of rate or a draw makes no line; the next due date posts the interest before and after it together.
 * - KEEP_TERM works the instalment out again over the due dates that remain (the cut period at its real factor).
 *   KEEP_INSTALMENT keeps the instalment (of EQUAL_PRINCIPAL: its principal part) and ends the loan sooner; what that
 *   leaves at maturity falls due with the last instalment, because only a new agreement can move the maturity.
 * - A principal part is never negative: where interest alone exceeds the instalment, the interest is due.
 * - Grace: the first due dates carry interest only. Balloon: principal left to the last due date.
 */
import { type Fen, toYuan } from '@/lib/platform/money'
import type { LoanTerms, ScheduleEvent } from './loan-terms'
import { type SerialDay, toSerial } from './serial-day'
import { openWalk, walkTo } from './walk'
import { change } from './walk-change'
import type { Level, ScheduleLine, Walk } from './walk-state'

export type Schedule = {
  lines: ScheduleLine[]
  levels: Level[]
  totals: { principalFen: Fen; interestFen: Fen; totalFen: Fen }
  /** denominator of the accruals' parts */
  unit: number
}

export type ScheduleViolation = {
  code: 'E_EVENT_OUTSIDE_TERM' | 'E_PREPAY_OVER_BALANCE'
  /** place of the event in the terms */
  event: number
  params: { date: string; amount?: string; balance?: string }
}

export type ScheduleResult = { ok: true; schedule: Schedule } | { ok: false; violation: ScheduleViolation }

type Dated = { at: SerialDay; place: number; event: ScheduleEvent }

/**
 * Builds the schedule. Expects terms with maturity after start and amounts ≥ 0; refuses events outside the term
 * (start ≤ date < maturity) and prepayments above the balance.
 */
export function buildSchedule(terms: LoanTerms): ScheduleResult {
  const walk = openWalk(terms)
  if (terms.events.length > 0) {
    const events = inOrder(terms.events)
    const start = toSerial(terms.startDate)
    const maturity = toSerial(terms.maturityDate)
    const stray = events.find((e) => e.at < start || e.at >= maturity)
    if (stray) return refusal('E_EVENT_OUTSIDE_TERM', stray)
    for (const e of events) {
      walkTo(walk, e.at)
      if (e.event.type === 'PREPAY' && e.event.amountFen > walk.balanceFen) {
        return refusal('E_PREPAY_OVER_BALANCE', e, walk.balanceFen)
      }
      change(walk, e.event)
    }
  }
  return { ok: true, schedule: finish(walk) }
}

/** Walks to the end of the plan and adds up. */
export function finish(walk: Walk): Schedule {
  walkTo(walk, Number.POSITIVE_INFINITY)
  const [principalFen, interestFen] = [BigInt(walk.principalSum), BigInt(walk.interestSum)]
  const totals = { principalFen, interestFen, totalFen: principalFen + interestFen }
  return { lines: walk.lines, levels: walk.levels, totals, unit: walk.clock.unit }
}

/** By day; on one day a new rate, then draws, then prepayments, so that the order given does not matter. */
function inOrder(events: readonly ScheduleEvent[]): Dated[] {
  const rank = { RATE_CHANGE: 0, DRAW: 1, PREPAY: 2 }
  return events
    .map((event, place) => ({ at: toSerial(event.date), place, event }))
    .sort((a, b) => a.at - b.at || rank[a.event.type] - rank[b.event.type] || a.place - b.place)
}

function refusal(code: ScheduleViolation['code'], e: Dated, balanceFen?: Fen): ScheduleResult {
  const params: ScheduleViolation['params'] = { date: e.event.date.toString() }
  if (e.event.type !== 'RATE_CHANGE' && balanceFen !== undefined) {
    params.amount = toYuan(e.event.amountFen)
    params.balance = toYuan(balanceFen)
  }
  return { ok: false, violation: { code, event: e.place, params } }
}
