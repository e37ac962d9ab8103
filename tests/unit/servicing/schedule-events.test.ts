import { describe, expect, test } from 'vitest'
import { date } from '@/lib/platform/dates'
import { toYuan, yuan } from '@/lib/platform/money'
import type { AfterEvent, ScheduleEvent } from '@/lib/servicing/rules/loan-terms'
import { dueDates, interests, line, loan, scheduleOf, totals } from './plain-loan'

const prepay = (day: string, amount: string, after: AfterEvent = 'KEEP_TERM'): ScheduleEvent => ({
  type: 'PREPAY',
  date: date(day),
  amountFen: yuan(amount),
  after,
})
const draw = (day: string, amount: string, after: AfterEvent = 'KEEP_TERM'): ScheduleEvent =>
  ({
    ...prepay(day, amount, after),
    type: 'DRAW',
  }) as ScheduleEvent
const rate = (day: string, annualRatePpm: number, after: AfterEvent = 'KEEP_TERM'): ScheduleEvent => ({
  type: 'RATE_CHANGE',
  date: date(day),
  annualRatePpm,
  after,
})
const withEvents = (...events: ScheduleEvent[]) => scheduleOf(loan({}, { events }))

describe('prepayment', () => {
  test('on a due date comes after that instalment, and the smaller instalment is the annuity of what is left', () => {
    const s = withEvents(prepay('2026-01-01', '100000'))
    expect(line(s, 4)).toEqual([4, '41288.22', '1366.73', '42654.95', '335739.74'])
    expect(line(s, 5)).toEqual([5, '100000.00', '0.00', '100000.00', '235739.74'])
    const rest = scheduleOf(loan({ principalFen: yuan('235739.74'), startDate: date('2026-01-01') }))
    expect(totals(s).slice(5)).toEqual(totals(rest))
  })

  test('inside a month pays the interest of its days, and the rest of the month is paid on the due date', () => {
    const s = withEvents(prepay('2026-01-20', '100000'))
    // 335,739.74 × 4.35 % ÷ 12 × 19/31 and 235,739.74 × 4.35 % ÷ 12 × 12/31
    expect(line(s, 5)).toEqual([5, '100000.00', '745.94', '100745.94', '235739.74'])
    expect(interests(s)[5]).toBe('330.80')
    expect(dueDates(s).slice(4, 6)).toEqual(['2026-01-20', '2026-02-01'])
    expect(new Set(totals(s).slice(5, -1)).size).toBe(1)
  })

  test('keeping the instalment ends the loan sooner with a smaller last one', () => {
    const s = withEvents(prepay('2026-01-01', '100000', 'KEEP_INSTALMENT'))
    expect(new Set(totals(s).slice(5, -1))).toEqual(new Set(['42654.95']))
    expect(s.lines.at(-1)!.totalFen < yuan('42654.95')).toBe(true)
    expect(dueDates(s).at(-1)).toBe('2026-07-01')
    expect(s.lines.at(-1)!.balanceFen).toBe(0n)
  })

  test('to zero ends the loan that day', () => {
    const s = withEvents(prepay('2026-01-20', '335739.74'))
    expect(line(s, -1)).toEqual([5, '335739.74', '745.94', '336485.68', '0.00'])
  })

  test('of equal principal parts keeps the part, or shares the rest anew', () => {
    const kept = scheduleOf(
      loan({ method: 'EQUAL_PRINCIPAL' }, { events: [prepay('2026-01-01', '100000', 'KEEP_INSTALMENT')] }),
    )
    expect(kept.lines.slice(5, -1).every((l) => l.principalFen === yuan('41666.67'))).toBe(true)
    const shared = scheduleOf(loan({ method: 'EQUAL_PRINCIPAL' }, { events: [prepay('2026-01-01', '100000')] }))
    expect(shared.lines.slice(5, -1).every((l) => l.principalFen === yuan('29166.67'))).toBe(true)
  })

  test('after a loan was shortened, keeping the term keeps the shorter one', () => {
    const s = withEvents(prepay('2026-01-01', '100000', 'KEEP_INSTALMENT'), prepay('2026-03-01', '50000', 'KEEP_TERM'))
    expect(dueDates(s).at(-1)).toBe('2026-07-01')
  })
})

