import { describe, expect, test } from 'vitest'
import { date } from '@/lib/platform/dates'
import { toYuan, yuan } from '@/lib/platform/money'
import { buildSchedule } from '@/lib/servicing/rules/schedule'
import { scheduleTrace } from '@/lib/servicing/rules/schedule-trace'
import golden from '../../fixtures/golden-vectors.json' with { type: 'json' }
import { daysOf, dueDates, interests, line, loan, scheduleOf, totals } from './plain-loan'

describe('the worked examples come out to the fen', () => {
  test('ANNUITY: a merchant pays 42,654.95 a month and 11,859.41 of interest in all', () => {
    const s = scheduleOf(loan())
    const want = golden['annuity 500000@4.35% 12m first/last/totint']
    expect([line(s, 1), line(s, 2), line(s, -1), toYuan(s.totals.interestFen), toYuan(s.totals.principalFen)]).toEqual(
      want,
    )
    expect(new Set(totals(s).slice(0, -1))).toEqual(new Set(['42654.95']))
  })

  test('EQUAL_PRINCIPAL: 41,666.67 a month, the last takes 41,666.63', () => {
    const s = scheduleOf(loan({ method: 'EQUAL_PRINCIPAL' }))
    const want = golden['equalprincipal first/2/last/totint']
    expect([line(s, 1), line(s, 2), line(s, -1), toYuan(s.totals.interestFen), toYuan(s.totals.principalFen)]).toEqual(
      want,
    )
  })

  test('BULLET with repayment day 20: thirteen postings, 22,052.11', () => {
    const s = scheduleOf(loan({ method: 'BULLET' }, { repaymentDay: 20 }))
    const posting = (i: number) => {
      const l = s.lines.at(i)!
      return [l.accruals[0]!.from, l.dueDate.toString(), l.days, toYuan(l.interestFen)].slice(1)
    }
    const [first, second, last, count, total, days] = golden['bullet 2025-09-01..2026-09-01']
    expect([posting(0), posting(1), posting(-1)]).toEqual(
      [first, second, last].map((row) => (row as string[]).slice(1)),
    )
    expect([s.lines.length, toYuan(s.totals.interestFen)]).toEqual([count, total])
    expect(daysOf(s).reduce((a, b) => a + b)).toBe(days)
    expect(line(s, -1)).toEqual([13, '500000.00', '725.00', '500725.00', '0.00'])
  })

  test('INTEREST_AT_MATURITY rounds once: 22,052.08, three fen less than thirteen postings', () => {
    const s = scheduleOf(loan({ method: 'INTEREST_AT_MATURITY' }))
    expect(interests(s)).toEqual([golden['bullet single calc']])
    expect(daysOf(s)).toEqual([365])
  })

  test('REVOLVING: interest on the whole balance settles with each repayment', () => {
    const s = scheduleOf(
      loan(
        {
          method: 'REVOLVING',
          principalFen: yuan('200000'),
          startDate: date('2025-10-08'),
          maturityDate: date('2025-12-10'),
        },
        { events: [{ type: 'PREPAY', date: date('2025-11-05'), amountFen: yuan('80000'), after: 'KEEP_TERM' }] },
      ),
    )
    expect([...interests(s), toYuan(s.totals.interestFen)]).toEqual(golden.revolving)
    expect(dueDates(s)).toEqual(['2025-11-05', '2025-12-10'])
  })
})

