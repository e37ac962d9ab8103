/** Periods and words of logs, reviews and summaries (§9 rows 12 to 14). */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loggedDays, missingWords, REPORT_KINDS, reportPeriod } from '@/lib/desk/rules/reports'
import { civilDate, date, daysBetween, WEEKDAYS } from '@/lib/platform/dates'

test('a day’s log is due at 19:00 of the bank’s zone and answered by 10:00 of the next day', () => {
  const p = reportPeriod('DAILY', date('2026-04-10'))
  expect(p.dueAt.toISOString()).toBe('2026-04-10T11:00:00.000Z')
  expect(p.reviewBy.toISOString()).toBe('2026-04-11T02:00:00.000Z')
})

test('a week opens on Friday at noon and closes on Monday at ten', () => {
  const p = reportPeriod('WEEKLY', date('2026-04-08'))
  expect([p.startsOn.toString(), p.endsOn.toString()]).toEqual(['2026-04-06', '2026-04-12'])
  expect(p.opensAt.toISOString()).toBe('2026-04-10T04:00:00.000Z')
  expect(p.locksAt?.toISOString()).toBe('2026-04-13T02:00:00.000Z')
})

test('a month is the whole month, frozen on the eighth of the next', () => {
  const p = reportPeriod('MONTHLY', date('2026-02-28'))
  expect([p.startsOn.toString(), p.endsOn.toString()]).toEqual(['2026-02-01', '2026-02-28'])
  expect(p.locksAt?.toISOString()).toBe('2026-03-07T16:00:00.000Z')
})

test('no day falls out of its period, and no two periods of a kind overlap', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4000 }), fc.constantFrom(...REPORT_KINDS), (n, kind) => {
      const on = date('2024-01-01').add({ days: n })
      const p = reportPeriod(kind, on)
      expect(daysBetween(p.startsOn, on)).toBeGreaterThanOrEqual(0)
      expect(daysBetween(on, p.endsOn)).toBeGreaterThanOrEqual(0)
      expect(reportPeriod(kind, p.endsOn).startsOn.toString()).toBe(p.startsOn.toString())
      expect(reportPeriod(kind, p.endsOn.add({ days: 1 })).startsOn.toString()).toBe(
        p.endsOn.add({ days: 1 }).toString(),
      )
      expect(civilDate(p.dueAt).toString() >= p.startsOn.toString()).toBe(true)
    }),
  )
})

test('a week without a failure told is not handed in', () => {
  expect(missingWords('WEEKLY', { results: '完成', learning: '新政策', nextWeek: '走访' })).toEqual(['failureCase'])
  expect(missingWords('DAILY', { tomorrow: '  ' })).toEqual(['tomorrow'])
})

test('logs are wanted on working days only', () => {
  expect(loggedDays(date('2026-04-12'), WEEKDAYS)).toHaveLength(5)
  expect(loggedDays(date('2026-04-07'), WEEKDAYS).map(String)).toEqual(['2026-04-06', '2026-04-07'])
})