describe('change of rate', () => {
  test('solves the instalment again over all remaining months, the cut one at its mixed rate', () => {
    const s = withEvents(rate('2026-01-20', 120_000))
    expect(new Set(totals(s).slice(0, 4))).toEqual(new Set(['42654.95']))
    expect(new Set(totals(s).slice(4, -1)).size).toBe(1)
    // 335,739.74 ÷ 12 × (4.35 % × 19/31 + 12 % × 12/31)
    expect(interests(s)[4]).toBe('2045.58')
    expect(s.lines.length).toBe(12)
    const gap = s.lines.at(-1)!.totalFen - s.lines[5]!.totalFen
    expect(gap > -10n && gap < 10n).toBe(true)
  })

  test('on a due date counts for the month that begins there', () => {
    const s = withEvents(rate('2026-01-01', 60_000))
    expect(interests(s)[3]).toBe('1366.73')
    expect(interests(s)[4]).toBe(toYuan((33_573_974n * 60_000n + 6_000_000n) / 12_000_000n))
  })

  test('upward with the instalment kept leaves the rest to the last one, never beyond maturity', () => {
    const s = withEvents(rate('2026-01-20', 120_000, 'KEEP_INSTALMENT'))
    expect(new Set(totals(s).slice(0, -1))).toEqual(new Set(['42654.95']))
    expect(dueDates(s).at(-1)).toBe('2026-09-01')
    expect(s.lines.at(-1)!.totalFen > yuan('42654.95')).toBe(true)
  })

  test('to a rate whose interest is above the instalment never makes a principal part negative', () => {
    const s = withEvents(
      rate('2025-09-02', 1_000_000, 'KEEP_INSTALMENT'),
      draw('2025-09-03', '900000', 'KEEP_INSTALMENT'),
    )
    expect(s.lines.every((l) => l.principalFen >= 0n)).toBe(true)
    expect(s.lines[1]!.principalFen).toBe(0n)
  })

  test('to the same rate changes nothing at all', () => {
    expect(totals(withEvents(rate('2026-01-20', 43_500)))).toEqual(totals(withEvents()))
  })

  test('on the first day is as if the loan had been made at that rate', () => {
    expect(totals(withEvents(rate('2025-09-01', 50_000)))).toEqual(totals(scheduleOf(loan({ annualRatePpm: 50_000 }))))
  })
})

describe('draw', () => {
  test('raises the debt from its day on, and the sum repaid is what was lent', () => {
    const s = withEvents(draw('2026-01-20', '100000'))
    expect(toYuan(s.totals.principalFen)).toBe('600000.00')
    // 335,739.74 × 4.35 % ÷ 12 × 19/31 + 435,739.74 × 4.35 % ÷ 12 × 12/31, rounded together
    expect(interests(s)[4]).toBe('1357.38')
    expect(new Set(totals(s).slice(4, -1)).size).toBe(1)
  })

  test('after everything was repaid starts the loan again up to its maturity', () => {
    const revolving = { method: 'REVOLVING' } as const
    const events = [prepay('2025-10-01', '500000'), draw('2025-12-01', '300000')]
    const s = scheduleOf(loan(revolving, { events }))
    expect(dueDates(s)).toEqual(['2025-10-01', '2026-09-01'])
    expect(s.lines.map((l) => l.days)).toEqual([30, 274])
    expect(interests(s)[1]).toBe('9932.50')
    const annuity = withEvents(prepay('2025-10-01', '459157.55'), draw('2025-12-11', '300000'))
    expect(dueDates(annuity).slice(0, 3)).toEqual(['2025-10-01', '2025-10-01', '2026-01-01'])
    expect([annuity.lines[2]!.days, dueDates(annuity).at(-1)]).toEqual([21, '2026-09-01'])
    expect(new Set(totals(annuity).slice(2, -1)).size).toBe(1)
  })

  test('after a loan that ended early runs to the maturity again, in level instalments', () => {
    const s = withEvents(
      prepay('2026-01-01', '300000', 'KEEP_INSTALMENT'),
      draw('2026-05-11', '90000', 'KEEP_INSTALMENT'),
    )
    expect(dueDates(s).slice(4)).toEqual([
      '2026-01-01',
      '2026-02-01',
      '2026-06-01',
      '2026-07-01',
      '2026-08-01',
      '2026-09-01',
    ])
    expect(new Set(totals(s).slice(6, -1)).size).toBe(1)
  })

  test('and prepayment on one day count in that order, whichever way they were given', () => {
    const a = [draw('2026-01-20', '100000'), prepay('2026-01-20', '400000')]
    expect(totals(withEvents(...a))).toEqual(totals(withEvents(...a.reverse())))
  })
})