describe('due dates', () => {
  test('a loan of 31 January falls due on the last day of short months and on the 31st of long ones', () => {
    const s = scheduleOf(loan({ startDate: date('2025-01-31'), maturityDate: date('2025-06-30') }))
    expect(dueDates(s)).toEqual(['2025-02-28', '2025-03-31', '2025-04-30', '2025-05-31', '2025-06-30'])
    expect(new Set(totals(s).slice(0, -1)).size).toBe(1)
  })

  test('29 February is a due date in a leap year and 28 February in another', () => {
    const s = scheduleOf(loan({ method: 'BULLET', startDate: date('2023-12-29'), maturityDate: date('2025-03-29') }))
    expect(dueDates(s)).toContain('2024-02-29')
    expect(dueDates(s)).toContain('2025-02-28')
  })

  test('a loan that starts on its repayment day pays a whole period later, not at once', () => {
    const s = scheduleOf(
      loan({ startDate: date('2025-09-20'), maturityDate: date('2026-09-20') }, { repaymentDay: 20 }),
    )
    expect([s.lines.length, dueDates(s)[0], interests(s)[0]]).toEqual([12, '2025-10-20', '1812.50'])
  })

  test('repayment day 31 means the end of each month, also from the end of February', () => {
    const s = scheduleOf(
      loan({ startDate: date('2025-02-28'), maturityDate: date('2025-05-31') }, { repaymentDay: 31 }),
    )
    expect(dueDates(s)).toEqual(['2025-03-31', '2025-04-30', '2025-05-31'])
    expect(interests(s)[0]).toBe('1812.50')
  })

  test('a quarter pays a quarter of the annual rate; two months pay a sixth', () => {
    const quarterly = scheduleOf(loan({}, { frequency: 'QUARTERLY' }))
    expect([quarterly.lines.length, interests(quarterly)[0]]).toEqual([4, '5437.50'])
    const everyTwo = scheduleOf(loan({}, { every: 2 }))
    expect([everyTwo.lines.length, interests(everyTwo)[0]]).toEqual([6, '3625.00'])
    expect(totals(scheduleOf(loan({}, { every: 3 })))).toEqual(totals(quarterly))
  })

  test('a fixed first due date moves quarterly interest to the quarter ends', () => {
    const terms = { frequency: 'QUARTERLY', firstDueDate: date('2025-12-20') } as const
    const s = scheduleOf(loan({ method: 'BULLET', startDate: date('2025-10-05') }, terms))
    expect(dueDates(s)).toEqual(['2025-12-20', '2026-03-20', '2026-06-20', '2026-09-01'])
  })

  test('weekly loans fall due every seven days, and on a weekday of choice', () => {
    const term = { startDate: date('2025-09-01'), maturityDate: date('2025-09-29') }
    const s = scheduleOf(loan(term, { frequency: 'WEEKLY' }))
    expect(dueDates(s)).toEqual(['2025-09-08', '2025-09-15', '2025-09-22', '2025-09-29'])
    expect(interests(s)[0]).toBe('418.27')
    const fridays = scheduleOf(loan(term, { frequency: 'WEEKLY', repaymentDay: 5 }))
    expect(dueDates(fridays)).toEqual(['2025-09-05', '2025-09-12', '2025-09-19', '2025-09-26', '2025-09-29'])
    expect(daysOf(fridays)).toEqual([4, 7, 7, 7, 3])
    expect(dueDates(scheduleOf(loan(term, { frequency: 'WEEKLY', every: 2 })))).toEqual(['2025-09-15', '2025-09-29'])
  })

  test('a Saturday due date is paid on Monday without another day of interest', () => {
    const s = scheduleOf(loan({ method: 'BULLET' }, { repaymentDay: 20, holidayShift: 'NEXT' }))
    expect([dueDates(s)[0], daysOf(s)[0], interests(s)[0]]).toEqual(['2025-09-22', 19, '1147.92'])
    expect([dueDates(s)[1], daysOf(s)[1]]).toEqual(['2025-10-20', 30])
    expect(toYuan(s.totals.interestFen)).toBe('22052.11')
  })

  test('a holiday of the bank shifts too, and a made-up working Sunday does not', () => {
    const calendar = { isWorkingDay: (d: { toString(): string }) => d.toString() !== '2025-10-01' }
    const s = scheduleOf(loan({ method: 'BULLET' }, { holidayShift: 'NEXT', calendar }))
    expect(dueDates(s).slice(0, 2)).toEqual(['2025-10-02', '2025-11-01'])
  })
})

