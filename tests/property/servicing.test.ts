import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addMonths, date, daysBetween, isAfter, type PlainDate } from '@/lib/platform/dates'
import { add, mul, type Ratio, ratio, roundRatio, sub } from '@/lib/platform/ratio'
import { ALLOCATION_ORDERS, allocate, type Due } from '@/lib/servicing/rules/allocation'
import { DAY_COUNTS, simpleInterest, yearFraction } from '@/lib/servicing/rules/day-count'
import { daysPastDue } from '@/lib/servicing/rules/dpd'
import {
  AFTER_EVENT,
  FREQUENCIES,
  HOLIDAY_SHIFTS,
  INTEREST_BASES,
  type LoanTerms,
  loanTerms,
  METHODS,
  type ScheduleEvent,
} from '@/lib/servicing/rules/loan-terms'
import { type OverdueTerms, overduePostings } from '@/lib/servicing/rules/overdue'
import { reviewForRenewal } from '@/lib/servicing/rules/renewal'
import { RENEWAL_METHODS } from '@/lib/servicing/rules/renewal-facts'
import { buildSchedule, type Schedule } from '@/lib/servicing/rules/schedule'

const EPOCH = date('2023-01-01')
const day = (from: number, to: number): fc.Arbitrary<PlainDate> =>
  fc.integer({ min: from, max: to }).map((days) => EPOCH.add({ days }))
const fen = (most: number): fc.Arbitrary<bigint> => fc.integer({ min: 1, max: most }).map(BigInt)

const anEvent = (start: PlainDate, days: number): fc.Arbitrary<ScheduleEvent> => {
  const when = fc.integer({ min: 0, max: days - 1 }).map((d) => start.add({ days: d }))
  const after = fc.constantFrom(...AFTER_EVENT)
  return fc.oneof(
    fc.record({
      type: fc.constantFrom('PREPAY' as const, 'DRAW' as const),
      date: when,
      after,
      amountFen: fen(3_000_000),
    }),
    fc.record({
      type: fc.constant('RATE_CHANGE' as const),
      date: when,
      after,
      annualRatePpm: fc.integer({ min: 0, max: 240_000 }),
    }),
  )
}

const aLoan: fc.Arbitrary<LoanTerms> = fc
  .tuple(day(0, 1500), fc.integer({ min: 1, max: 900 }))
  .chain(([startDate, days]) =>
    fc.record({
      principalFen: fc.oneof(fen(100), fen(100_000_000)),
      annualRatePpm: fc.integer({ min: 0, max: 240_000 }),
      startDate: fc.constant(startDate),
      maturityDate: fc.constant(startDate.add({ days })),
      method: fc.constantFrom(...METHODS),
      dayCount: fc.constantFrom(...DAY_COUNTS),
      interestBasis: fc.constantFrom(...INTEREST_BASES),
      frequency: fc.constantFrom(...FREQUENCIES),
      every: fc.integer({ min: 1, max: 3 }),
      repaymentDay: fc.option(fc.integer({ min: 1, max: 7 }), { nil: null }),
      gracePeriods: fc.constantFrom(0, 0, 0, 2),
      holidayShift: fc.constantFrom(...HOLIDAY_SHIFTS),
      events: fc.array(anEvent(startDate, days), { maxLength: 5 }),
    }),
  )
  .map((terms) => loanTerms(terms, terms))

/** Schedules of loans as they happen; those whose prepayments cannot have happened are passed over. */
const aSchedule = aLoan.map((terms) => ({ terms, built: buildSchedule(terms) })).filter((x) => x.built.ok)
const eachSchedule = (check: (terms: LoanTerms, s: Schedule) => void): void => {
  fc.assert(
    fc.property(aSchedule, ({ terms, built }) => {
      if (built.ok) check(terms, built.schedule)
    }),
    { numRuns: 1000 },
  )
}
const abs = (n: bigint): bigint => (n < 0n ? -n : n)

