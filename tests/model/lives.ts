/** Random loans and random lives: payments early, late, partial, too large; changes of every kind. Seeded. */
import type { PlainDate, WorkingCalendar } from '@/lib/platform/dates'
import { advance, positionOf } from '@/lib/servicing/rules/book'
import { tell } from '@/lib/servicing/rules/book-events'
import { DAY_COUNTS } from '@/lib/servicing/rules/day-count'
import type { BookTerms, LoanEvent, LoanFact } from '@/lib/servicing/rules/loan-events'
import { defaultBasis, METHODS } from '@/lib/servicing/rules/loan-terms'
import { fromSerial, toSerial } from '@/lib/servicing/rules/serial-day'

/** mulberry32: small, seeded, good enough to deal cards. */
export function dice(seed: number) {
  let a = seed >>> 0
  const next = () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = a
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  const pick = <T>(of: readonly T[]): T => of[int(0, of.length - 1)]!
  return { next, int, pick, chance: (p: number) => next() < p }
}
export type Dice = ReturnType<typeof dice>

/** Weekends, and a long holiday in February and in October. */
export const CALENDAR: WorkingCalendar = {
  isWorkingDay: (d) =>
    d.dayOfWeek <= 5 && !(d.month === 10 && d.day <= 7) && !(d.month === 2 && d.day >= 10 && d.day <= 17),
}

export function randomTerms(d: Dice, start: PlainDate, plain = false): BookTerms {
  const method = d.pick(METHODS)
  const frequency = plain ? 'MONTHLY' : d.pick(['MONTHLY', 'MONTHLY', 'MONTHLY', 'QUARTERLY', 'WEEKLY'] as const)
  const months = d.int(1, frequency === 'WEEKLY' ? 6 : 18)
  const maturityDate = start.add({ months, days: d.chance(0.3) ? d.int(0, 20) : 0 })
  const basis = defaultBasis(method)
  return {
    principalFen: BigInt(d.int(100, 300) * 1_000_000 + (d.chance(0.2) ? d.int(1, 999_999) : 0)),
    annualRatePpm: d.int(300, 2400) * 100,
    startDate: start,
    maturityDate,
    method,
    dayCount: plain ? 'ACT/360' : d.pick(['ACT/360', 'ACT/360', ...DAY_COUNTS] as const),
    interestBasis: basis === 'PERIOD' && d.chance(0.25) ? 'DAILY' : basis,
    frequency,
    every: frequency === 'MONTHLY' && d.chance(0.15) ? 2 : 1,
    repaymentDay: d.chance(0.5)
      ? frequency === 'WEEKLY'
        ? d.int(1, 7)
        : d.pick([1, 10, 15, 20, 20, 20, 28, 31])
      : null,
    firstDueDate: null,
    gracePeriods: d.chance(0.15) ? d.int(1, 2) : 0,
    balloonFen: d.chance(0.1) ? 20_000_000n : 0n,
    holidayShift: d.chance(0.8) ? 'NEXT' : 'NONE',
    calendar: CALENDAR,
    events: [],
    upliftPpm: d.pick([300_000, 400_000, 500_000]),
    misuseUpliftPpm: d.pick([500_000, 1_000_000]),
    graceDays: d.chance(0.2) ? d.int(1, 5) : 0,
    settlementDay: d.pick([20, 20, 21, 31]),
    settlementMonths: d.chance(0.3) ? 3 : 1,
    compoundOnPenalty: d.chance(0.7),
    allocation: d.pick(['LEGAL', 'LEGAL', 'LEGAL', 'BY_INSTALMENT', 'PRINCIPAL_FIRST']),
    principalFirstAfter90: d.chance(0.3),
  }
}

/** One more thing that could happen on a day, given what the loan owes then; null when it cannot. */
export function randomFact(d: Dice, terms: BookTerms, events: readonly LoanEvent[], on: number): LoanFact | null {
  const told = tell(terms, events, on)
  if (!told.ok) return null
  advance(told.book, on)
  const p = positionOf(told.book)
  const due = p.totalDueFen
  const roll = d.next()
  const fen = (n: bigint) => (n * BigInt(d.int(1, 1000))) / 1000n
  const after = d.pick(['KEEP_TERM', 'KEEP_INSTALMENT'] as const)
  if (roll < 0.55) {
    const amountFen = due > 0n ? (d.chance(0.6) ? due : d.chance(0.7) ? fen(due) : due + 12_345n) : fen(2_000_000n)
    return amountFen > 0n ? { kind: 'PAY', amountFen, prepay: null, fromSuspense: false } : null
  }
  if (roll < 0.68) return { kind: 'PAY', amountFen: due + fen(p.principalFen) + 1n, prepay: after, fromSuspense: false }
  if (roll < 0.72)
    return p.suspenseFen > 0n ? { kind: 'PAY', amountFen: p.suspenseFen, prepay: null, fromSuspense: true } : null
  if (roll < 0.74) return p.suspenseFen > 0n ? { kind: 'REFUND', amountFen: p.suspenseFen } : null
  if (roll < 0.8) return { kind: 'RATE', annualRatePpm: d.int(300, 2400) * 100, after }
  if (roll < 0.84) return { kind: 'DRAW', amountFen: BigInt(d.int(1, 50)) * 1_000_000n, after }
  if (roll < 0.88) return { kind: 'MISUSE', amountFen: d.chance(0.3) ? 0n : fen(p.principalFen) }
  if (roll < 0.9) return { kind: 'COST', amountFen: BigInt(d.int(100, 500_000)) }
  if (roll < 0.93) return { kind: 'WAIVE', penaltyFen: fen(p.penaltyFen), compoundFen: fen(p.compoundFen) }
  if (roll < 0.97) {
    const maturityDate = fromSerial(Math.max(on, toSerial(told.book.terms.maturityDate))).add({ months: d.int(1, 6) })
    return {
      kind: 'REPLAN',
      terms: {
        maturityDate,
        ...(d.chance(0.4) ? { annualRatePpm: d.int(300, 2400) * 100 } : {}),
        ...(d.chance(0.3) ? { gracePeriods: 1 } : {}),
      },
      takeOverdue: d.chance(0.5),
    }
  }
  if (roll < 0.99) return { kind: 'CALL' }
  return d.chance(0.3) ? { kind: 'WRITE_OFF' } : null
}

/** A life: some dozen days on which something happens, in the term and after it. Facts that cannot be are left out. */
export function randomLife(seed: number, start: PlainDate) {
  const d = dice(seed)
  const terms = randomTerms(d, start)
  const first = toSerial(start)
  const last = toSerial(terms.maturityDate) + d.int(0, 200)
  const events: LoanEvent[] = []
  const days = Array.from({ length: d.int(0, 14) }, () => d.int(first, last)).sort((a, b) => a - b)
  for (const [i, on] of days.entries()) {
    const fact = randomFact(d, terms, events, on)
    if (!fact) continue
    const more = [...events, { id: `${i}`, on, ...fact }]
    if (tell(terms, more, last).ok) events.push(more.at(-1)!)
  }
  return { terms, events, last, d }
}