describe('odd loans', () => {
  test('a loan of one day bears one day of interest', () => {
    const s = scheduleOf(loan({ method: 'BULLET', maturityDate: date('2025-09-02') }))
    expect([daysOf(s), interests(s)]).toEqual([[1], ['60.42']])
    expect(totals(scheduleOf(loan({ maturityDate: date('2025-09-02') })))).toEqual(['500060.42'])
  })

  test('without interest the instalment is the principal shared out', () => {
    const s = scheduleOf(loan({ annualRatePpm: 0 }))
    expect([totals(s)[0], totals(s).at(-1), toYuan(s.totals.interestFen)]).toEqual(['41666.67', '41666.63', '0.00'])
  })

  test('eight fen over twelve months: no line goes below zero and none is empty', () => {
    const s = scheduleOf(loan({ method: 'EQUAL_PRINCIPAL', principalFen: 8n, annualRatePpm: 0 }))
    expect(s.lines.map((l) => l.principalFen)).toEqual([1n, 1n, 1n, 1n, 1n, 1n, 1n, 1n])
  })

  test('broken first and last periods of an ANNUITY count their days and keep the instalment level', () => {
    const s = scheduleOf(loan({}, { repaymentDay: 20 }))
    expect([s.lines.length, interests(s)[0]]).toEqual([13, '1147.92'])
    expect(new Set(totals(s).slice(0, -1)).size).toBe(1)
    expect(interests(s)[1]).toBe(toYuan((s.lines[0]!.balanceFen * 43_500n + 6_000_000n) / 12_000_000n))
  })

  test('a daily ANNUITY has equal instalments although its months have 28 to 31 days', () => {
    const s = scheduleOf(loan({}, { interestBasis: 'DAILY' }))
    expect(new Set(totals(s).slice(0, -1)).size).toBe(1)
    expect(interests(s).slice(0, 2)).toEqual([
      '1812.50',
      toYuan((s.lines[0]!.balanceFen * 43_500n * 31n + 180_000_000n) / 360_000_000n),
    ])
    const gap = s.lines.at(-1)!.totalFen - s.lines[0]!.totalFen
    expect(gap > -10n && gap < 10n).toBe(true)
  })

  test('grace leaves interest only, and a balloon stays for the end', () => {
    const s = scheduleOf(loan({}, { gracePeriods: 3, balloonFen: yuan('100000') }))
    expect(s.lines.slice(0, 3).map((l) => l.principalFen)).toEqual([0n, 0n, 0n])
    expect(new Set(totals(s).slice(3, -1)).size).toBe(1)
    const last = s.lines.at(-1)!
    expect(Number(last.totalFen - s.lines[4]!.totalFen - yuan('100000'))).toBeCloseTo(0, -1)
  })
})

describe('the trace', () => {
  test('explains a line down to days × rate × balance, and the instalment it belongs to', () => {
    const terms = loan({ method: 'BULLET' }, { repaymentDay: 20 })
    const trace = scheduleTrace(terms, scheduleOf(terms))
    expect(trace.result).toMatchObject({ label: 'totalInterest', value: '22052.11' })
    expect(trace.steps[0]).toMatchObject({ label: 'interest', value: '1147.92', rule: '§5.6.1' })
    expect(trace.steps[0]!.inputs.map((i) => i.value)).toEqual([
      '1',
      '2025-09-20',
      '2025-09-01',
      '2025-09-20',
      '500000.00',
      '4.35',
      '19/360',
    ])
    const annuity = loan()
    const steps = scheduleTrace(annuity, scheduleOf(annuity)).steps
    expect(steps[0]).toMatchObject({ label: 'instalment', value: '42654.95' })
    expect(steps[1]!.inputs.at(-1)!.value).toBe('1/12')
  })

  test('shows the part of a month before and after a change of rate', () => {
    const terms = loan(
      {},
      { events: [{ type: 'RATE_CHANGE', date: date('2025-09-11'), annualRatePpm: 60_000, after: 'KEEP_TERM' }] },
    )
    const step = scheduleTrace(terms, scheduleOf(terms)).steps.find((s) => s.label === 'interest')!
    expect(step.inputs.filter((i) => i.label === 'fraction').map((i) => i.value)).toEqual([
      '1/12 × 10/30',
      '1/12 × 20/30',
    ])
  })
})

test('what cannot have happened is refused by name: events outside the term, more repaid than owed', () => {
  const at = (day: string, amount: string) =>
    buildSchedule(
      loan({}, { events: [{ type: 'PREPAY', date: date(day), amountFen: yuan(amount), after: 'KEEP_TERM' }] }),
    )
  expect(at('2025-08-31', '1')).toMatchObject({ ok: false, violation: { code: 'E_EVENT_OUTSIDE_TERM', event: 0 } })
  expect(at('2026-09-01', '1')).toMatchObject({ ok: false, violation: { code: 'E_EVENT_OUTSIDE_TERM' } })
  expect(at('2025-10-02', '459157.56')).toMatchObject({
    ok: false,
    violation: { code: 'E_PREPAY_OVER_BALANCE', params: { amount: '459157.56', balance: '459157.55' } },
  })
})