describe('every schedule', { timeout: 60_000 }, () => {
  test('repays exactly what was lent and ends at nothing (P-6)', () => {
    eachSchedule((terms, s) => {
      const drawn = terms.events.reduce((t, e) => (e.type === 'DRAW' ? t + e.amountFen : t), 0n)
      expect(s.totals.principalFen).toBe(terms.principalFen + drawn)
      expect(s.lines.at(-1)!.balanceFen).toBe(0n)
    })
  })

  test('has no negative figure, no due date before the one above it, and adds up line by line', () => {
    eachSchedule((terms, s) => {
      s.lines.forEach((line, i) => {
        expect(line.principalFen >= 0n && line.interestFen >= 0n && line.balanceFen >= 0n && line.days >= 0).toBe(true)
        expect(line.totalFen).toBe(line.principalFen + line.interestFen)
        expect(line.no).toBe(i + 1)
        if (i > 0) expect(isAfter(s.lines[i - 1]!.interestTo, line.interestTo)).toBe(false)
        if (terms.holidayShift === 'NEXT' && line.kind === 'INSTALMENT') expect(line.dueDate.dayOfWeek).toBeLessThan(6)
      })
    })
  })

  test('is the same however often, and in whatever order, its events are told', () => {
    eachSchedule((terms, s) => {
      const sameDay = new Set(terms.events.map((e) => `${e.date} ${e.type}`)).size < terms.events.length
      if (sameDay) return
      const again = buildSchedule({ ...terms, events: [...terms.events].reverse() })
      expect(again.ok && again.schedule).toEqual(s)
    })
  })

  test('does not change when a period is cut by a change to the same rate', () => {
    fc.assert(
      fc.property(aLoan, fc.nat(), (loan, at) => {
        const terms = { ...loan, events: [] }
        const date = terms.startDate.add({ days: at % daysBetween(terms.startDate, terms.maturityDate) })
        const cut = {
          type: 'RATE_CHANGE' as const,
          date,
          annualRatePpm: terms.annualRatePpm,
          after: 'KEEP_TERM' as const,
        }
        const rows = (t: LoanTerms) => {
          const built = buildSchedule(t)
          return built.ok && built.schedule.lines.map(({ accruals: _, ...line }) => line)
        }
        expect(rows({ ...terms, events: [cut] })).toEqual(rows(terms))
      }),
    )
  })

  test('agrees with a model that walks through every single day (daily interest)', () => {
    eachSchedule((terms, s) => {
      if (terms.interestBasis !== 'DAILY') return
      expect(dayByDay(terms, s)).toEqual(s.lines.map((l) => l.interestFen))
    })
  })
})

/** Slow and plain: each day bears balance × rate × its own share of the year; a line posts what has gathered. */
function dayByDay(terms: LoanTerms, s: Schedule): bigint[] {
  const posted: bigint[] = []
  let balance = terms.principalFen
  let rate = terms.annualRatePpm
  let gathered: Ratio = ratio(0n)
  for (let d = terms.startDate; !isAfter(d, terms.maturityDate); d = d.add({ days: 1 })) {
    const dueToday = (kind: string) =>
      s.lines.filter((l, i) => i >= posted.length && l.kind === kind && l.interestTo.equals(d))
    const post = (kind: string) => {
      for (const line of dueToday(kind)) {
        posted.push(roundRatio(gathered))
        gathered = ratio(0n)
        balance -= line.principalFen
      }
    }
    post('INSTALMENT')
    for (const e of terms.events) {
      if (!e.date.equals(d)) continue
      if (e.type === 'RATE_CHANGE') rate = e.annualRatePpm
      if (e.type === 'DRAW') balance += e.amountFen
    }
    post('PREPAYMENT')
    const share = yearFraction(terms.dayCount, d, d.add({ days: 1 }))
    gathered = add(gathered, mul(ratio(balance * BigInt(rate), 1_000_000n), share))
  }
  return posted
}

