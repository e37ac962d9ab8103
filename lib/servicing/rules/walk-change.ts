/** What changes a plan on its way: a rate, a draw, a prepayment, new terms, or that all of it is called in. */
import { periodsAfter, planUnit } from './due-dates'
import type { PlanEvent, Replan, ScheduleEvent } from './loan-terms'
import { amortises, settlesAtEnd, wholeTerm } from './plan-periods'
import { fromSerial, type SerialDay, toSerial } from './serial-day'
import { replan, setLevel } from './walk-level'
import { count, interestSoFar, post, setBalance, type Walk, whole } from './walk-state'

/**
 * Applies a change of the plan on its day. Expects to have walked there (the instalment of that day comes first), the
 * plan not to have ended, and a prepayment not above the balance.
 */
export function change(w: Walk, event: PlanEvent): void {
  const at = toSerial(event.date)
  count(w, at)
  if (event.type === 'CALL') callIn(w, at)
  else if (event.type === 'REPLAN') replaceTerms(w, at, event)
  else adjust(w, at, event)
}

function adjust(w: Walk, at: SerialDay, event: ScheduleEvent): void {
  const wasEmpty = w.balance === 0
  const { ratePpm } = w
  if (event.type === 'RATE_CHANGE') w.ratePpm = event.annualRatePpm
  if (event.type === 'DRAW') setBalance(w, w.balance + whole(event.amountFen))
  if (event.type === 'PREPAY') {
    const interest = interestSoFar(w)
    setBalance(w, w.balance - whole(event.amountFen))
    const day = { kind: 'PREPAYMENT' as const, dueDate: event.date, interestTo: event.date }
    post(w, day, at, whole(event.amountFen), interest)
  }
  // a level of equal principal parts does not depend on the rate, and no level on a rate that stays the same
  const levelHolds = event.type === 'RATE_CHANGE' && (ratePpm === w.ratePpm || w.terms.method === 'EQUAL_PRINCIPAL')
  if (!levelHolds && w.balance > 0 && w.index >= w.firstAmortising) replan(w, event.after, wasEmpty)
}

/** All that is left falls due on the day, and the plan ends with it. */
function callIn(w: Walk, at: SerialDay): void {
  const interest = interestSoFar(w)
  const { balance } = w
  setBalance(w, 0)
  const day = fromSerial(at)
  if (balance > 0 || interest > 0) post(w, { kind: 'CALLED', dueDate: day, interestTo: day }, at, balance, interest)
  w.index = w.periods.length
}

/** New terms from a day on: the line under way keeps what it has counted, the due dates after it are set anew. */
function replaceTerms(w: Walk, at: SerialDay, { terms: changed, addFen }: Replan): void {
  const from = w.periods[w.index]?.from ?? at
  const { startDate } = w.terms
  const ownDay = w.terms.frequency === 'WEEKLY' ? startDate.dayOfWeek : startDate.day
  const repaymentDay = w.terms.repaymentDay ?? ownDay
  w.terms = { ...w.terms, repaymentDay, firstDueDate: null, ...changed }
  const { dayCount, interestBasis, frequency } = w.terms
  w.clock = { dayCount, interestBasis, unit: w.clock.unit }
  if (planUnit(dayCount, frequency) !== w.clock.unit) throw new RangeError('a plan keeps its weeks or its months')
  const ahead = { ...w.terms, startDate: fromSerial(from) }
  const atEnd = settlesAtEnd(ahead) && interestBasis === 'DAILY'
  w.periods = [...w.periods.slice(0, w.index), ...(atEnd ? [wholeTerm(ahead, w.clock.unit)] : periodsAfter(ahead, at))]
  w.last = w.periods.length - 1
  w.firstAmortising = amortises(w.terms) ? w.index + w.terms.gracePeriods : Number.POSITIVE_INFINITY
  w.level = null
  if (changed.annualRatePpm !== undefined) w.ratePpm = changed.annualRatePpm
  setBalance(w, w.balance + whole(addFen))
  if (w.index === w.firstAmortising && w.balance > 0) setLevel(w)
}
