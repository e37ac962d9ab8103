import { describe, expect, test } from 'vitest'
import { date } from '@/lib/platform/dates'
import { advance, type Position, positionOf } from '@/lib/servicing/rules/book'
import { tell } from '@/lib/servicing/rules/book-events'
import { toSerial } from '@/lib/servicing/rules/serial-day'
import { randomLife } from '../model/lives'
import { type SlowPosition, slowLooks } from '../model/slow-loan'

/** Each looked at on two days; half a minute of one core. */
const LIVES = Number(process.env.LIVES ?? 10_000)
const START = date('2023-08-15')

function figures(p: Position): Omit<SlowPosition, 'items'> {
  const { principalFen, principalDueFen, interestDueFen, interestRipeFen, interestRunningFen } = p
  const { penaltyFen, compoundFen, costsFen, suspenseFen, dpd } = p
  return {
    principalFen,
    principalDueFen,
    interestDueFen,
    interestRipeFen,
    interestRunningFen,
    penaltyFen,
    compoundFen,
    costsFen,
    suspenseFen,
    dpd,
  }
}

describe('the book of a loan', { timeout: 600_000 }, () => {
  test('says on any day, to the fen, what somebody says who counts every single night (with leap years, holidays and every kind of event)', () => {
    let events = 0
    for (let seed = 1; seed <= LIVES; seed++) {
      const life = randomLife(seed, START.add({ days: seed % 700 }))
      events += life.events.length
      const days = [life.d.int(toSerial(life.terms.startDate), life.last), life.last]
      const looks = slowLooks(life.terms, life.events, days)
      for (const [i, on] of days.entries()) {
        const told = tell(life.terms, life.events, on)
        if (!told.ok) throw new Error(`seed ${seed}: ${told.refusal.code}`)
        const { items, ...slow } = looks[i]!
        expect({ seed, on, ...figures(positionOf(told.book)) }).toEqual({ seed, on, ...slow })
        expect(told.book.rows.map((r) => [r.due, r.paidPrincipalFen, r.paidInterestFen])).toEqual(items)
      }
    }
    expect(events).toBeGreaterThan(LIVES * 3)
  })

  test('is the same whether time passes in one leap or day by day', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const { terms, events, last } = randomLife(seed, START)
      const leap = tell(terms, events, last)
      const first = events.at(-1)?.on ?? toSerial(terms.startDate)
      const walked = tell(terms, events, first)
      if (!leap.ok || !walked.ok) throw new Error('refused')
      for (let on = first + 1; on <= last; on++) advance(walked.book, on)
      expect(walked.book).toEqual(leap.book)
    }
  })

  test('never shows a negative figure, and lends no more than it gets back or still asks for', () => {
    for (let seed = 1; seed <= 600; seed++) {
      const { terms, events, last } = randomLife(seed, START)
      const told = tell(terms, events, last)
      if (!told.ok) throw new Error('refused')
      const p = positionOf(told.book)
      for (const fen of Object.values(figures(p))) expect(fen >= 0).toBe(true)
      const paid = events.reduce((s, e) => s + (e.kind === 'PAY' && !e.fromSuspense ? e.amountFen : 0n), 0n)
      const refunded = events.reduce((s, e) => s + (e.kind === 'REFUND' ? e.amountFen : 0n), 0n)
      const { costsFen, penaltyFen, compoundFen, interestFen, principalFen } = told.book.paid
      expect(costsFen + penaltyFen + compoundFen + interestFen + principalFen + p.suspenseFen + refunded).toBe(paid)
    }
  })

  test('forgets a reversed payment as if it had never been', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const { terms, events, last } = randomLife(seed, START)
      const mistake = {
        id: 'mistake',
        on: events[0]?.on ?? last,
        kind: 'PAY' as const,
        amountFen: 100_000n,
        prepay: null,
        fromSuspense: false,
      }
      const withIt = tell(terms, [...events, mistake], last)
      const without = tell(terms, events, last)
      const reversed = tell(
        terms,
        [...events, mistake].filter((e) => e.id !== 'mistake'),
        last,
      )
      if (!withIt.ok || !without.ok) continue
      expect(reversed).toEqual(without)
    }
  })
})
