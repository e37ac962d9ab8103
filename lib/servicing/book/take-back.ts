/** Which events go when one is taken back: that one, and what the end of day paid out of money that was never there. Pure. */
import { type Refusal, refuse } from '@/lib/platform/errors'
import { tell } from '../rules/book-events'
import { fromSerial, type SerialDay } from '../rules/serial-day'
import type { StoredEvent, StoredLoan } from './read'

export type TakenBack = {
  /** in the order in which they are taken back: what depends on the target first, the latest of it first of all */
  dropped: StoredEvent[]
  /** what then counts of the loan's life */
  events: StoredEvent[]
}

/** Anything else that the target made possible (a refund, a waiver) is taken back by people first: E_REVERSE_FIRST. */
export function takeBack(loan: StoredLoan, eventId: string, on: SerialDay): TakenBack | Refusal {
  const target = loan.events.find((e) => e.id === eventId)!
  const dependants: StoredEvent[] = []
  for (;;) {
    const events = loan.events.filter((e) => e !== target && !dependants.includes(e))
    const told = tell(loan.terms, events, on)
    if (told.ok) return { events, dropped: [...dependants.sort((a, b) => b.seq - a.seq), target] }
    const next = events.find((e) => e.id === told.refusal.event)
    const ofItself = next?.kind === 'PAY' && next.fromSuspense
    if (!next || !ofItself) return refuse('E_REVERSE_FIRST', { on: fromSerial(next?.on ?? on).toString() })
    dependants.push(next)
  }
}
