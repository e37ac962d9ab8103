/** A joint issue: each owes its own part, the reserve fills in time, and on the day it is clear who paid (§2.7). */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  disclosureCalendar,
  paymentSchedule,
  paymentWaterfall,
  reserveDue,
  reservePlan,
  triggerStage,
  workingDaysBefore,
} from '@/lib/issues/rules'
import { addWorkingDays, date } from '@/lib/platform/dates'
import { sumFen, yuan } from '@/lib/platform/money'

/** Monday to Friday. */
const week = { isWorkingDay: (d: Temporal.PlainDate) => d.dayOfWeek < 6 }
const terms = { issuedOn: date('2026-06-01'), maturesOn: date('2029-06-01'), ratePpm: 45_000 }

test('three years: interest once a year on each issuer’s own part, its principal at the end', () => {
  const rows = paymentSchedule(
    [
      { slotId: 'a', amountFen: yuan('30000000') },
      { slotId: 'b', amountFen: yuan('20000000') },
    ],
    terms,
  )
  expect(rows.filter((r) => r.slotId === 'a').map((r) => [r.dueOn.toString(), r.interestFen, r.principalFen])).toEqual([
    ['2027-06-01', yuan('1350000'), 0n],
    ['2028-06-01', yuan('1350000'), 0n],
    ['2029-06-01', yuan('1350000'), yuan('30000000')],
  ])
  expect(sumFen(rows.map((r) => r.principalFen))).toBe(yuan('50000000'))
})

describe('the reserve', () => {
  const due = date('2027-06-01')
  const full = workingDaysBefore(due, 10, week)
  test('a third in each of three months, whole ten working days ahead', () => {
    expect(addWorkingDays(full, 10, week).toString()).toBe('2027-06-01')
    const plan = reservePlan(due, yuan('100'), 3, full)
    expect(plan.map((s) => s.by.toString())).toEqual(['2027-03-01', '2027-04-01', full.toString()])
    expect(reserveDue(plan, date('2027-02-28'))).toBe(0n)
    expect(reserveDue(plan, date('2027-04-01'))).toBe(yuan('66.66'))
    expect(reserveDue(plan, full)).toBe(yuan('100'))
  })
  test('short at T−10 the enhancer is told, at T−5 it pays, on the day it is a default', () => {
    const p = { dueOn: due, dueFen: 100n, reservedFen: 99n }
    const at = (n: number) => triggerStage(p, workingDaysBefore(due, n, week), week)
    expect([at(11), at(10), at(6), at(5), at(1), triggerStage(p, due, week)]).toEqual([
      'NONE',
      'NOTICE',
      'NOTICE',
      'ENHANCER',
      'ENHANCER',
      'DEFAULT',
    ])
    expect(triggerStage({ ...p, reservedFen: 100n }, due, week)).toBe('NONE')
  })
})

test('on the payment date every fen is either paid by somebody named or unpaid, and nobody pays more than it has', () => {
  const fen = fc.bigInt({ min: 0n, max: 10n ** 12n })
  fc.assert(
    fc.property(fen, fen, fen, fen, (dueFen, reservedFen, issuerFen, enhancerLeftFen) => {
      const s = paymentWaterfall({ dueFen, reservedFen, issuerFen, enhancerLeftFen }).value
      expect(s.reserveFen + s.issuerFen + s.enhancerFen + s.unpaidFen).toBe(dueFen)
      expect(s.reserveFen <= reservedFen && s.issuerFen <= issuerFen && s.enhancerFen <= enhancerLeftFen).toBe(true)
      if (s.enhancerFen > 0n) expect(s.reserveFen).toBe(reservedFen)
    }),
  )
})

test('investors are told the result next day, reports twice a year, each payment five working days ahead', () => {
  const calendar = disclosureCalendar({ ...terms, paymentDates: [date('2027-06-01')] }, week)
  expect(calendar.slice(0, 3).map((d) => [d.kind, d.dueOn.toString()])).toEqual([
    ['ISSUE_RESULT', '2026-06-02'],
    ['TRACKING_RATING', '2026-07-31'],
    ['HALF_YEAR_REPORT', '2026-08-31'],
  ])
  expect(calendar.find((d) => d.kind === 'PAYMENT_NOTICE')?.dueOn.toString()).toBe('2027-05-25')
})