describe('level instalments', () => {
  test('are equal but for the last, which differs by no more than half a fen a period grown by interest', () => {
    fc.assert(
      fc.property(aLoan, (any) => {
        const terms = {
          ...any,
          method: 'ANNUITY' as const,
          events: [],
          gracePeriods: 0,
          principalFen: any.principalFen + 1_000_000n,
        }
        const built = buildSchedule(terms)
        if (!built.ok) throw new Error('refused')
        const { lines } = built.schedule
        const level = lines[0]!.totalFen
        const usual = lines.slice(0, -1).every((l) => l.totalFen === level)
        const interestOnly = lines.slice(0, -1).some((l) => l.principalFen === 0n)
        expect(usual || interestOnly).toBe(true)
        if (usual && !interestOnly) expect(abs(lines.at(-1)!.totalFen - level) <= BigInt(2 * lines.length)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('are worth the loan: discounted at the real factors they give the principal back', () => {
    fc.assert(
      fc.property(aLoan, (any) => {
        const terms = {
          ...any,
          method: 'ANNUITY' as const,
          interestBasis: 'DAILY' as const,
          events: [],
          gracePeriods: 0,
        }
        const built = buildSchedule(terms)
        if (!built.ok) throw new Error('refused')
        let worth = 0
        let factor = 1
        let from = terms.startDate
        for (const line of built.schedule.lines) {
          const f = yearFraction(terms.dayCount, from, line.interestTo)
          factor *= 1 + (terms.annualRatePpm / 1e6) * (Number(f.num) / Number(f.den))
          worth += Number(line.totalFen) / factor
          from = line.interestTo
        }
        expect(Math.abs(worth - Number(terms.principalFen))).toBeLessThan(1 + built.schedule.lines.length)
      }),
      { numRuns: 300 },
    )
  })
})

test('a period split at any day bears the same interest, to the fen of the extra rounding', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...DAY_COUNTS),
      fen(100_000_000),
      fc.integer({ min: 0, max: 240_000 }),
      fc.tuple(day(0, 3000), day(0, 3000), day(0, 3000)),
      (dayCount, balance, rate, days) => {
        const [a, b, c] = [...days].sort(Temporal.PlainDate.compare) as [PlainDate, PlainDate, PlainDate]
        expect(
          sub(yearFraction(dayCount, a, c), add(yearFraction(dayCount, a, b), yearFraction(dayCount, b, c))).num,
        ).toBe(0n)
        const interest = (x: PlainDate, y: PlainDate) => simpleInterest(balance, rate, dayCount, x, y)
        expect(abs(interest(a, c) - interest(a, b) - interest(b, c)) <= 1n).toBe(true)
      },
    ),
  )
})

test('penalty never falls as time passes, and settlement dates alone change it by rounding only', () => {
  const terms: OverdueTerms = {
    contractRatePpm: 43_500,
    upliftPpm: 500_000,
    misuseUpliftPpm: 1_000_000,
    maturityDate: date('2026-09-01'),
    dayCount: 'ACT/360',
    compoundOnPenalty: false,
  }
  const charge = (state: Parameters<typeof overduePostings>[1], to: PlainDate, settlementDates: PlainDate[] = []) =>
    overduePostings(terms, state, { from: date('2026-06-01'), to, settlementDates }).reduce(
      (t, p) => t + p.penaltyOnPrincipalFen + p.misusePenaltyFen + p.compoundOnInterestFen,
      0n,
    )
  const at = fc.integer({ min: 0, max: 400 }).map((d) => date('2026-06-01').add({ days: d }))
  fc.assert(
    fc.property(
      fen(50_000_000),
      fen(500_000),
      fen(60_000_000),
      at,
      at,
      fc.array(at, { maxLength: 6 }),
      (p, i, m, due, to, cuts) => {
        const state = {
          principal: [{ dueDate: due, amountFen: p }],
          interest: [{ dueDate: due, amountFen: i }],
          misuse: { from: date('2026-07-01'), amountFen: m },
        }
        expect(charge(state, to.add({ days: 1 })) >= charge(state, to)).toBe(true)
        expect(abs(charge(state, to, cuts) - charge(state, to)) <= BigInt(2 * cuts.length + 2)).toBe(true)
      },
    ),
  )
})

describe('payments', () => {
  const part = fc.integer({ min: 0, max: 100_000 }).map(BigInt)
  const dues = fc.array(
    fc.record({
      no: fc.nat(50),
      dueDate: day(0, 300),
      penaltyFen: part,
      compoundFen: part,
      interestFen: part,
      principalFen: part,
    }),
    { maxLength: 6 },
  )
  const total = (d: Pick<Due, 'penaltyFen' | 'compoundFen' | 'interestFen' | 'principalFen'>) =>
    d.penaltyFen + d.compoundFen + d.interestFen + d.principalFen

  test('are never allocated beyond what is due, never lost, and left over only when all is paid', () => {
    fc.assert(
      fc.property(dues, part, part, fc.constantFrom(...ALLOCATION_ORDERS), (owed, costsFen, amount, order) => {
        const a = allocate(amount, { costsFen, dues: owed }, order)
        const due = owed.reduce((t, d) => t + total(d), costsFen)
        expect(a.costsFen + total(a) + a.surplusFen).toBe(amount)
        expect(a.surplusFen).toBe(amount > due ? amount - due : 0n)
        expect(a.lines.reduce((t, l) => t + total(l), 0n)).toBe(total(a))
        for (const p of ['penaltyFen', 'compoundFen', 'interestFen', 'principalFen'] as const) {
          expect(a[p] <= owed.reduce((t, d) => t + d[p], 0n)).toBe(true)
        }
        if (order === 'LEGAL' && a.principalFen > 0n) {
          expect(a.interestFen).toBe(owed.reduce((t, d) => t + d.interestFen, 0n))
        }
      }),
    )
  })

  test('alone move the days past due: without one they grow by a day a day, and only clearing the oldest lowers them (P-13)', () => {
    const instalment = fc.record({ dueDate: day(0, 300), unpaidFen: fen(1000) })
    fc.assert(
      fc.property(fc.array(instalment, { minLength: 1, maxLength: 8 }), day(0, 500), fc.nat(), (open, asOf, pick) => {
        const today = daysPastDue(open, asOf).dpd
        const tomorrow = daysPastDue(open, asOf.add({ days: 1 })).dpd
        expect(tomorrow).toBe(open.some((i) => !isAfter(i.dueDate, asOf)) ? today + 1 : 0)
        const target = open[pick % open.length]!
        const partly = open.map((i) => (i === target ? { ...i, unpaidFen: 1n } : i))
        expect(daysPastDue(partly, asOf).dpd).toBe(today)
        const cleared = open.map((i) => (i === target ? { ...i, unpaidFen: 0n } : i))
        expect(daysPastDue(cleared, asOf).dpd <= today).toBe(true)
      }),
    )
  })
})

/** A borrower who passes all four conditions: only the calendar can stand in the way. */
const FLAWLESS = {
  verifiedTurnoverFen: 100n,
  lastTurnoverFen: 100n,
  stallInUse: true,
  marketGradeBefore: 'AA',
  marketGrade: 'AA',
  openWarnings: 0,
  gradeBefore: 'A1',
  grade: 'A1',
  score: 90,
  scoreThreshold: 60,
  requestedFen: 100n,
  currentLimitFen: 100n,
  principalFen: 100n,
  marginBalanceFen: 10n,
  marginRatioPpm: 100_000,
  missingConsents: 0,
  guarantorCapacityOk: true,
  frozenAccounts: 0,
  maxDpd12m: 0,
  overdueCount12m: 0,
  creditRecordPoints: 8,
  rentOnTimePpm: 1_000_000,
} as const

test('no renewal, however asked for, runs beyond 36 months or happens a third time (P-10)', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...RENEWAL_METHODS),
      day(0, 800),
      fc.integer({ min: 1, max: 36 }),
      fc.integer({ min: 0, max: 3 }),
      fc.option(day(0, 3000), { nil: undefined }),
      fc.integer({ min: 1, max: 36 }),
      (method, first, current, renewalsSoFar, newMaturityDate, termMonths) => {
        const { value } = reviewForRenewal({
          ...FLAWLESS,
          method,
          firstDisbursementDate: first,
          currentMaturityDate: addMonths(first, current),
          renewalsSoFar,
          newMaturityDate,
          termMonths,
          originalTermMonths: 12,
        })
        expect(value.eligible).toBe(value.withinCap)
        const cap = addMonths(first, 36)
        expect(isAfter(value.newMaturityDate, cap)).toBe(false)
        expect(isAfter(value.latestMaturityDate, cap)).toBe(false)
        if (newMaturityDate && isAfter(newMaturityDate, cap)) expect(value.withinCap).toBe(false)
        if (renewalsSoFar >= 2) expect(value.withinCap).toBe(false)
        expect(value.renewalsLeft).toBe(Math.max(0, 2 - renewalsSoFar - (value.eligible ? 1 : 0)))
      },
    ),
  )
})
